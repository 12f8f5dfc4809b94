"""Venues: entered where they stand, put right, checked for barriers, imported and taken back."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import count
from uuid import uuid5

import pytest

from liren.kernel import Refusal
from liren.kernel.actor import ANONYMOUS
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, FileSource
from liren.trust import sql
from liren.venues import commands as c
from liren.venues import queries
from liren.venues.difference import difference
from liren.venues.rules import venue_rows
from tests.scene import TOWN
from tests.venues.place import clerk, order, room, venue

ZONES = {"老年活动中心": "elders", "图书阅览室": "reading"}


def test_a_venue_belongs_to_the_micro_grid_it_stands_in_and_follows_its_point(town):
    at = venue(town, 2, name="阳光驿站")
    card = queries.venue_card(ANONYMOUS, at, town.now)
    assert card.area == town.made.at(17)[2].code
    lon, lat = town.point(5)
    order(town, c.CorrectVenue(venue=at, name="阳光驿站", address="同心路 1 号", lon=lon, lat=lat, zones=("reading",)))
    moved = queries.venue_card(ANONYMOUS, at, town.now)
    assert (moved.area, moved.zones, moved.version) == (town.made.at(17)[5].code, ("reading",), 2)
    with pytest.raises(Refusal, match=r"范围内|网格里"):
        order(town, c.CorrectVenue(venue=at, name="阳光驿站", address="同心路 1 号", lon=100.0, lat=30.0))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": " "}, "名称要有"), ({"address": ""}, "写到门牌"), ({"phone": "问村长"}, "不是电话号码"),
        ({"floor_area": 0}, "建筑面积"), ({"zones": ("swimming",)}, "没有这个功能区"), ({"operator": new_id()}, "没有这个单位"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(town, wrong, says):
    with pytest.raises(Refusal, match=says):
        venue(town, **wrong)


def test_one_community_has_no_two_venues_of_one_name(town):
    venue(town, 0, name="同名驿站")
    with pytest.raises(Refusal, match="已经有同名的阵地"):
        venue(town, 0, name="同名驿站")


def test_barrier_free_facts_carry_the_day_they_were_checked_and_others_keep_theirs(town):
    at, today = venue(town), town.now.date()
    order(town, c.NoteAccess(venue=at, checked_on=today - timedelta(days=9), facts=(("ramp", "yes"), ("lift", "no"))))
    order(town, c.NoteAccess(venue=at, checked_on=today, facts=(("lift", "yes"),)))
    facts = {f.code: (f.answer, f.checked_on) for f in queries.venue_card(ANONYMOUS, at, town.now).access}
    assert (facts["ramp"], facts["lift"], facts["toilet"]) == (
        ("yes", today - timedelta(days=9)), ("yes", today), ("unknown", None),
    )  # fmt: skip
    with pytest.raises(Refusal, match="不能晚于今天"):
        order(town, c.NoteAccess(venue=at, checked_on=today + timedelta(days=3), facts=(("ramp", "no"),)))


def test_the_office_lists_its_own_areas_the_public_list_everything_in_use(town):
    here, there = venue(town, 0), venue(town, len(town.made.at(17)) - 1)
    community = town.made.at(17)[0].code[:12]
    mine = {card.id for card in queries.mine(clerk(community), town.now)}
    assert here in mine
    assert there not in mine
    assert {here, there} <= {card.id for card in queries.on_list(ANONYMOUS, town.now)}
    assert queries.mine(clerk(rights=()), town.now) == []


def table(town, *rows: dict[str, str]) -> c.ImportVenues:
    numbers = count(1)
    read, errors = venue_rows(
        [(n + 2, row) for n, row in enumerate(rows)], ZONES, lambda: uuid5(new_id(), str(next(numbers)))
    )
    assert errors == ()
    return c.ImportVenues(area=TOWN, rows=read)


def line(town, name: str, n: int = 0, **more: str) -> dict[str, str]:
    lon, lat = town.point(n)
    return {
        "名称": name,
        "地址": "织水路 8 号",
        "经度": str(lon),
        "纬度": str(lat),
        "开放时间": "每天 08:00-18:00",
        **more,
    }


def sourced(made: c.ImportVenues) -> c.ImportVenues:
    return replace(made, source=FileSource(id=new_id(), name="阵地.csv", digest=sha256(b"x").digest()))


def test_an_imported_list_is_shown_first_goes_in_whole_and_is_taken_back_whole(town):
    first = sourced(table(town, line(town, "甲驿站", 1, 功能区="老年活动中心、图书阅览室"), line(town, "乙驿站", 2)))
    assert [change.name for change in difference(clerk(), first).added] == ["甲驿站", "乙驿站"]
    assert order(town, first) == {"added": 2, "changed": 0, "same": 0}
    second = sourced(table(town, line(town, "甲驿站", 1, 电话="0511-00005678"), line(town, "乙驿站", 2)))
    found = difference(clerk(), second)
    assert [{f: (a, b) for f, a, b in change.fields}["电话"] for change in found.changed] == [("空", "0511-00005678")]
    assert found.same == 1
    order(town, second)
    with pytest.raises(Refusal, match="又改过其中的内容"):
        order(town, c.UndoVenuesImport(record=first.source.id))
    assert order(town, c.UndoVenuesImport(record=second.source.id)) == {"removed": 0, "restored": 1}
    held = {card.name: card for card in queries.on_list(ANONYMOUS, town.now)}
    assert (held["甲驿站"].phone, held["甲驿站"].zones) == ("", ("elders", "reading"))


def test_a_list_goes_in_with_as_many_statements_whether_it_is_short_or_long(town):
    def statements(names: list[str]) -> int:
        made = table(town, *(line(town, name, 4) for name in names))
        with sql.counted() as said:
            order(town, made)
        return sum("venues_venue" in one for one in said)

    assert statements(["一号"]) == statements([f"长名单{n}" for n in range(60)])


def test_what_was_built_upon_an_import_stands_in_the_way_of_undoing_it(town):
    made = sourced(table(town, line(town, "丙驿站", 3)))
    order(town, made)
    room(town, made.rows[0].venue)
    with pytest.raises(Refusal, match=r"丙驿站.*登记了房间"):
        order(town, c.UndoVenuesImport(record=made.source.id))


def test_wrong_cells_are_named_by_row_and_nothing_is_written(town):
    rows = [(2, line(town, "", 0)), (3, line(town, "丁驿站", 0, 开放时间="看心情", 功能区="溜冰场", 建筑面积="很大"))]
    _, errors = venue_rows(rows, ZONES, new_id)
    assert [(e.row, e.column) for e in errors] == [(2, "名称"), (3, "建筑面积"), (3, "开放时间"), (3, "功能区")]
    before = sql.value("select count(*) from venues_venue")
    with pytest.raises(BadRows, match="没有登记“某公司”"):
        order(town, table(town, line(town, "戊驿站", 0), line(town, "己驿站", 1, 运营单位="某公司")))
    with pytest.raises(BadRows, match="同名"):
        order(town, table(town, line(town, "戊驿站", 0), line(town, "戊驿站", 0)))
    assert sql.value("select count(*) from venues_venue") == before


def test_counts_are_of_venues_and_deliberation_rooms_in_use(town):
    before = queries.counts(ANONYMOUS, TOWN)
    at = venue(town)
    room(town, at)
    room(town, at, kind="activity")
    assert queries.counts(ANONYMOUS, TOWN) == (before[0] + 1, before[1] + 1)


def test_rooms_stand_in_the_order_of_their_numbers(town):
    at = venue(town, 4)
    for name in ("十号议事室", "三号议事室", "一号议事室", "二号议事室"):
        order(town, c.AddRoom(room=new_id(), venue=at, name=name, kind="deliberation", seats=8))
    assert [r.name[0] for r in queries.rooms_of(ANONYMOUS, [at])] == ["一", "二", "三", "十"]
