"""The compiler behind the hot loops. Importing this imports Numba (0.4 s), so only what computes imports it, when it does.

Compiled code is kept on disk: beside the source where that may be written (`make setup` fills it, ahead.py), else in the
data directory, else in the user's cache. Where nothing can be written it is compiled anew by each process.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])


def _place() -> str | None:
    """Where to keep compiled code; None: Numba finds a place of its own."""
    here = Path(__file__).parent
    if os.access(here / "__pycache__" if (here / "__pycache__").exists() else here, os.W_OK):
        return None
    if "LIREN_HOME" in os.environ:
        return str(Path(os.environ["LIREN_HOME"]) / "compiled")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    nearest = next((p for p in (cache, *cache.parents) if p.exists()), Path("/"))
    return None if os.access(nearest, os.W_OK) else tempfile.mkdtemp(prefix="liren-numba-")


if "NUMBA_CACHE_DIR" not in os.environ and (_found := _place()):
    os.environ["NUMBA_CACHE_DIR"] = _found

import numba  # noqa: E402  it reads NUMBA_CACHE_DIR when it is imported


def compiled(function: F) -> F:
    """Compile for the arguments of the first call; the lock of the interpreter is free while it runs."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))
