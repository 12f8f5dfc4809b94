"""Tiles that were cut before: some in memory, all of them as files of this machine, dropped when their map is replaced.

Files and not a table: they are worth nothing but the time to cut them, any machine makes its own, and a lost folder or a
full disk only makes the next reader wait (docs/decisions/0012).
"""

import shutil
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock
from uuid import uuid4

MEMORY = 12_000_000  # bytes of each process
OVERHEAD = 200  # what an entry costs beside its bytes
Key = tuple[str, int, int, int, int]  # layer set, epoch, z, x, y


class Kept:
    """The tiles of one machine. `folder` None keeps them in memory only. Safe from several threads and processes."""

    def __init__(self, folder: Path | None, memory: int = MEMORY) -> None:
        self._folder = folder
        self._most = memory
        self._tiles: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, key: Key) -> bytes | None:
        """The tile, None when it has to be cut."""
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
                return self._tiles[key]
        if self._folder is None:
            return None
        try:
            found = self._file(self._folder, key).read_bytes()
        except OSError:
            return None
        self._remember(key, found)
        return found

    def keep(self, key: Key, tile: bytes) -> None:
        """Keep a tile; an empty one is quicker cut than read, so it stays in memory only."""
        self._remember(key, tile)
        if self._folder is None or not tile:
            return
        file = self._file(self._folder, key)
        with suppress(OSError):
            self._make(file.parent, key)
            half = file.with_suffix(f".{uuid4().hex}")
            half.write_bytes(tile)
            half.replace(file)

    def _remember(self, key: Key, tile: bytes) -> None:
        with self._lock:
            if key in self._tiles:
                return
            self._tiles[key] = tile
            self._size += len(tile) + OVERHEAD
            while self._size > self._most and self._tiles:
                _, dropped = self._tiles.popitem(last=False)
                self._size -= len(dropped) + OVERHEAD

    @staticmethod
    def _file(folder: Path, key: Key) -> Path:
        layers, epoch, z, x, y = key
        return folder / layers / str(epoch) / f"{z}-{x}-{y}.mvt.gz"

    @staticmethod
    def _make(folder: Path, key: Key) -> None:
        """Make an epoch's folder; with the first tile of a new map the older ones go."""
        if folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for other in folder.parent.iterdir():
            if other.name.isdigit() and int(other.name) < key[1]:
                shutil.rmtree(other, ignore_errors=True)
