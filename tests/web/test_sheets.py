"""A list of any length as a file: what stays in memory is one page of rows, and the file is what a spreadsheet opens."""

import csv
import io
import json
import tracemalloc
from collections import deque
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from liren.web.sheets import delimited, geo, xlsx

WHEN = datetime(2026, 11, 22, 1, 2, tzinfo=UTC)
HEAD = ["编号", "时限", "事项", "数"]
ROW = ("界牌〔2026〕000123", WHEN, "路灯三天不亮了，晚上接孩子看不见路", 7)
PAGE = 1_000
MORE = 500_000


def pages(n):
    for _ in range(n):
        yield [ROW] * PAGE


@pytest.mark.parametrize("writer", [xlsx, delimited], ids=["xlsx", "csv"])
def test_ten_times_as_many_rows_take_no_more_memory(writer):
    deque(writer.stream(HEAD, pages(1)), maxlen=0)
    peaks = []
    for many in (2, 20):
        tracemalloc.start()
        try:
            deque(writer.stream(HEAD, pages(many)), maxlen=0)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] - peaks[0] < MORE, f"{peaks[0] / 1e6:.1f} MB, then {peaks[1] / 1e6:.1f} MB"


def test_a_file_leaves_while_its_rows_are_still_being_read():
    asked = []

    def counted():
        for n, page in enumerate(pages(5)):
            asked.append(n)
            yield page

    for writer in (delimited, geo):
        asked.clear()
        rows = ([(*row, None, None) for row in page] for page in counted()) if writer is geo else counted()
        stream = writer.stream(HEAD, rows)
        sent = 0
        while sent < 500 and len(asked) < 5:
            sent += len(next(stream))
        assert asked[-1] < 4, f"{writer.__name__} waits for its last row"


def test_every_character_that_xml_refuses_is_left_out_and_the_rest_stays():
    words = "a\x00b\x0bc<&>\"'😀 \ud800d\n第二行" + "长" * 40_000
    out = io.BytesIO(b"".join(xlsx.stream(["一", "二"], [[(words, None), ("", 2.5), ("  空格  ", True)]])))
    cells = [[c.value for c in row] for row in load_workbook(out).active.iter_rows()]
    assert cells[1][0].startswith("abc<&>\"'😀 d\n第二行长")
    assert len(cells[1][0]) <= 32_767
    assert cells[2][1] == 2.5
    assert cells[3] == ["  空格  ", True]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_compute_is_words(start):
    listed = b"".join(delimited.stream(["一"], [[(f"{start}cmd|' /C calc'!A0",)]])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(listed, newline="")))[1][0].startswith(f"'{start}cmd")
    out = io.BytesIO(b"".join(xlsx.stream(["一"], [[(f"{start}1+1",)]])))
    cell = load_workbook(out).active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_negative_number_stays_a_number():
    assert b"".join(delimited.stream(["数"], [[(-3,)]])).decode("utf-8-sig").splitlines() == ["数", "-3"]


def test_a_moment_is_a_date_on_the_clock_here():
    out = io.BytesIO(b"".join(xlsx.stream(HEAD, [[ROW]])))
    assert load_workbook(out).active["B2"].value.replace(second=0, microsecond=0) == datetime(2026, 11, 22, 9, 2)  # noqa: DTZ001
    assert "2026-11-22 09:02" in b"".join(delimited.stream(HEAD, [[ROW]])).decode()


def test_an_empty_list_is_a_file_with_its_headings():
    assert b"".join(delimited.stream(HEAD, [])).decode("utf-8-sig").strip() == "编号,时限,事项,数"
    assert load_workbook(io.BytesIO(b"".join(xlsx.stream(HEAD, [])))).active.max_row == 1
    assert json.loads(b"".join(geo.stream(HEAD, []))) == {"type": "FeatureCollection", "features": []}


def test_a_case_without_a_place_stays_in_the_geojson():
    rows = [[(*ROW, 119.7, 32.1)], [(*ROW, None, None)]]
    found = json.loads(b"".join(geo.stream(HEAD, rows)))["features"]
    assert [f["geometry"] for f in found] == [{"type": "Point", "coordinates": [119.7, 32.1]}, None]
    assert found[0]["properties"]["时限"] == "2026-11-22T01:02:00+00:00"
