"""The exchange with a hotline's own system: its work orders in, our answers out pack by pack, its receipts back.

The number of an order is what makes it one: the same order again is answered as known, a changed one as differing, and
neither changes anything here. A key exchanges for exactly its own area.
"""

from typing import Annotated
from uuid import UUID, uuid5

from django.utils.translation import gettext_noop
from msgspec import Meta, Struct

from liren.api.v1.door import Call, Made, Operation
from liren.api.v1.shapes import Moment
from liren.cases.commands.hotline import AcknowledgePack, MakePack, Receipt, ReceiveOrders, WorkOrder
from liren.cases.hotlines import CODE
from liren.cases.queries import hotline, packs
from liren.cases.rules.hotline import Reading, read_row
from liren.kernel import AreaCode, Code
from liren.kernel.ids import new_id
from liren.trust import gate

SCOPE = "hotline"
Number = Annotated[str, Meta(max_length=64, description=gettext_noop("热线的工单编号，3 到 64 位的字母、数字或短横。"), examples=["ZJ20261123000123"])]  # fmt: skip
Short = Annotated[str, Meta(max_length=120)]


class Order(Struct, kw_only=True, forbid_unknown_fields=True):
    """One work order."""

    number: Number
    received_at: Moment
    words: Annotated[str, Meta(max_length=4800, description=gettext_noop("诉求内容，照来电人的话。"))]
    title: Annotated[str, Meta(max_length=200)] = ""
    sort: Annotated[
        str, Meta(max_length=120, description=gettext_noop("热线自己的分类；对不上的归到“其他”，并列出来。"))
    ] = ""
    name: Annotated[str, Meta(max_length=60)] = ""
    phone: Annotated[str, Meta(max_length=30)] = ""
    address: Annotated[str, Meta(max_length=300)] = ""
    community: Annotated[str, Meta(max_length=60, description=gettext_noop("所属村、社区或者镇街的名称。"))] = ""
    secret: Annotated[bool, Meta(description=gettext_noop("来电人要求保密：承办的人看不到是谁。"))] = False
    urgent: bool = False
    limit: Annotated[
        str,
        Meta(
            max_length=60, description=gettext_noop("期限：一个时刻，或者“5 个工作日”“24 小时”。两边的期限，早的算数。")
        ),
    ] = ""
    earlier: Annotated[str, Meta(max_length=64, description=gettext_noop("重复件：早先那一张的工单编号。"))] = ""


class Orders(Struct, kw_only=True, forbid_unknown_fields=True):
    """One to a hundred work orders."""

    orders: Annotated[
        tuple[Order, ...], Meta(min_length=1, max_length=100, description=gettext_noop("1 到 100 张工单。"))
    ]


class Fate(Struct, kw_only=True):
    """What became of one order."""

    number: str
    what: Annotated[
        str,
        Meta(
            description=gettext_noop(
                "taken 收下了，known 早已收过，differs 收过但内容不一样（没有改），refused 没有收，见 sentence。"
            )
        ),
    ]
    case: UUID | None = None
    own: str | None = None
    sentence: str | None = None


class Taken(Struct, kw_only=True):
    """What became of all of them, in the order they came in."""

    orders: tuple[Fate, ...]
    sandbox: bool


class MadePack(Struct, kw_only=True):
    """A new pack of answers."""

    id: UUID
    no: int
    rows: int
    digest: str
    sandbox: bool


