"""The ways beside the straight one: given back, arbitrated, more time, done again, folded together, not accepted."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from liren.config.demo.cast import UNIT
from tests.walks import steps
from tests.walks.steps import Reported, act
from tests.walks.visitor import Visitor

BUILD, LAW = (f"unit:{UNIT[code].id}" for code in ("build", "law"))


class Crew:
    """Everybody whom a walk meets, each signed in when first needed; `case` is the one that they are busy with."""

    def __init__(self, visit: Callable[..., Visitor], site: str) -> None:
        self.visit, self.site, self.known = visit, site, dict[str, Visitor]()
        self.got, self.case = Reported("", "", ""), ""

    def who(self, name: str) -> Visitor:
        """Somebody by the part they play; the reporter has the phone in hand and no account."""
        if name not in self.known:
            account = None if name == "reporter" else name if "-" in name else f"demo-{name}"
            self.known[name] = self.visit(account, width=390 if name in ("reporter", "keeper") else 1440)
        return self.known[name]

    def report(self, **told: Any) -> str:
        self.got = steps.report(self.who("reporter"), **told)
        self.case = steps.case_of(self.who("dispatcher"), self.got.number)
        return self.case

    def act(self, name: str, order: str, verb: str = "", **told: Any) -> None:
        act(self.who(name), self.case, order, verb, **told)

    def dispatched(self, **told: Any) -> None:
        self.report(**told)
        self.act("dispatcher", "dispatch", to=BUILD, reason="按派单目录由建设管理站主办。")

    def fed_back(self, **told: Any) -> None:
        self.dispatched(**told)
        self.act("handler", "take_up")
        self.result()

    def result(self, result: str = "solved", words: str = "换了灯泡，试亮正常。") -> None:
        self.act("handler", "report_result", result=result, words=words, photos=steps.photo("after"))

    def track(self, order: str, button: str, **told: Any) -> Visitor:
        """The reporter opens the secret link and uses one of its forms."""
        reporter = self.who("reporter")
        reporter.go(self.got.link)
        form = reporter.page.locator(f"form[action='/track/{order}/']")
        reporter.fill(form, **told)
        form.get_by_role("button", name=button).click()
        expect(reporter.page.get_by_role("status")).to_be_visible()
        return reporter

    def listed(self, name: str) -> str:
        """The first item of the town's own duty list, as the form of giving back offers it."""
        who = self.who(name)
        who.go(self.case)
        return who.page.locator("datalist option").first.get_attribute("value") or ""

    def history(self) -> str:
        dispatcher = self.who("dispatcher")
        dispatcher.go(self.case)
        return dispatcher.page.inner_text("section[aria-labelledby=tl]")


@pytest.fixture
def crew(visit, site) -> Crew:
    return Crew(visit, site)


def test_a_case_is_given_back_once_and_then_arbitrated(crew):
    crew.dispatched()
    crew.act(
        "handler",
        "return",
        ground="other_unit",
        item=crew.listed("handler"),
        reason="这一段路灯产权在执法局。",
    )
    crew.act("dispatcher", "dispatch", to=BUILD, reason="查过清单，仍由建设管理站办。")
    handler = crew.who("handler")
    handler.go(crew.case)
    assert "已经退回过一次，不能再退" in handler.page.inner_text("main")
    crew.act("handler", "ask_arbitration", reason="两家清单写的不一样。")
    arbiter = crew.who("arbiter")
    arbiter.go("/desk/")
    arbiter.look("desk-arbiter")
    crew.act("arbiter", "decide_arbitration", "改由所选单位办", unit=UNIT["law"].id, reason="照去年的划分由执法局办。")
    assert "裁定由镇综合执法局办理" in crew.history()
    assert "镇综合执法局" in crew.who("dispatcher").page.inner_text(".keyfacts")
    handler.go(crew.case)
    assert handler.page.get_by_role("button", name="签收这件事").count() == 0


