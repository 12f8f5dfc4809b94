"""Photos on a real database and disk: owned, shown to who may, said when the disk is full."""

import errno
import os
import resource
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from liren.attachments import commands, queries, staging, store
from liren.attachments.kinds import owner
from liren.kernel import Actor, AreaCode, Command, Missing, Refusal
from liren.kernel.actor import ANONYMOUS
from liren.kernel.ids import new_id
from liren.trust import gate, registry, sql
from liren.trust.registry import Outcome, Target
from tests.attachments.pictures import AREA, jpeg

pytestmark = pytest.mark.usefixtures("db", "shelf")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STAFF = Actor(kind="staff", account=UUID(int=5))
SEES: set[UUID] = set()


@dataclass(frozen=True, kw_only=True)
class HangUp(Command):
    """An act of an owner's room that brings photos."""

    shelf: UUID
    photos: tuple[UUID, ...]
    private: bool = False
    area: AreaCode = AREA


def hang(command: HangUp, target: Target, act: registry.Act) -> Outcome:
    act.do(
        commands.AttachPhotos(
            photos=command.photos, owner_kind="shelf", owner=command.shelf, role="before", area=command.area,
            private=command.private,
        )
    )  # fmt: skip
    return Outcome()


@pytest.fixture(scope="module")
def shelf(db):
    """A toy room whose shelves own photos; SEES are the shelves that its viewers see."""
    owner("shelf", lambda viewer, ids: SEES & set(ids))
    registry.command(HangUp, label="挂照片", handler=hang, target=lambda c, a: Target(scope=c.area), reach="open")


def stage(content: bytes | None = None, form: UUID | None = None, viewer: Actor = ANONYMOUS, photo: UUID | None = None):
    photo, form = photo or new_id(), form or new_id()
    staging.stage(viewer, BytesIO(content or jpeg()), photo=photo, form=form, now=NOW)
    return photo, form


def hung(*photos: UUID, form: UUID, actor: Actor = ANONYMOUS, **more: object) -> UUID:
    shelf = new_id()
    gate.execute(HangUp(shelf=shelf, photos=photos, **more), actor=actor, now=NOW, key=form)
    return shelf


def files() -> list[str]:
    return sorted(str(p.relative_to(settings.MEDIA_ROOT)) for p in settings.MEDIA_ROOT.rglob("*") if p.is_file())


def waiting() -> int:
    return sql.value("select count(*) from attachments_photo where state <> 'attached'")


def later(hours: int = 25) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)


def test_photos_come_back_in_the_order_they_were_brought():
    form = new_id()
    photos = [stage(jpeg(colour=c), form)[0] for c in ("red", "green", "blue")]
    shelf = hung(*reversed(photos), form=form)
    cards = queries.photos_of(STAFF, "shelf", [shelf], area=AREA)
    assert [c.id for c in cards] == list(reversed(photos))
    assert {c.role_label for c in cards} == {"处置前"}


def test_a_photo_is_opened_only_with_the_owners_yes():
    photo, form = stage()
    shelf = hung(photo, form=form)
    with pytest.raises(Missing):
        queries.open_photo(STAFF, photo)
    SEES.add(shelf)
    found = queries.open_photo(STAFF, photo)
    assert found.path.read_bytes().startswith(b"\xff\xd8")
    assert queries.open_photo(STAFF, photo, thumb=True).path.stat().st_size < found.path.stat().st_size
    assert sql.value("select count(*) from trust_access where subject = %s", (shelf,)) == 0


def test_opening_a_private_photo_leaves_a_line_in_the_access_log():
    photo, form = stage()
    shelf = hung(photo, form=form, private=True)
    SEES.add(shelf)
    assert queries.open_photo(STAFF, photo, purpose="核查").private
    line = sql.one("select what, purpose, account from trust_access where subject = %s", (shelf,))
    assert line == {"what": "attachments.photo", "purpose": "核查", "account": STAFF.account}


def test_a_forgotten_filter_shows_no_attached_photo():
    photo, form = stage()
    hung(photo, form=form)
    assert sql.value("select count(*) from attachments_photo where id = %s", (photo,)) == 0


def test_a_staged_photo_is_shown_to_its_form_and_to_no_other():
    photo, form = stage()
    assert [c.id for c in queries.staged(ANONYMOUS, form)] == [photo]
    assert queries.open_staged(ANONYMOUS, form, photo).path.exists()
    with pytest.raises(Missing):
        queries.open_staged(ANONYMOUS, new_id(), photo)


def test_somebody_elses_photo_cannot_be_attached():
    photo, _ = stage()
    with pytest.raises(Refusal, match="请重新选照片"):
        hung(photo, form=new_id())
    mine, _ = stage(viewer=STAFF)
    hung(mine, form=new_id(), actor=STAFF)


def test_an_attached_photo_cannot_be_attached_again():
    photo, _ = stage(viewer=STAFF)
    hung(photo, form=new_id(), actor=STAFF)
    with pytest.raises(Refusal, match="请重新选照片"):
        hung(photo, form=new_id(), actor=STAFF)


def test_the_same_upload_sent_twice_is_one_photo():
    photo, form = stage()
    stage(form=form, photo=photo)
    assert len(queries.staged(ANONYMOUS, form)) == 1
    with pytest.raises(Refusal, match="属于另一张表单"):
        stage(photo=photo)


