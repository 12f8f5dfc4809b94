"""WeCom against a fake that speaks its protocol: messages become cases, progress comes back, nothing is lost or doubled."""

import re
from datetime import UTC, datetime, timedelta
from time import monotonic, time

import numpy as np
import pytest
from django.test import Client

from liren.cases import commands as c
from liren.cases.models import rows
from liren.channels import media
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.notices import heard, outbox
from liren.notices.commands import BindAddress
from liren.places.geometry import from_wgs84
from liren.trust import gate, sql
from tests.attachments.pictures import jpeg
from tests.cases.room import TOWN
from tests.fakes import wecom as fake
from tests.fakes.wecom import callback, mention, read, read_robot, xml

HOUSE = the_house("messages")
SAID = "后巷路灯坏了，晚上看不见路"
LINK = re.compile(r"http://localhost(/d/[\w-]+/)")


@pytest.fixture
def browser():
    return Client(headers={"host": "localhost"})


def post(browser, message: bytes, **more):
    query, body = callback(message, **more)
    return browser.post(f"/wecom/callback/?{query}", body, content_type="text/xml")


def say(browser, number: str, kind: str, **parts: str) -> str:
    """What WeCom answers the author."""
    answer = post(browser, xml(number, kind, **parts))
    assert answer.status_code == 200, answer.content.decode()
    return read(answer.content)


def located(room) -> dict[str, str]:
    """A place message as WeCom's map gives it: GCJ-02."""
    ((lon, lat),) = from_wgs84(np.array([room.scene.point()]), "gcj02").tolist()
    return {"Location_X": f"{lat:.6f}", "Location_Y": f"{lon:.6f}", "Scale": "16", "Label": "文化广场旁"}


def confirm(browser, link: str):
    """The author opens the link, looks at the three steps, sends it. The case."""
    page = browser.get(link, follow=True).content.decode()
    words = re.search(r"<textarea[^>]*>([^<]*)", page)[1]
    browser.post("/report/what/", {"words": words, "danger": "no", "kind": "street_light_out"})
    where = browser.get("/report/where/").content.decode()
    told = dict(re.findall(r'name="(lon|lat)" value="([^"]*)"', where))
    browser.post("/report/where/", {"do": "next", "place_words": "后巷", **told})
    browser.post("/report/check/", {"contact": "none"})
    token = link.split("/")[2]
    return sql.value(
        "select taken from cases_incoming where id = %s",
        (sql.value("select id from cases_incoming where token = sha256(%s)", (token.encode(),)),),
    )


def cases() -> int:
    return sql.value("select count(*) from cases_case")


def settle(room) -> None:
    """Let every flow answer at the present moment."""
    room.scene.now = datetime.now(UTC) + timedelta(seconds=1)
    room.scene.settle()


def letters(room) -> int:
    """Let flows answer and letters go; how many were settled."""
    settle(room)
    return outbox.send_due(datetime.now(UTC) + timedelta(days=3))


def test_the_address_is_proved_when_it_is_saved(browser, wecom, room):
    answer = browser.get(f"/wecom/callback/?{fake.proof('1616140317555161061')}")
    assert (answer.status_code, answer.content) == (200, b"1616140317555161061")


def test_a_message_with_a_photo_becomes_a_located_case_and_its_progress_comes_back(browser, wecom, room):
    wecom.media["m-1"] = jpeg()
    answered = say(browser, "101", "image", MediaId="m-1", PicUrl="http://wecom.example/1")
    assert "收到了，还没有报上去" in answered
    say(browser, "102", "location", **located(room))
    assert "加到刚才那条里了" in say(browser, "103", "text", Content=SAID)
    assert media.step(datetime.now(UTC)) == 1

    case = confirm(browser, LINK.search(answered)[1])
    found = rows.load(case)
    assert found.state.area == room.scene.made.at(17)[0].code
    assert (found.state.channel, found.state.placed, found.state.photos_before) == ("wecom", "point", 1)
    assert sql.value("select text from cases_note where case_id = %s", (case,)) == SAID

    letters(room)
    wecom.sent.clear()
    room.scene.do("desk", c.DispatchCase, case)
    letters(room)
    assert len(wecom.sent) == 1
    card = wecom.sent[0]
    assert (card["touser"], card["msgtype"], card["enable_duplicate_check"]) == ("wanglan", "textcard", 1)
    assert "派遣" in card["textcard"]["description"]
    opened = Client(headers={"host": "localhost"}).get(card["textcard"]["url"].removeprefix("http://localhost"))
    assert opened.status_code == 303


