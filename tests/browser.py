"""Finds a Chromium for the walks, or installs one: `python tests/browser.py` from `make test`.

Tried in this order: the system's own, the one playwright keeps, `playwright install`, apt as root. Chinese pages need a
Chinese font, so that is looked for too.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONTS = ("fonts-noto-cjk",)


def find() -> str | None:
    """Path of a Chromium that starts, or None."""
    candidates = [shutil.which(name) for name in NAMES]
    candidates.append(os.environ.get("LIREN_CHROMIUM"))
    candidates.append(kept_by_playwright())
    for path in candidates:
        if path and run([path, "--version"]):
            return path
    return None


def kept_by_playwright() -> str | None:
    """The browser that `playwright install chromium` brought, when there is one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font for Chinese; assumed where there is no fontconfig (macOS has its own)."""
    if shutil.which("fc-list") is None:
        return sys.platform != "linux"
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


def run(words: list[str]) -> bool:
    try:
        return subprocess.run(words, capture_output=True, check=False, timeout=600).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def apt(*packages: str) -> bool:
    """Install Debian packages; False when we are not root or there is no apt."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return run(install) or (run(["apt-get", "update"]) and run(install))


def main() -> int:
    """0 when the walks can run; otherwise the remedy on stderr."""
    if find() is None:
        print("没有找到 Chromium，正在安装……", flush=True)
        run([sys.executable, "-m", "playwright", "install", "chromium"])
    if find() is None:
        apt("chromium", *FONTS)
    if find() is None:
        print("装不上 Chromium。请手工安装 chromium，再运行 make test。", file=sys.stderr)
        return 1
    if not has_chinese_font() and not apt(*FONTS):
        print("没有中文字体，截图会缺字。请安装 fonts-noto-cjk，再运行 make test。", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
