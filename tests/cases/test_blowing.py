"""A whistle from the call to the ratings, and a model checker over everything that anybody could do about one. No database."""

import tomllib
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from liren.cases import whistling
from liren.cases.rules import blowing as rules
from liren.cases.rules.whistle import CALL_STATES, OPEN, STATES, WORKING, Call, Task, Whistle, late_by, phase, wait_of
from liren.cases.whistling import WhistleKind
from liren.kernel import Denied, Refusal
from tests.cases.scenes import CHINA, MONDAY, an_id, fed_back, in_progress

FOLDER = Path(whistling.__file__).parent / "whistles"
KINDS = {
    p.stem: msgspec.convert(tomllib.loads(p.read_text("utf-8")), WhistleKind) for p in sorted(FOLDER.glob("*.toml"))
}
EMERGENCY, MASSES = KINDS["emergency"], KINDS["masses"]
FIRE, POWER, WATER = an_id("fire"), an_id("power"), an_id("water")


def blown(*units, kind: WhistleKind = EMERGENCY, at: datetime = MONDAY) -> Whistle:
    return rules.blown(an_id("whistle"), tuple((an_id(f"call:{u}"), u) for u in units or (FIRE,)), kind, CHINA, at)


def only(w: Whistle) -> Call:
    return w.calls[0]


def on_site(*units, kind: WhistleKind = EMERGENCY) -> Whistle:
    w = blown(*units, kind=kind)
    for call in w.calls:
        w = rules.arrive(w, call, MONDAY)
    return w


def done(*units) -> Whistle:
    """Every unit wrote one thing, did it and left."""
    w = on_site(*units)
    for call in w.calls:
        w = rules.plan(w, an_id(f"task:{call.unit}"), call.unit)
        w = rules.finish_task(w, w.tasks[-1], MONDAY)
        w = rules.finish(w, next(c for c in w.calls if c.id == call.id), EMERGENCY, CHINA, MONDAY)
    return w


def code(act) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def test_an_emergency_wants_an_answer_in_fifteen_minutes_and_the_unit_there_in_thirty_day_or_night():
    night = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)  # two o'clock on a Sunday morning here
    call = only(blown(at=night))
    assert call.acknowledge_due_at - night == timedelta(minutes=15)
    assert call.arrive_due_at - night == timedelta(minutes=30)


def test_the_other_whistles_count_office_time():
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # five in the afternoon
    call = only(blown(kind=MASSES, at=friday))
    assert call.acknowledge_due_at.isoweekday() == 1
    assert call.arrive_due_at == datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def test_a_whistle_stands_where_its_slowest_unit_stands():
    w = blown(FIRE, POWER)
    assert phase(w) == "raised"
    w = rules.acknowledge(w, w.calls[0], MONDAY)
    assert w.state == "raised", "the other has not answered"
    w = rules.acknowledge(w, w.calls[1], MONDAY)
    assert w.state == "acknowledged"
    w = rules.arrive(w, w.calls[0], MONDAY)
    assert w.state == "acknowledged"
    w = rules.arrive(w, w.calls[1], MONDAY)
    assert w.state == "on_site"
    assert rules.plan(w, an_id("task"), FIRE).state == "plan"


def test_whoever_comes_has_answered():
    call = only(on_site())
    assert (call.state, call.acknowledged_at, call.arrived_at) == ("on_site", MONDAY, MONDAY)


def test_a_unit_leaves_only_when_its_part_is_done():
    w = on_site(FIRE, POWER)
    finish = lambda w: rules.finish(w, only(w), EMERGENCY, CHINA, MONDAY)  # noqa: E731
    assert code(lambda: finish(w)) == "no_task"
    w = rules.plan(w, an_id("one"), FIRE)
    w = rules.plan(w, an_id("theirs"), POWER)
    assert code(lambda: finish(w)) == "tasks_open"
    w = rules.finish_task(w, w.tasks[0], MONDAY)
    assert only(finish(w)).state == "done"
    assert finish(w).state == "plan", "the other unit is still at work"


def test_the_raiser_may_let_a_unit_go_and_what_it_had_is_dropped():
    w = rules.plan(on_site(FIRE, POWER), an_id("one"), FIRE)
    w = rules.release(w, only(w), EMERGENCY, CHINA, MONDAY)
    assert only(w).state == "released"
    assert not w.tasks[0].open
    assert code(lambda: rules.plan(w, an_id("more"), FIRE)) == "task_unit"


def test_when_the_last_unit_has_left_both_sides_rate_for_three_working_days():
    w = done(FIRE, POWER)
    assert w.state == "mutual_rating"
    assert w.rate_due_at == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    for n, call in enumerate(w.calls):
        w = rules.rate(w, call, by_raiser=True, score=1, now=MONDAY)
        w = rules.rate(w, w.calls[n], by_raiser=False, score=3, now=MONDAY)
    assert (w.state, w.closed_at) == ("closed", MONDAY)


