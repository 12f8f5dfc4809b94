"""No journal entry, delivery, key, timer, session or log line holds a phone, a name or a word that somebody wrote."""

import logging
import traceback
from dataclasses import replace

import pytest
from django.db import Error

from liren.cases import commands as c
from liren.kernel import Refusal
from liren.kernel.actor import by_link
from liren.trust import deliveries, registry, sql
from liren.trust.sessions import SessionStore
from tests.house import dump

PHONE, NAME, WORDS = "13900009876", "莫须有", "暗号甲乙丙"
MARKS = (PHONE, NAME, WORDS, PHONE[-8:])
WRITTEN = {"cases_case", "cases_note"}  # where words may stand: they can be forgotten there without touching the rest


def marked(row: str) -> list[str]:
    return [mark for mark in MARKS if mark in row]


@pytest.fixture(scope="module")
def lived(town):
    """Cases whose every free word carries the marks, walked through their whole life."""
    told = {"words": WORDS, "name": NAME, "phone": PHONE, "answers": (("pole", WORDS),), "place_words": WORDS}
    said = {"words": WORDS, "reason": WORDS}
    case = town.report(town.actor("resident"), sealed=True, **told)
    town.do("desk", c.DispatchCase, case, **said)
    town.do("handler", c.TakeUpCase, case)
    town.do("handler", c.ContactReporter, case, **said)
    town.do("handler", c.NoteCase, case, **said)
    town.do("desk", c.MessageReporter, case, **said)
    town.do("handler", c.AskRelief, case, kind="extend", days=1, **said)
    town.do("supervisor", c.DecideRelief, case, kind="extend", **said)
    town.do("handler", c.ReportResult, case, **said)
    town.do("verifier", c.VerifyCase, case, **said)
    town.do(by_link(case), c.ConfirmCase, case, **said)
    town.do(by_link(case), c.AddWords, case, **said)
    other = town.report(n=1, **told)
    town.do("desk", c.RefuseCase, other, **said)
    town.settle()
    session = SessionStore()
    session["report"] = {"words": WORDS, "place_words": WORDS, "phone": PHONE, "name": NAME}
    session.save()
    return town


def test_the_marks_are_in_the_database_and_would_be_found(lived):
    assert any(WORDS in row for table, row in dump.rows(lived.cluster) if table in WRITTEN)


def test_no_table_of_trust_holds_a_phone_a_name_or_a_word(lived):
    seen = [table for table, _ in dump.rows(lived.cluster, "trust%")]
    assert len(seen) > 100
    assert [(table, marked(row)) for table, row in dump.rows(lived.cluster, "trust%") if marked(row)] == []


def test_words_stand_in_two_tables_and_phones_and_names_of_reporters_nowhere(lived):
    for table, row in dump.rows(lived.cluster):
        found = marked(row)
        assert not found or (table in WRITTEN and found == [WORDS]), (table, found)


def test_a_session_is_sealed_and_opens_again(lived):
    session = SessionStore()
    session["report"] = WORDS
    session.save()
    assert SessionStore(session.session_key)["report"] == WORDS
    row = sql.value("select session_data from django_session where session_key = %s", (session.session_key,))
    assert SessionStore().decode(row[:-2] + "00") == SessionStore().decode("nonsense") == {}


def broken(event, entry):
    """A flow's mistake: the row it breaks holds the reporter's words."""
    sql.run("update cases_case set returns = 9 where id = %s", (event.case,))
    return ()


def test_a_flow_in_trouble_is_logged_without_a_word(lived, capfd, caplog, monkeypatch):
    flow = registry.FLOWS["when_case_moves_tell_reporter.casedispatched"]
    monkeypatch.setitem(registry.FLOWS, flow.name, replace(flow, do=broken))
    case = lived.report(words=WORDS, phone=PHONE, name=NAME)
    with caplog.at_level(logging.DEBUG):
        lived.do("desk", c.DispatchCase, case, reason=WORDS)
        while deliveries.drain(lambda: lived.now):
            pass
        with pytest.raises(Refusal):
            lived.do("verifier", c.VerifyCase, case, words=WORDS)
    trouble = sql.values("select trouble from trust_delivery where lane = %s", (case,))
    printed = "".join(capfd.readouterr()) + caplog.text
    assert "delivery in trouble" in printed
    assert "cases_case_one_return" in trouble[0]
    assert marked(printed) == marked(trouble[0]) == []
    monkeypatch.undo()
    deliveries.retry(case, flow.name, lived.now)
    lived.now += deliveries.timedelta(minutes=5)
    lived.settle()


def test_an_error_of_the_database_quotes_no_row(lived):
    case = lived.cases[0]
    with pytest.raises(Error) as caught:
        sql.run("update cases_case set state = null where id = %s", (case,))
    told = "".join(traceback.format_exception(caught.value))
    assert "[state]" in told
    assert marked(told) == []
