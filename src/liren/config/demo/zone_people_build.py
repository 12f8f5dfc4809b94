"""Brings the zone's party tree, committees and community workers in: the same lists as a county would import."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from liren.config.demo import zone, zone_people, zone_tree
from liren.config.demo.zone import Zone

if TYPE_CHECKING:
    from liren.people.commands import SetTerm

YEARS = 5
OFFICER = ("demo-zone-officer", "祝思齐")
CHUNK = 900


def staff(made: Zone) -> None:
    """An officer who keeps the lists, then the lists. Keys come from names: a build that was cut off goes on."""
    from liren.config.demo.build import order, staff
    from liren.config.demo.cast import ZONE_UNIT
    from liren.config.demo.town_names import phone
    from liren.people.commands import ImportPersons, ImportSeats, ImportUnits, ImportWorkers

    username, name = OFFICER
    staff(username, name, (("organisation_officer", str(zone.ZONE), "z-party"),), phone(9600))
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
    communities = [d.code for d in made.town.divisions if len(d.code) == 12]
    people = zone_people.generate(communities, ZONE_UNIT["z-civil"].name, today)
    tree = list(zone_tree.rows(made))
    lists = [ImportUnits(area=zone.ZONE, rows=tuple(tree[at : at + CHUNK])) for at in range(0, len(tree), CHUNK)]
    order("zone:tree", lists)
    order("zone:staff", [ImportPersons(area=zone.ZONE, rows=people.persons)])
    order("zone:workers", [ImportWorkers(area=zone.ZONE, rows=people.workers)])
    order("zone:terms", terms(communities, today))
    order("zone:seats", [ImportSeats(area=zone.ZONE, rows=people.seats)])


def terms(communities: Sequence[str], today: date) -> "Iterator[SetTerm]":
    """The present term of both committees of every community: five years from the election of two years ago."""
    from liren.config.demo.cast import id_of
    from liren.kernel import AreaCode
    from liren.people.commands import SetTerm
    from liren.people.kinds import BODIES

    began = today - timedelta(days=zone_people.TERM_BEGAN)
    last = date(began.year + YEARS, began.month, min(began.day, 28)) - timedelta(days=1)
    for code in communities:
        for body in BODIES:
            yield SetTerm(
                term=id_of(f"term:{code}:{body}"),
                area=AreaCode(code),
                body=body,
                number=zone_people.TERM,
                starts=began,
                last=last,
            )
