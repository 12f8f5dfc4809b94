"""Replay on a real database: what the journal and the rows hold afterwards, and an account recounted by another hand."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from liren.cases.rules.fold import fold
from liren.config.replay import files, mapping, rows, run
from liren.config.supervisor.home import Home
from liren.config.supervisor.trouble import Trouble
from liren.kernel import Refusal
from liren.kernel.actor import the_house
from liren.trust import journal, sql
from tests.config import logs
from tests.config.recount_log import recount

pytestmark = pytest.mark.usefixtures("db")
MAP = mapping.read(logs.BOSTON)
ROWS = 2000


@pytest.fixture(scope="module")
def boston(db, tmp_path_factory):
    """The first rows of Boston's summer, replayed: (file, frozen map's path, account)."""
    folder = tmp_path_factory.mktemp("replay")
    file = logs.head(logs.real("boston_2011q3.csv.gz"), folder / "boston.csv", ROWS)
    return file, folder / "home" / files.MARK, fed(file, MAP, folder / "home")


def fed(file, map, home):
    log = rows.read(file, map)
    return run.replay(log, map, files.the_map(log, map, Home(home), file)).as_json()


def test_the_account_is_what_an_independent_script_counts_from_the_file(boston):
    file, frozen, account = boston
    counted = recount(file, logs.BOSTON, frozen)
    assert {name: account[name] for name in counted} == counted
    assert account["lost"] == 0


def test_the_sums_of_the_account_are_equal(boston):
    account = boston[2]
    assert account["in"] == ROWS == account["closed"] + account["open"] + account["refused"]
    assert account["no_due"] + account["on_time"] + account["late"] == account["closed"] + account["open"]
    assert account["located"] + account["outside"] + account["placed_by_default"] == account["in"] - account["refused"]
    assert sum(account["classes"].values()) == account["closed"] + account["open"]


def test_a_second_run_doubles_nothing_and_counts_the_same(boston):
    file, frozen, account = boston
    before = [sql.value(f"select count(*) from {table}") for table in ("cases_case", "cases_note", "cases_clock")]
    again = fed(file, MAP, frozen.parent)
    assert again | {"seconds": 0} == account | {"seconds": 0}
    assert before == [sql.value(f"select count(*) from {t}") for t in ("cases_case", "cases_note", "cases_clock")]


def test_the_same_rows_in_other_chunks_double_nothing(boston, tmp_path):
    _, frozen, account = boston
    shorter = logs.head(logs.real("boston_2011q3.csv.gz"), tmp_path / "part.csv", ROWS // 2 + 77)
    fed(shorter, MAP, frozen.parent)
    assert sql.value("select count(*) from cases_case where channel = 'log'") == account["closed"] + account["open"]


def test_entries_say_replay_carry_the_logs_own_times_and_fold_to_the_row(boston):
    for row in sql.rows("select id, state, reported_at, closed_at, version from cases_case order by id limit 200"):
        entries = journal.timeline(the_house("test"), row["id"], datetime.now(UTC) - timedelta(hours=1))
        assert {entry.mode for entry in entries} == {"replay"}
        assert entries[0].at == row["reported_at"]
        assert row["closed_at"] in (None, entries[-1].at)
        state = fold(entry.event for entry in entries)
        assert (state.state, state.version, state.closed_at) == (row["state"], row["version"], row["closed_at"])


def test_it_never_records_a_verification_a_confirmation_or_a_rating(boston):
    with journal.reading(the_house("test")):
        names = Counter(sql.values("select name from trust_entry where name like 'Case%%' or name like 'Re%%'"))
    assert set(names) == {"CaseReported", "CaseDispatchedAsLogged", "CaseClosedAsLogged"}
    assert sql.values("select distinct confirm from cases_case where channel = 'log'") == ["none"]
    assert sql.value("select count(*) from cases_case where verifier is not null or solved is not null") == 0


def test_old_requests_send_no_message_and_ring_no_bell(boston):
    assert sql.value("select count(*) from trust_delivery") == 0
    assert sql.value("select count(*) from trust_timer") == 0


def test_a_later_file_with_the_same_map_has_real_outsiders_in_the_queue_outside_every_grid(boston, tmp_path):
    _, frozen, _ = boston
    far = {"longitude": "-70.5", "latitude": "41.9", "case_enquiry_id": "later-1"}
    without = {"longitude": "", "latitude": "", "case_enquiry_id": "later-2"}
    home = {"longitude": "-71.0772", "latitude": "42.2715", "case_enquiry_id": "later-3"}
    account = fed(logs.write(tmp_path / "later.csv", far, without, home), MAP, frozen.parent)
    assert (account["located"], account["outside"], account["without_usable_point"]) == (1, 2, 1)
    outside = sql.rows("select scope, placed from cases_case where placed = 'outside'")
    assert [(row["scope"], row["placed"]) for row in outside] == [("990101", "outside")] * 2


def test_another_log_is_refused_a_home_that_holds_one(boston):
    file, frozen, _ = boston
    with pytest.raises(Trouble, match="请用 --data 换一个目录"):
        fed(file, replace(MAP, code="chicago"), frozen.parent)


def test_a_home_with_other_data_is_not_for_replay(boston, tmp_path):
    (tmp_path / "secrets.json").write_text("{}")
    with pytest.raises(Trouble, match="里有别的数据"):
        fed(boston[0], MAP, tmp_path)


def test_a_log_row_can_not_come_in_live(boston):
    from liren.config.replay.feed import commands
    from liren.kernel.ids import new_id
    from liren.trust import gate

    log = rows.read(boston[0], MAP)
    frozen = files.the_map(log, MAP, Home(boston[1].parent), boston[0])
    kinds = {kind: new_id() for kind in {*MAP.types.values(), MAP.fallback}}
    order = replace(next(commands(log, MAP, frozen, kinds, {})), case_id=new_id())
    with pytest.raises(Refusal, match="liren replay"):
        gate.execute_many([order], actor=the_house("replay"), now=datetime.now(UTC), key=new_id(), mode="live")
