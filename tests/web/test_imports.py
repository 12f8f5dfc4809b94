"""A long import: ordered on the page, carried out by the worker, shown while it runs, called off while nothing is written."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from liren.kernel import progress
from liren.kernel.ids import new_id
from liren.trust import sql, uploads
from liren.web.office import looking, running
from tests import scene
from tests.scene import TOWN
from tests.web.staffroom import Room, text


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("admin", "system_admin"), ("security", "security_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    return made


@pytest.fixture(autouse=True)
def nobody_waits(room):
    """Each test begins with no file ordered."""
    sql.run("delete from trust_upload")


def sent(room, monkeypatch, rows=300, more=""):
    """A long list of persons that was just sent; the address of its dry run."""
    monkeypatch.setattr(running, "SHORT", 10)
    mark = new_id().hex[-8:]
    lines = [f"甲{mark}{n},{TOWN},,," for n in range(rows)]
    file = BytesIO("\n".join(["姓名,区域代码,办公电话,邮箱,手机号", *lines, more]).encode())
    file.name = "名册.csv"
    admin = room.browser("admin")
    answer = admin.post("/office/import/persons/", {"key": new_id(), "file": file})
    assert answer.status_code == 302
    assert answer.url.endswith("/run/")
    return admin, answer.url.removesuffix("run/"), mark


def ordered(room, monkeypatch, rows=300):
    """The same after its dry run was accepted; the address of its run and its id."""
    admin, path, mark = sent(room, monkeypatch, rows)
    work()
    assert admin.get(path).status_code == 200
    answer = admin.post(path)
    assert (answer.status_code, answer.url) == (302, f"{path}run/")
    return admin, path, mark


def work():
    """The worker's chore until the import at work is over."""
    running.step(datetime.now(UTC))
    for run in list(running._at_work):
        run.thread.join(30)
    running.step(datetime.now(UTC))


def known(mark):
    return sql.value("select count(*) from people_person where starts_with(name, %s)", (f"甲{mark}",))


def test_a_long_import_waits_for_the_worker_says_how_far_it_is_and_ends_on_its_record(room, monkeypatch):
    admin, path, mark = ordered(room, monkeypatch)
    waiting = admin.get(f"{path}run/")
    assert "等着开始" in text(waiting)
    assert "取消" in text(waiting)
    assert 'http-equiv="refresh"' in waiting.content.decode()
    assert "名册.csv" in text(admin.get("/office/import/"))
    assert "正在核对和导入的" in text(admin.get("/office/import/"))
    assert admin.get(path).url == f"{path}run/", "the dry run of an ordered file is its run"
    taken = uploads.take(datetime.now(UTC))
    uploads.tell(taken[1].id, "check", 120, 300, datetime.now(UTC) - timedelta(minutes=1))
    shown = admin.get(f"{path}run/?look").content.decode()
    assert "第 2 步，共 3 步：核对" in shown
    assert "120 / 300 行" in shown
    assert 'value="120"' in shown
    assert "<html" not in shown
    assert known(mark) == 0
    work()
    assert known(mark) == 300
    assert admin.get(f"{path}run/?look").status_code == 204
    over = admin.get(f"{path}run/", follow=True)
    assert "已导入" in text(over)
    assert over.redirect_chain[-1][0].startswith("/office/import/done/")


def test_a_long_dry_run_is_the_worker_s_too_and_shows_the_difference_when_it_is_over(room, monkeypatch):
    admin, path, mark = sent(room, monkeypatch)
    waiting = text(admin.get(f"{path}run/"))
    assert "正在看“名册.csv”会有什么变化" in waiting
    assert "什么也不写入" in waiting
    assert "正在核对" in text(admin.get("/office/import/"))
    taken = uploads.take(datetime.now(UTC))
    uploads.tell(taken[1].id, "check", 120, 300, datetime.now(UTC) - timedelta(minutes=1))
    assert "第 2 步，共 2 步：核对" in text(admin.get(f"{path}run/?look"))
    work()
    assert admin.get(f"{path}run/?look").status_code == 204
    page = text(admin.get(f"{path}run/", follow=True))
    assert "300 行" in page
    assert "照此导入" in page
    assert known(mark) == 0


