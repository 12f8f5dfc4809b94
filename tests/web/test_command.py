"""The command board: every number opens its records, a layer is for who may see it, a post has a place and a person has none."""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from liren.catalogue import queries as catalogue
from liren.devices import commands as d
from liren.devices.kinds import RULE_FAMILY, AlarmRule, check_rule
from liren.devices.queries import board
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.trust import sql
from liren.web.live import feeds
from tests import scene
from tests.devices import speaking
from tests.devices.speaking import FAULT, FIRE, WIRE
from tests.web.staffroom import Room, key_of, text
from tests.web.test_alarms import settle

HOUSE = the_house("test")
SHIELDED = 0b1000
COUNT = re.compile(r'<a[^>]*href="(/command/figures/[^"]+)"[^>]*>([\d,]+)</a>')


@pytest.fixture(scope="module")
def empty(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for order in scene._one("admin", "system_admin", scene.TOWN, None):
        made.scene.order(order)
    return made, made.browser("desk").get("/command/")


@pytest.fixture(scope="module")
def room(empty) -> Room:
    made, _page = empty
    for number in range(700, 706):
        registered(made, number, n=number - 700)
    return made


def registered(room, number: int, n: int) -> UUID:
    lon, lat = room.scene.point(n)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("transmission_unit"), wire=WIRE, source=speaking.source(number).hex(),
        name=f"{number} 号楼传输装置", position="一层消防控制室", lon=lon, lat=lat,
    )  # fmt: skip
    room.scene.order(order)
    return order.device


def says(room, number: int, bits: int = FIRE, *, points: int = 1, before: timedelta = timedelta()) -> UUID:
    """Devices say something, the flows answer; the group's first alarm."""
    from liren.gateway import reading

    at = datetime.now(UTC) - before
    room.scene.now = datetime.now(UTC)
    for point in range(2, 2 + points):
        speaking.keep(
            speaking.frame(speaking.component(bits, at, point=point), number=number, at=at), at, number=number
        )
    reading.read(at)
    settle()
    found = sql.one("select a.head from devices_alarm a join devices_device d on d.id = a.device where d.source = %s order by a.raised_at desc limit 1", (speaking.source(number),))  # fmt: skip
    return UUID(str(found["head"]))


def line_of(page: str, head: UUID) -> str:
    found = re.search(rf'<li[^>]*data-group="{head}".*?</li>', page, re.S)
    assert found, "the alarm stands in the strip"
    return found.group()


def test_without_a_device_it_says_so_and_what_to_do(empty):
    made, page = empty
    assert "这里还没有设备" in text(page)
    assert "登记第一台设备" not in text(page)
    assert "登记第一台设备" in text(made.browser("admin").get("/command/"))


def test_a_quiet_board_says_how_many_devices_listen(room):
    if not board.figures(HOUSE, "321181108", datetime.now(UTC)).open:
        assert "现在没有告警" in text(room.browser("desk").get("/command/"))


def test_who_may_not_see_devices_finds_no_board_and_no_door(room):
    verifier = room.browser("verifier")
    for path in (
        "/command/",
        "/command/now/",
        "/command/map/cases.json",
        "/command/figures/open/",
        f"/command/alarms/{new_id()}/",
    ):
        assert verifier.get(path).status_code == 404, path


