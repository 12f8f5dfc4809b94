"""Whatever comes over a real socket into a gateway in a process of its own: denied, kept and flagged, or turned away; nobody else waits."""

import resource
import socket
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from benchmarks import cpu

from liren.config.supervisor.limits import many_files
from liren.devices import commands as d
from liren.devices.queries import alarms
from liren.gateway import reading
from liren.gateway.gb26875.frame import CONFIRM, DENY, SEND, build, label
from liren.gateway.listening import limits
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.devices import speaking
from tests.gateway.test_gb26875 import FIRE, PUBLIC, needs_frames
from tests.gateway.wire import CENTRE, Device, free_port, process

HOUSE = the_house("test")
TEN_THOUSAND = 10_000


@pytest.fixture(scope="module")
def door(town):
    """(port, pid) of the gateway."""
    port = free_port()
    with process(town.cluster.app(), port) as one:
        yield port, one.pid


def kept(number: int) -> list[bytes]:
    rows = sql.rows("select raw from devices_frame where source = %s order by received_at", (speaking.source(number),))
    return [bytes(row["raw"]) for row in rows]


@needs_frames
def test_of_the_public_frames_only_the_negative_is_denied(door):
    with Device(door[0]) as line:
        for public in PUBLIC:
            line.send(b"\x40\x23noise" + bytes.fromhex(public["hex"]))
            if not public["valid"]:
                assert line.answer().command == DENY
            elif public["cmd"] == SEND:
                assert (line.answer().command, public["n"]) == (CONFIRM, public["n"])


def test_a_declared_length_of_65535_is_denied_once_and_the_next_frame_is_confirmed(door):
    with Device(door[0], 3001) as line:
        bad = bytearray(line.frame(FIRE))
        bad[24:26] = b"\xff\xff"
        line.send(bytes(bad) + line.frame(FIRE))
        assert [line.answer().command, line.answer().command] == [DENY, CONFIRM]
        assert len(kept(3001)) == 1


def test_a_megabyte_without_an_end_mark_costs_no_memory_and_the_line_is_good_again(door):
    before = cpu.memory(door[1])[0]
    with Device(door[0], 3002) as line:
        head = line.frame(bytes(1024))[:-3]
        line.send((head * (1 + (1 << 20) // len(head)))[: 1 << 20])
        time.sleep(0.5)
        assert cpu.memory(door[1])[0] - before < 4
        with Device(door[0], 3003) as other:
            other.send(other.frame(FIRE))
            assert other.answer().command == CONFIRM
        line.line.settimeout(20)
        line.send(bytes(2000) + line.frame(FIRE))
        while line.answer().command == DENY:
            pass
        assert len(kept(3002)) == 1


def test_2099_half_a_character_an_unknown_type_and_a_stranger_are_kept_confirmed_and_flagged(door, town):
    lon, lat = town.point(0)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("transmission_unit"), wire=speaking.WIRE, source=speaking.source(3004).hex(), name="老装置",
        lon=lon, lat=lat,
    )  # fmt: skip
    town.order(order)
    then = datetime(2099, 1, 1, tzinfo=UTC)
    words = "一二三四五六七八九十一二三四五".encode("gb18030") + "楼".encode("gb18030")[:1]
    half = bytes((2, 1, 1, 1, 40)) + (7).to_bytes(4, "little") + b"\2\0" + words + label(then)
    with Device(door[0], 3004) as line, Device(door[0], 3005) as stranger:
        sent = [
            build(SEND, half, serial=0, source=line.source, destination=CENTRE, at=then),
            line.frame(bytes((188, 1, 7)), serial=1),
        ]
        for raw in sent:
            line.send(raw)
            assert line.answer().command == CONFIRM
        stranger.send(stranger.frame(FIRE))
        assert stranger.answer().command == CONFIRM
    assert kept(3004) == sent
    while reading.read(datetime.now(UTC)):
        pass
    [alarm] = alarms.of_device(HOUSE, order.device)
    assert (alarm.kind, alarm.drifted, alarm.first_said_at.year) == ("fire", True, 2099)
    assert alarm.text == "一二三四五六七八九十一二三四五\ufffd"
    troubles = sql.rows(
        "select source, trouble, fire from devices_unread where source = any(%s) order by source",
        ([speaking.source(3004), speaking.source(3005)],),
    )
    found = [(int.from_bytes(bytes(row["source"]), "little"), row["trouble"], row["fire"]) for row in troubles]
    assert found == [(3004, "unit", False), (3005, "unregistered", True)]


@pytest.mark.skipif(
    resource.getrlimit(resource.RLIMIT_NOFILE)[1] < TEN_THOUSAND + 500, reason="too few files are allowed"
)
def test_ten_thousand_connections_from_one_address_get_their_share_and_others_are_served(door):
    many_files()
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", door[0]), timeout=10))
            for _ in range(TEN_THOUSAND)
        ]
        other = stack.enter_context(
            socket.create_connection(("127.0.0.1", door[0]), timeout=10, source_address=("127.0.0.2", 0))
        )
        other.sendall(
            build(SEND, FIRE, serial=0, source=speaking.source(3006), destination=CENTRE, at=datetime.now(UTC))
        )
        assert len(other.recv(64)) == 30
        held = sum(_is_open(line) for line in lines)
    assert 0 < held <= limits.LINES


def _is_open(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        return line.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def test_a_device_that_floods_is_slowed_down_and_a_calm_one_is_answered(door):
    with Device(door[0], 3007) as mad, Device(door[0], 3008) as calm:
        storm = b"".join(mad.frame(FIRE[:7] + n.to_bytes(2, "little") + FIRE[9:]) for n in range(20_000))
        began = time.monotonic()
        threading.Thread(target=_flood, args=(mad, storm), daemon=True).start()
        took = []
        for _ in range(100):
            sent = time.monotonic()
            calm.send(calm.frame(FIRE))
            assert calm.answer().command == CONFIRM
            took.append(time.monotonic() - sent)
        let_through = limits.BURST + limits.FRAMES_S * (time.monotonic() - began)
        assert len(kept(3007)) <= let_through + 4_000, "what was in the socket's buffer when it was paused comes on top"
    assert sorted(took)[98] < 2.0, "nobody waits for the mad one: a calm device sends again only after ten seconds"


def _flood(mad: Device, storm: bytes) -> None:
    try:
        mad.line.sendall(storm)
    except OSError:
        return
