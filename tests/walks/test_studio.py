"""The grid studio in a browser: a draft, a building dragged with the figures following, a step back by key, adopted."""

import pytest
from playwright.sync_api import expect

from tests.walks.visitor import Visitor

GRID = "321181108006002"


@pytest.fixture
def admin(visit) -> Visitor:
    return visit("demo-admin")


def figures(visitor: Visitor) -> str:
    return visitor.page.locator("section[aria-labelledby=mt] tbody").inner_text()


def test_a_building_is_dragged_and_taken_back_and_the_plan_adopted_with_its_keepers(admin, visit):
    page = admin.page
    admin.go(f"/office/grids/{GRID}/studio/")
    page.get_by_role("button", name="照现在的起一个，自己移楼").click()
    page.wait_for_url("**plan=**")
    admin.look("studio")
    before = figures(admin)
    house = page.locator("[data-house][data-to]:not([data-to=''])").first
    house.scroll_into_view_if_needed()
    id, to = house.get_attribute("data-house"), house.get_attribute("data-to").split()[0]
    start, goal = house.bounding_box(), page.locator(f"[data-house][data-part='{to}']").first.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(goal["x"] + 3, goal["y"] + 3, steps=6)
    with page.expect_response(lambda answer: "/move/" in answer.url):
        page.mouse.up()
    moved = page.locator(f"[data-house='{id}']")
    expect(moved).to_have_attribute("data-part", to)
    assert figures(admin) != before
    expect(page.get_by_role("button", name="退回一步，已移 1 步")).to_be_visible()
    moved.focus()
    with page.expect_response(lambda answer: "/back/" in answer.url):
        page.keyboard.press("z")
    expect(page.locator(f"[data-house='{id}']")).not_to_have_attribute("data-part", to)
    assert figures(admin) == before
    address = page.url.split("#")[0].removeprefix(admin.site)
    keys = visit("demo-security")
    keys.go(address)
    keys.page.get_by_label("已经和社区商量过").check()
    keys.page.get_by_role("button", name="启用这个方案").click()
    expect(keys.page.get_by_text("已启用：边界、微网格员")).to_be_visible()
    keys.look("studio-adopted")
    keys.go(f"/office/grids/{GRID}/boards/")
    keys.look("boards")
