"""Doors that are not one's own: a plain sentence, the right status, and a way on."""

from playwright.sync_api import expect

from liren.config.demo.cast import UNIT
from tests.walks import steps


def test_somebody_elses_case_looks_like_none(visit):
    resident, keeper = visit(width=390), visit("demo-keeper", width=390)
    got = steps.report(resident)
    case = steps.case_of(keeper, got.number)
    stranger = visit("h-home")
    assert stranger.go(case) == 404
    stranger.look("case-of-others")
    said = stranger.page.inner_text("main")
    assert "没有找到" in said
    assert got.number not in said
    assert stranger.go(f"/case/{got.number}/") == 404


def test_a_wrong_link_says_what_else_opens_the_report(visit):
    visitor = visit(width=390)
    assert visitor.go("/t/AAAAAAAAAAAAAAAAAAAAAAAAAA") == 404
    assert "查询码" in visitor.page.inner_text("main")
    visitor.look("wrong-link")
    visitor.go("/find/")
    visitor.fill(visitor.page.locator("main form"), code="ABCD EFGH IJKL", four="0147")
    visitor.page.get_by_role("button", name="看进度").click()
    expect(visitor.page.get_by_text("查询码和 4 位数字对不上").first).to_be_visible()
    assert visitor.page.input_value("#code") == "ABCD EFGH IJKL"
    visitor.look("wrong-code")


def test_the_code_on_the_receipt_opens_the_report_in_another_browser(visit):
    got = steps.report(visit(width=390), phone="19900000147")
    other = visit()
    other.go("/find/")
    other.fill(other.page.locator("main form"), code=got.code.lower(), four="0147")
    other.page.get_by_role("button", name="看进度").click()
    expect(other.page.get_by_text(got.number).first).to_be_visible()


def test_a_resident_with_an_account_finds_the_own_reports_and_no_desk(visit):
    resident = visit("demo-resident", width=390)
    got = steps.report(resident)
    resident.go("/")
    resident.look("start-signed-in")
    resident.page.locator("section[aria-labelledby=mine] a").first.click()
    expect(resident.page.get_by_text(got.number).first).to_be_visible()
    assert resident.go("/desk/") == 403
    resident.look("no-duty")
    assert "没有职务" in resident.page.inner_text("main")


def test_nobody_signed_in_is_asked_to_sign_in(visit):
    visitor = visit()
    visitor.go("/desk/")
    expect(visitor.page.get_by_role("heading", name="登录")).to_be_visible()


def test_a_step_that_somebody_else_took_first_is_said_and_the_words_stay(visit):
    resident = visit(width=390)
    got = steps.report(resident)
    one, other = visit("demo-dispatcher"), visit("demo-dispatcher")
    case = steps.case_of(one, got.number)
    other.go(case)
    steps.act(one, case, "dispatch", to=f"unit:{UNIT['build'].id}", reason="按派单目录。")
    form = other.page.locator(f"form[action='{case}dispatch/']")
    other.fill(form, **{"dispatch-to": f"unit:{UNIT['law'].id}", "dispatch-reason": "这段路归执法局。"})
    form.get_by_role("button", name="派遣这件事").click()
    expect(other.page.get_by_text("别人先办了一步")).to_be_visible()
    assert "现在是“已派遣，待签收”" in other.page.inner_text("main")
    assert other.page.input_value("#dispatch-reason") == "这段路归执法局。"
    other.look("case-somebody-was-first")


def test_messages_are_read_and_stay_read(visit):
    steps.report(visit(width=390))
    keeper = visit("demo-keeper", width=390)
    steps.wait_for(keeper, "/inbox/", "交给")
    keeper.look("inbox-unread")
    read = keeper.page.locator("form[action='/inbox/read/'] button")
    if read.count():
        read.first.click()
    expect(keeper.page.locator("main")).to_be_visible()
    keeper.look("inbox-read")


def test_without_a_line_our_own_page_says_so_and_leads_on(visit):
    visitor = visit(width=390)
    visitor.go("/")
    visitor.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    visitor.page.wait_for_function("caches.match('/seal.svg').then(() => caches.keys()).then((names) => names.length)")
    visitor.context.set_offline(True)
    visitor.page.goto(visitor.site + "/find/")
    expect(visitor.page.get_by_role("heading", name="现在没有网络")).to_be_visible()
    visitor.look("offline")
    visitor.context.set_offline(False)
    visitor.page.get_by_role("link", name="再试一次").click()
    expect(visitor.page.get_by_role("heading", level=1)).not_to_have_text("现在没有网络")
    assert visitor.page.url == visitor.site + "/find/"
    visitor.wrong.clear()  # the browser's own lines about the network that was away
