"""Who answers for a door, link by link, and what is wrong where nobody or more than one does (包干). Pure.

`queries/coverage.py` says the same of thirty thousand doors in one statement; a test holds the two together.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode
from liren.people.kinds import CHAIN, LEVELS, Post

ONE, TWO = "one", "two"
WITHOUT = ("outside", "nobody", "ended", "closed", "away")
"""Kinds of a door that nobody answers for: outside every micro-grid, never appointed, ended, account closed, on leave."""
KINDS = (*WITHOUT, TWO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of the chain: its level, the length of its area codes, its posts in their order, and who relieves them."""

    level: str
    width: int
    posts: tuple[str, ...]
    relief: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A duty as the chain sees it. `closed`: its holder's account was shut; `leaves`: when the holder is not there."""

    duty: UUID
    person: UUID
    post: str
    area: str
    starts: datetime
    ends: datetime | None
    stands_in: UUID | None = None
    closed: bool = False
    leaves: tuple[tuple[datetime, datetime | None], ...] = ()

    def runs(self, at: datetime) -> bool:
        return _during(self.starts, self.ends, at)

    def there(self, at: datetime) -> bool:
        """Runs, and its holder is neither on leave nor shut out."""
        return self.runs(at) and not self.closed and not any(_during(since, until, at) for since, until in self.leaves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Somebody who answers, with the duty that makes them; `seat` is the duty they act for, their own or another's."""

    person: UUID
    duty: UUID
    seat: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a link stands at a moment. `answers` has one for `one`, more for `two`, none else; `seats` are the duties that
    run, or for `ended` the one that ran last."""

    kind: str
    answers: tuple[Answer, ...] = ()
    seats: tuple[UUID, ...] = ()


def links(posts: Iterable[Post]) -> tuple[Link, ...]:
    """The chain as the catalogue has it, the nearest link first; a link without posts is left out."""
    known = sorted(posts, key=lambda p: (p.chain_order, p.code))
    made = [
        Link(
            level=level,
            width=LEVELS[level][1],
            posts=tuple(p.code for p in known if p.chain == level),
            relief=tuple(p.code for p in known if level in p.relieves),
        )
        for level in CHAIN
    ]
    return tuple(link for link in made if link.posts)


def standing(link: Link, area: AreaCode, held: Sequence[Held], at: datetime) -> Standing:
    """Who answers at one link for everything in `area` (one of the link's own level).

    A seat is answered by whoever stands in for it and is there, else by its holder. Where all who hold it are on leave,
    a post that relieves takes over by itself; a shut account is never relieved, because somebody has to be appointed.
    """
    seats = _seats(link, area, held, at)
    if not seats:
        last = _last(link, area, held, at)
        return Standing(kind="ended", seats=(last.duty,)) if last else Standing(kind="nobody")
    found: dict[UUID, Answer] = {}
    for seat in seats:
        if answer := _answer(seat, held, at):
            found.setdefault(answer.person, answer)
    answers = tuple(found.values())
    ids = tuple(seat.duty for seat in seats)
    away = next((seat for seat in seats if not seat.closed), None)
    if not answers and away is not None and (helper := _relief(link, area, held, at)):
        answers = (Answer(person=helper.person, duty=helper.duty, seat=away.duty),)
    if answers:
        return Standing(kind=ONE if len(answers) == 1 else TWO, answers=answers, seats=ids)
    return Standing(kind="away" if away else "closed", seats=ids)


def too_much(households: int, places: int, post: Post) -> bool:
    """Whether one person carries more than the post says; a limit of 0 is none (default 100 households, one micro-grid)."""
    return 0 < post.households_most < households or 0 < post.places_most < places


def _seats(link: Link, area: AreaCode, held: Iterable[Held], at: datetime) -> list[Held]:
    """The running duties of the first post of the link that anybody holds here; stand-ins have no seat."""
    here = [h for h in held if h.area == area and h.stands_in is None and h.runs(at)]
    for post in link.posts:
        if found := sorted((h for h in here if h.post == post), key=lambda h: h.duty):
            return found
    return []


def _answer(seat: Held, held: Iterable[Held], at: datetime) -> Answer | None:
    stand_ins = sorted((h for h in held if h.stands_in == seat.duty and h.there(at)), key=lambda h: h.duty)
    one = stand_ins[0] if stand_ins else seat if seat.there(at) else None
    return Answer(person=one.person, duty=one.duty, seat=seat.duty) if one else None


def _relief(link: Link, area: AreaCode, held: Iterable[Held], at: datetime) -> Held | None:
    fit = [h for h in held if h.post in link.relief and area.startswith(h.area) and h.there(at)]
    return min(fit, key=lambda h: (link.relief.index(h.post), -len(h.area), h.duty), default=None)


def _last(link: Link, area: AreaCode, held: Iterable[Held], at: datetime) -> Held | None:
    """The seat that ended last before `at`."""
    over = [
        h for h in held
        if h.area == area and h.post in link.posts and h.stands_in is None and h.ends is not None and h.ends <= at
    ]  # fmt: skip
    return max(over, key=lambda h: (h.ends, h.duty), default=None)


def _during(since: datetime, until: datetime | None, at: datetime) -> bool:
    return since <= at and (until is None or at < until)


def uncovered(
    starts: datetime, ends: datetime, covers: Collection[tuple[datetime, datetime | None]]
) -> datetime | None:
    """The first moment of a period that no other period covers; None when there is no gap of even a second."""
    reached = starts
    for since, until in sorted(covers, key=lambda c: c[0]):
        if since > reached:
            break
        if until is None:
            return None
        reached = max(reached, until)
    return reached if reached < ends else None
