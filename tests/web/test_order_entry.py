"""替居民点单: what a caller says is typed once, read back, kept under the channel it came by, and found again by its code."""

import re

import pytest
from django.test import Client

from liren.kernel import Denied, Missing
from liren.kernel.actor import ANONYMOUS
from liren.kernel.ids import new_id
from liren.services import queries
from liren.trust import sql
from tests.services import room as services
from tests.web.staffroom import Room, key_of, text

WORDS = "腿脚不便，想请人上门理发"


@pytest.fixture(scope="module")
def office(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture(scope="module")
def desk(office):
    return office.browser("desk")


def form(office, desk, **more):
    page = desk.get("/orders/new/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(key|order|note)" value="([^"]+)"', page))
    told = {
        "channel": "phone", "kind": "haircut", "words": WORDS, "area": services.grid(office.scene)[:12],
        "grid": services.grid(office.scene), "address": "3 幢 2 单元 501", "name": "赵奶奶", "phone": "138 0000 0147",
        "gender": "woman", "verb": "read",
    }  # fmt: skip
    return hidden | told | more


def kept(order):
    return sql.one("select channel, on_behalf, requester, gender from services_order where id = %s", (order,))


def test_a_call_is_read_back_before_it_is_kept_and_the_caller_finds_it_by_code_and_four_digits(office, desk):
    told = form(office, desk)
    back = desk.post("/orders/new/", told)
    assert back.status_code == 200
    assert kept(told["order"]) is None, "nothing is kept before the caller said yes"
    for said in ("请念给他听", "138 0000 0147", "赵奶奶", WORDS, "3 幢 2 单元 501", "希望女性来", "来源：来电"):
        assert said in text(back)
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', back.content.decode()))
    answer = desk.post("/orders/new/", again | {"verb": "save"}, follow=True)
    assert kept(told["order"]) == {"channel": "phone", "on_behalf": True, "requester": None, "gender": "woman"}
    code = re.search(r'<p class="code">([A-Z2-7 ]{14})</p>', answer.content.decode())
    assert code, text(answer)
    caller = Client(headers={"host": "localhost"})
    assert caller.post("/find/", {"code": code[1], "four": "0147"}).status_code == 303
    assert WORDS in text(caller.get("/help/track/"))
    twice = desk.post("/orders/new/", again | {"verb": "save"}, follow=True)
    assert code[1] in text(twice), "a second click is the same order"


def test_going_back_to_correct_keeps_everything_and_what_is_wrong_is_said_beside_its_field(office, desk):
    told = form(office, desk, phone="12", kind="")
    page = desk.post("/orders/new/", told)
    assert page.status_code == 422
    assert "还没有选要帮哪一项" in text(page)
    page = desk.post("/orders/new/", told | {"kind": "haircut"})
    assert page.status_code == 422
    assert 'value="12"' in page.content.decode()
    page = desk.post("/orders/new/", told | {"verb": "edit", "kind": "haircut"})
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert kept(told["order"]) is None


def test_enter_in_the_address_looks_the_house_up_first(office, desk):
    house = office.scene.made.buildings[0]
    told = form(office, desk, q=house.address, area="", grid="")
    page = desk.post("/orders/new/", told)
    building = re.search(r'name="building" value="([0-9a-f-]{36})" checked', page.content.decode())
    assert building, text(page)
    back = desk.post("/orders/new/", told | {"building": building[1]})
    assert house.address in text(back)
    assert "请念给他听" in text(back)


def test_the_code_is_read_out_only_by_whoever_took_the_call(office, desk):
    told = form(office, desk, verb="save", channel="desk")
    assert desk.post("/orders/new/", told).headers["Location"] == f"/orders/{told['order']}/told/"
    other = services.desk()
    assert sql.value("select channel from services_order where id = %s", (told["order"],)) == "desk"
    with pytest.raises(Missing):
        queries.read_out(other, told["order"], office.scene.now)


def test_nobody_asks_for_somebody_else_but_whoever_sees_to_orders_there(office):
    handler = office.browser("handler")
    assert handler.get("/orders/new/").status_code == 404
    with pytest.raises(Denied, match="社区受理的人"):
        services.place(office.scene, ANONYMOUS, on_behalf=True, order=new_id())


def test_the_queue_leads_to_the_form(office, desk):
    page = desk.get("/orders/")
    assert 'href="/orders/new/"' in page.content.decode()
    assert key_of(desk.get("/orders/new/").content.decode())