def test_a_rating_is_given_once_in_its_time_and_within_its_scale():
    w = done()
    assert code(lambda: rules.rate(on_site(), only(on_site()), by_raiser=True, score=1, now=MONDAY)) == "not_rating"
    assert code(lambda: rules.rate(w, only(w), by_raiser=True, score=0, now=MONDAY)) == "score"
    once = rules.rate(w, only(w), by_raiser=True, score=2, now=MONDAY)
    assert code(lambda: rules.rate(once, only(once), by_raiser=True, score=1, now=MONDAY)) == "rated"


def test_silence_is_not_praise():
    w = done()
    assert code(lambda: rules.close(w, w.rate_due_at - timedelta(seconds=1))) == "not_over"
    over = rules.close(w, w.rate_due_at)
    assert (over.state, only(over).response, only(over).rightness) == ("closed", None, None)


def test_a_unit_objects_once_and_somebody_decides():
    w = blown(kind=MASSES)
    w = rules.object_to(w, only(w), MASSES, CHINA, MONDAY)
    assert (only(w).state, wait_of(only(w)).owner, wait_of(only(w)).clock) == ("objected", "raiser", "object")
    assert rules.decide(w, only(w), True, MASSES, CHINA, MONDAY).state == "called_off", "nobody is left"
    later = MONDAY + timedelta(days=2)
    w = rules.decide(w, only(w), False, MASSES, CHINA, later)
    assert (only(w).state, only(w).acknowledged_at) == ("acknowledged", MONDAY)
    assert only(w).arrive_due_at > later, "the waiting was not its fault"
    assert code(lambda: rules.object_to(w, only(w), MASSES, CHINA, later)) == "objected"


def test_in_an_emergency_a_unit_comes_first_and_objects_afterwards():
    w = blown()
    assert code(lambda: rules.object_to(w, only(w), EMERGENCY, CHINA, MONDAY)) == "come_first"
    w = rules.object_to(on_site(), only(on_site()), EMERGENCY, CHINA, MONDAY)
    back = rules.decide(w, only(w), False, EMERGENCY, CHINA, MONDAY)
    assert (only(back).state, only(back).done_due_at) == ("on_site", only(w).done_due_at)


def test_lateness_goes_up_three_steps_and_no_further():
    w, told = blown(), []
    for _ in range(rules.LEVELS):
        at = rules.next_miss(w, only(w), EMERGENCY, CHINA)
        told.append((at - MONDAY) / timedelta(minutes=1))
        w = rules.miss(w, only(w), at)
    assert told == [15, 30, 45]
    assert rules.next_miss(w, only(w), EMERGENCY, CHINA) is None
    assert code(lambda: rules.miss(blown(), only(blown()), MONDAY)) == "not_late"


def test_a_late_unit_that_comes_is_waited_for_anew():
    w = rules.miss(blown(), only(blown()), MONDAY + timedelta(hours=1))
    w = rules.acknowledge(w, only(w), MONDAY + timedelta(hours=1))
    assert only(w).missed == 0
    assert late_by(only(w), "acknowledge", MONDAY)
    assert not late_by(only(w), "arrive", MONDAY)


def test_a_unit_speaks_for_itself_and_nobody_decides_over_their_own():
    call = only(blown())
    rules.check_side(call, {FIRE}, own=True)
    rules.check_side(call, {POWER}, own=False)
    with pytest.raises(Denied):
        rules.check_side(call, {POWER}, own=True)
    with pytest.raises(Denied):
        rules.check_side(call, {FIRE}, own=False)


@pytest.mark.parametrize(
    ("units", "why"),
    [((), "no_units"), ((FIRE, FIRE), "units"), ((an_id("nobody"),), "units"), ((an_id("station"),), "lead_called")],
)
def test_whom_a_whistle_may_call(units, why):
    known = {FIRE, POWER, an_id("station")}
    assert code(lambda: rules.check_blow(in_progress().case, units, known)) == why
    assert code(lambda: rules.check_blow(fed_back().case, (FIRE,), known)) == "whistle_state"
    busy = replace(in_progress().case, whistle=an_id("whistle"))
    assert code(lambda: rules.check_blow(busy, (FIRE,), known)) == "whistle_twice"
    rules.check_blow(in_progress().case, (FIRE, POWER), known)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_shipped_kind_has_no_fault(kind):
    assert list(whistling.check(kind)) == []


def test_the_checker_finds_what_is_wrong():
    def faults(**changed):
        return [p.sentence for p in whistling.check(replace(EMERGENCY, **changed))]

    assert faults(arrive=MASSES.arrive) == ["应急的哨夜里也要有人来，响应和到场不能按上班时间算。"]
    assert faults(done=replace(EMERGENCY.done, amount=0.1)) == ["三个时限要先响应，再到场，再办结。"]
    assert faults(rate=replace(EMERGENCY.rate, amount=1.5)) == ["互评的时限以日计，要是整数。"]
    assert faults(label=" ") == ["没有写名称。"]


