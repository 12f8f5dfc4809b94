"""演练 as people use it: announced on its page, seen on the desk with its tag, made real with one form, ended, printed."""

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from liren.devices import commands as d
from liren.devices.queries import alarms, drills
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.scene import TOWN
from tests.web.staffroom import Room, key_of, text
from tests.web.test_alarms import fire, registered, settle

HOUSE = the_house("test")
PAGE = "/office/drills/"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory) -> Room:
    return Room(tmp_path_factory.mktemp("town"), db)


def drill_of(room, *devices: UUID) -> UUID:
    """A drill of two hours that began just now."""
    room.scene.now = now = datetime.now(UTC)
    order = d.PlanDrill(
        drill=new_id(),
        area=TOWN,
        name="消防演练",
        purpose=Code("duty"),
        ends_at=now + timedelta(hours=2),
        devices=devices,
    )
    room.scene.order(order, room.scene.actor("deputy"))
    return order.drill


def test_a_drill_is_announced_on_its_page_and_nothing_typed_is_lost(room):
    device = registered(room, 801)
    deputy = room.browser("deputy")
    page = deputy.get(f"{PAGE}new/?in={TOWN}").content.decode()
    assert "801 号楼传输装置" in page
    form = {
        "key": key_of(page),
        "area": TOWN,
        "name": "里仁村演练",
        "hours": "2",
        "devices": [str(device)],
        "words": "通知过居民",
    }
    again = deputy.post(f"{PAGE}new/", form)
    assert again.status_code == 422
    assert "还没有选目的" in text(again)
    assert 'value="里仁村演练"' in again.content.decode()
    assert f'value="{device}" checked' in again.content.decode()
    done = deputy.post(f"{PAGE}new/", form | {"purpose": "evacuation"})
    assert done.status_code == 302
    shown = text(deputy.get(done.headers["Location"]))
    assert "里仁村演练" in shown
    assert "疏散演练" in shown
    assert "进行中" in shown
    assert "里仁村演练" in text(deputy.get(PAGE))


def test_wrong_times_and_places_come_back_with_a_sentence(room):
    registered(room, 802)
    deputy = room.browser("deputy")
    form = {"area": TOWN, "name": "演练", "purpose": "duty", "hours": "1"}
    for more, sentence in (
        ({"starts_at": "2020-01-01T09:00"}, "已经过了"),
        ({"starts_at": "明天"}, "要像 2026-11-25 09:30"),
        ({"hours": "很久"}, "多久"),
        ({"area": "990000"}, "在哪里演练"),
        ({"devices": [str(new_id())]}, "没有登记过的设备"),
        ({"name": "长" * 61}, "最多 60 个字"),
    ):
        answer = deputy.post(f"{PAGE}new/", form | more)
        assert answer.status_code == 422, more
        assert sentence in text(answer), more


def test_only_who_organises_drills_finds_the_pages(room):
    drill = drill_of(room, registered(room, 803))
    for who in ("handler", "verifier"):
        browser = room.browser(who)
        for path in (PAGE, f"{PAGE}new/", f"{PAGE}{drill}/", f"{PAGE}{drill}/paper/"):
            assert browser.get(path).status_code == 404, (who, path)


def test_a_drill_case_says_so_on_the_desk_on_its_page_and_on_the_alarm_and_can_be_made_real(room):
    drill_of(room, registered(room, 804))
    alarm = fire(room, 804)
    desk = room.browser("desk")
    assert "【演练】火警：804" in text(desk.get("/desk/?tab=new&q=804"))
    page = desk.get(f"/case/{alarm.case}/").content.decode()
    assert "这是演练的案件，不是真的" in page
    assert "do-lift_drill" in page
    listed = text(desk.get("/alarms/"))
    assert "演练进行中" in listed
    shown = desk.get(f"/alarms/{alarm.id}/").content.decode()
    assert "这是演练里的告警" in shown
    form = {"key": key_of(shown), "alarm": str(alarm.id)}
    empty = desk.post(f"{PAGE}real/", form, follow=True)
    assert "还没有写看到了什么" in text(empty)
    done = desk.post(f"{PAGE}real/", form | {"key": str(new_id()), "reason": "五楼有明火"}, follow=True)
    settle()
    assert "这是真的" in text(done)
    assert alarms.group_of(HOUSE, alarm.id)[0].drill is None
    assert "有人说是真的：五楼有明火" in text(desk.get(f"/alarms/{alarm.id}/"))
    now = text(desk.get(f"/case/{alarm.case}/"))
    assert "这是演练的案件" not in now
    assert "不是演练，是真的" in now


