"""Seats and the party's tree in the room: one seat at a time, any day as it was, lists taken back only while untouched."""

from datetime import date, timedelta

import pytest

from liren.kernel import AreaCode, Refusal
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, FileSource
from liren.people import commands, queries
from liren.people.queries import committees
from liren.people.queries.tiers import linked_doors, tiers, unit_history
from liren.people.terms import terms
from liren.trust import sql
from tests.people.appointing import NOW, TOWN, clerk, order, person

pytestmark = pytest.mark.usefixtures("db")
TODAY = date(2026, 11, 22)
COMMUNITY = AreaCode(f"{TOWN}401")
KEEPER = clerk(rights=("people.see", "people.register", "people.workforce"))


def seated(who, **more):
    told = {"area": COMMUNITY, "body": "residents", "term": 12, "standing": "part", "role": "member",
            "background": "resident", "came_by": "added", "starts": date(2026, 1, 1)} | more  # fmt: skip
    seat = new_id()
    order(commands.SeatMember(seat=seat, person=who, **told), KEEPER)
    return seat


def test_one_person_has_one_seat_on_one_committee_at_a_time_and_may_come_back():
    who = person("连任", COMMUNITY)
    seat = seated(who, last=date(2026, 3, 31))
    with pytest.raises(Refusal, match="此期间已经是这个委员会的成员"):
        seated(who, starts=date(2026, 3, 31))
    seated(who, body="party", background="police")
    seated(who, starts=date(2026, 4, 1))
    with pytest.raises(Refusal, match="已经结束了"):
        order(commands.EndSeat(seat=seat, last=date(2026, 5, 1)), KEEPER)
    found = committees.seat_figures(KEEPER, COMMUNITY, TODAY)
    assert (found["part"].number, found["part.police"].number, found["part.resident"].number) == (1, 1, 1)


def test_who_may_only_look_gives_nobody_a_seat():
    with pytest.raises(Refusal) as caught:
        order(
            commands.SeatMember(
                seat=new_id(), person=person("无权", COMMUNITY), area=COMMUNITY, body="party", term=1, standing="part",
                role="member", background="police", came_by="co_opted", starts=TODAY,
            ),
            clerk(rights=("people.see", "people.figures")),
        )  # fmt: skip
    assert caught.value.status == 403


def source():
    return FileSource(id=new_id(), name="名单.csv", digest=b"s" * 32)


def test_a_list_of_seats_that_was_ended_since_is_not_taken_back():
    person("甲委员", COMMUNITY)
    row = commands.SeatRow(
        row=2, seat=new_id(), name="甲委员", phone="", area=COMMUNITY, body="party", term=12, standing="part", role="member",
        background="property", came_by="co_opted", starts=date(2026, 2, 1),
    )  # fmt: skip
    from_file = source()
    order(commands.ImportSeats(area=TOWN, rows=(row,), source=from_file), KEEPER)
    order(commands.EndSeat(seat=row.seat, last=date(2026, 10, 1)), KEEPER)
    with pytest.raises(Refusal, match="1 项席位后来又改过"):
        order(commands.UndoSeatsImport(record=from_file.id), KEEPER)


def unit(name, kind, area, **more):
    return commands.UnitRow(row=more.pop("row", 2), unit=new_id(), name=name, kind=kind, area=AreaCode(area), **more)


def test_a_tree_of_a_list_finds_its_parents_by_area_and_goes_out_whole():
    rows = (
        unit("试一网格党小组", "party_group", f"{COMMUNITY}001", row=2),
        unit("试社区党支部", "party_branch", COMMUNITY, row=3),
        unit("试镇党委", "party", TOWN, row=4),
    )
    from_file = source()
    answer = order(commands.ImportUnits(area=TOWN, rows=rows, source=from_file), KEEPER)
    assert answer == {"added": 3, "changed": 0, "same": 0}
    found = {t.name: t for t in tiers(KEEPER, TOWN, TODAY)}
    assert found["试一网格党小组"].parent == found["试社区党支部"].id
    assert found["试社区党支部"].parent == found["试镇党委"].id
    names = {u.name for u in queries.unit_tree(KEEPER)}
    assert "试镇党委" in names
    assert "试社区党支部" not in names, "no case is dispatched below the town's committee"
    assert order(commands.ImportUnits(area=TOWN, rows=rows, source=source()), KEEPER)["same"] == 3
    assert order(commands.UndoUnitsImport(record=from_file.id), KEEPER) == {"removed": 3, "restored": 0}
    assert tiers(KEEPER, TOWN, TODAY) == []