def test_the_same_callback_three_times_is_one_draft_and_one_case(browser, wecom, room):
    message, at = xml("201", "text", Content=SAID), int(time())
    answers = [read(post(browser, message, at=at).content) for _ in range(3)]
    links = {LINK.search(answer)[1] for answer in answers}
    assert len(links) == 1
    before = cases()
    link = links.pop()
    assert confirm(browser, link) is not None
    assert browser.get(link).headers["Location"] == "/track/", "confirmed already: the link leads to its progress"
    assert cases() == before + 1


def test_an_answer_needs_nothing_of_the_platform(browser, wecom, room):
    """WeCom waits five seconds; whatever takes longer than the database is the worker's."""
    wecom.down = True
    started = monotonic()
    assert LINK.search(say(browser, "251", "image", MediaId="m-9"))
    assert monotonic() - started < 5
    assert wecom.asked == []


def test_a_wrong_signature_is_refused_and_the_health_page_says_so(browser, wecom, room):
    answer = post(browser, xml("301", "text", Content=SAID), token="another-token")
    assert answer.status_code == 403
    assert "签名不对" in answer.content.decode()
    door = heard.doors(HOUSE)[0]
    assert (door.door, door.well) == ("wecom", False)
    assert "签名不对" in door.trouble
    say(browser, "302", "text", Content=SAID)
    assert heard.doors(HOUSE)[0].well
    assert sql.value("select count(*) from cases_incomingmessage where external = '301'") == 0


def test_a_replayed_callback_and_a_clock_off_by_an_hour_are_refused_and_said(browser, wecom, room):
    answer = post(browser, xml("401", "text", Content=SAID), at=int(time()) - 3600)
    assert answer.status_code == 403
    assert "服务器的钟不准" in answer.content.decode()
    assert "1 小时" in heard.doors(HOUSE)[0].trouble
    assert sql.value("select count(*) from cases_incoming") == 0


@pytest.mark.parametrize(
    "body", [b"", b"<xml>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><xml><Encrypt>&a;</Encrypt></xml>", b"{}"]
)
def test_rubbish_at_the_door_is_refused_with_a_sentence(browser, wecom, room, body):
    answer = browser.post("/wecom/callback/?msg_signature=x&timestamp=1&nonce=2", body, content_type="text/xml")
    assert answer.status_code == 403
    assert answer.content.decode().endswith("。")


@pytest.mark.parametrize("body", [b"", b"[]", b'{"encrypt": "\\ud800"}', b"[" * 200_000])
def test_rubbish_at_the_robot_s_door_is_refused_with_a_sentence(browser, wecom, room, body):
    answer = browser.post("/wecom/robot/?msg_signature=x&timestamp=1&nonce=2", body, content_type="application/json")
    assert answer.status_code == 403
    assert answer.content.decode().endswith("。")


def test_where_wecom_is_not_set_up_there_is_no_door(browser, clean, room):
    for path in ("/wecom/callback/", "/wecom/robot/", "/wecom/login/", "/wechat/callback/"):
        assert browser.get(path).status_code == 404


def test_of_twenty_photos_in_one_go_nine_are_taken_and_the_rest_is_named(browser, wecom, room):
    answers = []
    for n in range(20):
        wecom.media[f"p-{n}"] = jpeg()
        answers.append(say(browser, f"5{n:02}", "image", MediaId=f"p-{n}"))
    for _ in range(4):
        media.step(datetime.now(UTC))
    page = browser.get(LINK.search(answers[0])[1], follow=True).content.decode()
    assert page.count("/report/photo/") == 9
    assert "第 10 张照片没有收" in page
    assert len({LINK.search(answer)[1] for answer in answers}) == 1


def test_a_voice_message_is_answered_with_what_is_taken(browser, wecom, room):
    assert "语音" in say(browser, "601", "voice", MediaId="v-1", Format="amr")
    assert sql.value("select count(*) from cases_incoming") == 0


