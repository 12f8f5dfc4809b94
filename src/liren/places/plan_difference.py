"""What a drawn plan would make of its grid: the dry run of its import. Nothing is written, nothing is locked."""

from collections import Counter

from liren.kernel import Actor
from liren.kernel.rows import Change, Difference
from liren.places import layout
from liren.places.commands import DrawPlan
from liren.places.handlers.plans import in_metres, wrong
from liren.places.rules import dividing
from liren.trust import sql
from liren.trust.sight import need


def difference(viewer: Actor, order: DrawPlan) -> Difference:
    """New micro-grids, those that keep their code with their households before and after, and those that vanish.

    Raises Missing where the viewer may not divide, Refusal for a grid without outline or buildings.
    """
    need(viewer, "places.divide", order.area)
    found = layout.of(order.area)
    if refused := wrong(order, found):
        return Difference(refused=tuple(refused))
    shapes = in_metres(order, found)
    seated = [dividing.part_at(shapes, x, y) for x, y in found.spots]
    parts = dividing.complete(found.ground, found.spots, seated)
    areas = sql.rows(
        "select code, name, closed_on is null as open from places_area where parent = %s", (str(order.area),)
    )
    names = {row["code"]: row["name"] for row in areas}
    used = {row["code"]: row["open"] for row in areas}
    codes = dividing.keep_codes(order.area, found.now, parts, found.households, used)
    before = _counted(found.now, found.households)
    after = _counted(parts, found.households)
    come = Counter(part for part, code in zip(parts, found.now, strict=True) if code != codes.of[part].code)
    added, changed, same = [], [], 0
    for part, kept in sorted(codes.of.items()):
        row = order.rows[part - 1]
        name = row.name or names.get(kept.code) or dividing.part_name(kept.code)
        if kept.new:
            added.append(Change(row=row.row, key=str(kept.code), name=name))
        elif fields := _fields(names[kept.code], name, before[kept.code], after[part], come[part]):
            changed.append(Change(row=row.row, key=str(kept.code), name=name, fields=fields))
        else:
            same += 1
    removed = tuple(Change(row=0, key=str(code), name=names[code]) for code in codes.gone)
    return Difference(added=tuple(added), changed=tuple(changed), removed=removed, same=same)


def _counted(labels: "list[int] | list[str | None]", households: list[int]) -> "Counter[int | str | None]":
    found: Counter[int | str | None] = Counter()
    for label, count in zip(labels, households, strict=True):
        found[label] += count
    return found


def _fields(old: str, new: str, before: int, after: int, come: int) -> tuple[tuple[str, str, str], ...]:
    named = () if old == new else (("名称", old, new),)
    counted = () if before == after else (("户数", str(before), str(after)),)
    houses = (("换进来的楼栋", "0", str(come)),) if come else ()
    return (*named, *counted, *houses)
