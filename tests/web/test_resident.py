"""The resident's pages without a script: nothing typed is lost, a second click is one report, the link opens one case."""

import re
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from PIL import Image

from liren.cases import commands as c
from liren.cases import queries as cases
from liren.cases.models import rows
from liren.kernel.actor import ANONYMOUS
from liren.trust import sql
from tests.cases.room import DESK, HANDLER, VERIFIER, Desk, import_town

WORDS = "永胜路 23 号门口的路灯不亮，已经三天了。"


@pytest.fixture(scope="module")
def desk(db, tmp_path_factory):
    return Desk(import_town(tmp_path_factory.mktemp("town")))


@pytest.fixture(autouse=True)
def no_tries_yet(desk):
    sql.run("delete from web_rate")


@pytest.fixture
def browser():
    return Client(headers={"host": "localhost"})


def photo(name: str = "a.jpg", content: bytes | None = None) -> BytesIO:
    file = BytesIO(content or b"")
    if content is None:
        Image.new("RGB", (300, 200), (90, 120, 110)).save(file, "JPEG")
        file.seek(0)
    file.name = name
    return file


def count() -> int:
    return sql.value("select count(*) from cases_case")


def filled(browser: Client, **told: object) -> None:
    """The first two steps, filled in."""
    browser.get("/report/", follow=True)
    what = {"words": WORDS, "danger": "no"} | {
        k: v for k, v in told.items() if k in ("words", "kind", "danger", "photos")
    }
    assert browser.post("/report/what/", what).status_code == 302
    where = {"place_words": "电线杆旁", "do": "next"} | {
        k: v for k, v in told.items() if k in ("place_words", "lon", "lat")
    }
    assert browser.post("/report/where/", where).status_code == 302


