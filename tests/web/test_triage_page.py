"""归类建议: a county's own model put to use, gone back to, done without; what is suggested, and what is kept of it."""

import csv
import html
import io
import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liren.cases import classifying
from liren.cases import queries as cases
from liren.cases.queries import triage
from liren.cases.triage import model_file
from liren.cases.triage.train import train
from liren.kernel import AreaCode, Code, Missing
from liren.kernel.actor import ANONYMOUS, the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from liren.trust.sight import reading
from tests import scene
from tests.cases.triage.made import messages
from tests.scene import TOWN
from tests.web.staffroom import Room, text

KIND_OF = {"道路": "road_damage", "学校": "policy_question", "医院": "other"}
WORDS = "学校招生，老师要补课，学费也涨了"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for order in scene._one("admin", "system_admin", TOWN, None):
        made.scene.order(order)
    return made


def content(seed: int) -> bytes:
    texts, labels = messages(120, seed)
    return model_file.written(train(texts, [KIND_OF[label] for label in labels]).model)


def put_to_use(browser: Client, held: bytes):
    page = browser.get("/office/triage/").content.decode()
    file = SimpleUploadedFile("county.model", held)
    return browser.post("/office/triage/", {"key": str(new_id()), "file": file}, follow=True), page


def test_models_are_put_to_use_gone_back_to_and_done_without(room):
    browser = room.browser("admin")
    assert "现在看关键词" in text(browser.get("/office/triage/"))
    first, second = content(0), content(1)
    page, _ = put_to_use(browser, first)
    assert "正在用的模型" in text(page)
    assert classifying.by_model(TOWN) == model_file.digest(first)
    put_to_use(browser, second)
    assert classifying.by_model(TOWN) == model_file.digest(second)
    old = sql.value("select id from cases_triagemodel where until is not null")
    browser.post("/office/triage/", {"key": str(new_id()), "model": str(old), "verb": "return"})
    assert classifying.by_model(TOWN) == model_file.digest(first)
    browser.post("/office/triage/", {"key": str(new_id()), "model": str(old), "verb": "rest"})
    assert classifying.by_model(TOWN) == ""
    with reading(the_house("founding")):
        told = sql.rows("select name from trust_entry where starts_with(name, 'TriageModel') order by name")
    assert [row["name"] for row in told] == ["TriageModelActivated"] * 3 + ["TriageModelRested"]


def test_a_file_that_is_no_model_is_refused_and_nothing_changes(room):
    browser = room.browser("admin")
    before = classifying.by_model(TOWN)
    page, _ = put_to_use(browser, b"not a model")
    assert page.status_code == 422
    assert "不是里仁的归类模型" in text(page)
    assert classifying.by_model(TOWN) == before


def test_whoever_may_not_draft_rules_does_not_find_the_page(room):
    assert room.browser("desk").get("/office/triage/").status_code == 404


def test_a_resident_reads_why_a_kind_is_suggested_and_what_else_it_may_be(room):
    put_to_use(room.browser("admin"), content(0))
    browser = Client(headers={"host": "localhost"})
    page = browser.post("/report/guess/", {"words": WORDS}).content.decode()
    assert "政策咨询" in page
    assert "为什么" in page
    assert "<mark>" in page


def test_what_was_suggested_is_kept_as_codes_and_counted_by_kind_and_town(room):
    put_to_use(room.browser("admin"), content(0))
    browser = Client(headers={"host": "localhost"})
    browser.get("/report/", follow=True)
    browser.post("/report/what/", {"words": WORDS, "danger": "no"})
    browser.post("/report/check/", {"contact": "none"})
    case: UUID = cases.by_link(ANONYMOUS, browser.cookies["case"].value, sql.value("select now()"))
    row = sql.one("select kind, chosen, digest from cases_suggested where case_id = %s", (case,))
    assert (row["kind"], row["chosen"]) == ("policy_question", "policy_question")
    assert row["digest"] == classifying.by_model()
    since = sql.value("select now() - interval '1 day'")
    assert triage.records(the_house("founding"), since) == [], "a cell of one case is not shown"


def test_a_hot_week_is_shown_with_its_cases_and_as_many_as_the_cards_say(room):
    cases_made = [room.scene.report() for _ in range(6)]
    page = room.browser("desk").get("/board/topics/")
    assert page.status_code == 200
    assert "平常一周" in text(page)
    count, href = counted(page)
    listed = room.browser("desk").get(href)
    ids = re.findall(r'data-case="([^"]+)"', listed.content.decode())
    assert set(map(str, cases_made)) <= set(ids)
    assert len(ids) == count


def counted(page) -> tuple[int, str]:
    """The number of the first topic, and where it leads."""
    href, count = re.findall(r'<a href="(/board/topics/cases/[^"]+)">(\d+)</a>', page.content.decode())[0]
    return int(count), html.unescape(href)


def test_a_topic_can_be_taken_along_and_who_took_its_cases_is_kept(room):
    for _ in range(6):
        room.scene.report()
    browser = room.browser("desk")
    count, href = counted(browser.get("/board/topics/"))
    before = sql.value("select count(*) from trust_access where what = 'cases.export'")
    rows = list(csv.reader(io.StringIO(b"".join(browser.get(href + "&csv").streaming_content).decode("utf-8-sig"))))
    assert len(rows) == count + 1
    assert sql.value("select count(*) from trust_access where what = 'cases.export'") == before + 1
    whole = b"".join(browser.get("/board/topics/?csv").streaming_content).decode("utf-8-sig")
    assert f",{count}," in whole
    assert browser.get("/board/topics/?xlsx").status_code == 200


def test_an_address_of_no_topic_is_not_found(room):
    browser = room.browser("desk")
    for query in ("", "?in=1&kind=x&until=1", f"?in={TOWN}&kind=x&until=99999999999", "?until=x"):
        assert browser.get(f"/board/topics/cases/{query}").status_code == 404


def test_whoever_answers_for_the_rules_reads_how_suggestions_have_done_without_seeing_cases(room):
    for _ in range(4):
        room.scene.report(suggested=Code("street_light_out"), suggested_sure=800)
    wrong = [room.scene.report(suggested=Code("street_light_out"), suggested_sure=600) for _ in range(2)]
    sql.run("update cases_case set kind = 'noise' where id = any(%s)", (wrong,))
    page = text(room.browser("admin").get("/office/triage/"))
    assert "建议过 6 件，反映人照用 6 件，现在仍归那一类的 4 件" in page


def test_what_closed_cases_teach_is_read_by_the_house_only_and_noted(room):
    before = sql.value("select count(*) from trust_access where what = 'cases.triage'")
    triage.lessons(the_house("founding"), AreaCode(TOWN[:6]), "test")
    assert sql.value("select count(*) from trust_access where what = 'cases.triage'") == before + 1
    with pytest.raises(Missing):
        triage.lessons(ANONYMOUS, AreaCode(TOWN[:6]), "test")
