"""责任覆盖 and 请假、离任 as pages: the number, its lists and exports, any day, and acts that leave no door without a name."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.people.commands import AppointDuty, CheckCoverage, EndDuty
from liren.trust import sql
from liren.web.display import SHANGHAI
from tests import scene
from tests.scene import TOWN, id_of
from tests.web.staffroom import Room, key_of, text

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("admin", "system_admin"), ("security", "security_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    return made


def day(moment) -> str:
    return f"{moment + timedelta(hours=8):%Y-%m-%d}"


def micro(room, n: int) -> str:
    return room.scene.made.at(17)[n].code


def duty_of(code: str):
    return sql.value(
        "select id from people_duty where area = %s and post = 'micro_grid_keeper' and during @> now() and stands_in is null",
        (code,),
    )


def number(answer) -> int:
    return int(re.search(r"data-without>([\d,]+)<", answer.content.decode()).group(1).replace(",", ""))


def test_a_town_where_every_door_has_one_name_says_so(room):
    answer = room.browser("security").get("/office/coverage/")
    assert number(answer) == 0
    assert "每扇门都有人负责" in text(answer)


def test_a_door_whose_keeper_is_gone_is_counted_listed_exported_and_mended_in_place(room):
    security, code = room.browser("security"), micro(room, 1)
    doors = sql.value("select count(*) from places_building where area = %s", (code,))
    room.scene.order(EndDuty(duty=duty_of(code), at=room.scene.now), room.scene.actor("security"))
    answer = security.get("/office/coverage/")
    assert number(answer) == doors
    assert "任期到了，没有人接" in text(answer)
    assert f"/office/coverage/{code}/" in answer.content.decode()
    sheet = b"".join(security.get("/office/coverage/?list=micro_grid.ended&csv").streaming_content).decode("utf-8-sig")
    assert len(sheet.splitlines()) == doors + 1
    assert "这一天还没有楼栋的记录" in text(security.get(f"/office/coverage/?on={day(room.scene.now - 400 * DAY)}"))
    page = security.get(f"/office/coverage/{code}/")
    told = {"key": key_of(page.content.decode()), "appoint-person": "verifier2", "appoint-starts": day(room.scene.now)}
    assert security.post(f"/office/coverage/{code}/", told).status_code == 302
    assert number(security.get("/office/coverage/")) == 0
    assert "verifier2" in text(security.get(f"/office/coverage/{code}/"))


def test_two_names_on_one_door_are_a_list_of_their_own(room):
    code = micro(room, 2)
    room.scene.order(
        AppointDuty(
            duty=new_id(), person=id_of("person:deputy"), post="micro_grid_keeper", area=code, starts=room.scene.now
        )
    )
    answer = room.browser("security").get("/office/coverage/")
    assert number(answer) == 0
    assert "不止一个人负责" in text(answer)
    assert "结束deputy的" in text(answer)
    link = re.search(
        rf'href="(/office/duties/[0-9a-f-]+/\?end-at={day(room.scene.now)})#end"', answer.content.decode()
    ).group(1)
    assert f'value="{day(room.scene.now)}"' in room.browser("security").get(link).content.decode()


def test_the_numbers_can_be_followed_down_to_one_area(room):
    code = micro(room, 3)
    for area in (code[:12], code[:15]):
        answer = room.browser("security").get(f"/office/coverage/?in={area}")
        assert answer.status_code == 200
        assert "一级一级看" in text(answer)
    links = re.findall(r'data-link="(\w+)"', room.browser("security").get(f"/office/coverage/{code}/").content.decode())
    assert links == ["micro_grid", "grid", "community", "town"]
    assert room.browser("security").get("/office/coverage/?in=321182").status_code == 404
    assert room.browser("security").get("/office/coverage/nonsense/").status_code == 404


def test_a_leader_may_look_and_a_handler_may_not(room):
    assert room.browser("head").get("/office/coverage/").status_code == 200
    assert "任命" not in text(room.browser("head").get(f"/office/coverage/{micro(room, 3)}/"))
    assert room.browser("handler").get("/office/coverage/").status_code == 404


def test_a_wrong_day_is_one_sentence(room):
    answer = room.browser("security").get("/office/coverage/?on=gestern")
    assert answer.status_code == 422
    assert "日期要像" in text(answer)


def test_leave_without_a_stand_in_names_the_duty_and_keeps_what_was_typed(room):
    security, code = room.browser("security"), micro(room, 4)
    who, duty = id_of("person:" + code), duty_of(code)
    told = {
        "key": new_id(),
        "do": "away",
        "away-starts": day(room.scene.now + DAY),
        "away-last": day(room.scene.now + 3 * DAY),
    }
    refused = security.post(f"/office/people/{who}/leave/", told)
    assert refused.status_code == 422
    assert "没有人代" in text(refused)
    assert f'href="#away-{duty}"' in refused.content.decode()
    assert told["away-last"] in refused.content.decode()
    taken = security.post(
        f"/office/people/{who}/leave/", told | {"key": new_id(), f"away-{duty}": "verifier"}, follow=True
    )
    assert "已登记请假" in text(taken)
    leave = sql.one("select id, version from people_leave where person = %s", (who,))
    assert "请假到" not in text(security.get(f"/office/people/{who}/")), "it has not begun"
    off = {"key": new_id(), "do": "off", "off-leave": leave["id"], "version": leave["version"]}
    assert "已取消请假" in text(security.post(f"/office/people/{who}/leave/", off, follow=True))
    assert "取消了" in text(security.get(f"/office/people/{who}/leave/"))


def test_whoever_is_away_is_marked_and_a_door_without_a_stand_in_leads_to_one_with_the_days_filled_in(room):
    security, code = room.browser("security"), micro(room, 8)
    who, duty = id_of("person:" + code), duty_of(code)
    sql.run(
        "insert into people_leave (id, person, during, stand_ins, version) values (%s, %s, tstzrange(%s, %s), '{}', 1)",
        (
            new_id(),
            who,
            room.scene.now - DAY,
            datetime.combine((room.scene.now + 3 * DAY).astimezone(SHANGHAI).date(), time(), SHANGHAI),
        ),
    )
    assert f"请假到 {day(room.scene.now + 2 * DAY)}" in text(security.get(f"/office/people/{who}/"))
    page = security.get("/office/coverage/").content.decode()
    link = f"/office/duties/{duty}/?stand-starts={day(room.scene.now)}&amp;stand-last={day(room.scene.now + 2 * DAY)}#stand"
    assert link in page
    sql.run("delete from people_leave where person = %s", (who,))


def test_whoever_goes_sees_first_what_moves_and_then_all_of_it_moves_at_once(room):
    security, code = room.browser("security"), micro(room, 5)
    who, duty = id_of("person:" + code), duty_of(code)
    room.scene.report(n=5)
    room.scene.now = datetime.now(UTC) + timedelta(minutes=1)
    room.scene.settle()
    page = text(security.get(f"/office/people/{who}/leave/"))
    assert "没办完的 1 件" in page
    told = {"do": "leaving", "leaving-at": day(room.scene.now + 2 * DAY)}
    missing = security.post(f"/office/people/{who}/leave/", told | {"key": new_id(), "verb": "look"})
    assert missing.status_code == 422
    assert "还没有接任的人" in text(missing)
    told |= {f"leaving-{duty}": "verifier2"}
    looked = security.post(f"/office/people/{who}/leave/", told | {"key": new_id(), "verb": "look"})
    assert f"{code} 交给 verifier2" in text(looked)
    assert duty_of(code) == duty, "looking moves nothing"
    done = security.post(f"/office/people/{who}/leave/", told | {"key": new_id(), "verb": "go"})
    assert done.status_code == 302
    ends = sql.value("select upper(during) from people_duty where id = %s", (duty,))
    assert sql.value("select lower(during) from people_duty where follows = %s", (duty,)) == ends


def test_the_link_to_leave_stands_on_the_person_s_page(room):
    who = id_of("person:" + micro(room, 6))
    assert f"/office/people/{who}/leave/" in room.browser("security").get(f"/office/people/{who}/").content.decode()
    assert room.browser("admin").get(f"/office/people/{who}/leave/").status_code == 404


def test_residents_read_whom_else_they_can_turn_to(room):
    page = Client(headers={"host": "localhost"}).get(f"/keeper/?area={micro(room, 7)}")
    assert "还能找谁" in text(page)
    assert "网格长" in text(page)
    assert "村（社区）书记" in text(page)


def test_the_board_s_number_is_the_page_s_and_nights_are_kept(room):
    head = room.browser("head")
    page = head.get("/board/").content.decode()
    without = int(re.search(r'data-doors="(\d+)"', page).group(1))
    assert f"/office/coverage/?in={TOWN}" in page
    assert without == number(head.get(f"/office/coverage/?in={TOWN}"))
    room.scene.order(CheckCoverage(area=AreaCode(TOWN[:6]), day=room.scene.now.date()), the_house("nightly"))
    assert "最近三十夜" in text(head.get(f"/office/coverage/?in={TOWN}"))
