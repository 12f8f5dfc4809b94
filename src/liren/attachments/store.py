"""Files by content: written beside, synced, renamed. A reader never meets half a file."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from liren.kernel import Refusal

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DRAFTS = "drafts"


def photo_path(sha256: str) -> Path:
    """Where the picture with this content lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / f"{sha256}.jpg"


def thumb_path(sha256: str) -> Path:
    """Where its thumbnail lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / f"{sha256}.thumb.jpg"


@contextmanager
def draft() -> Iterator[Path]:
    """A name for a file that is gone at the end of the block. A full disk becomes a Refusal."""
    folder = Path(settings.MEDIA_ROOT) / DRAFTS
    path = folder / str(uuid4())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield path
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise Refusal(
            "disk_full",
            "磁盘满了，照片没有存下。您写的内容还在，可以先不带照片提交，并请告诉系统管理员。",
            field="photos",
        ) from error
    finally:
        path.unlink(missing_ok=True)


def put(content: bytes, path: Path) -> None:
    """Write `content` under its final name, all or nothing, and on the disk before this returns."""
    with draft() as beside:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(beside, path)
        _sync(path.parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
