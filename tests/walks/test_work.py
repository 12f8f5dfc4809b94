"""A new order is signed for from the list, done, checked by another person; a supervisor presses for a late one."""

from playwright.sync_api import expect

from liren.config.demo.cast import UNIT
from tests.walks import steps


def test_from_new_order_to_check_and_from_late_to_urged(visit):
    resident, dispatcher = visit(width=390), visit("demo-dispatcher")
    got = steps.report(resident, words="路口的路灯一闪一闪，晚上晃眼。", house=1)
    case = steps.case_of(dispatcher, got.number)
    steps.act(dispatcher, case, "dispatch", to=f"unit:{UNIT['build'].id}", reason="按派单目录由建设管理站主办。")

    handler = visit("demo-handler")
    handler.go("/work/")
    handler.look("work-handler")
    handler.page.locator(f"form[action='{case}take_up/']").get_by_role("button", name="签收").click()
    expect(handler.page.get_by_role("status").filter(has_text="办好了")).to_be_visible()
    assert handler.page.locator(f"form[action='{case}take_up/']").count() == 0
    done = {"result": "solved", "words": "换了镇流器，试亮一刻钟正常。", "photos": steps.photo("after")}
    steps.act(handler, case, "report_result", **done)

    verifier = visit("demo-verifier")
    verifier.go("/work/")
    verifier.look("work-verifier")
    verifier.page.locator(f"a[href^='{case}']").click()
    expect(verifier.page.get_by_role("link", name="下一件")).to_have_count(int('rel="next"' in verifier.page.content()))
    steps.act(verifier, case, "verify", "核查通过", words="晚上到路口看过，不闪了。", photos=steps.photo("after"))
    verifier.go("/work/drawn/")
    verifier.look("work-drawn")
    verifier.go(f"{case}print/")
    verifier.look("case-paper")

    supervisor = visit("demo-supervisor")
    supervisor.go("/desk/?tab=late")
    late = supervisor.page.locator("a[href*='/case/']").first.get_attribute("href") or ""
    address = late.split("?")[0]
    steps.act(supervisor, address, "urge", reason="超期两天了，居民第二次来问。")
    supervisor.go("/work/pressed/")
    supervisor.look("work-pressed")
    assert "超期两天了，居民第二次来问" in supervisor.page.inner_text("main")
    assert "还没有动" in supervisor.page.inner_text("main")


def test_keys_lead_through_a_list_of_cases_without_a_mouse(visit):
    dispatcher = visit("demo-dispatcher")
    dispatcher.go("/desk/?tab=open")
    first = dispatcher.page.evaluate("document.querySelector('[href*=\"/case/\"]').getAttribute('href').split('?')[0]")
    dispatcher.go(f"{first}?tab=open")
    dispatcher.page.keyboard.press("j")
    dispatcher.page.wait_for_url(lambda url: first not in url and "tab=open" in url)
    dispatcher.page.keyboard.press("k")
    dispatcher.page.wait_for_url(lambda url: first in url)
    dispatcher.page.keyboard.press("w")
    expect(dispatcher.page.locator("#note-words")).to_be_focused()
    dispatcher.page.keyboard.type("jku")
    assert dispatcher.page.input_value("#note-words") == "jku"
