"""Lives of cases played through the gate: what the loader copies, and what a copy is compared with."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from benchmarks import land
from liren.cases import commands as c
from liren.kernel import Actor, AreaCode, Code, Command
from liren.kernel.actor import Grant, the_house
from liren.kernel.ids import new_id
from liren.people.commands import RegisterUnit
from liren.trust import gate
from liren.trust.commands import IssueGrants, OpenAccount

KINDS = ("exposed_garbage", "street_light_out", "road_damage", "illegal_parking", "noise", "standing_water")
WORDS = "小区门口的垃圾桶满了两天没有人清，天热味道大，晚上还有野猫翻，麻烦早点派人来看看。"
WEIGHTS = {"reported": 1, "dispatched": 1, "in_progress": 2, "feedback": 1, "closed": 25, "confirmed": 70}
"""Of a hundred cases, how many stand where: a county that keeps up with its work."""
ENDED = ("closed", "confirmed")
OPEN_DAYS = 20
"""What is still open was reported within so many days."""


def an_id(name: str) -> UUID:
    """The account or unit of a name, the same in every database."""
    return uuid5(NAMESPACE_URL, f"liren:bench:{name}")


def staff(name: str, *rights: str, area: str = land.COUNTY, unit: UUID | None = None) -> Actor:
    """Somebody whose duty gives these rights over an area."""
    grants = tuple(
        Grant(right=f"cases.{right}", area=AreaCode(area), unit=unit, secrecy=1) for right in ("see", *rights)
    )
    return Actor(kind="staff", account=an_id(name), grants=grants)


UNIT = an_id("station")
DESK = staff("desk", "dispatch")
HANDLER = staff("handler", "handle", unit=UNIT)
VERIFIER = staff("verifier", "verify")
RESIDENT = Actor(kind="resident", account=an_id("resident"))
SET_UP = the_house("demo")


@dataclass(frozen=True, slots=True)
class Life:
    """A case that was played: its id, its kind and where it stands."""

    case: UUID
    ends: str


def point(n: int, chance: random.Random) -> tuple[float, float]:
    """A point in the n-th micro-grid."""
    west, south, east, north = land.cell(n)
    return chance.uniform(west, east), chance.uniform(south, north)


def appoint() -> None:
    """Accounts with their grants and the unit that the cases name, through the gate."""
    now = datetime.now(UTC)
    unit = RegisterUnit(unit=UNIT, parent=None, kind="department", name="城管中队", area=land.COUNTY)
    do(unit, SET_UP, now)
    for actor, name, post in (
        (DESK, "受理员", "dispatcher"), (HANDLER, "承办人", "handler"),
        (VERIFIER, "核查员", "verifier"), (RESIDENT, "居民", ""),
    ):  # fmt: skip
        account = actor.account
        assert account is not None
        opened = OpenAccount(
            account=account, username=f"bench-{account.hex[:8]}", name=name, password=None, must_use_totp=False,
            area=land.COUNTY,
        )  # fmt: skip
        do(opened, SET_UP, now)
        if actor.grants:
            duty = IssueGrants(
                duty=new_id(), account=account, post=post, rights=tuple(g.right for g in actor.grants),
                area=land.COUNTY, unit=actor.grants[0].unit, kinds=(), secrecy_max=1,
                start=now - timedelta(days=1), end=None,
            )  # fmt: skip
            do(duty, SET_UP, now)


def a_report(n: int, kind: str, chance: random.Random) -> c.ReportCase:
    """A report with a phone from the n-th micro-grid."""
    lon, lat = point(n, chance)
    return c.ReportCase(
        case_id=new_id(), note=new_id(), kind=Code(kind), words=WORDS, lon=lon, lat=lat, place_words="村口超市旁",
        phone="13800000147", name="王小明",
    )  # fmt: skip


def play(now: datetime | None = None) -> list[Life]:
    """One life of each kind and ending, through the gate; their flows and timers are left alone."""
    chance = random.Random(20261122)
    start = now or datetime.now(UTC) - timedelta(hours=20)
    return [_one(kind, end, start, chance) for kind in KINDS for end in WEIGHTS]


def _one(kind: str, end: str, start: datetime, chance: random.Random) -> Life:
    report = a_report(chance.randrange(land.ROWS * land.COLUMNS), kind, chance)
    case = report.case_id
    steps: list[tuple[str, Actor, Callable[[], Command]]] = [
        ("reported", RESIDENT, lambda: report),
        ("dispatched", DESK, lambda: c.DispatchCase(case=case, unit=UNIT, note=new_id(), reason="请今天处理")),
        ("in_progress", HANDLER, lambda: c.TakeUpCase(case=case)),
        ("feedback", HANDLER, lambda: _result(case)),
        ("closed", VERIFIER, lambda: c.VerifyCase(case=case, passed=True, note=new_id(), words="现场看过，已清走。")),
        ("confirmed", RESIDENT, lambda: _rating(case)),
    ]
    for n, (name, actor, order) in enumerate(steps):
        do(order(), actor, start + timedelta(hours=n))
        if name == end:
            break
    return Life(case, end)


def _result(case: UUID) -> Command:
    return c.ReportResult(case=case, result=Code("explained"), note=new_id(), words="已通知清运，当晚清走。")


def _rating(case: UUID) -> Command:
    return c.ConfirmCase(case=case, solved=True, satisfied=1, note=new_id(), words="谢谢，很快。")


def do(order: Command, actor: Actor, now: datetime, key: UUID | None = None) -> dict[str, Any]:
    """One order through the gate."""
    return gate.execute(order, actor=actor, now=now, key=key or new_id())
