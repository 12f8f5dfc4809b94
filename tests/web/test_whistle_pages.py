"""Pages of whistles and of parts: blown from the case, answered with one tap, worked on together, rated, counted."""

import re

import pytest

from liren.cases import commands as c
from liren.kernel.ids import new_id
from tests.cases.test_whistles import blow, served, split
from tests.scene import CENTRE, OFFICE, STATION, id_of
from tests.web.staffroom import Room, text


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


def press(browser, case, do, about="", **told):
    """Send one form of the page of a whistle."""
    prefix = f"{do}-{about}-" if about else ""
    fields = {prefix + name: value for name, value in told.items() if name not in ("verb", "back", "units")}
    plain = {name: told[name] for name in ("verb", "back", "units") if name in told}
    return browser.post(f"/case/{case}/whistle/", {"key": new_id(), "do": do, "about": str(about), **fields, **plain})


def test_the_desk_blows_from_the_case_and_the_page_says_whom_it_waits_for(room):
    case = room.scene.in_progress()
    desk = room.browser("desk")
    assert f'href="/case/{case}/whistle/"' in desk.get(f"/case/{case}/").content.decode()
    form = text(desk.get(f"/case/{case}/whistle/"))
    assert "应急处置" in form
    assert "30 分钟（不分昼夜）内到场" in form
    assert STATION not in form.split("叫哪几家")[1], "the lead is not called"
    units = [str(id_of(OFFICE)), str(id_of(CENTRE))]
    told = desk.post(
        f"/case/{case}/whistle/",
        {"key": new_id(), "do": "blow", "kind": "emergency", "units": units, "words": "墙倒了"},
    )
    assert told.status_code == 302
    page = text(desk.get(f"/case/{case}/whistle/"))
    assert "等各家响应" in page
    assert OFFICE in page
    assert "响应剩" in page
    assert "吹哨：应急处置" in text(desk.get(f"/case/{case}/"))


def test_what_was_typed_is_kept_when_nobody_was_chosen(room):
    case = room.scene.in_progress(n=1)
    told = room.browser("desk").post(
        f"/case/{case}/whistle/", {"key": new_id(), "do": "blow", "kind": "masses", "words": "请一起来看排水"}
    )
    assert told.status_code == 422
    page = told.content.decode()
    assert "还没有选叫哪几家，请至少选一家。" in page
    assert "请一起来看排水" in page
    assert re.search(r'value="masses" checked', page)


def test_a_unit_answers_comes_plans_and_leaves_from_its_phone(room):
    case = room.scene.in_progress(n=2)
    call = blow(room.scene, case, OFFICE, CENTRE)[OFFICE]
    officer = room.browser("officer")
    assert "次哨等您这家" in text(officer.get("/work/"))
    mine = officer.get("/work/whistles/").content.decode()
    assert f'aria-label="响应：{OFFICE}"' in mine
    assert press(officer, case, "answer", call, back="/work/whistles/")["Location"] == "/work/whistles/"
    assert f'aria-label="我们到了：{OFFICE}"' in officer.get("/work/whistles/").content.decode()
    press(officer, case, "arrive", call, words="到了三个人")
    page = officer.get(f"/case/{case}/whistle/").content.decode()
    assert "任务单上还没有您这家的事" in page
    whistle = re.search(r'name="do" value="plan"><input type="hidden" name="about" value="([^"]+)"', page).group(1)
    press(officer, case, "plan", whistle, words="拉警戒线", unit=str(id_of(OFFICE)))
    page = officer.get(f"/case/{case}/whistle/").content.decode()
    assert "还有 1 条没打勾" in page
    task = re.search(r'name="do" value="task-done"><input type="hidden" name="about" value="([^"]+)"', page).group(1)
    press(officer, case, "task-done", task)
    press(officer, case, "finish", call, words="交给水站看着")
    assert "已办好" in text(officer.get(f"/case/{case}/whistle/"))
    timeline = text(officer.get(f"/case/{case}/"))
    for words in (f"{OFFICE}响应，这就来", "到了三个人", "拉警戒线", f"{OFFICE}办好了自己那部分", "吹哨（应急处置）"):
        assert words in timeline


