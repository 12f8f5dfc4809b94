"""Decree 799, articles 14, 16, 17 and 21: what is to be filed and by when, what is kept, who waits for an answer, and who hears of it."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from liren.devices import closing
from liren.devices.commands.cameras import CorrectCamera, ProveRetention, RegisterCamera, RetireCamera
from liren.devices.commands.law import FileCameras, SealViewMonth
from liren.devices.commands.views import AskFootage, DecideFootage
from liren.devices.queries import cameras, months
from liren.devices.rules import law
from liren.kernel import Actor, AreaCode, Grant, Missing, Refusal
from liren.kernel.actor import ANONYMOUS, the_house
from liren.kernel.ids import new_id
from liren.trust import gate, journal, sql
from tests import scene
from tests.scene import STATION, TOWN, id_of

HOUSE = the_house("test")
RIGHTS = ("cameras.register", "cameras.see", "cameras.audit")
ADMIN = Actor(
    kind="staff", account=id_of("registrar"), grants=tuple(Grant(right=r, area=AreaCode(TOWN)) for r in RIGHTS)
)


@pytest.fixture(scope="module", autouse=True)
def people(town):
    for order in scene._one("system_admin", "system_admin", TOWN, None):
        gate.execute(order, actor=scene.HOUSE, now=scene.FOUNDED, key=new_id())


def today(town) -> date:
    return town.now.astimezone(law.SHANGHAI).date()


def written(town, name, **more):
    lon, lat = town.point(0)
    told = {
        "camera": id_of(f"law:{name}"), "name": name, "place": "同心路东门朝外", "lon": lon, "lat": lat, "position": "gate",
        "type": "fixed", "owner": id_of(STATION), "engine_path": f"law/{id_of(name).hex[:12]}", "sign_posted": True,
        "installed_on": today(town) - timedelta(days=5), "stream": "rtsp://10.8.0.21/ch1",
    }  # fmt: skip
    return told | more


def register(town, name, **more):
    order = RegisterCamera(**written(town, name, **more))
    town.order(order, ADMIN)
    return order.camera


def told(code, subject):
    return sql.values("select distinct account from notices_notice where code = %s and subject = %s", (code, subject))


def test_days_of_filing():
    installed, filed = date(2026, 3, 1), date(2026, 3, 20)
    assert law.filing_due(installed, None, None, None) == date(2026, 3, 31)
    assert law.filing_due(installed, filed, None, None) is None
    assert law.filing_due(installed, filed, date(2026, 5, 2), None) == date(2026, 6, 1)
    assert law.filing_due(installed, filed, None, date(2026, 5, 2)) == date(2026, 6, 1)
    assert law.filing_due(installed, date(2026, 6, 1), date(2026, 5, 2), None) is None
    assert law.filing_due(installed, None, None, date(2026, 5, 2)) is None, "never filed and gone: nothing to file"
    assert [law.filing_of(None, None, None), law.filing_of(filed, date(2026, 5, 2), None)] == ["new", "changed"]
    assert [law.filing_of(filed, None, date(2026, 5, 2)), law.filing_of(filed, filed, None)] == ["ended", ""]


def test_bells_before_on_and_after_the_day():
    due = date(2026, 12, 15)
    at = datetime.combine(due, time(8), law.SHANGHAI)
    assert law.next_bell(due, at - timedelta(days=30)) == at - timedelta(days=7)
    assert law.next_bell(due, at - timedelta(days=3)) == at
    assert law.next_bell(due, at + timedelta(days=1)) == at + timedelta(days=8)
    assert law.next_bell(None, at) is None


def test_a_filed_camera_that_moved_is_to_be_filed_again_and_one_that_was_taken_down_too(town):
    first, second = register(town, "东门一"), register(town, "东门二")
    assert {card.id: card.filing for card in cameras.to_file(ADMIN)} == {first: "new", second: "new"}
    order = FileCameras(area=AreaCode(TOWN), cameras=(first, second), number="丹公视备 31 号", filed_on=today(town))
    assert town.order(order, ADMIN)["filed"] == 2
    assert cameras.to_file(ADMIN) == []
    town.now += timedelta(days=3)
    filed = {"filing_number": "丹公视备 31 号", "filed_on": today(town) - timedelta(days=3)}
    town.order(CorrectCamera(**written(town, "东门一", installed_on=today(town) - timedelta(days=8), **filed)), ADMIN)
    assert cameras.to_file(ADMIN) == [], "a new stream is nothing to the police"
    moved = written(town, "东门一", place="同心路西门朝外", installed_on=today(town) - timedelta(days=8), **filed)
    town.order(CorrectCamera(**moved), ADMIN)
    town.order(RetireCamera(camera=second), ADMIN)
    found = {card.id: (card.filing, card.filing_due) for card in cameras.to_file(ADMIN)}
    due = today(town) + timedelta(days=30)
    assert found == {first: ("changed", due), second: ("ended", due)}
    town.order(
        FileCameras(area=AreaCode(TOWN), cameras=(first, second), number="丹公视备 40 号", filed_on=today(town)), ADMIN
    )
    assert cameras.to_file(ADMIN) == []


def test_a_filing_without_number_or_of_others_cameras_is_refused(town):
    camera = register(town, "南门")
    for more, code in (
        ({"number": " "}, "filing_number"),
        ({"cameras": ()}, "no_rows"),
        ({"filed_on": today(town) + timedelta(days=1)}, "filed_on"),
    ):
        told = {"area": AreaCode(TOWN), "cameras": (camera,), "number": "31 号", "filed_on": today(town)} | more
        with pytest.raises(Refusal) as no:
            town.order(FileCameras(**told), ADMIN)
        assert no.value.code == code
    with pytest.raises(Missing):
        town.order(FileCameras(area=AreaCode(TOWN), cameras=(new_id(),), number="31 号", filed_on=today(town)), ADMIN)


def test_the_unit_that_keeps_a_camera_is_reminded_until_it_is_filed_and_looked_at(town):
    camera = register(town, "北门")
    keepers = {town.account("handler"), town.account("mate")}
    town.wait_for(camera, "camera_due")
    assert town.now.astimezone(law.SHANGHAI).date() == cameras.camera_card(ADMIN, camera).filing_due - timedelta(days=7)
    assert set(told("camera_law_due", camera)) == keepers
    town.order(FileCameras(area=AreaCode(TOWN), cameras=(camera,), number="44 号", filed_on=today(town)), ADMIN)
    bells = sql.rows("select no, fire_at from trust_timer where subject = %s", (camera,))
    assert [b["no"] for b in bells] == [1], "filed: only the look at what is kept is left"
    town.order(ProveRetention(camera=camera, checked_on=today(town), document="界视核 9 号"), ADMIN)
    after = sql.value("select fire_at from trust_timer where subject = %s", (camera,))
    assert after > bells[0]["fire_at"]


def asked(town):
    order = AskFootage(
        request=new_id(), area=AreaCode(town.made.at(12)[0].code), camera=None, place="菜场北门", since=town.now - timedelta(hours=3),
        until=town.now - timedelta(hours=2), ground="property", relation="self", words="电动车被碰倒了，后视镜断了",
        name="王淑琴", phone="19900001236",
    )  # fmt: skip
    town.order(order, ANONYMOUS)
    town.settle()
    return order.request


def test_a_resident_who_waits_presses_those_who_answer_and_then_those_above_them(town):
    request = asked(town)
    assert told("footage_asked", request) == [town.account("supervisor")]
    town.wait_for(request, "footage_waits")
    assert told("footage_near", request) == [town.account("supervisor")]
    town.wait_for(request, "footage_waits")
    assert set(told("footage_late", request)) == {town.account("supervisor"), town.account("deputy")}
    town.wait_for(request, "footage_waits")
    assert set(told("footage_late", request)) == {
        town.account("supervisor"),
        town.account("deputy"),
        town.account("head"),
    }
    assert sql.rows("select 1 from trust_timer where subject = %s", (request,)) == []


def test_an_answer_ends_the_pressing(town):
    request = asked(town)
    town.order(
        DecideFootage(request=request, decision="granted", reason="请带身份证到警务室看"), town.actor("supervisor")
    )
    assert sql.rows("select 1 from trust_timer where subject = %s", (request,)) == []
    assert told("footage_near", request) == []


def test_a_month_that_has_passed_is_closed_once_and_its_digest_stands_in_the_journal(town):
    register(town, "河堤")
    later = datetime(2027, 2, 3, 2, tzinfo=UTC)
    assert closing.step(later) == 1
    assert closing.step(later) == 0
    [card] = [one for one in months.months(ADMIN) if one.month == date(2027, 1, 1)]
    found, content = months.month_file(ADMIN, card.id)
    assert sha256(content).digest() == bytes(found.digest)
    assert content.decode("utf-8-sig").startswith("开始,结束,为什么结束,单位,姓名,")
    [entry] = journal.timeline(HOUSE, card.id, scene.FOUNDED)
    assert (entry.name, entry.event.digest, entry.event.lines) == ("ViewMonthSealed", card.fingerprint, 0)
    for statement in ("update devices_viewmonth set lines = 9", "delete from devices_viewmonth"):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql.run(statement)


def test_a_month_is_not_closed_before_it_is_over_and_nobody_else_reads_it(town):
    with pytest.raises(Refusal, match="还没有过完"):
        town.order(SealViewMonth(area=AreaCode(TOWN), month=today(town).replace(day=1)), the_house("nightly"))
    with pytest.raises(Missing):
        months.months(town.actor("desk"))
    [card, *_] = months.months(ADMIN)
    with pytest.raises(Missing):
        months.month_file(town.actor("supervisor"), card.id)
    assert law.month_before(datetime(2027, 1, 31, 16, 30, tzinfo=UTC)) is None, (
        "half past midnight of the first: not yet"
    )
    assert law.month_before(datetime(2027, 1, 31, 17, 30, tzinfo=UTC)) == date(2027, 1, 1)
