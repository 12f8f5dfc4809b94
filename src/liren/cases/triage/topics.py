"""热点: where more was reported in a week than usual, or the same was said by several people where nobody said it before.

A place is judged against two things: its own `WEEKS` weeks before, and how busy this week is everywhere else, so that a
week in which everybody writes more is no topic anywhere. Of all cases of the place in those weeks and this one, each
falls in this week with the chance of a week among nine, or with this week's share of everybody else's cases, whichever
is more; hot is a week of at least `FEW` cases that this would bring less than once in a hundred weeks. That is the exact
test of two Poisson rates (Przyborowski and Wilenski 1940): it needs no guess where hardly anything came before.
Where a place as a whole is not hot, what several people said there may be, judged against the same two things and
against how often it is said elsewhere. Fewer cases than `FEW` are no topic and not told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log

from liren.cases.triage.sayings import SEVERAL, Saying, Told, joined, sayings

__all__ = ["FEW", "SEVERAL", "WEEK", "WEEKS", "Told", "Topic", "beyond", "topics"]

FEW = 5
WEEKS = 8
RARE = 0.01
WEEK = timedelta(days=7)
MOST_WORDS = 5

Held = Mapping[tuple[str, str], Sequence[Told]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A hot week: its cases, the mean of the weeks before, how many are due in a week as busy as this one, and words.

    `chance` is how likely so many or more were. `narrow`: the place as a whole is not hot, and these are only the cases that say the first of `words`.
    """

    place: str
    about: str
    ids: tuple[str, ...]
    people: int
    usual: float
    due: float
    chance: float
    words: tuple[str, ...]
    narrow: bool = False


def topics(cases: Iterable[Told], until: datetime) -> list[Topic]:
    """The topics of the seven days before `until`, the most unusual first."""
    week: dict[tuple[str, str], list[Told]] = defaultdict(list)
    before: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for case in cases:
        if until - WEEK <= case.at < until:
            week[case.place, case.about].append(case)
        elif until - (WEEKS + 1) * WEEK <= case.at < until - WEEK:
            before[case.place, case.about].append(case)
    every = [case for held in (*week.values(), *before.values()) for case in held]
    everything = joined(every)
    found: list[Topic] = []
    for key in (key for key in week if len(week[key]) >= FEW):
        held, earlier = week[key], before.get(key, [])
        share = _share(key, week, before)
        said = sayings(held, earlier, everything)
        part = len(held) / (len(every) - len(earlier))
        chances = {one.words: _chance(one, share, part) for one in said}
        telling = [one for one in said if chances[one.words] < RARE]
        telling.sort(key=lambda one: (chances[one.words], -len(one.words), one.words))
        if (chance := beyond(len(held), len(earlier), share)) < RARE:
            found.append(_topic(held, len(earlier), share, chance, _apart(telling)))
        else:
            found += [
                _topic(first.cases, first.before, share, chances[first.words], words, narrow=True)
                for first, words in _matters(telling)
            ]
    return sorted(found, key=lambda one: (one.chance, -len(one.ids), one.place, one.about))


def beyond(n: int, others: int, share: float) -> float:
    """How likely n or more of n + others fall where each falls with chance `share` (0 to 1): the tail of a binomial law."""
    whole = n + others
    if n == 0 or share >= 1:
        return 1.0
    first = lgamma(whole + 1) - lgamma(n + 1) - lgamma(others + 1) + n * log(share) + others * log(1 - share)
    term = tail = exp(first)
    for k in range(n, whole):
        term *= (whole - k) / (k + 1) * share / (1 - share)
        tail += term
    return min(tail, 1.0)


def _share(key: tuple[str, str], week: Held, before: Held) -> float:
    """This week's share of the cases of everywhere else, a week among all at least; one case more is spread over all."""
    now = sum(map(len, week.values())) - len(week[key])
    earlier = sum(map(len, before.values())) - len(before.get(key, ()))
    even = 1 / (WEEKS + 1)
    return max((now + even) / (now + earlier + 1), even)


def _chance(one: Saying, share: float, part: float) -> float:
    """How likely so many say so: as here before, or, if it is said elsewhere, as there; these cases are this `part` of all."""
    here = beyond(one.people, one.before, share)
    return max(here, beyond(one.people, one.elsewhere, part)) if one.elsewhere else here


def _topic(
    held: Sequence[Told], earlier: int, share: float, chance: float, words: tuple[str, ...], *, narrow: bool = False
) -> Topic:
    return Topic(
        place=held[0].place, about=held[0].about, ids=tuple(case.id for case in sorted(held, key=lambda case: case.at)),
        people=len({case.person for case in held}), usual=earlier / WEEKS,
        due=earlier * share / (1 - share), chance=chance, words=words, narrow=narrow,
    )  # fmt: skip


def _apart(said: Sequence[Saying]) -> tuple[str, ...]:
    """The first words of which none holds another."""
    kept: list[str] = []
    for one in said:
        if not any(one.words in other or other in one.words for other in kept):
            kept.append(one.words)
    return tuple(kept[:MOST_WORDS])


def _matters(said: Sequence[Saying]) -> list[tuple[Saying, tuple[str, ...]]]:
    """Sayings that are about matters of their own, with the words said in the same cases; most of its cases are new."""
    found: list[list[Saying]] = []
    for one in said:
        mine = {case.id for case in one.cases}
        for group in found:
            if 2 * len(mine & {case.id for case in group[0].cases}) > len(mine):
                group.append(one)
                break
        else:
            found.append([one])
    return [(group[0], _apart(group)) for group in found]
