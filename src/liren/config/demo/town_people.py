"""The town's own committees and community workers, so few that nobody is a share: two workers a community, one with a seat
on both committees, and a part-time member each. All invented; the zone has the bulletin's figures (zone_people.py)."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from liren.config.demo import town_names as names
from liren.config.demo.cast import TOWN, UNIT, id_of
from liren.config.demo.town import Town
from liren.config.demo.zone_people import Staff
from liren.kernel import AreaCode
from liren.people.commands import ImportPersons, ImportSeats, ImportWorkers, PersonRow, SeatRow, WorkerRow

YEAR = timedelta(days=365)
TERM = 12
BACKGROUNDS = ("police", "resident", "property")
SOON = timedelta(days=24)


def generate(communities: list[AreaCode], today: date, seed: int = 2026) -> Staff:
    """The rows of three lists, as the town would import them."""
    rng = np.random.default_rng((seed, 11))
    persons: list[PersonRow] = []
    workers: list[WorkerRow] = []
    seats: list[SeatRow] = []

    def person(area: AreaCode) -> tuple[str, str]:
        phone, name = f"1990005{len(persons):04d}", names.person(rng)
        persons.append(
            PersonRow(row=len(persons) + 2, person=id_of(f"person:{phone}"), area=area, name=name, phone=phone)
        )
        return name, phone

    def seat(name: str, phone: str, area: AreaCode, body: str, **kind: Any) -> None:
        seats.append(SeatRow(
            row=len(seats) + 2, seat=id_of(f"seat:town:{len(seats)}"), name=name, phone=phone, area=area, body=body,
            term=TERM, starts=today - YEAR, **kind,
        ))  # fmt: skip

    for n, area in enumerate(communities):
        for place in range(2):
            name, phone = person(area)
            certified: dict[str, Any] = {
                "level": "assistant" if place else "social_worker", "number": f"2099322{len(workers):07d}",
                "issued_on": today - 2 * YEAR, "registered_until": today + (SOON if n == 0 else YEAR),
            } if (n + place) % 2 == 0 else {}  # fmt: skip
            workers.append(WorkerRow(
                row=len(workers) + 2, employment=id_of(f"employment:{phone}"), certificate=id_of(f"certificate:{phone}"),
                assessment=id_of(f"assessment:{phone}"), name=name, phone=phone, area=area, unit_name=UNIT["civil"].name,
                contract="community", entry_year=today.year - 4 - n % 5, starts=today - (3 + n % 5) * YEAR,
                all_round=n != 3, assessed_on=today - SOON, **certified,
            ))  # fmt: skip
            if place == 0:
                for body in ("party", "residents"):
                    seat(name, phone, area, body, standing="full", role="head", background="worker", came_by="elected")
        name, phone = person(area)
        background = BACKGROUNDS[n % len(BACKGROUNDS)]
        came_by = "added" if background == "resident" else "co_opted"
        seat(name, phone, area, "residents", standing="part", role="member", background=background, came_by=came_by)
    return Staff(tuple(persons), tuple(workers), tuple(seats))


def build(made: Town, today: date) -> None:
    """Bring the lists in; keys come from names, so that a build that was cut off goes on."""
    from liren.config.demo.build import order

    town = AreaCode(TOWN)
    staff = generate([area.code for area in made.at(12)], today)
    order("town:persons", [ImportPersons(area=town, rows=staff.persons)])
    order("town:workers", [ImportWorkers(area=town, rows=staff.workers)])
    order("town:seats", [ImportSeats(area=town, rows=staff.seats)])
