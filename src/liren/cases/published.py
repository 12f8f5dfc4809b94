"""The duty list and the routing rules as they were published. They hold no person's data, hence no viewer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases import duties, routes
from liren.cases.duties import DutyList, Item
from liren.cases.routes import Routing, Rule
from liren.cases.rules.routing import BY_LIST
from liren.catalogue import queries as catalogue
from liren.catalogue.queries import Entry
from liren.kernel import Missing

NO_LIST = DutyList(code=duties.CODE, label="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Which rule spoke when a case was sent: its place (0: the duty list itself) and the rule, None for the list."""

    no: int
    rule: Rule | None
    tier: str = ""


def spoken(route: UUID | None, rule: str | None) -> Spoken | None:
    """The rule of a code in the entry a case was sent under; None where the desk decided by itself, or before rules."""
    tier = next((tier for tier, code in BY_LIST.items() if code == rule), "")
    if tier:
        return Spoken(no=0, rule=None, tier=tier)
    if route is None or not rule:
        return None
    rules: Routing = catalogue.by_id(route).spec
    return next((Spoken(no=n, rule=r) for n, r in enumerate(rules.rules, 1) if r.code == rule), None)


def item_of(area: str, code: str | None, now: datetime) -> Item | None:
    """An item of the list in force; None for one that it no longer has."""
    listed = list_of(area, now)
    found: DutyList | None = listed.spec if listed else None
    return found.by_code.get(code or "") if found else None


def list_of(area: str, now: datetime) -> Entry | None:
    """The duty list in force for an area. It is published: any viewer may read it."""
    return entry_of(duties.FAMILY, duties.CODE, area, now)


def rules_of(area: str, now: datetime) -> Entry | None:
    """The routing rules in force for an area."""
    return entry_of(routes.FAMILY, routes.CODE, area, now)


def entry_of(family: str, code: str, area: str, now: datetime, epoch: int | None = None) -> Entry | None:
    """The entry in force, None where none is published."""
    try:
        return catalogue.entry(family, code, area=area, at=now, epoch=epoch)
    except Missing:
        return None
