"""A city's 12345 with a ledger of its own: it takes calls, exports work orders, reads our answers and keeps its own account.

Written from the agreement alone: it knows headings and words, none of our codes, none of our tables. What it believes of
an order it believes because a row of a pack said so.
"""

import csv
import hashlib
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from random import Random

CHINA = timezone(timedelta(hours=8))
SORTS = (
    "咨询/政策咨询",
    "建议/意见建议",
    "生态环境/噪声扰民",
    "矛盾纠纷/邻里纠纷",
    "其他/没有约定的",
    "物业管理/物业服务投诉",
)
COLUMNS = (
    "工单编号", "受理时间", "诉求分类", "工单标题", "诉求内容", "诉求人姓名", "联系电话", "事发地址", "所属村社区", "是否保密",
    "紧急程度", "办理期限", "关联工单",
)  # fmt: skip
FINISHED = {"已答复", "退单", "不予受理", "已撤回"}


@dataclass
class Order:
    """One work order as the hotline has it: what it sent, and what it was told since."""

    row: dict[str, str]
    received: datetime
    state: str = "待受理"
    ended: datetime | None = None
    answers: list[str] = field(default_factory=list)

    @property
    def day(self) -> date:
        return self.received.astimezone(CHINA).date()


class Hotline:
    """`orders` is its ledger. `refusing` are numbers whose next finished answer it sends back once, for lack of something."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.random = Random(seed)
        self.now = now
        self.orders: dict[str, Order] = {}
        self.refusing: set[str] = set()

    def take_calls(self, count: int, addresses: list[str], communities: list[str]) -> None:
        """So many calls in the last five days."""
        for n in range(1, count + 1):
            received = self.now - timedelta(minutes=self.random.randint(30, 5 * 24 * 60))
            received = received.replace(second=self.random.randint(0, 59), microsecond=0)
            number = f"ZJ{received.astimezone(CHINA):%Y%m%d}{n:06}"
            self.orders[number] = Order(self._row(number, received, addresses, communities), received)

    def _row(self, number: str, received: datetime, addresses: list[str], communities: list[str]) -> dict[str, str]:
        pick = self.random.random
        limits = (
            "5 个工作日",
            "3个工作日",
            "24小时",
            "",
            f"{received.astimezone(CHINA) + timedelta(days=9):%Y/%m/%d %H:%M}",
        )
        address = self.random.choice(addresses) + "门口" if pick() < 0.7 else "路边，说不清"
        return {
            "工单编号": number, "受理时间": f"{received.astimezone(CHINA):%Y-%m-%d %H:%M:%S}", "诉求分类": self.random.choice(SORTS),
            "工单标题": "来电反映", "诉求内容": f"来电人反映的第 {number[-6:]} 件事，请核实处理并答复。", "诉求人姓名": "王小明" if pick() < 0.8 else "",
            "联系电话": f"138{self.random.randint(0, 99999999):08}" if pick() < 0.8 else "", "事发地址": address,
            "所属村社区": self.random.choice(communities), "是否保密": "是" if pick() < 0.05 else "否",
            "紧急程度": "紧急" if pick() < 0.02 else "一般", "办理期限": self.random.choice(limits), "关联工单": "",
        }  # fmt: skip

    # ---- what it sends -------------------------------------------------------------------------------------------

    def export(self, rows: list[dict[str, str]] | None = None) -> bytes:
        """Work orders as CSV under its own headings."""
        return _csv(COLUMNS, rows if rows is not None else [order.row for order in self.orders.values()])

    def ledger(self, **wrong: dict[str, object]) -> bytes:
        """Its account as CSV. `shifted` numbers have a clock that is off, `lost` are not in it, `other` have another state."""
        shifted, lost, other = wrong.get("shifted", {}), wrong.get("lost", {}), wrong.get("other", {})
        rows = []
        for number, order in self.orders.items():
            if number in lost:
                continue
            received = order.received + timedelta(minutes=int(str(shifted.get(number, 0))))
            rows.append({
                "工单编号": number, "工单状态": str(other.get(number, order.state)), "受理时间": _said(received),
                "办结时间": _said(order.ended) if order.ended else "",
            })  # fmt: skip
        return _csv(("工单编号", "工单状态", "受理时间", "办结时间"), rows)

    # ---- what it is told -----------------------------------------------------------------------------------------

    def read_pack(self, content: bytes, digest: str) -> list[tuple[str, bool, str]]:
        """Check the seal of a pack, believe its rows, and answer each: (number, taken, why not)."""
        assert hashlib.sha256(content).hexdigest() == digest, "the pack is not the one that was announced"
        told = json.loads(content)
        return [self._read(dict(zip(told["columns"], row, strict=True))) for row in told["table"]]

    def _read(self, row: dict[str, str]) -> tuple[str, bool, str]:
        number, state = row["工单编号"], row["办理状态"]
        order = self.orders.get(number)
        if order is None:
            return number, False, "没有这张工单"
        if state == "退单" and not (row["退单依据"] and row["清单条目"]):
            return number, False, "退单没有写依据和条目"
        if state in FINISHED and not (row["办结时间"] and row["答复内容"]):
            return number, False, "没有写办结时间或者答复内容"
        if number in self.refusing and state in FINISHED:
            self.refusing.discard(number)
            return number, False, "附件没有收到，请再传一次"
        order.state = state
        order.ended = (
            datetime.strptime(row["办结时间"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA) if row["办结时间"] else None
        )
        order.answers.append(row["答复内容"])
        return number, True, ""

    # ---- its account ---------------------------------------------------------------------------------------------

    def account(self) -> Counter[str]:
        """How many orders stand where."""
        return Counter(order.state for order in self.orders.values())

    def by_day(self) -> dict[date, Counter[str]]:
        """The same for each day on which it took calls."""
        days: dict[date, Counter[str]] = {}
        for order in self.orders.values():
            days.setdefault(order.day, Counter())[order.state] += 1
        return days


def _said(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def _csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
