"""Entries as the other rooms read them: whole, by the nearest area, as they were in force at a moment.

The catalogue is small and read by every act, so each process keeps all of it and reloads when the epoch that travels
with every key has moved. It holds no person's data, hence no viewer.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue.families import EPOCH, FAMILIES, read_stored
from liren.kernel import Missing
from liren.trust import epochs, sql

PATIENCE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A published entry; `spec` has the shape of its family."""

    id: UUID
    family: str
    code: str
    area: str
    version: int
    effective_from: datetime
    legal_basis: str
    verified_by: str
    spec: Any


@dataclass
class _Shelf:
    epoch: int = -1
    asked: float = 0.0
    by_id: dict[UUID, Entry] = field(default_factory=dict)
    by_code: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)


_shelf = _Shelf()
_lock = threading.Lock()


def entry(family: str, code: str, *, area: str = "", at: datetime, epoch: int | None = None) -> Entry:
    """The entry in force at `at` for the nearest ancestor of `area`. Raises Missing when there is none."""
    found = [
        e for e in _fresh(epoch).by_code.get((family, code), []) if area.startswith(e.area) and e.effective_from <= at
    ]
    if not found:
        raise Missing(f"没有“{FAMILIES[family].label}”里的 {code}，它可能还没有发布。")
    return max(found, key=_rank)


def by_area(family: str, code: str, *, at: datetime) -> dict[str, Entry]:
    """The version in force at `at` of each area that published its own, by area; "" is what ships."""
    held: dict[str, Entry] = {}
    for e in _fresh(None).by_code.get((family, code), []):
        if e.effective_from <= at and (e.area not in held or _rank(e) > _rank(held[e.area])):
            held[e.area] = e
    return held


def _rank(entry: Entry) -> tuple[int, datetime, int]:
    """The nearest area goes first, there the version that took effect last: one dated ahead is not lost to a later draft."""
    return len(entry.area), entry.effective_from, entry.version


def by_id(id: UUID, *, epoch: int | None = None) -> Entry:
    """The entry a record was made under. Raises Missing for an id nobody published."""
    found = _fresh(epoch).by_id.get(id) or _fresh(None, force=True).by_id.get(id)
    if found is None:
        raise Missing("这条配置没有发布过。")
    return found


def spec_of(id: UUID) -> dict[str, Any]:
    """The entry's content as it was published, before it took the shape of its family. Raises Missing."""
    found: dict[str, Any] | None = sql.value("select spec from catalogue_entry where id = %s", (id,))
    if found is None:
        raise Missing("这条配置没有发布过。")
    return found


def entries(family: str, *, area: str = "", at: datetime) -> list[Entry]:
    """One entry per code of a family, as in force for `area` at `at`, in code order."""
    best: dict[str, Entry] = {}
    for (name, code), versions in _fresh(None).by_code.items():
        for e in versions:
            if name == family and area.startswith(e.area) and e.effective_from <= at:
                known = best.get(code)
                if known is None or _rank(e) > _rank(known):
                    best[code] = e
    return [best[code] for code in sorted(best)]


def _fresh(epoch: int | None, *, force: bool = False) -> _Shelf:
    """The shelf, reloaded when the epoch moved; without one at hand the counter is asked every two seconds."""
    global _shelf
    shelf = _shelf
    if not force and epoch is not None and shelf.epoch == epoch:
        return shelf
    if not force and epoch is None and time.monotonic() - shelf.asked < PATIENCE and shelf.epoch >= 0:
        return shelf
    now = epochs.current(EPOCH)
    if shelf.epoch == now and not force:
        shelf.asked = time.monotonic()
        return shelf
    with _lock:
        _shelf = _load(now)
    return _shelf


def _load(epoch: int) -> _Shelf:
    shelf = _Shelf(epoch=epoch, asked=time.monotonic())
    for row in sql.rows(
        """select id, family, code, area, version, effective_from, legal_basis, verified_by, spec
           from catalogue_entry order by family, code, area, version"""
    ):
        if row["family"] in FAMILIES:
            row["spec"] = read_stored(FAMILIES[row["family"]], row["spec"])
            made = Entry(**row)
            shelf.by_id[made.id] = made
            shelf.by_code.setdefault((made.family, made.code), []).append(made)
    return shelf
