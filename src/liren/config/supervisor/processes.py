"""What the operating system says about a process: whether it lives, and since when."""

import subprocess
import sys
from pathlib import Path


def birth(pid: int) -> str:
    """A word that differs between two processes with the same pid; empty when there is none (a zombie counts as none)."""
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
    return "".join(character for character in shown.stdout if character.isalnum())
