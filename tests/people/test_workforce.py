"""The register of community workers: the bulletin's figures to the second decimal, certificates sealed, ends told in time."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from liren.catalogue import shelf
from liren.catalogue.commands import PublishEntry
from liren.config.demo import zone_people
from liren.kernel import AreaCode, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, FileSource
from liren.people import commands
from liren.people.difference import difference
from liren.people.queries import committees, workforce
from liren.trust import deliveries, gate, journal, sql
from tests.people.appointing import NOW, OTHER_TOWN, TOWN, clerk, order, person

pytestmark = pytest.mark.usefixtures("db")
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
PLACES = [AreaCode(f"{TOWN}{n}") for n in range(301, 341)]
OFFICER = clerk(rights=("people.see", "people.register", "people.workforce", "people.figures"))
LEADER = clerk(rights=("people.see", "people.figures"))


def bring(rows, kind=commands.ImportWorkers, now=NOW):
    source = FileSource(id=new_id(), name="社工.xlsx", digest=b"w" * 32)
    return source.id, order(kind(area=TOWN, rows=tuple(rows), source=source), OFFICER, now=now)


@pytest.fixture(scope="module")
def zone(db):
    """The demonstration's own lists, imported."""
    order(commands.RegisterUnit(unit=new_id(), parent=None, kind="department", name="社会事务局", area=TOWN))
    made = zone_people.generate(PLACES, "社会事务局", TODAY)
    order(commands.ImportPersons(area=TOWN, rows=made.persons))
    bring(made.workers)
    bring(made.seats, commands.ImportSeats)
    return made


def test_the_bulletin_s_figures_come_out_exactly(zone):
    found = workforce.workforce_figures(LEADER, TOWN, TODAY)
    assert (found["all_round"].number, found["in_post"].number) == (158, 168)
    assert found["all_round"].share == Decimal("94.05")
    assert found["certified"].number == 92
    assert (found["new"].number, found["new_in_post"].number) == (45, 43), (
        "who was recruited and left is still a recruit"
    )
    seats = committees.seat_figures(LEADER, TOWN, TODAY)
    assert [seats[f"part.{b}"].number for b in ("police", "resident", "property")] == [21, 36, 8]
    assert seats["part"].number == 65


def test_every_figure_opens_as_many_rows_as_it_counts(zone):
    for figure in workforce.workforce_figures(OFFICER, TOWN, TODAY).values():
        lines = workforce.worker_list(OFFICER, TOWN, TODAY, only=figure.counted)
        assert len(lines) == figure.number, figure.code


def test_a_leader_sees_figures_and_no_name_and_a_stranger_neither(zone):
    with pytest.raises(Missing):
        workforce.worker_list(LEADER, TOWN, TODAY)
    assert committees.seat_list(LEADER, TOWN, TODAY) == []
    assert workforce.endings(LEADER, TOWN, TODAY) == []
    for ask in (workforce.workforce_figures, committees.seat_figures):
        with pytest.raises(Missing):
            ask(clerk(area=OTHER_TOWN, rights=("people.figures",)), TOWN, TODAY)


def test_a_certificate_s_number_is_sealed_and_shown_with_its_last_four_and_the_look_is_on_record(zone):
    row = next(w for w in zone.workers if w.level == "social_worker")
    who = next(p.person for p in zone.persons if p.phone == row.phone)
    with pytest.raises(Missing):
        workforce.worker_card(LEADER, who, purpose="查看")
    card = workforce.worker_card(OFFICER, who, purpose="查看登记")
    assert card.certificates[0].number_masked == f"****{row.number[-4:]}"
    assert sql.value("select count(*) from trust_access where what = 'people.worker' and subject = %s", (who,)) == 1
    assert sql.value("select count(*) from people_certificate") == 0, "without areas row-level security shows none"


def test_the_same_register_again_changes_nothing_and_a_changed_row_says_old_and_new(zone):
    again = commands.ImportWorkers(area=TOWN, rows=zone.workers)
    found = difference(OFFICER, again, NOW)
    assert (len(found.added), len(found.changed), found.same, found.refused) == (0, 0, len(zone.workers), ())
    row = next(w for w in zone.workers if w.level == "social_worker")
    longer = replace(row, registered_until=date(2031, 1, 1), contract="public")
    (line,) = difference(OFFICER, commands.ImportWorkers(area=TOWN, rows=(longer,)), NOW).changed
    assert ("合同类别", "社区工作者聘用", "事业编制") in line.fields
    record, answer = bring([longer])
    assert answer == {"added": 0, "changed": 1, "same": 0}
    assert order(commands.UndoWorkersImport(record=record), OFFICER) == {"removed": 0, "restored": 2}
    assert difference(OFFICER, again, NOW).same == len(zone.workers), "everything is as before"


def worker(name, **more):
    who = person(name, PLACES[0])
    told = {"contract": "community", "entry_year": 2020, "starts": date(2020, 7, 1)} | more
    employment = new_id()
    order(commands.EmployWorker(employment=employment, person=who, area=PLACES[0], **told), OFFICER)
    return who, employment


def certified(who, number, level="social_worker", issued_on=date(2021, 10, 16), **more):
    certificate = new_id()
    told = commands.RecordCertificate(
        certificate=certificate, person=who, level=level, number=number, issued_on=issued_on, **more
    )
    order(told, OFFICER)
    return certificate