def test_a_tree_that_somebody_built_upon_is_not_taken_back():
    from_file = source()
    root = unit("再镇党委", "party", TOWN)
    order(commands.ImportUnits(area=TOWN, rows=(root,), source=from_file), KEEPER)
    branch = new_id()
    told = commands.RegisterUnit(
        unit=branch, parent=root.unit, kind="party_branch", name="再社区党支部", area=COMMUNITY
    )
    order(told, KEEPER)
    with pytest.raises(Refusal, match="1 个下级单位"):
        order(commands.UndoUnitsImport(record=from_file.id), KEEPER)
    order(commands.RenameUnit(unit=branch, name="再社区党总支", on=date(2026, 6, 1)), KEEPER)
    order(commands.CloseUnit(unit=branch, on=date(2026, 9, 1)), KEEPER)
    by_day = {
        day: [t.name for t in tiers(KEEPER, COMMUNITY, day)] for day in (date(2026, 5, 31), date(2026, 8, 31), TODAY)
    }
    assert list(by_day.values()) == [["再社区党支部"], ["再社区党总支"], []]
    order(commands.ReopenUnit(unit=branch), KEEPER)
    assert [(h.since, h.until) for h in unit_history(KEEPER, branch)] == [
        (TODAY, None), (date(2026, 6, 1), date(2026, 9, 1)), (None, date(2026, 6, 1)),
    ]  # fmt: skip


def test_a_unit_is_not_put_below_itself():
    top, below = new_id(), new_id()
    for one, parent in ((top, None), (below, top)):
        order(commands.RegisterUnit(unit=one, parent=parent, kind="department", name=f"环{one}", area=TOWN), KEEPER)
    with pytest.raises(Refusal, match="不能是它自己或它的下级"):
        order(commands.MoveUnit(unit=top, parent=below, area=TOWN), KEEPER)


def test_a_household_is_linked_by_one_centre_household_only():
    micro = AreaCode(f"{COMMUNITY}00201")
    sql.run(
        """insert into places_building (id, code, name, address, lon, lat, households) values (%s, 'WB1', '', '', 119, 32, 20)""",
        (new_id(),),
    )
    rows = (
        unit("三镇党委", "party", TOWN, row=2), unit("三社区党支部", "party_branch", COMMUNITY, row=3),
        unit("三网格党小组", "party_group", f"{COMMUNITY}002", row=4),
        unit("三一号中心户", "party_household", micro, row=5, doors=tuple(("WB1", f"1-{n}") for n in range(5))),
        unit("三二号中心户", "party_household", micro, row=6, doors=tuple(("WB1", f"1-{n}") for n in range(4, 9))),
    )  # fmt: skip
    with pytest.raises(BadRows) as caught:
        order(commands.ImportUnits(area=TOWN, rows=rows), KEEPER)
    assert [(e.row, e.column) for e in caught.value.errors] == [(6, "联系户")]
    order(commands.ImportUnits(area=TOWN, rows=rows[:4]), KEEPER, now=NOW)
    assert len(linked_doors(KEEPER, rows[3].unit)) == 5
    order(commands.CloseUnit(unit=rows[3].unit), KEEPER)
    assert sql.value("select count(*) from people_linked_door") == 0, "a door is free again"


def links(unit):
    return {
        (r["door"], r["since"]) for r in sql.rows("select door, since from people_linked_door where unit = %s", (unit,))
    }


