"""Venues in a real browser: a room booked from the week by keyboard on a phone; figures that follow a site being moved."""

import re

from playwright.sync_api import expect


def test_a_room_is_booked_from_the_week_by_keyboard_on_a_phone_and_the_time_is_gone_for_everybody(visit):
    phone = visit("demo-secretary", width=390)
    phone.go("/office/venues/")
    phone.page.locator("tbody th a").first.click()
    phone.page.get_by_role("link", name="看一周预约").click()
    phone.page.get_by_role("link", name="下一周").press("Enter")
    phone.page.wait_for_url("**on=**")
    day = phone.page.locator(".week > li").nth(6)
    day.locator("summary").press("Enter")
    free = day.locator("a[href*='/book/']").first
    words = free.inner_text().split("\n")[0]
    free.press("Enter")
    phone.page.wait_for_url("**/book/**")
    phone.fill(phone.page.locator("main form"), topic="楼道里的杂物", group="第二网格议事会")
    phone.page.locator("main form button.btn-main").press("Enter")
    phone.page.wait_for_url("**/office/bookings/**")
    expect(phone.page.get_by_text("已约好 1 场")).to_be_visible()
    phone.look("booking-made")
    phone.page.locator("nav a", has_text="一周预约").press("Enter")
    expect(phone.page.locator(".week-booked", has_text="楼道里的杂物")).to_be_visible()
    assert words[:5] in phone.page.locator(".week-booked", has_text="楼道里的杂物").inner_text()


def test_while_a_site_is_moved_the_figures_follow_without_a_new_page(visit):
    desk = visit("demo-secretary")
    desk.go("/office/siting/?radius=500&count=1")
    desk.page.evaluate("window.still = true")
    suggestion = desk.page.locator("[data-suggest]").first
    added = re.search(r"多覆盖 ([\d,]+) 户", suggestion.inner_text()).group(1)
    suggestion.press("Enter")
    expect(desk.page.locator("#now")).to_contain_text("把新的一个放在这里")
    expect(desk.page.locator("[data-figures] tbody tr").first).to_contain_text(f"+{added} 户")
    before = desk.page.locator("[data-figures] tbody").first.inner_text()
    desk.page.locator("#lon").fill(f"{float(desk.page.locator('#lon').input_value()) + 0.004:.6f}")
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator("[data-figures] tbody").first).not_to_have_text(before)
    assert desk.page.evaluate("window.still"), "the page itself stayed"
    assert "move=new" in desk.page.url
    desk.look("siting-moved")
