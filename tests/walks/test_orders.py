"""点单, 派单, 接单, 评单: a resident without an account, the desk at its screen, a member on the phone."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from liren.web.display import SHANGHAI
from tests.walks import steps


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_neighbour_asks_is_helped_and_says_so(visit, script):
    resident = visit(width=390, script=script)
    page = resident.page
    resident.go("/")
    page.get_by_role("link", name="我要求助").first.click()
    page.get_by_role("link", name="代买代办").click()
    words = "想买一袋米" + ("。" if script else "和一桶油。")
    resident.fill(page.locator("main form"), words=words, name="赵奶奶", phone="13800000147", address="2 单元 501")
    page.fill("#q", steps.houses()[0].address)
    page.get_by_role("button", name="找这个地方").click()
    resident.look("ask-found")
    page.get_by_role("button", name="提交求助").last.click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    resident.look("ask-receipt")
    link = (page.locator("a[href*='/o/']").get_attribute("href") or "").removeprefix(resident.site)

    desk = visit("demo-dispatcher")
    desk.go("/orders/?tab=to_triage&q=想买一袋米")
    desk.page.get_by_role("link", name=words, exact=True).first.click()
    desk.page.get_by_role("button", name="核实好了").click()
    desk.page.get_by_role("button", name="派出去").click()
    expect(desk.page.get_by_role("status").filter(has_text="派出去了")).to_be_visible()

    member = visit("demo-member", width=390)
    member.go("/orders/offers/")
    expect(member.page.get_by_role("heading", name="可以接的")).to_be_visible()
    member.go(desk.page.url.removeprefix(member.site).partition("?")[0])
    full = member.page.get_by_role("button", name="我来帮")
    full.click()
    if member.page.get_by_text("已经到了自己定的上限").count():
        member.go("/orders/me/")
        member.page.fill("#most_open", "10")
        member.page.get_by_role("button", name="保存").last.click()
        member.go(desk.page.url.removeprefix(member.site).partition("?")[0])
        member.page.get_by_role("button", name="我来帮").click()
    expect(member.page.get_by_role("status").filter(has_text="这一单归您了")).to_be_visible()
    member.page.get_by_role("button", name="看电话和门牌").click()
    expect(member.page.get_by_text("2 单元 501")).to_be_visible()
    member.look("order-where")
    at = datetime.now(SHANGHAI) + timedelta(hours=2)
    member.page.fill("#at", f"{at:%Y-%m-%dT%H:%M}")
    member.page.get_by_role("button", name="记下时间").click()
    member.page.get_by_role("button", name="办好了").click()
    expect(member.page.get_by_text("等点单人确认").first).to_be_visible()

    resident.go(link)
    resident.fill(page.locator("form[action$='/confirm/']"), solved="yes")
    page.get_by_role("button", name="确认").click()
    resident.fill(page.locator("form[action$='/rate/']"), satisfied="1")
    page.get_by_role("button", name="提交评单").click()
    expect(page.get_by_text("评单：满意")).to_be_visible()
    resident.look("order-rated")
