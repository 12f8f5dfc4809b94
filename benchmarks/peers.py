"""Where the peers run: an environment of their own, .venv-bench, filled from the group `bench` when it is not there.

They stay out of .venv because importing spopt spoils OR-Tools in the same process (kernels.md §0). LIREN_BENCH_PYTHON
names another interpreter. Versions are those of uv.lock; where one package has no build for this machine the others are
installed one by one, and what is missing is printed.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

HOME = Path(__file__).parents[1]
PLACE = HOME / ".venv-bench"
READY = PLACE / ".ready"


def python() -> str:
    """The interpreter that has the peers, made ready when it is not."""
    if given := os.environ.get("LIREN_BENCH_PYTHON"):
        return given
    found = PLACE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not READY.exists() or READY.stat().st_mtime < (HOME / "uv.lock").stat().st_mtime:
        _fill(found)
    return str(found)


def _fill(interpreter: Path) -> None:
    print(f"正在为同行软件建环境 {PLACE.name}（第一次约一分钟）……", flush=True)
    locked = ("sync", "--frozen", "--only-group", "bench", "--python", sys.executable)
    missing: list[str] = []
    if _uv(*locked):
        if not interpreter.exists():
            _uv("venv", "--python", sys.executable, str(PLACE))
        for wish in tomllib.loads((HOME / "pyproject.toml").read_text())["dependency-groups"]["bench"]:
            if trouble := _uv("pip", "install", "--python", str(interpreter), wish):
                missing.append(f"{wish}（{trouble}）")
    print("没有装上的：" + ("；".join(missing) if missing else "无"), flush=True)
    if interpreter.exists() and not missing:
        READY.touch()


def _uv(*words: str) -> str:
    """Run uv; the last line of its trouble, or nothing."""
    ground = os.environ | {"UV_PROJECT_ENVIRONMENT": str(PLACE)}
    ground.pop("VIRTUAL_ENV", None)
    command = [sys.executable, "-m", "uv", *words, "--quiet"]
    done = subprocess.run(command, cwd=HOME, env=ground, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"uv {done.returncode}"])[-1][:100]
