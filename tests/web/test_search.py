"""One box for staff: what is theirs, group by group; a phone number whole, with a reason, kept as a look."""

from datetime import UTC, datetime

import pytest

from liren.cases import commands as c
from liren.trust import sql
from tests import scene
from tests.scene import OFFICE, TOWN, id_of
from tests.web.staffroom import Room, text

PHONE = "13812345678"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("auditor", "auditor"), ("admin", "system_admin"), ("security", "security_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    made.scene.now = datetime.now(UTC)
    return made


@pytest.fixture(scope="module")
def case(room):
    return room.scene.report(phone=PHONE, words="老槐树下的井盖松了", place_words="衡苑小区门口")


def number(case):
    return sql.value("select number from cases_case where id = %s", (case,))


def search(room, who, q):
    return text(room.browser(who).get("/search/", {"q": q}))


def by_phone(room, who, phone=PHONE, reason="caller"):
    return room.browser(who).post("/search/phone/", {"phone": phone, "reason": reason})


def test_a_case_is_found_by_number_in_any_brackets(room, case):
    for typed in (number(case), number(case).replace("〔", "[").replace("〕", "]"), f" {number(case)} "):
        assert "这个编号" in search(room, "desk", typed)


def test_words_of_a_title_and_of_a_place_find_it_with_a_count(room, case):
    page = search(room, "desk", "老槐树")
    assert "在办的案件 1" in page
    assert "老槐树下的井盖松了" in page
    assert "老槐树下的井盖松了" in search(room, "desk", "衡苑小区")


def test_colleagues_units_and_areas_are_found_by_name(room, case):
    assert "在岗的同事" in search(room, "desk", "supervisor")
    assert "单位" in search(room, "desk", "建设管理站")
    area = room.scene.made.at(12)[0]
    assert "地方和楼栋" in search(room, "desk", area.name)


def test_nothing_found_says_what_can_be_searched(room, case):
    page = search(room, "desk", "没有这样的事")
    assert "没有找到“没有这样的事”" in page
    assert "编号要写全" in page


def test_the_reporter_s_words_and_name_are_not_searched(room, case):
    long = "前面的话写得很长很长" * 6 + "末尾才说到紫藤架"
    room.scene.report(words=long, name="欧阳若兰")
    for hidden in ("紫藤架", "欧阳若兰"):
        assert "没有找到" in search(room, "desk", hidden)


def test_a_complaint_about_ones_own_unit_is_not_found(room):
    hidden = room.scene.report(words="执法局的人态度差", about_unit=id_of(OFFICE))
    room.scene.do("desk", c.DispatchCase, hidden)
    assert "执法局的人态度差" in search(room, "desk", "态度差")
    for words in ("态度差", number(hidden)):
        assert "没有找到" in search(room, "deputy", words)


@pytest.mark.parametrize("who", ["auditor", "admin", "security"])
def test_administrators_find_no_case_by_any_way(room, case, who):
    for words in ("老槐树", number(case), "衡苑小区门口"):
        assert "老槐树下的井盖" not in search(room, who, words)
    assert "按电话号码找" not in search(room, who, PHONE)
    assert by_phone(room, who).status_code == 404


def test_a_handler_finds_only_what_is_dispatched_to_the_unit(room, case):
    assert "老槐树下的井盖松了" not in search(room, "handler", "老槐树")
    room.scene.do("desk", c.DispatchCase, case)
    assert "老槐树下的井盖松了" in search(room, "handler", "老槐树")
    assert by_phone(room, "handler").status_code == 404


def test_a_phone_is_found_whole_with_a_reason_and_the_look_is_kept(room, case):
    page = room.browser("desk").get("/search/", {"q": PHONE}).content.decode()
    assert "<details" in page
    assert f'value="{PHONE}"' in page
    no = by_phone(room, "desk", reason="")
    assert no.status_code == 422
    assert "请选为什么要按号码查" in text(no)
    assert PHONE in no.content.decode(), "nothing typed is lost"
    yes = text(by_phone(room, "desk"))
    assert "留过这个号码的案件 1" in yes
    look = sql.one("select purpose, account from trust_access where subject = %s and what = 'cases.phone'", (case,))
    assert look == {"purpose": "这个人打来电话问进度", "account": room.scene.account("desk")}


def test_a_part_of_a_number_and_a_sealed_reporter_are_not_found(room):
    room.scene.report(phone="13866660000", sealed=True, words="隐名说的事")
    page = text(by_phone(room, "desk", "13866660000"))
    assert "没有留过这个号码的" in page
    assert "隐名说的事" not in page
    part = by_phone(room, "desk", PHONE[:7])
    assert part.status_code == 422
    assert "号码要写全" in text(part)


@pytest.mark.parametrize("q", ["'; drop table cases_case; --", "%", "_", "\\", "😀" * 60, "\u202eabc", "<b>x</b>", " "])
def test_odd_words_are_only_words(room, q):
    answer = room.browser("desk").get("/search/", {"q": q})
    assert answer.status_code == 200
    assert "<b>x</b>" not in answer.content.decode()
