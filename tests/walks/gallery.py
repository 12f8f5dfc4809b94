"""Pictures of the pages for docs/screenshots, each beside the reference that it follows: python -m tests.walks.gallery.

Wants LIREN_SITE, a demonstration that runs. The references lie in ../shared/looks/shots; without them a picture stands alone.
"""

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser import find
from tests.walks.conftest import ARGS
from tests.walks.visitor import Visitor

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs/screenshots"
LOOKS = ROOT.parent / "shared/looks/shots"
HEIGHTS = {390: 844, 1440: 900, 1920: 1080}
GAP = 24
QUALITY = 70


@dataclass(frozen=True)
class Shot:
    """A page, who looks at it, how wide, and the reference picture it follows."""

    name: str
    path: str
    width: int
    who: str = ""
    like: str = ""
    elder: bool = False


SHOTS = (
    Shot("resident-home", "/", 390, like="resident-home-390"),
    Shot("resident-home-elder", "/", 390, like="resident-home-elder-390", elder=True),
    Shot("report-what", "/report/what/", 390, like="report-1-what-390"),
    Shot("keeper-of", "/keeper/", 390),
    Shot("find", "/find/", 390),
    Shot("login", "/login/", 1440, like="login-1440"),
    Shot("field-today", "/field/", 390, "demo-keeper", "field-today-390"),
    Shot("field-ground", "/field/ground/", 390, "demo-keeper"),
    Shot("desk", "/desk/", 1440, "demo-dispatcher", "desk-1440"),
    Shot("desk", "/desk/", 390, "demo-dispatcher", "desk-390"),
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
    Shot("audit", "/audit/", 1440, "demo-auditor"),
    Shot("audit-looks", "/audit/looks/", 1440, "demo-auditor"),
    Shot("office-setup", "/office/setup/", 1440, "demo-admin"),
    Shot("office-accounts", "/office/accounts/", 1440, "demo-security"),
    Shot("office-people", "/office/people/", 1440, "demo-admin"),
    Shot("office-areas", "/office/areas/", 1440, "demo-admin"),
    Shot("office-import", "/office/import/", 1440, "demo-admin"),
    Shot("office-kinds", "/office/kinds/", 1440, "demo-admin"),
    Shot("office-kind", "/office/kinds/case_kind/noise/", 1440, "demo-admin"),
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
