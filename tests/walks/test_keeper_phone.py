"""A keeper's day on her phone, with one thumb: report, solve with a photo, hand back, print the board, tell the groups."""

import re

from playwright.sync_api import Locator, Page, expect

from liren.config.demo.cast import MICRO_GRID
from tests.walks import steps
from tests.walks.visitor import Visitor

TAP = 60
WIDTH, HEIGHT = 390, 844
TARGETS = "main a.btn:visible, main button:visible, main summary:visible, .dock a:visible, main .task:visible"


def small(page: Page) -> list[str]:
    """Targets that a wet thumb misses: less than 60 px high."""
    found = page.locator(TARGETS).evaluate_all(
        "all => all.map(e => [e.innerText.trim().slice(0, 20), e.getBoundingClientRect().height])"
    )
    return [f"{words}: {height:.0f} px" for words, height in found if height < TAP]


def under_the_thumb(button: Locator) -> bool:
    """In the lower half of the screen as the page opens, and wide enough for either hand."""
    box = button.bounding_box()
    return bool(box and box["y"] >= HEIGHT / 2 and box["y"] + box["height"] <= HEIGHT and box["height"] >= TAP)


def to_her_case(keeper: Visitor, words: str) -> str:
    """Report something herself, not yet solved; the address of its page on the phone."""
    page = keeper.page
    keeper.go("/field/")
    report = page.get_by_role("link", name="报一件事")
    assert under_the_thumb(report)
    report.click()
    told = {"words": words, "kind": "noise", "area": MICRO_GRID, "photos": steps.photo()}
    keeper.fill(page.locator("main form"), **told)
    page.get_by_role("button", name="报上这件事").click()
    expect(page.get_by_role("status").filter(has_text="已报上")).to_be_visible()
    found = re.search(r"[0-9a-f-]{36}", page.url)
    assert found, page.url
    return f"/field/case/{found.group()}/"


def test_a_keeper_s_day_in_one_thumb(visit):
    keeper = visit("demo-keeper", width=WIDTH)
    page = keeper.page
    case = to_her_case(keeper, "店门口音响太响，午睡睡不着")
    steps.wait_for(keeper, "/field/", "店门口音响太响")
    keeper.look("field-today")
    assert small(page) == []
    page.locator(".task", has_text="店门口音响太响").click()
    assert page.url.endswith(case)
    keeper.look("field-case")
    assert small(page) == []
    main = page.get_by_role("button", name="记为当场办好")
    assert under_the_thumb(main)
    page.set_input_files(
        "#solve_on_spot-photos", {"name": "后.jpg", "mimeType": "image/jpeg", "buffer": steps.photo("after")}
    )
    expect(page.locator("[data-preview] img").first).to_be_visible()
    page.fill("#solve_on_spot-words", "和店主当面说好，午后音量关到听不见。")
    assert under_the_thumb(main)
    main.click()
    expect(page.get_by_role("status").filter(has_text="办好了")).to_be_visible()
    expect(page.locator(".shots img").first).to_be_visible()
    keeper.look("field-case-done")


def test_what_she_cannot_do_goes_back_with_the_reason(visit):
    keeper = visit("demo-keeper", width=WIDTH)
    case = to_her_case(keeper, "烧烤摊占了人行道，劝不动")
    steps.wait_for(keeper, case, "交给受理台派别人")
    keeper.page.get_by_text("交给受理台派别人").click()
    form = keeper.page.locator(f"form[action='{case}file/']")
    form.get_by_role("button").click()
    expect(keeper.page.get_by_role("alert")).to_contain_text("还没有写为什么要交给受理台")
    assert small(keeper.page) == []
    keeper.page.fill("#file-words", "要执法证，我没有。")
    keeper.page.locator(f"form[action='{case}file/']").get_by_role("button").click()
    expect(keeper.page.get_by_role("status").filter(has_text="办好了")).to_be_visible()


def test_nearest_first_is_asked_for_and_a_refused_position_leaves_the_order(visit):
    keeper = visit("demo-keeper", width=WIDTH)
    page = keeper.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    to_her_case(keeper, "楼道里的灯绳断了")
    steps.report(visit(width=390))  # at a house, so that there is something to be near to
    keeper.go("/field/")
    before = page.locator(".task").evaluate_all("all => all.map(e => e.href)")
    keeper.context.clear_permissions()
    page.get_by_role("button", name="按远近排").click()
    expect(page.get_by_text("没有拿到位置，还是先到期的在前")).to_be_visible()
    assert page.locator(".task").evaluate_all("all => all.map(e => e.href)") == before
    keeper.context.grant_permissions(["geolocation"])
    keeper.context.set_geolocation({"longitude": 119.871, "latitude": 31.982})
    sent.clear()
    page.get_by_role("button", name="按远近排").click()
    expect(page.get_by_text("由近到远")).to_be_visible()
    order = page.locator(".task").evaluate_all("all => all.map(e => 'first' in e.dataset)")
    assert order == sorted(order, reverse=True)
    assert not [url for url in sent if "119.8" in url or "31.98" in url]
    keeper.look("field-nearest")


def test_the_board_is_printed_and_its_code_opens_a_report_from_there(visit):
    keeper, resident = visit("demo-keeper", width=WIDTH), visit(width=WIDTH)
    keeper.go("/field/ground/")
    keeper.look("field-ground")
    assert small(keeper.page) == []
    keeper.page.get_by_role("link", name="打印公示牌").first.click()
    keeper.look("field-board")
    address = keeper.page.locator(".code-url").inner_text().strip()
    resident.go(address.removeprefix(resident.site))
    assert "/report/" in resident.page.url


def test_a_notice_is_written_once_and_copied_by_herself(visit):
    keeper = visit("demo-keeper", width=WIDTH)
    page = keeper.page
    keeper.go("/field/groups/")
    page.get_by_role("link", name="防汛提醒").click()
    keeper.fill(page.locator("main form"), groups="前巷邻居群\n后巷邻居群")
    page.get_by_role("button", name="记下，然后复制").click()
    if page.get_by_role("alert").count():
        page.fill("#words", "今晚到明早有大雨，车挪到高处，看见积水给我打电话。")
        page.get_by_role("button", name="记下，然后复制").click()
    expect(page.get_by_text("发给：前巷邻居群、后巷邻居群")).to_be_visible()
    keeper.look("field-groups")
    assert small(page) == []