def test_real_never_leads_out_of_the_house(room):
    drill_of(room, registered(room, 805))
    alarm = fire(room, 805)
    form = {"key": str(new_id()), "alarm": str(alarm.id), "reason": "有火", "next": "https://evil.example/"}
    answer = room.browser("desk").post(f"{PAGE}real/", form)
    assert answer.headers["Location"] == f"/alarms/{alarm.id}/"


def test_a_case_is_called_by_hand_and_the_record_shows_each_step_with_its_limit(room):
    drill = drill_of(room, registered(room, 806))
    deputy = room.browser("deputy")
    path = f"{PAGE}{drill}/"
    assert "还没有写演练什么" in text(deputy.post(path, {"verb": "call", "place_words": "三号楼"}))
    assert deputy.post(path, {"verb": "call", "words": "三楼冒烟", "place_words": "三号楼"}).status_code == 302
    settle()
    called = sql.value("select id from cases_case where drill = %s", (drill,))
    assert "现在等受理员" not in text(room.browser("desk").get(f"/case/{called}/"))
    alarm = fire(room, 806)
    room.scene.order(d.ConfirmAlarm(alarm=alarm.id), room.scene.actor("desk"))
    settle()
    page = text(deputy.get(path))
    assert "【演练】三楼冒烟" in page
    assert "立案" in page
    assert "没有超过" in page
    rows = list(csv.reader(io.StringIO(b"".join(deputy.get(f"{path}?csv").streaming_content).decode("utf-8-sig"))))
    assert {"上报", "立案"} <= {row[2] for row in rows}
    assert deputy.get(f"{path}?xlsx").status_code == 200
    assert "演练记录" in text(deputy.get(f"{path}paper/"))


def test_ending_it_asks_who_answers_for_what_still_rings(room):
    drill = drill_of(room, registered(room, 807))
    alarm = fire(room, 807)
    deputy = room.browser("deputy")
    path = f"{PAGE}{drill}/"
    refused = deputy.post(path, {"verb": "end", "end_words": "疏散四分钟"})
    assert refused.status_code == 422
    assert "还有 1 条告警的信号没有消失" in text(refused)
    assert "疏散四分钟" in text(refused)
    assert deputy.post(path, {"verb": "end", "end_words": "疏散四分钟", "reset": "1"}).status_code == 302
    settle()
    assert drills.drill(HOUSE, drill).ended_at is not None
    assert room.scene.state(alarm.case).state == "drill_over"
    assert "随演练结束" in text(deputy.get(path))
    desk = room.browser("desk")
    assert "【演练】" not in text(desk.get("/desk/?tab=open&q=807"))
    assert "【演练】" not in text(desk.get("/desk/?tab=ended&q=807"))
    asked = text(desk.get("/desk/?tab=ended&q=807&drill=1"))
    assert "【演练】火警：807" in asked
    assert "只看演练" in asked


def test_a_drill_that_has_not_begun_can_be_called_off(room):
    registered(room, 808)
    now = datetime.now(UTC)
    order = d.PlanDrill(
        drill=new_id(), area=TOWN, name="明天的演练", purpose=Code("duty"), starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=1, hours=1),
        devices=(registered(room, 809),),
    )  # fmt: skip
    room.scene.now = now
    room.scene.order(order, room.scene.actor("deputy"))
    deputy = room.browser("deputy")
    assert deputy.post(f"{PAGE}{order.drill}/", {"verb": "cancel"}).status_code == 302
    assert "已取消" in text(deputy.get(f"{PAGE}{order.drill}/"))
    assert b"".join(deputy.get(f"{PAGE}?csv").streaming_content).decode("utf-8-sig").count("明天的演练") == 1
