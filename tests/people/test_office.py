"""What the office does with duties and lists: stand-ins, calling off, dry runs, and lists taken back whole."""

from datetime import timedelta

import pytest

from liren.kernel import AreaCode, Refusal
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, FileSource
from liren.people import commands, queries
from liren.people.difference import difference
from liren.trust import sql
from tests.people.appointing import COMMUNITY, MICRO, NOW, TOWN, account_of, appointed, clerk, order, person

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


def grants_at(account, moment):
    return sql.value("select count(*) from trust_grant where account = %s and during @> %s", (account, moment))


def test_a_stand_in_holds_the_rights_for_some_days_and_is_asked_first_while_the_seat_stays_taken():
    holder, other = person("在任"), person("代理")
    duty = appointed(holder, "micro_grid_keeper", MICRO)
    stand = commands.AppointStandIn(duty=duty, stand_in=new_id(), person=other, starts=NOW + DAY, ends=NOW + 4 * DAY)
    order(stand)
    viewer = clerk()
    asked = [queries.keeper_of(viewer, MICRO, NOW + n * DAY).name for n in (0, 2, 5)]
    assert asked == ["在任", "代理", "在任"]
    assert [bool(grants_at(account_of(other), NOW + n * DAY)) for n in (0, 2, 5)] == [False, True, False]
    assert grants_at(account_of(holder), NOW + 2 * DAY), "the holder goes on"


def test_a_stand_in_fits_a_post_that_only_one_person_holds():
    duty = appointed(person("网格长"), "grid_leader", AreaCode(f"{COMMUNITY}031"))
    order(
        commands.AppointStandIn(
            duty=duty, stand_in=new_id(), person=person("替手"), starts=NOW + DAY, ends=NOW + 2 * DAY
        )
    )


@pytest.mark.parametrize(
    ("starts", "ends", "same", "says"),
    [(2, 1, False, "最后一天早于第一天"), (-9, -8, False, "已经过去"), (-3, 2, False, "超出了这项职务的任期"),
     (1, 2, True, "同一个人")],
)  # fmt: skip
def test_a_stand_in_that_cannot_be_is_one_sentence(starts, ends, same, says):
    holder = person("某人")
    duty = appointed(holder, "grid_keeper", AreaCode(f"{COMMUNITY}032"))
    who = holder if same else person("另一人")
    told = commands.AppointStandIn(
        duty=duty, stand_in=new_id(), person=who, starts=NOW + starts * DAY, ends=NOW + ends * DAY
    )
    with pytest.raises(Refusal, match=says):
        order(told)


def test_a_duty_is_called_off_before_it_begins_and_gives_its_seat_free():
    area = AreaCode(f"{COMMUNITY}033")
    who, next_one = person("任错的"), person("任对的")
    duty = appointed(who, "grid_leader", area, starts=NOW + 5 * DAY)
    order(commands.CancelDuty(duty=duty))
    card = queries.duty_history(clerk(), who)[0]
    assert (card.cancelled, card.starts) == (True, NOW + 5 * DAY), "what it was meant for stays on record"
    assert grants_at(account_of(who), NOW + 6 * DAY) == 0
    appointed(next_one, "grid_leader", area, starts=NOW + 5 * DAY)
    with pytest.raises(Refusal, match="已经取消"):
        order(commands.EndDuty(duty=duty, at=NOW + 6 * DAY))


def test_a_duty_that_runs_is_ended_and_not_called_off():
    duty = appointed(person("在任的"), "grid_keeper", AreaCode(f"{COMMUNITY}034"))
    with pytest.raises(Refusal, match="已经开始"):
        order(commands.CancelDuty(duty=duty))


def row(number, name, **more):
    return commands.PersonRow(row=number, person=new_id(), area=more.pop("area", COMMUNITY), name=name, **more)


def bring(*rows, name="名册.csv"):
    made = FileSource(id=new_id(), name=name, digest=b"d" * 32)
    return made.id, order(commands.ImportPersons(area=TOWN, rows=rows, source=made))


def test_an_empty_cell_changes_nothing_and_a_filled_one_says_old_and_new():
    bring(row(2, "郑一", work_phone="0511-86880001", phone="13700000001"))
    again = commands.ImportPersons(
        area=TOWN,
        rows=(row(2, "郑一", phone="13700000001"), row(3, "郑二"), row(4, "郑一", work_phone="0511-86880009")),
    )
    found = difference(clerk(), again, NOW)
    assert [c.name for c in found.added] == ["郑二"]
    assert found.same == 1
    assert [(e.row, e.column) for e in found.refused] == [(4, "姓名")], "two rows of one person"
    change = commands.ImportPersons(area=TOWN, rows=(row(2, "郑一", work_phone="0511-86880009"),))
    (line,) = difference(clerk(), change, NOW).changed
    assert line.fields == (("办公电话", "0511-86880001", "0511-86880009"),)


def test_a_number_that_belongs_to_somebody_else_is_refused_and_names_the_row():
    bring(row(2, "吴一", phone="13700000011"))
    with pytest.raises(BadRows) as caught:
        bring(row(2, "吴二", phone="13700000011"))
    assert [(e.row, e.column) for e in caught.value.errors] == [(2, "手机号")]


def test_whoever_has_a_duty_since_stands_in_the_way_of_taking_the_list_back():
    made, _ = bring(row(2, "冯一"), row(3, "冯二"))
    who = sql.value("select id from people_person where name = '冯二'")
    appointed(who, "grid_keeper", AreaCode(f"{COMMUNITY}035"))
    with pytest.raises(Refusal, match="冯二后来已经任职"):
        order(commands.UndoPersonsImport(record=made))
    assert sql.value("select count(*) from people_person where name like '冯%%'") == 2


def test_more_than_a_thousand_persons_come_in_one_list_and_go_again():
    made, answer = bring(*(row(n, f"职工{n}", phone=f"1380011{n:04d}") for n in range(2, 1402)))
    assert answer == {"added": 1400, "changed": 0, "same": 0}
    assert order(commands.UndoPersonsImport(record=made)) == {"removed": 1400, "restored": 0}
    assert sql.value("select count(*) from people_person where name like '职工%%'") == 0


def test_a_unit_with_people_is_not_closed_and_an_empty_one_can_be_reopened():
    unit, who = new_id(), person("承办")
    order(commands.RegisterUnit(unit=unit, parent=None, kind="department", name="试站", area=TOWN))
    duty = appointed(who, "handler", TOWN, unit=unit)
    with pytest.raises(Refusal, match="还有 1 项任职"):
        order(commands.CloseUnit(unit=unit))
    order(commands.EndDuty(duty=duty, at=NOW + DAY))
    order(commands.CloseUnit(unit=unit), now=NOW + 2 * DAY)
    assert unit not in [u.id for u in queries.unit_tree(clerk())]
    order(commands.ReopenUnit(unit=unit), now=NOW + 2 * DAY)
    order(commands.RenameUnit(unit=unit, name="试站二"), now=NOW + 2 * DAY)
    assert "试站二" in [u.name for u in queries.unit_tree(clerk())]