def sent(browser: Client, **told: object) -> UUID:
    filled(browser, **told)
    answer = browser.post("/report/check/", {"contact": "phone", "phone": "13800000132"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/track/receipt/")
    return cases.by_link(ANONYMOUS, browser.cookies["case"].value, sql.value("select now()"))


def test_a_report_is_made_in_three_steps_and_followed_by_its_link(browser):
    case = sent(browser, photos=[photo()])
    state = rows.load(case).state
    assert (state.kind, state.photos_before, state.channel) == ("street_light_out", 1, "web")
    receipt = browser.get("/track/receipt/").content.decode()
    link = re.search(r"http://localhost(/t/[\w-]+)", receipt)[1]
    other = Client(headers={"host": "localhost"})
    opened = other.get(link)
    assert (opened.status_code, opened.headers["Location"]) == (303, "/track/")
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert WORDS in other.get("/track/").content.decode()


def test_a_second_click_is_the_same_report(browser):
    filled(browser)
    before = count()
    form = {"contact": "none"}
    answers = [browser.post("/report/check/", form) for _ in range(2)]
    assert [a.headers["Location"] for a in answers] == ["/track/receipt/"] * 2
    assert count() == before + 1


def test_after_sending_a_new_report_begins_empty(browser):
    sent(browser)
    assert WORDS not in browser.get("/report/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("", "还没有写"), ("😀😀😀", "只有表情或符号"), ("路灯不亮" * 2500, "最多 5,000 个")],
)
def test_words_that_say_nothing_are_refused_and_kept(browser, words, sentence):
    browser.get("/report/", follow=True)
    answer = browser.post("/report/what/", {"words": words, "danger": "maybe"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert words in page
    assert 'value="maybe" checked' in page


def test_a_script_tag_is_shown_as_words(browser):
    sent(browser, words="路灯不亮 <script>alert(1)</script>")
    page = browser.get("/track/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_pdf_named_jpg_is_named_and_the_good_photo_beside_it_is_kept(browser):
    browser.get("/report/", follow=True)
    form = {"words": WORDS, "photos": [photo("good.jpg"), photo("bad.jpg", b"%PDF-1.7 not a photo")]}
    answer = browser.post("/report/what/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "bad.jpg" in page
    assert "good.jpg" not in page
    assert WORDS in page
    (kept,) = browser.session["report"]["photos"]
    shown = browser.get(f"/report/photo/{kept}/")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert Client(headers={"host": "localhost"}).get(f"/report/photo/{kept}/").status_code == 404


def test_a_fifty_megabyte_photo_is_refused_and_the_words_stay(browser):
    browser.get("/report/", follow=True)
    answer = browser.post(
        "/report/what/", {"words": WORDS, "photos": [photo("huge.jpg", b"\xff\xd8" + bytes(50 << 20))]}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "huge.jpg" in page
    assert WORDS in page


def test_a_report_without_a_place_asks_for_one(browser):
    browser.get("/report/", follow=True)
    browser.post("/report/what/", {"words": WORDS})
    answer = browser.post("/report/where/", {"do": "next"})
    assert answer.status_code == 422
    assert "还没有说在哪里" in answer.content.decode()


@pytest.mark.parametrize(("lon", "lat"), [(32.0, 119.8), (2.35, 48.85)])
def test_a_point_that_cannot_be_here_leads_back_to_the_place_with_everything_kept(browser, lon, lat):
    before = count()
    filled(browser, lon=lon, lat=lat)
    answer = browser.post("/report/check/", {"contact": "none"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "在哪里？" in page
    assert "电线杆旁" in page
    assert count() == before


def test_a_point_finds_its_micro_grid(browser, desk):
    lon, lat = desk.point(4)
    assert rows.load(sent(browser, lon=lon, lat=lat)).state.scope == desk.made.at(17)[4].code


def test_a_missing_digit_of_the_phone_is_said_and_the_number_kept(browser):
    filled(browser)
    answer = browser.post("/report/check/", {"contact": "phone", "phone": "1380000013"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "少 1 位" in page
    assert 'value="1380000013"' in page


def test_the_code_opens_with_the_last_four_digits_and_not_with_others(browser):
    sent(browser)
    page = browser.get("/track/receipt/").content.decode()
    code = re.search(r'<p class="code">([A-Z2-7 ]{14})</p>', page)[1]
    other = Client(headers={"host": "localhost"})
    wrong = other.post("/find/", {"code": code, "four": "0133"})
    assert wrong.status_code == 422
    assert code in wrong.content.decode()
    right = other.post("/find/", {"code": code.lower(), "four": "0132"})
    assert (right.status_code, right.headers["Location"]) == (303, "/track/")


def test_guessing_the_four_digits_is_stopped(browser):
    tries = [browser.post("/find/", {"code": "ABCDEFGHIJKL", "four": f"{n:04d}"}).status_code for n in range(10)]
    assert tries == [422] * 8 + [429] * 2


def test_without_a_link_there_is_nothing_to_see(browser):
    browser.cookies["case"] = "not-a-link"
    assert browser.get("/track/").status_code == 404
    assert browser.post("/track/withdraw/", {}).status_code == 404
    assert browser.get("/t/not-a-link").status_code == 404


def test_solved_and_satisfied_are_rated_apart_and_then_it_is_asked_for_again(browser, desk):
    case = closed(browser, desk)
    page = browser.get("/track/").content.decode()
    assert "已核查，请您评价" in page
    undecided = browser.post("/track/rate/", {"satisfied": "1", "rate_words": "电工师傅很客气"})
    assert undecided.status_code == 422
    assert "电工师傅很客气" in undecided.content.decode()
    assert browser.post("/track/rate/", {"solved": "no", "satisfied": "1"}).status_code == 302
    state = rows.load(case).state
    assert (state.confirm, state.solved, state.satisfied) == ("disputed", False, 1)
    assert browser.post("/track/reopen/", {"reopen_words": "晚上又黑了"}).status_code == 302
    assert rows.load(case).state.reopens == 1
    assert "晚上又黑了" in browser.get("/track/").content.decode()


def closed(browser: Client, desk: Desk) -> UUID:
    lon, lat = desk.point(7)
    case = sent(browser, lon=lon, lat=lat)
    desk.now = sql.value("select now()")
    assert "您觉得怎么样" not in browser.get("/track/").content.decode()
    for actor, order, told in (
        (DESK, c.DispatchCase, {}),
        (HANDLER, c.TakeUpCase, {}),
        (HANDLER, c.ReportResult, {"result": "explained"}),
        (VERIFIER, c.VerifyCase, {}),
    ):
        desk.do(actor, order, case, **told)
    return case


def test_who_said_it_is_solved_is_not_waited_for_and_may_still_say_that_it_came_back(browser, desk):
    case = closed(browser, desk)
    assert "等您的意见" in browser.get("/track/").content.decode()
    browser.post("/track/rate/", {"solved": "yes"})
    page = browser.get("/track/").content.decode()
    assert "等您的意见" not in page
    assert "您确认解决了" in page
    assert "没解决，可以要求重办" not in page
    assert page.index("问题又出现了") > page.index("补充说明")
    assert browser.post("/track/reopen/", {"reopen_words": "晚上又黑了"}).status_code == 302
    assert rows.load(case).state.reopens == 1


def test_words_and_photos_are_added_and_a_report_is_called_back(browser):
    case = sent(browser)
    assert browser.post("/track/words/", {"more_words": "今天又黑了"}).status_code == 302
    assert browser.post("/track/photos/", {"photos": [photo()]}).status_code == 302
    assert browser.post("/track/photos/", {}).status_code == 422
    page = browser.get("/track/").content.decode()
    assert "今天又黑了" in page
    small = re.search(r'src="(/track/photo/[\w-]+/\?small=1)"', page)[1]
    assert browser.get(small).status_code == 200
    assert Client(headers={"host": "localhost"}).get(small).status_code == 404
    assert browser.post("/track/withdraw/", {}).status_code == 302
    assert rows.load(case).state.state == "withdrawn"
    late = browser.post("/track/withdraw/", {"withdraw_words": "再撤一次"})
    assert late.status_code == 409
    assert "再撤一次" not in browser.get("/track/").content.decode()


def test_how_long_things_are_kept_is_said_as_it_is(browser):
    page = browser.get("/privacy/").content.decode()
    assert re.search(r"<dt>2 年</dt><dd>[^<]*政策", page)
    assert re.search(r"<dt>5 年</dt><dd>[^<]*邻里", page)
    assert "这个版本还没有做" in page
    assert "结束以后满 180 天" in page
    assert "发来满 7 天没有提交" in page


def test_the_page_of_privacy_promises_messages_only_where_they_are_sent(browser, monkeypatch):
    assert "不会发短信给您" in browser.get("/privacy/").content.decode()
    monkeypatch.setattr("liren.notices.outbox.can_text", lambda: True)
    page = browser.get("/privacy/").content.decode()
    assert "勾了“发短信告诉我”才发短信" in page
    assert "不会发短信给您" not in page


def test_no_page_speaks_of_messages_that_are_not_sent(browser):
    sent(browser)
    receipt = browser.get("/track/receipt/").content.decode()
    assert "现在不发短信" in receipt
    assert "短信里" not in browser.get("/find/").content.decode()


@pytest.mark.parametrize(
    "page", ["/", "/find/", "/keeper/", "/keeper/?q=路", "/privacy/", "/access/", "/seen/", "/report/"]
)
def test_every_page_is_open_to_everybody(browser, page):
    assert browser.get(page, follow=True).status_code == 200
