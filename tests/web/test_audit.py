"""The auditor's pages: who changed and who looked at what; a search that is kept itself; shut to everybody else."""

from datetime import timedelta

import pytest

from liren.cases import commands as c
from liren.cases import queries as cases
from liren.kernel import Actor, AreaCode, Grant, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import audit, looks, sql
from liren.trust.audit import Asked
from liren.trust.looks import AskedLooks
from tests import scene
from tests.scene import TOWN
from tests.web.staffroom import Room, text

WORDS, NAME, PHONE = "路灯不亮，已经三天了", "王小明", "13800000147"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("auditor", "auditor"), ("admin", "system_admin"), ("security", "security_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    return made


@pytest.fixture(scope="module")
def case(room):
    town = room.scene
    case = town.report(sealed=True)
    town.do("desk", c.DispatchCase, case)
    town.now += timedelta(minutes=1)
    town.settle()
    for _ in range(6):
        cases.reporter_whole(town.actor("desk"), case, "约上门时间")
    return case


def week(room):
    now = room.scene.now
    return {"since": now - timedelta(days=7), "until": now + timedelta(days=7)}


def number(case):
    return sql.value("select number from cases_case where id = %s", (case,))


def test_the_auditor_lands_on_her_own_page(room):
    answer = room.browser("auditor").get("/home/")
    assert (answer.status_code, answer["location"]) == (302, "/audit/")


def test_the_journal_of_a_case_is_found_by_its_number_and_says_no_word_of_it(room, case):
    page = text(room.browser("auditor").get("/audit/", {"subject": number(case)}))
    for words in ("派遣", "上报", "desk", number(case)):
        assert words in page
    for hidden in (WORDS, NAME, PHONE, "路灯"):
        assert hidden not in page


def test_what_one_person_did_is_found_by_full_name(room, case):
    page = text(room.browser("auditor").get("/audit/", {"person": "desk"}))
    assert "派遣" in page
    assert "上报" not in page.split("日志，新的在前")[1]


def test_an_entry_says_what_was_recorded_and_who_was_told(room, case):
    client = room.browser("auditor")
    id = next(e.id for e in room.scene.entries(case) if e.name == "CaseDispatched")
    page = text(client.get(f"/audit/entry/{id}/"))
    for words in ("派遣", "由它引起", "when_case_is_dispatched_tell_handler", "镇建设管理站", "已办"):
        assert words in page


def test_the_chain_leads_back_to_the_cause(room, case):
    told = next(e.id for e in reversed(room.scene.entries(case)) if e.depth)
    assert "由什么引起" in text(room.browser("auditor").get(f"/audit/entry/{told}/"))


def test_the_search_itself_is_kept_where_the_person_concerned_can_see_it(room, case):
    before = len(looks.looks(room.scene.actor("desk"), case, since=room.scene.now - timedelta(days=9)))
    room.browser("auditor").get("/audit/", {"subject": number(case)})
    after = looks.looks(room.scene.actor("desk"), case, since=room.scene.now - timedelta(days=9))
    assert len(after) == before + 1
    assert (after[0].name, after[0].what, after[0].purpose) == ("auditor", "trust.journal", "审计：查日志")


def test_who_looked_is_found_by_case_with_the_purpose(room, case):
    page = text(room.browser("auditor").get("/audit/looks/", {"subject": number(case), "what": "cases.reporter"}))
    for words in ("约上门时间", "反映人姓名电话", "受理员", "6 次"):
        assert words in page


def test_many_looks_are_a_plain_count_by_day(room, case):
    found = looks.repeated(room.scene.actor("auditor"), **week(room))
    assert [(one.subject, one.count) for one in found if one.what == "cases.reporter"] == [(case, 6)]


def test_a_search_is_always_bounded(room, case):
    answer = room.browser("auditor").get("/audit/", {"since": "2020-01-01", "until": "2026-12-01"})
    assert answer.status_code == 422
    assert "一次最多查 92 天" in text(answer)
    with pytest.raises(Refusal):
        audit.journal_page(room.scene.actor("auditor"), Asked(since=room.scene.now, until=room.scene.now))


def test_pages_follow_one_another_without_a_gap(room, case):
    asked, who = Asked(**week(room)), room.scene.actor("auditor")
    whole = [line.id for page in audit.journal_all(who, asked) for line in page]
    paged, after = [], ""
    while True:
        page = audit.journal_page(who, asked, after=after, size=7)
        paged += [line.id for line in page.lines]
        after = page.after
        if not after:
            break
    assert len(whole) > 20
    assert paged == whole


def test_the_export_has_every_line_found(room, case):
    answer = room.browser("auditor").get("/audit/", {"subject": number(case), "csv": ""})
    sheet = b"".join(answer.streaming_content).decode("utf-8-sig")
    found = audit.journal_page(room.scene.actor("auditor"), Asked(subject=case, **week(room)))
    assert len(sheet.strip().splitlines()) == len(found.lines) + 1
    assert WORDS not in sheet


@pytest.mark.parametrize("path", ["/audit/", "/audit/looks/"])
@pytest.mark.parametrize("who", ["admin", "security", "desk", "supervisor"])
def test_nobody_else_reads_the_journal(room, who, path):
    assert room.browser(who).get(path).status_code == 404


@pytest.mark.parametrize("who", ["admin", "security", "desk"])
def test_the_queries_themselves_are_shut_to_others(room, who, case):
    actor = room.scene.actor(who)
    for ask in (
        lambda: audit.journal_page(actor, Asked(**week(room))),
        lambda: looks.looks_page(actor, AskedLooks(**week(room))),
        lambda: looks.repeated(actor, **week(room)),
        lambda: cases.id_of_number(actor, number(case)),
    ):
        with pytest.raises(Missing):
            ask()


def test_the_auditor_does_not_open_the_case_itself(room, case):
    client = room.browser("auditor")
    assert client.get(f"/case/{case}/").status_code == 404
    with pytest.raises(Missing):
        cases.case_card(room.scene.actor("auditor"), case, room.scene.now)
    with pytest.raises(Missing):
        cases.reporter_whole(room.scene.actor("auditor"), case, "审计")


def test_a_sealed_reporter_is_a_pseudonym_to_the_auditor_too(room):
    town = room.scene
    mine = town.report(town.actor("resident"), sealed=True, n=3)
    found = audit.journal_page(town.actor("auditor"), Asked(subject=mine, **week(room)))
    assert found.lines
    assert town.account("resident") not in {line.actor_account for line in found.lines}
    by_account = audit.journal_page(town.actor("auditor"), Asked(account=town.account("resident"), **week(room)))
    assert mine not in {line.subject for line in by_account.lines}


def test_an_auditor_of_another_area_finds_nothing_here(room, case):
    stranger = Actor(
        kind="staff",
        account=new_id(),
        grants=(
            Grant(right="trust.audit", area=AreaCode("321181109")),
            Grant(right="people.see", area=AreaCode("321181108")),
        ),
    )
    assert audit.journal_page(stranger, Asked(**week(room))).lines == ()
    own = looks.looks_page(stranger, AskedLooks(**week(room))).lines
    assert {line.account for line in own} == {stranger.account}, "only that she searched"
    with pytest.raises(Missing):
        audit.entry_whole(stranger, room.scene.entries(case)[0].id)
