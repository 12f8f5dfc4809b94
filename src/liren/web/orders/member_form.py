"""A member's entry as a form: what one can do, where, when. Filled in by the member, or by whoever invites them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from liren.kernel import Actor, AreaCode, Code
from liren.kernel.area import Level
from liren.places import queries as places
from liren.services.commands import Free
from liren.services.kinds import MEMBER_GENDERS, PARTS
from liren.services.queries import MemberCard
from liren.web.attempt import Typed
from liren.web.orders import choices

NOWHERE = AreaCode("99")
"""Stands in for a home that was not chosen: the form is blamed then and nothing is sent."""


def entry(typed: Typed) -> dict[str, Any]:
    """What RegisterMember and CorrectMember share, as it was typed."""
    return {
        "home": typed.area("home") or NOWHERE,
        "skills": tuple(Code(s) for s in typed.data.getlist("skills")),  # type: ignore[attr-defined]
        "areas": tuple(AreaCode(a) for a in typed.data.getlist("areas") if a.isdigit()),  # type: ignore[attr-defined]
        "free": tuple(_free(value) for value in typed.data.getlist("free") if "/" in value),  # type: ignore[attr-defined]
        "visits": typed.has("visits"),
        "most_open": typed.number("most_open", _("手上最多几单，请写 1 到 10。")) or 3,
    }


def gender(typed: Typed) -> Code:
    return Code(typed.text("gender") or "none")


def _free(value: str) -> Free:
    day, _slash, part = value.partition("/")
    return Free(weekday=int(day) if day.isdigit() else 0, part=part)


def shown(
    actor: Actor, held: MemberCard | None, typed: Typed, now: datetime, *, again: bool, near: str = ""
) -> dict[str, Any]:
    """The form as it was sent (`again`), else as the entry stands. `near`: an area whose grids are offered as a home."""
    home = typed.text("home") if again else (held.home if held else "")
    listed = typed.data.getlist if again else lambda name: _listed(held, name)  # type: ignore[attr-defined]
    areas = places.communities()
    around = (home or near)[: Level.COMMUNITY]
    if len(around) < Level.COMMUNITY:
        around = next((str(g.area)[: Level.COMMUNITY] for g in actor.grants), "")
    grids = [
        (code, places.name_path(code))
        for level in (Level.GRID, Level.MICRO_GRID)
        for code, _name in places.below(actor, around, level)
    ] if len(around) == Level.COMMUNITY else []  # fmt: skip
    return {
        "held": {
            **{name: listed(name) for name in ("skills", "areas", "free")},
            "visits": typed.has("visits") if again else (held.visits if held else True),
            "paused": typed.has("paused") if again else bool(held and held.paused),
            "most_open": typed.text("most_open") if again else str(held.most_open if held else 3),
            "gender": typed.text("gender") if again else (held.gender if held else ""),
        },
        "home": home, "areas": areas, "homes": grids or areas,
        "groups": choices.grouped(choices.kinds("", now)), "genders": [(code, _(label)) for code, label in MEMBER_GENDERS.items()],
        "week": [(_("周%s") % _(day), [(f"{n}/{part}", _(label)) for part, label in PARTS.items()]) for n, day in enumerate(choices.WEEKDAYS, 1)],
    }  # fmt: skip


def _listed(held: MemberCard | None, name: str) -> list[str]:
    if held is None:
        return []
    return [f"{f.weekday}/{f.part}" for f in held.free] if name == "free" else list(getattr(held, name))
