"""Log files: each part writes its own file by append; a file that grew is set aside without disturbing its writer."""

import shutil
from contextlib import suppress
from pathlib import Path

LARGEST = 10 << 20
KEPT = 3


def rotate(folder: Path) -> None:
    """Copy every file over 10 MB to name.1 and empty it; two more generations are kept.

    Writers hold the file open in append mode, so after the cut they go on at its beginning; what is written between
    copy and cut (microseconds) is lost. Renaming would need every part, PostgreSQL too, to open its log anew."""
    for path in folder.glob("*.log"):
        with suppress(OSError):
            if path.stat().st_size < LARGEST:
                continue
            for n in range(KEPT - 1, 0, -1):
                older = path.with_name(f"{path.name}.{n}")
                if older.exists():
                    older.replace(path.with_name(f"{path.name}.{n + 1}"))
            shutil.copyfile(path, path.with_name(f"{path.name}.1"))
            with open(path, "r+b") as file:
                file.truncate(0)
