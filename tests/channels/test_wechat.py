"""The WeChat official account against a fake of it: reporting and asking by message, being told by template."""

import re
from datetime import UTC, datetime, timedelta
from time import time

import pytest
from django.test import Client

from liren.cases import commands as c
from liren.cases.models import rows
from liren.channels import media
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.ports import SENDERS, Outgoing, Undelivered
from liren.notices import heard, outbox
from liren.notices import queries as notices
from liren.trust import sql
from tests.attachments.pictures import jpeg
from tests.channels.test_wecom import LINK, SAID, confirm, letters, located, settle
from tests.fakes import wechat as fake
from tests.fakes.wechat import callback, read, xml

HOUSE = the_house("messages")
PATH = "/wechat/callback/"


@pytest.fixture
def browser():
    return Client(headers={"host": "localhost"})


def post(browser, message: bytes, **more):
    query, body = callback(message, **more)
    return browser.post(f"{PATH}?{query}", body, content_type="text/xml")


def say(browser, number: str, kind: str, **parts: str) -> str:
    answer = post(browser, xml(number, kind, **parts))
    assert answer.status_code == 200, answer.content.decode()
    return read(answer.content)


def test_the_address_is_proved_and_a_stranger_is_not_answered(browser, wechat, room):
    answer = browser.get(f"{PATH}?{fake.proof('hello')}")
    assert (answer.status_code, answer.content) == (200, b"hello")
    assert browser.get(f"{PATH}?{fake.proof('hello', token='other')}").status_code == 403


def test_a_resident_reports_by_words_photo_and_place_and_hears_of_it_by_template(browser, wechat, room, monkeypatch):
    wechat.media["p-1"] = jpeg()
    link = LINK.search(say(browser, "1", "text", Content=SAID))[1]
    say(browser, "2", "image", MediaId="p-1", PicUrl="http://mmbiz.example/1")
    say(browser, "3", "location", **located(room))
    media.step(datetime.now(UTC))
    case = confirm(browser, link)
    found = rows.load(case).state
    assert (found.channel, found.placed, found.photos_before) == ("wechat", "point", 1)
    letters(room)
    wechat.sent.clear()
    room.scene.do("desk", c.DispatchCase, case)
    letters(room)
    assert [body["touser"] for body in wechat.sent] == ["o-wang"]
    assert SAID not in str(wechat.sent[0]), "what was reported is not said in the chat"
    assert "http://localhost/t/" in str(wechat.sent[0])


def test_a_template_message_comes_once_however_often_it_is_tried(wechat, room):
    message = Outgoing(
        address="o-wang", title="有新进展", body="有新进展", key="a" * 32, url="http://localhost/t/x", template="tpl-progress",
        slots=(("step", "已派遣"), ("url", "http://localhost/t/x")),
    )  # fmt: skip
    receipts = {SENDERS["wechat"].send(message).id for _ in range(2)}
    assert len(receipts) == 1
    assert len(wechat.sent) == 1
    assert wechat.sent[0]["data"] == {"step": {"value": "已派遣"}}


@pytest.mark.parametrize(
    ("told", "final", "down", "said"),
    [
        ({"address": "o-nobody", "template": "tpl-progress", "slots": (("step", "x"),)}, True, False, "没有关注"),
        ({"template": "tpl-unknown", "slots": ()}, False, False, "模板的编号不对"),
        ({"address": "o-li"}, True, False, "48 小时"),
    ],
)
def test_why_a_message_was_not_taken_is_said(wechat, room, told, final, down, said):
    wechat.silent.add("o-li")
    message = Outgoing(**({"address": "o-wang", "title": "t", "body": "b", "key": "b" * 32} | told))
    with pytest.raises(Undelivered, match=said) as caught:
        SENDERS["wechat"].send(message)
    assert (caught.value.final, caught.value.down) == (final, down)


def test_a_token_that_ended_is_asked_for_anew_and_a_limit_lets_the_channel_rest(wechat, room):
    message = Outgoing(address="o-wang", title="t", body="b", key="c" * 32)
    SENDERS["wechat"].send(message)
    wechat.expire()
    SENDERS["wechat"].send(message)
    assert len(wechat.calls("/cgi-bin/stable_token")) == 2
    wechat.fail(45009)
    with pytest.raises(Undelivered) as caught:
        SENDERS["wechat"].send(message)
    assert caught.value.down
    wechat.slow, SENDERS["wechat"].wechat.provider.client.timeout = 0.5, 0.1
    with pytest.raises(Undelivered) as caught:
        SENDERS["wechat"].send(message)
    assert caught.value.unsure


