"""Orders down and 查岗: what an order comes to, when a duty room is asked, what its answer is worth, and that figures add up."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liren.catalogue import queries as catalogue
from liren.catalogue.worktime import SHANGHAI
from liren.devices import commands as d
from liren.devices import ordering, outgoing
from liren.devices.outgoing import Word
from liren.devices.queries import checks, orders
from liren.devices.rules import checks as rules
from liren.devices.rules import orders as order_rules
from liren.devices.rules.checks import Check, Schedule
from liren.devices.rules.orders import Standing, fold
from liren.gateway import reading
from liren.kernel import Code, Denied, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.devices import speaking
from tests.devices.speaking import WIRE

HOUSE = the_house("test")
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOWS = [*order_rules.WAYS, "expired"]
ANSWERED = 0b10_0000
KEY = b"this installation's own"


# ---- rules --------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from(HOWS), st.integers(0, 600)), max_size=12))
def test_an_order_ends_at_most_once_whatever_is_said_of_it_in_whatever_order(words):
    order, ended = Standing(), None
    for n, (how, seconds) in enumerate(words):
        order = fold(order, how, NOW + timedelta(seconds=seconds), n)
        assert (order.ended_at is not None) == order.over
        if order.over:
            ended = ended or order
            assert order == ended
        assert (order.answer is not None) <= (order.state == "answered")


def test_an_order_that_was_sent_and_whose_time_ran_out_was_silent_and_not_unreached():
    assert fold(Standing(), "expired", NOW, None).state == "expired"
    assert fold(fold(fold(Standing(), "sent", NOW, 1), "lost", NOW, 2), "expired", NOW, None).state == "silent"


@pytest.mark.parametrize(
    ("what", "minutes", "code"),
    [("initialise", None, "what"), ("post_check", None, "minutes"), ("post_check", 0, "minutes"), ("post_check", 256, "minutes"),
     ("read_clock", 5, "minutes")],
)  # fmt: skip
def test_what_cannot_be_ordered_is_refused_in_a_sentence(what, minutes, code):
    with pytest.raises(Refusal) as no:
        order_rules.check(what, minutes, kind="transmission_unit", taken=order_rules.ORDERS)
    assert no.value.code == code
    with pytest.raises(Refusal, match="协议不收"):
        order_rules.check("read_clock", None, kind="transmission_unit", taken=())

    with pytest.raises(Refusal, match="查岗应答"):
        order_rules.check("post_check", 10, kind="smoke_detector", taken=order_rules.ORDERS)


def night(times: int = 2, **more) -> Schedule:
    return Schedule(code="night", label="夜间查岗", hours="20:00-08:00", times=times, **more)


def test_a_window_over_midnight_is_one_window_with_the_slots_of_the_day_on_which_it_began():
    device = new_id()
    evening = datetime(2026, 11, 23, 23, 0, tzinfo=SHANGHAI)
    before = list(rules.turns([night()], device=device, key=KEY, now=evening))
    after = list(rules.turns([night()], device=device, key=KEY, now=evening + timedelta(hours=5)))  # fmt: skip
    assert before == after
    assert [t.slot for t in before] == ["night:20261123:0", "night:20261123:1"]
    begin = evening.replace(hour=20)
    assert begin <= before[0].at < begin + timedelta(hours=6) <= before[1].at < begin + timedelta(hours=12)
    noon = evening + timedelta(hours=13)
    assert list(rules.turns([night()], device=device, key=KEY, now=noon)) == []
    assert list(rules.turns([night(0)], device=device, key=KEY, now=evening)) == []


def test_every_minute_of_a_window_is_as_likely_as_another_and_no_key_gives_anothers_minutes():
    """Chi-square over 12 hours of 600 draws on average each: 11 degrees of freedom, 31.3 is passed once in a thousand."""
    drawn = [rules.minute(KEY, UUID(int=n), "night:20261123:0", timedelta(hours=12)) for n in range(7200)]
    assert 0 <= min(drawn) <= max(drawn) < 720
    hours = Counter(m // 60 for m in drawn)
    assert sum((hours[h] - 600) ** 2 / 600 for h in range(12)) < 31.3
    others = [rules.minute(b"another", UUID(int=n), "night:20261123:0", timedelta(hours=12)) for n in range(7200)]
    assert sum(a == b for a, b in zip(drawn, others, strict=True)) < 40


def test_a_schedule_that_is_wrong_is_told_where_and_how():
    assert rules.check(night()) == []
    wrong = replace(night(), label=" ", hours="25:00-6", times=9, minutes=0)
    assert [p.key for p in rules.check(wrong)] == ["label", "hours", "times", "minutes"]


@given(st.permutations(["begun", "answered"]), st.integers(0, 40))
def test_an_answer_counts_from_when_the_device_had_the_question_even_if_it_is_read_first(order, after):
    check = Check(asked_at=NOW, minutes=10)
    for step in order:
        check = rules.begun(check, NOW) if step == "begun" else rules.answered(check, NOW + after * MINUTE)
    assert check.outcome == ("in_time" if after <= 10 else "late")


def test_who_was_not_reached_is_not_blamed_and_an_answer_hours_later_is_late_and_a_day_later_none():
    check = rules.unreached(Check(asked_at=NOW, minutes=10))
    assert check.outcome == "unreached"
    none = replace(rules.begun(Check(asked_at=NOW, minutes=10), NOW), outcome="none")
    assert rules.takes(none, NOW + timedelta(hours=2))
    assert not rules.takes(none, NOW + timedelta(hours=13))
    assert not rules.takes(rules.answered(none, NOW + MINUTE), NOW + 2 * MINUTE)


# ---- through the gate ----------------------------------------------------------------------------------------------


@pytest.fixture
def device(town):
    """A transmission unit without orders."""
    speaking.forget()
    return registered(town)


def registered(town, number: int = 889, n: int = 0) -> UUID:
    lon, lat = town.point(n)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("transmission_unit"), wire=WIRE, source=speaking.source(number).hex(),
        name=f"{number} 号传输装置", lon=lon, lat=lat,
    )  # fmt: skip
    town.order(order)
    return order.device


def ask(town, device: UUID, minutes: int = 10, actor=None) -> UUID:
    order = d.OrderDown(order=new_id(), device=device, what=Code("post_check"), minutes=minutes)
    town.order(order, actor or town.actor("desk"))
    return order.order


def said(town, order: UUID, *hows: str) -> None:
    """A gateway wrote this of an order."""
    sql.run('update devices_down set taken_by = %s, taken_at = %s where "order" = %s', (new_id(), town.now, order))
    sql.run(*outgoing.telling(new_id(), [Word(order=order, at=town.now, how=how, raw=b"@@") for how in hows]))
    ordering.step(town.now)


def press(town, number: int = 889, bits: int = ANSWERED) -> None:
    speaking.keep(speaking.frame(speaking.pressed(bits, town.now), number=number, at=town.now), town.now, number=number)
    reading.read(town.now)


def outcome(order: UUID) -> str:
    return str(sql.value('select outcome from devices_postcheck where "order" = %s', (order,)))


def test_only_who_may_orders_and_whoever_only_sees_is_told_so(town, device):
    with pytest.raises(Denied, match="向设备下命令"):
        ask(town, device, actor=town.actor("supervisor"))
    with pytest.raises(Missing):
        ask(town, device, actor=town.actor("resident"))
    house = d.OrderDown(order=new_id(), device=device, what=Code("set_clock"), why=Code("clock"))
    with pytest.raises(Refusal, match="只有系统自己"):
        town.order(house, town.actor("desk"))


def test_the_same_order_twice_at_once_is_refused_and_after_its_end_it_is_not(town, device):
    first = ask(town, device)
    with pytest.raises(Refusal, match="已经在路上"):
        ask(town, device)
    said(town, first, "sent", "confirmed")
    second = ask(town, device)
    assert sql.values("select serial from devices_order order by serial") == [0, 1]
    assert second != first


def test_an_order_is_called_off_while_nobody_carries_it_and_not_after(town, device):
    first = ask(town, device)
    town.order(d.CallOffDown(order=first), town.actor("desk"))
    assert [c.state for c in orders.of_device(HOUSE, device)] == ["called_off"]
    assert sql.value("select count(*) from devices_postcheck") == 0
    second = ask(town, device)
    said(town, second, "sent")
    with pytest.raises(Refusal, match="撤不回来"):
        town.order(d.CallOffDown(order=second), town.actor("desk"))


def test_nobody_is_asked_until_a_place_says_how_often(town, device):
    shipped = [e.spec for e in catalogue.entries(rules.FAMILY, at=town.now)]
    assert [(s.code, s.times) for s in shipped] == [("day", 0), ("night", 0)]
    for hours in range(24):
        assert ordering.ask(town.now + timedelta(hours=hours)) == 0


def test_an_answer_in_time_is_in_time_by_the_moment_it_was_received(town, device):
    order = ask(town, device)
    said(town, order, "sent", "confirmed")
    assert sql.value('select due_at - begun_at from devices_postcheck where "order" = %s', (order,)) == 10 * MINUTE
    town.now += 4 * MINUTE
    press(town)
    assert outcome(order) == "in_time"
    press(town)
    assert outcome(order) == "in_time"


def test_no_answer_is_said_when_the_minutes_are_over_and_one_that_comes_later_is_late(town, device):
    order = ask(town, device)
    said(town, order, "sent", "confirmed")
    town.now += 10 * MINUTE - timedelta(seconds=1)
    ordering.step(town.now)
    assert outcome(order) == ""
    town.now += timedelta(seconds=1)
    ordering.step(town.now)
    assert outcome(order) == "none"
    town.now += 20 * MINUTE
    press(town)
    assert outcome(order) == "late"


def test_another_button_is_no_answer_and_one_question_is_answered_and_not_the_one_before(town, device):
    first = ask(town, device)
    said(town, first, "sent", "confirmed")
    press(town, bits=0b10)
    town.now += 11 * MINUTE
    ordering.step(town.now)
    second = ask(town, device)
    said(town, second, "sent", "confirmed")
    town.now += MINUTE
    press(town)
    assert (outcome(first), outcome(second)) == ("none", "in_time")


def test_a_device_that_says_nothing_back_was_not_reached_unless_somebody_presses(town, device):
    order = ask(town, device)
    said(town, order, "sent", "sent", "sent", "silent")
    assert outcome(order) == "unreached"
    town.now += 3 * MINUTE
    press(town)
    assert outcome(order) == "in_time", "who answers had the question"


def test_a_schedule_asks_each_device_once_a_turn_however_often_the_chore_runs(town, device, monkeypatch):
    registered(town, 890, n=1)
    evening = town.now.astimezone(SHANGHAI).replace(hour=20, minute=0)
    schedule = [type("Entry", (), {"spec": night(2)})]
    monkeypatch.setattr(ordering.catalogue, "entries", lambda *a, **k: schedule)
    assert ordering.ask(evening - MINUTE) == 0
    made = []
    for n in range(0, 12 * 60, 7):
        town.now = evening + n * MINUTE
        made.append(ordering.ask(town.now))
        ordering.step(town.now + 11 * MINUTE)
    assert sum(made) == 4
    slots = sql.rows("select device, slot, why, asked_by from devices_order order by slot")
    assert len({(row["device"], row["slot"]) for row in slots}) == 4
    assert {(row["why"], row["asked_by"]) for row in slots} == {("schedule", None)}
    town.now = evening + timedelta(hours=12)


def test_a_device_under_maintenance_is_not_asked_by_the_schedule(town, device, monkeypatch):
    evening = town.now.astimezone(SHANGHAI).replace(hour=20, minute=0) + timedelta(days=1)
    monkeypatch.setattr(ordering.catalogue, "entries", lambda *a, **k: [type("Entry", (), {"spec": night(1)})])
    starts = town.now
    town.order(d.SetMaintenance(device=device, starts=starts, ends=evening + timedelta(days=1), reason="年检"))
    assert ordering.ask(evening + timedelta(hours=11, minutes=59)) == 0


def test_the_figures_add_up_and_every_number_has_its_checks(town, device):
    town.now += timedelta(days=3)
    since = town.now
    other = registered(town, 890, n=5)
    plan = [
        (device, 889, 2),
        (device, 889, 6),
        (device, 889, 15),
        (device, 889, None),
        (other, 890, 3),
        (other, 890, "unreached"),
    ]
    for which, number, after in plan:
        town.now += timedelta(hours=14)
        order = ask(town, which)
        if after == "unreached":
            said(town, order, "sent", "silent")
            continue
        said(town, order, "sent", "confirmed")
        begun = town.now
        town.now = begun + 10 * MINUTE
        if after is not None and after <= 10:
            town.now = begun + after * MINUTE
            press(town, number)
        ordering.step(town.now)
        if after is not None and after > 10:
            town.now = begun + after * MINUTE
            press(town, number)
    until = town.now + MINUTE
    whole, found = checks.tally(HOUSE, since, until)
    assert (whole.asked, whole.in_time, whole.late, whole.none, whole.open, whole.unreached) == (5, 3, 1, 1, 0, 1)
    by = {t.of: t for t in found}
    assert (by[device].asked, by[device].in_time, by[device].late, by[device].none) == (4, 2, 1, 1)
    assert by[device].median == pytest.approx(6)
    assert (by[other].asked, by[other].unreached, by[other].share) == (1, 1, 1.0)
    for tally, of in ((whole, None), *((t, t.of) for t in found)):
        shown = Counter(line.outcome for line in checks.lines(HOUSE, since, until, by="device" if of else "", of=of))
        assert shown == Counter({k: v for k in ("in_time", "late", "none", "unreached") if (v := getattr(tally, k))})
    for by_what in checks.BY:
        again, parts = checks.tally(HOUSE, since, until, by=by_what)
        assert again == whole
        assert sum(t.asked for t in parts) == whole.asked
    assert checks.tally(town.actor("resident"), since, until) == (checks.EMPTY, [])


def test_nobody_who_pressed_the_button_is_kept_in_the_register_of_checks(town):
    columns = sql.values("select column_name from information_schema.columns where table_name = 'devices_postcheck'")
    assert not {c for c in columns if "operator" in c or "account" in c or "person" in c}
