"""Taking uploads in and clearing away what nobody took up: the writes of this room beside the gate.

Row first, then file, then the mark: a crash leaves a row without a file or a file without a row, never an attached
photo without one, and `sweep` removes either after a day. Staging holds a shared lock while it names a file and
sweeping an exclusive one, so that a file is never removed in the moment another upload names it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from liren.attachments import store
from liren.attachments.kinds import PHOTOS_PER_ACT
from liren.attachments.rules import Cleaned, check_size, clean
from liren.kernel import Actor, Refusal
from liren.kernel.actor import the_house
from liren.trust import sql
from liren.trust.sight import reading

KEPT_FOR = timedelta(hours=24)
LOCK = 0x70686F74
CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class StagedPhoto:
    """A photo that is safe on disk and waits for its act."""

    id: UUID
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed, and how many attached photos have lost their file (0 unless the disk was tampered with)."""

    rows: int
    files: int
    holes: int


def stage(
    viewer: Actor,
    source: BinaryIO,
    *,
    photo: UUID,
    form: UUID,
    now: datetime,
    declared: int = 0,
    until: datetime | None = None,
) -> StagedPhoto:
    """Clean and keep one upload under the id the sender made. The same id again is the same photo, so that a form
    sent twice, or once more after a crash, is answered alike.

    `declared` is the length the sender announced; `until` keeps it longer than a day, for a message whose author has a
    week to confirm it. Call outside a transaction. Raises Refusal for what is no photo,
    too large, one too many, or when the disk is full; then neither row nor file is left.
    """
    check_size(declared)
    if not _claim(viewer, photo, form, now, until):
        return _known(photo, form)
    try:
        with store.draft() as draft:
            _receive(source, draft)
            cleaned = clean(draft)
        _keep(photo, cleaned)
    except BaseException:
        sql.run("delete from attachments_photo where id = %s and state = 'staged'", (photo,))
        raise
    return StagedPhoto(photo, cleaned.width, cleaned.height)


def rehearse(viewer: Actor, source: BinaryIO, *, photo: UUID, declared: int = 0) -> StagedPhoto:
    """Check and clean one upload as `stage` does and keep nothing of it: for keys of the sandbox. Raises as `stage`."""
    check_size(declared)
    with store.draft() as draft:
        _receive(source, draft)
        cleaned = clean(draft)
    return StagedPhoto(photo, cleaned.width, cleaned.height)


def drop(viewer: Actor, *, photo: UUID, form: UUID) -> None:
    """Take a staged photo back; its file goes with the next sweep."""
    sql.run("delete from attachments_photo where id = %s and form = %s and state <> 'attached'", (photo, form))


def sweep(now: datetime) -> Swept:
    """Remove photos nobody attached within a day, and files that no row names. `now` also dates the files."""
    old = now - KEPT_FOR
    rows = sql.run(
        "delete from attachments_photo where state <> 'attached' and staged_at < %s and coalesce(keep_until < %s, true)",
        (old, now),
    )
    files = holes = 0
    for prefix in (f"{n:02x}" for n in range(256)):
        gone, lost = _sweep_folder(prefix, old)
        files, holes = files + gone, holes + lost
    for draft in _older(Path(settings.MEDIA_ROOT) / store.DRAFTS, old):
        draft.unlink(missing_ok=True)
        files += 1
    return Swept(rows, files, holes)


def _claim(viewer: Actor, photo: UUID, form: UUID, now: datetime, until: datetime | None) -> bool:
    waiting = sql.value(
        "select count(*) from attachments_photo where form = %s and state <> 'attached' and id <> %s", (form, photo)
    )
    if waiting >= PHOTOS_PER_ACT:
        raise Refusal("many_photos", f"一次最多 {PHOTOS_PER_ACT} 张照片，请先去掉一张。", field="photos")
    with reading(the_house("attachments")):
        claimed = sql.run(
            """insert into attachments_photo as p (id, form, account, state, staged_at, private, keep_until)
               values (%s, %s, %s, 'staged', %s, false, %s)
               on conflict (id) do update set staged_at = excluded.staged_at
                                        where p.form = excluded.form and p.state = 'staged'""",
            (photo, form, viewer.account, now, until),
        )
    return claimed == 1


def _known(photo: UUID, form: UUID) -> StagedPhoto:
    """A second click, or a form sent again after it was answered: the photo is there, perhaps attached already."""
    with reading(the_house("attachments")):
        row = sql.one("select width, height from attachments_photo where id = %s and form = %s", (photo, form))
    if row is None:
        raise Refusal("photo_taken", "这张照片属于另一张表单，请重新选一次。", field="photos")
    return StagedPhoto(photo, row["width"], row["height"])


def _receive(source: BinaryIO, draft: Path) -> None:
    """Copy the upload to disk piece by piece; a 50 MB photo is refused at the first byte too many."""
    received = 0
    with draft.open("wb") as file:
        while piece := source.read(CHUNK):
            received += len(piece)
            check_size(received)
            file.write(piece)


def _keep(photo: UUID, cleaned: Cleaned) -> None:
    with transaction.atomic(durable=True):
        sql.run("select pg_advisory_xact_lock_shared(%s)", (LOCK,))
        store.put(cleaned.thumb, store.thumb_path(cleaned.sha256))
        store.put(cleaned.photo, store.photo_path(cleaned.sha256))
        kept = sql.run(
            """update attachments_photo set state = 'stored', sha256 = %s, width = %s, height = %s, size = %s
               where id = %s and state <> 'attached'""",
            (cleaned.sha256, cleaned.width, cleaned.height, len(cleaned.photo), photo),
        )
    if not kept:
        raise Refusal("photo_dropped", "这张照片已被去掉，要用请重新选一次。", field="photos")


def _sweep_folder(prefix: str, old: datetime) -> tuple[int, int]:
    with reading(the_house("attachments")):
        sql.run("select pg_advisory_xact_lock(%s)", (LOCK,))
        named = set(
            sql.values(
                "select distinct sha256 from attachments_photo where sha256 >= %s and sha256 < %s",
                (prefix, prefix + "g"),
            )
        )
        lost = sum(not store.photo_path(sha256).exists() for sha256 in named)
        gone = [f for f in _older(Path(settings.MEDIA_ROOT) / prefix, old) if f.name.partition(".")[0] not in named]
        for file in gone:
            file.unlink(missing_ok=True)
    return len(gone), lost


def _older(folder: Path, old: datetime) -> Iterator[Path]:
    if folder.is_dir():
        yield from (f for f in folder.iterdir() if f.stat().st_mtime < old.timestamp())
