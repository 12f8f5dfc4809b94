"""What several people said in the cases of one place and week, and how often it is said otherwise.

A saying is a run of two to `LONGEST` characters that at least `SEVERAL` different people used; what fewer used is never
told, because it could be a name. A run inside a longer one that the same people used is covered by the longer.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from liren.cases.triage.alike import PARTICLES
from liren.cases.triage.grams import normalise

SEVERAL = 5
LONGEST = 6
_IGNORED = frozenset(PARTICLES) | frozenset("0 （）()“”\"'-—…·《》")


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
class Saying:
    """Words, the cases that hold them, by how many people; how often it stood in earlier cases here, and elsewhere."""

    words: str
    cases: tuple[Told, ...]
    people: int
    before: int
    elsewhere: int


def sayings(held: Sequence[Told], before: Sequence[Told], everything: str) -> list[Saying]:
    """What several people said in `held`. `before` are the earlier cases here, `everything` the `joined` words of all."""
    here: dict[str, list[Told]] = defaultdict(list)
    for case in held:
        for run in _runs(case.words):
            here[run].append(case)
    several = {run: by for run, by in here.items() if len({case.person for case in by}) >= SEVERAL}
    own, earlier = joined(held), joined(before)
    found: list[Saying] = []
    for run in sorted(several, key=lambda run: (-len(run), run)):
        if any(run in one.words and len(one.cases) == len(several[run]) for one in found):
            continue
        past = earlier.count(run)
        away = everything.count(run) - own.count(run) - past
        people = len({case.person for case in several[run]})
        found.append(Saying(words=run, cases=tuple(several[run]), people=people, before=past, elsewhere=away))
    return found


def joined(cases: Iterable[Told]) -> str:
    """The words of many cases as one text in which runs are quickly counted."""
    return "\n".join(normalise(case.words) for case in cases)


def _runs(words: str) -> set[str]:
    plain = normalise(words)
    ends = range(2, LONGEST + 1)
    found = {plain[i : i + n] for n in ends for i in range(len(plain) - n + 1)}
    return {run for run in found if not _IGNORED & set(run)}
