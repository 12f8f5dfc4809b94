"""What happens next in a demonstration case: one step, by whom, after how long. Pure, from a seeded generator.

History and live traffic walk the same steps; only their clocks differ.
"""

import random
from dataclasses import dataclass, replace
from uuid import UUID

from liren.cases import commands as c
from liren.config.demo.cast import HANDLED_BY, TOWN_CREW, Crew, id_of
from liren.kernel import Code, Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A case as the player remembers it."""

    id: UUID
    kind: str
    done: str
    state: str = "reported"
    keeper: UUID | None = None
    by_keeper: bool = True
    handler: UUID | None = None
    steps: int = 0
    asked: tuple[str, ...] = ()
    needs_photos: bool = False
    crew: Crew = TOWN_CREW


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An order, who gives it (an account, or None for whoever holds the secret link), hours later, and what then is."""

    command: Command
    account: UUID | None
    hours: float
    after: Thread


def next_step(case: Thread, rng: random.Random) -> Step | None:
    """The next step of a case, or None where it rests."""
    make = _STEPS.get(case.state)
    return make(case, rng) if make else None


def _note(case: Thread) -> UUID:
    return id_of(f"note:{case.id}:{case.steps}")


def _then(case: Thread, **changes: object) -> Thread:
    return replace(case, steps=case.steps + 1, **changes)  # type: ignore[arg-type]


def _reported(case: Thread, rng: random.Random) -> Step:
    if case.by_keeper and case.keeper is not None and rng.random() < 0.55:
        if rng.random() < 0.35:
            spot = c.SolveOnSpot(case=case.id, note=_note(case), words=case.done)
            return Step(
                command=spot, account=case.keeper, hours=rng.uniform(0.3, 4), after=_then(case, state="replied")
            )
        take = c.TakeUpCase(case=case.id)
        after = _then(case, state="in_progress", handler=case.keeper)
        return Step(command=take, account=case.keeper, hours=rng.uniform(0.2, 5), after=after)
    code = HANDLED_BY.get(case.kind, "civil")
    unit, handler = case.crew.units[code], case.crew.handlers[code]
    send = c.DispatchCase(case=case.id, unit=unit.id, note=_note(case), reason=f"按派单目录由{unit.name}主办。")
    after = _then(case, state="dispatched", handler=handler)
    return Step(command=send, account=case.crew.dispatcher, hours=rng.lognormvariate(0.3, 0.9), after=after)


def _dispatched(case: Thread, rng: random.Random) -> Step:
    if rng.random() < 0.06 and "return" not in case.asked:
        back = c.ReturnCase(
            case=case.id, ground=Code("private_owner"), item="小区共用部位，物业服务合同第 8 条", note=_note(case),
            reason="现场看过，这一处产权属于小区，请物业主办。",
        )  # fmt: skip
        after = _then(case, state="filed", asked=(*case.asked, "return"))
        return Step(command=back, account=case.handler, hours=rng.uniform(0.5, 3), after=after)
    take = c.TakeUpCase(case=case.id)
    after = _then(case, state="in_progress")
    return Step(command=take, account=case.handler, hours=rng.lognormvariate(0.2, 0.9), after=after)


def _in_progress(case: Thread, rng: random.Random) -> Step:
    if "contact" not in case.asked and rng.random() < 0.7:
        call = c.ContactReporter(case=case.id, note=_note(case), words="打通了电话，问清位置，说好上门的时间。")
        after = _then(case, asked=(*case.asked, "contact"))
        return Step(command=call, account=case.handler, hours=rng.uniform(0.2, 3), after=after)
    if "relief" not in case.asked and rng.random() < 0.07:
        ask = c.AskRelief(
            case=case.id, kind=Code("extend"), days=3, note=_note(case), reason="配件要从厂里发，后天才到。"
        )
        after = _then(case, state="asked", asked=(*case.asked, "relief"))
        return Step(command=ask, account=case.handler, hours=rng.uniform(2, 20), after=after)
    result = rng.choices(("solved", "explained", "unsolved"), (0.84, 0.12, 0.04))[0]
    tell = c.ReportResult(case=case.id, result=Code(result), note=_note(case), words=case.done)
    return Step(
        command=tell, account=case.handler, hours=rng.lognormvariate(2.6, 0.9), after=_then(case, state="feedback")
    )


def _asked(case: Thread, rng: random.Random) -> Step:
    decide = c.DecideRelief(
        case=case.id, kind=Code("extend"), granted=True, note=_note(case), words="同意，到货后当天装好。"
    )
    account = case.crew.supervisor
    return Step(command=decide, account=account, hours=rng.uniform(0.5, 6), after=_then(case, state="in_progress"))


def _feedback(case: Thread, rng: random.Random) -> Step:
    passed = rng.random() < 0.88 or "failed" in case.asked
    words = "到现场看过，和反馈的一致。" if passed else "现场还有一半没有清，请再去一次。"
    check = c.VerifyCase(case=case.id, passed=passed, note=_note(case), words=words)
    state, asked = ("closed", case.asked) if passed else ("in_progress", (*case.asked, "failed"))
    account = case.crew.verifiers[0 if rng.random() < 0.6 else 1]
    return Step(
        command=check, account=account, hours=rng.lognormvariate(1.6, 0.8), after=_then(case, state=state, asked=asked)
    )


def _ended(case: Thread, rng: random.Random) -> Step | None:
    if rng.random() < 0.35:
        return None
    if rng.random() < 0.08 and "reopen" not in case.asked:
        again = c.ReopenCase(case=case.id, note=_note(case), reason="第二天又和原来一样了，请再来看看。")
        after = _then(case, state="filed", asked=(*case.asked, "reopen"))
        return Step(command=again, account=None, hours=rng.uniform(10, 60), after=after)
    solved = rng.random() < 0.92
    satisfied = rng.choices((1, 2, 3), (0.7, 0.22, 0.08))[0]
    rate = c.ConfirmCase(case=case.id, solved=solved, satisfied=satisfied, note=_note(case))
    return Step(command=rate, account=None, hours=rng.lognormvariate(2.0, 1.0), after=_then(case, state="rated"))


_STEPS = {
    "reported": _reported,
    "filed": lambda case, rng: _reported(replace(case, by_keeper=False), rng),
    "dispatched": _dispatched,
    "in_progress": _in_progress,
    "asked": _asked,
    "feedback": _feedback,
    "closed": _ended,
    "replied": _ended,
}
