"""Brings the zone's party tree, committees and community workers in: the same lists as a county would import."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from liren.config.demo import zone, zone_people, zone_tree
from liren.config.demo.zone import Zone

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
    order("zone:seats", [ImportSeats(area=zone.ZONE, rows=people.seats)])
