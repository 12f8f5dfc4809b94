"""What is reported elsewhere is heard on an open page, and every page is right when nothing is heard."""

import json
import os
import signal

from playwright.sync_api import expect

from tests.config.running import liren
from tests.walks import steps

SOON = 8_000
"""Milliseconds; a message takes a fifth of a second, the rest is for a machine that does other things too."""


def events(site: str) -> int:
    """The events process of this house."""
    for one in json.loads(liren("status", "--json").stdout)["instances"]:
        if one["url"].rstrip("/") == site:
            return int(one["parts"]["events"]["pid"] or 0)
    raise AssertionError(f"nothing runs at {site}")


def test_a_report_appears_on_an_open_desk_without_moving_anything_and_with_its_keeper(visit):
    desk = visit("demo-dispatcher")
    desk.go("/desk/?tab=new")
    bar = desk.page.locator("[data-newbar]")
    expect(bar).to_be_hidden()
    before = desk.page.locator("[data-case]").all_inner_texts()

    got = steps.report(visit(width=390), words=f"{steps.houses()[1].name}楼下井盖松了，车一过就响。", house=1)
    expect(bar).to_have_text("1 条新的", timeout=SOON)
    assert desk.page.locator("[data-case]").all_inner_texts() == before
    desk.look("desk-newbar")
    bar.click()
    expect(desk.page.locator("[data-case]", has_text="井盖").first).to_be_visible()
    steps.case_of(desk, got.number)
    expect(desk.page.get_by_text("交给网格员陈家和").first).to_be_visible()


def test_an_open_case_says_that_it_has_changed(visit):
    got = steps.report(visit(width=390), words=f"{steps.houses()[2].name}门口路灯坏了。", house=2)
    desk = visit("demo-dispatcher")
    case = steps.case_of(desk, got.number)
    bar = desk.page.locator("[data-newbar]")
    expect(bar).to_be_hidden()
    steps.act(visit("demo-keeper", width=390), case, "file", "立案待派", words="灯杆要登高车，我没有。")
    expect(bar).to_have_text("这件事刚刚有变化，看最新的", timeout=SOON)
    bar.click()
    expect(desk.page.get_by_text("待派遣").first).to_be_visible()


def test_a_killed_events_process_comes_back_and_nothing_was_missed(visit, site):
    keeper = visit("demo-keeper", width=390)
    keeper.go("/field/")
    os.kill(events(site), signal.SIGKILL)
    steps.report(visit(width=390), words=f"{steps.houses()[0].name}门口有狗没拴绳。", house=0)
    expect(keeper.page.locator("[data-newbar]")).to_contain_text("1 条新的", timeout=4 * SOON)
    keeper.look("field-newbar")


def test_without_a_script_there_is_a_link_instead(visit):
    desk = visit("demo-dispatcher", script=False)
    desk.go("/desk/?tab=new")
    link = desk.page.get_by_role("link", name="刷新")
    expect(link).to_be_visible()
    link.click()
    assert desk.page.url.endswith("/desk/?tab=new")


def test_where_nothing_can_be_heard_there_is_a_link_too(visit):
    desk = visit("demo-dispatcher")
    desk.page.add_init_script("delete window.EventSource")
    desk.go("/desk/?tab=new")
    expect(desk.page.locator("[data-newbar]")).to_have_text("刷新")
