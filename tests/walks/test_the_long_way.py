"""One matter the whole way: given back, arbitrated, three units called by a whistle, split in parts, called back, done
again and solved. At its end every figure of the three rates (domain.md §2.2, §2.3) has moved by what one counts by hand.
"""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from playwright.sync_api import expect

from liren.config.demo.cast import UNIT
from tests.config.running import clean
from tests.walks import steps
from tests.walks.test_side_ways import BUILD, LAW, Crew
from tests.walks.test_side_ways import crew as crew
from tests.walks.visitor import Visitor

WORDS = "路灯杆被车撞歪，压着燃气管，线拖在地上。"
CALLED = (("demo-handler", "镇建设管理站"), ("h-fire", "镇消防工作站"), ("h-power", "供电所"))
BY_HAND = {
    "reported": 1, "accepted": 1, "merged": 0, "self_solved": 0, "proactive": 0, "filed": 1, "extended": 0, "dispatched": 1,
    "returned": 1, "reworked": 1, "fed": 1, "due": 1, "closed": 1, "on_time": 1, "suspended": 0, "due_out": 0, "must": 1,
    "responded": 1, "must_out": 0, "reached": 1, "solved": 0, "partly": 0, "rated": 1, "satisfied": 0, "fairly": 0,
    "not_contacted": 0, "unreachable": 0, "wrong_number": 0, "expired": 0, "called_out": 0,
}  # fmt: skip
"""What this one matter adds to each set. Its parts add nothing: a child is part of its parent's order."""


def asked(name: str, *told: Any) -> str:
    """What one of the walks' own processes says."""
    words = [sys.executable, "-m", f"tests.walks.{name}", *map(str, told)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=clean())
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def counts(site: str, since: datetime, until: datetime) -> dict[str, int]:
    found: dict[str, int] = json.loads(asked("counted", site, since.isoformat(), until.isoformat()))
    return found


