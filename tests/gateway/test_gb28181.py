"""GB/T 28181, played by SIPp where a socket is needed: sign in, live, list cameras, tell of faults; and what watches people is nobody's."""

import os
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from liren.devices.commands import RegisterDevice
from liren.devices.commands.sip import AskCatalogue, IssueSipPassword
from liren.devices.queries import alarms
from liren.gateway import reading
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.trust import sql
from tests import scene
from tests.gateway.sip import alarm, centre, notify, sipp
from tests.scene import TOWN, id_of

HOUSE = the_house("test")
NVR, OTHER, STRANGER = "34020000001180000001", "34020000001180000002", "34020000001180000009"
SMOKE = "34020000001340000003"
PASSWORD = "geheim8geheim8"
PORTS = iter(range(50600, 50700))
LIVES = "<Notify><CmdType>Keepalive</CmdType><SN>1</SN><DeviceID>{}</DeviceID><Status>OK</Status></Notify>"


@pytest.fixture(scope="module")
def admin(town):
    town.now = datetime.now(UTC)
    for order in scene._one("admin", "system_admin", TOWN, None):
        town.order(order)
    return town.actor("admin")


@pytest.fixture(scope="module")
def recorders(town, admin):
    lon, lat = town.point(0)
    for number in (NVR, OTHER):
        entry = RegisterDevice(
            device=id_of(number), kind=Code("video_platform"), wire="gb28181:2022", source=number, name=f"录像机 {number[-1]}", lon=lon,
            lat=lat, profile="gb28181_smoke",
        )  # fmt: skip
        town.order(entry, admin)
        town.order(IssueSipPassword(device=id_of(number), password=PASSWORD), admin)
    return town


@pytest.fixture(scope="module")
def served(recorders):
    with centre(recorders.cluster.app()) as running:
        assert eventually(lambda: NVR in running.registrar.accounts)
        yield running


def eventually(question, seconds: float = 8.0) -> bool:
    until = time.monotonic() + seconds
    while not question() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(question())


def play(served, scene, *words, number=NVR, password=PASSWORD, here=0, **more):
    told = {"number": number, "expires": "86400"} | more.pop("keys", {})
    return sipp(scene, served.door[1], "-au", number, "-ap", password, *words, here=here or next(PORTS), **told, **more)


def heard(number) -> int:
    return sql.value("select coalesce(max(frames), 0) from devices_contact where source = %s", (bytes.fromhex(number),))


def kept(number=NVR) -> list[bytes]:
    rows = sql.rows("select raw from devices_frame where source = %s order by received_at", (bytes.fromhex(number),))
    return [bytes(row["raw"]) for row in rows]


def said(body: bytes) -> dict[str, str]:
    """A body for the scene `say`, without its declaration."""
    return {"body": body.decode("ascii").partition("?>")[2].replace("\r\n", "")}


def test_a_device_signs_in_with_its_digest_and_is_told_the_time(served):
    here = next(PORTS)
    played = play(served, "sign_in", here=here)
    assert played.returncode == 0, played.stderr
    assert served.registrar.bindings[NVR].port == here
    assert eventually(lambda: sql.value("select port from devices_sipline where device = %s", (id_of(NVR),)) == here)


def test_a_device_signs_in_over_tcp_too(served):
    played = play(served, "sign_in", "-t", "t1", number=OTHER)
    assert played.returncode == 0, played.stderr
    assert served.registrar.bindings[OTHER].transport == "tcp"


def test_a_wrong_password_is_refused(served):
    played = play(served, "wrong_password", number=OTHER, password="falsch8falsch8")
    assert played.returncode == 0, played.stderr


def test_a_number_that_stands_on_no_register_is_noted_for_a_person(served):
    played = play(served, "unknown", number=STRANGER)
    assert played.returncode == 0, played.stderr
    assert eventually(lambda: heard(STRANGER) == 1)
    assert play(served, "refused", number=STRANGER, keys={"body": LIVES.format(STRANGER)}).returncode == 0


def test_a_keepalive_is_its_health_and_leaves_no_frame(served):
    here = next(PORTS)
    assert play(served, "sign_in", here=here).returncode == 0
    before = heard(NVR)
    assert play(served, "say", here=here, keys={"body": LIVES.format(NVR)}).returncode == 0
    assert eventually(lambda: heard(NVR) > before)
    assert kept() == []


def test_behind_a_router_whose_port_moved_it_is_still_the_same_device(served):
    assert play(served, "sign_in").returncode == 0
    moved = next(PORTS)
    assert play(served, "say", here=moved, keys={"body": LIVES.format(NVR)}).returncode == 0
    assert served.registrar.bindings[NVR].port == moved


def offered() -> list[tuple[str, bool]]:
    rows = sql.rows("select number, online from devices_channel where device = %s order by number", (id_of(NVR),))
    return [(row["number"], row["online"]) for row in rows]


