"""Several cases at once, the same thing reported twice, and what a shift leaves: shown before, done one by one, taken back."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from liren.cases import commands as c
from liren.cases import queries
from liren.kernel import Code
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.scene import OFFICE, STATION, id_of
from tests.web.staffroom import Room, key_of, text
from tests.written import entries


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


def look(room, desk, act, picks, **told):
    """The page that says what would happen, as the bar below the list asks for it."""
    return desk.post("/desk/bulk/", {"act": act, "pick": picks, "batch": told.pop("batch", new_id()), **told})


def fields(page: str) -> dict[str, list[str]]:
    """What the form of a page would send: its hidden fields."""
    form = page.partition('id="main"')[2]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def test_what_would_happen_is_said_of_each_before_anything_happens(room):
    play, desk = room.scene, room.browser("desk")
    fresh, ended, outside = play.report(), play.closed(n=2), play.report(lon=119.60, lat=31.95)
    before = entries()
    answer = look(
        room, desk, "dispatch", [fresh, ended, outside], **{"bulk-to": id_of(STATION), "bulk-words": "归你站"}
    )
    page = text(answer)
    assert answer.status_code == 200
    assert "会办的 1 件" in page
    assert "办不了的 2 件，不会动" in page
    assert "不能派遣" in page
    assert "还不知道在哪个网格" in page
    assert "撤不回" in page
    assert entries() == before


def test_each_case_is_ordered_once_however_often_the_button_is_pressed(room):
    play, desk = room.scene, room.browser("desk")
    picks = [play.report(n=n) for n in range(3)]
    told = {"bulk-to": id_of(STATION), "bulk-words": "路灯归你站"}
    page = look(room, desk, "dispatch", picks, **told).content.decode()
    sent = fields(page) | told | {"stage": "do"}
    for _ in range(2):
        assert desk.post("/desk/bulk/", sent).status_code == 302
    assert [play.state(case).unit for case in picks] == [id_of(STATION)] * 3
    assert (
        sql.values(
            "select count(*) from cases_note where kind = 'dispatch' and case_id = any(%s) group by case_id", (picks,)
        )
        == [1] * 3
    )
    assert "办好 3 件" in text(desk.get("/desk/"))


def test_a_case_that_moved_on_meanwhile_is_refused_by_number_and_the_others_are_done(room):
    play, desk = room.scene, room.browser("desk")
    first, second = play.report(), play.report(n=1)
    page = look(room, desk, "note", [first, second], **{"bulk-words": "居民来过电话"}).content.decode()
    play.do("desk", c.NoteCase, second, words="别人先写了一条")
    answer = desk.post("/desk/bulk/", fields(page) | {"bulk-words": "居民来过电话", "stage": "do"}, follow=True)
    said = text(answer)
    assert "办好 1 件" in said
    number = sql.value("select number from cases_case where id = %s", (second,))
    assert f"{number}：这件事刚刚有人动过" in said


@pytest.mark.parametrize(
    ("act", "told", "sentence"),
    [
        ("dispatch", {"bulk-words": "归你站"}, "还没有选派给谁"),
        ("dispatch", {"bulk-to": str(id_of(STATION))}, "还没有写派遣的理由"),
        ("note", {}, "还没有写备注"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_ordered(room, act, told, sentence):
    case = room.scene.report()
    answer = look(room, room.browser("desk"), act, [case], stage="do", **told)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert room.scene.state(case).state == "reported"


def test_nothing_picked_a_stranger_s_case_and_an_unknown_act_are_sentences(room):
    desk, case = room.browser("desk"), room.scene.report()
    assert "一件也没有选" in text(desk.post("/desk/bulk/", {"act": "note"}))
    assert desk.post("/desk/bulk/", {"act": "note", "pick": "x"}).status_code == 422
    assert desk.post("/desk/bulk/", {"act": "forget", "pick": case}).status_code == 404
    assert desk.post("/desk/bulk/", {"act": "note", "pick": [new_id() for _ in range(101)]}).status_code == 422
    gone = look(room, desk, "note", [new_id()], **{"bulk-words": "有吗"})
    assert "会办的" not in text(gone)


def test_a_supervisor_urges_several_and_a_dispatcher_is_told_that_it_is_not_hers(room):
    case = room.scene.in_progress()
    assert "会办的 1 件" in text(
        look(room, room.browser("supervisor"), "urge", [case], **{"bulk-words": "居民等了三天"})
    )
    assert "办不了的 1 件" in text(look(room, room.browser("desk"), "urge", [case], **{"bulk-words": "居民等了三天"}))
    assert 'value="urge"' in room.browser("supervisor").get("/desk/?tab=open").content.decode()
    assert 'value="urge"' not in room.browser("desk").get("/desk/?tab=open").content.decode()


def test_the_same_thing_twice_is_laid_side_by_side_merged_and_taken_back(room):
    play, desk = room.scene, room.browser("desk")
    kept, other = play.report(n=8), play.report(n=8, words="这边的路灯也是黑的")
    shown = desk.get(f"/desk/?tab=open&case={other}").content.decode()
    link = re.search(r'href="(/desk/merge/\?[^"]+)"[^>]*data-key="m"', shown).group(1).replace("&amp;", "&")
    assert parse_qs(urlsplit(link).query)["pick"] == [str(other), str(kept)]
    page = desk.get(link).content.decode()
    assert "这边的路灯也是黑的" in page
    assert f'value="{kept}" checked' in page, "the earlier one is suggested"
    after = desk.post("/desk/merge/", fields(page) | {"keep": kept}, follow=True).content.decode()
    assert play.state(other).into == kept
    assert "并好了 1 件。" in after
    undo = fields('id="main"' + after.partition('class="toast"')[2])
    desk.post("/desk/undo/unmerge/", {"pick": undo["pick"], "key": undo["key"]})
    assert (play.state(other).state, play.state(other).into) == ("filed", None)


def test_a_merge_that_is_not_possible_says_why_beside_the_case(room):
    play, desk = room.scene, room.browser("desk")
    one, ended, sealed = play.report(n=9), play.closed(n=9), play.report(play.actor("resident"), n=9, sealed=True)
    page = desk.get(f"/desk/merge/?pick={one}&pick={ended}&pick={sealed}")
    assert "已经结束，请选一件还在办的" in text(page)
    assert "保密级别不同" in text(page)
    answer = desk.post("/desk/merge/", fields(page.content.decode()) | {"keep": sealed})
    assert answer.status_code == 422
    assert "没有并成" in text(answer)
    assert desk.post("/desk/merge/", {"pick": [one, ended]}).status_code == 422
    assert desk.get(f"/desk/merge/?pick={one}").status_code == 422
    assert desk.get(f"/desk/merge/?pick={one}&pick={new_id()}").status_code == 404
    assert room.browser("handler").get(f"/desk/merge/?pick={one}&pick={ended}").status_code == 404
    assert desk.post("/desk/undo/close/", {"pick": one}).status_code == 404


def test_a_suggestion_says_why_and_its_figures_open_exactly_what_they_count(room):
    play, desk = room.scene, room.browser("desk")
    for n in range(2):
        play.closed(n=n, kind=Code("road_damage"), words="路面塌了一块")
    case = play.report(kind=Code("road_damage"), words="路口又塌了")
    page = desk.get(f"/desk/case/{case}/").content.decode()
    assert f'<option value="unit:{id_of(STATION)}" selected>' in page
    figures = re.findall(r'<a href="/desk/(\?tab=(?:ended|open)[^"]+)">(\d+) 件</a>', page)
    assert len(figures) == 2
    for href, count in figures:
        opened = desk.get("/desk/" + href.replace("&amp;", "&"))
        assert opened.status_code == 200
        assert len(re.findall(r'<a class="row"', opened.content.decode())) == int(count)


def test_a_unit_that_gave_it_back_is_not_suggested_again(room):
    play = room.scene
    case = play.dispatched(kind=Code("road_damage"), words="路口塌了，退回过")
    play.do("handler", c.ReturnCase, case)
    assert "建议派给" not in text(room.browser("desk").get(f"/desk/case/{case}/"))


def test_the_case_beside_the_list_is_not_there_for_whoever_may_not_see_it(room):
    assert room.browser("desk").get(f"/desk/case/{new_id()}/").status_code == 404
    assert room.browser("resident").get(f"/desk/case/{room.scene.cases[0]}/").status_code in (403, 404)


def test_a_longer_list_comes_in_pages_and_an_act_leads_to_the_next_case(room):
    play, desk = room.scene, room.browser("desk")
    for n in range(52):
        play.report(n=n % 20, kind=Code("noise"), words=f"第 {n} 次广场舞")
    first = desk.get("/desk/?tab=open&kind=noise").content.decode()
    more = re.search(r'data-more><a class="btn" href="\?([^"]+)"', first).group(1).replace("&amp;", "&")
    rest = desk.get(f"/desk/rows/?{more}").content.decode()
    ids = re.findall(r'data-case="([^"]+)"', first + rest)
    assert (len(ids), len(set(ids))) == (52, 52)
    assert "<html" not in rest
    assert re.search(rf'name="back" value="/desk/\?tab=open&amp;kind=noise&amp;case={ids[1]}"', first), (
        "onward to the next"
    )


def test_a_handover_is_left_counted_read_and_answered(room):
    desk = room.browser("desk")
    page = desk.get("/desk/handover/").content.decode()
    assert "近两周没有交班留言" in page
    assert re.search(r"现在超期 \d+ 件", page)
    told = {
        "key": key_of(page.partition("我要交班")[0][-200:] + page),
        "shift": "day",
        "area": "321181108",
        "words": "电梯 21 点修",
    }
    assert desk.post("/desk/handover/", told | {"words": " "}).status_code == 422
    assert desk.post("/desk/handover/", told | {"shift": "noon"}).status_code == 422
    assert desk.post("/desk/handover/", told, follow=True).status_code == 200
    assert "还没有人接" in text(desk.get("/desk/handover/"))
    assert room.browser("handler").get("/desk/handover/").status_code == 404
    card = queries.handovers(room.scene.actor("desk"), room.scene.now)[0]
    assert desk.post(f"/desk/handover/{card.id}/read/", {"key": new_id()}).status_code == 403
    assert desk.post(f"/desk/handover/{new_id()}/read/", {"key": new_id()}).status_code == 404


def test_the_palette_finds_cases_people_places_and_pages_and_only_one_s_own(room):
    play, desk = room.scene, room.browser("desk")
    case = play.report(words="菜场后门的井盖响")
    number = sql.value("select number from cases_case where id = %s", (case,))

    def hits(who, words):
        answer = who.get("/search/", {"q": words}, headers={"Accept": "application/json"})
        return [(h["group"], h["label"]) for h in answer.json()["hits"]]

    assert hits(desk, number.replace("〔", "[").replace("〕", "]"))[0][0] == "这个编号"
    assert ("在办的案件", "菜场后门的井盖响") in hits(desk, "井盖响")
    assert ("单位", STATION) in hits(desk, "建设")
    assert ("页面", "超期") in hits(desk, "超期")
    assert any(group == "地方和楼栋" for group, _ in hits(desk, "社区"))
    assert ("在岗的同事", "handler") in hits(desk, "handl")
    assert hits(room.browser("handler"), "王小明") == []
    assert "没有找到" in text(desk.get("/search/", {"q": "没有这样的事\x00"}))


# ---- sent together, and what the rules say of each -----------------------------------------------------------------


def test_before_many_are_sent_it_is_said_how_many_go_where_and_which_overrule_a_rule(room):
    play, desk = room.scene, room.browser("desk")
    lamp, noise, dog = play.report(), play.report(n=1, kind=Code("noise")), play.report(n=2, kind=Code("stray_dog"))
    told = {"bulk-to": id_of(STATION), "bulk-words": "都请你站去看"}
    page = text(look(room, desk, "dispatch", [lamp, noise, dog], **told))
    assert "镇建设管理站 3 件 ，" in page
    assert "其中没照规则或者违清单 1 件" in page
    assert "违清单：上级收回的事" in page
    assert "照规则" in page
    assert "有 1 件没照规则或者违清单，为什么" in page


def test_the_reason_for_overruling_is_asked_once_and_kept_with_those_that_overrule(room):
    play, desk = room.scene, room.browser("desk")
    lamps = [play.report(n=n) for n in range(2)]
    told = {"bulk-to": id_of(OFFICE), "bulk-words": "清单写明由它主办。"}
    page = look(room, desk, "dispatch", lamps, **told).content.decode()
    assert "其中没照规则或者违清单 2 件" in page
    assert "规则说派给镇建设管理站" in page
    sent = fields(page) | told | {"stage": "do"}
    answer = desk.post("/desk/bulk/", sent)
    assert answer.status_code == 422
    assert "有 2 件没照规则或者违清单，还没有写为什么" in text(answer)
    assert {play.state(case).state for case in lamps} <= {"reported", "filed"}
    assert desk.post("/desk/bulk/", sent | {"bulk-why": "整条街在施工，执法局在场"}).status_code == 302
    assert all(play.state(case).overruled and play.state(case).unit == id_of(OFFICE) for case in lamps)
    words = sql.values("select text from cases_note where kind = 'dispatch' and case_id = any(%s)", (lamps,))
    assert words == ["整条街在施工，执法局在场"] * 2


def test_each_may_go_where_the_rules_send_it_with_the_rule_s_own_reason(room):
    play, desk = room.scene, room.browser("desk")
    lamp, odd = play.report(), play.report(n=1, kind=Code("stray_dog"))
    page = look(room, desk, "dispatch", [lamp, odd], **{"bulk-to": "rules"}).content.decode()
    assert "规则没有定派给谁，请打开这一件单独派。" in page
    assert "，都照规则" in page
    assert desk.post("/desk/bulk/", fields(page) | {"bulk-to": "rules", "stage": "do"}).status_code == 302
    assert (play.state(lamp).unit, play.state(lamp).overruled) == (id_of(STATION), False)
    assert play.state(odd).unit is None
    assert sql.values("select text from cases_note where kind = 'dispatch' and case_id = %s", (lamp,)) == [
        "清单写明由它主办。"
    ]
