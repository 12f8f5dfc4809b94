"""Keys in the demonstration: the sandbox key that the developers' page shows, and the hotline's with some days of use."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from liren.config.demo.cast import TOWN, id_of
from liren.kernel import AreaCode, Command
from liren.trust import clients, pace
from liren.trust.commands import IssueKey
from liren.trust.registry import SCOPES

HOTLINE = id_of("client:hotline")
DAYS = {9: 3, 6: 5, 5: 8, 2: 6, 1: 4}
"""How many calls so many days ago."""


def issue(order: Callable[[str, Iterable[Command]], None], now: datetime) -> None:
    """Both over the town; a second build issues nothing."""
    town = AreaCode(TOWN)
    sandbox = IssueKey(
        client=id_of("client:sandbox"), secret=clients.DEMO_SECRET, name="开发者试用（沙箱）", scopes=tuple(SCOPES),
        area=town, sandbox=True, per_minute=120, until=now + clients.LONGEST,
    )  # fmt: skip
    hotline = IssueKey(
        client=HOTLINE, secret=clients.secret_for(HOTLINE, sandbox=False), name="12345 热线平台",
        scopes=("cases.read", "cases.words", "cases.report", "cases.note", "hotline"), area=town, until=now + clients.YEAR,
    )  # fmt: skip
    if clients.actor_of_key(clients.DEMO_SECRET, now) is None:
        order("keys", [sandbox, hotline])
        for ago, calls in DAYS.items():
            for _call in range(calls):
                pace.take(HOTLINE, hotline.per_minute, now - timedelta(days=ago))
