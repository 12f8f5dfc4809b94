"""Replay of odd logs: whole-degree coordinates, missing ones, doubled ids, rows that are no case."""

import pytest

from liren.config.replay import files, mapping, rows, run
from liren.config.supervisor.home import Home
from tests.config import logs
from tests.config.recount_log import recount

pytestmark = pytest.mark.usefixtures("db")


def fed(file, map_path, home):
    map = mapping.read(map_path)
    log = rows.read(file, map)
    return run.replay(log, map, files.the_map(log, map, Home(home), file)).as_json()


def test_baltimore_with_its_rounded_and_missing_coordinates_is_recounted_alike(tmp_path):
    file = logs.head(logs.real("baltimore_2018_sample.csv.gz"), tmp_path / "baltimore.csv", 1000, every=10)
    map = logs.MAPS / "baltimore.toml"
    account = fed(file, map, tmp_path / "home")
    counted = recount(file, map, tmp_path / "home" / files.MARK)
    assert {name: account[name] for name in counted} == counted
    assert account["lost"] == 0
    assert account["placed_by_default"] > 0
    assert account["without_usable_point"] > 0


def test_what_is_odd_is_counted_and_not_lost(tmp_path):
    usual = [{"longitude": str(-71.07 + n / 1e4)} for n in range(120)]
    odd = [
        {"closed_dt": "2011-06-01 00:00:00", "longitude": "-71.0601"},
        {"target_dt": "", "longitude": "-71.0602"},
        {"closed_dt": "", "target_dt": "2059-12-31 19:00:00", "longitude": "-71.0603"},
        {"case_enquiry_id": "1", "longitude": "-71.0604"},
        {"case_enquiry_id": "", "longitude": "-71.0605"},
        {"open_dt": "soon", "longitude": "-71.0606"},
        {"type": "Never Heard Of", "longitude": "-71.0607"},
        {"department": "", "longitude": "-71.0608"},
    ]
    file = logs.write(tmp_path / "odd.csv", *usual, *odd)
    account = fed(file, logs.BOSTON, tmp_path / "home")
    counted = recount(file, logs.BOSTON, tmp_path / "home" / files.MARK)
    assert {name: account[name] for name in counted} == counted
    assert (account["in"], account["refused"], account["open"], account["lost"]) == (128, 3, 1, 0)
    assert account["oddities"] == {"closed_before_opened": 1}
    assert (account["fallback_rows"], account["fallback_types"]) == (1, 1)
