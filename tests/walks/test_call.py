"""A call taken without a mouse: the number, what this caller reported before, words, place, read back, kept, the number to tell."""

from playwright.sync_api import expect

from tests.walks.test_desk_keyboard import Keys


def test_a_call_is_taken_with_ten_fingers(visit):
    visitor = visit("demo-dispatcher")
    page, keys = visitor.page, Keys(visitor.page)
    visitor.go("/desk/call/")
    expect(page.locator("#phone")).to_be_focused()
    page.keyboard.type("19900001234")
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("这个号码反映过")
    expect(page.locator("#words")).to_be_focused()
    visitor.check("call: earlier reports")
    page.keyboard.type("楼下垃圾桶满了两天")
    keys.tab_to("#kind")
    keys.press("ArrowDown")
    keys.tab_to("#q")
    page.keyboard.type("渔塘埭1号")
    keys.press("Enter")
    expect(page.locator("#which")).to_be_visible()
    keys.tab_to("#place_words")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("请念给他听")
    visitor.check("call: read back")
    expect(page.get_by_role("button", name="他说对，记下")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("记下了，请告诉他")
    visitor.check("call: what to tell")
    expect(page.locator("main")).to_contain_text("后 4 位")
