"""What people do on the pages, step by step: report, look for a case, carry out an act."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from playwright.sync_api import expect

from liren.config.demo import cast, pictures, town
from tests.config.running import clean
from tests.walks.visitor import Visitor

LAMP = "路灯三天不亮了，晚上接孩子看不见路。"


@dataclass(frozen=True, slots=True)
class Reported:
    """What the receipt gives to whoever reported."""

    number: str
    link: str
    code: str


@cache
def houses() -> tuple[town.Building, ...]:
    """Houses of the demonstration keeper's micro-grid, from the generator and not from what Liren located."""
    return tuple(b for b in town.generate().buildings if b.micro_grid == cast.MICRO_GRID)


def photo(role: str = "before") -> bytes:
    return pictures.draw("street_light_out", role, 7)


def report(
    visitor: Visitor,
    *,
    words: str = LAMP,
    house: int = 0,
    shots: bool = False,
    phone: str = "",
    **what: Any,
) -> Reported:
    """The three steps and the receipt, at a house. `shots` keeps a picture of each; `what` fills further fields of the first."""
    page, address = visitor.page, houses()[house].address
    keep: Callable[[str], None] = visitor.look if shots else lambda name: None
    visitor.go("/")
    page.get_by_role("link", name="我要反映").first.click()
    visitor.fill(page.locator("main form"), words=words, **what)
    keep("report-what")
    page.get_by_role("button", name="下一步：在哪里").click()
    if "/report/more/" in page.url:
        keep("report-more")
        page.get_by_role("button", name="下一步：在哪里").click()
    page.fill("#q", address)
    page.get_by_role("button", name="找这个地方").click()
    page.locator("label", has_text=address).first.click()
    keep("report-where")
    page.get_by_role("button", name="下一步：核对").click()
    if "/report/alike/" in page.url:
        keep("report-alike")
        page.get_by_role("button", name="都不是，继续").click()
    told = {"contact": "phone", "phone": phone} if phone else {"contact": "none"}
    visitor.fill(page.locator("main form"), **told)
    keep("report-check")
    page.get_by_role("button", name="提交反映").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    keep("receipt")
    link = page.locator("a[href*='/t/']").get_attribute("href") or ""
    return Reported(
        number=page.locator(".no").inner_text().strip(),
        link=link.removeprefix(visitor.site),
        code=page.locator(".code").first.inner_text().strip(),
    )


def case_of(visitor: Visitor, number: str) -> str:
    """Open the page of a case by its number; its path."""
    visitor.go(f"/case/{number}/")
    found = re.search(r"/case/[0-9a-f-]{36}/", visitor.page.url)
    assert found, visitor.page.url
    return found.group()


def act(visitor: Visitor, case: str, name: str, verb: str = "", **told: Any) -> None:
    """Carry out one act on the page of a case, and see it said that it is done."""
    order(visitor, case, name, verb, **told)
    expect(visitor.page.get_by_role("status").filter(has_text="办好了")).to_be_visible()


def order(visitor: Visitor, case: str, name: str, verb: str = "", **told: Any) -> None:
    """Fill the form of one act in and send it, whatever comes of it."""
    visitor.go(case)
    form = visitor.page.locator(f"form[action='{case}{name}/']")
    fold = visitor.page.locator(f"details#do-{name}:not([open]) > summary")
    if fold.count():
        fold.click()
    visitor.fill(form, **{f"{name}-{field}": value for field, value in told.items()})
    (form.get_by_role("button", name=verb) if verb else form.locator("button").last).click()


def option(visitor: Visitor, case: str, control: str, words: str) -> str:
    """The value of the option that reads so in a select of a case page."""
    visitor.go(case)
    found = visitor.page.locator(f"select[name='{control}'] option", has_text=words).first
    return found.get_attribute("value") or ""


def wait_for(visitor: Visitor, path: str, words: str, within: float = 20) -> None:
    """Open a page again until it says so: what a flow brings comes a moment later."""
    deadline = time.monotonic() + within
    visitor.go(path)
    while words not in visitor.page.inner_text("main"):
        assert time.monotonic() < deadline, f"{path} never said “{words}”"
        time.sleep(0.3)
        visitor.go(path)


def folds(site: str, case: str) -> str:
    """What `tests.walks.folded` says of a case: "same" when its journal adds up to its row."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.walks.folded", site, case.split("/")[2]],
        capture_output=True, text=True, check=False, env=clean(),
    )  # fmt: skip
    return told.stdout.strip() or told.stderr
