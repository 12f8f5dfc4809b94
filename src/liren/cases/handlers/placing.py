"""Open cases after a grid was divided anew: each is located again by its point, its building, or what it named."""

from collections.abc import Iterable
from uuid import UUID

from liren.cases import commands, events
from liren.cases.handlers import store
from liren.cases.handlers.timers import move_along
from liren.cases.models import rows
from liren.cases.models.rows import Loaded
from liren.cases.rules import fold
from liren.cases.workflows import workflow
from liren.kernel import AreaCode
from liren.places import queries as places
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told

OPEN = """
select c.*, '[]'::jsonb as clocks from cases_case c
where c.scope >= %s and c.scope < %s and c.closed_at is null order by c.id for no key update of c
"""


def over_area(command: commands.RescopeCases, act: Act) -> Target:
    return Target(scope=command.area)


def rescope(command: commands.RescopeCases, target: Target, act: Act) -> Outcome:
    """One event and one statement for each case that comes into another micro-grid; its clocks and people stay."""
    found = [rows.loaded(row) for row in sql.rows(OPEN, (str(command.area), str(command.area) + ":"))]
    still = [one for one in found if not workflow(one.state.workflow).state(one.state.state).terminal]
    buildings = places.areas_of(act.actor, _buildings(still))
    told = [event for one in still if (event := _moved(one, command.area, buildings, act)) is not None]
    return Outcome(events=tuple(told), answer={"moved": len(told)}, scopes=(command.area,))


def _buildings(cases: Iterable[Loaded]) -> list[UUID]:
    return [one.plain["building"] for one in cases if one.plain["building"]]


def _moved(one: Loaded, grid: AreaCode, buildings: dict[UUID, str | None], act: Act) -> Told | None:
    case = one.state
    area = _where(one, grid, buildings, act)
    version = places.version_of(area, act.epochs)
    if area == case.scope or version is None:
        return None
    event = events.CaseRescoped(
        case=case.id, state=case.state, next_clock=case.next_clock, next_due_at=case.next_due_at, area=area,
        area_version=version, scope=area,
    )  # fmt: skip
    store.move(case.id, {**fold.changes(event), "version": case.version + 1}, [], [], [], act.now)
    move_along(case, area)
    return Told(event, case.id, area)


def _where(one: Loaded, grid: AreaCode, buildings: dict[UUID, str | None], act: Act) -> AreaCode:
    """Today's micro-grid of a case, its building's where it named one; the grid itself where the one it named is no more."""
    lon, lat, building = one.plain["lon"], one.plain["lat"], one.plain["building"]
    if building and one.state.placed == "building" and (area := buildings.get(building)):
        return AreaCode(area)
    if lon is not None and lat is not None:
        found = places.locate(lon, lat, act.epochs)
        return found.scope if found else one.state.scope
    return one.state.scope if places.version_of(one.state.scope, act.epochs) else grid


def hang_up() -> None:
    """Only the house orders this, as its answer to a grid that was divided anew."""
    registry.command(
        commands.RescopeCases, label="重划网格后给案件换微网格", handler=rescope, target=over_area, reach="within",
        see="cases.see",
    )  # fmt: skip