def test_a_catalogue_in_pages_is_an_offer_and_half_of_one_changes_nothing(served, recorders, admin):
    here = next(PORTS)
    assert play(served, "sign_in", here=here).returncode == 0
    played = play(served, "catalogue", here=here)
    assert played.returncode == 0, played.stderr
    whole = [("34020000001310000001", True), ("34020000001320000002", False)]
    assert eventually(lambda: offered() == whole)
    assert sql.value("select count(*) from devices_camera") == 0
    assert sql.value("select catalogue_count from devices_sipline where device = %s", (id_of(NVR),)) == 4
    recorders.now = datetime.now(UTC) + timedelta(seconds=1)
    recorders.order(AskCatalogue(device=id_of(NVR)), admin)
    played = play(served, "half_catalogue", here=here)
    assert played.returncode == 0, played.stderr
    assert offered() == whole


def test_a_smoke_detector_on_an_alarm_input_is_kept_once_and_is_a_case(served, recorders):
    here = next(PORTS)
    assert play(served, "sign_in", here=here).returncode == 0
    body = alarm("2", "0", device=SMOKE, words="input 3")
    for _ in range(2):
        assert play(served, "say", here=here, keys=said(body)).returncode == 0
    [raw] = kept()
    assert b"<AlarmMethod>2</AlarmMethod>" in raw
    recorders.now = datetime.now(UTC) + timedelta(seconds=1)
    reading.read(recorders.now)
    recorders.settle()
    [group] = alarms.open_groups(HOUSE)
    assert (group.head.kind, group.head.component) == ("fire", SMOKE)
    case = recorders.state(group.head.case)
    assert (case.state, case.kind) == ("reported", "fire_alarm")


def test_what_watches_people_or_says_where_they_are_leaves_a_number_and_nothing_else(served):
    here = next(PORTS)
    assert play(served, "sign_in", here=here).returncode == 0
    frames, before = kept(), dropped()
    for method, type in (("5", "2"), ("5", "6"), ("5", "8"), ("5", "9"), ("4", "0")):
        body = alarm(method, type, device=NVR, words="loitering")
        assert play(served, "say", here=here, keys=said(body)).returncode == 0
    body = notify("MobilePosition", "<Longitude>119.65</Longitude><Latitude>32.10</Latitude>", device=NVR)
    assert play(served, "say", here=here, keys=said(body)).returncode == 0
    assert eventually(lambda: dropped() == before + 6)
    assert kept() == frames
    assert sql.value("select count(*) from devices_waiting") == 0


def dropped() -> int:
    return sql.value(
        "select coalesce(sum(count), 0)::int from devices_dropped where source = %s", (bytes.fromhex(NVR),)
    )


def test_a_picture_is_not_to_be_had(served):
    played = play(served, "invite")
    assert played.returncode == 0, played.stderr


def test_a_flood_of_wrong_passwords_locks_its_address_and_nobody_else(served):
    played = play(served, "wrong_password", "-r", "300", number=OTHER, password="falsch8falsch8", calls=150)
    assert played.returncode == 0, played.stderr
    assert play(served, "sign_in", number=OTHER).returncode != 0
    assert not served.registrar._locked("127.0.0.2", time.monotonic())
    served.registrar.locked.clear()
    assert play(served, "sign_in", number=OTHER).returncode == 0


def killable(cluster, port: int) -> subprocess.Popen:
    """The gateway as its own process, listening for SIP; returns when it does."""
    made = subprocess.Popen(
        [sys.executable, "-m", "liren.config.cli", "gateway", "--tcp", "127.0.0.1:0", "--sip", f"127.0.0.1:{port}"],
        env=os.environ | {"LIREN_DATABASE_URL": cluster.app()}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert "gateway started" in made.stderr.readline()
    return made


def test_who_was_signed_in_before_the_gateway_was_killed_still_is_and_what_was_confirmed_is_there_once(recorders):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        door = probe.getsockname()[1]
    here, bodies = next(PORTS), [alarm("2", "2", device=NVR, at=f"2026-11-23T11:00:0{n}") for n in range(3)]
    told = {"number": NVR, "expires": "86400"}

    def says(body: bytes) -> bool:
        return sipp("say", door, here=here, **told | said(body)).returncode == 0

    first = killable(recorders.cluster, door)
    assert eventually(lambda: sipp("sign_in", door, "-au", NVR, "-ap", PASSWORD, here=here, **told).returncode == 0)
    assert eventually(lambda: sql.value("select port from devices_sipline where device = %s", (id_of(NVR),)) == here)
    assert says(bodies[0])
    first.kill()
    first.communicate()
    second = killable(recorders.cluster, door)
    try:
        for body in bodies:
            assert eventually(partial(says, body))
    finally:
        second.terminate()
        second.communicate()
    times = [raw.partition(b"<AlarmTime>")[2].partition(b"<")[0] for raw in kept()]
    assert [times.count(f"2026-11-23T11:00:0{n}".encode()) for n in range(3)] == [1, 1, 1]
