"""The maps of the pages: drawn beside their lists, moved by keys, the same things on both sides, and whole without a script."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.config.running import eventually
from tests.walks.steps import LAMP
from tests.walks.visitor import Visitor

DRAWN = 60_000  # milliseconds: two cores draw WebGL in software


def drawn(page: Page) -> None:
    page.wait_for_selector("[data-map][data-drawn]", timeout=DRAWN)


def test_the_desk_has_a_map_of_its_list_that_keys_move(visit: Callable[..., Visitor]) -> None:
    desk = visit("demo-dispatcher")
    desk.go("/desk/")
    page = desk.page
    drawn(page)
    box = page.locator("[data-map] canvas").first.bounding_box()
    assert box is not None
    before = page.screenshot(clip=box)
    assert len(set(before)) > 50
    rows = page.locator("a.row[data-map-item]").count()
    expect(page.locator("[data-map-says]")).to_contain_text("图上")
    seen = page.locator(".map-seen summary")
    expect(seen).to_contain_text("眼前这些")
    assert rows > 0
    page.locator("[data-map] canvas").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    eventually(lambda: page.screenshot(clip=box) != before, 20, "the map never moved")
    desk.look("map-desk")


def test_what_the_list_points_at_is_marked_on_the_map_and_the_other_way_round(visit: Callable[..., Visitor]) -> None:
    desk = visit("demo-dispatcher")
    desk.go("/desk/")
    page = desk.page
    drawn(page)
    second = page.locator("a.row[data-map-item]").nth(1)
    id = second.get_attribute("data-map-item")
    page.evaluate("(id) => document.dispatchEvent(new CustomEvent('liren:select', {detail: {id, from: 'map'}}))", id)
    expect(second).to_have_attribute("data-on-map", "")
    expect(second).to_have_attribute("aria-current", "true")


def test_a_case_without_script_says_its_place_and_the_list_is_whole(visit: Callable[..., Visitor]) -> None:
    desk = visit("demo-dispatcher", script=False)
    desk.go("/desk/")
    page = desk.page
    assert page.locator("a.row[data-map-item]").count() > 0
    assert page.locator("[data-view]:visible").count() == 0
    assert page.locator(".map-legend:visible").count() == 0
    page.locator("a.row[data-map-item]").first.click()
    page.locator("a:has-text('看全部经过')").first.click()
    expect(page.locator("#pl")).to_be_visible()


def test_a_resident_sets_the_place_by_moving_the_map_under_the_pin(visit: Callable[..., Visitor]) -> None:
    phone = visit(width=390)
    page = phone.page
    phone.go("/report/")
    phone.fill(page.locator("main form"), words=LAMP)
    page.get_by_role("button", name="下一步：在哪里").click()
    if "/report/more/" in page.url:
        page.get_by_role("button", name="下一步：在哪里").click()
    page.get_by_text("在地图上点").click()
    drawn(page)
    canvas = page.locator("[data-map='pick'] canvas")
    canvas.scroll_into_view_if_needed()
    canvas.click()
    expect(page.locator("input[name='lon']")).not_to_have_value("")
    expect(page.locator("[data-map-says]")).to_contain_text("在界牌镇")
    phone.look("map-pick")
