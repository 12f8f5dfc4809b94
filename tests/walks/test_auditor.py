"""The auditor's first face, and a rule that two people change: who did it is found an hour later by another."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from liren.web.display import SHANGHAI
from tests.walks import steps

KIND = "/office/kinds/case_kind/stray_dog/"


def test_a_limit_is_drafted_by_one_published_by_another_and_found_by_the_auditor(visit):
    admin, deputy, auditor = visit("demo-admin"), visit("demo-deputy"), visit("demo-auditor")
    admin.go(KIND)
    admin.look("entry")
    admin.page.get_by_role("link", name="起草修改").click()
    admin.look("new-draft")
    accept = admin.page.locator("[name='limits.accept']")
    amount = float(accept.input_value())
    accept.fill("0")
    admin.page.get_by_role("button", name="保存草稿").click()
    expect(admin.page.get_by_role("alert")).to_contain_text("时限要大于 0")
    admin.look("draft-wrong")
    admin.page.locator("[name='limits.accept']").fill(f"{amount + 2:g}")
    admin.page.get_by_role("button", name="保存草稿").click()
    expect(admin.page.locator(".diff ins")).to_contain_text(f"{amount + 2:g}")
    expect(admin.page.get_by_text("要由另一个人看过差别再发布")).to_be_visible()
    draft = admin.page.url.removeprefix(admin.site)
    admin.page.get_by_role("link", name="接着改草稿").click()
    admin.look("edit-draft")
    deputy.go(draft)
    deputy.look("draft")
    day = datetime.now(UTC).astimezone(SHANGHAI).date() + timedelta(days=7)
    deputy.page.locator("[name='effective_from']").fill(day.isoformat())
    deputy.page.get_by_role("button", name="发布这一版").click()
    expect(deputy.page.get_by_role("status")).to_contain_text("已发布")
    auditor.go("/home/")
    assert auditor.page.url.endswith("/audit/")
    auditor.page.locator("[name='person']").fill("方立群")
    auditor.page.get_by_role("button", name="查日志").click()
    auditor.look("audit")
    auditor.page.get_by_role("link", name="发布草稿").first.click()
    expect(auditor.page.locator("main")).to_contain_text("方立群")
    auditor.look("audit-entry")


def test_who_looked_at_a_reporter_is_found_with_the_purpose(visit):
    desk, auditor = visit("demo-dispatcher"), visit("demo-auditor")
    desk.go("/desk/?tab=open")
    desk.go(desk.page.locator("a[href*='case=']").first.get_attribute("href").replace("?", "/desk/?", 1))
    case = desk.page.locator("a[href^='/case/']").first.get_attribute("href")
    desk.go(case)
    ask = desk.page.locator("[name='reveal-purpose']")
    if ask.count():
        ask.fill("约上门时间")
        desk.page.get_by_role("button", name="填写理由后查看").click()
    auditor.go("/audit/looks/")
    expect(auditor.page.locator("main")).to_contain_text("一共看过")
    if ask.count():
        expect(auditor.page.locator("main")).to_contain_text("约上门时间")
    auditor.look("audit-looks")
    assert auditor.go(case) == 404


def test_the_search_finds_what_is_mine_by_keyboard_alone(visit):
    steps.report(visit(width=390))
    desk = visit("demo-dispatcher")
    desk.go("/search/")
    expect(desk.page.locator("input[name=q]").first).to_be_focused()
    desk.page.keyboard.type("路灯")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("heading", name="在办的案件")).to_be_visible()
    desk.look("search")
    desk.go("/search/?q=13800000147")
    desk.page.get_by_role("button", name="记下理由").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("请选为什么要按号码查")
    desk.look("search-phone")


def test_what_is_not_delivered_has_a_page_that_says_so(visit):
    admin = visit("demo-admin")
    admin.go("/office/troubles/")
    expect(admin.page.locator("main")).to_contain_text("没有卡住的")
    admin.look("troubles")


def test_a_report_is_marked_by_one_and_waits_for_another(visit):
    desk = visit("demo-dispatcher")
    desk.go("/search/?q=路灯")
    desk.page.locator("ul.list a[href^='/case/']").last.click()
    desk.page.get_by_role("link", name="骚扰或广告？").click()
    if desk.page.locator("input[name=reason]").count():
        desk.page.locator("input[name=reason]").first.check()
        desk.page.locator("[name=words]").fill("一天报了九次同一句话")
        desk.page.get_by_role("button", name="标记，请人复核").click()
    expect(desk.page.locator("main")).to_contain_text("要由另一个人复核")
    desk.look("abuse-case")
    desk.page.get_by_role("button", name="撤销标记").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("还没有写为什么撤销")
    desk.page.locator("[name=words]").last.fill("试过了")
    desk.page.get_by_role("button", name="撤销标记").click()
    expect(desk.page.get_by_role("status")).to_contain_text("标题和原来一样")
