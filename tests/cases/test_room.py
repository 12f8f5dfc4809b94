"""Orders in, rows and entries out, on a real database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liren.cases import commands as c
from liren.cases import queries
from liren.cases.models import rows
from liren.cases.queries import neighbours
from liren.cases.rules.fold import fold
from liren.kernel import Conflict, Denied, Missing, Refusal
from liren.kernel.actor import ANONYMOUS, by_link
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.trust import gate, journal, sql
from tests.cases.room import (
    APPROVER,
    DESK,
    HANDLER,
    HOUSE,
    KEEPER,
    RESIDENT,
    VERIFIER,
    Desk,
    import_town,
    staff,
)
from tests.cases.scenes import an_id


@pytest.fixture(scope="module")
def desk(db, tmp_path_factory):
    return Desk(import_town(tmp_path_factory.mktemp("town")))


LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def entries(case):
    return journal.timeline(HOUSE, case, LONG_AGO)


def test_a_report_is_located_numbered_and_kept_whole(desk):
    case = desk.report(n=3)
    found = rows.load(case)
    assert found.state.scope == desk.made.at(17)[3].code
    assert found.plain["number"].startswith("界牌〔2026〕0000")
    assert (found.plain["town"], found.plain["grid"]) == ("321181108", str(found.state.scope)[:15])
    assert {k.kind for k in found.clocks} == {"accept", "solve"}
    assert found.plain["title"] == "路灯不亮，已经三天了"


def test_a_report_at_a_house_lies_where_the_house_stands_until_its_place_is_corrected(desk):
    house = places.buildings_of(HOUSE, desk.made.at(17)[3].code)[0]
    case = desk.report(lon=None, lat=None, building=house.id)
    plain = rows.load(case).plain
    assert (plain["lon"], plain["lat"], plain["building"]) == (house.lon, house.lat, house.id)
    assert rows.load(case).state.placed == "building"
    assert case in {
        one.id for one in neighbours.close_by(ANONYMOUS, "street_light_out", house.lon, house.lat, desk.now)
    }
    desk.do(DESK, c.CorrectPlace, case, area=desk.made.at(17)[9].code)
    plain = rows.load(case).plain
    assert (plain["lon"], plain["lat"], plain["building"]) == (None, None, None)


def test_a_case_is_exactly_what_its_events_add_up_to(desk):
    case = desk.closed(n=5)
    desk.do(by_link(case), c.ReopenCase, case)
    desk.do(DESK, c.CorrectKind, case, kind="manhole_cover")
    lon, lat = desk.point(9)
    desk.do(DESK, c.CorrectPlace, case, lon=lon, lat=lat)
    assert fold(e.event for e in entries(case)) == rows.load(case).state


def test_the_seven_steps_to_confirmed_and_rated(desk):
    case = desk.closed(actor=RESIDENT)
    desk.do(RESIDENT, c.ConfirmCase, case, solved=True, satisfied=2)
    state = rows.load(case).state
    assert (state.state, state.confirm, state.solved, state.satisfied) == ("closed", "confirmed", True, 2)


def test_the_same_form_sent_twice_is_one_case(desk):
    key, id, note = new_id(), new_id(), new_id()
    desk.report(key=key, case_id=id, note=note)
    desk.report(key=key, case_id=id, note=note)
    assert sql.value("select count(*) from cases_case where id = %s", (id,)) == 1


def test_a_step_taken_by_two_at_once_is_a_409_with_what_it_is_now(desk):
    case = desk.dispatched()
    order = c.TakeUpCase(case=case)
    gate.execute(order, actor=HANDLER, now=desk.now, key=new_id(), expected_version=2)
    with pytest.raises(Conflict) as caught:
        gate.execute(order, actor=HANDLER, now=desk.now, key=new_id(), expected_version=2)
    assert caught.value.current == {"state": "in_progress", "label": "办理中", "version": 3}


def test_a_refused_order_leaves_nothing_behind(desk):
    case = desk.fed_back()
    before = (rows.load(case), len(entries(case)), sql.value("select count(*) from cases_note"))
    both = staff("handler", "verify")
    with pytest.raises(Refusal) as caught:
        desk.do(both, c.VerifyCase, case)
    assert caught.value.code == "handler_verifies"
    assert (rows.load(case), len(entries(case)), sql.value("select count(*) from cases_note")) == before


def test_the_database_itself_refuses_a_handler_who_verifies(desk):
    case = desk.fed_back()
    with pytest.raises(IntegrityError, match="cases_case_handler_verifies"), transaction.atomic():
        sql.run("update cases_case set verifier = %s where id = %s", (HANDLER.account, case))
    with pytest.raises(IntegrityError, match="cases_party_one_side"), transaction.atomic():
        sql.run(
            "insert into cases_party (case_id, role, who, since) values (%s, 'verifier', %s, now())",
            (case, HANDLER.account),
        )
    with pytest.raises(IntegrityError, match="cases_case_closed_is_verified"), transaction.atomic():
        sql.run("update cases_case set state = 'closed' where id = %s", (case,))


def test_a_duty_that_ended_gives_nothing_any_more(desk):
    case = desk.dispatched()
    ended = type(HANDLER)(kind="staff", account=HANDLER.account)
    with pytest.raises(Missing):
        desk.do(ended, c.TakeUpCase, case)


def test_a_stranger_finds_nothing_and_a_colleague_is_told_whose_it_is(desk):
    case = desk.report()
    with pytest.raises(Missing):
        desk.do(RESIDENT, c.FileCase, case)
    with pytest.raises(Denied):
        desk.do(VERIFIER, c.FileCase, case)
    with pytest.raises(Missing):
        queries.case_card(staff("elsewhere", "dispatch", area="321181109"), case, desk.now)


def test_the_people_a_case_is_about_do_not_find_it(desk):
    case = desk.report(about_unit=an_id("station"))
    with pytest.raises(Missing):
        queries.case_card(HANDLER, case, desk.now)
    with pytest.raises(Missing):
        desk.do(HANDLER, c.NoteCase, case)
    assert case not in {line.id for line in queries.page(HANDLER, queries.Filter(), desk.now).lines}


def test_a_sealed_reporter_is_in_no_row_in_the_clear(desk):
    case = desk.report(RESIDENT, sealed=True)
    row = sql.one("select to_jsonb(c)::text as c from cases_case c where id = %s", (case,))["c"]
    parties = sql.values("select who from cases_party where case_id = %s", (case,))
    told = sql.value("select coalesce(string_agg(n::text, ''), '') from cases_note n where case_id = %s", (case,))
    assert str(RESIDENT.account) not in row + told + str(parties)
    assert {e.actor_account for e in entries(case)}.isdisjoint({RESIDENT.account})
    desk.do(RESIDENT, c.AddWords, case)
    assert queries.reporter_masked(DESK, case) == queries.ReporterCard(name="王**", phone="138****0147")


def test_who_handles_a_sealed_report_never_learns_who_made_it(desk):
    case = desk.dispatched(sealed=True)
    assert queries.reporter_masked(HANDLER, case) is None
    assert queries.reporter_whole(HANDLER, case, "联系上门") is None


def test_revealing_a_reporter_leaves_a_trace(desk):
    case = desk.report()
    assert queries.reporter_whole(DESK, case, "核实楼号").phone == "13800000147"
    assert sql.values("select purpose from trust_access where subject = %s", (case,)) == ["核实楼号"]


def test_timers_warn_escalate_and_lapse(desk):
    case, ended = desk.report(), desk.closed()
    start, desk.now = desk.now, desk.now + timedelta(days=8)
    desk.ring()
    state = rows.load(case).state
    assert (state.warned_for is not None, state.escalation) == (True, 1)
    assert rows.load(ended).state.confirm == "unconfirmed"
    desk.now += timedelta(days=2)
    desk.ring()
    assert rows.load(case).state.escalation == 2
    desk.now = start


def test_a_suspended_case_comes_back_by_itself(desk):
    case = desk.dispatched()
    desk.do(HANDLER, c.TakeUpCase, case)
    desk.do(HANDLER, c.AskRelief, case, kind="suspend", days=2)
    desk.do(APPROVER, c.DecideRelief, case, kind="suspend")
    start, desk.now = desk.now, desk.now + timedelta(days=4)
    desk.ring()
    assert rows.load(case).state.state == "in_progress"
    desk.now = start


def test_a_keeper_who_put_it_right_reports_and_solves_in_one_breath(desk):
    case = desk.report(KEEPER, kind="noise", solved_on_spot="请他把音响关小了", channel="patrol")
    state = rows.load(case).state
    assert state.state in ("replied", "feedback")
    assert [type(e.event).__name__ for e in entries(case)] == ["CaseReported", "CaseSolvedOnSpot"]
    assert fold(e.event for e in entries(case)) == state


def test_a_place_outside_every_grid_waits_in_its_own_queue(desk):
    case = desk.report(lon=119.6, lat=31.9)
    words = desk.report(lon=None, lat=None, place_words="桥头小店门口")
    nowhere = {line.id for line in queries.page(DESK, queries.Filter(queue="nowhere"), desk.now).lines}
    assert {case, words} <= nowhere


def test_a_place_beyond_the_county_is_said_so(desk):
    with pytest.raises(Refusal) as caught:
        desk.report(lon=116.4, lat=39.9)
    assert "不在丹阳市范围内" in caught.value.sentence


def test_the_secret_link_opens_one_case_and_the_paper_code_needs_its_tail(desk):
    case, other = desk.report(), desk.report(phone="")
    slip = queries.receipt(ANONYMOUS, case)
    assert queries.by_link(ANONYMOUS, slip.token, desk.now) == case
    assert queries.by_code(ANONYMOUS, slip.code, "0147", desk.now) == case
    assert queries.by_code(ANONYMOUS, slip.code, "0148", desk.now) is None
    pin = queries.receipt(ANONYMOUS, other)
    assert queries.by_code(ANONYMOUS, pin.code, pin.pin, desk.now) == other
    assert slip.pin == ""
    card = queries.case_card(by_link(case), case, desk.now)
    assert card.as_reporter
    with pytest.raises(Missing):
        queries.case_card(by_link(case), other, desk.now)


def test_the_reporter_does_not_read_internal_notes(desk):
    case = desk.report()
    desk.do(DESK, c.NoteCase, case, words="别让他知道")
    desk.do(DESK, c.MessageReporter, case, words="明天上门")
    mine = {n.text for n in queries.case_card(by_link(case), case, desk.now).notes.values()}
    theirs = {n.text for n in queries.case_card(DESK, case, desk.now).notes.values()}
    assert "明天上门" in mine
    assert theirs - mine == {"别让他知道"}


def test_merging_needs_the_right_over_both(desk):
    one, two = desk.report(), desk.report(n=60)
    grid = str(rows.load(one).state.scope)[:15]
    with pytest.raises(Refusal):
        desk.do(staff("small", "dispatch", area=grid), c.MergeCase, one, into=two)
    desk.do(DESK, c.MergeCase, one, into=two)
    assert rows.load(one).state.state == "merged"