# ---- the model checker --------------------------------------------------------------------------------------------


def steps(w: Whistle, kind: WhistleKind) -> list[Whistle]:
    """Everything anybody can do, at once or when the next limit has passed."""
    found, later = [], MONDAY + timedelta(days=60)

    def add(act) -> None:
        with suppress(Refusal):
            found.append(act())

    for call in w.calls:
        add(lambda c=call: rules.acknowledge(w, c, MONDAY))
        add(lambda c=call: rules.arrive(w, c, MONDAY))
        add(lambda c=call: rules.object_to(w, c, kind, CHINA, MONDAY))
        add(lambda c=call: rules.finish(w, c, kind, CHINA, MONDAY))
        add(lambda c=call: rules.release(w, c, kind, CHINA, MONDAY))
        add(lambda c=call: rules.miss(w, c, later))
        for upheld in (True, False):
            add(lambda c=call, u=upheld: rules.decide(w, c, u, kind, CHINA, MONDAY))
            add(lambda c=call, u=upheld: rules.rate(w, c, by_raiser=u, score=1, now=MONDAY))
        if not w.tasks_of(call.unit):
            add(lambda c=call: rules.plan(w, an_id(f"task:{len(w.tasks)}"), c.unit))
    for task in w.tasks[:2]:
        add(lambda t=task: rules.finish_task(w, t, MONDAY))
        add(lambda t=task: rules.drop_task(w, t, MONDAY))
    add(lambda: rules.call_off(w, MONDAY))
    add(lambda: rules.close(w, later))
    return found


def mark(w: Whistle) -> tuple[object, ...]:
    """What makes two whistles the same for the walk: which unit is which does not matter."""
    calls = (
        (c.state, c.objected_from or "", c.missed > 0, bool(c.response), bool(c.rightness),
         sorted((t.open, t.dropped_at is None) for t in w.tasks if t.unit == c.unit))
        for c in w.calls
    )  # fmt: skip
    return (w.state, str(sorted(calls)))


@pytest.fixture(scope="module", params=["emergency", "masses"])
def walked(request):
    kind = KINDS[request.param]
    first = blown(FIRE, POWER, kind=kind)
    seen, edges, todo = {mark(first): first}, {}, [first]
    while todo:
        w = todo.pop()
        nexts = steps(w, kind)
        edges[mark(w)] = {mark(n) for n in nexts}
        for n in nexts:
            if mark(n) not in seen:
                seen[mark(n)] = n
                todo.append(n)
    return kind, seen, edges


def test_every_state_is_reached_and_from_every_one_a_whistle_can_end(walked):
    _, seen, edges = walked
    assert {w.state for w in seen.values()} == set(STATES)
    assert {c.state for w in seen.values() for c in w.calls} == set(CALL_STATES)
    ends = {m for m, w in seen.items() if w.state not in OPEN}
    while (more := {m for m, nexts in edges.items() if nexts & ends} | ends) != ends:
        ends = more
    assert ends == set(seen)


def test_whoever_is_waited_for_has_a_clock_and_a_timer(walked):
    kind, seen, _ = walked
    for w in seen.values():
        waits = [wait_of(c) for c in w.calls]
        if w.state in WORKING:
            assert any(waits), "somebody is waited for"
            for call, wait in zip(w.calls, waits, strict=True):
                assert wait is None or rules.next_miss(w, call, kind, CHINA) or call.missed == rules.LEVELS
        else:
            assert all(rules.next_miss(w, c, kind, CHINA) is None for c in w.calls)
        if w.state == "mutual_rating":
            assert w.rate_due_at is not None
            assert not any(waits)
        assert (w.closed_at is None) == (w.state in OPEN)


def test_no_unit_leaves_before_its_part_is_done_or_it_is_let_go(walked):
    _, seen, _ = walked
    for w in seen.values():
        for call in w.calls:
            if call.state == "done":
                assert call.arrived_at
                assert w.tasks_of(call.unit)
                assert not any(t.open for t in w.tasks_of(call.unit))
            if call.state in ("released", "excused"):
                assert not any(t.open for t in w.tasks_of(call.unit))


def test_a_whistle_stands_where_its_calls_say(walked):
    _, seen, _ = walked
    for w in seen.values():
        if w.state in WORKING:
            assert w.state == phase(w)


def test_a_task_that_is_over_stays_over():
    w = rules.plan(on_site(), an_id("task"), FIRE)
    gone = rules.drop_task(w, w.tasks[0], MONDAY)
    assert code(lambda: rules.finish_task(gone, gone.tasks[0], MONDAY)) == "task_over"
    assert isinstance(gone.tasks[0], Task)
    assert gone.state == "on_site"