def test_more_time_is_asked_by_the_handler_and_granted_by_another(crew):
    crew.dispatched()
    crew.act("handler", "take_up")
    crew.act("handler", "ask_relief", kind="extend", days=3, reason="配件后天才到。")
    handler = crew.who("handler")
    handler.go(crew.case)
    assert handler.page.get_by_role("button", name="同意这个申请").count() == 0
    deputy = crew.who("supervisor")
    deputy.go(crew.case)
    deputy.look("case-to-approve")
    crew.act("supervisor", "decide_relief", "同意这个申请", words="同意，到货当天装好。")
    assert "延长 3 个工作日" in crew.history()
    reporter = crew.who("reporter")
    reporter.go(crew.got.link)
    assert "同意，到货当天装好。" in reporter.page.inner_text("main")


def test_work_that_another_person_finds_undone_goes_back_and_passes_later(crew):
    crew.fed_back()
    crew.act("verifier", "verify", "要求重办", words="还有一盏不亮。")
    crew.result(words="第二盏也换了。")
    crew.act("v-second", "verify", "核查通过", words="两盏都亮。")
    assert "核查没通过，第 1 次退回重办" in crew.history()
    assert "已结案" in crew.who("dispatcher").page.inner_text(".keyfacts")


def test_the_reporter_asks_once_for_it_to_be_done_again(crew):
    crew.fed_back()
    crew.act("verifier", "verify", "核查通过", words="亮了。")
    reporter = crew.track("reopen", "要求重办", reopen_words="第二天又灭了。")
    assert "您要求重办" in reporter.page.inner_text("main")
    crew.act("dispatcher", "dispatch", to=BUILD, reason="反映人说又灭了，请再去。")
    crew.act("handler", "take_up")
    crew.result(words="换了触发器。")
    crew.act("v-second", "verify", "核查通过", words="连看两晚都亮。")
    reporter.go(crew.got.link)
    assert reporter.page.locator("form[action='/track/reopen/']").count() == 0


def test_a_second_report_of_the_same_thing_is_folded_into_the_first(crew):
    crew.dispatched()
    first, number = crew.case, crew.got.number
    crew.report(words="云溪庭门口路灯不亮，和邻居说的是同一盏。")
    crew.act("dispatcher", "merge", into=number)
    dispatcher = crew.who("dispatcher")
    dispatcher.go(crew.case)
    dispatcher.page.locator(f"section[aria-labelledby=rl] a[href='{first}']").first.click()
    dispatcher.page.wait_for_url(f"**{first}")
    reporter = crew.who("reporter")
    reporter.go(crew.got.link)
    assert "同一件事一起办" in reporter.page.inner_text("main")


def test_the_reporter_calls_a_report_back(crew):
    crew.report()
    crew.track("withdraw", "撤回这件反映", withdraw_words="邻居已经修好了。")
    crew.who("reporter").look("track-withdrawn")
    assert "反映人已撤回" in crew.history() + crew.who("dispatcher").page.inner_text("main")


def test_what_is_not_accepted_names_the_place_that_is_right(crew):
    crew.report(words="租房合同到期，房东不退押金，请帮忙要回来。")
    told = {"exit": "legal", "channel": "12348", "words": "这是合同纠纷，可以先打 12348 问律师，再去法院。"}
    crew.act("dispatcher", "refuse", **told)
    reporter = crew.who("reporter")
    reporter.go(crew.got.link)
    said = reporter.page.inner_text("main")
    assert "12348 公共法律服务" in said
    assert told["words"] in said
    reporter.look("track-not-accepted")


def test_a_keeper_puts_it_right_on_the_spot(crew):
    crew.report()
    keeper = crew.who("keeper")
    steps.wait_for(keeper, crew.case, "交给网格员陈家和")
    crew.act("keeper", "solve_on_spot", words="开关跳了，推上去就亮。", photos=steps.photo("after"))
    assert "当场办好" in crew.history()
    assert steps.folds(crew.site, crew.case) == "same"
