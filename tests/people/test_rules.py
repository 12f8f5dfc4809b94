"""People's decisions: where a post is held, when a duty ends, what a cell must hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from liren.kernel import AreaCode, Refusal
from liren.people import rules
from liren.people.kinds import Post, check

GRID = AreaCode("321181108201001")
COMMUNITY = AreaCode("321181108201")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PERSON = UUID(int=1)

LEADER = Post(code="grid_leader", label="网格长", levels=("grid",), single=True)
HEAD = Post(code="building_head", label="楼栋长", levels=("grid",), over="building", single=True)
HANDLER = Post(code="handler", label="承办人", levels=("community",), over="unit")

DUTY = rules.Duty(
    id=UUID(int=2), person=PERSON, post="grid_leader", area=GRID, unit=None, building=None, kinds=(),
    starts=NOW - timedelta(days=30), ends=None,
)  # fmt: skip


def appointed(post, **changes):
    asked = {"area": GRID, "unit": None, "building": None, "starts": NOW, "ends": None} | changes
    rules.check_post(post, **asked)


@pytest.mark.parametrize(
    ("phone", "sentence"),
    [
        ("1380000014", "少 1 位，手机号是 11 位。请核对后重写。"),
        ("138000001477", "多 1 位，手机号是 11 位。请核对后重写。"),
        ("1380000o147", "手机号里有数字以外的字，请只写 11 位数字。"),
        ("12800000147", "没有 12 开头的手机号，请核对后重写。"),
    ],
)
def test_a_wrong_phone_is_told_what_is_wrong(phone, sentence):
    with pytest.raises(Refusal) as caught:
        rules.clean_mobile(phone)
    assert caught.value.sentence == sentence


def test_a_phone_may_be_written_with_spaces_and_country_code():
    assert rules.clean_mobile("+86 138-0000 0147") == "13800000147"
    assert rules.clean_mobile("  ") == ""


@pytest.mark.parametrize("phone", ["0511-86881234", "86881234", "12345", "13800000147", "110", ""])
def test_a_work_phone_may_be_a_landline_or_a_service_number(phone):
    assert rules.clean_work_phone(phone) == phone


def test_a_name_of_spaces_is_no_name():
    with pytest.raises(Refusal, match="请填写姓名"):
        rules.clean_name(" \u3000 ")


def test_an_address_without_a_domain_is_refused():
    with pytest.raises(Refusal, match="邮箱地址不完整"):
        rules.clean_email("wang@")


def test_a_grid_leader_cannot_be_appointed_over_a_community():
    with pytest.raises(Refusal) as caught:
        appointed(LEADER, area=COMMUNITY)
    assert caught.value.sentence == "“网格长”设在网格一级，请换一个区域。"


def test_a_building_head_needs_a_building_and_a_handler_a_unit():
    with pytest.raises(Refusal, match="请选楼栋"):
        appointed(HEAD)
    with pytest.raises(Refusal, match="请选单位"):
        appointed(HANDLER, area=COMMUNITY)


def test_a_duty_must_end_after_it_starts():
    with pytest.raises(Refusal, match="结束时间不晚于开始时间"):
        appointed(LEADER, ends=NOW)


def test_two_buildings_of_a_grid_are_two_seats():
    one, two = uuid4(), uuid4()
    assert rules.place(HEAD, GRID, None, one) != rules.place(HEAD, GRID, None, two)
    assert rules.place(LEADER, GRID, one, None) == rules.place(LEADER, GRID, two, None)


def test_rights_never_reach_back():
    assert rules.grant_start(NOW - timedelta(days=3), NOW) == NOW
    assert rules.grant_start(NOW + timedelta(days=3), NOW) == NOW + timedelta(days=3)


def test_a_duty_that_is_over_cannot_end_again():
    with pytest.raises(Refusal, match="已经结束"):
        rules.check_end(replace(DUTY, ends=NOW), NOW + timedelta(days=1))


def test_a_duty_cannot_end_before_it_began():
    with pytest.raises(Refusal, match="改晚一些"):
        rules.check_end(DUTY, DUTY.starts)


def test_a_duty_is_handed_to_somebody_else_and_not_in_the_past():
    with pytest.raises(Refusal, match="同一个人"):
        rules.check_handover(DUTY, PERSON, NOW, NOW)
    with pytest.raises(Refusal, match="已经过去"):
        rules.check_handover(DUTY, uuid4(), NOW - timedelta(minutes=1), NOW)
    rules.check_handover(DUTY, uuid4(), NOW, NOW)


def test_the_one_asked_first_stands_in_front():
    posts = [replace(LEADER, keeper=2), replace(LEADER, code="grid_keeper", keeper=1), replace(LEADER, code="clerk")]
    assert rules.in_order(posts, "keeper") == ["grid_keeper", "grid_leader"]


def test_a_post_with_an_unknown_right_level_and_secrecy_is_named():
    bad = Post(code="x", label="岗", levels=("street",), rights=("cases.everything",), secrecy=2, over="city")
    assert {p.key for p in check(bad, {"people.see"})} == {"levels", "rights", "secrecy", "over"}


def test_an_administrator_may_not_handle_cases():
    bad = Post(code="x", label="岗", levels=("town",), rights=("cases.see",), administrator=True)
    assert [p.sentence for p in check(bad, {"cases.see"})] == ["管理员岗位不能办事。"]


def ids():
    return uuid4()


def test_a_good_list_of_persons_is_read_whole():
    table = [(2, {"姓名": "王 芳", "区域代码": GRID, "办公电话": "0511-86881234", "手机号": "138 0000 0147"})]
    rows, errors = rules.person_rows(table, COMMUNITY, ids)
    assert errors == ()
    assert (rows[0].name, rows[0].phone, rows[0].area) == ("王 芳", "13800000147", GRID)


def test_each_wrong_cell_of_a_list_is_named_with_row_column_and_remedy():
    table = [
        (2, {"姓名": "", "区域代码": "3211811082", "手机号": "1380000014"}),
        (3, {"姓名": "李强", "区域代码": "321181109", "手机号": "13800000147"}),
        (4, {"姓名": "李军", "区域代码": GRID, "手机号": "13800000147"}),
    ]
    _, errors = rules.person_rows(table, COMMUNITY, ids)
    assert [(e.row, e.column) for e in errors] == [
        (2, "区域代码"), (2, "姓名"), (2, "手机号"), (3, "区域代码"), (4, "手机号"),
    ]  # fmt: skip
    assert str(errors[2]) == "第 2 行“手机号”：少 1 位，手机号是 11 位。请核对后重写。"
    assert str(errors[4]) == "第 4 行“手机号”：与第 3 行相同，一个人只登记一行，请删去重复的。"


def test_a_list_of_duties_reads_days_as_shanghai_days_with_the_last_day_included():
    table = [
        (2, {"姓名": "王芳", "岗位": "网格长", "区域代码": GRID, "开始日期": "2026年1月1日", "结束日期": "2026/12/31"})
    ]
    (row,), errors = rules.duty_rows(table, COMMUNITY, {"网格长": "grid_leader"}, ids)
    assert errors == ()
    assert row.starts.isoformat() == "2026-01-01T00:00:00+08:00"
    assert row.ends.isoformat() == "2027-01-01T00:00:00+08:00"
    assert row.post == "grid_leader"


def test_an_unknown_post_or_day_is_answered_with_what_would_do():
    table = [(2, {"姓名": "王芳", "岗位": "网格王", "区域代码": GRID, "开始日期": "明年"})]
    _, errors = rules.duty_rows(table, COMMUNITY, {"网格长": "grid_leader"}, ids)
    assert [str(e) for e in errors] == [
        "第 2 行“开始日期”：“明年”不是日期，应当像 2026-01-31。",
        "第 2 行“岗位”：没有“网格王”这个岗位，应当是：网格长。",
    ]
