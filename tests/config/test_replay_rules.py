"""Replay without a database: what rows, maps and cells come to."""

from datetime import UTC, datetime

import h3
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from liren.config.replay import cells, mapping, rows
from liren.config.replay.feed import case_id, commands
from liren.config.supervisor.trouble import Trouble
from liren.kernel.ids import new_id
from tests.config.logs import BOSTON, HERE, MAPS, write

MAP = mapping.read(BOSTON)


def log(tmp_path, *given_rows):
    return rows.read(write(tmp_path / "log.csv", *given_rows), MAP)


def spread(n, **more):
    """n rows on n points of their own, so that no point is shared too much."""
    return [{"longitude": str(HERE[0] + i / 1e4), **more} for i in range(n)]


def orders(log, frozen):
    entries = {kind: new_id() for kind in {*MAP.types.values(), MAP.fallback}}
    return list(commands(log, MAP, frozen, entries, {}))


@pytest.mark.parametrize("path", sorted(MAPS.glob("*.toml")), ids=lambda p: p.stem)
def test_every_shipped_map_names_only_shipped_kinds(path):
    from liren.cases.kinds import shipped_kinds

    map = mapping.read(path)
    assert {*map.types.values(), map.fallback} <= set(shipped_kinds())


def test_times_are_read_in_the_zone_of_the_map(tmp_path):
    (row,) = log(tmp_path, {}).rows
    assert row.opened == datetime(2011, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"case_enquiry_id": " "}, "没有编号"),
        ({"open_dt": "yesterday"}, "“yesterday”读不懂"),
        ({"open_dt": ""}, "读不懂"),
        ({"open_dt": "0001-01-01 00:00:00"}, "读不懂"),
    ],
)
def test_a_row_that_can_not_be_a_case_is_refused_with_a_sentence(tmp_path, cells, says):
    made = log(tmp_path, cells, {})
    assert (len(made.rows), made.size) == (1, 2)
    assert made.refused[0].row == 2
    assert says in made.refused[0].sentence


def test_a_second_row_of_the_same_id_is_refused_and_names_the_first(tmp_path):
    made = log(tmp_path, {"case_enquiry_id": "7"}, {"case_enquiry_id": "7"})
    assert [r.row for r in made.refused] == [3]
    assert "第 2 行" in made.refused[0].sentence


def test_oddities_are_taken_over_and_counted(tmp_path):
    made = log(tmp_path, {"closed_dt": "2011-06-01 00:00:00"}, {"target_dt": "soon"}, {"closed_dt": "?"})
    assert len(made.rows) == 3
    assert made.oddities["closed_before_opened"] == 1
    assert made.oddities["due_unreadable"] == made.oddities["closed_unreadable"] == 1
    assert (made.rows[1].due, made.rows[2].closed) == (None, None)


@pytest.mark.parametrize(
    ("lon", "lat", "vague"),
    [("", "", "missing"), ("x", "42", "missing"), ("0", "0", "missing"), ("-77", "39", "rounded"), ("200", "5", "missing"),
     ("nan", "42", "missing"), ("-71.0", "42.3", "")],
)  # fmt: skip
def test_a_place_that_is_none_says_which_way(tmp_path, lon, lat, vague):
    (row,) = log(tmp_path, {"longitude": lon, "latitude": lat}).rows
    assert row.vague == vague


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("case_enquiry_id,open_dt\n1,2011-07-01 00:00:00\n")
    with pytest.raises(Trouble, match="target_dt"):
        rows.read(path, MAP)


@pytest.mark.parametrize(
    ("change", "says"),
    [("county = '990101'", "99"), ("time_zone = 'America/New_York'", "时区"), ("fallback = 'other'", "读不懂")],
)
def test_a_bad_map_is_refused_with_key_and_remedy(tmp_path, change, says):
    key = change.split(" = ")[0]
    wrong = {"county": "321181", "time_zone": "Boston", "fallback": "Not a code!"}[key]
    lines = [f'{key} = "{wrong}"' if x.startswith(f"{key} =") else x for x in BOSTON.read_text().splitlines()]
    path = tmp_path / "wrong.toml"
    path.write_text("\n".join(lines))
    with pytest.raises(Trouble, match=says):
        mapping.read(path)