def test_a_storm_is_one_line_with_one_step_and_goes_from_seen_to_dispatch_to_the_case(room):
    head = says(room, 700, points=40)
    desk = room.browser("desk")
    page = desk.get("/command/").content.decode()
    line = line_of(page, head)
    assert "共 40 条" in line
    assert page.count("data-group=") == 1
    assert "网格员" in line
    assert re.findall(r'class="btn[^"]*"[^>]*>([^<]+)', line) == ["核实"]
    assert 'data-ringing="1"' in page
    form = {"key": key_of(line), "alarm": head, "verb": "seen", "look": "1"}
    assert desk.post("/command/", form).headers["Location"] == f"/alarms/{head}/"
    assert 'data-ringing="0"' in desk.get("/command/now/").content.decode()
    says(room, 700, points=41)
    page = desk.get("/command/now/").content.decode()
    assert 'data-ringing="1"' in page, "one more detector rings anew after a word on the others"
    assert 'value="seen"' in line_of(page, head)
    alarm = desk.get(f"/alarms/{head}/").content.decode()
    desk.post(f"/alarms/{head}/", {"key": key_of(alarm), "alarm": head, "verb": "real", "version": 41})
    settle()
    line = line_of(desk.get("/command/now/").content.decode(), head)
    assert re.findall(r'class="btn[^"]*"[^>]*>([^<]+)', line) == ["派遣"]
    assert "派遣" not in line_of(room.browser("head").get("/command/now/").content.decode(), head)


def test_only_level_three_rings_and_an_alarm_that_is_only_listed_has_one_word(room):
    head = says(room, 701, SHIELDED)
    fault = says(room, 702, FAULT)
    desk = room.browser("desk")
    page = desk.get("/command/").content.decode()
    assert "alarm-rings" not in line_of(page, head) + line_of(page, fault)
    line = line_of(page, head)
    assert re.findall(r'class="btn[^"]*"[^>]*>([^<]+)', line) == ["知道了"]
    assert (
        desk.post("/command/", {"key": key_of(line), "alarm": head, "verb": "seen"}).headers["Location"] == "/command/"
    )
    assert desk.post("/command/", {"alarm": head, "verb": "real"}).status_code == 404


def test_a_drill_stands_last_with_its_tag_rings_nowhere_and_counts_in_no_figure(room):
    device, now = registered(room, 720, n=2), datetime.now(UTC)
    drill = new_id()
    room.scene.now = now
    plan = d.PlanDrill(
        drill=drill, area=scene.TOWN, name="消防演练", purpose=Code("duty"), starts_at=now, ends_at=now + timedelta(hours=2), devices=(device,)
    )  # fmt: skip
    room.scene.order(plan, room.scene.actor("deputy"))
    before = board.figures(HOUSE, scene.TOWN, datetime.now(UTC))
    head = says(room, 720)
    page = room.browser("desk").get("/command/").content.decode()
    line = line_of(page, head)
    assert "演练</span>" in line
    assert "alarm-rings" not in line
    assert re.findall(r'data-group="([0-9a-f-]+)"', page)[-1] == str(head)
    assert "演练进行中：消防演练" in text(room.browser("desk").get("/command/?mode=wall"))
    assert board.figures(HOUSE, scene.TOWN, datetime.now(UTC)) == before
    drawn = json.loads(room.browser("desk").get("/command/map/alarms.json").content)
    assert [drawn["shapes"][row[2]] for row in drawn["rows"] if row[0] == str(head)] == ["alarm-drill"]
    assert "演练不算进任何指标" in text(room.browser("desk").get(f"/command/alarms/{head}/"))


def test_how_loud_an_alarm_is_stands_in_its_rule_and_no_fire_can_be_made_quiet(room):
    loud = {e.code: e.spec.loud for e in catalogue.entries(RULE_FAMILY, area="321181108", at=datetime.now(UTC))}
    assert loud == {"fire": 3, "fault": 2, "listed": 1}
    quiet = AlarmRule(code="x", label="火警", signals=("fire",), case_kind="fire_alarm", level=2)
    assert [p.key for p in check_rule(quiet)] == ["level"]
    assert [p.key for p in check_rule(AlarmRule(code="x", label="故障", signals=("fault",), level=4))] == ["level"]
    assert AlarmRule(code="x", label="旧的", signals=("fire",), case_kind="fire_alarm", severity="urgent").loud == 3


