"""Lists, counts and pages on a real database, and how many statements each thing takes."""

from datetime import UTC, datetime, timedelta

import pytest

from liren.cases import commands as c
from liren.cases import queries
from liren.cases.queries import Filter
from liren.cases.queries.sameness import likely_same
from liren.cases.rules.queues import ENDED, OPEN, QUEUES
from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Refusal
from liren.kernel.actor import Grant
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from tests.cases.room import DESK, HANDLER, HOUSE, KEEPER, RESIDENT, VERIFIER, Desk, import_town, staff

ANONYMOUS_SIZE = 7


@pytest.fixture(scope="module")
def desk(db, tmp_path_factory):
    """A town with cases in every state, made in the real now so that the journal's time bounds hold."""
    made = Desk(import_town(tmp_path_factory.mktemp("town")), now=datetime.now(UTC))
    for n in range(12):
        made.report(n=n * 7, actor=RESIDENT)
        made.dispatched(n=n)
    for n in range(5):
        made.fed_back(n=n)
        made.closed(n=n)
    made.do(DESK, c.RefuseCase, made.report(n=2))
    made.do(HANDLER, c.ReturnCase, made.dispatched(n=3))
    made.do(DESK, c.HandToKeeper, made.report(n=4), keeper=KEEPER.account)
    made.report(lon=119.6, lat=31.9)
    return made


def everything(viewer, asked: Filter, now, size=ANONYMOUS_SIZE):
    """All lines of a list, page by page."""
    lines, after = [], ""
    while True:
        got = queries.page(viewer, asked, now, after=after, size=size)
        lines += got.lines
        if not got.after:
            return lines
        after = got.after


@pytest.mark.parametrize("queue", QUEUES)
def test_pages_show_every_row_once_and_counts_equal_them(desk, queue):
    for viewer in (DESK, HANDLER, KEEPER, RESIDENT):
        lines = everything(viewer, Filter(queue=queue), desk.now)
        assert len({line.id for line in lines}) == len(lines)
        keys = [(line.sort_at, line.id) for line in lines]
        assert keys == sorted(keys, reverse=QUEUES[queue].latest)
        if QUEUES[queue].counted:
            assert queries.counts(viewer, desk.now).get(queue, 0) == len(lines)


def test_what_is_open_and_what_has_ended_add_up_to_all(desk):
    total = sql.value("select count(*) from cases_case where scope like '321181108%%'")
    both = [*everything(DESK, Filter(), desk.now), *everything(DESK, Filter(queue="ended"), desk.now)]
    assert len(both) == total
    assert {line.state for line in both} <= {*OPEN, *ENDED}


def test_late_and_soon_follow_the_clock(desk):
    later = desk.now + timedelta(days=30)
    assert everything(DESK, Filter(queue="late"), desk.now) == []
    late = everything(DESK, Filter(queue="late"), later)
    assert len(late) == len(everything(DESK, Filter(), later))
    assert queries.counts(DESK, later)["late"] == len(late)
    assert everything(DESK, Filter(late=True), later) == late


def test_a_filter_narrows_by_state_kind_area_and_text(desk):
    found = everything(DESK, Filter(state="feedback"), desk.now)
    assert {line.state for line in found} == {"feedback"}
    assert everything(DESK, Filter(kind="noise"), desk.now) == []
    grid = found[0].scope[:15]
    assert {line.scope[:15] for line in everything(DESK, Filter(area=grid), desk.now)} == {grid}
    assert [line.id for line in everything(DESK, Filter(text=found[0].number), desk.now)] == [found[0].id]
    assert everything(DESK, Filter(text="%"), desk.now) == []


def test_an_area_outside_the_viewers_own_shows_nothing(desk):
    assert everything(DESK, Filter(area="321182"), desk.now) == []
    small = staff("small", area=desk.made.at(15)[0].code)
    assert {line.scope[:15] for line in everything(small, Filter(), desk.now)} == {desk.made.at(15)[0].code}


def test_a_viewer_without_a_right_has_no_list_and_no_counts(desk):
    nobody = type(DESK)(kind="staff", account=new_id())
    assert queries.page(nobody, Filter(), desk.now).lines == ()
    assert queries.counts(nobody, desk.now).get("open", 0) == 0


