"""What a list would do to the register as it is: the dry run of an import. Nothing is written, nothing is locked."""

from datetime import datetime

from liren.kernel import Actor
from liren.kernel.rows import Change, Difference
from liren.people.commands import ImportDuties, ImportPersons
from liren.people.difference_lists import Lists, of_list
from liren.people.matching import Match, match_duties, match_persons
from liren.trust import sealed
from liren.trust.sight import need, reading

LABELS = {"area": "区域代码", "work_phone": "办公电话", "work_email": "邮箱"}


def difference(viewer: Actor, order: ImportPersons | ImportDuties | Lists, now: datetime) -> Difference:
    """New, changed (old → new a field), unchanged and refused rows. Raises Missing where the viewer may not import."""
    if isinstance(order, Lists):
        return of_list(viewer, order, now)
    if isinstance(order, ImportDuties):
        need(viewer, "people.appoint", order.area)
        with reading(viewer):
            found = match_duties(order.rows, order.area, now)
        added = [Change(row=s.row.row, key=str(s.row.area), name=s.row.name) for s in found.new]
        same = len(order.rows) - len(added) - len(found.errors)
        return Difference(added=tuple(added), same=same, refused=found.errors)
    need(viewer, "people.register", order.area)
    with reading(viewer):
        matched = match_persons(order.rows)
    lines = [
        (m, Change(row=m.row.row, key=str(m.row.area), name=m.row.name, fields=_fields(m))) for m in matched.matches
    ]
    return Difference(
        added=tuple(line for m, line in lines if m.held is None),
        changed=tuple(line for m, line in lines if m.changed),
        same=sum(m.held is not None and not m.changed for m, _ in lines),
        refused=matched.errors,
    )


def _fields(match: Match) -> tuple[tuple[str, str, str], ...]:
    held = match.held or {}
    found = [(LABELS[f], held[f] or "空", str(getattr(match.row, f))) for f in match.changed if f in LABELS]
    if "phone" in match.changed:
        found.append(("手机号", "空", sealed.mask_phone(match.row.phone)))
    return tuple(found)
