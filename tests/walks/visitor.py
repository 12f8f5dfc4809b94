"""A person at a screen: goes, fills in, clicks, and notices whatever is wrong with a page."""

import functools
import subprocess
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Request

HEIGHT = {320: 568, 390: 844, 1440: 900}
GRAVE = ("serious", "critical")
RULES = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
"""axe as it comes, and WCAG 2.2's 24 px for whatever one touches; what passes is not described, which took half the time."""


class Visitor:
    """One browser context. `look` is called on every page and says what is wrong; `leave` fails on what was noticed."""

    def __init__(self, browser: Browser, site: str, *, width: int, script: bool, shots: Path) -> None:
        self.site, self.width, self.shots = site, width, shots
        self.context = browser.new_context(
            viewport={"width": width, "height": HEIGHT.get(width, 900)}, locale="zh-CN", timezone_id="Asia/Shanghai",
            java_script_enabled=script, has_touch=width < 700, is_mobile=width < 700,
        )  # fmt: skip
        self.script = script
        self.wrong: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: Any) -> None:
        # Chromium itself prints a line for every 4xx page; those pages are the subject of some walks.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.wrong.append(f"console: {message.text} at {self.page.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.wrong.append(f"a request left the origin: {request.url}")

    def sign_in(self, account: str) -> None:
        """From the login page: one click for the cast, two for a colleague in the list."""
        self.go("/login/")
        button = self.page.locator(f"[data-demo-accounts] form:has(input[value='{account}']) button")
        if not button.count():
            choice = self.page.locator("[data-demo-accounts] select[name='username']")
            choice.select_option(account)
            button = choice.locator("xpath=ancestor::form").locator("button")
        button.click()
        self.page.wait_for_url(lambda address: "/login/" not in address)

    def go(self, path: str) -> int:
        """Open an address; the status."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        return answer.status

    def read(self, *, language: str, elder: bool) -> None:
        """From now on every page in this language, larger or not; as the links at its foot set it."""
        told = {"django_language": language, "elder": str(int(elder))}
        self.context.add_cookies([{"name": name, "value": value, "url": self.site} for name, value in told.items()])

    def fill(self, form: Locator, **told: object) -> None:
        """Fill a form in by the names of its controls, whatever they are; a photo is bytes, a file (name, bytes)."""
        for name, value in told.items():
            control = form.locator(f"[name='{name}']")
            if form.locator(f"select[name='{name}']").count():
                control.select_option(str(value))
            elif control.first.get_attribute("type") in ("radio", "checkbox"):
                form.locator(f"label:has([name='{name}'][value='{value}'])").click()
            elif isinstance(value, bytes | tuple):
                file, content = ("现场.jpg", value) if isinstance(value, bytes) else value
                kind = "image/jpeg" if file.endswith(".jpg") else "application/octet-stream"
                control.last.set_input_files({"name": file, "mimeType": kind, "buffer": content})
            else:
                control.fill(str(value))

    def look(self, name: str) -> None:
        """A screenshot, and: nothing scrolls sideways, no glyph is missing, axe finds nothing serious."""
        self.page.screenshot(path=self.shots / f"{name}-{self.width}.jpg", full_page=True, quality=70)
        if self.script:
            self.check(name)

    def check(self, name: str) -> None:
        """What `look` asserts, without the picture."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} scrolls {wide}px sideways at {self.width}"
        text = self.page.evaluate("document.body.innerText + document.title")
        missing = [c for c in sorted(set(text)) if ord(c) > 126 and not has_glyph(c)]
        assert missing == [], f"{name}: no font has {missing}"
        found = Axe().run(self.page, options=RULES).response["violations"]
        grave = [f"{v['id']}: {v['help']} {at[:3]}" for v in found if v["impact"] in GRAVE and (at := touched(v))]
        assert grave == [], f"{name}: " + "; ".join(grave)

    def leave(self) -> None:
        self.context.close()
        assert self.wrong == []


def touched(violation: dict[str, Any]) -> list[Any]:
    """Where a rule is broken; what only lies half under a bar that stays in sight comes out when one scrolls."""
    return [n["target"] for n in violation["nodes"] if "partially obscured" not in n["failureSummary"]]


def has_glyph(character: str) -> bool:
    """Some installed font has the character."""
    return character.isspace() or character in "\u200b\u200d\ufe0f\u2060" or ord(character) in glyphs()


@functools.cache
def glyphs() -> frozenset[int]:
    """Every code point that an installed font can show, as fontconfig counts them."""
    told = subprocess.run(["fc-list", "--format", "%{charset} "], capture_output=True, text=True, check=True).stdout
    spans = (span.partition("-") for span in set(told.split()))
    return frozenset(n for low, _, high in spans for n in range(int(low, 16), int(high or low, 16) + 1))
