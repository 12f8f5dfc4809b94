"""接电话: the caller's earlier matters, the words, the place, read back, and only then kept, with the number to tell."""

import re

import pytest

from liren.trust import sql
from tests.web.staffroom import Room, key_of, text

PATH = "/desk/call/"


@pytest.fixture(scope="module")
def room(cluster, db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("call"), db)


@pytest.fixture(scope="module")
def desk(room):
    return room.browser("desk")


def hidden(page: str) -> dict[str, str]:
    return {name: re.findall(f'name="{name}" value="([^"]*)"', page)[0] for name in ("key", "case", "note", "asked")}


def filled(page: str, **more: str) -> dict[str, str]:
    house = sql.value("select id from places_building where area is not null order by code limit 1")
    usual = {
        "channel": "phone",
        "phone": "13800000369",
        "name": "陈阿姨",
        "words": "楼下路灯不亮",
        "kind": "street_light_out",
        "building": str(house),
    }
    return hidden(page) | usual | more


def test_enter_after_the_number_shows_what_this_caller_reported_and_the_look_is_kept(room, desk):
    case = room.scene.report(phone="13800000369", words="以前报过的井盖")
    page = desk.get(PATH).content.decode()
    looks = "select count(*) from trust_access where what = 'cases.phone'"
    before = sql.value(looks)
    answer = desk.post(PATH, hidden(page) | {"verb": "read", "channel": "phone", "phone": "138 0000 0369"})
    said = text(answer)
    assert answer.status_code == 200
    assert "反映过 1 件" in said
    assert "以前报过的井盖" in said
    assert str(case) in answer.content.decode()
    assert sql.value(looks) == before + 1
    again = desk.post(PATH, hidden(page) | {"verb": "caller", "channel": "phone", "phone": "12"})
    assert again.status_code == 422
    assert "号码要写全" in text(again)


def test_nothing_is_kept_before_the_caller_said_yes_and_then_once(desk):
    page = desk.get(PATH).content.decode()
    told = filled(page, verb="read", asked="1")
    count = "select count(*) from cases_case where channel = 'phone'"
    before = sql.value(count)
    read = desk.post(PATH, told)
    said = text(read)
    for words in ("请念给他听", "138 0000 0369", "楼下路灯不亮", "路灯"):
        assert words in said, words
    assert sql.value(count) == before
    kept = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', read.content.decode()))
    kept.pop("csrfmiddlewaretoken", None)
    back = desk.post(PATH, kept | {"verb": "edit"})
    assert "楼下路灯不亮" in back.content.decode()
    done = desk.post(PATH, kept | {"verb": "save"}, follow=True)
    twice = desk.post(PATH, kept | {"verb": "save"}, follow=True)
    assert sql.value(count) == before + 1
    number = sql.value("select number from cases_case where id = %s", (kept["case"],))
    for answer in (done, twice):
        assert number in text(answer)
        assert "后 4 位" in text(answer)
    row = sql.one("select on_behalf, channel, reporter from cases_case where id = %s", (kept["case"],))
    assert row == {"on_behalf": True, "channel": "phone", "reporter": None}
    assert "复述过" in sql.value("select text from cases_note where case_id = %s and kind = 'note'", (kept["case"],))


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(desk):
    page = desk.get(PATH).content.decode()
    answer = desk.post(PATH, hidden(page) | {"verb": "read", "channel": "phone", "words": "说不清在哪", "asked": "1"})
    assert answer.status_code == 422
    assert "还没有选是哪一类" in text(answer)
    assert "说不清在哪" in answer.content.decode()
    answer = desk.post(
        PATH,
        hidden(page) | {"verb": "read", "channel": "phone", "words": "说不清在哪", "kind": "road_damage", "asked": "1"},
    )
    assert answer.status_code == 422
    assert "还没有说在哪里" in text(answer)


def test_only_whoever_took_the_call_reads_the_code(room, desk):
    page = desk.get(PATH).content.decode()
    told = filled(page, verb="save", asked="1")
    desk.post(PATH, told)
    assert desk.get(f"{PATH}{told['case']}/").status_code == 200
    assert room.browser("supervisor").get(f"{PATH}{told['case']}/").status_code == 404
    assert room.browser("handler").get(PATH).status_code == 404
    assert key_of(page)
