"""A whistle from the page of a case to both ratings: the desk at its screen, the called unit on its phone."""

from playwright.sync_api import expect

from liren.config.demo.cast import UNIT
from tests.walks import steps


def test_a_unit_is_called_comes_does_its_part_and_both_sides_rate(visit):
    resident, dispatcher = visit(width=390), visit("demo-dispatcher")
    got = steps.report(resident, words="路灯杆歪在路中间，线拖在地上。", house=2)
    case = steps.case_of(dispatcher, got.number)
    steps.act(dispatcher, case, "dispatch", to=f"unit:{UNIT['law'].id}", reason="先由综合执法局牵头。")
    dispatcher.go(case)
    dispatcher.page.get_by_role("link", name="吹哨，叫几家一起来").click()
    blow = dispatcher.page.get_by_role("form", name="吹哨")
    dispatcher.look("whistle-blow")
    blow.get_by_label("应急处置").check()
    blow.get_by_label("镇建设管理站").check()
    blow.get_by_label("请他们来办什么").fill("请来扶杆，断开拖地的线。")
    blow.get_by_role("button", name="吹哨").click()
    expect(dispatcher.page.get_by_role("status").filter(has_text="哨吹出去了")).to_be_visible()

    builder, unit = visit("demo-handler", width=390), "镇建设管理站"
    builder.go("/work/")
    builder.page.get_by_role("link", name="叫到我们的").click()
    mine = builder.page.locator("section", has=builder.page.locator(f"a[href='{case}whistle/']")).first
    builder.look("whistles-mine")
    for name in (f"响应：{unit}", f"我们到了：{unit}"):
        mine.get_by_role("button", name=name).click()
        expect(builder.page.get_by_role("status")).to_contain_text("记下了")
    builder.go(f"{case}whistle/")
    builder.page.get_by_label("要办的一件事").fill("扶正灯杆，断开拖地的线")
    builder.page.get_by_role("button", name="写一条任务").click()
    builder.look("whistle")
    builder.page.get_by_role("button", name="办好了：扶正灯杆，断开拖地的线").click()
    builder.page.get_by_role("button", name=f"办好了：{unit}").click()
    expect(builder.page.get_by_role("heading", name="吹哨：应急处置")).to_be_visible()
    builder.page.get_by_label("该吹", exact=True).check()
    builder.page.get_by_role("button", name=f"该不该吹：{unit}").click()

    dispatcher.go(f"{case}whistle/")
    dispatcher.page.get_by_label("来得及时，办得实在").check()
    dispatcher.page.get_by_role("button", name=f"来得怎么样：{unit}").click()
    expect(dispatcher.page.get_by_role("heading", name="上一次：应急处置")).to_be_visible()
    dispatcher.go("/whistles/")
    dispatcher.look("whistles")
    dispatcher.page.get_by_role("link", name="按时").first.click()
    expect(dispatcher.page.locator("#records li").first).to_be_visible()
