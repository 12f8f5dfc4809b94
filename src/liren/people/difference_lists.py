"""What a list of units, seats or community workers would do: the dry run. Nothing is written, nothing is locked."""

from datetime import date, datetime
from typing import Any

from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.kernel.rows import Change, Difference
from liren.people.commands import ImportSeats, ImportUnits, ImportWorkers
from liren.people.kinds import CAME_BY, CONTRACTS, EXAM_LEVELS, ROLES, STANDINGS
from liren.people.match_seats import match_seats
from liren.people.match_units import match_units
from liren.people.match_workers import WorkerMatch, match_workers
from liren.trust import sql
from liren.trust.sight import need, reading

Lists = ImportUnits | ImportSeats | ImportWorkers
WORDS = {"standing": STANDINGS, "role": ROLES, "came_by": CAME_BY, "contract": CONTRACTS}
HEADINGS = {
    "standing": "专职兼职", "role": "职务", "background": "背景", "came_by": "怎样产生", "last": "结束日期",
    "area": "区域代码", "unit": "单位", "contract": "合同类别", "entry_year": "从业年份", "registered_until": "登记到期",
}  # fmt: skip


def of_list(viewer: Actor, order: Lists, now: datetime) -> Difference:
    """New, changed, unchanged and refused rows. Raises Missing where the viewer may not import."""
    if isinstance(order, ImportUnits):
        need(viewer, "people.register", order.area)
        return _units(order)
    need(viewer, "people.workforce", order.area)
    with reading(viewer):
        return _seats(order, now) if isinstance(order, ImportSeats) else _workers(order, now)


def _units(order: ImportUnits) -> Difference:
    found = match_units(order.rows, order.area)
    names = sql.rows("select id, name from people_unit")
    known = {row["id"]: row["name"] for row in names}
    return Difference(
        added=tuple(Change(row=m.row.row, key=str(m.row.area), name=m.row.name) for m in found.matches if m.held is None),
        changed=tuple(
            Change(
                row=m.row.row, key=str(m.row.area), name=m.row.name,
                fields=(("上级单位", known.get((m.held or {})["parent"], "空"), m.parent_name),),
            )
            for m in found.matches
            if m.moved
        ),
        same=sum(m.held is not None and not m.moved for m in found.matches),
        refused=found.errors,
    )  # fmt: skip


def _seats(order: ImportSeats, now: datetime) -> Difference:
    found = match_seats(order.rows, order.area, now)
    return Difference(
        added=tuple(
            Change(row=m.row.row, key=str(m.row.area), name=m.row.name) for m in found.matches if m.held is None
        ),
        changed=tuple(
            Change(row=m.row.row, key=str(m.row.area), name=m.row.name, fields=_fields(m.changed))
            for m in found.matches
            if m.changed
        ),
        same=sum(m.held is not None and not m.changed for m in found.matches),
        refused=found.errors,
    )


def _workers(order: ImportWorkers, now: datetime) -> Difference:
    entry = catalogue.entry("qualification_tag", "all_round", area=order.area, at=now)
    found = match_workers(order.rows, order.area, now, entry.id)
    return Difference(
        added=tuple(Change(row=m.row.row, key=str(m.row.area), name=_named(m)) for m in found.matches if m.new),
        changed=tuple(
            Change(
                row=m.row.row, key=str(m.row.area), name=m.row.name,
                fields=_fields({name: pair for (_, name), pair in m.changed.items()}),
            )
            for m in found.matches
            if m.changed and not m.new
        ),
        same=sum(not m.new and not m.changed for m in found.matches),
        refused=found.errors,
    )  # fmt: skip


def _named(match: WorkerMatch) -> str:
    """The name with what is new besides the employment: 周玉琴（社会工作师证书）."""
    if "employment" in match.new:
        return match.row.name
    parts = [f"{EXAM_LEVELS[match.row.level]}证书" for _ in ("",) if "certificate" in match.new]
    parts += ["评定"] if "assessment" in match.new else []
    return f"{match.row.name}（{'、'.join(parts)}）"


def _fields(changed: dict[str, tuple[Any, Any]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((HEADINGS[name], _words(name, old), _words(name, new)) for name, (old, new) in changed.items())


def _words(name: str, value: Any) -> str:
    if value is None:
        return "空"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if name == "unit":
        return str(sql.value("select name from people_unit where id = %s", (value,)))
    return WORDS.get(name, {}).get(str(value), str(value))
