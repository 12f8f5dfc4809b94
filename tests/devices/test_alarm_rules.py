"""What signals do to alarms, whatever order they come in; and how health follows from silence."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liren.devices.commands import Signal
from liren.devices.kinds import SIGNALS, AlarmRule, check_rule
from liren.devices.rules import alarms as rules
from liren.devices.rules.alarms import Alarm
from liren.devices.rules.grouping import Group, Groups
from liren.devices.rules.health import Seen, judge
from liren.devices.rules.ruling import rule_for
from liren.kernel import Code
from liren.kernel.ids import new_id

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
FRAME, GATEWAY = UUID(int=1), UUID(int=2)
signals = st.builds(
    Signal, kind=st.sampled_from([Code(k) for k in (*SIGNALS, "reset")]), active=st.booleans(), component=st.sampled_from(["", "01"]),
    type=st.just(40), test=st.booleans(), said_at=st.none() | st.datetimes(timezones=st.just(UTC)), text=st.text(max_size=80),
)  # fmt: skip


def play(said: list[Signal]) -> tuple[dict[rules.Key, Alarm], list[str]]:
    held: dict[rules.Key, Alarm] = {}
    how = []
    for n, signal in enumerate(said):
        at = NOON + timedelta(seconds=n)
        for change in rules.take(held, signal, frame=FRAME, received_at=at, id=new_id()):
            held[change.alarm.key] = change.alarm
            how.append(change.how)
    return held, how


@given(st.lists(signals, max_size=30))
def test_after_a_fire_was_seen_there_is_an_alarm_whatever_came_before_or_after(said):
    held, _ = play(said)
    fires = {(s.component, s.type, "fire", None) for s in said if s.kind == "fire" and s.active}
    assert fires == {key for key in held if key[2] == "fire"}


@given(st.lists(signals, max_size=30))
def test_clearing_ends_nothing_and_every_signal_is_counted(said):
    held, how = play(said)
    assert len(held) == how.count("raised")
    assert sum(a.signals for a in held.values()) == len(how) - how.count("cleared")
    assert all((a.cleared_at is None) == a.active for a in held.values())


@given(st.lists(signals, max_size=20))
def test_a_test_bit_changes_nothing_but_its_own_mark(said):
    plain = [
        Signal(kind=s.kind, active=s.active, component=s.component, type=s.type, said_at=s.said_at, text=s.text)
        for s in said
    ]
    assert play(said)[1] == play(plain)[1]


@given(kind=st.sampled_from(list(SIGNALS)), active=st.booleans(), seen=st.booleans(), case=st.none() | st.uuids())
def test_only_what_cleared_was_seen_and_has_no_case_ends_by_itself_and_never_a_fire(kind, active, seen, case):
    over = rules.ends_by_itself(kind=kind, active=active, seen=seen, case=case)
    assert not over or (kind not in rules.FIRE and not active and seen and case is None)


def test_a_clock_from_2099_is_off_and_one_within_five_minutes_is_not():
    assert rules.off(NOON.replace(year=2099), NOON) > 0
    assert rules.off(NOON - timedelta(minutes=5), NOON) == 0
    assert rules.off(None, NOON) == 0


def test_alarms_of_one_building_within_five_minutes_are_one_group_and_a_fire_never_joins_a_fault():
    house = UUID(int=9)
    group = Group(head=UUID(int=3), kind="fire", building=house, root=GATEWAY, grown_at=NOON, case=None)
    told = {"building": house, "root": UUID(int=8)}

    def joined(**asked):
        return Groups([group]).joined(**asked)

    assert joined(kind="fire", at=NOON + timedelta(minutes=5), **told) is group
    assert joined(kind="fire", at=NOON + timedelta(minutes=5, seconds=1), **told) is None
    assert joined(kind="fault", at=NOON, **told) is None
    assert joined(kind="fire", at=NOON, building=None, root=UUID(int=8)) is None


def test_a_group_grows_with_every_alarm_that_joins_it_in_time_and_in_space():
    first, second = UUID(int=9), UUID(int=10)
    groups = Groups([Group(head=UUID(int=3), kind="fire", building=first, root=GATEWAY, grown_at=NOON, case=None)])

    def joins(building, root, minutes):
        found = groups.joined(kind="fire", building=building, root=root, at=NOON + timedelta(minutes=minutes))
        return found is not None and found.head == UUID(int=3)

    assert joins(second, GATEWAY, 4), "behind the same gateway"
    assert joins(second, UUID(int=8), 8), "in the building that joined"
    assert joins(first, UUID(int=7), 12), "where it began, while it grows"
    assert not joins(first, UUID(int=7), 18)


def test_the_first_rule_that_fits_the_hour_speaks():
    night = AlarmRule(
        code="night", label="夜里", case_kind="fire_alarm", signals=("fire",), hours="22:00-06:00", order=1
    )
    day = AlarmRule(code="day", label="白天", case_kind="device_fault", order=2)
    assert rule_for([day, night], kind="fire", device="smoke_detector", at=NOON).code == "day"
    assert rule_for([day, night], kind="fire", device="smoke_detector", at=NOON + timedelta(hours=11)).code == "night"
    assert rule_for([night], kind="fault", device="smoke_detector", at=NOON) is None


def test_a_rule_that_keeps_a_fire_away_from_people_is_a_fault():
    assert [p.key for p in check_rule(AlarmRule(code="x", label="不管", signals=("fire",)))] == ["case_kind"]
    assert [p.key for p in check_rule(AlarmRule(code="x", label="不管", hours="25:00-1"))] == ["hours", "case_kind"]


@pytest.mark.parametrize(
    ("silent", "state"), [(0, "online"), (44, "online"), (45, "late"), (89, "late"), (90, "offline"), (9000, "offline")]
)
def test_a_device_of_thirty_seconds_is_offline_after_ninety(silent, state):
    assert judge(Seen(heard_at=NOON - timedelta(seconds=silent), interval=30), NOON).state == state


def test_a_silent_gateway_hides_those_behind_it_and_a_late_one_holds_judgement_back():
    behind = Seen(heard_at=NOON - timedelta(hours=1), interval=30, gateway=GATEWAY, gateway_state="offline")
    assert (judge(behind, NOON).state, judge(behind, NOON).because) == ("unknown", GATEWAY)
    late = Seen(heard_at=NOON - timedelta(hours=1), interval=30, gateway=GATEWAY, gateway_state="late")
    assert judge(late, NOON).state == "late"


def test_a_window_of_maintenance_is_looked_at_again_when_it_ends():
    until = NOON + timedelta(hours=2)
    seen = Seen(heard_at=None, interval=30, maintenance_from=NOON, maintenance_until=until)
    assert (judge(seen, NOON).state, judge(seen, NOON).look_at) == ("maintenance", until)
    assert judge(seen, until).state == "unknown"


@given(
    silent=st.integers(0, 10**6),
    interval=st.integers(5, 604800),
    gateway=st.sampled_from([None, "online", "late", "offline"]),
)
def test_one_always_looks_again_later_than_now(silent, interval, gateway):
    seen = Seen(
        heard_at=NOON - timedelta(seconds=silent),
        interval=interval,
        gateway=GATEWAY if gateway else None,
        gateway_state=gateway,
    )
    assert judge(seen, NOON).look_at > NOON