def test_a_dry_run_is_read_again_from_what_was_found_and_made_anew_when_it_is_old(room, monkeypatch):
    admin, path, _ = sent(room, monkeypatch)
    work()
    monkeypatch.setattr(looking, "looked_at", None)
    assert admin.get(path).status_code == 200
    assert admin.get(f"{path}?list=all&csv").status_code == 200
    sql.run("update trust_upload set looked_at = looked_at - interval '11 minutes'")
    assert admin.get(path).url == f"{path}run/"


def test_a_dry_run_that_was_called_off_leads_back_to_the_choice_of_a_file(room, monkeypatch):
    admin, path, _ = sent(room, monkeypatch)
    answer = admin.post(f"{path}cancel/", follow=True)
    assert answer.redirect_chain[-1][0] == "/office/import/persons/"
    assert "没有接着看" in text(answer)


def test_what_is_wrong_in_a_long_file_is_shown_by_row(room, monkeypatch):
    admin, path, _ = sent(room, monkeypatch, more=f"王芳,{TOWN},,,1380000")
    work()
    answer = admin.get(path)
    assert answer.status_code == 422
    assert "少 4 位" in text(answer)
    assert "照此导入" not in text(answer)


def test_an_import_called_off_before_it_began_writes_nothing_and_keeps_its_file(room, monkeypatch):
    admin, path, mark = ordered(room, monkeypatch)
    answer = admin.post(f"{path}cancel/", follow=True)
    assert "已取消，一行也没有写入" in text(answer)
    assert "照此导入" in text(answer)
    work()
    assert known(mark) == 0


def test_an_import_called_off_while_it_writes_rolls_back(room, monkeypatch):
    admin, path, mark = ordered(room, monkeypatch)
    said = []

    def hear(self, step, done, total):
        said.append(step)
        if step == "write":
            admin.post(f"{path}cancel/")
            self.stopping = uploads.tell(self.up.id, step, done, total, datetime.now(UTC))
        if self.stopping:
            raise running.Stopped

    monkeypatch.setattr(running.Run, "hear", hear)
    work()
    assert list(dict.fromkeys(said)) == ["read", "check", "write"]
    assert known(mark) == 0
    assert "已取消" in text(admin.get(f"{path}run/", follow=True))


def test_what_the_worker_cannot_import_comes_back_with_the_reason(room, monkeypatch):
    admin, path, mark = ordered(room, monkeypatch, rows=5001)
    work()
    assert known(mark) == 0
    page = text(admin.get(f"{path}run/", follow=True))
    assert "一次最多导入 5000 行" in page
    assert "会新增的" in page


def test_an_import_whose_worker_died_is_taken_up_again_and_done_once(room, monkeypatch):
    admin, path, mark = ordered(room, monkeypatch)
    account, up = uploads.take(datetime.now(UTC))
    running.import_now(running.actor_of(account), up, datetime.now(UTC))
    assert known(mark) == 300, "it committed, and then the worker died before it forgot the file"
    assert uploads.take(datetime.now(UTC)) is None, "somebody is at it"
    assert uploads.take(datetime.now(UTC) + timedelta(minutes=1))[1].id == up.id
    sql.run("update trust_upload set beat_at = now() - interval '1 minute' where id = %s", (up.id,))
    work()
    assert known(mark) == 300
    assert admin.get(f"{path}run/?look").status_code == 204


def test_a_run_is_its_sender_s_alone(room, monkeypatch):
    _, path, _ = ordered(room, monkeypatch)
    other = room.browser("security")
    assert other.get(f"{path}run/").status_code == 404
    other.post(f"{path}cancel/")
    assert sql.value("select step from trust_upload where step <> '' order by staged_at desc limit 1") == "waiting"


def test_rows_are_handed_on_and_counted_for_whoever_listens():
    said = []
    with progress.heard(lambda *at: said.append(at)):
        assert list(progress.through("read", range(500))) == list(range(500))
    assert said == [("read", 0, 500), ("read", 200, 500), ("read", 400, 500), ("read", 500, 500)]
    assert list(progress.through("read", [1])) == [1]
    assert len(said) == 4, "nobody listens any more"