def test_photos_that_the_platform_does_not_give_are_tried_again_and_said_at_last(browser, wecom, room):
    wecom.media["late"] = jpeg()
    link = LINK.search(say(browser, "701", "image", MediaId="late"))[1]
    say(browser, "702", "image", MediaId="gone")
    now = datetime.now(UTC)
    wecom.down = True
    media.step(now)
    assert "还有 2 张照片在取" in browser.get(link, follow=True).content.decode()
    wecom.down = False
    media.step(now + timedelta(hours=1))
    page = browser.get(link, follow=True).content.decode()
    assert page.count("/report/photo/") == 1
    assert "没有取到" in page


def test_a_mention_in_a_group_becomes_a_draft_that_its_author_alone_is_asked_to_confirm(browser, wecom, room):
    from liren.channels import accounts
    from liren.channels.envelope import encrypted_bytes

    wecom.media["/robot-photo"] = encrypted_bytes(accounts.wecom().robot.key, jpeg())
    query, body = mention("g-1", SAID, [f"{wecom.base}/robot-photo"])
    answers = [browser.post(f"/wecom/robot/?{query}", body, content_type="application/json") for _ in range(3)]
    said = read_robot(answers[0].json())
    assert "单独发给您" in said
    assert not LINK.search(said), "the group does not get the link"
    media.step(datetime.now(UTC))
    assert len(wecom.sent) == 1
    card = wecom.sent[0]
    assert card["touser"] == "wanglan"
    link = LINK.search(card["textcard"]["url"])[1]
    page = browser.get(link, follow=True).content.decode()
    assert SAID in page
    assert "@里仁" not in page
    assert page.count("/report/photo/") == 1


def test_the_provider_down_for_an_hour_loses_nothing_and_then_delivers_once_grouped(browser, wecom, room):
    account = room.scene.account("handler")
    bind(room, account, "handler", "lihua")
    wecom.down = True
    start = datetime.now(UTC) + timedelta(days=3)
    for n in range(3):
        room.scene.report(n=n, kind=Code("noise"), words=f"第 {n} 件")
        room.scene.do("desk", c.DispatchCase, room.scene.cases[-1])
    settle(room)
    for minute in range(0, 60, 5):
        outbox.send_due(start + timedelta(minutes=minute))
    assert wecom.sent == []
    wecom.down = False
    for minute in range(60, 120, 5):
        outbox.send_due(start + timedelta(minutes=minute))
    mine = [body for body in wecom.sent if body["touser"] == "lihua"]
    assert len(mine) == 1
    assert "3 件" in mine[0]["textcard"]["title"] + mine[0]["textcard"]["description"]


def bind(room, account, name: str, member: str) -> None:
    order = BindAddress(area=TOWN, account=account, channel=Code("wecom"), address=member, how=Code("desk"))
    gate.execute(order, actor=room.scene.actor(name), now=datetime.now(UTC), key=new_id())


def test_progress_is_told_to_whoever_reported_and_to_nobody_else(browser, wecom, room):
    link = LINK.search(say(browser, "801", "text", Content=SAID))[1]
    case = confirm(browser, link)
    letters(room)
    number = sql.value("select number from cases_case where id = %s", (case,))
    mine = say(browser, "802", "text", Content=f"查进度 {number}")
    assert number in mine
    assert "http://localhost/t/" in mine
    theirs = say(browser, "803", "text", FromUserName="lihua", Content=f"查进度 {number}")
    unknown = say(browser, "804", "text", Content="查进度 界牌〔2020〕000001")
    assert theirs == unknown
    assert number in say(browser, "805", "text", Content="查进度")


def test_a_keeper_bound_to_wecom_confirms_in_the_form_of_the_field(browser, wecom, room):
    code = str(room.scene.made.at(17)[0].code)
    account = room.scene.keeper(code)
    bind(room, account, code, "lihua")
    link = LINK.search(say(browser, "901", "text", FromUserName="lihua", Content=SAID))[1]
    assert "/login/" in browser.get(link).headers["Location"]
    assert "/field/report/" in room.browser(code).get(link).headers["Location"]
