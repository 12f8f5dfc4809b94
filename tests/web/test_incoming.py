"""A message is confirmed by its author: the link opens the ordinary form filled in, and a second confirmation is the first."""

from io import BytesIO
from uuid import uuid5

import pytest
from django.test import Client

from liren.attachments import staging
from liren.cases.commands.incoming import KeepIncoming
from liren.cases.models import rows
from liren.cases.queries import incoming
from liren.cases.rules.incoming import TERM
from liren.kernel import Code
from liren.kernel.actor import ANONYMOUS, the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from tests.attachments.pictures import jpeg
from tests.web.staffroom import Room, text

HOUSE = the_house("messages")
SAID = "后巷路灯坏了，晚上看不见路"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture(autouse=True)
def no_tries_yet(room):
    sql.run("delete from web_rate")


@pytest.fixture
def browser():
    return Client(headers={"host": "localhost"})


def message(room, *, photo=True, **told) -> str:
    """Keep a message with one photo; its address."""
    draft, now = new_id(), room.scene.now
    photos = (uuid5(draft, "m1"),) if photo else ()
    for id in photos:
        staging.stage(HOUSE, BytesIO(jpeg()), photo=id, form=draft, now=now, until=now + TERM)
    lon, lat = room.scene.point()
    order = KeepIncoming(**({
        "draft": draft, "channel": Code("wechat"), "external": str(draft), "author": str(draft), "words": SAID,
        "photos": photos, "lon": lon, "lat": lat,
    } | told))  # fmt: skip
    gate.execute(order, actor=HOUSE, now=now, key=new_id())
    return f"/d/{incoming.token_of(HOUSE, draft)}/"


def card(room, address):
    return incoming.by_token(ANONYMOUS, address.split("/")[2], room.scene.now)


def test_a_resident_finds_the_form_filled_in_confirms_it_and_the_link_then_leads_to_its_progress(room, browser):
    address = message(room)
    opened = browser.get(address)
    assert (opened.status_code, opened.headers["Location"]) == (303, "/report/what/")
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    page = browser.get("/report/what/")
    assert SAID in page.content.decode()
    assert "微信公众号发来的，还没有报上去" in text(page)
    assert page.content.decode().count("/report/photo/") == 1
    assert browser.post("/report/what/", {"words": SAID, "danger": "no"}).status_code == 302
    lon, lat = room.scene.point()
    browser.post("/report/where/", {"do": "next", "lon": lon, "lat": lat})
    sent = browser.post("/report/check/", {"contact": "none"})
    assert sent.headers["Location"] == "/track/receipt/"
    case = rows.load(card(room, address).taken)
    assert (case.state.channel, case.state.photos_before, case.state.area[:9]) == ("wechat", 1, "321181108")
    again = Client(headers={"host": "localhost"}).get(address)
    assert (again.status_code, again.headers["Location"]) == (303, "/track/")


def test_two_browsers_confirming_the_same_message_make_one_case(room, browser):
    address, other = message(room), Client(headers={"host": "localhost"})
    before = sql.value("select count(*) from cases_case")
    for one in (browser, other):
        one.get(address)
        one.post("/report/what/", {"words": SAID, "danger": "no"})
        one.post("/report/where/", {"do": "next", "place_words": "后巷"})
    browser.post("/report/check/", {"contact": "none"})
    second = other.post("/report/check/", {"contact": "none"})
    assert second.status_code in (409, 422)
    assert sql.value("select count(*) from cases_case") == before + 1


def test_a_keeper_confirms_in_the_form_of_the_field(room):
    code = str(room.scene.made.at(17)[0].code)
    address = message(room, channel=Code("wecom"), account=room.scene.keeper(code))
    assert "/login/" in Client(headers={"host": "localhost"}).get(address).headers["Location"]
    keeper = room.browser(code)
    opened = keeper.get(address, follow=True)
    page = opened.content.decode()
    assert SAID in page
    assert f'value="{code}" selected' in page
    assert "已收到 1 张，不用再选" in text(opened)
    kept = card(room, address)
    form = {
        "key": str(kept.id), "message": address.split("/")[2], "kept": [str(p) for p in kept.photos], "words": SAID,
        "kind": "street_light_out", "area": code, "severity": "normal",
    }  # fmt: skip
    assert keeper.post("/field/report/", form).status_code == 302
    case = rows.load(card(room, address).taken).state
    assert (case.channel, case.photos_before, str(case.area), case.placed) == ("wecom", 1, code, "point")
    assert keeper.get(address).headers["Location"] == f"/case/{case.id}/"
    assert room.browser("desk").get(address).status_code == 302


def test_what_one_does_not_want_to_report_is_gone_at_once(room, browser):
    address = message(room)
    photo = card(room, address).photos[0]
    browser.get(address)
    assert browser.post(f"{address}discard/").status_code == 302
    assert sql.value("select count(*) from attachments_photo where id = %s", (photo,)) == 0
    assert browser.get(address).status_code == 404
    assert browser.get("/report/what/").status_code == 302, "nothing is filled in any more"


def test_a_sealed_report_is_not_opened_by_a_link_that_lies_in_a_chat(room, browser):
    address = message(room)
    browser.get(address)
    browser.post("/report/what/", {"words": SAID, "danger": "no"})
    browser.post("/report/where/", {"do": "next", "place_words": "后巷"})
    browser.post("/report/check/", {"contact": "none", "sealed": "1"})
    assert card(room, address).taken is not None
    answer = Client(headers={"host": "localhost"}).get(address)
    assert answer.status_code == 404
    assert "选了保密" in text(answer)


def test_photos_still_on_their_way_and_those_left_out_are_said(room, browser):
    address = message(room, photo=False, photos=(), media=tuple(f"m{n}" for n in range(20)))
    page = text(browser.get(address, follow=True))
    assert "还有 9 张照片在取" in page
    assert "第 10 到 20 张照片没有收" in page


def test_a_link_that_opens_nothing_says_what_to_do(browser, room):
    answer = browser.get("/d/nothing-of-the-kind/")
    assert answer.status_code == 404
    assert "重新反映" in text(answer)


def test_a_report_that_was_begun_waits_while_a_message_is_confirmed(room, browser):
    browser.get("/report/", follow=True)
    browser.post("/report/what/", {"words": "井盖松了，车一过就响", "danger": "no"})
    address = message(room)
    assert SAID in browser.get(address, follow=True).content.decode()
    browser.post(f"{address}discard/")
    assert "井盖松了" in browser.get("/report/", follow=True).content.decode()
