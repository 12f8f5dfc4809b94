"""when_reporter_tells_of_pressure_tell_supervisor: who had no hand in the case hears, and its history says nothing of it."""

from liren.cases.queries import followup
from liren.notices import queries as notices
from liren.trust import sql
from tests.cases.test_callbacks import clear, drawn, take, tell


def told_of(call):
    """The accounts that were told of pressure in a call."""
    return sql.values("select account from notices_notice where subject = %s and code = 'pressure_told'", (call,))


def pressed(town, **told):
    drawn(town, **told)
    call = take(town)
    tell(town, call, pressure="他们上门要我改口")
    town.settle()
    return call


def test_the_supervisor_is_told_where_to_read_and_not_what_was_said(town):
    clear(town)
    call = pressed(town)
    assert told_of(call) == [town.account("supervisor")]
    found = [a for a in notices.open_alerts(town.actor("supervisor"), town.now) if str(a.subject) == str(call)]
    number = sql.value(
        "select c.number from cases_case c join cases_callback b on b.case_id = c.id where b.id = %s", (call,)
    )
    assert number in found[0].body
    assert "改口" not in found[0].body
    assert found[0].subject_kind == "call"


def test_a_supervisor_with_a_hand_in_the_case_is_passed_over_for_who_stands_above(town):
    clear(town)
    drawn(town)
    call = take(town)
    case = sql.value("select case_id from cases_callback where id = %s", (call,))
    sql.run("update cases_case set hands = hands || %s where id = %s", (town.account("supervisor"), case))
    tell(town, call, pressure="他们上门要我改口")
    town.settle()
    assert told_of(call) == [town.account("deputy")]
    assert followup.pressed_in(town.actor("supervisor"), [call]) == {}


def test_the_history_of_the_case_has_no_word_of_the_notice(town):
    clear(town)
    call = pressed(town)
    case = sql.value("select case_id from cases_callback where id = %s", (call,))
    said = [e for e in town.entries(case) if e.name == "NoticeTold" and e.event.template == "pressure_told"]
    assert said == []
    assert not followup.hears_of(town.actor("handler"), call)


def test_a_call_without_a_word_of_pressure_tells_nobody(town):
    clear(town)
    drawn(town)
    call = take(town)
    tell(town, call)
    town.settle()
    assert told_of(call) == []
