"""Marking a report as abuse on pages: two people, the reporter's own view with an appeal, a third person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from liren.cases import queries
from liren.kernel.actor import by_link
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.web.staffroom import Room, text


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


def send(room, who, case, do, **told):
    return room.browser(who).post(f"/desk/abuse/{case}/", {"key": new_id(), "do": do, **told}, follow=True)


def reporter(room, case):
    """The reporter's browser, let in by the secret link."""
    client = Client(headers={"host": "localhost"})
    found = queries.receipt(by_link(case), case)
    client.get(f"/t/{found.token}")
    return client


def test_from_mark_to_appeal_to_a_third_person(room):
    case = room.scene.report(phone="13800004444")
    assert "骚扰或广告？" in text(room.browser("desk").get(f"/case/{case}/"))
    no = send(room, "desk", case, "mark", words="卖楼")
    assert no.status_code == 422
    assert "请选一个理由" in text(no)
    assert "卖楼" in no.content.decode()
    assert "等另一个人复核" in text(send(room, "desk", case, "mark", reason="advertising", words="卖楼"))
    assert "要由另一个人复核" in text(room.browser("desk").get(f"/desk/abuse/{case}/"))
    assert "等另一个人复核" in text(room.browser("supervisor").get("/desk/abuse/"))
    send(room, "supervisor", case, "decide", verb="yes", words="看过，是广告")
    assert "（内容已收起：广告）" in text(room.browser("desk").get("/desk/"))
    room.scene.now += timedelta(minutes=1)
    client = reporter(room, case)
    page = text(client.get("/track/"))
    for words in ("这件反映被标记了", "两位工作人员看过", "看过，是广告", "觉得不对？", "打 12345"):
        assert words in page, words
    for hidden in ("desk", "supervisor", "卖楼"):
        assert hidden not in page
    said = client.post("/track/appeal/", {"key": new_id(), "appeal_words": "我是来反映路灯的"}, follow=True)
    assert "申诉收到了" in text(said)
    assert "您经过手" in text(room.browser("supervisor").get(f"/desk/abuse/{case}/"))
    send(room, "arbiter", case, "hear", verb="yes", words="确实是路灯")
    page = text(client.get("/track/"))
    assert "您的申诉有理，标记已经撤销" in page
    assert "确实是路灯" in page
    assert sql.value("select title from cases_case where id = %s", (case,)) == "路灯不亮，已经三天了"


def test_an_empty_appeal_is_said_beside_its_field(room):
    case = room.scene.report(phone="13800004445")
    send(room, "desk", case, "mark", reason="harassment", words="反复打")
    send(room, "supervisor", case, "decide", verb="yes", words="是")
    answer = reporter(room, case).post("/track/appeal/", {"key": new_id(), "appeal_words": " "})
    assert answer.status_code == 422
    assert "还没有写为什么不对" in text(answer)


def test_a_handler_or_a_keeper_finds_no_such_page(room):
    case = room.scene.report()
    for who in ("handler", room.scene.made.at(17)[0].code):
        assert room.browser(who).get("/desk/abuse/").status_code == 404
        assert room.browser(who).get(f"/desk/abuse/{case}/").status_code == 404


def test_a_mark_stands_in_the_history_for_those_who_may_see_marks_and_for_nobody_else(room):
    room.scene.now = datetime.now(UTC)
    case = room.scene.dispatched(phone="13800004446")
    send(room, "desk", case, "mark", reason="advertising", words="一看就是卖楼的")
    send(room, "supervisor", case, "decide", verb="yes", words="看过了，是")
    page = text(room.browser("supervisor").get(f"/case/{case}/"))
    for words in ("标记为“广告、推销”，等另一个人复核", "一看就是卖楼的", "复核标记：同意", "看过了，是"):
        assert words in page, words
    page = text(room.browser("handler").get(f"/case/{case}/"))
    for words in ("标记为", "一看就是卖楼的", "复核标记", "看过了，是"):
        assert words not in page, words
