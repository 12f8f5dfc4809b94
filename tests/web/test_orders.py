"""点单 on its pages: a resident asks without an account, the community sees to it, a member helps, the resident confirms."""

import re
from datetime import datetime, timedelta
from typing import get_args

import pytest
from django.test import Client
from django.utils.translation import override

from liren.kernel import ports
from liren.kernel.ids import new_id
from liren.services.rules.reasons import Reason, Why
from liren.trust import sql
from liren.trust.accounts import Backend
from liren.web.display import SHANGHAI
from liren.web.orders import reasons
from tests.services import room as services
from tests.web.staffroom import Room, key_of, text
from tests.written import entries

WORDS = "老人腿脚不便，想请人上门理发"


@pytest.fixture(scope="module")
def office(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture(scope="module")
def desk(office):
    return office.browser("desk")


@pytest.fixture
def visitor():
    return Client(headers={"host": "localhost"})


@pytest.fixture(scope="module")
def helper(office):
    """A resident who joined the service team, signed in."""
    _member, who = services.member(office.scene)
    return _signed_in(who)


def _signed_in(who):
    client = Client(headers={"host": "localhost"})
    client.force_login(Backend().get_user(who.account), backend="liren.trust.accounts.Backend")
    return client


def form(office, visitor, **more):
    page = visitor.get("/help/haircut/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(key|order|note)" value="([^"]+)"', page))
    told = {
        "words": WORDS, "area": services.grid(office.scene)[:12], "grid": services.grid(office.scene), "address": "3 幢 2 单元 501",
        "name": "赵奶奶", "phone": "13800000147", "gender": "any",
    }  # fmt: skip
    return hidden | told | more


def asked(office, visitor, **more):
    """The order that a visitor placed, with the link kept in the browser."""
    told = form(office, visitor, **more)
    answer = visitor.post("/help/haircut/", told)
    assert answer.status_code == 303, text(answer)
    return told["order"]


def do(browser, order, act, **told):
    page = browser.get(f"/orders/{order}/").content.decode()
    return browser.post(f"/orders/{order}/{act}/", {"key": key_of(page)} | told, follow=True)


def test_a_neighbour_asks_is_helped_and_confirms_without_ever_signing_in(office, desk, helper, visitor):
    order = asked(office, visitor)
    receipt = text(visitor.get("/help/receipt/"))
    assert "收到了" in receipt
    assert "后 4 位" in receipt

    assert WORDS in text(desk.get("/orders/?tab=to_triage"))
    assert "核实好了，可以派单。" in text(do(desk, order, "triage", words="老人耳背，敲门要响"))
    assert "派出去了" in text(do(desk, order, "list", circle="community"))

    offers = text(helper.get("/orders/offers/"))
    assert WORDS in offers
    assert "不排名" in offers
    assert "这一单归您了" in text(do(helper, order, "claim"))
    looked = helper.post(f"/orders/{order}/where/", {})
    assert "3 幢 2 单元 501" in text(looked)
    assert looked.headers["Cache-Control"] == "no-store"
    assert sql.value("select count(*) from trust_access where subject = %s", (order,)) == 1
    at = datetime.now(SHANGHAI) + timedelta(hours=3)
    assert "时间记下了" in text(do(helper, order, "schedule", at=f"{at:%Y-%m-%dT%H:%M}"))
    assert "等点单人确认" in text(do(helper, order, "finish", words="理好了"))

    page = visitor.get("/help/track/")
    assert "请您确认" in text(page)
    assert "老人耳背" not in text(page)
    rated = visitor.post("/help/track/confirm/", {"key": new_id(), "solved": "yes"}, follow=True)
    assert "点单人确认：解决了" in text(rated)
    done = visitor.post("/help/track/rate/", {"key": new_id(), "satisfied": "1"}, follow=True)
    assert "评单：满意" in text(done)
    assert sql.value("select state from services_order where id = %s", (order,)) == "rated"


def test_what_is_wrong_with_a_request_is_said_and_everything_typed_is_kept(office, visitor):
    told = form(office, visitor, words="", area="", grid="", phone="12", times="2020-01-01/morning")
    page = visitor.post("/help/haircut/", told)
    assert page.status_code == 422
    assert "从门牌里找，或者选" in text(page)
    told |= {"area": services.grid(office.scene)[:12], "grid": services.grid(office.scene)}
    page = visitor.post("/help/haircut/", told)
    assert page.status_code == 422
    assert 'value="12"' in page.content.decode()


def test_a_house_is_found_and_chosen_without_a_script(office, visitor):
    house = office.scene.made.buildings[0]
    told = form(office, visitor, q=house.address, area="", grid="", verb="search")
    page = visitor.post("/help/haircut/", told)
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    building = re.search(r'name="building" value="([0-9a-f-]{36})"', page.content.decode())
    assert building, text(page)
    told.pop("verb")
    assert visitor.post("/help/haircut/", told | {"building": building[1]}).status_code == 303


def test_a_house_that_was_none_of_those_found_is_not_chosen_again_behind_one_s_back(office, visitor):
    told = form(office, visitor, q=office.scene.made.buildings[0].address, building="", phone="12")
    page = visitor.post("/help/haircut/", told)
    assert page.status_code == 422
    chosen = re.findall(r'name="building" value="([^"]*)" checked', page.content.decode())
    assert chosen == [""], "the first of the list would be somebody else's door"


def test_a_second_click_is_the_same_order(office, visitor):
    told = form(office, visitor)
    assert visitor.post("/help/haircut/", told).status_code == visitor.post("/help/haircut/", told).status_code == 303
    assert sql.value("select count(*) from services_order where id = %s", (told["order"],)) == 1