def test_each_side_finds_its_own_rating_and_no_other(room):
    case = room.scene.in_progress(n=3)
    call = blow(room.scene, case, OFFICE)[OFFICE]
    served(room.scene, case, call, OFFICE)
    desk, officer = room.browser("desk"), room.browser("officer")
    assert "来得怎么样" in text(desk.get(f"/case/{case}/whistle/"))
    assert "这次哨该不该吹" in text(officer.get(f"/case/{case}/whistle/"))
    assert "这次哨该不该吹" not in text(desk.get(f"/case/{case}/whistle/"))
    missing = press(desk, case, "rate-response", call)
    assert missing.status_code == 422
    assert "还没有选，请选一个。" in text(missing)
    press(desk, case, "rate-response", call, score="1")
    press(officer, case, "rate-whistle", call, score="2", words="电话说一声也行")
    page = text(desk.get(f"/case/{case}/whistle/"))
    assert "来得及时，办得实在" in page
    assert "可吹可不吹，电话说一声也行" in page
    assert officer.get(f"/case/{case}/").status_code == 404, "it is over, and not theirs to see"


def test_an_emergency_s_objection_is_barred_with_its_reason_until_the_unit_is_there(room):
    case = room.scene.in_progress(n=4)
    call = blow(room.scene, case, OFFICE)[OFFICE]
    officer = room.browser("officer")
    assert "应急的哨先到场" in text(officer.get(f"/case/{case}/whistle/"))
    press(officer, case, "arrive", call)
    press(officer, case, "object", call, item="清单第 8 条", words="不是我们的管线")
    desk = room.browser("desk")
    assert "说不归它，请定" in text(desk.get(f"/case/{case}/whistle/"))
    press(desk, case, "decide", call, words="照清单", verb="excused")
    assert "已撤哨" in text(desk.get(f"/case/{case}/whistle/"))


def test_the_figures_open_their_records_and_are_called_no_target(room):
    page = room.browser("desk").get("/whistles/").content.decode()
    assert "不是考核指标" in page
    href = re.search(r'<a class="nb" href="(\?[^"]+how=in_time[^"]*)">按时 (\d+)</a>', page)
    opened = room.browser("desk").get("/whistles/" + href.group(1).replace("&amp;", "&"))
    assert "按时" in text(opened)
    units = re.findall(r'<span class="nb">[^<]+<span class="risk', opened.content.decode())
    assert len(units) == int(href.group(2))


def test_a_part_is_split_off_from_the_case_and_stands_on_it(room):
    case = room.scene.in_progress(n=5)
    desk = room.browser("desk")
    told = {"words": "排水管断了一截", "kind": "water_power_gas", "unit": str(id_of(OFFICE))}
    assert room.act(desk, case, "add_child", told).status_code == 302
    page = text(desk.get(f"/case/{case}/"))
    assert "分成 1 件同时办，已办好 0 件" in page
    assert "排水管断了一截" in page
    assert OFFICE in page
    blocked = text(room.browser("handler").get(f"/case/{case}/"))
    assert "还有 1 个子件没有办完：" in blocked
    assert "等 1 个子件办完，就请您反馈。" in blocked
    assert "分出子件：排水管断了一截（" in blocked
    child = room.scene.entries(case)[-1].event.child
    assert "主件" in text(desk.get(f"/case/{child}/"))
    printed = text(desk.get(f"/case/{case}/print/"))
    assert "分头办的子件" in printed


def test_the_lead_handler_is_not_asked_which_unit(room):
    case = room.scene.in_progress(n=6)
    assert 'name="add_child-unit"' not in room.browser("handler").get(f"/case/{case}/").content.decode()
    assert 'name="add_child-unit"' in room.browser("desk").get(f"/case/{case}/").content.decode()


def test_the_reporter_hears_only_of_the_whole(room):
    resident = room.scene.actor("resident")
    case = room.scene.report(resident, n=7)
    room.scene.do("desk", c.DispatchCase, case)
    room.scene.do("handler", c.TakeUpCase, case)
    child = split(room.scene, case)
    browser = room.browser("resident")
    browser.get(f"/mine/{case}/")
    page = text(browser.get("/track/"))
    assert "分成 1 件同时办，已办好 0 件" in page
    room.scene.do("desk", c.TakeBackChild, child)
    assert "有一部分不用单独办了" in text(browser.get("/track/"))


def test_an_export_has_the_number_of_the_whole(room):
    case = room.scene.in_progress(n=8)
    split(room.scene, case)
    desk = room.browser("desk")
    desk.post("/desk/columns/", {"column": ["number", "parent"], "key": new_id(), "back": "/desk/"})
    rows = b"".join(desk.get("/desk/export.csv?tab=open").streaming_content).decode("utf-8-sig")
    assert "主件编号" in rows.splitlines()[0]
