"""The office: lists that go in whole or not at all, duties with dates, exports, and doors that are shut to others."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from liren.kernel.ids import new_id
from liren.trust import sql
from liren.web.office.export import sheet
from tests import scene
from tests.scene import TOWN, id_of
from tests.web.staffroom import Room, text

HEAD = "姓名,区域代码,办公电话,邮箱,手机号\n"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("admin", "system_admin"), ("security", "security_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    return made


def file(text: str, name: str = "名册.csv") -> BytesIO:
    made = BytesIO(text.encode())
    made.name = name
    return made


def test_wrong_cells_are_named_by_row_column_and_remedy_and_nothing_is_written(room):
    before = sql.value("select count(*) from people_person")
    told = HEAD + "王芳,321181108,,,1380000\n,321181108,,,\n"
    answer = room.browser("admin").post("/office/import/persons/", {"key": new_id(), "file": file(told)})
    page = text(answer)
    assert answer.status_code == 422
    for words in ("有 2 处不对", "第 2 行", "手机号", "少 4 位。", "手机号是 11 位", "第 3 行", "没有写姓名。"):
        assert words in page
    assert sql.value("select count(*) from people_person") == before


def bring(admin, sort, told, name="名册.csv", **more):
    """Send a file and read its difference; the address where it can be taken over, "" when it can't."""
    answer = admin.post(f"/office/import/{sort}/", {"key": new_id(), "file": file(told, name), **more})
    found = re.findall(rf'action="(/office/import/{sort}/[0-9a-f-]+/)"', answer.content.decode())
    return answer, found[0] if found else ""


def test_a_good_list_is_shown_first_goes_in_once_and_can_be_taken_back(room):
    admin, told = room.browser("admin"), HEAD + "赵小兰,321181108,0511-86880101,,13800001234\n"
    answer, take = bring(admin, "persons", told)
    assert answer.status_code == 200
    assert "赵小兰" in text(answer)
    assert sql.value("select count(*) from people_person where name = '赵小兰'") == 0, "the dry run writes nothing"
    for _ in range(2):
        done = admin.post(take)
        assert done.status_code == 302
    assert sql.value("select count(*) from people_person where name = '赵小兰'") == 1
    again, nothing = bring(admin, "persons", told)
    assert nothing == ""
    assert "没有变化：" in text(again)
    assert "导入过" in text(again), "the same file is recognised"
    page = text(admin.get(done.headers["Location"]))
    assert "名册.csv" in page
    assert "撤销这次导入" in page
    assert "有效" in text(admin.get("/office/import/"))
    assert admin.post(done.headers["Location"] + "undo/", {"key": new_id()}).status_code == 302
    assert sql.value("select count(*) from people_person where name = '赵小兰'") == 0
    assert "已撤销" in text(admin.get("/office/import/"))


def test_a_changed_row_says_old_and_new_and_a_later_change_stands_in_the_way_of_undoing(room):
    admin = room.browser("admin")
    _, take = bring(admin, "persons", HEAD + "钱进,321181108,0511-86880102,,13800001235\n")
    first = admin.post(take).headers["Location"]
    answer, take = bring(admin, "persons", HEAD + "钱进,321181108,0511-86880103,,13800001235\n")
    assert "0511-86880102 → 0511-86880103" in text(answer)
    second = admin.post(take).headers["Location"]
    refused = admin.post(first + "undo/", {"key": new_id()})
    assert refused.status_code == 422
    assert "后来" in text(refused)
    assert admin.post(second + "undo/", {"key": new_id()}).status_code == 302
    assert sql.value("select work_phone from people_person where name = '钱进'") == "0511-86880102"
    assert admin.post(first + "undo/", {"key": new_id()}).status_code == 302, "with the later one gone the way is free"
    assert sql.value("select count(*) from people_person where name = '钱进'") == 0


def test_what_is_refused_can_be_taken_along(room):
    admin, key = room.browser("admin"), new_id()
    told = {"key": key, "file": file(HEAD + "王芳,321181108,,,1380000\n")}
    admin.post("/office/import/persons/", told)
    sheet = admin.get(f"/office/import/persons/{key}/?list=refused&csv").getvalue().decode("utf-8-sig")
    assert "手机号是 11 位" in sheet
    assert admin.get(f"/office/import/persons/{key}/?list=refused&xlsx").getvalue().startswith(b"PK")
    assert room.browser("security").get(f"/office/import/persons/{key}/").status_code == 404, "the file is its sender's"