def test_a_list_that_linked_other_households_gives_the_old_ones_back_when_it_is_taken_back():
    place = AreaCode(f"{COMMUNITY}00301")
    sql.run(
        """insert into places_building (id, code, name, address, lon, lat, households) values (%s, 'WB2', '', '', 119, 32, 40)""",
        (new_id(),),
    )
    doors = tuple(("WB2", f"2-{n}") for n in range(12))
    tree = (
        unit("四镇党委", "party", TOWN, row=2), unit("四社区党支部", "party_branch", COMMUNITY, row=3),
        unit("四网格党小组", "party_group", f"{COMMUNITY}003", row=4),
        unit("四一号中心户", "party_household", place, row=5, doors=doors[:6]),
    )  # fmt: skip
    order(commands.ImportUnits(area=TOWN, rows=tree), KEEPER, now=NOW)
    one = tree[3].unit
    before = links(one)
    assert len(before) == 6
    again = (unit("四一号中心户", "party_household", place, row=2, doors=doors[5:10]),)
    listed = source()
    order(commands.ImportUnits(area=TOWN, rows=again, source=listed), KEEPER, now=NOW + timedelta(days=1))
    assert {door for door, _ in links(one)} == {door for _, door in doors[5:10]}
    order(commands.UndoUnitsImport(record=listed.id), KEEPER, now=NOW + timedelta(days=2))
    assert links(one) == before, "each door since its own day"

    listed = source()
    order(commands.ImportUnits(area=TOWN, rows=again, source=listed), KEEPER, now=NOW + timedelta(days=3))
    other = (unit("四二号中心户", "party_household", place, row=2, doors=doors[:5]),)
    order(commands.ImportUnits(area=TOWN, rows=other), KEEPER, now=NOW + timedelta(days=4))
    with pytest.raises(Refusal, match="有 5 户后来由别的党员中心户联系了"):
        order(commands.UndoUnitsImport(record=listed.id), KEEPER, now=NOW + timedelta(days=5))
    order(commands.LinkHouseholds(unit=one, doors=doors[6:12]), KEEPER)
    with pytest.raises(Refusal, match="1 个党员中心户的联系户后来又改过"):
        order(commands.UndoUnitsImport(record=listed.id), KEEPER)


OTHER = AreaCode(f"{TOWN}402")
FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)


def term(number, starts, last, body="residents"):
    return commands.SetTerm(term=new_id(), area=OTHER, body=body, number=number, starts=starts, last=last)


def seats_held():
    rows = sql.rows(
        "select lower(during) as starts, upper(during) - 1 as last from people_seat where area = %s order by 1, 2",
        (OTHER,),
    )
    return [(r["starts"], r["last"]) for r in rows]


def test_a_term_has_its_days_and_ends_the_seats_that_have_no_end():
    seated(person("届一", OTHER), area=OTHER, starts=date(2026, 2, 1))
    seated(person("届二", OTHER), area=OTHER, starts=FIRST, last=date(2027, 6, 30))
    assert order(term(12, FIRST, LAST), KEEPER)["seats"] == 1
    assert seats_held() == [(FIRST, date(2027, 6, 30)), (date(2026, 2, 1), LAST)]
    seated(person("届三", OTHER), area=OTHER, starts=date(2026, 5, 1))
    assert (date(2026, 5, 1), LAST) in seats_held(), "who is added later leaves with the others"
    with pytest.raises(Refusal, match="第 12 届是 2026-01-01 到 2030-12-31"):
        seated(person("届四", OTHER), area=OTHER, starts=date(2025, 12, 31))
    with pytest.raises(Refusal, match="两届不能重叠"):
        order(term(13, LAST, date(2035, 12, 31)), KEEPER)
    with pytest.raises(Refusal, match="不超过 7 年"):
        order(term(14, date(2031, 1, 1), date(2040, 1, 1)), KEEPER)
    with pytest.raises(Refusal, match="1 个席位不在这几天里"):
        order(term(12, date(2026, 1, 2), LAST), KEEPER)
    assert order(term(12, FIRST, date(2031, 3, 31)), KEEPER)["seats"] == 2, "an election put off keeps everybody"
    assert [t.last for t in terms(OTHER)] == [date(2031, 3, 31)]


def test_a_list_of_seats_ends_new_ones_with_their_term_and_leaves_ended_ones_alone():
    one = person("届五", OTHER)
    row = commands.SeatRow(
        row=2, seat=new_id(), name="届五", phone="", area=OTHER, body="party", term=3, standing="part", role="member",
        background="property", came_by="co_opted", starts=date(2026, 2, 1),
    )  # fmt: skip
    order(term(3, FIRST, LAST, body="party"), KEEPER)
    order(commands.ImportSeats(area=TOWN, rows=(row,)), KEEPER)
    assert sql.value("select upper(during) - 1 from people_seat where person = %s", (one,)) == LAST
    order(commands.EndSeat(seat=row.seat, last=date(2026, 10, 1)), KEEPER)
    assert order(commands.ImportSeats(area=TOWN, rows=(row,)), KEEPER) == {"added": 0, "changed": 0, "same": 1}
