"""用已办结的事训练: asked from the page, worked off by the worker, judged beside what suggests now, then used or thrown away."""

import csv
import io
import time
from datetime import UTC, datetime

import pytest

from liren.cases import classifying, training
from liren.kernel import AreaCode, Code
from liren.kernel.ids import new_id
from liren.trust import sql
from tests import scene
from tests.cases.triage.made import messages
from tests.scene import TOWN
from tests.web.staffroom import Room, text

KIND_OF = {"道路": "road_damage", "学校": "policy_question", "医院": "suggestion"}
SECRET = "诸葛钢铁住三单元"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for order in scene._one("admin", "system_admin", TOWN, None):
        made.scene.order(order)
    return made


@pytest.fixture(scope="module")
def closed(room):
    """75 closed cases: 30 of each of two kinds, 15 of a third; four of them hold words that only four people said."""
    texts, labels = messages(90)
    taken = [
        (words, label) for n, (words, label) in enumerate(zip(texts, labels, strict=True)) if label != "医院" or n < 45
    ]
    for n, (words, label) in enumerate(taken):
        hidden = f"，{SECRET}{n}" if n in (0, 3, 6, 9) else ""
        room.scene.report(kind=Code(KIND_OF[label]), words=words + hidden, n=n % 3, phone=f"138{n:08d}")
    sql.run("update cases_case set state = 'closed', verifier = gen_random_uuid()")
    return room


def press(browser, verb: str, **more):
    return browser.post("/office/triage/", {"key": str(new_id()), "verb": verb, **more}, follow=True)


def latest() -> dict:
    return sql.one("select * from cases_training order by asked_at desc limit 1")


def worked_off() -> dict:
    """What the worker's loop does until the training at work is over."""
    training.step(datetime.now(UTC))
    while training._at_work:
        time.sleep(0.02)
        training.step(datetime.now(UTC))
    return latest()


def trained(browser) -> dict:
    press(browser, "train")
    return worked_off()


def test_too_few_closed_cases_are_said_with_how_many_are_needed_and_nothing_is_begun(room):
    browser = room.browser("admin")
    page = text(browser.get("/office/triage/"))
    assert "可以学的有 0 件" in page
    assert "至少要 2 个类别各满 20 件，一共 50 件" in page
    answer = press(browser, "train")
    assert answer.status_code == 422
    assert "至少要 2 个类别各满 20 件" in text(answer)
    assert sql.value("select count(*) from cases_training") == 0


def test_a_training_shows_how_far_it_is_and_a_second_one_waits_for_it(closed):
    browser = closed.browser("admin")
    page = press(browser, "train")
    assert "正在用已办结的事训练" in text(page)
    assert page["Refresh"] == "2"
    assert press(browser, "train").status_code == 422
    assert worked_off()["state"] == "ready"


def test_the_report_says_what_was_read_and_left_out_and_sets_before_and_after_side_by_side(closed):
    browser = closed.browser("admin")
    looked = sql.value("select count(*) from trust_access where what = 'cases.triage'")
    row = trained(browser)
    assert sql.value("select count(*) from trust_access where what = 'cases.triage'") == looked + 1
    report = row["report"]
    assert (report["read"], report["rows"]) == (75, 60)
    assert report["kept"] == [["policy_question", 30], ["road_damage", 30]]
    assert report["left"] == [["suggestion", 15]]
    assert report["after"]["macro_f1"] > 0.9
    assert report["after"]["macro_f1"] > report["before"]["macro_f1"]
    assert len(report["folds"]) == 5
    page = text(browser.get("/office/triage/"))
    assert "读了 75 件，学了其中 2 类 60 件" in page
    assert "箭头前是现在用的关键词" in page
    assert "建议 15 件" in page
    assert "少混了的" in page
    assert set(report["words"]["policy_question"]) & {"学校", "老师", "补课", "学费", "招生", "学生"}


def test_words_of_four_people_are_neither_in_the_model_nor_in_its_report(closed):
    row = trained(closed.browser("admin"))
    assert not any(part in str(row["report"]["words"]) for part in ("诸葛", "钢铁", "三单元"))


def test_the_report_can_be_taken_along_label_by_label(closed):
    browser = closed.browser("admin")
    trained(browser)
    answer = browser.get("/office/triage/?report&csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][0] == "说的是什么"
    assert any(row[0] == "F1" and row[3] == "30" for row in rows)
    assert browser.get("/office/triage/?report&xlsx").status_code == 200
    assert b"".join(browser.get("/office/triage/?records&csv").streaming_content)


def test_nothing_suggests_otherwise_until_it_is_put_to_use_and_then_the_page_says_so(closed):
    browser = closed.browser("admin")
    before = classifying.by_model(TOWN)
    row = trained(browser)
    assert classifying.by_model(TOWN) == before
    page = press(browser, "use", training=str(row["id"]))
    assert classifying.by_model(TOWN) not in ("", before)
    assert "已经启用" in text(page)
    assert latest()["content"] is None
    again = press(browser, "use", training=str(row["id"]))
    assert again.status_code == 422
    second = trained(browser)
    assert second["report"]["learnt"]
    assert "它的数字不能当真" in text(browser.get("/office/triage/"))


def test_a_result_thrown_away_changes_nothing(closed):
    browser = closed.browser("admin")
    before = classifying.by_model(TOWN)
    row = trained(browser)
    page = press(browser, "drop", training=str(row["id"]))
    assert "启用这一个" not in text(page)
    assert (classifying.by_model(TOWN), latest()["state"], latest()["content"]) == (before, "dropped", None)


def test_a_training_called_off_keeps_nothing(closed):
    browser = closed.browser("admin")
    press(browser, "train")
    training.step(datetime.now(UTC))
    press(browser, "drop", training=str(latest()["id"]))
    row = worked_off()
    assert (row["state"], row["report"]) == ("stopped", None)


def test_what_goes_wrong_in_the_worker_is_said_on_the_page(closed, monkeypatch):
    browser = closed.browser("admin")
    monkeypatch.setattr("liren.cases.triage.course.taken", lambda *args, **more: 1 / 0)
    assert trained(browser)["state"] == "refused"
    assert "上一次没有练成：系统出错" in text(browser.get("/office/triage/"))


def test_whoever_may_not_publish_rules_neither_sees_the_page_nor_trains(closed):
    assert press(closed.browser("desk"), "train").status_code == 404


def test_the_worker_and_the_command_line_make_the_same_model_of_the_same_cases(closed):
    from liren.cases.queries import triage
    from liren.cases.triage import lessons, model_file
    from liren.cases.triage.train import train
    from liren.kernel.actor import the_house

    row = trained(closed.browser("admin"))
    rows = lessons.chosen(triage.lessons(the_house("founding"), AreaCode(TOWN), purpose="test"))
    made = train(rows.texts, rows.labels, people=rows.people, made_on=row["report"]["made_on"])
    assert model_file.written(made.model) == bytes(row["content"])