def test_whoever_left_is_counted_on_the_days_before_and_not_after():
    who, employment = worker("离任者")
    order(commands.EndEmployment(employment=employment, last=date(2026, 6, 30)), OFFICER)
    counted = [
        who in workforce.workforce_figures(LEADER, TOWN, day)["in_post"].counted
        for day in (date(2020, 6, 30), date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert counted == [False, True, False]
    with pytest.raises(Refusal, match="已经结束了"):
        order(commands.EndEmployment(employment=employment, last=date(2026, 9, 30)), OFFICER)


def test_a_senior_pass_holds_three_years_and_no_longer():
    who, _ = worker("高级社工")
    certified(who, "2099-8881-0001", "senior", date(2023, 11, 23))
    held = [
        who in workforce.workforce_figures(LEADER, TOWN, day)["senior"].counted
        for day in (date(2026, 11, 22), date(2026, 11, 23))
    ]
    assert held == [True, False]


def test_one_number_is_one_certificate():
    first, second = worker("甲社工")[0], worker("乙社工")[0]
    certified(first, "2099 8882 0001")
    with pytest.raises(Refusal, match="已经登记过"):
        certified(second, "2099-8882-0001")


def test_ninety_and_thirty_days_before_a_registration_ends_it_is_told_once_each_and_a_renewal_stops_it():
    who, _ = worker("快到期")
    certificate = certified(who, "2099-8883-0001", registered_until=TODAY + 100 * DAY)
    for days in (5, 9, 11, 71, 80):
        while deliveries.ring(lambda days=days: NOW + days * DAY):
            pass
    told = [
        e.event.days
        for e in journal.timeline(the_house("test"), who, NOW)
        if type(e.event).__name__ == "CertificateNearsEnd"
    ]
    assert sorted(told) == [29, 89], "rung a day late, told with the days that are left"
    other = certified(who, "2099-8883-0002", "assistant", registered_until=TODAY + 100 * DAY)
    order(commands.RenewCertificate(certificate=other, registered_until=TODAY + 700 * DAY), OFFICER)
    first = sql.value("select min(fire_at) from trust_timer where subject = %s", (other,))
    assert first.date() > TODAY + 600 * DAY
    assert certificate != other


def test_an_assessment_counts_under_the_version_it_was_made_under():
    who, _ = worker("双全者")
    order(commands.AssessWorker(assessment=new_id(), person=who, tag="all_round", passed=True, on=TODAY), OFFICER)
    assert who in workforce.workforce_figures(LEADER, TOWN, TODAY)["all_round"].counted
    meant = workforce.definition(LEADER, TOWN, TODAY)
    assert (meant.version, meant.confirmed) == (1, False), "the definition is shown, and that nobody confirmed it"


def test_wrong_cells_name_row_column_and_remedy(zone):
    good = zone.workers[0]
    bad = [
        replace(good, row=2, name="查无此人"),
        replace(good, row=3, unit_name="没有的单位"),
        replace(good, row=4, starts=good.starts + DAY),
    ]
    with pytest.raises(BadRows) as caught:
        bring(bad)
    assert [(e.row, e.column) for e in caught.value.errors] == [(2, "姓名"), (3, "单位"), (4, "开始日期")]


def test_a_register_that_was_built_upon_is_not_taken_back():
    who = person("后来改的", PLACES[1], phone="13711112222")
    row = commands.WorkerRow(
        row=2, employment=new_id(), certificate=new_id(), assessment=new_id(), name="后来改的", phone="13711112222",
        area=PLACES[1], unit_name="", contract="community", entry_year=2026, starts=date(2026, 3, 1),
    )  # fmt: skip
    record, _ = bring([row])
    order(commands.EndEmployment(employment=row.employment, last=date(2026, 10, 1)), OFFICER)
    with pytest.raises(Refusal, match="1 项聘用后来又改过"):
        order(commands.UndoWorkersImport(record=record), OFFICER)
    assert who


def test_without_the_right_nothing_is_written():
    who = person("别人")
    told = commands.EmployWorker(
        employment=new_id(), person=who, area=PLACES[0], contract="community", entry_year=2020, starts=date(2020, 7, 1)
    )
    with pytest.raises(Refusal) as caught:
        order(told, LEADER)
    assert caught.value.status == 403


def test_a_new_definition_leaves_old_assessments_out_until_they_are_made_again(zone, monkeypatch):
    monkeypatch.setattr(shelf, "PATIENCE", 0.0)
    before = workforce.workforce_figures(OFFICER, TOWN, TODAY)
    spec = {
        "code": "all_round",
        "label": "双全社工",
        "definition": "全科、全能，并且全员持证，三条都要满足。",
        "source": "本区文件",
        "confirmed": True,
    }
    publish = PublishEntry(
        entry=new_id(), family="qualification_tag", code="all_round", area=str(TOWN), spec=spec,
        effective_from=NOW + 10 * DAY, legal_basis="", verified_by="",
    )  # fmt: skip
    gate.execute(publish, actor=the_house("replay"), now=NOW, key=new_id())
    later = TODAY + 20 * DAY
    after = workforce.workforce_figures(OFFICER, TOWN, later)
    assert workforce.definition(OFFICER, TOWN, later).confirmed
    assert after["all_round"].number == 0
    assert after["outdated"].number == before["in_post"].number - before["unassessed"].number
    assert workforce.workforce_figures(OFFICER, TOWN, TODAY)["all_round"].number == before["all_round"].number, (
        "then as now"
    )
