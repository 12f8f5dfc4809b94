"""The board's card about doors without a name: the last night's look for a county or town, a look right now below that."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.people import queries as people
from liren.web.display import moment_words


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorsCard:
    """`nights` are the figures of the last nights, the oldest first; none for an area that is looked at right now."""

    without: int
    more: int
    doors: int
    looked: str
    href: str
    nights: tuple[people.CheckCard, ...]


def doors(actor: Actor, area: str, now: datetime) -> DoorsCard | None:
    """None where no building is known yet, and before a town's first night."""
    code, href = AreaCode(area), f"{reverse('coverage')}?in={area}"
    if code.level in (Level.COUNTY, Level.TOWN):
        nights = people.checks(actor, code)
        if not nights:
            return None
        last = nights[0]
        return DoorsCard(
            without=last.without, more=last.more, doors=last.doors, href=href, nights=tuple(nights[::-1]),
            looked=_("%(moment)s 核对") % {"moment": moment_words(last.at, now)},
        )  # fmt: skip
    found = people.coverage(actor, code, now, now=now)
    if not found.doors:
        return None
    return DoorsCard(
        without=found.without, more=found.more, doors=found.doors, href=href, nights=(), looked=_("刚刚核对")
    )
