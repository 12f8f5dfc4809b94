"""Helping units hear of the case and say what they did: when_case_is_dispatched_tell_helpers, when_helper_reports_tell_handler."""

import pytest
from django.db import IntegrityError, transaction

from liren.cases import commands as c
from liren.cases import queries
from liren.cases.rules.fold import fold
from liren.kernel import Denied, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.scene import OFFICE, STATION, id_of


def helped(town, **told):
    case = town.report(**told)
    town.do("desk", c.DispatchCase, case, helpers=(id_of(OFFICE),), reason="请执法局来人维持秩序")
    return case


def parties(case):
    found = sql.rows("select role, who from cases_party where case_id = %s and until is null", (case,))
    return {(row["role"], row["who"]) for row in found if row["role"] in ("unit", "helper")}


def test_everybody_of_a_helping_unit_is_told_and_the_unit_that_leads_is_told_that_it_leads(town):
    case = helped(town)
    town.settle()
    officers = {town.account("officer"), town.account("officer2")}
    assert set(town.told(case, "case_helps")) >= officers
    assert not officers & set(town.told(case, "case_dispatched"))
    assert not {town.account("handler"), town.account("mate")} & set(town.told(case, "case_helps"))
    assert town.notices(case, "case_helps")[0]["facts"] == {"helper": str(id_of(OFFICE))}


def test_whoever_leads_hears_what_a_helper_did(town):
    case = helped(town)
    town.do("handler", c.TakeUpCase, case)
    town.do("officer", c.ReportHelp, case, words="路口封好了，等你们上去修")
    town.settle()
    assert town.told(case, "case_helped") == [town.account("handler")]


def test_a_helping_unit_finds_the_case_in_a_list_of_its_own_and_nowhere_else(town):
    case = helped(town)
    ids = {line.id for line in queries.page(town.actor("officer"), queries.Filter(queue="helping"), town.now).lines}
    assert case in ids
    assert case not in {
        x.id for x in queries.page(town.actor("officer"), queries.Filter(queue="handling"), town.now).lines
    }
    assert queries.page(town.actor("handler"), queries.Filter(queue="helping"), town.now).lines == ()
    assert [line.id for line in queries.lines(town.actor("officer"), [case])] == [case]
    card = queries.case_card(town.actor("officer"), case, town.now)
    assert {a.code for a in card.acts} >= {"report_help", "note"}
    assert not {a.code for a in card.acts} & {"report_result", "take_up", "return", "dispatch"}
    assert queries.reporter_masked(town.actor("officer"), case) is None


def test_once_it_is_given_back_the_helpers_see_it_no_more_and_may_not_act(town):
    case = helped(town)
    town.do("handler", c.ReturnCase, case)
    assert parties(case) == set()
    with pytest.raises(Missing):
        queries.case_card(town.actor("officer"), case, town.now)
    with pytest.raises((Missing, Denied)):
        town.do("officer", c.ReportHelp, case)


def test_the_rows_are_what_the_journal_adds_up_to_and_the_parties_say_the_same(town):
    case = helped(town)
    assert parties(case) == {("unit", id_of(STATION)), ("helper", id_of(OFFICE))}
    town.do("officer", c.ReportHelp, case)
    town.do("desk", c.DispatchCase, case, unit=id_of(OFFICE), helpers=(id_of(STATION),), reason="换过来，由执法局牵头")
    assert parties(case) == {("unit", id_of(OFFICE)), ("helper", id_of(STATION))}
    town.settle()
    entries = [e.event for e in town.entries(case) if e.name != "NoticeTold"]
    assert fold(entries) == town.state(case)
    assert town.state(case).helpers == (id_of(STATION),)


def test_the_database_lets_no_unit_lead_and_help(town):
    case = helped(town)
    with pytest.raises(IntegrityError, match="cases_case_helper_leads"), transaction.atomic():
        sql.run("update cases_case set helpers = array[unit] where id = %s", (case,))
    with pytest.raises(IntegrityError, match="cases_party_unit_once"), transaction.atomic():
        sql.run(
            "insert into cases_party (case_id, role, who, since) values (%s, 'unit', %s, now())", (case, id_of(OFFICE))
        )


def test_a_sealed_report_of_the_highest_kind_is_not_opened_to_helpers(town):
    case = helped(town)
    with transaction.atomic():
        sql.run("update cases_case set secrecy = 2 where id = %s", (case,))
        with pytest.raises(Missing):
            queries.case_card(town.actor("officer"), case, town.now)
        transaction.set_rollback(True)


def test_a_helper_that_reports_twice_by_the_same_key_reported_once(town):
    case, key = helped(town), new_id()
    order = c.ReportHelp(case=case, note=new_id(), words="断电了")
    town.order(order, town.actor("officer"), key=key)
    town.order(order, town.actor("officer"), key=key)
    assert [e.name for e in town.entries(case)].count("HelpReported") == 1
    with pytest.raises(Refusal):
        town.do("handler", c.ReportHelp, case)
