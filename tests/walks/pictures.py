"""python -m tests.walks.pictures [SITE]: the README's pictures, docs/images/desk.png and report.png.

Taken from a demonstration that runs (http://127.0.0.1:8000 unless another is named), so that they show what one gets.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import find
from tests.walks.conftest import ARGS
from tests.walks.steps import houses
from tests.walks.visitor import Visitor

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def desk(browser: Browser, site: str) -> None:
    """The dispatcher's desk, 1440 × 900, with a new report in hand."""
    visitor = Visitor(browser, site, width=1440, script=True, shots=IMAGES)
    visitor.sign_in("demo-dispatcher")
    visitor.go("/desk/?tab=open")
    new = visitor.page.locator(".row", has_text="新到")
    (new if new.count() else visitor.page.locator("a.row")).first.click()
    visitor.page.wait_for_timeout(2500)
    visitor.page.evaluate("document.activeElement.blur()")
    visitor.page.screenshot(path=IMAGES / "desk.png")


def report(browser: Browser, site: str) -> None:
    """The second step of a report on a phone, 390 × 844: the house is found."""
    visitor, house = Visitor(browser, site, width=390, script=True, shots=IMAGES), houses()[0]
    page = visitor.page
    visitor.go("/report/")
    visitor.fill(page.locator("main form"), words=f"{house.name}门口的路灯三天不亮了，晚上接孩子看不见路。")
    page.get_by_role("button", name="下一步：在哪里").click()
    if "/report/more/" in page.url:
        page.get_by_role("button", name="下一步：在哪里").click()
    page.fill("#q", house.address)
    page.get_by_role("button", name="找这个地方").click()
    page.locator("label", has_text=house.address).first.click()
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=IMAGES / "report.png")


def main(site: str = "http://127.0.0.1:8000") -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    path = find()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGS)
        desk(browser, site)
        report(browser, site)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