def test_overlapping_grants_show_a_case_once(desk):
    town = AreaCode("321181108")
    twice = (
        Grant(right="cases.see", area=town, kinds=("street_light_out",)),
        Grant(right="cases.see", area=AreaCode(desk.made.at(15)[0].code), secrecy=1),
    )
    viewer = type(DESK)(kind="staff", account=new_id(), grants=twice)
    lines = everything(viewer, Filter(), desk.now)
    assert len({line.id for line in lines}) == len(lines) > 0
    assert queries.counts(viewer, desk.now)["open"] == len(lines)


def test_a_page_key_that_was_tampered_with_is_refused(desk):
    with pytest.raises(Refusal):
        queries.page(DESK, Filter(), desk.now, after="bm9uc2Vuc2U=")


def test_the_keeper_sees_what_was_handed_to_her_due_first(desk):
    first, second = desk.report(n=30), desk.report(n=30)
    for case in (second, first):
        desk.do(DESK, c.HandToKeeper, case, keeper=KEEPER.account)
    mine = [line.id for line in queries.keepers_list(KEEPER, desk.now) if line.id in (first, second)]
    assert sorted(mine) == sorted((first, second))
    due = [line.sort_at for line in queries.keepers_list(KEEPER, desk.now)]
    assert due == sorted(due)


def test_the_same_thing_close_by_is_found(desk):
    one, two = desk.report(n=50), desk.report(n=50)
    far = desk.report(n=90)
    found = likely_same(DESK, queries.case_card(DESK, one, desk.now), ["street_light_out"])
    alike = {other.line.id: other.same for other in found}
    assert far not in alike
    assert one not in alike
    assert alike[two].likely
    assert alike[two].metres == pytest.approx(0, abs=1)
    assert alike[two].kind


def test_a_card_tells_what_happened_and_what_this_viewer_may_do(desk):
    case = desk.fed_back()
    card = queries.case_card(VERIFIER, case, desk.now)
    assert [e.name for e in card.timeline] == ["CaseReported", "CaseDispatched", "CaseTakenUp", "ResultReported"]
    assert card.words == "路灯不亮，已经三天了"
    assert "verify" in {a.code for a in card.acts if not a.why_not}
    assert {k.label for k in card.clocks} >= {"办结", "核查"}
    assert card.state_label == "已反馈，待核查"


def counted(what) -> int:
    """Statements of one act, when the catalogue in memory is fresh."""
    catalogue.entries("case_kind", at=datetime.now(UTC))
    with sql.counted() as seen:
        what()
    return len(seen)


def test_a_report_takes_three_statements(desk):
    assert counted(lambda: desk.report()) == 3


def test_a_move_takes_four_statements_and_one_more_to_look_at_another_case_or_at_the_units(desk):
    one, two = desk.report(), desk.report()
    desk.now += timedelta(days=1)
    assert counted(lambda: desk.do(DESK, c.DispatchCase, one)) == 5
    assert counted(lambda: desk.do(HANDLER, c.TakeUpCase, one)) == 4
    assert counted(lambda: desk.do(DESK, c.NoteCase, one)) == 4
    assert counted(lambda: desk.do(DESK, c.MergeCase, two, into=one)) == 5


def test_lists_take_one_statement_and_a_card_two(desk):
    case = desk.closed()
    assert counted(lambda: queries.page(DESK, Filter(), desk.now)) == 1
    assert counted(lambda: queries.counts(DESK, desk.now)) == 1
    assert counted(lambda: queries.case_card(DESK, case, desk.now)) == 2
    assert counted(lambda: queries.visible_ids(DESK, [case])) == 1


def test_facts_name_no_person_and_no_words(desk):
    names = set(
        sql.values(
            """select column_name from information_schema.columns
               where table_schema = 'public' and table_name like 'fact\\_case%%'"""
        )
    )
    private = {"reporter", "title", "place_words", "answers", "lon", "lat", "handler", "keeper", "verifier", "hands"}
    assert names
    assert names.isdisjoint(private)


def test_a_log_is_kept_only_in_a_county_made_by_replay(desk):
    row = c.LogCase(
        case_id=new_id(), county=AreaCode("321181"), entry=new_id(), kind=Code("other"), source=Code("log"),
        opened_at=desk.now,
    )  # fmt: skip
    with pytest.raises(Refusal):
        gate.execute_many([row], actor=HOUSE, now=desk.now, key=new_id())
