"""The office: lists that go in whole or not at all, duties with dates, exports, and doors that are shut to others."""

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


def test_a_good_list_goes_in_once_however_often_it_is_sent(room):
    admin, key = room.browser("admin"), new_id()
    for _ in range(2):
        told = file(HEAD + "赵小兰,321181108,0511-86880101,,13800001234\n")
        assert admin.post("/office/import/persons/", {"key": key, "file": told}).status_code == 302
    assert "已导入 1 行" in text(admin.get("/office/import/persons/"))
    assert sql.value("select count(*) from people_person where name = '赵小兰'") == 1


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
    for path in ("/office/", "/office/people/", "/office/import/areas/"):
        assert room.browser("handler").get(path).status_code == 404


def test_every_list_can_be_taken_along(room):
    admin = room.browser("admin")
    for path in ("people", "duties", "units", "areas", "kinds"):
        answer = admin.get(f"/office/{path}/?csv")
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert len(answer.content.decode("utf-8-sig").splitlines()) > 1


def test_a_cell_that_a_spreadsheet_would_run_is_quoted():
    assert "'=1+1" in sheet("表", ["姓名"], [["=1+1"]]).content.decode()
