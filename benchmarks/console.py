"""The desk with ten thousand open cases: how long its frames take while one scrolls and while one goes J, J, J.

Beside it, in the same run and the same browser: a bare page of as many lines, scrolled in the same way. What that page
cannot do on this machine, the desk is not blamed for. `python -m benchmarks console`.
"""

import os
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from tests.browser import find

SIZE, STEPS = 10_000, 200
FRAME_MS, ANSWER_MS = 50, 300
"""Milliseconds allowed (issue 3): of a frame, and of nine pages of the list in ten."""
FRAMES = """
(() => {
  const told = { frames: [], on: true };
  let last = performance.now();
  const tick = (at) => { told.frames.push(at - last); last = at; if (told.on) requestAnimationFrame(tick); };
  requestAnimationFrame((at) => { last = at; requestAnimationFrame(tick); });
  window.told = told;
})()
"""
TAKEN = "() => { window.told.on = false; return window.told.frames; }"
SCROLL = """
async ([selector, frames]) => {
  const box = document.querySelector(selector);
  for (let n = 0; n < frames; n++) {
    await new Promise((done) => requestAnimationFrame(done));
    box.scrollBy(0, n % 400 < 300 ? 300 : -250);
  }
}
"""
BARE = """
(lines) => {
  document.body.innerHTML = "<div id=box style='height:800px;overflow:auto'></div>";
  document.getElementById("box").innerHTML = Array.from({ length: lines }, (_, n) => `<p style="height:36px;margin:0">第 ${n} 行</p>`).join("");
}
"""


def main() -> None:
    """Print a line for each measure, and raise AssertionError at the end when one of them is over its limit."""
    from benchmarks import live

    with tempfile.TemporaryDirectory(prefix="liren-console-") as folder:
        data = Path(folder) / "data"
        with live.house(data) as (host, port):
            fill(data)
            (session,) = live.sessions(1)
            print(f"这时机器的平均负载 {os.getloadavg()[0]:.1f}（{os.cpu_count()} 核）", flush=True)
            wrong = measured(f"http://{host}:{port}", host, session)
    assert not wrong, wrong


def fill(data: Path) -> None:
    """Copies of open lives until there are ten thousand, and a dispatcher with all that the shipped post gives."""
    from benchmarks import land, lives, load
    from liren.catalogue import queries as catalogue
    from liren.config.supervisor.attach import attached
    from liren.config.supervisor.home import Home
    from liren.kernel.ids import new_id
    from liren.trust.commands import IssueGrants

    now, account = datetime.now(UTC), lives.DESK.account
    post = catalogue.entry("post", "dispatcher", area=land.COUNTY, at=now).spec
    assert account is not None
    duty = IssueGrants(
        duty=new_id(), account=account, post=post.code, rights=post.rights, area=land.COUNTY, unit=None, kinds=(),
        secrecy_max=post.secrecy, start=now, end=None,
    )  # fmt: skip
    lives.do(duty, lives.SET_UP, now)
    played = lives.play()
    still = [life for life in played if life.ends not in lives.ENDED]
    with attached(Home(data)) as inside:
        load.load(inside.database.admin, still, SIZE, print)


def measured(address: str, host: str, session: str) -> list[str]:
    """What was too slow."""
    wrong: list[str] = []
    chromium = find()
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "domain": host, "path": "/"}])
        page = context.new_page()
        page.goto("about:blank")
        page.evaluate(BARE, SIZE)
        bare = framed(page, lambda: page.evaluate(SCROLL, ["#box", 300]))
        print("空白页一万行，滚动：" + told(bare), flush=True)
        limit = max(FRAME_MS, bare[-1])
        for drawn in (False, True):
            if not drawn:
                page.route("**/built/map*", lambda route: route.abort())
            else:
                page.unroute("**/built/map*")
            began = time.monotonic()
            page.goto(f"{address}/desk/?tab=open")
            print(f"打开受理台 {time.monotonic() - began:.2f} 秒，页上 {page.locator('a.row[data-case]').count()} 行")
            if not drawn:
                answers = paged(page)
                print(f"一万件翻到底，{len(answers)} 页：{told(answers)}（上限 {ANSWER_MS} ms）", flush=True)
                if answers[len(answers) * 9 // 10] > ANSWER_MS:
                    wrong.append("pages of the list")
            scenes: list[tuple[str, Any]] = [
                ("滚动", lambda: page.evaluate(SCROLL, ["[data-list]", 600])),
                (f"按 {STEPS} 次 J", lambda: stepped(page)),
            ]
            for name, what in scenes:
                frames = framed(page, what)
                over = sum(1 for ms in frames if ms > limit)
                where = "带地图（这台机器没有显卡，只看不判）" if drawn else "列表和案件"
                count = page.locator("a.row[data-case]").count()
                print(
                    f"{where}，{name}，到 {count} 行：{told(frames)}；超过 {limit:.0f} ms 的 {over} / {len(frames)} 帧",
                    flush=True,
                )
                if over > len(frames) // 100 and not drawn:
                    wrong.append(name)
        browser.close()
    return wrong


def paged(page: Page) -> list[float]:
    """Every further page of the list as the desk asks for it, one after the other; milliseconds of each, in order."""
    took: list[float] = page.evaluate("""async () => {
        const took = [];
        let link = document.querySelector("[data-more] a")?.getAttribute("href");
        while (link) {
            const began = performance.now();
            const said = await (await fetch("/desk/rows/" + link)).text();
            took.push(performance.now() - began);
            link = new DOMParser().parseFromString(said, "text/html").querySelector("[data-more] a")?.getAttribute("href");
        }
        return took;
    }""")
    return sorted(took)


def stepped(page: Page) -> None:
    """J two hundred times, as fast as a person holds the key down: thirty a second."""
    chance = random.Random(STEPS)
    page.goto(page.url.partition("?")[0] + "?tab=open")
    page.evaluate(FRAMES)
    page.locator("a.row[data-case]").first.click()
    for _ in range(STEPS):
        page.keyboard.press("j")
        page.wait_for_timeout(chance.uniform(25, 40))
    page.wait_for_timeout(500)


def framed(page: Page, what: Any) -> list[float]:
    """Milliseconds of each frame while something is done, in order."""
    page.evaluate(FRAMES)
    what()
    return sorted(page.evaluate(TAKEN))


def told(times: list[float]) -> str:
    """The middle, the 99th percentile and the longest."""
    return f"p50 {times[len(times) // 2]:.0f} ms，p99 {times[int(len(times) * 0.99)]:.0f} ms，最长 {times[-1]:.0f} ms"


if __name__ == "__main__":
    main()
