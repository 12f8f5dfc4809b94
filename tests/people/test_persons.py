"""Persons on a real database: sealed phones, units, lists taken over whole or not at all."""

from datetime import timedelta

import psycopg
import pytest

from liren.kernel import AreaCode, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows
from liren.people import commands, queries
from liren.trust import journal, sql
from tests.people.appointing import COMMUNITY, GRID, NOW, OTHER_TOWN, TOWN, account_of, clerk, order, person

pytestmark = pytest.mark.usefixtures("db")


def test_a_private_phone_is_nowhere_in_clear(db):
    who = person(phone="13712345678")
    with psycopg.connect(db.owner()) as link:
        found = link.execute("select * from people_person p join people_contact c on c.person = p.id").fetchall()
    assert found
    assert "13712345678" not in repr(found)
    assert queries.person_card(clerk(), who, purpose="核对").phone_masked == "137****5678"


def test_without_areas_row_level_security_shows_no_phone():
    person(phone="13712345679")
    assert sql.value("select count(*) from people_contact") == 0


def test_a_phone_is_revealed_with_a_reason_for_five_minutes_and_leaves_two_traces():
    who, permission, viewer = person(phone="13712345670"), new_id(), clerk()
    order(commands.RevealField(permission=permission, person=who, field="phone", reason="emergency"), viewer)
    assert queries.revealed(viewer, permission, NOW) == "13712345670"
    with pytest.raises(Missing):
        queries.revealed(viewer, permission, NOW + timedelta(minutes=6))
    with pytest.raises(Missing):
        queries.revealed(clerk(account=new_id()), permission, NOW)
    events = [e.name for e in journal.timeline(the_house("test"), who, NOW - timedelta(days=30))]
    assert "FieldRevealed" in events
    looked = sql.one("select what, purpose from trust_access where subject = %s order by at desc", (who,))
    assert looked == {"what": "people.phone", "purpose": "突发情况，须立即找到本人"}


def test_a_phone_is_not_revealed_without_a_reason_from_the_list():
    with pytest.raises(Refusal, match="请选一个查看理由"):
        order(commands.RevealField(permission=new_id(), person=person(), field="phone", reason="curious"))


def test_a_phone_belongs_to_one_person():
    person(phone="13712345671")
    with pytest.raises(Refusal, match="已经登记在另一个人名下"):
        person(phone="13712345671")


def test_a_correction_says_which_fields_changed_and_not_what_they_say():
    who = person(work_phone="86881234")
    order(commands.CorrectPerson(person=who, name="王芳芳", phone="13712345672"))
    (*_, entry) = journal.timeline(the_house("test"), who, NOW - timedelta(days=30))
    assert entry.event.fields == ("name", "phone")
    assert queries.person_card(clerk(), who, purpose="核对").version == 3
    order(commands.CorrectPerson(person=who, phone=""))
    assert queries.person_card(clerk(), who, purpose="核对").phone_masked == ""


def test_a_person_of_another_town_is_not_there():
    with pytest.raises(Missing):
        queries.person_card(clerk(OTHER_TOWN), person(), purpose="看看")
    assert queries.people_list(clerk(OTHER_TOWN), TOWN) == []


def test_the_list_of_an_area_goes_on_after_its_last_line():
    here = AreaCode("321181107")
    viewer, made = clerk(here), [new_id() for _ in range(3)]
    for id in made:
        order(commands.RegisterPerson(person=id, area=here, name="钱多"), viewer)
    first = queries.people_list(viewer, here, limit=2)
    rest = queries.people_list(viewer, here, after=first[-1].id, limit=2)
    assert [line.id for line in first + rest] == made


def test_persons_are_found_by_a_whole_name_or_number_and_never_by_a_part():
    who = person("欧阳春", phone="13712340001")
    found = [
        [line.id for line in queries.person_search(clerk(), words, purpose="核对")]
        for words in ("欧阳春", "13712340001", "欧阳", "1371234")
    ]
    assert found == [[who], [who], [], []]
    assert sql.values("select what from trust_access where subject = %s", (who,)) == ["people.search"]
    assert queries.person_search(clerk(OTHER_TOWN), "13712340001", purpose="看看") == []
    with pytest.raises(Missing):
        queries.person_search(clerk(rights=()), "欧阳春", purpose="看看")


def unit(name, parent=None, kind="department", actor=None):
    id = new_id()
    order(commands.RegisterUnit(unit=id, parent=parent, kind=kind, name=name, area=TOWN), actor)
    return id