def test_duties_of_a_list_may_name_a_building_and_kinds_and_are_called_off_with_the_list(room):
    security = room.browser("security")
    building = sql.one("select code, id, left(area, 15) as area from places_building order by code limit 1")
    head = "姓名,手机号,岗位,单位,区域代码,楼栋编号,事项类别,开始日期,结束日期\n"
    line = f"verifier2,,楼栋长,,{building['area']},{building['code']},路灯不亮,2026-01-01,\n"
    _, take = bring(security, "duties", head + line.replace("路灯不亮", "没有这类"), "任职.csv")
    assert take == ""
    _, take = bring(security, "duties", head + line, "任职.csv")
    done = security.post(take).headers["Location"]
    duty = sql.one("select id, building, kinds from people_duty where post = 'building_head'")
    assert (duty["building"], duty["kinds"]) == (building["id"], ["street_light_out"])
    assert bring(security, "duties", head + line, "任职.csv")[1] == "", "the same list again changes nothing"
    assert security.post(done + "undo/", {"key": new_id()}).status_code == 302
    assert sql.value("select isempty(during) from people_duty where id = %s", (duty["id"],))
    assert sql.value("select count(*) from trust_grant where duty = %s and upper_inf(during)", (duty["id"],)) == 0


@pytest.mark.parametrize(("name", "says"), [("名册.pdf", "不是 .csv、.xlsx 文件"), ("", "还没有选文件")])
def test_a_wrong_file_is_one_sentence(room, name, says):
    told = {"file": file("x", name)} if name else {}
    answer = room.browser("admin").post("/office/import/persons/", {"key": new_id(), **told})
    assert answer.status_code == 422
    assert says in text(answer)


def test_a_person_is_found_by_the_whole_number_and_the_search_is_logged(room):
    admin = room.browser("admin")
    told = {"key": new_id(), "name": "孙一鸣", "area": "界牌镇 321181108", "phone": "13900005678"}
    assert admin.post("/office/people/", told).status_code == 302
    assert "孙一鸣" in text(admin.get("/office/people/?q=139 0000 5678"))
    assert "没有找到这个人" in text(admin.get("/office/people/?q=1390000567"))
    assert sql.value("select count(*) from trust_access where what = 'people.search'") == 1


def test_a_duty_is_handed_over_with_a_date_and_the_seat_is_never_empty(room):
    security = room.browser("security")
    area = next(a.code for a in room.scene.made.at(15))
    duty = sql.value("select id from people_duty where area = %s and post = 'grid_leader'", (area,))
    day = room.scene.now + timedelta(days=3)
    told = {"key": new_id(), "do": "over", "over-person": "verifier2", "over-at": f"{day:%Y-%m-%d}"}
    assert security.post(f"/office/duties/{duty}/", told).status_code == 302
    ends = sql.value("select upper(during) from people_duty where id = %s", (duty,))
    begins = sql.value(
        "select lower(during) from people_duty where person = %s and post = 'grid_leader'", (id_of("person:verifier2"),)
    )
    assert ends == begins


def test_a_handover_to_nobody_keeps_what_was_typed(room):
    duty = sql.value("select id from people_duty where post = 'grid_leader' and upper(during) is null limit 1")
    told = {"key": new_id(), "do": "over", "over-person": "查无此人", "over-at": "2030-01-01"}
    answer = room.browser("security").post(f"/office/duties/{duty}/", told)
    assert answer.status_code == 422
    assert "查无此人" in answer.content.decode()
    assert "名册里没有这个人" in text(answer)


def test_the_office_is_not_there_for_others(room):
    handler = room.browser("handler")
    for path in ("/office/people/", "/office/import/areas/"):
        assert handler.get(path).status_code == 404
    assert handler.get("/office/").headers["Location"] == "/office/duty-list/", "a unit may read what is whose"
    assert room.browser("resident").get("/office/").status_code == 403


def test_every_list_can_be_taken_along(room):
    admin = room.browser("admin")
    for path in ("people", "duties", "units", "areas", "kinds"):
        answer = admin.get(f"/office/{path}/?csv")
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert len(answer.getvalue().decode("utf-8-sig").splitlines()) > 1


