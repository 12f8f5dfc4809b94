"""热点: where more was reported in a week than usual, and the words that several people used for it.

A week of a place is hot when it has at least `FEW` cases and so many that its usual number would bring them less than
once in a hundred weeks (Poisson). The usual number is the mean of the place's own `WEEKS` weeks before. Words are told
only when at least `SEVERAL` different people of the week used them; fewer cases than `FEW` are no topic and not told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

from liren.cases.triage.alike import PARTICLES
from liren.cases.triage.grams import normalise

FEW = 5
SEVERAL = 5
WEEKS = 8
RARE = 0.01
WEEK = timedelta(days=7)
MOST_WORDS = 5
LONGEST = 6
_IGNORED = frozenset(PARTICLES) | frozenset("0 （）()“”\"'-—…·")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One case: where, what about, when, who (anything that tells people apart), in what words ("" to keep them out)."""

    id: str
    place: str
    about: str
    at: datetime
    person: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A hot week: its cases, how many are usual, and words of several people."""

    place: str
    about: str
    ids: tuple[str, ...]
    people: int
    usual: float
    words: tuple[str, ...]


def topics(cases: Iterable[Told], until: datetime) -> list[Topic]:
    """The topics of the seven days before `until`, the most unusual first."""
    week: dict[tuple[str, str], list[Told]] = defaultdict(list)
    before: Counter[tuple[str, str]] = Counter()
    for case in cases:
        if until - WEEK <= case.at < until:
            week[case.place, case.about].append(case)
        elif until - (WEEKS + 1) * WEEK <= case.at < until - WEEK:
            before[case.place, case.about] += 1
    elsewhere = _people_by_run([case for held in week.values() for case in held])
    found = []
    for key, held in week.items():
        usual = before[key] / WEEKS
        if len(held) >= FEW and beyond(len(held), usual) < RARE:
            ids = tuple(case.id for case in sorted(held, key=lambda case: case.at))
            people = len({case.person for case in held})
            words = _words(held, elsewhere)
            found.append(Topic(place=key[0], about=key[1], ids=ids, people=people, usual=usual, words=words))
    return sorted(found, key=lambda one: (beyond(len(one.ids), one.usual), -len(one.ids), one.place, one.about))


def beyond(n: int, usual: float) -> float:
    """How likely n or more are where `usual` (half a case at least) are to be expected: the tail of a Poisson law."""
    mean = max(usual, 0.5)
    term, below = exp(-mean), 0.0
    for k in range(n):
        below += term
        term *= mean / (k + 1)
    return max(1 - below, 0.0)


def _words(held: Sequence[Told], everywhere: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Runs of two characters or more that several people here used and few elsewhere did; a longer run covers its parts."""
    here = _people_by_run(held)
    several = {run: people for run, people in here.items() if len(people) >= SEVERAL}
    ranked = sorted(several, key=lambda run: (-(len(several[run]) ** 2) * len(run) / len(everywhere[run]), run))
    kept: list[str] = []
    for run in ranked:
        if not any(run in other or other in run for other in kept):
            kept.append(run)
    return tuple(kept[:MOST_WORDS])


def _people_by_run(cases: Sequence[Told]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        plain = normalise(case.words)
        for n in range(2, LONGEST + 1):
            for i in range(len(plain) - n + 1):
                run = plain[i : i + n]
                if not _IGNORED & set(run):
                    found[run].add(case.person)
    return found
