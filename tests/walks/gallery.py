"""Pictures of the pages for docs/screenshots, each beside the reference that it follows: python -m tests.walks.gallery.

Wants LIREN_SITE, a demonstration that runs. The references lie in ../shared/looks/shots; without them a picture stands alone.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from liren.config.demo.cast import COMMUNITY, GRID, MICRO_GRID
from tests.browser import find
from tests.walks import steps
from tests.walks.conftest import ARGS
from tests.walks.touring import sample
from tests.walks.visitor import Visitor

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs/screenshots"
LOOKS = ROOT.parent / "shared/looks/shots"
HEIGHTS = {390: 844, 1440: 900, 1920: 1080}
GAP = 24
QUALITY = 70


def where(visitor: Visitor) -> None:
    """The second step of a report: a house is looked for."""
    page, house = visitor.page, steps.houses()[0]
    visitor.go("/report/")
    visitor.fill(page.locator("main form"), words=f"{house.name}门口的{steps.LAMP}")
    page.get_by_role("button", name="下一步：在哪里").click()
    if "/report/more/" in page.url:
        page.get_by_role("button", name="下一步：在哪里").click()
    page.fill("#q", house.address)
    page.get_by_role("button", name="找这个地方").click()
    page.locator("label", has_text=house.address).first.click()


def check(visitor: Visitor) -> None:
    """The third step: everything once more, and whom to call."""
    where(visitor)
    visitor.page.get_by_role("button", name="下一步：核对").click()
    if "/report/alike/" in visitor.page.url:
        visitor.page.get_by_role("button", name="都不是，继续").click()


def receipt(visitor: Visitor) -> None:
    """A report that was just made."""
    steps.report(visitor, photos=steps.photo())


def track(visitor: Visitor) -> None:
    """Where it stands."""
    visitor.go(steps.report(visitor, photos=steps.photo()).link)


def forgotten(visitor: Visitor) -> None:
    """A first step without a word."""
    visitor.go("/report/")
    visitor.page.get_by_role("button", name="下一步：在哪里").click()


def palette(visitor: Visitor) -> None:
    """The desk's palette, asked for a community."""
    visitor.go("/desk/")
    visitor.page.keyboard.press("/")
    visitor.page.keyboard.type("界中")
    visitor.page.locator("[role=option]").first.wait_for()


@dataclass(frozen=True)
class Shot:
    """A page, who looks at it, how wide, and the reference picture it follows; `way` leads there where an address does not.

    A path that names a list entry of `touring.sample` is the first one on that list.
    """

    name: str
    path: str
    width: int
    who: str = ""
    like: str = ""
    elder: bool = False
    way: Callable[[Visitor], None] | None = None