def test_units_stand_in_a_tree_parents_first():
    top = unit("界牌镇人民政府")
    unit("农业农村局", top)
    unit("综合执法局", unit("执法口", top))
    tree = [(u.name, u.depth) for u in queries.unit_tree(clerk())]
    assert tree.index(("界牌镇人民政府", 0)) < tree.index(("农业农村局", 1))
    assert tree.index(("执法口", 1)) + 1 == tree.index(("综合执法局", 2))


def test_a_unit_needs_a_known_kind_a_parent_that_exists_and_a_name_of_its_own():
    with pytest.raises(Refusal, match="单位类别请选"):
        unit("某协会", kind="club")
    with pytest.raises(Missing, match="请先登记上级单位"):
        unit("某科", parent=new_id())
    unit("派出所", kind="police")
    with pytest.raises(Refusal, match="已经有同名的单位"):
        unit("派出所", kind="police")


def row(number, **fields):
    return commands.PersonRow(**{"row": number, "person": new_id(), "area": COMMUNITY, "name": "赵一"} | fields)


def test_a_list_of_persons_is_taken_over_in_few_statements():
    rows = tuple(row(n, name=f"员{n}", phone=f"1391111{n:04d}") for n in range(2, 202))
    with sql.counted() as seen:
        assert order(commands.ImportPersons(area=TOWN, rows=rows)) == {"added": 200, "changed": 0, "same": 0}
    assert len(seen) == 5
    assert sql.value("select count(*) from people_person where name like '员%%'") == 200


def test_one_known_phone_stops_the_whole_list_and_names_its_row():
    person(phone="13922222222")
    rows = (row(2, name="钱甲"), row(3, name="钱乙", phone="13922222222"))
    with pytest.raises(BadRows) as caught:
        order(commands.ImportPersons(area=TOWN, rows=rows))
    assert [(e.row, e.column) for e in caught.value.errors] == [(3, "手机号")]
    assert sql.value("select count(*) from people_person where name in ('钱甲', '钱乙')") == 0


def duty_row(number, name, post="grid_leader", phone="", unit_name="", area=GRID):
    return commands.DutyRow(
        row=number, duty=new_id(), name=name, phone=phone, post=post, unit_name=unit_name, area=area, starts=NOW
    )


def test_a_list_of_duties_names_every_person_and_unit_it_cannot_find():
    person("孙一")
    person("孙二")
    person("孙二")
    rows = (duty_row(2, "孙一", unit_name="没有这科"), duty_row(3, "孙二"), duty_row(4, "孙三"))
    with pytest.raises(BadRows) as caught:
        order(commands.ImportDuties(area=TOWN, rows=rows))
    assert [str(e) for e in caught.value.errors] == [
        "第 2 行“单位”：没有登记“没有这科”，请先登记单位，或核对名称。",
        "第 3 行“姓名”：名册里有 2 个同名的人，请填手机号来区分。",
        "第 4 行“姓名”：名册里没有这个人，请先导入人员名册，或核对姓名和手机号。",
    ]


def test_two_of_a_name_are_told_apart_by_phone_and_get_their_rights():
    first = person("李军", phone="13933333331")
    person("李军", phone="13933333332")
    grid = AreaCode(f"{COMMUNITY}077")
    order(commands.ImportDuties(area=TOWN, rows=(duty_row(2, "李军", phone="13933333331", area=grid),)))
    assert sql.value("select count(*) from trust_grant where account = %s", (account_of(first),)) > 0


def test_a_taken_seat_in_a_list_names_its_row_and_takes_nothing_over():
    person("周一")
    person("周二")
    grid = AreaCode(f"{COMMUNITY}078")
    rows = (duty_row(2, "周一", area=grid), duty_row(3, "周二", area=grid))
    with pytest.raises(BadRows) as caught:
        order(commands.ImportDuties(area=TOWN, rows=rows))
    assert caught.value.errors[0].row == 3
    assert "已有人任职" in caught.value.sentence
    assert sql.value("select count(*) from people_duty where area = %s", (grid,)) == 0


def test_a_list_must_stay_inside_its_area():
    with pytest.raises(BadRows, match="不在本次导入的区域"):
        order(commands.ImportPersons(area=TOWN, rows=(row(2, area=OTHER_TOWN),)))


def test_the_register_is_searched_by_a_part_of_a_name_and_only_in_one_s_own_areas():
    one = person("闻人秋雨", TOWN)
    assert one in [line.id for line in queries.people_list(clerk(), TOWN, words="秋雨")]
    assert [line.id for line in queries.people_list(clerk(), TOWN, words="%")] == []
    assert [line.id for line in queries.people_list(clerk(OTHER_TOWN), TOWN, words="秋雨")] == []
