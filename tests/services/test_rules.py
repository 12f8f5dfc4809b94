"""The table of states walked, and the decisions that need no database."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from liren.catalogue.worktime import Calendar
from liren.kernel import AreaCode, Code, Conflict, Denied, Refusal
from liren.services import kinds
from liren.services.commands import COMMANDS, Free, Time
from liren.services.rules import acts, check, wishes
from liren.services.rules.fold import OrderState, apply
from liren.services.rules.scene import Found, Scene, Terms, Who
from liren.services.rules.stations import BY_CODE, START, STATES, WAITING, State, moves
from liren.services.rules.wishes import Hand, Wish, bit, free_of, in_circle, mask_of_free, mask_of_times, unfit

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SCOPE = AreaCode("32118110800100101")


def spec(code="haircut"):
    path = Path(kinds.__file__).parent / "kinds" / f"{code}.toml"
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), kinds.ServiceKind)


CALENDAR = Calendar(label="中国", years=(), hours=((time(8, 30), time(12)), (time(13, 30), time(17))))


def hand(**more) -> Hand:
    told = {
        "id": uuid4(), "account": uuid4(), "home": str(SCOPE), "skills": frozenset({"haircut"}), "areas": (str(SCOPE)[:9],),
        "gender": "woman", "visits": True, "mask": wishes.ANY_TIME, "open": 0, "most": 3,
    } | more  # fmt: skip
    return Hand(**told)


def wish(**more) -> Wish:
    told = {
        "kind": "haircut", "scope": str(SCOPE), "gender": "any", "neighbour": False, "visit": True, "mask": wishes.ANY_TIME,
    } | more  # fmt: skip
    return Wish(**told)


# ---- the table ---------------------------------------------------------------------------------------------------


def test_the_table_has_no_dead_end_and_every_wait_has_an_owner_and_a_clock():
    assert list(check.faults(BY_CODE, frozenset(COMMANDS))) == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ({"done": replace(BY_CODE["done"], moves=())}, "no way to an end"),
        ({"listed": replace(BY_CODE["listed"], owner="none")}, "without an owner"),
        ({"triaged": replace(BY_CODE["triaged"], clock=None)}, "without an owner or a clock"),
        ({"island": State(code="island", label="岛", owner="desk", clock="triage")}, "cannot be reached"),
        (
            {"claimed": replace(BY_CODE["claimed"], owner="requester", moves=(BY_CODE["claimed"].moves[0],))},
            "owner has no move",
        ),
    ],
)
def test_the_checker_finds_what_is_wrong(broken, fault):
    assert any(fault in found for found in check.faults(BY_CODE | broken, frozenset(COMMANDS)))


def test_an_act_nobody_orders_is_found():
    assert any("no command" in f for f in check.faults(BY_CODE, frozenset(COMMANDS) - {"rate"}))


def test_every_order_has_a_maker_and_a_place_in_the_table():
    in_table = {move.act for state in STATES for move in moves(state)}
    assert set(COMMANDS) == in_table
    assert {kind.act for kind in acts.MAKERS} == in_table


def test_only_a_requester_or_silence_ends_what_is_done():
    assert {role for move in BY_CODE["done"].moves for role in move.by} == {"requester", "house"}
    ways = [(s.code, m.act, m.by) for s in STATES for m in s.moves if m.to in ("confirmed", "rated")]
    assert {by for *_, by in ways} == {("requester",)}


# ---- decisions walked over the real rules ------------------------------------------------------------------------


def order(state: str, **more) -> OrderState:
    handler = uuid4() if state in ("claimed", "assigned", "scheduled", "done", "unconfirmed") else None
    told = {
        "id": uuid4(), "version": 1, "state": Code(state), "kind": Code("haircut"), "entry": uuid4(), "scope": SCOPE,
        "serial": 1, "channel": Code("web"), "on_behalf": False, "requested_at": NOW, "handler": handler, "due_at": NOW,
    } | more  # fmt: skip
    return OrderState(**told)


def scene(state: str, role: str, **more) -> Scene:
    mine = hand()
    found = Found(hand=mine, companion=hand(), case_kind_known=True)
    terms = Terms(entry=uuid4(), kind=spec(), calendar=CALENDAR)
    told = {"order": order(state, **more), "wish": wish(), "who": Who(account=mine.account, roles=frozenset({role})),
            "terms": terms, "now": NOW, "found": found}  # fmt: skip
    return Scene(**told)


def ordered(act: str, outcome: str = "", circle: str = "town"):
    """A command of an act that lacks nothing."""
    told = {
        "note": uuid4(), "words": "说清楚了", "reason": "说清楚了", "member": uuid4(), "at": NOW + timedelta(hours=2), "case": uuid4(),
        "kind": Code("other"), "satisfied": 1, "solved": outcome != "unsolved", "wider": outcome == "widened",
        "circle": Code(circle),
    }  # fmt: skip
    kind = COMMANDS[act]
    return kind(order=uuid4(), **{k: v for k, v in told.items() if k in kind.__dataclass_fields__ and k != "order"})


def test_every_move_of_the_table_can_be_made_and_leads_where_it_says():
    made = set()
    for state in STATES:
        for move in moves(state):
            for role in move.by:
                circle = "community" if move.outcome == "widened" else "town"
                ended = {"closed_at": NOW - timedelta(days=200)} if move.act == "forget" else {}
                s = scene(state.code, role, circle=Code(circle), **ended)
                event = acts.decide(s, ordered(move.act, move.outcome))
                if event is None:
                    assert move.act == "decline"
                    continue
                assert event.state == (move.to or state.code), (state.code, move.act)
                after = apply(s.order, event)
                assert (after.due_at is not None) == (after.state in WAITING), (state.code, move.act)
                made.add(type(event).__name__)
    assert len(made) >= 17


def test_what_is_not_in_the_table_is_refused_and_nobody_plays_another_s_part():
    for state in STATES:
        for act, kind in COMMANDS.items():
            for outcome in {"", "solved", "unsolved", "widened", "unclaimed"}:
                command = ordered(act, outcome)
                if command.outcome != outcome:
                    continue
                found = [m for m in moves(state) if m.act == act and m.outcome == outcome]
                if not found:
                    with pytest.raises(Conflict):
                        acts.decide(scene(state.code, "desk"), command)
                    continue
                for role in {"desk", "member", "handler", "requester", "house"} - set(found[0].by):
                    with pytest.raises(Denied):
                        acts.decide(scene(state.code, role), command)
            assert kind.label


def test_an_order_starts_where_the_table_starts():
    assert STATES[0].code == START


def test_silence_is_heard_only_when_it_lasted():
    s = scene("done", "house", due_at=NOW + timedelta(minutes=1))
    with pytest.raises(Refusal) as caught:
        acts.decide(s, ordered("lapse"))
    assert caught.value.code == "not_due"


# ---- who may -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "member", "reason"),
    [
        ({}, {}, ""),
        ({}, {"active": False}, "inactive"),
        ({"kind": "repair"}, {}, "skill"),
        ({"scope": "32118110900100101"}, {}, "place"),
        ({"gender": "man"}, {}, "man"),
        ({"gender": "woman"}, {"gender": "man"}, "woman"),
        ({"neighbour": True}, {"home": "32118110800100201"}, "neighbour"),
        ({"neighbour": True}, {"home": "32118110800100102"}, ""),
        ({}, {"visits": False}, "visits"),
        ({"visit": False}, {"visits": False}, ""),
        ({}, {"open": 3}, "full"),
    ],
)
def test_a_wish_is_a_limit(asked, member, reason):
    assert unfit(wish(**asked), hand(**member)) == reason


def test_nobody_is_offered_their_own_order_or_one_they_declined():
    mine = hand()
    assert unfit(wish(requester=mine.account), mine) == "own"
    assert unfit(wish(), mine, declined=True) == "declined"


def test_free_time_is_bits_and_comes_back():
    free = (Free(weekday=1, part="morning"), Free(weekday=7, part="evening"))
    assert free_of(mask_of_free(free)) == free
    assert mask_of_free(free_of(wishes.ANY_TIME)) == wishes.ANY_TIME


def test_times_that_are_over_ask_for_nothing_and_none_left_means_any():
    today, tomorrow = date(2026, 11, 23), date(2026, 11, 24)
    both = [Time(day=today, part="morning"), Time(day=tomorrow, part="evening")]
    assert mask_of_times(both, NOW) == bit(2, "evening"), "14:00 in Shanghai: the morning is over"
    assert mask_of_times(both[:1], NOW) == wishes.ANY_TIME
    assert mask_of_times([], NOW) == wishes.ANY_TIME


def test_the_circle_is_the_community_then_the_town():
    assert in_circle("community", str(SCOPE), "321181108001")
    assert not in_circle("community", str(SCOPE), "321181108002")
    assert in_circle("town", str(SCOPE), "321181108002")
    assert not in_circle("town", str(SCOPE), "321181109001")


# ---- kinds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((Path(kinds.__file__).parent / "kinds").glob("*.toml")), ids=lambda p: p.stem)
def test_a_shipped_kind_is_right_and_would_become_a_case_that_exists(path):
    kind = spec(path.stem)
    assert kind.code == path.stem
    assert kinds.check(kind) == []
    cases = Path(kinds.__file__).parents[1] / "cases" / "kinds"
    assert (cases / f"{kind.becomes}.toml").exists()


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"label": " "}, "label"), ({"group": "x"}, "group"), ({"says": ""}, "says"), ({"retention_days": 3}, "retention_days"),
        ({"two_people": True, "visit": "never"}, "two_people"), ({"hints": ("剪", "剪")}, "hints"),
    ],
)  # fmt: skip
def test_a_wrong_kind_names_the_key(changed, key):
    assert [p.key for p in kinds.check(replace(spec(), **changed))] == [key]


def test_a_limit_of_nothing_is_wrong():
    limits = replace(spec().limits, claim_hours=0)
    assert [p.key for p in kinds.check(replace(spec(), limits=limits))] == ["limits.claim_hours"]
