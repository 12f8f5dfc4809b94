"""The keeper's phone: today, one case in one thumb, her ground and its board, notices to groups; small enough for a slow line."""

import re
from pathlib import Path
from uuid import UUID

import pytest

import liren.web
from liren.cases import commands as c
from liren.kernel import Code
from liren.notices.events import GroupNoticeIssued
from liren.trust import sql
from tests.web.staffroom import Room, key_of, text, version_of

MOST_BYTES = 60_000
STATIC = Path(liren.web.__file__).parent / "static"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture(scope="module")
def code(room):
    return str(room.scene.made.at(17)[0].code)


@pytest.fixture
def keeper(room, code):
    return room.browser(code)


def handed(room, code, **told):
    """A case in the first micro-grid, with its keeper."""
    case = room.scene.report(n=0, **({"kind": Code("noise"), "words": "音响太响"} | told))
    room.scene.do("desk", c.HandToKeeper, case, keeper=room.scene.keeper(code))
    return case


def send(client, case, act, told):
    page = client.get(f"/field/case/{case}/").content.decode()
    fields = {f"{act}-{name}": value for name, value in told.items()}
    return client.post(f"/field/case/{case}/{act}/", {"key": key_of(page), "version": version_of(page)} | fields)


def test_a_case_is_solved_on_the_spot_with_words_and_one_button(room, code, keeper):
    case = handed(room, code)
    page = keeper.get(f"/field/case/{case}/").content.decode()
    assert page.index('type="file"') < page.index("solve_on_spot-words")
    assert page.count("btn-main") == 1
    answer = send(keeper, case, "solve_on_spot", {"words": "当面说好，音量调小了。"})
    assert (answer.status_code, answer["Location"]) == (302, f"/field/case/{case}/")
    assert room.scene.state(case).state in ("replied", "feedback")


def test_a_result_is_chosen_by_the_button_that_is_pressed(room, code, keeper):
    case = handed(room, code)
    room.scene.do(room.scene.actor(code), c.TakeUpCase, case)
    page = keeper.get(f"/field/case/{case}/").content.decode()
    assert re.findall(r'name="report_result-result" value="(\w+)"', page) == ["explained", "unsolved", "solved"]
    assert (
        send(keeper, case, "report_result", {"words": "说明了几点以前可以放。", "result": "explained"}).status_code
        == 302
    )
    assert room.scene.state(case).result == "explained"


def test_a_refused_act_shows_the_thumb_s_page_again_with_the_words_kept(room, code, keeper):
    case = handed(room, code, kind=Code("street_light_out"), words="路灯不亮")
    answer = send(keeper, case, "solve_on_spot", {"words": "拧紧了灯头。"})
    assert answer.status_code == 422
    assert "还缺一张办完以后的照片" in text(answer)
    assert "拧紧了灯头。" in answer.content.decode()
    assert 'data-face="field"' in answer.content.decode()


def test_what_changed_meanwhile_is_told_and_the_words_are_kept(room, code, keeper):
    case = handed(room, code)
    old = version_of(keeper.get(f"/field/case/{case}/").content.decode())
    room.scene.do("desk", c.NoteCase, case, words="居民又打来电话")
    told = {"version": old, "key": key_of(keeper.get(f"/field/case/{case}/").content.decode())}
    answer = keeper.post(f"/field/case/{case}/solve_on_spot/", told | {"solve_on_spot-words": "已经劝停。"})
    assert answer.status_code == 409
    assert "别人先办了一步" in text(answer)
    assert "已经劝停。" in answer.content.decode()


def test_a_case_is_handed_back_only_with_the_reason_and_the_desk_reads_it(room, code, keeper):
    case = handed(room, code)
    assert "还没有写为什么要交给受理台" in text(send(keeper, case, "file", {"words": ""}))
    assert send(keeper, case, "file", {"words": "要执法证，我没有。"}).status_code == 302
    assert room.scene.state(case).state == "filed"
    assert "要执法证，我没有。" in text(room.browser("desk").get(f"/case/{case}/"))