def test_a_form_sent_again_after_it_was_answered_finds_its_photo():
    photo, form = stage()
    hung(photo, form=form)
    again = staging.stage(ANONYMOUS, BytesIO(jpeg()), photo=photo, form=form, now=NOW)
    assert (again.id, again.width) == (photo, 640)


def test_an_upload_that_died_half_way_can_be_sent_again_at_once():
    photo, form = new_id(), new_id()
    assert dying_at(30, lambda: stage(form=form, photo=photo)) == KILLED
    assert sql.value("select state from attachments_photo where id = %s", (photo,)) == "staged"
    stage(form=form, photo=photo)
    assert [c.id for c in queries.staged(ANONYMOUS, form)] == [photo]


def test_a_tenth_photo_of_a_form_is_refused_and_one_taken_back_makes_room():
    form = new_id()
    photos = [stage(form=form)[0] for _ in range(9)]
    with pytest.raises(Refusal, match="请先去掉一张"):
        stage(form=form)
    staging.drop(ANONYMOUS, photo=photos[0], form=form)
    stage(form=form)


class Endless:
    """An upload of 50 MB that counts what is asked of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int) -> bytes:
        self.given += size
        assert self.given < 22 * 1024 * 1024, "the rest of a photo that is too large was read"
        return b"\xff" * size


def test_a_50_megabyte_photo_is_refused_without_being_read_whole():
    before, form = (waiting(), files()), new_id()
    with pytest.raises(Refusal, match="超过 20 MB"):
        staging.stage(ANONYMOUS, Endless(), photo=new_id(), form=form, now=NOW)
    with pytest.raises(Refusal, match="超过 20 MB"):
        staging.stage(ANONYMOUS, BytesIO(), photo=new_id(), form=form, now=NOW, declared=50_000_000)
    assert (waiting(), files()) == before


def test_a_refused_file_leaves_neither_row_nor_file():
    before = (waiting(), files())
    with pytest.raises(Refusal, match="PDF"):
        stage(b"%PDF-1.7")
    assert (waiting(), files()) == before


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_is_said_and_nothing_half_written_stays(monkeypatch, step):
    before = (waiting(), files())

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(Refusal) as caught:
        stage(jpeg(colour="gold"))
    assert caught.value.sentence.startswith("磁盘满了，照片没有存下。您写的内容还在")
    assert (waiting(), files()) == before


def in_a_child(work) -> int:
    """Run `work` in a forked process with a database connection of its own; its exit status."""
    connection.close()
    child = os.fork()
    if child == 0:
        status = 5
        try:
            work()
            status = 0
        except Refusal as refusal:
            status = 3 if refusal.code == "disk_full" else 4
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_file_the_system_will_not_let_grow_is_a_full_disk_too():
    before = (waiting(), files())

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))
        stage(jpeg(2000, 1500, colour="navy"))

    assert in_a_child(limited) == 3
    assert (waiting(), files()) == before


KILLED = 9


def dying_at(line: int, work):
    """`work` in a process that dies, without a chance to clean up, at the n-th line run in this room."""

    def run():
        count = 0

        def trace(frame, event, arg):
            nonlocal count
            if frame.f_code.co_filename not in (staging.__file__, store.__file__):
                return None
            if event == "line":
                count += 1
                if count == line:
                    os._exit(KILLED)
            return trace

        sys.settrace(trace)
        work()

    return in_a_child(run)


def holes() -> list[str]:
    """Photos that say they are stored and have no file."""
    named = sql.values("select sha256 from attachments_photo where state = 'stored'")
    return [s for s in named if not (store.photo_path(s).exists() and store.thumb_path(s).exists())]


def test_killed_at_any_line_a_photo_is_there_whole_or_not_at_all():
    staging.sweep(later())
    before, line, deaths = files(), 0, 0
    while True:
        line += 1
        photo, form = new_id(), new_id()
        content = jpeg(300, 200, colour=f"#{line % 256:02x}80{line // 256:02x}")
        status = dying_at(line, lambda c=content, p=photo, f=form: stage(c, f, photo=p))
        assert status in (0, KILLED), f"line {line} ended with {status}"
        deaths += status == KILLED
        assert holes() == []
        if status == 0:
            break
    assert deaths > 40
    swept = staging.sweep(later())
    assert swept.holes == 0
    assert swept.rows > 10
    assert files() == before
    assert waiting() == 0


def test_a_sweep_leaves_what_is_attached_and_what_is_fresh():
    content = jpeg(colour="#123456")
    kept, form = stage(content)
    hung(kept, form=form)
    fresh, _ = stage(content)
    assert staging.sweep(NOW + timedelta(hours=1)).rows == 0
    swept = staging.sweep(later())
    assert (swept.rows >= 1, swept.holes) == (True, 0)
    SEES.update([sql_owner(kept)])
    assert queries.open_photo(STAFF, kept).path.exists()
    assert sql.value("select count(*) from attachments_photo where id = %s", (fresh,)) == 0


def sql_owner(photo: UUID) -> UUID:
    from liren.kernel.actor import the_house
    from liren.trust.sight import reading

    with reading(the_house("test")):
        return sql.value("select owner from attachments_photo where id = %s", (photo,))


def test_a_lost_file_is_counted():
    photo, form = stage(jpeg(colour="#654321"))
    shelf = hung(photo, form=form)
    SEES.add(shelf)
    path = queries.open_photo(STAFF, photo).path
    content = path.read_bytes()
    path.unlink()
    assert staging.sweep(later()).holes == 1
    path.write_bytes(content)
