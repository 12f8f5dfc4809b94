"""The zone's committees and community workers, all invented, with exactly the bulletin's figures.

168 workers in post, 158 of them 双全 (94.05 %), 92 with the middle certificate, 45 recruited in the last two years; 21
police officers, 36 residents and 8 property managers with part-time seats (domain.md §1.3, HX-04 to HX-07). Days count
back from `today`, so that the figures hold whenever the demonstration is built; the same seed gives the same people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from liren.config.demo import town_names as names
from liren.config.demo.cast import id_of
from liren.kernel import AreaCode
from liren.people.commands import PersonRow, SeatRow, WorkerRow

IN_POST, ALL_ROUND, MIDDLE, RECRUITED = 168, 158, 92, 45
LEFT, LEFT_NEW = 4, 2  # who left since, LEFT_NEW of them recruited lately
ASSISTANTS, SENIORS = 41, 3
PART_TIME = {"police": (21, "co_opted"), "resident": (36, "added"), "property": (8, "co_opted")}
TERM, TERM_BEGAN = 12, 700  # the term and how many days ago it began
SOON = (12, 25, 55, 80, -20)  # in how many days some registrations end
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Staff:
    """The rows of three lists, as a county would import them."""

    persons: tuple[PersonRow, ...]
    workers: tuple[WorkerRow, ...]
    seats: tuple[SeatRow, ...]


def generate(communities: Sequence[AreaCode], unit_name: str, today: date, seed: int = 2026) -> Staff:
    """Workers first: the first two of each community have full-time seats on its committees."""
    rng = np.random.default_rng(seed)
    workers = tuple(_workers(rng, communities, unit_name, today))
    part_time = tuple(_part_time(rng, communities, today))
    everybody = {w.phone: (w.name, w.area) for w in workers} | {s.phone: (s.name, s.area) for s in part_time}
    persons = tuple(
        PersonRow(row=n, person=id_of(f"person:staff:{phone}"), area=area, name=name, phone=phone)
        for n, (phone, (name, area)) in enumerate(everybody.items(), start=2)
    )
    return Staff(persons, workers, (*_full_time(workers, communities, today), *part_time))


def _workers(
    rng: np.random.Generator, communities: Sequence[AreaCode], unit_name: str, today: date
) -> Iterator[WorkerRow]:
    """Those who left come last; the recruits are spread, and so are the certificates."""
    whole = IN_POST + LEFT
    order = rng.permutation(IN_POST)
    recruited = {*order[: RECRUITED - LEFT_NEW], *range(IN_POST, IN_POST + LEFT_NEW)}
    middle, weak = set(order[-MIDDLE:]), set(order[70 : 70 + IN_POST - ALL_ROUND])
    assistants = [int(n) for n in order if n not in middle][:ASSISTANTS]
    levels = dict.fromkeys(map(int, middle), "social_worker") | dict.fromkeys(assistants, "assistant")
    ends = dict(zip(sorted(map(int, middle)), SOON, strict=False))
    seniors = set(sorted(map(int, middle))[-SENIORS:])
    for n in range(whole):
        began = today - DAY * int(rng.integers(40, 700) if n in recruited else rng.integers(800, 4200))
        first = _worker(n, names.person(rng), communities[n % len(communities)], unit_name, began, n in recruited)
        issued = today - DAY * int(rng.integers(200, 2400))
        told: dict[str, object] = {
            "last": today - DAY * 20 if n >= IN_POST else None,
            "all_round": n not in weak if n < IN_POST else None,
            "assessed_on": today - DAY * 30 if n < IN_POST else None,
        }
        if n in levels and n < IN_POST:
            until = today + DAY * ends[n] if n in ends else today + DAY * int(rng.integers(120, 900))
            told |= _certificate(n, levels[n], issued, max(until, issued))
        yield _with(first, told)
        if n in seniors:
            passed = today - DAY * (1095 - 60 if n == max(seniors) else 300)
            senior = {"certificate": id_of(f"certificate:senior:{n}"), "all_round": None, "assessed_on": None}
            yield _with(
                _with(first, told), senior | _certificate(n + 500, "senior", passed, None) | {"row": first.row + 1000}
            )


def _worker(n: int, name: str, area: AreaCode, unit_name: str, began: date, new: bool) -> WorkerRow:
    return WorkerRow(
        row=n + 2,
        employment=id_of(f"employment:{n}"),
        certificate=id_of(f"certificate:{n}"),
        assessment=id_of(f"assessment:{n}"),
        name=name,
        phone=f"1990003{n:04d}",
        area=area,
        unit_name=unit_name,
        contract="project" if new and n % 9 == 0 else "community",
        entry_year=began.year if new or n % 4 else began.year - 3,
        starts=began,
    )


def _certificate(n: int, level: str, issued: date, until: date | None) -> dict[str, object]:
    return {
        "certificate": id_of(f"certificate:{level}:{n}"), "level": level, "number": f"2099321{n:07d}",
        "issued_on": issued, "registered_until": until,
    }  # fmt: skip


def _with(row: WorkerRow, told: dict[str, object]) -> WorkerRow:
    return replace(row, **told)  # type: ignore[arg-type]


def _full_time(workers: Sequence[WorkerRow], communities: Sequence[AreaCode], today: date) -> Iterator[SeatRow]:
    began = today - DAY * TERM_BEGAN
    number = 1000
    for at, area in enumerate(communities):
        for place, role in ((at, "head"), (at + len(communities), "deputy")):
            for body in ("party", "residents") if role == "head" else ("residents",):
                number += 1
                one = workers_in_post(workers)[place]
                yield _seat(number, one.name, one.phone, area, body, "full", role, "worker", "elected", began)


def workers_in_post(workers: Sequence[WorkerRow]) -> list[WorkerRow]:
    """Each worker in post once, in the order they were made."""
    return list({w.phone: w for w in reversed(workers) if w.last is None}.values())[::-1]


def _part_time(rng: np.random.Generator, communities: Sequence[AreaCode], today: date) -> Iterator[SeatRow]:
    """One community after the other gets one of each background while there are any."""
    number = 0
    for background, (many, came_by) in PART_TIME.items():
        for n in range(many):
            number += 1
            area = communities[n % len(communities)]
            body = "party" if background == "police" else "residents"
            began = today - DAY * (TERM_BEGAN - 30 * (n % 5))
            phone = f"1990004{number:04d}"
            yield _seat(number, names.person(rng), phone, area, body, "part", "member", background, came_by, began)


def _seat(
    number: int, name: str, phone: str, area: AreaCode, body: str, standing: str, role: str, background: str,
    came_by: str, starts: date,
) -> SeatRow:  # fmt: skip
    return SeatRow(
        row=number + 1, seat=id_of(f"seat:{number}"), name=name, phone=phone, area=area, body=body, term=TERM,
        standing=standing, role=role, background=background, came_by=came_by, starts=starts,
    )  # fmt: skip
