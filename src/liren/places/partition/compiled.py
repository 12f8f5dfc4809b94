"""The compiler behind the hot loops. Importing this imports Numba (0.4 s), so only what computes imports it, when it does.

Compiled code is kept on disk: beside the source where that may be written (`make setup` does it once), else under
NUMBA_CACHE_DIR, which the supervisor points into the data directory. Where neither can be written it is compiled anew.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])


def _writable() -> bool:
    """Whether Numba finds a place of its own: beside the source, or in the user's cache."""
    here = Path(__file__).parent
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    nearest = next((p for p in (cache, *cache.parents) if p.exists()), Path("/"))
    return os.access(here / "__pycache__", os.W_OK) or os.access(here, os.W_OK) or os.access(nearest, os.W_OK)


if "NUMBA_CACHE_DIR" not in os.environ and not _writable():
    os.environ["NUMBA_CACHE_DIR"] = tempfile.mkdtemp(prefix="liren-numba-")

import numba  # noqa: E402  it reads NUMBA_CACHE_DIR when it is imported


def compiled(function: F) -> F:
    """Compile for the arguments of the first call; the lock of the interpreter is free while it runs."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))
