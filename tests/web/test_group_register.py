"""群登记 on the keeper's phone: entered, found, taken along, retired; a notice chooses among what stands there."""

from datetime import UTC, datetime, timedelta

import pytest

from liren.trust import sql
from liren.web.display import SHANGHAI
from tests.web.staffroom import Room, key_of, text

PATH = "/field/groups/list/"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture
def code(room):
    sql.run("delete from notices_post")
    sql.run("delete from notices_group")
    return str(room.scene.made.at(17)[0].code)


@pytest.fixture
def keeper(room, code):
    return room.browser(code)


def told(room, code, keeper, **more):
    page = keeper.get(PATH).content.decode()
    day = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
    return {
        "key": key_of(page), "name": "锦绣苑业主群", "kind": "wechat", "area": code, "owner": str(room.scene.keeper(code)),
        "purpose": "通知停水停电", "ends_on": day, "robot": "",
    } | more  # fmt: skip


def test_an_empty_register_says_what_it_is_for(keeper):
    page = text(keeper.get(PATH))
    assert "还没有登记过群" in page
    assert "群里有谁、说了什么，系统不看也不存" in page


def test_a_group_is_entered_found_in_the_list_and_taken_along(room, code, keeper):
    assert keeper.post(PATH, told(room, code, keeper)).status_code == 302
    page = text(keeper.get(PATH))
    assert "锦绣苑业主群" in page
    assert "微信群" in page
    sheet = b"".join(keeper.get(f"{PATH}?csv").streaming_content).decode("utf-8-sig")
    assert "锦绣苑业主群" in sheet
    assert sheet.splitlines()[0].startswith('"群名"') or sheet.splitlines()[0].startswith("群名")


def test_the_day_that_was_typed_is_the_day_that_is_shown_and_offered_again(room, code, keeper):
    keeper.post(PATH, told(room, code, keeper, ends_on=(datetime.now(UTC) + timedelta(days=300)).date().isoformat()))
    kept = sql.one("select id, ends_at from notices_group")
    last = (kept["ends_at"] - timedelta(days=1)).astimezone(SHANGHAI).date()
    page = keeper.get(f"{PATH}?group={kept['id']}").content.decode()
    assert f"{last.month} 月 {last.day} 日" in page
    assert f'value="{last.isoformat()}"' in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(room, code, keeper):
    answer = keeper.post(PATH, told(room, code, keeper, purpose="", robot="https://example.cn/"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "做什么用" in page
    assert "锦绣苑业主群" in page


def test_an_overdue_group_stands_out_and_is_renewed_or_retired(room, code, keeper):
    keeper.post(PATH, told(room, code, keeper))
    sql.run("update notices_group set ends_at = now() - interval '2 days'")
    assert "有 1 个群的登记过期了" in text(keeper.get(PATH))
    id = sql.value("select id from notices_group")
    form = told(room, code, keeper) | {"verb": "save"}
    assert keeper.post(f"{PATH}{id}/", form).status_code == 302
    assert "过期了" not in text(keeper.get(PATH))
    again = {"key": key_of(keeper.get(f"{PATH}?group={id}").content.decode()), "verb": "retire"}
    assert keeper.post(f"{PATH}{id}/", again).status_code == 302
    assert "锦绣苑业主群" not in text(keeper.get(PATH))


def test_a_notice_chooses_registered_groups(room, code, keeper):
    keeper.post(PATH, told(room, code, keeper))
    id = sql.value("select id from notices_group")
    page = keeper.get("/field/groups/").content.decode()
    assert "发到登记的哪些群" in page
    form = {"key": key_of(page), "area": code, "words": "明天停水", "groups": "", "registered": str(id), "wording": ""}
    assert keeper.post("/field/groups/", form).status_code == 302
    kept = sql.one("select groups, words from notices_group_notice order by issued_at desc limit 1")
    assert kept == {"groups": ["锦绣苑业主群"], "words": "明天停水"}


def test_somebody_who_issues_no_notices_has_no_such_page(room, code):
    assert room.browser("handler").get(PATH).status_code == 404
