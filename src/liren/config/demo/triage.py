"""What the triage shows in the demonstration: two months of matters that ended, enough to train from, with what was suggested
for them, right and wrong; and this week one community whose pumps failed, which is a hot topic.

All of it has ended: nothing waits in anybody's queue, and nothing lies where the demonstration's own keeper is at home.
"""

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid5

from liren.cases import commands as c
from liren.config.demo.cast import COMMUNITY, id_of
from liren.config.demo.history import SHANGHAI
from liren.config.demo.stage import Spot, Stage, with_suggestion
from liren.kernel import Actor, Code, Command
from liren.kernel.actor import ANONYMOUS
from liren.trust import gate

MATTERS = Path(__file__).with_name("matters.toml")
EACH = 24
"""Ended matters of each kind: a kind with fewer than twenty is not learnt."""
SINCE, UNTIL = 58, 9
"""How many days ago they were reported."""
WHEN = ((6, 19), (5, 7), (5, 20), (4, 8), (4, 19), (3, 7), (3, 20), (2, 8), (2, 18), (1, 7), (1, 12))
"""Days ago and the hour at which the reports of the hot topic came."""
TAKEN_WRONG = 2
"""Of the wrong suggestions one in so many was taken by the reporter, and the desk put it right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matter:
    """One matter from report to verification: `at` its report, `hours` until the result."""

    name: str
    kind: str
    unit: str
    words: str
    done: str
    spot: Spot
    at: datetime
    hours: float
    wrong: bool = False


def write(stage: Stage, seed: int, until: datetime) -> int:
    """Play it up to `until`; how many matters. Keys come from names, so a second run adds nothing."""
    told = tomllib.loads(MATTERS.read_text())
    rng = random.Random(f"{seed}:triage")
    by_community: dict[str, list[Spot]] = defaultdict(list)
    for spot in stage.spots:
        by_community[spot.micro_grid[:12]].append(spot)
    away = {code: spots for code, spots in sorted(by_community.items()) if code != COMMUNITY}
    hot = max(away, key=lambda code: (len(away[code]), code))
    elsewhere = [spot for code, spots in away.items() if code != hot for spot in spots]
    matters = [*_ended(told, rng, elsewhere, until), *_hot(told["hot"], away[hot], until)]
    for matter in matters:
        _play(stage, matter)
    return len(matters)


def _ended(told: dict[str, Any], rng: random.Random, spots: list[Spot], until: datetime) -> Iterator[_Matter]:
    for one in told["matter"]:
        for n in range(EACH):
            spot = rng.choice(spots)
            words = one["said"][n % len(one["said"])].replace("{p}", spot.name) + rng.choice(told["so"])
            yield _Matter(
                name=f"{one['kind']}:{n}", kind=one["kind"], unit=one["unit"], words=words + rng.choice(told["please"]),
                done=one["done"], spot=spot, at=_at(until, rng.randint(UNTIL, SINCE), rng.randint(8, 18)),
                hours=rng.uniform(2, 30), wrong=n % TAKEN_WRONG == 0,
            )  # fmt: skip


def _hot(told: dict[str, Any], spots: list[Spot], until: datetime) -> Iterator[_Matter]:
    """One report after the other over six days, the last a day ago and ended as well."""
    step = (len(spots) // len(told["words"])) or 1
    for n, (words, spot) in enumerate(zip(told["words"], cycle(spots[::step]), strict=False)):
        days, hour = WHEN[n % len(WHEN)]
        yield _Matter(
            name=f"hot:{n}", kind=told["kind"], unit=told["unit"], words=words, done=told["done"], spot=spot,
            at=_at(until, days, hour), hours=3 + n % 5,
        )  # fmt: skip


def _play(stage: Stage, matter: _Matter) -> None:
    case, crew = id_of(f"case:triage:{matter.name}"), stage.crew
    desk, handler = stage.actor(crew.dispatcher), stage.actor(crew.handlers[matter.unit])
    report = with_suggestion(c.ReportCase(
        case_id=case, note=uuid5(case, "words"), kind=Code(matter.kind), words=matter.words, lon=matter.spot.lon,
        lat=matter.spot.lat, place_words=matter.spot.address, channel=Code("web"), phone=f"1990002{case.int % 10_000:04d}",
    ))  # fmt: skip
    told: list[tuple[float, Actor, Command]] = []
    if matter.wrong and report.suggested not in (None, matter.kind):
        report = replace(report, kind=report.suggested)
        right = c.CorrectKind(
            case=case, kind=Code(matter.kind), note=uuid5(case, "right"), reason="看内容是这一类，改过来。"
        )
        told.append((0.1, desk, right))
    unit = crew.units[matter.unit]
    told = [
        (0, ANONYMOUS, report), *told,
        (0.2, desk, c.DispatchCase(case=case, unit=unit.id, note=uuid5(case, "sent"), reason=f"按派单目录由{unit.name}主办。")),
        (0.6, handler, c.TakeUpCase(case=case)),
        (matter.hours, handler, c.ReportResult(case=case, result=Code("solved"), note=uuid5(case, "done"), words=matter.done)),
        (matter.hours + 2, stage.actor(crew.verifiers[0]), c.VerifyCase(case=case, passed=True, note=uuid5(case, "seen"), words="看过，和反馈的一致。")),
    ]  # fmt: skip
    for n, (hours, actor, order) in enumerate(told):
        key = uuid5(case, f"step:{n}")
        gate.execute(order, actor=actor, now=matter.at + timedelta(hours=hours), key=key, mode=stage.mode)


def _at(until: datetime, days: int, hour: int) -> datetime:
    local = (until - timedelta(days=days)).astimezone(SHANGHAI)
    return local.replace(hour=hour, minute=days % 60, second=0, microsecond=0).astimezone(until.tzinfo)