def percent(part: int, whole: int) -> str:
    """As monthly reports print it: two decimals, halves up."""
    return str((Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_a_matter_goes_the_long_way_and_every_figure_counts_it_once(crew, site):
    until = datetime.now(UTC) + timedelta(days=6)
    month = until - timedelta(days=40)
    before = counts(site, month, until)

    crew.report(words=WORDS, danger="maybe", phone="19900000147", house=1)
    crew.act("dispatcher", "dispatch", to=LAW, reason="先由综合执法局看是谁撞的。")
    crew.act("h-law", "contact", words="打通了电话，约好马上到现场。")
    crew.act(
        "h-law", "return", ground="other_unit", item=crew.listed("h-law"), reason="肇事车已经找到，灯杆不归我们修。"
    )
    crew.act("dispatcher", "dispatch", to=LAW, reason="肇事的事还没有完，仍由执法局牵头。")
    crew.act("h-law", "ask_arbitration", reason="修杆、断气、断电都不归我们。")
    crew.act("arbiter", "decide_arbitration", "裁定仍由原单位办", reason="执法局牵头，要人要车可以吹哨。")
    crew.act("h-law", "take_up")

    whistle(crew)
    parts(crew)
    crew.act(
        "h-law",
        "report_result",
        result="solved",
        words="灯杆扶正，燃气管没有伤到，线收好了。",
        photos=steps.photo("after"),
    )
    crew.act("verifier", "verify", "核查通过", words="到现场看过，杆正了，线收了。")

    refused = called_back(crew, site)
    crew.act("dispatcher", "dispatch", to=BUILD, reason="反映人说灯还不亮，由建设管理站重办。")
    crew.act("demo-handler", "take_up")
    crew.act(
        "demo-handler", "report_result", result="solved", words="接线重新压过，试亮正常。", photos=steps.photo("after")
    )
    crew.act("v-second", "verify", "核查通过", words="晚上看过，灯亮了。")
    reporter = crew.track("rate", "提交评价", solved="yes", satisfied="1")
    assert "您说：解决了" in reporter.page.inner_text("main")
    reporter.look("track-long")

    after = counts(site, month, until)
    moved = {name: after[name] - before[name] for name in BY_HAND}
    assert moved == BY_HAND
    assert after["refused"] - before["refused"] == refused
    head = crew.who("demo-head")
    head.go("/board/rates/")
    head.look("rates-long")
    now = counts(site, *window(head))
    shown = head.page.inner_text("main")
    for part, whole in (
        ("accepted", "reported"),
        ("reworked", "dispatched"),
        ("returned", "dispatched"),
        ("extended", "filed"),
        ("closed", "due"),
        ("on_time", "due"),
        ("responded", "must"),
        ("solved", "reached"),
    ):
        assert percent(now[part], now[whole]) in shown, (part, whole, now[part], now[whole])
    fair = now["satisfied"] + now["fairly"]
    assert percent(fair, now["rated"]) in shown


def whistle(crew: Crew) -> None:
    """Three units are called, come, do their part; both sides rate."""
    desk = crew.who("dispatcher")
    desk.go(crew.case)
    desk.page.get_by_role("link", name="吹哨，叫几家一起来").click()
    blow = desk.page.get_by_role("form", name="吹哨")
    blow.get_by_label("应急处置").check()
    for _account, name in CALLED:
        blow.get_by_label(name).check()
    blow.get_by_label("请他们来办什么").fill("建设站扶杆，消防站看燃气管，供电所断电收线。")
    blow.get_by_role("button", name="吹哨").click()
    expect(desk.page.get_by_role("status").filter(has_text="哨吹出去了")).to_be_visible()
    for account, name in CALLED:
        unit, task = crew.who(account), f"{name}的那一份"
        unit.go(f"{crew.case}whistle/")
        press(unit, f"响应：{name}")
        press(unit, f"我们到了：{name}")
        unit.page.get_by_label("要办的一件事").fill(task)
        press(unit, "写一条任务")
        press(unit, f"办好了：{task}")
        press(unit, f"办好了：{name}")
    for account, name in CALLED:
        unit = crew.who(account)
        unit.go(f"{crew.case}whistle/")
        unit.page.get_by_label("该吹", exact=True).check()
        press(unit, f"该不该吹：{name}")
    desk.go(f"{crew.case}whistle/")
    for _account, name in CALLED:
        form = desk.page.locator("form", has=desk.page.get_by_role("button", name=f"来得怎么样：{name}"))
        form.get_by_label("来得及时，办得实在").check()
        form.get_by_role("button").click()
        desk.page.wait_for_load_state()
    expect(desk.page.get_by_role("heading", name="上一次：应急处置")).to_be_visible()


def press(visitor: Visitor, name: str) -> None:
    """One tap, and what it did is there."""
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.page.wait_for_load_state()


def parts(crew: Crew) -> None:
    """Two parts with units of their own; over an open one the whole neither reports nor ends."""
    whole = crew.case
    for words, unit in (("把压弯的灯杆换下来", BUILD), ("把拖地的线重新架好", f"unit:{UNIT['power'].id}")):
        crew.act(
            "dispatcher", "add_child", words=words, kind="street_light_out", urgent="0", unit=unit.removeprefix("unit:")
        )
    lead = crew.who("h-law")
    lead.go(whole)
    lead.look("case-with-parts")
    assert lead.page.locator(f"form[action='{whole}report_result/']").count() == 0
    desk = crew.who("dispatcher")
    desk.go(whole)
    children = [a.get_attribute("href") or "" for a in desk.page.locator("section[aria-labelledby=parts] li > a").all()]
    assert len(children) == 2
    for child, account in zip(children, ("demo-handler", "h-power"), strict=True):
        crew.case = child
        if crew.who(account).go(child) == 404:
            account = "h-power" if account == "demo-handler" else "demo-handler"
        crew.act(account, "take_up")
        crew.act(
            account,
            "report_result",
            result="solved",
            words="这一部分办好了，现场收拾干净。",
            photos=steps.photo("after"),
        )
        crew.act("verifier", "verify", "核查通过", words="看过了。")
    crew.case = whole


def called_back(crew: Crew, site: str) -> int:
    """Days later the draw is made, the call reaches the reporter, and he asks for it to be done again. How many refused."""
    asked("called", site, 5)
    caller, refused = crew.who("dispatcher"), 0
    caller.go("/callbacks/")
    caller.page.get_by_role("button", name="领下一个").click()
    while WORDS not in caller.page.inner_text("main"):
        caller.fill(caller.page.locator("form[aria-labelledby=ask]"), outcome="refused")
        caller.page.get_by_role("button", name="记下，打下一个").click()
        caller.page.wait_for_load_state()
        refused += 1
        assert refused < 60
    caller.page.get_by_role("button", name="看号码").click()
    expect(caller.page.get_by_text("19900000147")).to_be_visible()
    caller.look("callback-reached")
    form = caller.page.locator("form[aria-labelledby=ask]")
    caller.fill(form, outcome="reached", contacted="yes", solved="no", satisfied="3", reopen="1", reason="灯还是不亮。")
    caller.page.get_by_role("button", name="记下，先到这里").click()
    expect(caller.page.get_by_role("heading", name="打给谁，由系统定")).to_be_visible()
    return refused


def window(visitor: Any) -> tuple[datetime, datetime]:
    """The month that the page of rates shows, until now: limits still to come are not counted there."""
    now = datetime.now(UTC)
    local = now + timedelta(hours=8)
    first = datetime(local.year, local.month, 1, tzinfo=UTC) - timedelta(hours=8)
    return first, now
