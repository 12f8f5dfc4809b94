"""Whistles and children on a real database: orders in, events and rows out; who may, who sees, what the tables promise."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from liren.cases import commands as c
from liren.cases import queries
from liren.cases.commands import whistle as w
from liren.cases.queries import whistles
from liren.cases.rules.fold import fold
from liren.kernel import AreaCode, Code, Denied, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from tests.scene import CENTRE, OFFICE, STATION, Scene, id_of

OFFICERS = {OFFICE: "officer", CENTRE: "double"}


def blow(town: Scene, case: UUID, *units: str, kind: str = "emergency", who: str = "desk") -> dict[str, UUID]:
    """Blow a whistle for some units; their calls by unit."""
    calls = {unit: new_id() for unit in units}
    town.order(
        w.BlowWhistle(
            case=case, whistle=new_id(), kind=Code(kind), units=tuple(map(id_of, units)), calls=tuple(calls.values()),
            words="管沟塌了，请来围挡、断电、抢修",
        ),
        town.actor(who),
    )  # fmt: skip
    return calls


def say(town: Scene, who: str, order, case: UUID, **told):
    names = order.__dataclass_fields__
    filled = {k: v for k, v in ({"words": "照清单第 3 条", "task": new_id(), "score": 1} | told).items() if k in names}
    return town.order(order(case=case, **filled), town.actor(who))


def served(town: Scene, case: UUID, call: UUID, unit: str) -> None:
    """A unit comes, writes one thing down, does it and leaves."""
    who, task = OFFICERS[unit], new_id()
    say(town, who, w.ArriveOnSite, case, call=call)
    say(town, who, w.PlanTask, case, task=task, unit=id_of(unit))
    say(town, who, w.FinishTask, case, task=task)
    say(town, who, w.FinishCall, case, call=call)


def refused(act) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def split(town: Scene, case: UUID, who: str = "desk", **told) -> UUID:
    child = new_id()
    told = {"unit": id_of(OFFICE)} | told
    town.do(who, c.AddChild, case, child=child, kind=Code("road_damage"), words="路面塌陷", **told)
    return child


def folds(town: Scene, case: UUID) -> bool:
    events = [e.event for e in town.entries(case) if isinstance(e.event, c_events())]
    return fold(events) == town.state(case)


def c_events():
    from liren.cases.events import CaseEvent

    return CaseEvent


# ---- whistles -----------------------------------------------------------------------------------------------------


def test_a_whistle_goes_its_whole_way_and_the_case_goes_on(town):
    case = town.in_progress()
    calls = blow(town, case, OFFICE, CENTRE)
    state = town.state(case)
    assert (state.state, state.handler) == ("in_progress", town.account("handler")), "the lead keeps it"
    assert set(state.called) == {id_of(OFFICE), id_of(CENTRE)}
    assert refused(lambda: town.do("handler", c.ReportResult, case)) == "whistle_open"
    for unit, call in calls.items():
        served(town, case, call, unit)
    assert town.state(case).whistle is None
    town.do("handler", c.ReportResult, case)
    for unit, call in calls.items():
        say(town, "desk", w.RateResponse, case, call=call, score=2)
        say(town, OFFICERS[unit], w.RateWhistle, case, call=call, score=3)
    assert town.state(case).called == ()
    (card,) = whistles.whistles_of(town.actor("desk"), case)
    assert card.state == "closed"
    assert [(call.response, call.rightness) for call in card.calls] == [(2, 3), (2, 3)]
    names = [e.name for e in town.entries(case)]
    assert [names.count(n) for n in ("WhistleBlown", "UnitArrived", "TaskPlanned", "UnitFinished", "WhistleRated")] == [
        1, 2, 2, 2, 4,
    ]  # fmt: skip
    assert folds(town, case)


def test_called_units_see_the_case_while_they_are_called_and_not_a_day_longer(town):
    case = town.in_progress(n=1)
    with pytest.raises(Missing):
        queries.case_card(town.actor("officer"), case, town.now)
    calls = blow(town, case, OFFICE)
    assert "called" in queries.case_card(town.actor("officer"), case, town.now).roles
    assert queries.reporter_masked(town.actor("officer"), case) is None, "the reporter is the lead's to ask"
    assert queries.reporter_masked(town.actor("handler"), case)
    assert [card.case for card in whistles.calling_me(town.actor("officer"))] == [case]
    served(town, case, calls[OFFICE], OFFICE)
    assert queries.case_card(town.actor("officer"), case, town.now), "until both sides have rated"
    say(town, "desk", w.RateResponse, case, call=calls[OFFICE])
    say(town, "officer", w.RateWhistle, case, call=calls[OFFICE])
    with pytest.raises(Missing):
        queries.case_card(town.actor("officer"), case, town.now)
    assert whistles.calling_me(town.actor("officer")) == []


def test_who_may_blow_and_who_speaks_for_whom(town):
    case = town.in_progress(n=2)
    with pytest.raises(Denied):
        blow(town, case, OFFICE, who="verifier")
    assert refused(lambda: blow(town, case, STATION)) == "lead_called"
    call = blow(town, case, OFFICE, CENTRE)[OFFICE]
    with pytest.raises(Denied):
        say(town, "double", w.AnswerCall, case, call=call)
    say(town, "officer", w.AnswerCall, case, call=call)
    assert refused(lambda: say(town, "officer", w.AnswerCall, case, call=call)) == "call_state"
    with pytest.raises((Denied, Missing)):
        say(town, "officer", w.ReleaseUnit, case, call=call)
    assert refused(lambda: say(town, "officer", w.PlanTask, case, unit=id_of(CENTRE))) == "task_unit"
    say(town, "handler", w.PlanTask, case, unit=id_of(CENTRE))
    assert refused(lambda: blow(town, case, OFFICE)) == "whistle_twice"


def test_an_objection_is_decided_by_others_and_the_unit_goes(town):
    case = town.in_progress(n=3)
    call = blow(town, case, OFFICE, kind="masses")[OFFICE]
    say(town, "officer", w.ObjectToCall, case, call=call, item="清单第 8 条")
    say(town, "arbiter", w.DecideObjection, case, call=call, upheld=True)
    state = town.state(case)
    assert (state.called, state.whistle) == ((), None)
    (card,) = whistles.whistles_of(town.actor("desk"), case)
    assert (card.state, card.calls[0].objected_words) == ("called_off", "清单第 8 条。照清单第 3 条")
    assert folds(town, case)
    blow(town, case, CENTRE), "another may be blown"


def test_no_word_of_a_whistle_stands_in_the_journal(town):
    case = town.in_progress(n=4)
    call = blow(town, case, OFFICE)[OFFICE]
    served(town, case, call, OFFICE)
    told = [str(e.event) for e in town.entries(case)]
    assert len(told) > 6
    assert not any("塌" in row or "清单" in row for row in told)


def test_the_figures_count_what_their_records_show(town):
    now = town.now
    case = town.in_progress(n=7)
    calls = blow(town, case, OFFICE, CENTRE)
    say(town, "officer", w.AnswerCall, case, call=calls[OFFICE])
    town.now += timedelta(minutes=40)
    say(town, "officer", w.ArriveOnSite, case, call=calls[OFFICE])
    rows = whistles.figure_rows(town.actor("desk"), now, town.now)
    mine = [r for r in rows if r.call in calls.values()]
    assert len(mine) == 2
    from liren.cases.rules.whistle_figures import how

    by_call = {r.call: r for r in mine}
    ways = {clock: how(by_call[calls[OFFICE]], clock, town.now) for clock in ("acknowledge", "arrive", "done")}
    assert ways == {"acknowledge": "in_time", "arrive": "late", "done": "waiting"}
    assert how(by_call[calls[CENTRE]], "acknowledge", town.now) == "late"
    assert whistles.figure_rows(town.actor("officer"), now, town.now) == [], "only whose areas these are"


# ---- children -----------------------------------------------------------------------------------------------------


def test_a_part_is_a_case_of_its_own_with_its_own_clocks_and_timeline(town):
    case = town.in_progress(n=8)
    child = split(town, case)
    part, whole = town.state(child), town.state(case)
    assert (part.parent, part.state, part.unit) == (case, "dispatched", id_of(OFFICE))
    assert (part.scope, part.contactable, part.reporter) == (whole.scope, False, None)
    assert part.next_due_at is not None
    assert (whole.children, whole.open_children, whole.state) == (1, 1, "in_progress")
    assert [e.name for e in town.entries(child)] == ["CaseReported", "CaseDispatched"]
    town.settle()
    assert town.account("officer") in town.told(child, "case_dispatched")
    assert town.state(child).keeper is None
    assert folds(town, child)
    assert folds(town, case)


def test_the_whole_waits_for_its_parts_and_names_them(town):
    case = town.in_progress(n=9)
    child = split(town, case)
    with pytest.raises(Refusal) as caught:
        town.do("handler", c.ReportResult, case)
    number = sql.value("select number from cases_case where id = %s", (child,))
    assert f"{number} 路面塌陷" in caught.value.sentence
    town.do("officer", c.TakeUpCase, child)
    town.do("officer", c.ReportResult, child)
    town.do("verifier", c.VerifyCase, child)
    whole = town.state(case)
    assert (whole.children, whole.open_children) == (1, 0)
    town.settle()
    assert town.told(case, "children_done") == [town.account("handler")]
    assert town.told_by_link(case, "parts_done") == 1
    assert town.told_by_link(child, "case_moved") == 0, "nobody reported a part"
    assert town.state(child).confirm == "none"
    town.do("handler", c.ReportResult, case)
    assert refused(lambda: town.do("desk", c.ReopenChild, child)) == "parent_answered"
    assert folds(town, case)


def test_a_part_is_taken_back_and_set_going_again(town):
    case = town.in_progress(n=10)
    child = split(town, case)
    town.do("desk", c.TakeBackChild, child)
    assert (town.state(case).children, town.state(case).open_children) == (0, 0)
    town.do("desk", c.ReopenChild, child)
    assert (town.state(case).children, town.state(case).open_children) == (1, 1)
    assert town.state(child).state == "filed"
    assert refused(lambda: split(town, child)) == "child_of_child"
    assert refused(lambda: town.do("desk", c.MergeCase, child, into=case)) == "child"
    assert folds(town, case)


def test_the_lead_handler_s_part_waits_at_the_desk(town):
    case = town.in_progress(n=11)
    child = split(town, case, who="handler", unit=None)
    assert town.state(child).state == "filed"
    kids = queries.children_of(town.actor("handler"), case)
    assert [(kid.line.id, kid.opens) for kid in kids] == [(child, False)]
    assert queries.parent_of(town.actor("desk"), case).opens


@pytest.mark.parametrize(
    ("constraint", "statement"),
    [
        (
            "cases_case_open_children",
            "update cases_case set state = 'closed', verifier = gen_random_uuid() where id = %(whole)s",
        ),
        ("cases_case_open_children", "update cases_case set open_children = 9 where id = %(whole)s"),
        ("cases_case_one_level", "update cases_case set children = 1 where id = %(part)s"),
        ("cases_case_one_level", "update cases_case set parent = %(part)s where id = %(whole)s"),
    ],
)
def test_the_database_keeps_the_same_promises(town, constraint, statement):
    whole = town.in_progress(n=12)
    part = split(town, whole)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        sql.run(statement, {"whole": whole, "part": part})


def test_a_case_with_units_at_work_cannot_be_closed_past_the_rules(town):
    case = town.in_progress(n=13)
    call = blow(town, case, OFFICE)[OFFICE]
    for name, statement in (
        ("cases_case_whistle_open", "update cases_case set state = 'feedback' where id = %(case)s"),
        ("cases_call_done_was_there", "update cases_call set state = 'done' where id = %(call)s"),
        ("cases_call_scores", "update cases_call set response = 9 where id = %(call)s"),
        ("cases_call_state", "update cases_call set state = 'lost' where id = %(call)s"),
        ("cases_whistle_state", "update cases_whistle set state = 'lost' where case_id = %(case)s"),
        ("cases_whistle_rating_ends", "update cases_whistle set state = 'mutual_rating' where case_id = %(case)s"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            sql.run(statement, {"case": case, "call": call})


def test_a_part_split_off_while_the_whole_is_answered_one_of_them_loses(town):
    """Both wait for the row of the whole: whoever comes second sees what the first did."""
    case = town.in_progress(n=14)
    start, came = Barrier(2), {}

    def run(name: str, order, who: str) -> None:
        actor = town.actor(who)
        start.wait()
        try:
            gate.execute(order, actor=actor, now=town.now, key=new_id())
            came[name] = ""
        except Refusal as no:
            came[name] = no.code
        finally:
            connection.close()

    add = c.AddChild(
        case=case, child=new_id(), kind=Code("road_damage"), note=new_id(), words="路面", unit=id_of(OFFICE)
    )
    answer = c.ReportResult(case=case, result=Code("explained"), note=new_id(), words="办好了")
    both = [Thread(target=run, args=("add", add, "desk")), Thread(target=run, args=("answer", answer, "handler"))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(came.values()) in (["", "child_open"], ["", "wrong_state"])
    state = town.state(case)
    assert (state.state, state.open_children) in (("feedback", 0), ("in_progress", 1))


# ---- a case that comes into another area ---------------------------------------------------------------------------


def areas_of_timers(case, *subjects) -> set[str]:
    return set(sql.values("select area from trust_timer where subject = any(%s)", ([case, *subjects],)))


def test_the_clocks_of_a_whistle_ring_where_the_case_is_after_its_place_was_put_right(town):
    case = town.in_progress()
    calls = blow(town, case, OFFICE, CENTRE)
    before = areas_of_timers(case, *calls.values())
    lon, lat = town.point(9)
    town.do("desk", c.CorrectPlace, case, lon=lon, lat=lat, area=None)
    scope = town.state(case).scope
    assert before != {scope}
    assert areas_of_timers(case, *calls.values()) == {scope}
    assert len(sql.values("select 1 from trust_timer where subject = any(%s)", (list(calls.values()),))) == 2


def test_the_clocks_of_a_whistle_ring_where_the_case_is_after_the_grid_was_divided_anew(town):
    case = town.in_progress(n=3)
    calls = blow(town, case, OFFICE)
    lon, lat = town.point(12)
    sql.run("update cases_case set lon = %s, lat = %s where id = %s", (lon, lat, case))
    house = the_house("when_micro_grids_are_adopted_move_open_cases")
    town.order(c.RescopeCases(area=AreaCode(town.state(case).scope[:15])), house)
    scope = town.state(case).scope
    assert scope == town.made.at(17)[12].code
    assert areas_of_timers(case, *calls.values()) == {scope}


# ---- one more unit -------------------------------------------------------------------------------------------------


def test_one_more_unit_is_called_with_clocks_of_its_own_and_the_others_keep_theirs(town):
    case = town.in_progress()
    first = blow(town, case, OFFICE)[OFFICE]
    say(town, "officer", w.ArriveOnSite, case, call=first)
    before = sql.one("select * from cases_call where id = %s", (first,))
    town.now += timedelta(minutes=20)
    call = new_id()
    say(town, "desk", w.CallAnother, case, call=call, unit=id_of(CENTRE), words="还要人来疏散")
    row = sql.one("select * from cases_call where id = %s", (call,))
    assert (row["called_at"], row["called_words"]) == (town.now, "还要人来疏散")
    assert row["acknowledge_due_at"] - before["acknowledge_due_at"] == timedelta(minutes=20)
    assert sql.one("select * from cases_call where id = %s", (first,)) == before
    assert set(town.state(case).called) == {id_of(OFFICE), id_of(CENTRE)}
    assert sql.value("select state from cases_whistle where case_id = %s", (case,)) == "raised", (
        "the newest is waited for"
    )
    assert sql.value("select count(*) from trust_timer where subject = %s", (call,)) == 1
    town.settle()
    told = sql.rows("select facts from notices_notice where subject = %s and code = 'whistle_hurried'", (case,))
    assert [row["facts"]["unit"] for row in told].count(str(id_of(CENTRE))) >= 1
    assert fold(e.event for e in town.entries(case) if hasattr(e.event, "next_clock")) == town.state(case)
    served(town, case, call, CENTRE)


def test_who_may_call_another_and_when(town):
    case = town.in_progress()
    calls = blow(town, case, OFFICE)

    def another(who: str, unit: str) -> str:
        return refused(lambda: say(town, who, w.CallAnother, case, call=new_id(), unit=id_of(unit)))

    assert another("desk", OFFICE) == "called_already"
    assert another("desk", STATION) == "lead_called"
    assert another("desk", "没有这家") == "units"
    with pytest.raises(Denied):
        say(town, "officer", w.CallAnother, case, call=new_id(), unit=id_of(CENTRE))
    served(town, case, calls[OFFICE], OFFICE)
    assert another("desk", CENTRE) == "whistle_over"
