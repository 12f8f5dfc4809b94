"""The page of a case: what is asked of whom, what a refusal keeps, what a second click does, who sees what."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from liren.cases import commands as c
from liren.catalogue.commands import PublishEntry
from liren.kernel import AreaCode, Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from tests.scene import STATION, id_of
from tests.web.staffroom import Room, key_of, text, version_of


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


def test_a_dispatcher_is_asked_to_dispatch_and_does_it_by_the_form(room):
    case = room.scene.report()
    desk = room.browser("desk")
    assert "请派遣" in text(desk.get(f"/case/{case}/"))
    told = {"to": f"unit:{id_of(STATION)}", "reason": "按派单目录。", "verb": "go"}
    assert room.act(desk, case, "dispatch", told).status_code == 302
    assert room.scene.state(case).unit == id_of(STATION)
    assert "办好了" in text(desk.get(f"/case/{case}/"))


def test_a_refused_act_says_why_and_keeps_the_words(room):
    case = room.scene.in_progress()
    handler = room.browser("handler")
    words = "换了灯泡，晚上七点试亮。"
    answer = room.act(handler, case, "report_result", {"words": words, "result": "solved", "verb": "go"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "还缺一张办完以后的照片" in text(answer)
    assert room.scene.state(case).state == "in_progress"


def test_an_act_that_came_too_late_is_a_409_with_what_it_is_now_and_the_words_kept(room):
    case = room.scene.in_progress()
    handler = room.browser("handler")
    before = version_of(handler.get(f"/case/{case}/").content.decode())
    room.scene.do("handler", c.NoteCase, case, words="同事先记了一笔")
    told = {"ground": "unclear", "reason": "不归本站管，应当归综合执法局。", "verb": "go"}
    answer = room.act(handler, case, "return", told, version=before)
    assert answer.status_code == 409
    assert told["reason"] in answer.content.decode()
    assert "现在是“办理中”" in text(answer)
    again = room.act(handler, case, "return", told, key=key_of(answer.content.decode()))
    assert again.status_code == 302
    assert room.scene.state(case).returns == 1


def test_not_ours_needs_a_ground_and_the_item_of_the_list_it_stands_on(room):
    case = room.scene.dispatched()
    handler = room.browser("handler")
    told = {"reason": "应当归综合执法局。", "verb": "go"}
    assert "还没有选退回的依据" in text(room.act(handler, case, "return", told))
    nameless = room.act(handler, case, "return", told | {"ground": "out_of_list"})
    assert nameless.status_code == 422
    assert "还没有写清单的哪一条" in text(nameless)
    item = "收回事项第 12 项"
    assert room.act(handler, case, "return", told | {"ground": "out_of_list", "item": item}).status_code == 302
    assert room.scene.state(case).return_ground == "out_of_list"
    page = text(room.browser("desk").get(f"/case/{case}/"))
    assert "退回受理台：不在我单位职责清单内" in page
    assert item in page


def test_a_county_may_publish_grounds_of_its_own_for_returning(room):
    case = room.scene.dispatched()
    spec = {"code": "school", "label": "学校自管", "legal_basis": "县派单目录"}
    command = PublishEntry(
        entry=new_id(), family="return_ground", code="school", area=AreaCode("321181"), spec=spec, legal_basis="县派单目录",
        effective_from=room.scene.now, verified_by="测试",
    )  # fmt: skip
    room.scene.order(command, the_house("setup"))
    told = {"ground": "school", "reason": "校园里面，由学校修。", "verb": "go"}
    assert room.act(room.browser("handler"), case, "return", told).status_code == 302


def test_a_second_click_is_the_same_act(room):
    case = room.scene.report()
    desk, key = room.browser("desk"), str(new_id())
    told = {"words": "已打电话问过地点。", "verb": "go"}
    first = room.act(desk, case, "note", told, key=key, version="1")
    second = room.act(desk, case, "note", told, key=key, version="1")
    assert (first.status_code, second.status_code) == (302, 302)
    assert sql.value("select count(*) from cases_note where case_id = %s and kind = 'note'", (case,)) == 1


def test_whoever_handled_a_case_reads_why_he_cannot_verify_it(room):
    case = room.scene.dispatched()
    room.scene.do("desk", c.DispatchCase, case, unit=id_of("镇集成指挥管理中心"))
    room.scene.do("double", c.TakeUpCase, case)
    room.scene.do("double", c.ReportResult, case)
    page = text(room.browser("double").get(f"/case/{case}/"))
    assert "您是承办人，不能核查自己办的事" in page
    assert "核查通过" not in page


def test_the_verifier_can_send_it_back_with_the_second_button(room):
    case = room.scene.fed_back()
    told = {"words": "灯还是不亮。", "verb": "failed"}
    assert room.act(room.browser("verifier"), case, "verify", told).status_code == 302
    assert room.scene.state(case).state == "in_progress"
    assert room.scene.state(case).reworks == 1


def test_a_merge_names_the_other_case_by_its_number_with_any_brackets(room):
    case, other = room.scene.report(), room.scene.report()
    number = sql.value("select number from cases_case where id = %s", (other,))
    typed = number.replace("〔", "[").replace("〕", "]")
    desk = room.browser("desk")
    assert "没有找到这个编号" in text(room.act(desk, case, "merge", {"into": "界牌〔2026〕999999", "verb": "go"}))
    assert room.act(desk, case, "merge", {"into": typed, "verb": "go"}).status_code == 302
    assert room.scene.state(case).into == other


def test_the_reporters_phone_is_shown_after_a_purpose_and_the_look_is_on_the_page(room):
    case = room.scene.in_progress()
    handler = room.browser("handler")
    assert "13800000147" not in handler.get(f"/case/{case}/").content.decode()
    assert handler.post(f"/case/{case}/reporter/", {"reveal-purpose": ""}).status_code == 422
    shown = handler.post(f"/case/{case}/reporter/", {"reveal-purpose": "约上门的时间"})
    assert "13800000147" in text(shown)
    assert "约上门的时间" in text(shown)


def test_a_sealed_reporter_stays_sealed_to_whoever_handles_the_case(room):
    case = room.scene.in_progress(sealed=True)
    answer = room.browser("handler").post(f"/case/{case}/reporter/", {"reveal-purpose": "约上门的时间"})
    assert "13800000147" not in answer.content.decode()
    assert "王小明" not in answer.content.decode()


def test_an_internal_note_is_marked_as_such(room):
    case = room.scene.report()
    room.scene.do("desk", c.NoteCase, case, words="邻居说半年前也坏过")
    page = text(room.browser("desk").get(f"/case/{case}/"))
    assert "反映人看不到" in page
    assert "邻居说半年前也坏过" in page


def test_a_stranger_s_case_is_not_there(room):
    case = room.scene.report()
    outsider = next(k for k in room.scene.made.keepers if len(k.area) == 17 and k.area != room.scene.state(case).scope)
    assert room.browser(str(outsider.area)).get(f"/case/{case}/").status_code == 404
    assert room.browser("desk").get(f"/case/{uuid4()}/").status_code == 404


def test_every_order_a_person_can_give_has_a_form():
    from liren.cases.workflows import workflow
    from liren.web.desk.acts import FORMS
    from liren.web.resident.track import DEEDS

    by_people = {m.act for s in workflow("standard").states for m in s.moves if set(m.by) - {"house"}}
    flow = workflow("standard")
    by_people |= {m.act for m in (*flow.ongoing, *flow.always) if set(m.by) - {"house"}}
    assert sorted(by_people - FORMS.keys()) == ["rate_joined"]
    assert "rate_joined" in DEEDS, "who joined has no page but the one behind the link"


def test_every_kind_of_event_has_a_title(room):
    """Walk one case through nearly everything and read its history."""
    case = room.scene.in_progress()
    room.scene.do("handler", c.AskRelief, case, kind=Code("extend"), days=2)
    room.scene.do("deputy", c.DecideRelief, case, kind=Code("extend"), granted=True)
    room.scene.do("supervisor", c.UrgeCase, case)
    room.scene.do("handler", c.ReportResult, case)
    room.scene.do("verifier", c.VerifyCase, case, passed=True)
    page = text(room.browser("desk").get(f"/case/{case}/"))
    for words in ("延长 2 个工作日", "第 1 次督办", "反馈“已解释”", "核查通过，结案", "派给镇建设管理站"):
        assert words in page
    assert "第 1 次督办" in text(room.browser("desk").get(f"/case/{case}/?decisions=1"))


def test_the_target_lists_what_was_merged_into_it_and_the_merged_one_leads_back(room):
    case, target = room.scene.report(), room.scene.report()
    room.scene.do("desk", c.MergeCase, case, into=target)
    desk, number = room.browser("desk"), sql.value("select number from cases_case where id = %s", (case,))
    page = desk.get(f"/case/{target}/").content.decode()
    assert "并进来的" in page
    assert number in page.split("并进来的")[1]
    assert f'href="/case/{target}/"' in desk.get(f"/case/{case}/").content.decode()


def test_related_cases_are_only_those_that_the_viewer_may_see(room):
    resident = room.scene.actor("resident")
    here, there = room.scene.report(resident, n=0), room.scene.report(resident, n=len(room.scene.made.at(17)) - 1)
    keeper = room.browser(str(room.scene.made.at(17)[0].code))
    assert str(there) in room.browser("desk").get(f"/case/{here}/").content.decode()
    page = keeper.get(f"/case/{here}/")
    assert page.status_code == 200
    assert str(there) not in page.content.decode()


def test_a_sealed_report_has_no_others_of_its_reporter(room):
    resident = room.scene.actor("neighbour")
    open_one, sealed = room.scene.report(resident, n=1), room.scene.report(resident, n=9, sealed=True)
    desk = room.browser("desk")
    assert str(sealed) not in desk.get(f"/case/{open_one}/").content.decode()
    assert str(open_one) not in desk.get(f"/case/{sealed}/").content.decode()


def test_who_looked_is_told_with_post_unit_time_and_purpose(room):
    case = room.scene.in_progress()
    room.browser("handler").post(f"/case/{case}/reporter/", {"reveal-purpose": "核对楼号"})
    page = text(room.browser("desk").get(f"/case/{case}/"))
    assert re.search(r"handler ，镇建设管理站，处置单位承办人 今天 \d\d:\d\d，核对楼号", page)


def test_the_next_and_the_last_case_are_those_of_the_queue_one_came_from(room):
    cases = [room.scene.dispatched(words=f"路灯第 {n} 盏不亮") for n in range(3)]
    desk = room.browser("desk")
    page = desk.get(f"/case/{cases[1]}/?tab=unsigned").content.decode()
    later, earlier = re.search(r'rel="next" href="([^"]+)"', page), re.search(r'rel="prev" href="([^"]+)"', page)
    assert later.group(1) == f"/case/{cases[2]}/?tab=unsigned"
    assert earlier.group(1) == f"/case/{cases[0]}/?tab=unsigned"
    assert 'rel="next"' not in desk.get(f"/case/{cases[1]}/").content.decode()
    assert 'rel="next"' not in desk.get(f"/case/{cases[1]}/?tab=ended").content.decode()


def test_lateness_told_up_the_chain_says_to_whom(room):
    case = room.scene.dispatched()
    late = room.scene.state(case).next_due_at + timedelta(hours=1)
    order = c.EscalateCase(case=case, level=2)
    gate.execute(order, actor=room.scene.actor("supervisor"), now=late, key=new_id())
    page = text(room.browser("desk").get(f"/case/{case}/"))
    assert "逐级上报到了谁" in page
    told = page.split("逐级上报到了谁")[1].split("再不动，下一个工作日报到这里")[0]
    assert told.index("网格长") < told.index("没有报到这里") < told.index("书记") < told.index("镇")
    assert "再不动，下一个工作日报到这里" in page


def test_the_printed_sheet_masks_the_reporter_names_the_basis_and_carries_a_code(room):
    case = room.scene.in_progress()
    answer = room.browser("handler").get(f"/case/{case}/print/")
    page = text(answer)
    assert "138****0147" in page
    assert "13800000147" not in answer.content.decode()
    assert "依据：" in page
    assert 'src="data:image/svg+xml' in answer.content.decode()
    assert sql.value("select count(*) from trust_access where subject = %s", (case,)) == 0


def test_the_printed_sheet_of_a_case_that_is_not_one_s_own_is_not_there(room):
    case = room.scene.report(n=0)
    assert room.browser(str(room.scene.made.at(17)[9].code)).get(f"/case/{case}/print/").status_code == 404
