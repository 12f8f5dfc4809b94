"""Orders of the demonstration: forty-odd in every state, and the members who take them, all invented.

Half of them lie in the community of the demonstration's own secretary; "demo-member" is a neighbour with a few in hand.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
import structlog

from liren.config.demo import neighbours
from liren.config.demo import town_names as names
from liren.config.demo.cast import COMMUNITY, MICRO_GRID, PART, TOWN, id_of
from liren.config.demo.stage import Spot, Stage
from liren.kernel import Actor, AreaCode, Code, Command, Refusal
from liren.kernel.actor import ANONYMOUS, by_link, the_house
from liren.services import commands as c
from liren.services.rules.words import SHANGHAI
from liren.trust import gate
from liren.trust.commands import OpenAccount

log = structlog.get_logger()
MEMBERS = 44
SKILLS = (
    "meal", "errand", "housework", "haircut", "medicine", "escort", "repair", "barrier_free", "chat", "comfort", "phone_help", "forms",
)  # fmt: skip
WEEKEND = tuple(c.Free(weekday=d, part=p) for d in (6, 7) for p in ("morning", "afternoon"))
EVENINGS = tuple(c.Free(weekday=d, part="evening") for d in range(1, 6))
DAYS = tuple(c.Free(weekday=d, part=p) for d in range(1, 6) for p in ("morning", "afternoon"))

NEEDS: tuple[tuple[str, str, str], ...] = (
    ("haircut", "老人下不了楼，想请人来理个发", "any"), ("meal", "这几天手扭了，中午想请人带份饭", "any"),
    ("errand", "帮买一袋米和一桶油，太重拿不动", "any"), ("escort", "周四去医院复查，路上想有人陪", "woman"),
    ("repair", "厨房水龙头一直滴水", "any"), ("phone_help", "想学和外地的孙子视频通话", "any"),
    ("medicine", "降压药快吃完了，帮取一下", "any"), ("chat", "一个人住，想有人来说说话", "woman"),
    ("housework", "高处的窗帘想拆下来洗", "any"), ("forms", "看不懂社保的通知，想请人念一念", "any"),
    ("barrier_free", "卫生间想装个扶手", "any"), ("repair", "楼梯间到家门口的灯泡坏了，想换一个", "any"),
    ("errand", "快递到了站点，腿脚不便取不回来", "any"), ("phone_help", "手机总跳广告，怕被骗钱", "any"),
)  # fmt: skip

FIRE = ("repair", "家里跳闸了，一合上就又跳，闻到焦味", "any")
SURNAMES, CALLED = "王李张刘陈杨赵周", ("奶奶", "爷爷", "阿姨", "叔叔")
RATINGS = (("手脚麻利，话也暖心", 1), ("谢谢，帮了大忙", 1), ("", 2))

PLAN: tuple[tuple[str, int], ...] = (
    ("requested", 5), ("triaged", 4), ("listed", 8), ("wide", 2), ("unclaimed", 2), ("claimed", 4), ("assigned", 2),
    ("scheduled", 4), ("done", 3), ("confirmed", 2), ("unconfirmed", 2), ("rated", 6), ("cancelled", 2), ("converted_to_case", 1),
)  # fmt: skip
"""How many orders stand where when the demonstration opens."""
BEGAN = {
    "requested": 2, "triaged": 3, "listed": 6, "wide": 32, "unclaimed": 60, "claimed": 26, "assigned": 20, "scheduled": 44,
    "done": 70, "confirmed": 110, "unconfirmed": 270, "rated": 160, "cancelled": 90, "converted_to_case": 5,
}  # fmt: skip
"""Hours ago that an order of each fate was placed, before some are spread further back."""


HELPED = ("claimed", "assigned", "scheduled", "done", "confirmed", "unconfirmed", "rated")


@dataclass(frozen=True, slots=True)
class Helper:
    """A member of the demonstration."""

    member: UUID
    account: UUID
    home: str
    skills: tuple[str, ...]
    gender: str
    visits: bool


def helpers(spots: list[Spot], seed: int) -> list[Helper]:
    """Always the same members for a seed; the first is the one that one can play."""
    rng = np.random.default_rng([seed, 30])
    near = [spot for spot in spots if spot.micro_grid[:12] == COMMUNITY]
    found = [Helper(id_of("member:demo-member"), PART["demo-member"].account, MICRO_GRID, SKILLS[:8], "woman", True)]
    for n in range(1, MEMBERS):
        among = near if n % 2 else spots
        home = str(among[int(rng.integers(len(among)))].micro_grid)
        skills = tuple(sorted(SKILLS[i] for i in rng.choice(len(SKILLS), int(rng.integers(2, 6)), replace=False)))
        gender = "woman" if rng.random() < 0.55 else "man"
        found.append(Helper(id_of(f"member:{n}"), id_of(f"account:helper:{n}"), home, skills, gender, n % 7 != 3))
    return found


def entering(found: list[Helper], seed: int) -> Iterator[Command]:
    """Accounts and memberships, as orders of the demonstration's house."""
    rng = np.random.default_rng([seed, 31])
    for n, one in enumerate(found):
        if n:
            yield OpenAccount(
                account=one.account, username=f"helper-{n}", name=names.person(rng), password=None, must_use_totp=False,
                area=AreaCode(one.home),
            )  # fmt: skip
        areas = (AreaCode(TOWN),) if n % 3 == 0 else (AreaCode(one.home[:12]),)
        free = (*DAYS, *WEEKEND) if n == 0 else (WEEKEND + EVENINGS, DAYS, DAYS + WEEKEND)[n % 3]
        yield c.RegisterMember(
            member=one.member, account=one.account, home=AreaCode(one.home), skills=tuple(map(Code, one.skills)), areas=areas,
            free=free, gender=Code(one.gender), visits=one.visits, most_open=4,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One order: its number in the plan, what was asked where, how far it came, and who acts for either side."""

    n: int
    order: UUID
    kind: str
    gender: str
    spot: Spot
    fate: str
    requester: Actor
    desk: Actor


class Desk:
    """Plays the orders, one after the other, at the moments at which they would have happened."""

    def __init__(self, stage: Stage, found: list[Helper], seed: int, until: datetime) -> None:
        self.stage, self.found, self.until = stage, found, until
        self.rng = random.Random(seed)
        self.open: dict[UUID, int] = {}
        self.near = [spot for spot in stage.spots if spot.micro_grid[:12] == COMMUNITY]

    def play(self, n: int, fate: str) -> None:
        """One order from its request to where it stands today."""
        at = self.until - timedelta(hours=BEGAN[fate] + self.rng.random() * (BEGAN[fate] * 0.3 + 1))
        asked = self._place(n, fate, at)
        if fate == "cancelled":
            self.do(asked, at + timedelta(hours=3), asked.requester, c.CancelOrder(order=asked.order))
        elif fate == "converted_to_case":
            self._convert(asked)
        elif fate != "requested":
            self._triage(asked, at + timedelta(minutes=40))

    def _place(self, n: int, fate: str, at: datetime) -> Asked:
        kind, words, gender = FIRE if fate == "converted_to_case" else NEEDS[n % len(NEEDS)]
        spot = self.rng.choice(self.near if n % 2 or fate in HELPED else self.stage.spots)
        if fate in ("claimed", "scheduled") and n % 2:
            spot = self.rng.choice(self.stage.home or self.near)
        known = fate in ("listed", "rated", "done") and n % 4 == 1
        order, called = id_of(f"order:{n}"), n % 5 == 0
        here = "demo-secretary" if spot.micro_grid[:12] == COMMUNITY else "demo-dispatcher"
        desk = self.stage.actor(PART[here].account)
        asker = self.stage.actor(PART["demo-resident"].account) if known else desk if called else ANONYMOUS
        asked = Asked(
            n=n, order=order, kind=kind, gender=gender, spot=spot, fate=fate, desk=desk,
            requester=asker if known else by_link(order),
        )  # fmt: skip
        self.do(asked, at, asker, c.PlaceOrder(
            order=order, note=id_of(f"order-words:{n}"), kind=Code(kind), words=words, phone=f"1990007{n:04d}",
            address=f"{spot.address}{n % 5 + 1}0{n % 3 + 1} 室", name=SURNAMES[n % len(SURNAMES)] + CALLED[n % len(CALLED)],
            area=AreaCode(spot.micro_grid), gender=Code(gender), channel=Code("phone" if called else "web"), on_behalf=called and not known,
            times=self._times() if fate in ("requested", "triaged", "listed", "wide") else (),
        ))  # fmt: skip
        return asked

    def _times(self) -> tuple[c.Time, ...]:
        today = self.until.astimezone(SHANGHAI)
        parts = ("morning", "afternoon")
        return tuple(c.Time(day=(today + timedelta(days=d)).date(), part=self.rng.choice(parts)) for d in (1, 2, 4))

    def _convert(self, asked: Asked) -> None:
        """Today, so that the flow reports the case in front of the eyes of whoever opens the demonstration."""
        order = c.ConvertOrder(
            order=asked.order, case=id_of(f"order-case:{asked.n}"), kind=Code("water_power_gas"),
            note=id_of(f"order-why:{asked.n}"), reason="有危险，要供电所来看",
        )  # fmt: skip
        self.do(asked, self.until, asked.desk, order, mode="live")

    def _triage(self, asked: Asked, at: datetime) -> None:
        note, fate = id_of(f"order-triage:{asked.n}"), asked.fate
        self.do(asked, at, asked.desk, c.TriageOrder(order=asked.order, note=note, words="电话核实过，需求清楚"))
        if fate == "triaged":
            return
        at += timedelta(minutes=5)
        if fate != "assigned":
            circle = Code("town" if fate in ("wide", "unclaimed") else "community")
            self.do(asked, at, asked.desk, c.ListOrder(order=asked.order, circle=circle))
        if fate == "unclaimed":
            lapse = c.LapseListing(order=asked.order, wider=False)
            self.do(asked, at + timedelta(hours=25), the_house("timer.order_wide"), lapse)
        elif fate in HELPED:
            self._take(asked, at + timedelta(hours=2))

    def _take(self, asked: Asked, at: datetime) -> None:
        one = self._somebody(asked)
        if one is None:
            return
        who = self.stage.actor(one.account)
        if asked.fate == "assigned":
            self.do(asked, at, asked.desk, c.AssignOrder(order=asked.order, member=one.member))
        else:
            self.do(asked, at, who, c.ClaimOrder(order=asked.order))
        if asked.fate in ("claimed", "assigned", "scheduled"):
            self.open[one.member] = self.open.get(one.member, 0) + 1
        if asked.fate in ("claimed", "assigned"):
            return
        mate = next(h for h in self.found if h.member != one.member)
        agreed = self.until + timedelta(hours=20) if asked.fate == "scheduled" else at + timedelta(hours=8)
        agree = c.ScheduleOrder(order=asked.order, at=agreed, companion=mate.member)
        self.do(asked, at + timedelta(hours=1), who, agree)
        if asked.fate != "scheduled":
            self._finish(asked, who, agreed + timedelta(hours=1))

    def _finish(self, asked: Asked, who: Actor, at: datetime) -> None:
        order, n = asked.order, asked.n
        self.do(asked, at, who, c.FinishOrder(order=order, note=id_of(f"order-done:{n}"), words="办好了，老人挺高兴"))
        if asked.fate == "unconfirmed":
            silence = timedelta(days=7, minutes=1)
            self.do(asked, at + silence, the_house("timer.order_lapse"), c.LapseOrder(order=order))
        if asked.fate in ("confirmed", "rated"):
            at += timedelta(hours=4)
            self.do(asked, at, asked.requester, c.ConfirmOrder(order=order, solved=True))
        if asked.fate == "rated":
            words, satisfied = RATINGS[n % len(RATINGS)]
            rate = c.RateOrder(order=order, satisfied=satisfied, note=id_of(f"order-rated:{n}"), words=words)
            self.do(asked, at, asked.requester, rate)

    def _somebody(self, asked: Asked) -> Helper | None:
        """A member of the same community with the skill and a hand free; every other time the one that can be played."""
        fit = [
            h for h in self.found
            if h.visits and asked.kind in h.skills and h.home[:12] == asked.spot.micro_grid[:12]
            and asked.gender in ("any", h.gender) and self.open.get(h.member, 0) < 3
        ]  # fmt: skip
        if asked.n % 2 and fit and fit[0] is self.found[0]:
            return fit[0]
        return self.rng.choice(fit) if fit else None

    def do(self, asked: Asked, at: datetime, actor: Actor, command: Command, mode: str = "") -> None:
        """Through the gate, like anybody's; what the house refuses is left as it stands."""
        key = id_of(f"order:{asked.n}:{type(command).__name__}")
        try:
            gate.execute(command, actor=actor, now=min(at, self.until), key=key, mode=mode or self.stage.mode)
        except Refusal as no:
            log.warning("an order was refused", order=asked.n, command=type(command).__name__, why=no.sentence)


def write(stage: Stage, seed: int, until: datetime) -> int:
    """Members and orders; the number of orders. Keys come from names, so a second run adds nothing."""
    from liren.config.demo.build import order

    found = helpers(stage.spots, seed)
    order("services", (*entering(found, seed), neighbours.opening()))
    desk = Desk(stage, found, seed, until)
    fates = [fate for fate, count in PLAN for _ in range(count)]
    for n, fate in enumerate(fates):
        desk.play(n, fate)
    neighbours.play(stage, until)
    return len(fates) + 1