def test_the_code_on_the_receipt_opens_the_order_again(office, visitor):
    asked(office, visitor)
    code = re.search(r'<p class="code">([A-Z2-7 ]+)</p>', visitor.get("/help/receipt/").content.decode())
    other = Client(headers={"host": "localhost"})
    found = other.post("/find/", {"code": code[1], "four": "0147"})
    assert (found.status_code, found.headers["Location"]) == (303, "/help/track/")
    assert WORDS in text(other.get("/help/track/"))


def test_a_requester_chooses_how_to_be_told(office, visitor, monkeypatch):
    asked(office, visitor)
    assert "怎么告诉我" not in text(visitor.get("/help/track/"))
    monkeypatch.setattr(ports, "SENDERS", ports.SENDERS)
    monkeypatch.setitem(ports.SENDERS, "sms", object())
    assert "怎么告诉我" in text(visitor.get("/help/track/"))
    assert visitor.post("/help/track/told/", {"first": "fax"}).status_code == 422
    done = visitor.post("/help/track/told/", {"first": "sms"}, follow=True)
    assert "记下了，有了进展就这样告诉您" in text(done)
    assert re.search(r'value="sms" checked', done.content.decode())


def test_a_stranger_and_an_unasked_member_find_no_order(office, visitor, helper):
    order = asked(office, visitor)
    assert Client(headers={"host": "localhost"}).get(f"/orders/{order}/").status_code == 302
    assert helper.get(f"/orders/{order}/").status_code == 404
    assert helper.post(f"/orders/{order}/where/").status_code == 404


def test_the_desk_never_reads_the_door(office, desk, visitor):
    order = asked(office, visitor)
    page = text(desk.get(f"/orders/{order}/"))
    assert "501" not in page
    assert "13800000147" not in page
    assert "赵奶奶" not in page
    assert desk.post(f"/orders/{order}/where/").status_code == 404


def test_a_resident_joins_the_team_and_the_community_says_yes(office, desk):
    who = services.account(office.scene, "钱小芳")
    browser = _signed_in(who)
    assert "您还不在服务队里" in text(browser.get("/orders/offers/"))
    told = {"key": new_id(), "most_open": "2", "visits": "1"}
    assert browser.post("/orders/me/", told).status_code == 422
    told |= {"skills": ["repair"], "areas": [services.grid(office.scene)[:12]], "home": services.grid(office.scene)[:12],
             "free": ["1/morning"], "gender": "woman"}  # fmt: skip
    assert "等社区确认" in text(browser.post("/orders/me/", told, follow=True))
    page = desk.get("/orders/team/?state=applied")
    assert "钱小芳" in text(page)
    confirm = re.search(r'action="(/orders/team/[0-9a-f-]+/confirm/)"', page.content.decode())
    assert "确认了" in text(desk.post(confirm[1], follow=True))
    assert "现在没有等人接的单" in text(browser.get("/orders/offers/?kind=repair"))
    assert "退出了服务队" in text(browser.post("/orders/me/", {"verb": "leave"}, follow=True))
    assert sql.value("select state from services_member where account = %s", (who.account,)) == "left"


def test_a_batch_suggests_with_reasons_and_assigns_what_is_picked(office, desk, helper, visitor):
    order = asked(office, visitor)
    do(desk, order, "triage")
    page = desk.get("/orders/batch/")
    assert "能做“理发”" in text(page)
    pick = re.search(rf'name="pick" value="({order}:[0-9a-f-]+)"', page.content.decode())
    assert pick, text(page)
    answer = desk.post(
        "/orders/batch/", {"key": key_of(page.content.decode()), "do": "assign", "pick": [pick[1]]}, follow=True
    )
    assert "请了 1 位队员" in text(answer)
    assert sql.value("select state from services_order where id = %s", (order,)) == "assigned"


def test_every_reason_is_a_sentence_in_the_language_of_the_page():
    assert set(reasons.WORDS) == set(get_args(Why))
    said = (Reason("does", of="理发"), Reason("woman"), Reason("metres", 300), Reason("load", 1))
    assert reasons.because(said) == "能做“理发”，是女队员，合要求，离点单人约 300 米，手上 1 单。"
    assert reasons.because(()) == ""
    with override("en"):
        english = [reasons.because([Reason(code, 2)]) for code in get_args(Why)]
    assert [one for one in english if re.search("[\u4e00-\u9fff，。]", one)] == []


def test_a_declined_offer_is_gone_and_leaves_no_entry(office, desk, helper, visitor):
    order = asked(office, visitor)
    do(desk, order, "triage")
    do(desk, order, "list", circle="town")
    before = entries(order)
    answer = do(helper, order, "decline")
    assert "不再给您看这一单" in text(answer)
    assert str(order) not in answer.content.decode()
    assert entries(order) == before


def test_an_order_that_neighbours_cannot_do_becomes_a_case(office, desk, visitor):
    order = asked(office, visitor)
    page = do(desk, order, "convert", convert_reason="")
    assert "为什么转为事项" in text(page)
    page = do(desk, order, "convert", convert_reason="屋顶漏水，要专业队", case_kind="other")
    assert "已转为事项" in text(page)


def test_the_list_goes_along_as_a_file_with_the_rows_it_shows(office, desk, visitor):
    asked(office, visitor)
    shown = sum(1 for _ in re.finditer(r'<th scope="row">', desk.get("/orders/?tab=to_triage").content.decode()))
    lines = b"".join(desk.get("/orders/?tab=to_triage&csv").streaming_content).decode("utf-8-sig").strip().splitlines()
    assert len(lines) - 1 == shown > 0
    for tab in ("late", "unclaimed", "unconfirmed", "ended"):
        assert desk.get(f"/orders/?tab={tab}").status_code == 200
