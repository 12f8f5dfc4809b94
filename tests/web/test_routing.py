"""Routing on the pages: the list comes in as a sheet, rules are arranged and rehearsed, the desk is told why and may overrule."""

import re
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pytest

from liren.cases import commands as c
from liren.catalogue import queries as catalogue
from liren.catalogue import rehearsing
from liren.kernel import Code
from liren.kernel.ids import new_id
from liren.people.commands import RegisterUnit
from liren.trust import sql
from tests import scene
from tests.scene import HOUSE, OFFICE, STATION, TOWN, id_of
from tests.web.staffroom import Room, key_of, text, version_of

LIST = "编号,事项,清单,主办单位,镇里配合,案件类别,依据"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("admin", "system_admin"), ("admin2", "system_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    unit = RegisterUnit(unit=id_of("city"), parent=None, kind="department", name="市城市管理局", area=TOWN[:6])
    made.scene.order(unit, HOUSE)
    return made


def today() -> str:
    return datetime.now(UTC).astimezone().strftime("%Y-%m-%d")


# ---- at the desk ---------------------------------------------------------------------------------------------------


def test_the_desk_is_told_by_which_rule_and_the_case_says_it_afterwards(room):
    case = room.scene.report()
    desk = room.browser("desk")
    page = text(desk.get(f"/desk/?case={case}"))
    for words in ("建议派给", STATION, "规则 1：清单写明由它主办。", "jb-02", "样例清单", "怎么定的，一步一步看"):
        assert words in page, words
    room.scene.do("desk", c.DispatchCase, case)
    page = text(desk.get(f"/case/{case}/"))
    assert f"按规则 1（清单写明由它主办）派给{STATION}" in page
    assert "派单照的规则" in page
    assert "前可以提异议" in page


def test_an_overruled_rule_is_said_with_what_it_said_and_counted_where_its_number_opens(room):
    case = room.scene.report(n=1)
    room.scene.do("desk", c.DispatchCase, case, unit=id_of(OFFICE), reason="那里正在施工，由执法局看")
    desk = room.browser("desk")
    page = text(desk.get(f"/case/{case}/"))
    assert f"派给{OFFICE}，没照规则 1（清单写明由它主办）" in page
    assert "受理台另派" in page
    before = desk.get("/desk/").content.decode()
    href = re.search(r'href="(\?tab=overruled[^"]+)"', before)
    assert href, "the figure stands on the desk"
    shown = desk.get("/desk/" + href[1].replace("&amp;", "&"))
    assert str(case) in shown.content.decode()
    count = int(re.search(r'aria-label="没照规则派 (\d+) 件"', before)[1])
    assert count == shown.content.decode().count("data-case=") >= 1


def test_nobody_overrules_with_the_rule_s_own_words(room):
    case = room.scene.report(n=2)
    told = {"to": f"unit:{id_of(OFFICE)}", "reason": "清单写明由它主办。"}
    answer = room.act(room.browser("desk"), case, "dispatch", told)
    assert answer.status_code == 422
    assert "请写为什么不照规则" in text(answer)


def test_what_was_taken_back_goes_above_the_town_and_against_the_list_is_counted(room):
    case = room.scene.report(n=3, kind=Code("stray_dog"))
    desk = room.browser("desk")
    page = text(desk.get(f"/desk/?case={case}"))
    assert "建议派给 市城市管理局" in page
    assert "履职事项清单（上级收回）" in page
    room.scene.do("desk", c.DispatchCase, case, unit=id_of(OFFICE), reason="先请执法局看一眼")
    assert "上级收回的事项派给过镇里" in text(desk.get(f"/case/{case}/"))
    assert str(case) in desk.get("/desk/?tab=against").content.decode()


def test_a_unit_objects_by_an_item_of_the_list_that_it_finds_by_typing(room):
    case = room.scene.dispatched(n=4)
    page = room.browser("handler").get(f"/case/{case}/").content.decode()
    assert 'list="return-item-list"' in page
    assert 'value="sh-01 流浪犬的捕捉和收容"' in page
    told = {"ground": "out_of_list", "item": "sh-01 流浪犬的捕捉和收容", "reason": "这是收回的事项"}
    assert room.act(room.browser("handler"), case, "return", told).status_code == 302
    page = text(room.browser("desk").get(f"/case/{case}/"))
    assert "退回受理台：不在我单位职责清单内，清单 sh-01 流浪犬的捕捉和收容" in page
    assert room.scene.state(case).return_item == "sh-01"


# ---- the list ---------------------------------------------------------------------------------------------------------


def list_now():
    """The list in force, past what a process keeps for two seconds."""
    return catalogue.entry("duty_list", "town", area=TOWN, at=datetime.now(UTC), epoch=-2).spec


def sent(room, *lines: str):
    file = BytesIO("\n".join([LIST, *lines]).encode())
    file.name = "清单.csv"
    return room.browser("admin").post("/office/import/duty_list/", {"key": new_id(), "file": file}, follow=True)


def test_the_list_is_read_by_class_and_word_and_taken_along(room):
    admin = room.browser("admin")
    page = text(admin.get("/office/duty-list/"))
    assert "现在用的是样例" in page
    assert "流浪犬的捕捉和收容" in page
    narrow = text(admin.get("/office/duty-list/?tier=basic&q=路灯"))
    assert "镇区路灯的巡查和维修" in narrow
    assert "流浪犬的捕捉和收容" not in narrow
    sheet = b"".join(admin.get("/office/duty-list/?csv").streaming_content).decode()
    assert "sh-01,流浪犬的捕捉和收容,上级收回,城市管理局,,流浪犬," in sheet
    item = text(admin.get("/office/duty-list/sh-01/"))
    assert "市城市管理局" in item
    assert "系统不会派给镇里" in item
    assert admin.get("/office/duty-list/xx-99/").status_code == 404


def test_a_sheet_shows_its_difference_goes_in_whole_and_is_taken_back(room):
    bad = sent(room, "jb-1,修灯,基本履职,建设管理站,,路灯不亮,", "sh-1,收狗,月亮,,,月亮,")
    assert bad.status_code == 422
    assert "请写 基本履职、配合履职、上级收回 中的一种" in text(bad)
    dry = sent(room, "jb-1,修灯,基本履职,综合执法局,,路灯不亮,", "sh-1,收狗,上级收回,城市管理局,,流浪犬,")
    assert "修灯" in text(dry)
    path = re.search(r'action="(/office/import/duty_list/[^"]+/)"', dry.content.decode())[1]
    done = room.browser("admin").post(path, follow=True)
    assert done.status_code == 200
    own = list_now()
    assert (own.sample, [i.code for i in own.items]) == (False, ["jb-1", "sh-1"])
    again = sent(room, "jb-1,修路灯,基本履职,综合执法局,,路灯不亮,")
    page = text(again)
    assert "修路灯" in page
    assert "会去掉的，文件里没有" in page
    undo = room.browser("admin").post(
        done.request["PATH_INFO"] + "undo/", {"key": new_id()}, follow=True
    )  # fmt: skip
    assert "已撤销" in text(undo)
    assert list_now().sample is True


# ---- the rules -------------------------------------------------------------------------------------------------------


def draft_id() -> UUID:
    return sql.value("select id from catalogue_draft where family = 'routing' and state = 'open'")


def result_of(draft: UUID) -> dict:
    """What the last dry run of a draft came to."""
    query = "select result from catalogue_rehearsal where draft = %s order by asked_at desc limit 1"
    return sql.value(query, (draft,))


def add(room, **form):
    client = room.browser("admin")
    page = client.get("/office/routing/draft/new/").content.decode()
    told = {
        "key": key_of(page),
        "to": f"unit:{id_of(OFFICE)}",
        "reason": "路灯这阵子归执法局。",
        "kind": "street_light_out",
    } | form
    if 'name="version"' in page:
        told["version"] = version_of(page)
    return client.post("/office/routing/draft/new/", told)


def test_rules_are_added_moved_by_buttons_and_tried(room):
    bad = add(room, to="", reason="")
    assert bad.status_code == 422
    assert "还没有选派给谁" in text(bad)
    assert add(room).status_code == 302
    admin = room.browser("admin")
    page = admin.get("/office/routing/draft/")
    assert "类别是路灯不亮" in text(page)
    form = {"code": "street_light_out", "verb": "up", "version": version_of(page.content.decode()), "key": new_id()}
    moved = admin.post("/office/routing/draft/arrange/", form, follow=True)
    rows = re.findall(r'<li id="rule-([^"]+)"', moved.content.decode())
    assert rows == ["street_light_out", "by_list"]
    assert re.search(r'value="up"[^>]*autofocus', moved.content.decode())
    tried = admin.get("/office/routing/draft/?kind=street_light_out")
    assert f"派给{OFFICE}" in text(tried)
    assert f"派给{STATION}" in text(admin.get("/office/routing/?words=路灯又不亮了"))
    assert "看不出是哪一类" in text(admin.get("/office/routing/?words=月亮"))


def test_a_draft_is_published_only_after_its_own_dry_run_was_seen_by_another(room):
    for n in range(3):
        room.scene.dispatched(n=5 + n)
    draft, deputy = draft_id(), room.browser("deputy")
    page = deputy.get(f"/office/drafts/{draft}/")
    assert "还没有试算过" in text(page)
    form = {"key": new_id(), "version": version_of(page.content.decode()), "effective_from": today()}
    no = deputy.post(f"/office/drafts/{draft}/publish/", form)
    assert no.status_code == 422
    assert "还没有看过这份草稿的试算" in text(no)
    deputy.post(f"/office/drafts/{draft}/rehearse/", {"key": new_id()})
    page = deputy.get(f"/office/drafts/{draft}/")
    shown = text(page)
    assert "会派到别处" in shown
    found = result_of(draft)
    assert len(found["moved"]) == found["units"][str(id_of(OFFICE))][1] - found["units"][str(id_of(OFFICE))][0]
    assert {UUID(id) for id, *_ in found["moved"]} == set(
        sql.values("select id from cases_case where kind = 'street_light_out'")
    )
    sheet = b"".join(deputy.get(f"/office/drafts/{draft}/?moved&csv").streaming_content).decode()
    assert sheet.count(f"{STATION},{OFFICE}") == len(found["moved"])
    assert "您不看案件" in text(room.browser("admin").get(f"/office/drafts/{draft}/"))
    seen = re.search(r'name="rehearsal" value="([^"]+)"', page.content.decode())[1]
    add(room, kind="noise", reason="噪声归执法局。")
    page = deputy.get(f"/office/drafts/{draft}/")
    stale = form | {"key": new_id(), "version": version_of(page.content.decode()), "rehearsal": seen}
    assert "试算以后草稿又改过" in text(page)
    assert "请再试算一次" in text(deputy.post(f"/office/drafts/{draft}/publish/", stale))
    deputy.post(f"/office/drafts/{draft}/rehearse/", {"key": new_id()})
    page = deputy.get(f"/office/drafts/{draft}/").content.decode()
    seen = re.search(r'name="rehearsal" value="([^"]+)"', page)[1]
    good = form | {"key": new_id(), "version": version_of(page), "rehearsal": seen}
    mine = room.browser("admin").post(f"/office/drafts/{draft}/publish/", good)
    assert mine.status_code == 403
    assert deputy.post(f"/office/drafts/{draft}/publish/", good | {"key": new_id()}).status_code == 302
    rules = catalogue.entry("routing", "standard", area=TOWN, at=datetime.now(UTC), epoch=-2).spec.rules
    assert [r.code for r in rules] == ["street_light_out", "by_list", "noise"]


def test_a_long_dry_run_goes_on_part_by_part_by_the_worker(room, monkeypatch):
    from liren.cases.models import replaying

    monkeypatch.setattr(replaying, "AT_ONCE", 3)
    add(room, kind="other", reason="别的归执法局。")
    draft, deputy = draft_id(), room.browser("deputy")
    deputy.post(f"/office/drafts/{draft}/rehearse/", {"key": new_id()})
    page = deputy.get(f"/office/drafts/{draft}/")
    assert "正在试算，3 /" in text(page)
    while rehearsing.step(datetime.now(UTC)):
        pass
    whole = sql.value("select count(*) from cases_case")
    assert result_of(draft)["cases"] == whole


def test_who_does_not_configure_reads_the_rules_and_changes_nothing(room):
    desk = room.browser("desk")
    assert desk.get("/office/routing/").status_code == 200
    assert desk.get("/office/duty-list/").status_code == 200
    assert desk.get("/office/routing/draft/").status_code in (403, 404)
    assert room.browser("resident").get("/office/routing/").status_code in (403, 404)


def test_a_rule_may_ask_what_the_words_look_like(room):
    from liren.cases.models.routing import routed

    case = room.scene.report(n=8, kind=Code("other"), suggested=Code("noise"), suggested_sure=900)
    found = routed(room.scene.state(case), room.scene.now)
    assert found.facts.text_class == "noise"
