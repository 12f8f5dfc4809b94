"""The figures of committees and workforce, each with the persons behind it (domain.md §1.3, HX-04 to HX-07). Pure.

A figure is not a number but the list it counts: its number is how long that list is, so a page that opens it shows
exactly as many rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from liren.people.rules.workforce import years_later

NEW_YEARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A community worker as the figures see one. `levels` are the passes that hold on the day; `all_round` is None for
    who was not assessed under the definition in force, `outdated` says that there is an older assessment."""

    person: UUID
    first_hired: date
    in_post: bool
    levels: frozenset[str] = frozenset()
    all_round: bool | None = None
    outdated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHeld:
    """A seat that is held on the day."""

    person: UUID
    standing: str
    background: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Who is counted, and among whom (None: not a share). Both in order, each person once."""

    code: str
    counted: tuple[UUID, ...]
    among: tuple[UUID, ...] | None = None

    @property
    def number(self) -> int:
        return len(self.counted)

    @property
    def share(self) -> Decimal | None:
        """Per cent with two places, half up; None for what is no share or has nobody to be counted among."""
        if not self.among:
            return None
        return (Decimal(100 * self.number) / len(self.among)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def workforce(workers: Sequence[Worker], day: date) -> dict[str, Figure]:
    """Every figure of the workforce by its code; `workers` are those who have begun by `day`, each once."""
    post = _who(w for w in workers if w.in_post)
    since = years_later(day, -NEW_YEARS)
    new = [w for w in workers if since <= w.first_hired <= day]
    certified = [w for w in workers if w.in_post and "social_worker" in w.levels]
    found = [
        Figure(code="in_post", counted=post),
        Figure(code="all_round", counted=_who(w for w in workers if w.in_post and w.all_round), among=post),
        Figure(code="outdated", counted=_who(w for w in workers if w.in_post and w.all_round is None and w.outdated)),
        Figure(code="unassessed", counted=_who(w for w in workers if w.in_post and w.all_round is None)),
        Figure(code="certified", counted=_who(certified), among=post),
        Figure(code="certified_all_round", counted=_who(w for w in certified if w.all_round)),
        Figure(code="new", counted=_who(new)),
        Figure(code="new_in_post", counted=_who(w for w in new if w.in_post)),
    ]
    for level in ("assistant", "senior"):
        found.append(
            Figure(code=level, counted=_who(w for w in workers if w.in_post and level in w.levels), among=post)
        )
    return {figure.code: figure for figure in found}


def seats(held: Sequence[SeatHeld]) -> dict[str, Figure]:
    """Persons by standing (`full`, `part`) and by standing and background (`part.police`).

    Who sits on both committees is one person in each; who sits once for each of two backgrounds stands in both, and
    still once in the sum.
    """
    standings = {"full", "part"} | {s.standing for s in held}
    found = [Figure(code=one, counted=_who(s for s in held if s.standing == one)) for one in sorted(standings)]
    for standing, background in sorted({(s.standing, s.background) for s in held}):
        counted = _who(s for s in held if (s.standing, s.background) == (standing, background))
        found.append(Figure(code=f"{standing}.{background}", counted=counted))
    return {figure.code: figure for figure in found}


def _who(found: "Iterable[Worker | SeatHeld]") -> tuple[UUID, ...]:
    return tuple(sorted({one.person for one in found}))
