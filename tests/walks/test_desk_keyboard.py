"""The dispatcher's whole shift without a mouse: through the list, every act, several at once, the palette, the help."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from liren.kernel.ids import new_id
from tests.walks import steps
from tests.walks.visitor import Visitor

THREE = ("楼道灯不亮", "门口路灯不亮", "路口路灯不亮")
FOCUS = "document.activeElement"


class Keys:
    """Two hands on a keyboard; nothing here clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector: str) -> None:
        """Tab on until the focus is there, as somebody does who cannot point."""
        for _ in range(60):
            if self.page.evaluate(f"{FOCUS}.matches({selector!r})"):
                return
            self.press("Tab")
        raise AssertionError(f"no way by Tab to {selector}")

    def chosen(self) -> str:
        return str(self.page.evaluate(f"{FOCUS}.dataset.case ?? ''"))


@pytest.fixture
def desk(visit):
    """A dispatcher before a list of some fresh reports, with her keys; their numbers."""

    def opened(words: Sequence[str]) -> tuple[Visitor, Keys, list[str]]:
        mark, neighbour = f"钥匙串{new_id().hex[-6:]}", visit(width=390)
        numbers = [steps.report(neighbour, words=mark + w, house=n).number for n, w in enumerate(words)]
        dispatcher = visit("demo-dispatcher", width=1440)
        dispatcher.go(f"/desk/?tab=open&q={mark}")
        return dispatcher, Keys(dispatcher.page), numbers

    return opened


def test_a_dispatcher_works_her_list_without_a_mouse(desk):
    dispatcher, keys, _numbers = desk(THREE)
    page = dispatcher.page
    rows = page.locator("a.row[data-case]")
    expect(rows).to_have_count(3)
    expect(rows.first).to_be_focused()
    first, second = (rows.nth(n).get_attribute("data-case") or "" for n in (0, 1))

    keys.press("j")
    expect(rows.nth(1)).to_be_focused()
    expect(page.locator(f"#detail form[action*='{second}']").first).to_be_attached()
    keys.press("k")
    expect(page.locator(f"#detail form[action*='{first}']").first).to_be_attached()
    dispatcher.look("desk-keyboard")

    keys.press("w")
    expect(page.locator("#note-words")).to_be_focused()
    page.keyboard.type("jkedmrx 打字时字母就是字母")
    expect(page.locator("#note-words")).to_have_value("jkedmrx 打字时字母就是字母")
    keys.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("办好了：记下内部备注")
    assert first in page.url, "a note stays with its case"

    keys.press("r")
    expect(page.locator("details[data-fold='r']")).to_have_attribute("open", "")
    keys.press("Escape")
    expect(page.locator(f"a.row[data-case='{first}']")).to_be_focused()

    keys.press("e")
    expect(page.locator(f"form[action='/case/{first}/file/'] textarea")).to_be_focused()
    page.keyboard.type("属实，等市政排班")
    keys.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("立案待派")
    assert second in page.url, "an act leads on to the next case"

    expect(page.locator(f"a.row[data-case='{second}']")).to_be_focused()
    keys.press("d")
    if page.evaluate(f"{FOCUS}.id") == "dispatch-to":
        page.keyboard.type("镇建设管理站")
        keys.tab_to("#dispatch-reason")
        page.keyboard.type("按派单目录由建设管理站主办")
        keys.press("Control+Enter")
    else:
        expect(page.locator("[data-key='d']")).to_be_focused()
        keys.press("d")
    expect(page.locator(".toast")).to_contain_text("派遣这件事")


def test_several_at_once_are_shown_before_and_the_merge_is_taken_back(desk):
    dispatcher, keys, _numbers = desk(THREE)
    page = dispatcher.page
    rows = page.locator("a.row[data-case]")
    expect(rows.first).to_be_focused()
    keys.press("x", "j")
    expect(rows.nth(1)).to_be_focused()
    keys.press("x", "b")
    keys.tab_to("button[name=act][value=note]")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="给这几件记同一条备注")).to_be_visible()
    dispatcher.look("desk-bulk")
    keys.tab_to("#bulk-words")
    page.keyboard.type("居民来电问进度")
    keys.tab_to("button[name=stage][value=do]")
    keys.press("Enter")
    expect(page.locator(".toast").first).to_contain_text("办好 2 件")

    page.wait_for_load_state()
    keys.press("Escape", "x", "j", "x", "b")
    keys.tab_to("button[name=act][value=merge]")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="说的是同一件事吗，留哪一件？")).to_be_visible()
    dispatcher.look("desk-merge")
    keys.tab_to("form .btn-main")
    keys.press("Enter")
    expect(page.locator(".toast").first).to_contain_text("并好了 1 件")
    before = rows.count()
    keys.press("z")
    expect(page.locator(".toast").first).to_contain_text("撤销了并案")
    expect(rows).to_have_count(before + 1)


def test_the_palette_and_the_list_of_keys_open_and_close_by_key(desk):
    dispatcher, keys, numbers = desk(THREE[:1])
    page = dispatcher.page
    expect(page.locator("a.row[data-case]").first).to_be_focused()
    keys.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    dispatcher.look("desk-keys")
    keys.press("j", "Escape")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_hidden()

    for combination in ("/", "Control+k"):
        keys.press(combination)
        expect(page.get_by_role("dialog", name="找事、找人、找地方")).to_be_visible()
        keys.press("Escape")
    keys.press("/")
    page.keyboard.type("界中")
    expect(page.locator("[role=option]", has_text="界中社区").first).to_be_visible()
    dispatcher.look("desk-palette")
    keys.press("Control+a")
    page.keyboard.type(numbers[0])
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text(numbers[0])
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/case/[0-9a-f-]{36}/$"))


def test_a_shift_leaves_word_by_keyboard(visit):
    dispatcher = visit("demo-dispatcher", width=1440)
    dispatcher.go("/desk/")
    keys = Keys(dispatcher.page)
    page = dispatcher.page
    keys.press("/")
    page.keyboard.type("交班")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("交班留言")
    keys.press("Enter")
    dispatcher.page.wait_for_url("**/desk/handover/")
    keys.tab_to("#words")
    page.keyboard.type("泰苑七幢电梯在修，维保 21 点到。")
    keys.tab_to("form .btn-main")
    keys.press("Enter")
    expect(page.locator(".toast")).to_contain_text("留好了")
    dispatcher.look("desk-handover")
