"""The main job on real input: a report is made on a phone, handled, verified by another person, confirmed and rated."""

import pytest
from playwright.sync_api import expect

from liren.config.demo.cast import MICRO_GRID, UNIT
from tests.walks import steps

STEPS = (
    "反映，来自居民网页",
    "交给网格员陈家和",
    "派给镇建设管理站",
    "周建平签收",
    "转待核查",
    "核查",
    "反映人已确认，基本满意",
)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_report_made_on_a_phone_is_located_handled_verified_confirmed_and_rated(visit, site, script):
    shots = script
    resident = visit(width=390, script=script)
    words = f"{steps.houses()[0].name}门口的{steps.LAMP}"
    got = steps.report(resident, words=words, shots=shots, photos=steps.photo(), phone="19900000147")

    keeper = visit("demo-keeper", width=390, script=script)
    steps.wait_for(keeper, "/field/", steps.houses()[0].address)
    case = steps.case_of(keeper, got.number)
    expect(keeper.page.get_by_text("交给网格员陈家和")).to_be_visible()
    keeper.look("case-keeper")
    steps.act(keeper, case, "file", "立案待派", words="灯杆要登高车，我没有。")

    dispatcher = visit("demo-dispatcher", script=script)
    dispatcher.go(f"/desk/?tab=to_dispatch&in={MICRO_GRID[:15]}")
    dispatcher.page.locator(".row", has_text="路灯").first.click()
    dispatcher.look("desk-to-dispatch")
    steps.act(dispatcher, case, "dispatch", to=f"unit:{UNIT['build'].id}", reason="按派单目录由建设管理站主办。")

    handler = visit("demo-handler", script=script)
    handler.go("/home/")
    steps.act(handler, case, "take_up")
    steps.act(handler, case, "contact", words="打通了电话，约好今晚七点去看。")
    steps.act(
        handler,
        case,
        "report_result",
        result="solved",
        words="换了灯泡，晚上七点试亮正常。",
        photos=steps.photo("after"),
    )

    verifier = visit("demo-verifier", script=script)
    verifier.go(case)
    verifier.look("case-to-verify")
    steps.act(verifier, case, "verify", "核查通过", words="晚上到现场看过，灯亮着。")

    again = visit(width=390, script=script)
    again.go(got.link)
    again.look("track-to-rate")
    form = again.page.locator("form[action='/track/rate/']")
    again.fill(form, solved="yes", satisfied="2", rate_words="来得快，灯罩还有点歪。")
    form.get_by_role("button", name="提交评价").click()
    expect(again.page.get_by_text("评价记下了")).to_be_visible()
    assert "您说：解决了，基本满意" in again.page.inner_text("main")
    again.look("track-rated")

    dispatcher.go(case)
    dispatcher.look("case-rated")
    told = dispatcher.page.inner_text("section[aria-labelledby=tl]")
    assert [step for step in STEPS if step not in told] == []
    assert steps.folds(site, case) == "same"