def test_the_desk_files_without_saying_why(room):
    case = room.scene.report()
    room.scene.do("desk", c.FileCase, case, words="", note=None)
    assert room.scene.state(case).state == "filed"


def test_late_and_due_cases_stand_first_and_carry_the_mark_that_keeps_them_there(room, code, keeper):
    case, _other = handed(room, code, words="要排序的一件"), handed(room, code, words="另一件")
    page = keeper.get("/field/").content.decode()
    task = next(t for t in page.split('class="task"') if str(case) in t)
    assert re.search(r'data-lon="\d+\.\d+" data-lat="\d+\.\d+"', task)
    assert page.index("data-near hidden") < page.index("data-tasks")


def test_the_ground_shows_households_and_houses_and_leads_to_its_board(keeper, code):
    page = keeper.get("/field/ground/").content.decode()
    assert f"/field/ground/{code}/board/" in page
    assert "户数" in page


def test_the_board_names_keeper_and_phone_and_its_code_opens_the_right_report(room, code, keeper):
    answer = keeper.get(f"/field/ground/{code}/board/")
    assert 'src="data:image/svg+xml' in answer.content.decode()
    assert f"http://localhost/report/?area={code}" in text(answer)
    assert "110" in text(answer)
    assert keeper.get(f"/report/?area={code}").status_code == 302


def test_the_board_of_another_s_ground_is_not_there(room, keeper):
    other = str(room.scene.made.at(17)[5].code)
    assert keeper.get(f"/field/ground/{other}/board/").status_code == 404
    assert keeper.get("/field/ground/nowhere/board/").status_code == 404


def test_a_group_notice_is_put_on_record_and_shown_to_be_copied(room, code, keeper):
    page = keeper.get("/field/groups/?wording=keeper_here").content.decode()
    assert "{姓名}" not in page
    told = {"key": key_of(page), "area": code, "wording": "flood_watch", "groups": "一号楼群\n二号楼群\n一号楼群"}
    blank = keeper.post("/field/groups/", told | {"words": "电话：{电话}"})
    assert blank.status_code == 422
    assert "还有没填的：电话" in text(blank)
    answer = keeper.post("/field/groups/", told | {"words": "今晚有大雨，车挪到高处。"}, follow=True)
    assert "复制到群里" in text(answer)
    assert sql.value("select groups from notices_group_notice where id = %s", (told["key"],)) == [
        "一号楼群",
        "二号楼群",
    ]
    (entry,) = room.scene.entries(UUID(told["key"]))
    assert entry.event == GroupNoticeIssued(notice=UUID(told["key"]), wording=Code("flood_watch"), groups=2)


def test_a_notice_for_another_s_ground_is_refused(room, code, keeper):
    other = str(room.scene.made.at(17)[5].code)
    key = key_of(keeper.get("/field/groups/").content.decode())
    told = {"key": key, "area": other, "groups": "群", "words": "一句话"}
    assert keeper.post("/field/groups/", told).status_code in (403, 404, 422)
    assert sql.value("select count(*) from notices_group_notice where area = %s", (other,)) == 0


def test_an_empty_day_says_what_comes_here(room):
    code = str(room.scene.made.at(17)[7].code)
    assert "有人反映到您的微网格，会排在这里" in text(room.browser(code).get("/field/"))


@pytest.mark.parametrize(
    "path", ["/field/", "/field/report/", "/field/ground/", "/field/groups/", "/field/me/", "case"]
)
def test_a_page_of_the_phone_with_its_own_scripts_is_small_after_the_first(room, code, keeper, path):
    """The stylesheet and the icons are there after the first page; what is left must fit a slow line."""
    if path == "case":
        path = f"/field/case/{handed(room, code)}/"
    answer = keeper.get(path)
    scripts = re.findall(r'<script type="module" src="[^"]*?([\w.-]+\.js)"', answer.content.decode())
    whole = len(answer.content) + sum((STATIC / name).stat().st_size for name in scripts)
    assert answer.status_code == 200
    assert whole <= MOST_BYTES, f"{path} weighs {whole:,} bytes"