def test_every_number_opens_exactly_its_records_and_they_go_out_whole(room):
    for number, verdict in ((703, "false"), (704, "real")):
        head, desk = says(room, number), room.browser("desk")
        page = desk.get(f"/alarms/{head}/").content.decode()
        told = {
            "key": key_of(page),
            "alarm": head,
            "verb": verdict,
            "version": 1,
            "cause": "cooking",
            "words": "炒菜的油烟",
        }
        assert desk.post(f"/alarms/{head}/", told).status_code == 302
        settle()
    says(room, 705)
    desk = room.browser("desk")
    links = COUNT.findall(desk.get("/command/").content.decode())
    assert len({href for href, _ in links}) >= 7
    for href, count in links:
        if "uptime" in href:
            continue
        opened = desk.get(href.replace("&amp;", "&")).content.decode()
        assert opened.count("data-record") == int(count.replace(",", "")), href
        sheet = b"".join(desk.get(href.replace("&amp;", "&") + "&csv")).decode()
        assert len(sheet.strip().splitlines()) == 1 + int(count.replace(",", "")), href
    assert desk.get("/command/figures/false/?cause=nothing").status_code == 404


def test_the_devices_of_the_uptime_sum_to_its_share(room):
    desk = room.browser("desk")
    assert "在线率算进的设备" in text(desk.get("/command/figures/uptime/"))
    assert desk.get("/command/figures/nothing/").status_code == 404


def test_posts_are_drawn_at_the_middle_of_their_area_and_no_person_has_a_position(room):
    answer = json.loads(room.browser("desk").get("/command/map/keepers.json").content)
    assert answer["rows"]
    codes = [row[0] for row in answer["rows"]]
    assert len(codes) == len(set(codes))
    middles = places.middles(HOUSE, codes)
    for code, _title, shape, lon, lat, _names in answer["rows"]:
        assert (lon, lat) == middles[code]
        assert shape == 0
    assert set(answer) == {"shapes", "labels", "href", "says", "whole", "rows"}
    assert "maps" not in json.dumps(answer["rows"]).lower()


def test_a_layer_is_offered_only_to_who_may_see_it(room):
    head = room.browser("head").get("/command/").content.decode()
    assert re.findall(r'name="layers" value="(\w+)"(?: checked)?>', head.partition("data-layers")[2]) == [
        "alarms",
        "cases",
        "devices",
        "keepers",
    ]
    clerkless = room.browser("admin")  # sees devices and people, no cases
    page = clerkless.get("/command/").content.decode()
    assert 'value="cases"' not in page
    assert clerkless.get("/command/map/cases.json").status_code == 404
    assert clerkless.get("/command/map/devices.json").status_code == 200


def test_the_address_says_which_layers_are_on(room):
    desk = room.browser("desk")
    page = desk.get("/command/?layers=&layers=devices").content.decode()
    assert re.findall(r'value="(\w+)" checked', page) == ["devices"]
    assert "705 号楼传输装置" in page
    assert re.findall(r'value="(\w+)" checked', desk.get("/command/?layers=").content.decode()) == []
    assert re.findall(r'value="(\w+)" checked', desk.get("/command/").content.decode()) == ["alarms", "cases"]


def test_the_map_says_how_many_there_are_and_how_many_it_draws(room):
    registered(room, 710, n=1)
    sql.run("update devices_device set lon = null, lat = null where source = %s", (speaking.source(710),))
    answer = json.loads(room.browser("desk").get("/command/map/devices.json").content)
    assert answer["whole"] == len(answer["rows"]) + 1
    assert answer["says"] == f"设备：全部 {answer['whole']} 台，图上 {len(answer['rows'])} 台"


