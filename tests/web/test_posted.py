"""Codes on walls: each opens its own place with the form filled in, none can be made up, and the sheets hold every house once."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from liren.devices.commands import RegisterDevice
from liren.kernel import Code, Missing
from liren.kernel.actor import ANONYMOUS, the_house
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.trust import gate, sql
from liren.web import posted
from tests.web.staffroom import Room, text

COMMUNITY = "321181108001"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory) -> Room:
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture(scope="module")
def house(room):
    return sql.rows("select id, address, area from places_building where area is not null order by address limit 1")[0]


def browser() -> Client:
    return Client(headers={"host": "localhost"})


def test_the_code_of_a_house_opens_the_house_and_its_keeper(house):
    code = posted.code_of(posted.BUILDING, str(house["id"]))
    page = text(browser().get(f"/q/{code}/"))
    assert house["address"] in page
    assert "地点已经填好" in page


def test_from_the_code_to_the_form_the_place_is_filled_in(house):
    client = browser()
    client.get(f"/report/?at={posted.code_of(posted.BUILDING, str(house['id']))}")
    client.post("/report/what/", {"words": "楼道灯不亮，老人下楼看不见。", "danger": "no", "kind": "street_light_out"})
    assert house["address"] in client.get("/report/where/").content.decode()


def test_the_code_of_an_area_names_it_and_fills_it_in(room):
    area = next(str(a) for a, _ in places.below(ANONYMOUS, COMMUNITY, 15))
    code = posted.code_of(posted.AREA, area)
    assert posted.spot(ANONYMOUS, code).area == area
    client = browser()
    client.get(f"/report/?at={code}")
    assert client.session["report"]["area"] == area


def test_a_code_that_was_made_up_or_misprinted_opens_nothing_and_says_what_to_do(house):
    code = posted.code_of(posted.BUILDING, str(house["id"]))
    for wrong in (code[:-1] + ("a" if code[-1] != "a" else "b"), code[1:], "abcdefgh", "x" * 36):
        answer = browser().get(f"/q/{wrong}/")
        assert answer.status_code == 404, wrong
        assert "地点自己写" in text(answer)


def test_a_house_that_is_gone_says_so(room):
    with pytest.raises(Missing, match="现在没有了"):
        posted.spot(ANONYMOUS, posted.code_of(posted.BUILDING, str(uuid4())))


def test_the_sheets_of_a_community_hold_every_house_once(room):
    page = room.browser("desk").get(f"/office/labels/?in={COMMUNITY}").content.decode()
    houses = sql.value("select count(*) from places_building where area like %s", (COMMUNITY + "%",))
    assert 0 < houses == len(re.findall('<section class="posted">', page))
    assert len(re.findall("<article", page)) == -(-houses // 8)


def test_the_list_for_the_printer_has_the_same_addresses(room):
    client = room.browser("desk")
    page = client.get(f"/office/labels/?in={COMMUNITY}&csv")
    lines = b"".join(page.streaming_content).decode("utf-8-sig").strip().splitlines()
    houses = sql.value("select count(*) from places_building where area like %s", (COMMUNITY + "%",))
    assert len(lines) == houses + 1
    assert all("/q/" in line for line in lines[1:])


def test_a_keeper_prints_the_codes_of_his_own_ground(room):
    client = room.browser(next(k.area for k in room.scene.made.keepers if len(k.area) == 17))
    page = client.get("/field/ground/").content.decode()
    href = re.findall(r'href="(/office/labels/\?in=\d+)"', page)[0]
    answer = client.get(href)
    assert answer.status_code == 200
    assert 'class="posted"' in answer.content.decode()


def test_the_code_on_a_device_fills_in_what_it_is_and_where_and_shows_nothing_else(room, house):
    device = new_id()
    order = RegisterDevice(
        device=device, wire="gb26875:2011", source="790300000000", kind=Code("transmission_unit"),
        name="三号楼消防主机", position="一层值班室", building=house["id"],
    )  # fmt: skip
    gate.execute(order, actor=the_house("demo"), now=datetime.now(UTC), key=new_id())
    code = posted.code_of(posted.DEVICE, str(device))
    client = browser()
    page = client.get(f"/q/{code}/").content.decode()
    assert "三号楼消防主机，一层值班室" in page
    assert "790300000000" not in page
    client.get(f"/report/?at={code}")
    draft = client.session["report"]
    assert (draft["place_words"], draft["building"]) == ("三号楼消防主机，一层值班室", str(house["id"]))


def test_a_sort_that_does_not_exist_and_a_stranger_find_nothing(room):
    assert room.browser("desk").get("/office/labels/?of=person").status_code == 404
    assert browser().get("/office/labels/").status_code == 302