def test_a_cell_that_a_spreadsheet_would_run_is_quoted():
    assert "'=1+1" in sheet("表", ["姓名"], [["=1+1"]]).getvalue().decode()


def test_an_area_is_renamed_from_today_on_and_the_name_taken_back_with_one_click(room):
    admin, code = room.browser("admin"), room.scene.made.at(17)[3].code
    before = sql.value("select name from places_area where code = %s", (code,))
    answer = admin.post(f"/office/areas/{code}/rename/", {"key": new_id(), "rename-name": "柳岸微网格"}, follow=True)
    assert "已改名为“柳岸微网格”" in text(answer)
    assert "撤销这一步" in text(answer)
    names = sql.values("select name from places_area_version where area = %s order by during", (code,))
    assert names == [before, "柳岸微网格"]
    fields = re.findall(r'name="(rename-name)" value="([^"]*)"', answer.content.decode())[0]
    admin.post(f"/office/areas/{code}/rename/", {"key": new_id(), fields[0]: fields[1]})
    assert sql.value("select name from places_area where code = %s", (code,)) == before


@pytest.mark.parametrize(
    ("act", "told", "says"),
    [("rename", {"rename-name": " "}, "名称要有 1 到 60 个字"), ("close", {}, "先勾上"),
     ("close", {"close-sure": "1"}, "请先")],
)  # fmt: skip
def test_an_area_that_cannot_be_changed_says_why(room, act, told, says):
    grid = room.scene.made.at(15)[0].code
    answer = room.browser("admin").post(f"/office/areas/{grid}/{act}/", {"key": new_id(), **told})
    assert answer.status_code == 422
    assert says in text(answer)


def test_a_closed_unit_can_be_had_back_with_one_click(room):
    admin = room.browser("admin")
    admin.post("/office/units/", {"key": new_id(), "name": "试办", "kind": "department", "area": TOWN})
    unit = sql.value("select id from people_unit where name = '试办'")
    answer = admin.post(f"/office/units/{unit}/", {"key": new_id(), "do": "close"}, follow=True)
    assert "已停用“试办”" in text(answer)
    assert "试办" not in text(admin.get("/office/units/"))
    assert "试办" in text(admin.get("/office/units/?closed"))
    answer = admin.post(f"/office/units/{unit}/", {"key": new_id(), "do": "reopen"}, follow=True)
    assert "已恢复“试办”" in text(answer)


def test_a_duty_to_come_is_called_off_and_somebody_stands_in_for_one_that_runs(room):
    security = room.browser("security")
    day = f"{room.scene.now + timedelta(days=9):%Y-%m-%d}"
    told = {"appoint-post": "verifier", "appoint-area": TOWN, "appoint-starts": day}
    security.post(f"/office/people/{id_of('person:handler')}/appoint/", {"key": new_id(), **told})
    duty = sql.value("select id from people_duty where post = 'verifier' and person = %s", (id_of("person:handler"),))
    assert "取消这个任命" in text(security.get(f"/office/duties/{duty}/"))
    answer = security.post(f"/office/duties/{duty}/", {"key": new_id(), "do": "cancel"}, follow=True)
    assert "取消了" in text(answer)
    running = id_of("duty:supervisor:supervisor")
    told = {
        "key": new_id(),
        "do": "stand",
        "stand-person": "verifier2",
        "stand-starts": day,
        "stand-last": "2020-01-01",
    }
    refused = security.post(f"/office/duties/{running}/", told)
    assert refused.status_code == 422
    assert "最后一天早于第一天" in text(refused)
    told |= {"key": new_id(), "stand-last": day}
    assert security.post(f"/office/duties/{running}/", told).status_code == 302
    assert "代理" in text(security.get(f"/office/people/{id_of('person:verifier2')}/"))


def test_the_wizard_counts_what_is_there_and_is_the_system_administrator_s(room):
    page = text(room.browser("admin").get("/office/setup/"))
    assert "导入区划 已办" in page
    assert "22 个微网格" in page
    assert room.browser("security").get("/office/setup/").status_code == 404
    assert room.browser("admin").get("/office/").headers["Location"] == "/office/people/"
