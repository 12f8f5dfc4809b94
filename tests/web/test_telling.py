"""怎么告诉我: ticked with a report, chosen on the progress page, chosen by staff; what is missing or wrong is said."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from liren.cases import commands as c
from liren.cases import queries as cases
from liren.kernel import AreaCode, Code, ports
from liren.kernel.actor import ANONYMOUS, by_link
from liren.kernel.ids import new_id
from liren.kernel.ports import Outgoing, Receipt, Report
from liren.notices import outbox
from liren.notices import queries as notices
from liren.notices.commands import ChooseChannels
from liren.notices.outbox import receipts
from liren.trust import gate, sql
from tests.web.staffroom import Room, key_of, text


class Post:
    """A provider that keeps what it was given."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sent: list[Outgoing] = []

    def send(self, message: Outgoing) -> Receipt:
        self.sent.append(message)
        return Receipt(id=message.key)


@pytest.fixture(scope="module")
def town(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("telling"), db)


@pytest.fixture
def posts(monkeypatch):
    made = {name: Post(name) for name in ("sms", "email")}
    monkeypatch.setattr(ports, "SENDERS", ports.SENDERS)
    for name, post in made.items():
        monkeypatch.setitem(ports.SENDERS, name, post)
    return made


@pytest.fixture
def browser(town):
    return Client(headers={"host": "localhost"})


def filled(browser: Client) -> None:
    browser.get("/report/", follow=True)
    browser.post("/report/what/", {"words": "路灯不亮，已经三天了", "danger": "no"})
    browser.post("/report/where/", {"place_words": "电线杆旁", "do": "next"})


def reported(browser: Client, **told: str) -> UUID:
    filled(browser)
    answer = browser.post("/report/check/", {"contact": "phone", "phone": "13800000147", **told})
    assert answer.status_code == 303, text(answer)
    return cases.by_link(ANONYMOUS, browser.cookies["case"].value, sql.value("select now()"))


def test_without_a_provider_nothing_about_sms_is_shown_or_kept(browser):
    case = reported(browser, told="1")
    assert notices.choice_of(by_link(case)) is None
    assert "怎么告诉我" not in text(browser.get("/track/"))
    filled(browser)
    assert "发短信告诉我" not in text(browser.get("/report/check/"))


def test_who_ticks_it_when_reporting_is_told_by_sms_at_the_number_they_left(posts, browser, town):
    filled(browser)
    assert "发短信告诉我" in text(browser.get("/report/check/"))
    case = reported(browser, told="1")
    assert notices.choice_of(by_link(case)) == ["sms"]
    page = text(browser.get("/track/"))
    assert "怎么告诉我" in page
    assert "发到 138****0147" in page


def test_who_does_not_tick_it_is_asked_for_nothing(posts, browser):
    assert notices.choice_of(by_link(reported(browser))) is None


@pytest.mark.parametrize(
    ("told", "words"),
    [({"contact": "none"}, "就要留手机号"), ({"contact": "phone", "phone": "051188880000"}, "11 位的手机号")],
)
def test_a_tick_that_cannot_be_kept_says_why_and_keeps_what_was_typed(posts, browser, told, words):
    filled(browser)
    answer = browser.post("/report/check/", {**told, "told": "1"})
    assert answer.status_code == 422
    assert words in text(answer)
    assert re.search(r'name="told" value="1" checked', answer.content.decode())


def test_the_choice_of_a_report_is_changed_on_its_page(posts, browser):
    case = reported(browser)
    link = by_link(case)
    missing = browser.post("/track/told/", {"first": "email"})
    assert (missing.status_code, "还没有填发到哪里" in text(missing)) == (422, True)
    wrong = browser.post("/track/told/", {"first": "email", "told_email": "wang"})
    assert (wrong.status_code, "像 wang@example.cn" in text(wrong)) == (422, True)
    assert 'value="wang"' in wrong.content.decode()
    done = browser.post("/track/told/", {"first": "email", "told_email": "wang@example.cn"}, follow=True)
    assert "记下了，有了进展就这样告诉您" in text(done)
    assert "wan***@example.cn" in text(done)
    browser.post("/track/told/", {"first": "sms"})
    assert notices.choice_of(link) == ["sms", "email"]
    browser.post("/track/told/", {"first": "none"})
    assert notices.choice_of(link) == []
    assert browser.post("/track/told/", {"first": "fax"}).status_code == 422


def test_looking_at_the_progress_page_takes_what_waits_out_of_the_queue(posts, browser, town):
    case = reported(browser, told="1")
    sql.run(
        """insert into notices_notice (id, link, template, code, level, subject_kind, subject, area, facts, round, times, told_at)
           select gen_random_uuid(), %s, id, 'case_answered', 'hint', 'case', %s, '321181108', '{}', 0, 1, now()
           from catalogue_entry where family = 'notice' and code = 'case_answered' limit 1""",
        (case, case),
    )
    assert notices.unread(by_link(case)) == 1
    browser.head("/track/")
    assert notices.unread(by_link(case)) == 1, "a program that looks ahead has read nothing"
    browser.get("/track/")
    assert notices.unread(by_link(case)) == 0


def test_staff_choose_first_and_second_on_their_own_page(posts, town):
    browser = town.browser("handler")
    page = browser.get("/me/told/")
    assert "先用哪一种" in text(page)
    form = {"key": key_of(page.content.decode()), "first": "sms", "then": "email", "told_phone": "13800000199"}
    wrong = browser.post("/me/told/", form | {"told_phone": "138", "then": "none"})
    assert (wrong.status_code, "11 位数字" in text(wrong)) == (422, True)
    nothing = browser.post("/me/told/", form | {"told_phone": "", "key": ""})
    assert "选了短信，还没有填发到哪里" in text(nothing)
    both = form | {"told_email": "a@example.cn", "key": ""}
    assert "记下了" in text(browser.post("/me/told/", both, follow=True))
    me = town.scene.actor("handler")
    assert notices.choice_of(me) == ["sms", "email"]
    assert "138****0199" in text(browser.get("/me/told/"))
    browser.post("/me/told/", {"first": "none", "then": "sms"})
    assert notices.choice_of(me) == []


def test_without_a_channel_the_page_says_that_there_is_only_the_inbox(town):
    assert "这里只有站内消息" in text(town.browser("handler").get("/me/told/"))


def test_a_stranger_signs_in_first(browser):
    assert browser.get("/me/told/").status_code == 302


def test_the_history_of_the_case_says_that_the_reporter_was_told_and_whether_it_arrived(posts, town):
    sql.run("delete from notices_letter")
    case = town.scene.report()
    choice = ChooseChannels(area=AreaCode("321181108"), link=case, channels=(Code("sms"),))
    gate.execute(choice, actor=by_link(case), now=town.scene.now, key=new_id())
    town.scene.do("desk", c.DispatchCase, case)
    town.scene.now = datetime.now(UTC) + timedelta(seconds=5)
    town.scene.settle()
    noon = datetime.now(UTC).replace(hour=4) + timedelta(days=1)
    outbox.send_due(noon)
    (message,) = [m for m in posts["sms"].sent if m.address == "13800000147"]
    assert "路灯" not in message.body
    desk = town.browser("desk")
    assert "告诉反映人：短信已发出，还没有回执" in text(desk.get(f"/case/{case}/"))
    receipts.reported("sms", Report(id=message.key, delivered=True, at=noon), noon)
    page = text(desk.get(f"/case/{case}/"))
    assert "告诉反映人：短信已送达" in page
    assert "13800000147" not in page