def test_a_cell_belongs_to_the_neighbourhood_with_most_of_its_points(tmp_path):
    made = log(
        tmp_path, *spread(120, neighborhood="Mattapan"), *spread(100, neighborhood="Roxbury", latitude="42.2716")
    )
    frozen = cells.freeze(made.rows, MAP, "first")
    home = frozen.code(HERE)
    assert frozen.communities[home[:12]] == "Mattapan"
    assert frozen.towns[home[:9]] == "B3"
    assert home.startswith("990101901901")
    assert len(home) == 17


def test_a_point_that_many_rows_share_is_placed_by_default_and_no_cell_comes_of_it(tmp_path):
    made = log(tmp_path, *spread(98), *[{"longitude": "-71.2", "latitude": "42.4"}] * 2)
    frozen = cells.freeze(made.rows, MAP, "first")
    assert frozen.defaults == ((-71.2, 42.4),)
    assert frozen.code((-71.2, 42.4)) is None
    assert sum(order.placed_by_default for order in orders(made, frozen)) == 2


def test_one_row_in_a_hundred_is_not_yet_too_many(tmp_path):
    for usual, defaults in ((197, ((-71.2, 42.4),)), (198, ())):
        made = log(tmp_path, *spread(usual), *[{"longitude": "-71.2", "latitude": "42.4"}] * 2)
        assert cells.freeze(made.rows, MAP, "first").defaults == defaults


def test_a_later_file_has_real_outsiders(tmp_path):
    frozen = cells.freeze(log(tmp_path, *spread(150)).rows, MAP, "first")
    later = log(tmp_path, *spread(150), {"longitude": "-70.5", "latitude": "42.0"})
    placed = [frozen.code((order.lon, order.lat)) for order in orders(later, frozen)]
    assert placed[-1] is None
    assert all(placed[:-1])


def test_a_coordinate_rounded_to_a_degree_is_not_fed_as_a_place(tmp_path):
    made = log(tmp_path, *spread(150), {"longitude": "-71", "latitude": "42"})
    last = orders(made, cells.freeze(made.rows, MAP, "first"))[-1]
    assert (last.lon, last.lat, last.placed_by_default) == (None, None, False)


def test_freezing_twice_gives_the_same_map(tmp_path):
    made = log(tmp_path, *spread(150), *spread(40, neighborhood="Roxbury", latitude="42.33"))
    assert cells.freeze(made.rows, MAP, "a") == cells.freeze(tuple(reversed(made.rows)), MAP, "a")


@settings(deadline=None, max_examples=60)
@given(st.floats(-71.19, -70.95), st.floats(42.23, 42.40))
def test_a_point_lies_in_the_outline_of_the_micro_grid_it_is_given(lon, lat):
    cell = h3.cell_to_parent(h3.latlng_to_cell(lat, lon, 9), 8)
    frozen = cells.Frozen(
        map="boston", county="990101", made_from="", towns={"990101901": "B3"},
        communities={"990101901901": "X"}, grids={cell: "990101901901001"}, defaults=(),
    )  # fmt: skip
    shapes = {row.code: shapely.from_wkb(row.shape) for row in cells.outlines(frozen, "990101901")}
    code = frozen.code((lon, lat))
    assert shapes[code].distance(shapely.Point(lon, lat)) < 1e-7
    assert len(shapes) == 8
    micro = [shape for key, shape in shapes.items() if len(key) == 17]
    assert shapely.unary_union(micro).symmetric_difference(shapes["990101901901001"]).area < 1e-12


def test_a_neighbourhood_with_more_than_999_grids_is_refused():
    from dataclasses import replace

    from liren.config.replay.rows import LogRow

    one = LogRow(
        row=2, id="1", opened=datetime(2011, 7, 1, tzinfo=UTC), due=None, closed=None, point=None, vague="",
        neighbourhood="All", town="T", type="", unit="", words="",
    )  # fmt: skip
    points = [(-100 + i % 40 / 20, 30 + i // 40 / 20) for i in range(1100)]
    with pytest.raises(Trouble, match="999"):
        cells.freeze(tuple(replace(one, point=p) for p in points), MAP, "first")


def test_a_case_keeps_its_id_from_run_to_run_and_from_map_to_map_differs(tmp_path):
    from dataclasses import replace

    (row,) = log(tmp_path, {}).rows
    assert case_id(MAP, row) == case_id(MAP, row)
    assert case_id(MAP, row) != case_id(replace(MAP, code="other"), row)
    assert case_id(MAP, row).version == 7
