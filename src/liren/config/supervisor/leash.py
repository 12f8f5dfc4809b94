"""The leash: a child ends when the process that started it ends, even by kill -9.

Linux only (PR_SET_PDEATHSIG); elsewhere children end with the supervisor's ordinary stop, not with its violent death.
The kernel forgets the signal on fork and on a change of user, so it is set last, in the child, before exec.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None


def tie(death_signal: signal.Signals, parent: int) -> None:
    """Let the calling process get `death_signal` when `parent` ends; end at once when it has ended already."""
    if _prctl is None:
        return
    _prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def preexec(death_signal: signal.Signals) -> Callable[[], None]:
    """For subprocess.Popen(preexec_fn=…): ties the child to the process that calls this."""
    parent = os.getpid()
    return lambda: tie(death_signal, parent)
