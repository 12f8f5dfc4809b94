"""Follow-up for the demonstration: matters that ended two to three weeks ago, their draws, calls that came to all sorts of ends, exclusions.

Draws are made by the worker's own chore at the moments at which it would have made them; callers tell what they were told
through the same commands as anybody. Some calls are left for whoever opens the desk.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

import structlog

from liren.cases import commands as c
from liren.cases.commands.followup import AskExclusion, DecideExclusion, RecordCall, TakeCall
from liren.cases.queries import followup
from liren.config import callbacks
from liren.config.demo.cast import HANDLED_BY, id_of
from liren.config.demo.history import SHANGHAI
from liren.config.demo.stage import Stage
from liren.kernel import Actor, Code, Command, Refusal
from liren.kernel.actor import ANONYMOUS
from liren.trust import gate

log = structlog.get_logger()
KINDS = ("noise", "neighbour_dispute", "stray_dog", "water_power_gas")
MATTERS = 30
LEFT, LAST = 4, 3
"""Calls that nobody has made yet, of the last days."""

ENDED = (20, 19, 13)
"""How many days ago the matters ended."""

SAID = (
    *[("reached", True, "yes", 1)] * 8, *[("reached", True, "yes", 2)] * 3, ("reached", True, "partly", 2), ("reached", False, "yes", 1),
    ("reached", True, "no", 3), ("reached", False, "no", 3), ("reached", True, "yes", None), ("refused", None, None, None),
    ("no_answer", None, None, None), ("no_answer", None, None, None), ("wrong_number", None, None, None),
)  # fmt: skip
"""What came of twenty calls: outcome, contacted, solved, satisfied. Who says that it is not solved wants it done again, or was
told to say otherwise."""


@dataclass(frozen=True, slots=True)
class _Play:
    """Orders with keys of their own, so that a second run adds nothing."""

    stage: Stage

    def do(self, name: str, order: Command, actor: Actor, at: datetime) -> dict[str, Any]:
        return gate.execute(order, actor=actor, now=at, key=id_of(f"followup:{name}"), mode=self.stage.mode)


def write(stage: Stage, seed: int, until: datetime) -> int:
    """Play it up to `until`; how many calls were made."""
    play, rng = _Play(stage), random.Random(f"{seed}:followup")
    matters = [_matter(play, rng, n, _at(until, ENDED[n % len(ENDED)], 9 + n % 7)) for n in range(MATTERS)]
    said, made = cycle(rng.sample(SAID, len(SAID))), 0
    for days in range(21, 0, -1):
        callbacks.step(_at(until, days))
        made += _calls(play, said, _at(until, days, 14), LEFT if days <= LAST else 0)
    callbacks.step(until)
    _exclusions(play, matters, until)
    return made


def _at(until: datetime, days: int, hour: int = 9) -> datetime:
    """A morning so many days before."""
    local = (until - timedelta(days=days)).astimezone(SHANGHAI)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(until.tzinfo)


def _matter(play: _Play, rng: random.Random, n: int, ended: datetime) -> UUID:
    """One matter from report to verification, within a day and a half; two in five were urgent."""
    stage, case = play.stage, id_of(f"followup:case:{n}")
    kind = KINDS[n % len(KINDS)]
    story = next(one for one in stage.stories if one["kind"] == kind)
    spot, crew = rng.choice(stage.spots), stage.crew
    handler, note = stage.actor(crew.handlers[HANDLED_BY[kind]]), id_of(f"followup:note:{n}")
    words = rng.choice(list(story["words"])).replace("{p}", spot.name)  # type: ignore[call-overload]
    steps: list[tuple[float, Actor, Command]] = [
        (30, ANONYMOUS, c.ReportCase(
            case_id=case, note=note, kind=Code(kind), words=words, severity=Code("urgent" if n % 5 in (0, 3) else "normal"), lon=spot.lon,
            lat=spot.lat, place_words=spot.address, phone=f"1990001{n:04d}", channel=Code("phone"),
        )),
        (29, stage.actor(crew.dispatcher), c.DispatchCase(
            case=case, unit=crew.units[HANDLED_BY[kind]].id, note=id_of(f"{note}:d"), reason="按派单目录派给主办单位。",
        )),
        (28, handler, c.TakeUpCase(case=case)),
        (26 if n % 7 else 3, handler, c.ContactReporter(case=case, note=id_of(f"{note}:c"), words="打通了电话，问清了情况。")),
        (2 + n % 5, handler, c.ReportResult(case=case, result=Code("solved"), note=id_of(f"{note}:r"), words=str(story["done"]))),
        (0, stage.actor(crew.verifiers[n % 2]), c.VerifyCase(case=case, passed=True, note=id_of(f"{note}:v"), words="看过，和反馈的一致。")),
    ]  # fmt: skip
    for step, (hours, actor, order) in enumerate(steps):
        play.do(f"{n}:{step}", order, actor, ended - timedelta(hours=hours))
    return case


def _calls(play: _Play, said: Iterator[tuple[Any, ...]], at: datetime, left: int) -> int:
    """An afternoon's calls by the dispatcher, in the order in which the house gives them; `left` stay for tomorrow."""
    caller, made = play.stage.actor(play.stage.crew.dispatcher), 0
    for n in range(max(0, followup.waiting(caller, at).now - left)):
        moment = at + timedelta(minutes=6 * n)
        taken = play.do(f"take:{at:%m%d}:{n}", TakeCall(), caller, moment)["call"]
        if taken is not None:
            _tell(play, caller, UUID(taken), next(said), moment + timedelta(minutes=4))
            made += 1
    return made


def _tell(play: _Play, caller: Actor, call: UUID, said: tuple[Any, ...], at: datetime) -> None:
    outcome, contacted, solved, satisfied = said
    again = solved == "no" and contacted
    order = RecordCall(
        call=call, outcome=Code(outcome), contacted=contacted, solved=Code(solved) if solved else None, satisfied=satisfied,
        note=id_of(f"followup:said:{call}"), reopen=again, reason="过了两天又和原来一样，请再来看看。" if again else "",
        pressure="有人打电话来，让我跟回访的说满意。" if solved == "no" and not again else "",
    )  # fmt: skip
    try:
        play.do(f"tell:{call}:{at}", order, caller, at)
    except Refusal as no:
        log.warning("a call was refused", why=no.sentence)


def _exclusions(play: _Play, matters: list[UUID], until: datetime) -> None:
    """One decided, one waiting for a second person."""
    asks, decides = play.stage.actor(play.stage.crew.dispatcher), play.stage.actor(play.stage.crew.supervisor)
    for n, case, order in _asked(matters):
        play.do(f"exclude:{n}", order, asks, _at(until, 4, 10))
        if n == 0:
            decide = DecideExclusion(case=case, confirmed=True, words="看过受理通知书，同意。")
            play.do(f"exclude:{n}:decide", decide, decides, _at(until, 3, 10))


def _asked(matters: list[UUID]) -> Iterator[tuple[int, UUID, Command]]:
    told = (
        ("legal_channel", "已向法院起诉，案号在登记簿", "反映人上周到法院立了案。"),
        ("not_the_reporter", "", "号码换了人，接电话的说从来没有反映过。"),
    )
    for n, (reason, item, words) in enumerate(told):
        case = matters[n]
        yield (
            n,
            case,
            AskExclusion(
                exclusion=id_of(f"followup:exclusion:{n}"), case=case, reason=Code(reason), item=item, words=words
            ),
        )
