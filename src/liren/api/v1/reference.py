"""Kinds, areas, units, and the key itself: what another system keeps a copy of and asks about by ETag."""

from liren.api.v1 import shapes
from liren.api.v1.door import Call
from liren.api.v1.problems import Problem
from liren.cases.kinds import GROUPS
from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Missing
from liren.kernel.area import Level
from liren.people import queries as people
from liren.places import queries as places


def kinds(call: Call) -> shapes.KindList:
    """Every kind that can be reported, as published for an area."""
    found = [e for e in catalogue.entries("case_kind", area=call.asked.area or "", at=call.now) if e.spec.for_people]
    return shapes.KindList(
        kinds=tuple(
            shapes.KindOfCase(
                code=e.code, label=e.spec.label, group=e.spec.group, group_label=GROUPS.get(e.spec.group, ""),
                place=e.spec.place, secrecy=e.spec.secrecy, photo_before=e.spec.photo.before, photo_why=e.spec.photo.why,
                questions=tuple(
                    shapes.Question(code=q.code, label=q.label, type=q.type, choices=q.choices, unit=q.unit, required=q.required)
                    for q in e.spec.fields
                ),
            )
            for e in sorted(found, key=lambda e: e.code)
        )
    )  # fmt: skip


def areas(call: Call) -> shapes.PlaceList:
    """The areas one level below another; the county itself without one."""
    top = places.county()
    if call.asked.parent is None:
        return shapes.PlaceList(areas=(_place(top),) if top else ())
    parent = AreaCode(call.asked.parent)
    deeper = [level for level in Level if level > parent.level]
    found = places.below(call.viewer, parent, deeper[0]) if deeper else []
    return shapes.PlaceList(areas=tuple(_place(code) for code, _name in found))


def area(call: Call) -> shapes.Place:
    """One area of today's map."""
    try:
        code = AreaCode(call.named["code"])
    except ValueError:
        raise Missing from None
    if places.name_of(code) == code:
        raise Missing
    return _place(code)


def locate(call: Call) -> shapes.Located:
    """The areas that a point lies in."""
    trouble = places.point_trouble(call.asked.lon, call.asked.lat)
    if trouble is not None:
        raise Problem(422, trouble.code, trouble.sentence, field="lon")
    found = places.locate(call.asked.lon, call.asked.lat)
    within = [found.scope, *found.scope.ancestors()[1:]] if found else []
    return shapes.Located(areas=tuple(_place(code) for code in within if places.name_of(code) != code))


def _place(code: AreaCode) -> shapes.Place:
    parent = code.parent
    return shapes.Place(code=code, name=places.name_of(code), level=code.level.name.lower(), parent=parent)


def units(call: Call) -> shapes.UnitList:
    """The open units of the county."""
    return shapes.UnitList(
        units=tuple(
            shapes.Unit(id=u.id, parent=u.parent, kind=u.kind, name=u.name, area=u.area)
            for u in people.public_units(call.viewer)
        )
    )


def key(call: Call) -> shapes.KeyUse:
    """What the key that asks may do."""
    client = call.client
    return shapes.KeyUse(
        name=client.name, scopes=client.scopes, area=client.area, sandbox=client.sandbox, until=client.until,
        per_minute=client.per_minute,
    )  # fmt: skip