def test_the_same_message_three_times_is_one_draft(browser, wechat, room):
    message, at = xml("31", "text", Content=SAID), int(time())
    links = {LINK.search(read(post(browser, message, at=at).content))[1] for _ in range(3)}
    assert len(links) == 1
    assert sql.value("select count(*) from cases_incomingmessage where external = '31'") == 1


def test_progress_by_number_is_for_whoever_reported(browser, wechat, room):
    case = confirm(browser, LINK.search(say(browser, "41", "text", Content=SAID))[1])
    settle(room)
    number = sql.value("select number from cases_case where id = %s", (case,))
    mine = say(browser, "42", "text", Content=f"查进度{number}")
    assert number in mine
    assert re.search(r"http://localhost/t/\S+", mine)
    theirs = say(browser, "43", "text", FromUserName="o-li", Content=f"查进度 {number}")
    assert number not in theirs
    assert "没有找到" in theirs


def test_whoever_stops_following_is_told_nothing_more_until_they_write_again(browser, wechat, room):
    confirm(browser, LINK.search(say(browser, "51", "text", Content=SAID))[1])
    settle(room)
    assert len(notices.bearers_of(HOUSE, "wechat", "o-wang")) == 1
    assert post(browser, xml("", "event", Event="unsubscribe")).content == b"success"
    assert notices.bearers_of(HOUSE, "wechat", "o-wang") == []
    confirm(browser, LINK.search(say(browser, "52", "text", Content="还是那盏灯"))[1])
    settle(room)
    assert len(notices.bearers_of(HOUSE, "wechat", "o-wang")) == 1


def test_a_stop_word_is_followed_and_a_new_report_brings_it_back(browser, wechat, room):
    confirm(browser, LINK.search(say(browser, "55", "text", Content=SAID))[1])
    settle(room)
    assert "不往这里发" in say(browser, "56", "text", Content="退订")
    assert notices.bearers_of(HOUSE, "wechat", "o-wang") == []
    confirm(browser, LINK.search(say(browser, "57", "text", Content="还是那盏灯"))[1])
    settle(room)
    assert len(notices.bearers_of(HOUSE, "wechat", "o-wang")) == 1


@pytest.mark.parametrize(
    ("status", "state", "trouble"),
    [("success", "delivered", ""), ("failed:user block", "failed", "对方拒收公众号的消息")],
)
def test_what_wechat_says_later_of_a_message_is_kept(browser, wechat, room, status, state, trouble):
    id, area = new_id(), str(room.scene.made.at(17)[0].code)
    sql.insert(
        "notices_message",
        {"id": id, "channel": "wechat", "link": new_id(), "area": area, "letters": 1, "state": "sent", "provider_id": "m-7",
         "trouble": "", "made_at": datetime.now(UTC), "sent_at": datetime.now(UTC)},
    )  # fmt: skip
    for _ in range(2):
        post(browser, xml("", "event", Event="TEMPLATESENDJOBFINISH", MsgID="m-7", Status=status))
    kept = sql.one("select state, trouble from notices_message where id = %s", (id,))
    assert kept == {"state": state, "trouble": trouble}


def test_following_is_greeted_with_what_can_be_sent(browser, wechat, room):
    assert "查进度" in say(browser, "", "event", Event="subscribe")


def test_messages_that_are_not_sealed_are_refused_with_the_setting_to_change(browser, wechat, room):
    body = xml("61", "text", Content=SAID)
    answer = browser.post(f"{PATH}?{fake.proof('x')}", body, content_type="text/xml")
    assert answer.status_code == 403
    assert "安全模式" in answer.content.decode()
    assert heard.doors(HOUSE)[0].door == "wechat"


def test_the_platform_down_for_an_hour_loses_nothing_and_then_tells_once(browser, wechat, room):
    link = LINK.search(say(browser, "71", "text", Content=SAID))[1]
    say(browser, "72", "location", **located(room))
    case = confirm(browser, link)
    letters(room)
    wechat.sent.clear()
    wechat.down = True
    room.scene.do("desk", c.DispatchCase, case)
    room.scene.do("handler", c.TakeUpCase, case)
    settle(room)
    start = datetime.now(UTC) + timedelta(days=3)
    for minute in range(0, 60, 10):
        outbox.send_due(start + timedelta(minutes=minute))
    wechat.down = False
    for minute in range(60, 120, 5):
        outbox.send_due(start + timedelta(minutes=minute))
    assert [body["touser"] for body in wechat.sent] == ["o-wang"]
