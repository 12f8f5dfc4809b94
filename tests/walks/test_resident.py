"""A resident with small means: an old phone, large type, no permission for the position, a session that ran out, words
from right to left. And the neighbour who says: that is what I mean.
"""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.walks import steps

ARABIC = "الإنارة معطلة منذ ثلاثة أيام 路灯不亮"
STORM = "😀" * 300 + "路灯不亮" + "👩‍👩‍👧‍👦" * 40
SMALLEST = 320
PAGES = ("/", "/keeper/", "/find/", "/privacy/", "/access/", "/seen/", "/report/kind/", "/report/where/")


def test_every_page_stands_in_elder_mode_on_the_smallest_screen(visit):
    elder = visit(width=SMALLEST)
    elder.go("/look/elder/1/?next=/")
    got = steps.report(elder, words="永胜路路灯不亮了", shots=True)
    elder.go(got.link)
    elder.look("track-elder")
    for page in PAGES:
        elder.go(page)
        elder.look("elder" + page.replace("/", "-").rstrip("-"))
    targets = elder.page.evaluate(
        "[...document.querySelectorAll('.bar .btn')].map(b => Math.min(b.offsetWidth, b.offsetHeight))"
    )
    assert min(targets) >= 60


@pytest.mark.parametrize(("words", "name"), [(ARABIC, "right-to-left"), (STORM, "storm")])
def test_words_in_any_direction_break_no_page_at_four_hundred_per_cent(visit, words, name):
    resident = visit(width=SMALLEST)
    resident.page.set_viewport_size({"width": SMALLEST, "height": 256})
    got = steps.report(resident, words=words)
    resident.go(got.link)
    wide = resident.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert (
        resident.page.locator(".bar").count() == 0
        or resident.page.evaluate("getComputedStyle(document.querySelector('.bar')).position") == "static"
    )
    resident.page.screenshot(path=resident.shots / f"track-{name}-{SMALLEST}.jpg", full_page=True)


def test_a_blocked_position_is_a_sentence_and_the_other_ways_stay(visit):
    resident = visit(width=390)
    resident.go("/keeper/")
    resident.page.get_by_role("button", name="用我现在的位置找").click()
    expect(resident.page.get_by_text("没有定到位")).to_be_visible()
    expect(resident.page.get_by_text("按村、社区找")).to_be_visible()
    resident.look("keeper-position-blocked")


def test_the_position_is_asked_only_when_pressed_and_finds_the_keeper(visit):
    resident = visit(width=390)
    house = steps.houses()[0]
    resident.context.grant_permissions(["geolocation"])
    resident.context.set_geolocation({"longitude": house.lon, "latitude": house.lat})
    resident.go("/keeper/")
    assert resident.page.locator("[data-said]").inner_text() == ""
    resident.page.get_by_role("button", name="用我现在的位置找").click()
    expect(resident.page.get_by_role("heading", name="陈家和")).to_be_visible()
    resident.go("/")
    expect(resident.page.get_by_role("heading", name="陈家和")).to_be_visible()
    resident.look("start-keeper")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_session_that_expired_while_writing_loses_no_word(visit, script):
    resident = visit(width=390, script=script)
    page = resident.page
    resident.go("/report/")
    resident.fill(page.locator("main form"), words="井盖翘起来了，老人差点绊倒")
    page.get_by_role("button", name="下一步：在哪里").click()
    resident.go("/report/where/")
    resident.context.clear_cookies(name="sessionid")
    page.fill("#place_words", "菜场门口")
    page.get_by_role("button", name="下一步：核对").click()
    told = page.inner_text("main")
    assert "井盖翘起来了，老人差点绊倒" in told
    assert "菜场门口" in told


def at(visitor, house) -> None:
    """Stand before a house with a phone that knows where it is, and fill the place in by that."""
    visitor.context.grant_permissions(["geolocation"])
    visitor.context.set_geolocation({"longitude": house.lon, "latitude": house.lat})
    visitor.go("/report/where/")
    visitor.page.get_by_role("button", name="用我现在的位置").click()
    expect(visitor.page.get_by_text("已经记下您现在的位置")).to_be_visible()
    visitor.page.get_by_role("button", name="下一步：核对").click()


def test_a_neighbour_joins_without_an_account_and_stands_alone_again(visit):
    house = steps.houses()[-1]
    for words in ("路灯闪个不停，欧阳家门口", "路灯不亮，跌了一跤"):
        resident = visit(width=390)
        page = resident.page
        resident.go("/report/")
        resident.fill(page.locator("main form"), words=words)
        page.get_by_role("button", name="下一步：在哪里").click()
        at(resident, house)
        if "跌了" in words:
            expect(page.get_by_role("heading", name="附近有人反映过类似的事")).to_be_visible()
            assert "欧阳" not in page.inner_text("main")
            resident.look("report-alike")
            page.get_by_role("button", name="这就是我说的").first.click()
        elif "/alike/" in page.url:
            page.get_by_role("button", name="都不是，继续").click()
        resident.fill(page.locator("main form"), contact="none")
        page.get_by_role("button", name="提交反映").click()
        expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    resident.look("receipt-joined")
    resident.go("/track/")
    resident.look("track-joined")
    page.get_by_role("button", name="不是同一件，单独办我的").click()
    expect(page.get_by_text("已经分开，单独办您的这一件。")).to_be_visible()
    assert "跌了一跤" in page.inner_text("main")


def test_a_large_photo_is_made_small_on_the_phone_before_it_travels(visit):
    resident = visit(width=390)
    page = resident.page
    resident.go("/report/")
    page.locator("#photos").set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": large()})
    page.locator("[data-preview] img").wait_for()
    sent = page.evaluate(
        """async () => { const file = document.getElementById("photos").files[0];
            const seen = await createImageBitmap(file); return [seen.width, seen.height, file.size]; }"""
    )
    assert sent[:2] == [1600, 1200]
    assert sent[2] < len(large())


def large() -> bytes:
    """Twelve megapixels with a grain, so that it weighs what a photo weighs."""
    out = BytesIO()
    Image.effect_noise((4000, 3000), 20).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def test_the_receipt_is_read_aloud_where_the_phone_has_a_chinese_voice_and_never_with_its_code(visit):
    resident = visit(width=390)
    resident.context.add_init_script(
        """Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => [{ lang: "zh-CN" }], cancel() {},
             addEventListener() {}, speak(said) { window.said = said.text; } } });
           window.SpeechSynthesisUtterance = function (text) { this.text = text; };"""
    )
    got = steps.report(resident, words="路灯不亮")
    resident.page.get_by_role("button", name="念给我听").click()
    said = resident.page.evaluate("window.said")
    assert got.number in said
    assert got.code not in said
