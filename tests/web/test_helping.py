"""配合 on the pages: filled in as the rules say, changed with a reason, shown to everybody who sees the case, answered from 我的活."""

import re

import pytest

from liren.cases import commands as c
from liren.cases import duties, routes
from liren.catalogue import queries as catalogue
from liren.catalogue.commands import PublishEntry
from liren.kernel.ids import new_id
from tests.scene import CENTRE, FOUNDED, OFFICE, STATION, TOWN, id_of
from tests.web.staffroom import Room, text


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    """Lamps go to the station with the law office beside it; a resident reports them."""
    made = Room(tmp_path_factory.mktemp("town"), db)
    rule = {
        "code": "lamp", "reason": "路灯归建设管理站。", "to": f"unit:{id_of(STATION)}",
        "when": {"kind": ["street_light_out"]}, "helpers": [f"unit:{id_of(OFFICE)}"],
    }  # fmt: skip
    spec = {"code": "standard", "label": "镇里的规则", "verified_by": "某人", "legal_basis": "", "rules": [rule]}
    made.scene.order(
        PublishEntry(
            entry=new_id(),
            family=routes.FAMILY,
            code=routes.CODE,
            area=TOWN,
            spec=spec,
            effective_from=FOUNDED,
            legal_basis="",
            verified_by="某人",
        )
    )
    assert catalogue.entry(duties.FAMILY, duties.CODE, area=TOWN, at=made.scene.now)
    return made


def ticked(page: str) -> set[str]:
    found = re.findall(r'name="dispatch-helpers" value="([^"]+)"( checked)?', page)
    return {id for id, checked in found if checked}


def send(room, case, *helpers: str, reason: str = "路灯归建设管理站。", to: str = STATION):
    told = {
        "to": f"unit:{id_of(to)}", "reason": reason, "helpers-asked": "1", "helpers": [str(id_of(h)) for h in helpers],
    }  # fmt: skip
    return room.act(room.browser("desk"), case, "dispatch", told)


def test_the_form_is_filled_in_with_the_helpers_that_the_rule_names(room):
    case = room.scene.report()
    page = room.browser("desk").get(f"/case/{case}/").content.decode()
    assert ticked(page) == {str(id_of(OFFICE))}
    assert "配合单位：镇综合执法局" in text(room.browser("desk").get(f"/desk/?case={case}"))
    assert send(room, case, OFFICE).status_code == 302
    assert room.scene.state(case).helpers == (id_of(OFFICE),)


def test_changing_them_asks_for_a_reason_and_keeps_what_was_ticked(room):
    case = room.scene.report(n=1)
    answer = send(room, case, CENTRE)
    assert answer.status_code == 422
    assert "配合单位和规则说的不一样，请写为什么改" in text(answer)
    assert ticked(answer.content.decode()) == {str(id_of(CENTRE))}
    assert send(room, case, CENTRE, reason="执法局今天都在路口，请指挥中心调度").status_code == 302
    assert room.scene.state(case).helpers == (id_of(CENTRE),)


def test_who_is_chosen_to_lead_is_no_longer_ticked_to_help(room):
    case = room.scene.report(n=2)
    assert send(room, case, OFFICE, to=OFFICE, reason="施工路段，执法局牵头").status_code == 302
    assert (room.scene.state(case).unit, room.scene.state(case).helpers) == (id_of(OFFICE), ())


def test_a_form_that_did_not_ask_leaves_them_as_the_rule_says(room):
    case = room.scene.report(n=3)
    told = {"to": f"unit:{id_of(STATION)}", "reason": "路灯归建设管理站。"}
    assert room.act(room.browser("desk"), case, "dispatch", told).status_code == 302
    assert room.scene.state(case).helpers == (id_of(OFFICE),)


def test_everybody_who_sees_the_case_reads_who_helps(room):
    case = room.scene.report(n=4)
    send(room, case, OFFICE)
    for name in ("desk", "handler", "officer", "supervisor"):
        page = text(room.browser(name).get(f"/case/{case}/"))
        assert "配合 镇综合执法局" in page, name
        assert "派给镇建设管理站，镇综合执法局配合" in page, name
    assert "镇综合执法局配合" in text(room.browser("desk").get(f"/case/{case}/print/"))


def test_a_helper_is_asked_once_finds_it_under_my_work_and_answers_there(room):
    case = room.scene.report(n=5)
    send(room, case, OFFICE)
    officer = room.browser("officer")
    today = officer.get("/work/")
    assert "我们配合的" in text(today)
    assert str(case) in today.content.decode()
    assert str(case) in officer.get("/desk/?tab=helping").content.decode()
    page = text(officer.get(f"/case/{case}/"))
    assert "请写：你们配合做了什么？" in page
    assert "为什么要看联系方式" not in page
    assert room.act(officer, case, "report_help", {"words": "路口封好了"}).status_code == 302
    page = text(officer.get(f"/case/{case}/"))
    assert "请写：你们配合做了什么？" not in page
    assert "镇综合执法局写了配合情况" in page
    assert "路口封好了" in text(room.browser("handler").get(f"/case/{case}/"))
    assert "我们配合的" not in text(room.browser("handler").get("/work/"))


def test_words_of_a_helper_are_not_the_reporter_s(room):
    case = room.scene.report(room.scene.actor("resident"), n=6)
    send(room, case, OFFICE)
    room.scene.do("officer", c.ReportHelp, case, words="内部的话")
    resident = room.browser("resident")
    resident.get(f"/mine/{case}/")
    page = text(resident.get("/track/"))
    assert "派给镇建设管理站，镇综合执法局配合" in page
    assert "内部的话" not in page
    assert room.scene.state(case).result is None
