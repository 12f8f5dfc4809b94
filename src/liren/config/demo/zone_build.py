"""Builds the zone of 1,312 micro-grids beside the running demonstration, in steps that a page and the terminal can tell.

Through the same imports as anybody's: divisions, outlines, ground, buildings, persons, duties. Keys come from names, so
a build that was cut off goes on where it stopped. Its keepers have accounts, but none to click into.
"""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import structlog

from liren.config.demo import zone, zone_files, zone_people_build
from liren.config.demo.zone import Zone
from liren.config.demo.zone_progress import progress, told

log = structlog.get_logger()
SEED = 2026
CASES, DAYS = 560, 35
BUSY = 8  # communities that most reports come from
CHUNK = 900
T = TypeVar("T")
FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)


def ensure() -> None:
    """Build, and say before each step how far it is; nothing where it stands already. Django is set up."""
    from liren.trust import replayed

    found = progress()
    if found and found.built:
        return
    began = datetime.now(UTC)
    replayed.declare()
    made = zone.generate(SEED)
    steps: tuple[tuple[str, Callable[[Zone], None]], ...] = (
        ("网格和底图", draw_map), ("楼栋", raise_buildings), ("网格员", appoint), ("党组织、两委和社工", zone_people_build.staff), ("阵地和预约", host), ("近五周的案件", live),
    )  # fmt: skip
    for n, (name, step) in enumerate(steps):
        told(name, n, len(steps))
        step(made)
        log.info("zone", step=name, seconds=round((datetime.now(UTC) - began).total_seconds(), 1))
    told("", len(steps), len(steps))


def draw_map(made: Zone) -> None:
    """The zone's divisions, outlines, and what is drawn below them."""
    from liren.config.demo.build import order
    from liren.places.rules import order_areas, order_divisions, order_ground

    with tempfile.TemporaryDirectory() as folder:
        files = zone_files.write(made, Path(folder))
        order("zone:divisions", [order_divisions(files.divisions.read_bytes(), files.divisions.name)])
        order("zone:areas", [order_areas(files.areas.read_bytes(), "wgs84")])
        order("zone:ground", [order_ground(files.ground.read_bytes(), zone.ZONE, "wgs84")])


def raise_buildings(made: Zone) -> None:
    """Thirty thousand buildings in a few files, as a county would bring them."""
    from liren.config.demo.build import order
    from liren.places.rules import order_buildings

    with tempfile.TemporaryDirectory() as folder:
        for file in zone_files.write_buildings(made, Path(folder)):
            order(f"zone:{file.stem}", [order_buildings(file.read_bytes(), file.name, zone.ZONE, "wgs84")])


def appoint(made: Zone) -> None:
    """Units and staff of the zone, a keeper for each grid and micro-grid from imported lists, and who is in the party."""
    from liren.config.demo import cast
    from liren.config.demo.build import order, staff
    from liren.config.demo.town_names import phone
    from liren.kernel import AreaCode
    from liren.people.commands import NotePartyMembers, RegisterUnit

    order(
        "zone:units",
        [
            RegisterUnit(unit=u.id, parent=None, kind=u.kind, name=u.name, area=AreaCode(u.area))
            for u in cast.ZONE_UNITS
        ],
    )
    for n, part in enumerate(cast.ZONE_PARTS):
        staff(part.username, part.name, part.posts, phone(9500 + n))
    _keepers(made)
    members = tuple(_person(area) for area in sorted(made.party))
    noted = NotePartyMembers(
        list=cast.id_of("zone:party"), area=zone.ZONE, source="branch_list", on=date(2026, 1, 1), persons=members
    )
    order("zone:party", [noted])


def _keepers(made: Zone) -> None:
    from liren.config.demo import cast
    from liren.config.demo.build import order
    from liren.kernel import Command
    from liren.people.commands import DutyRow, ImportDuties, ImportPersons, LinkAccount, PersonRow
    from liren.trust.commands import OpenAccount

    persons, duties, accounts = [], [], list[Command]()
    for row, k in enumerate(made.town.keepers, start=1):
        who, account, mobile = _person(k.area), cast.id_of(f"account:{k.area}"), f"1990001{row:04d}"
        persons.append(PersonRow(row=row, person=who, area=k.area, name=k.name, work_phone=k.phone, phone=mobile))
        duties.append(
            DutyRow(
                row=row, duty=cast.id_of(f"duty:{k.area}"), name=k.name, phone=mobile, post=str(k.post), unit_name="",
                area=k.area, starts=FOUNDED,
            )
        )  # fmt: skip
        accounts += [
            OpenAccount(
                account=account, username=f"k-{k.area}", name=k.name, password=None, must_use_totp=False, area=k.area
            ),
            LinkAccount(person=who, account=account),
        ]
    order("zone:persons", [ImportPersons(area=zone.ZONE, rows=tuple(part)) for part in _parts(persons)])
    order("zone:accounts", accounts)
    order("zone:duties", [ImportDuties(area=zone.ZONE, rows=tuple(part)) for part in _parts(duties)])


def _parts(rows: list[T]) -> Iterator[list[T]]:
    return (rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK))


def _person(area: str) -> UUID:
    from liren.config.demo.cast import id_of

    return id_of(f"person:{area}")


def host(made: Zone) -> None:
    """The zone's venues with their deliberation rooms, and who meets in them."""
    from liren.config.demo import venues

    venues.build(venues.generate(made.town, SEED), datetime.now(UTC))


def live(made: Zone) -> None:
    """Five weeks of cases; in the last one two communities have more to say than they used to."""
    from liren.config.demo import history
    from liren.config.demo.cast import ZONE_CREW
    from liren.config.demo.stage import Stage, Surge, spots

    until = datetime.now(UTC)
    everywhere = spots(made.town)
    busy = [s for s in everywhere if int(s.micro_grid[9:12]) - 900 <= BUSY]
    worse = [s for s in everywhere if s.micro_grid[9:12] in ("903", "907")]
    surge = Surge(worse, until - timedelta(days=7), 0.3)
    stage = Stage(everywhere + busy * 6, "replay", ZONE_CREW, surge)
    history.write(stage, "zone", SEED, until, CASES, DAYS)
