"""What is wrong with some doors, in words: by link and kind, who holds them now or held them last, and what mends it."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode
from liren.people import queries as people
from liren.people.kinds import LEVELS
from liren.people.queries import Coverage, HolderCard, Place
from liren.people.rules.coverage import KINDS, TWO, links
from liren.places import queries as places
from liren.web import where
from liren.web.display import SHANGHAI
from liren.web.office.person import last_day

SHOWN = 50


def labels() -> dict[str, str]:
    """The kinds of faults, and no fault, as a person says them."""
    return {
        "one": _("有一个人负责"), "outside": _("不在任何微网格里"), "nobody": _("没有任命过"), "ended": _("任期到了，没有人接"),
        "closed": _("账号已关闭"), "away": _("请假，没有人代"), "two": _("不止一个人负责"),
    }  # fmt: skip


def post_of(area: AreaCode, at: datetime) -> tuple[str, str] | None:
    """The post (code, label) that answers at an area's own level; None where no post does."""
    posts = {e.code: e.spec for e in catalogue.entries("post", area=area, at=at)}
    link = next((link for link in links(posts.values()) if link.width == len(area)), None)
    return (link.posts[0], posts[link.posts[0]].label) if link else None


def groups(actor: Actor, found: Coverage, at: datetime, now: datetime) -> list[dict[str, Any]]:
    """One list for each link and kind that has doors, the nearest link first; the first fifty places of each."""
    made = []
    words, today = labels(), f"{now.astimezone(SHANGHAI):%Y-%m-%d}"
    for link in found.chain:
        for kind in KINDS:
            rows = found.faulty(link.level, kind)
            if not rows:
                continue
            duties = people.duties_named(actor, {d for row in rows[:SHOWN] for d in row.seats})
            back = _back(actor, kind, duties, at)
            made.append({
                "level": LEVELS[link.level][0], "kind": kind, "label": words[kind], "doors": sum(r.doors for r in rows), "places": len(rows),
                "key": f"{link.level}.{kind}", "lines": [_line(row, kind, duties, back, today) for row in rows[:SHOWN]], "more": len(rows) - SHOWN,
                "near": link == found.chain[0],
            })  # fmt: skip
    return made


def _back(actor: Actor, kind: str, duties: dict[Any, HolderCard], at: datetime) -> dict[Any, datetime]:
    """When whoever is away comes back, by person: a stand-in is wanted until then."""
    if kind != "away" or not actor.holds("people.appoint"):
        return {}
    return people.away(actor, {duty.person for duty in duties.values()}, at)


def _line(
    row: Place, kind: str, duties: dict[Any, HolderCard], back: dict[Any, datetime], today: str
) -> dict[str, Any]:
    held = [duties[id] for id in row.seats if id in duties]
    return {"place": row, "name": where.long(row.area), "held": held, "acts": list(_acts(row, kind, held, back, today))}


def _acts(
    row: Place, kind: str, held: list[HolderCard], back: dict[Any, datetime], today: str
) -> Iterator[tuple[str, str]]:
    """What mends it: (words, address), the likeliest first; the form there has its days filled in."""
    if kind in ("nobody", "ended"):
        yield _("任命或指定代管"), reverse("coverage-place", args=(row.area,))
    for one in held:
        page = reverse("duty", args=(one.duty,))
        if kind == "closed":
            yield _("交接"), f"{page}?over-at={today}#over"
        elif kind == "away":
            last = last_day(back.get(one.person))
            until = f"&stand-last={last.astimezone(SHANGHAI):%Y-%m-%d}" if last else ""
            yield _("请人代理"), f"{page}?stand-starts={today}{until}#stand"
        elif kind == TWO:
            yield _("结束%(name)s的") % {"name": one.name}, f"{page}?end-at={today}#end"


def loads(actor: Actor, found: Coverage) -> list[dict[str, Any]]:
    """Whoever carries too much, by the first of their places: names to relieve, no order of merit."""
    holders = people.duties_by_person(actor, [load.person for load in found.loads], _noon(found))
    names = {holder.person: holder.name for holder in holders}
    return [
        {"load": load, "name": names.get(load.person, ""), "places": [where.long(code) for code in load.places]}
        for load in found.loads
        if load.person in names
    ]


def _noon(found: Coverage) -> datetime:
    return datetime.combine(found.on, time(12), SHANGHAI)


def doors(actor: Actor, found: Coverage, asked: str, most: int) -> Iterator[tuple[object, ...]]:
    """Every door of one list (`level.kind`, else of all), a row each, with whoever holds it or held it last."""
    words = labels()
    for link in found.chain:
        for kind in KINDS:
            if asked and asked != f"{link.level}.{kind}":
                continue
            rows = found.faulty(link.level, kind)
            duties = people.duties_named(actor, {d for row in rows for d in row.seats})
            by_area = {row.area: "、".join(duties[d].name for d in row.seats if d in duties) for row in rows}
            near = sorted(
                {p.area for p in found.places if p.width == found.chain[0].width and p.area[: link.width] in by_area}
            )
            for door in places.doors_of(actor, near, found.on, most):
                yield (
                    LEVELS[link.level][0], words[kind], where.long(door.area), door.area, door.code, door.address, door.name,
                    door.households, by_area[door.area[: link.width]],
                )  # fmt: skip
    if found.outside and asked in ("", f"{found.chain[0].level}.outside"):
        for one in places.buildings_outside(actor):
            yield LEVELS["micro_grid"][0], words["outside"], "", "", one.code, one.address, one.name, one.households, ""