def test_ten_thousand_devices_are_drawn_in_one_statement_and_more_are_said(room):
    sql.run(
        """insert into devices_device (id, kind, wire, source, profile, name, position, area, lon, lat, filing, grade, signed, interval,
                                       maintenance_reason, clock_off, registered_at, version)
           select gen_random_uuid(), 'smoke_detector', %s, decode(lpad(to_hex(n), 12, '0'), 'hex'), 'standard', 'crowd', '', d.area,
                  119.5 + n * 0.00001, 32.0, '', '', false, 60, '', 0, now(), 1
           from (select area from devices_device limit 1) d cross join generate_series(5000000, 5010100) n""",
        (WIRE,),
    )
    sql.run(
        """insert into devices_health (device, state, since, look_at) select id, 'online', now(), now() + interval '1 day'
           from devices_device where name = 'crowd'"""
    )
    desk = room.browser("desk")
    desk.get("/command/map/devices.json")
    with sql.counted() as seen:
        answer = desk.get("/command/map/devices.json")
    assert len(seen) == 2, "who asks, and the points"
    drawn = json.loads(answer.content)
    assert len(drawn["rows"]) == 10_000
    assert drawn["whole"] > 10_100
    assert "图上 10,000 台" in drawn["says"]
    assert len(answer.content) < 1_200_000
    sql.run("delete from devices_health where device in (select id from devices_device where name = 'crowd')")
    sql.run("delete from devices_device where name = 'crowd'")


def test_the_wall_names_no_phone_and_has_nothing_to_click_but_the_sound(room):
    says(room, 705, points=2)
    page = room.browser("desk").get("/command/?mode=wall").content.decode()
    assert 'data-mode="wall"' in page
    assert "tel:" not in page
    assert "<form" not in page
    assert re.findall(r"<button[^>]*?(data-\w+)", page) == ["data-sound"]


def test_the_chain_has_every_link_with_its_id_or_says_who_is_waited_for(room):
    head = says(room, 701)
    desk = room.browser("desk")
    page = desk.get(f"/command/alarms/{head}/").content.decode()
    assert re.findall(r'data-link="(\w+)"', page) == [
        "frame", "alarm", "case", "confirmed", "dispatched", "offered", "ticket", "view", "proof", "ended", "counted",
    ]  # fmt: skip
    assert "等值班的人说真假" in page
    told = json.loads(desk.get(f"/command/alarms/{head}/?json").content)
    by = {link["link"]: link for link in told["links"]}
    assert by["alarm"]["ids"][0] == str(head)
    assert by["frame"]["ids"]
    assert by["case"]["ids"]
    assert by["confirmed"]["at"] is None
    form = {"key": key_of(desk.get(f"/alarms/{head}/").content.decode()), "alarm": head, "verb": "real", "version": 1}
    desk.post(f"/alarms/{head}/", form)
    settle()
    by = {link["link"]: link for link in json.loads(desk.get(f"/command/alarms/{head}/?json").content)["links"]}
    assert by["confirmed"]["at"]
    assert by["confirmed"]["ids"]
    assert len(b"".join(desk.get(f"/command/alarms/{head}/?csv")).decode().strip().splitlines()) == 12


def test_who_sees_devices_there_hears_of_an_alarm_and_nobody_else(room):
    head = says(room, 702)
    lines = [line for line in _tail() if line.subject == head]
    assert lines
    told = feeds.heard(lines)
    assert len(told) == 1
    desk, verifier = (room.scene.actor(name) for name in ("desk", "verifier"))
    assert told[0].admits(desk)
    assert not told[0].admits(verifier)
    assert json.loads(told[0].said_to(desk))["feed"] == "alarms"


def _tail():
    from liren.trust.tail import Tail

    return Tail(feeds.names(), datetime.now(UTC) - timedelta(minutes=1)).read()[1]


def test_the_board_asks_as_much_for_one_alarm_as_for_many(room):
    def statements() -> int:
        desk = room.browser("desk")
        desk.get("/command/now/?layers=alarms,cases,devices,keepers")
        with sql.counted() as seen:
            desk.get("/command/now/?layers=alarms,cases,devices,keepers")
        return len(seen)

    before = statements()
    for number in (703, 704):
        says(room, number, points=3)
    assert statements() == before <= 22