SHOTS = (
    Shot("resident-home", "/", 390, like="resident-home-390"),
    Shot("resident-home-elder", "/", 390, like="resident-home-elder-390", elder=True),
    Shot("report-what", "/report/what/", 390, like="report-1-what-390"),
    Shot("report-forgotten", "/report/what/", 390, like="report-1-error-390", way=forgotten),
    Shot("report-where", "/report/where/", 390, like="report-2-where-390", way=where),
    Shot("report-check", "/report/check/", 390, like="report-3-check-390", way=check),
    Shot("receipt", "/track/receipt/", 390, like="receipt-390", way=receipt),
    Shot("track", "/track/", 390, like="track-390", way=track),
    Shot("keeper-of", f"/keeper/?area={MICRO_GRID}", 390),
    Shot("public-venues", "/venues/", 390),
    Shot("public-venue", "public-venue", 390),
    Shot("find", "/find/", 390),
    Shot("login", "/login/", 1440, like="login-1440"),
    Shot("field-today", "/field/", 390, "demo-keeper", "field-today-390"),
    Shot("field-ground", "/field/ground/", 390, "demo-keeper"),
    Shot("desk", "/desk/", 1440, "demo-dispatcher", "desk-1440"),
    Shot("desk", "/desk/", 390, "demo-dispatcher", "desk-390"),
    Shot("desk-palette", "/desk/", 1440, "demo-dispatcher", "desk-command-1440", way=palette),
    Shot("desk-empty", "/desk/?q=没有这件事", 1440, "demo-dispatcher", "empty-1440"),
    Shot("case", "first case", 1440, "demo-dispatcher", "case-1440"),
    Shot("case", "first case", 390, "demo-dispatcher", "case-390"),
    Shot("handler-work", "/work/", 1440, "demo-handler"),
    Shot("verifier-work", "/work/", 390, "demo-verifier"),
    Shot("verifier-drawn", "/work/drawn/", 1440, "demo-verifier"),
    Shot("supervisor", "/desk/", 1440, "demo-supervisor"),
    Shot("search", "/search/?q=路灯", 1440, "demo-dispatcher"),
    Shot("board", "/board/", 1440, "demo-head", "board-1440"),
    Shot("board", "/board/", 390, "demo-head", "board-390"),
    Shot("board", "/board/", 1920, "demo-head", "board-1920"),
    Shot("board-wall", "/board/?mode=wall", 1920, "demo-head", "board-wall-1920"),
    Shot("rates", "/board/rates/", 1440, "demo-head"),
    Shot("callbacks", "/callbacks/", 390, "demo-dispatcher"),
    Shot("draws", "/draws/", 390),
    Shot("board-party", "/board/party/", 1440, "demo-head"),
    Shot("audit", "/audit/", 1440, "demo-auditor"),
    Shot("audit-looks", "/audit/looks/", 1440, "demo-auditor"),
    Shot("office-setup", "/office/setup/", 1440, "demo-admin"),
    Shot("office-accounts", "/office/accounts/", 1440, "demo-security"),
    Shot("office-people", "/office/people/", 1440, "demo-admin"),
    Shot("office-areas", "/office/areas/", 1440, "demo-admin"),
    Shot("office-import", "/office/import/", 1440, "demo-admin"),
    Shot("office-kinds", "/office/kinds/", 1440, "demo-admin"),
    Shot("office-kind", "/office/kinds/case_kind/noise/", 1440, "demo-admin"),
    Shot("office-grids", f"/office/grids/?in={COMMUNITY}", 1440, "demo-admin"),
    Shot("studio", f"/office/grids/{GRID}/studio/", 1440, "demo-admin", "grid-studio-1440"),
    Shot("boards", f"/office/grids/{GRID}/boards/", 1440, "demo-admin"),
    Shot("coverage", "/office/coverage/", 1440, "demo-security"),
    Shot("committees", "/office/committees/", 1440, "demo-admin"),
    Shot("workforce", "/office/workforce/", 1440, "demo-admin"),
    Shot("venues", "/office/venues/", 1440, "demo-secretary"),
    Shot("venue-week", "venue-week", 1440, "demo-secretary"),
    Shot("siting", "/office/siting/?radius=500&count=1", 1440, "demo-secretary"),
    Shot("command", "/command/", 1440, "demo-dispatcher"),
    Shot("command", "/command/", 390, "demo-dispatcher"),
    Shot("command-wall", "/command/?mode=wall", 1920, "demo-head"),
    Shot("command-chain", "command-chain", 1440, "demo-dispatcher"),
    Shot("alarms", "/alarms/", 390, "demo-dispatcher"),
    Shot("device-list", "/office/devices/", 1440, "demo-admin"),
    Shot("post-checks", "/office/devices/checks/", 1440, "demo-dispatcher"),
    Shot("drills", "/office/drills/", 1440, "demo-deputy"),
    Shot("cameras", "/cameras/", 1440, "demo-admin"),
    Shot("audit-views", "/cameras/register/", 1440, "demo-auditor"),
    Shot("camera-counts", "/cameras/public/", 390),
    Shot("looks", "/office/looks/", 1440, "demo-admin", "components-1440"),
    Shot("not-found", "/nowhere/", 1440, like="404-1440"),
)


def main() -> None:
    """Take them all and write the page that shows them."""
    OUT.mkdir(exist_ok=True)
    lines = [
        "# 页面的样子",
        "",
        "由 `python -m tests.walks.gallery` 拍下，左边是现在的页面，右边是参照的画面（有参照的才有右边）。",
        "",
    ]
    chromium = find()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=ARGS)
        for shot in SHOTS:
            name = f"{shot.name}-{shot.width}.webp"
            beside(taken(browser, os.environ["LIREN_SITE"].rstrip("/"), shot), shot.like).save(
                OUT / name, quality=QUALITY
            )
            lines += [f"## {shot.name}，{shot.width} px", "", f"![{shot.path}]({name})", ""]
        browser.close()
    (OUT / "README.md").write_text("\n".join(lines), "utf-8")


def taken(browser: Browser, site: str, shot: Shot) -> Image.Image:
    """The first screen of a page, after its map and charts had a moment."""
    visitor = Visitor(browser, site, width=shot.width, script=True, shots=OUT)
    visitor.page.set_viewport_size({"width": shot.width, "height": HEIGHTS[shot.width]})
    if shot.who:
        visitor.sign_in(shot.who)
    if shot.elder:
        visitor.go("/look/elder/1/")
    path = shot.path
    if path == "first case":
        visitor.go("/desk/?tab=doing")
        path = visitor.page.locator("a[href^='/case/']").first.get_attribute("href") or "/desk/"
    elif not path.startswith("/"):
        path = sample(visitor, path)
    if shot.way:
        shot.way(visitor)
    else:
        visitor.go(path)
    visitor.page.wait_for_timeout(2500)
    visitor.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    picture = Image.open(BytesIO(visitor.page.screenshot())).convert("RGB")
    visitor.context.close()
    return picture


def beside(ours: Image.Image, like: str) -> Image.Image:
    """Ours, and the top of the reference at the same size to its right."""
    source = LOOKS / f"{like}.png"
    if not like or not source.exists():
        return ours
    theirs = Image.open(source).convert("RGB")
    theirs = theirs.resize((ours.width, round(theirs.height * ours.width / theirs.width))).crop((0, 0, *ours.size))
    both = Image.new("RGB", (ours.width * 2 + GAP, ours.height), "white")
    both.paste(ours, (0, 0))
    both.paste(theirs, (ours.width + GAP, 0))
    return both


if __name__ == "__main__":
    main()