class Since(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which pack."""

    since: Annotated[int, Meta(ge=0, le=2_000_000_000, description=gettext_noop("上一次读到第几包；从头读写 0。"))] = 0


class Answer(Struct, kw_only=True):
    """What is said of one order, in the hotline's own words, by its agreed headings."""

    number: str
    standing: Annotated[str, Meta(description=gettext_noop("received、open、answered、returned、refused、withdrawn。"))]
    cells: dict[str, str]


class Results(Struct, kw_only=True):
    """One pack; `id` and `no` are null when there is none behind `since`. The digest is of the pack as a file."""

    id: UUID | None
    no: int | None
    digest: str | None
    rows: tuple[Answer, ...]


class RowReceipt(Struct, kw_only=True, forbid_unknown_fields=True):
    """One row: taken, or not and why."""

    number: Number
    taken: bool
    words: Annotated[str, Meta(max_length=200, description=gettext_noop("没有接收的，写明原因。"))] = ""


class Receipts(Struct, kw_only=True, forbid_unknown_fields=True):
    """The receipts for a pack."""

    pack: UUID
    receipts: Annotated[tuple[RowReceipt, ...], Meta(min_length=1, max_length=5000)]


class Kept(Struct, kw_only=True):
    """How many rows were taken and how many were not."""

    pack: UUID
    taken: int
    refused: int
    sandbox: bool


def receive(call: Call) -> Taken:
    """Orders in. Those that can't be read are refused one by one, with what is wrong; the others are taken."""
    area = AreaCode(call.client.area)
    agreed = hotline.agreement(call.viewer, CODE, area, call.now)
    calendar = hotline.calendar_for(call.viewer, area, call.now)
    how = Reading(hotline=agreed, calendar=calendar, now=call.now, new_id=new_id)
    read = [
        read_row(n, _cells(order, agreed.yes[0], agreed.urgent_words[0]), how)
        for n, order in enumerate(call.body.orders, 1)
    ]
    good: list[WorkOrder] = [order for order, _wrong in read if order is not None]
    fates: dict[int, Fate] = {
        n: Fate(
            number=call.body.orders[n - 1].number,
            what="refused",
            sentence="".join(f"{e.sentence}{e.remedy}" for e in wrong),
        )
        for n, (order, wrong) in enumerate(read, 1)
        if order is None
    }
    if good:
        command = ReceiveOrders(area=area, system=Code(CODE), orders=tuple(good), strict=False)
        done = gate.execute(command, actor=call.viewer, now=call.now, key=new_id())
        for order, told in zip(good, done["orders"], strict=True):
            case = UUID(told["case"]) if told.get("case") else None
            fates[order.row] = Fate(
                number=order.number, what=told["what"], case=case, own=told.get("own"), sentence=told.get("sentence")
            )
    return Taken(orders=tuple(fates[n] for n in sorted(fates)), sandbox=call.client.sandbox)


def _cells(order: Order, yes: str, urgent: str) -> dict[str, str]:
    """An order as a row of a file would say it: one reading for both ways in."""
    told = {
        name: getattr(order, name)
        for name in ("number", "words", "title", "sort", "name", "phone", "address", "community")
    }
    return told | {
        "received": order.received_at.isoformat(), "secret": yes if order.secret else "", "urgent": urgent if order.urgent else "",
        "limit": order.limit, "earlier": order.earlier,
    }  # fmt: skip


def make(call: Call) -> Made:
    """A pack of everything that has changed since the last one."""
    if call.key is None:
        raise LookupError("an operation that writes needs once=True")
    order = MakePack(pack=uuid5(call.key, "pack"), area=AreaCode(call.client.area), system=Code(CODE))
    done = gate.execute(order, actor=call.viewer, now=call.now, key=call.key)
    answer = MadePack(
        id=UUID(done["pack"]), no=done["no"], rows=done["rows"], digest=done["digest"], sandbox=call.client.sandbox
    )
    return Made(answer, at=f"/api/v1/hotline/results?since={done['no'] - 1}")


def results(call: Call) -> Results:
    """The pack behind `since`; the same question has the same answer for ever."""
    id = packs.pack_after(call.viewer, CODE, call.client.area, call.asked.since)
    if id is None:
        return Results(id=None, no=None, digest=None, rows=())
    card, content, _kept = packs.pack(call.viewer, id)
    rows = tuple(
        Answer(
            number=record["number"],
            standing=record["standing"],
            cells=dict(zip(content["columns"], cells, strict=True)),
        )
        for record, cells in zip(content["rows"], content["table"], strict=True)
    )
    return Results(id=id, no=card.no, digest=card.digest, rows=rows)


def acknowledge(call: Call) -> Kept:
    """Receipts in; the same ones again change nothing."""
    told: Receipts = call.body
    receipts = tuple(Receipt(number=r.number, taken=r.taken, words=r.words) for r in told.receipts)
    done = gate.execute(
        AcknowledgePack(pack=told.pack, receipts=receipts), actor=call.viewer, now=call.now, key=new_id()
    )
    return Kept(pack=told.pack, taken=done["taken"], refused=done["refused"], sandbox=call.client.sandbox)


OPERATIONS = (
    Operation(
        name="sendHotlineOrders", method="POST", path="/hotline/orders", work=receive, takes=Orders, gives=Taken, scopes=(SCOPE,),
        fails=(400, 413, 415, 422), summary=gettext_noop("转来 12345 工单"),
        about=gettext_noop("一次 1 到 100 张。同一个工单编号再来一次，不会重复立案；内容变了的只记下不同，不改。"),
    ),
    Operation(
        name="makeHotlinePack", method="POST", path="/hotline/packs", work=make, gives=MadePack, scopes=(SCOPE,), once=True,
        fails=(400, 409, 422), summary=gettext_noop("把有变化的答复做成一包"),
        about=gettext_noop("上一包以后没有变化时是 422，code 是 nothing_new。"),
    ),
    Operation(
        name="readHotlineResults", method="GET", path="/hotline/results", work=results, asks=Since, gives=Results, scopes=(SCOPE,),
        fails=(422,), summary=gettext_noop("读回传的答复"),
        about=gettext_noop("一次答一包：since 之后的那一包。读完记下 no，下次写在 since 里，直到 no 是 null。同一包什么时候读都一样。"),
    ),
    Operation(
        name="acknowledgeHotlineResults", method="POST", path="/hotline/results/acknowledge", work=acknowledge, takes=Receipts,
        gives=Kept, scopes=(SCOPE,), fails=(400, 404, 413, 415, 422), summary=gettext_noop("给一包答复写回执"),
        about=gettext_noop("一行一个回执：接收了没有；没有接收的写明原因，我们改好再传。"),
    ),
)  # fmt: skip
