"""The gateway's doors: kept before confirmed, once, whatever comes; nonsense is denied, floods are held, nobody starves."""

import socket
import time

import psycopg
import pytest
from django.db import connection

from liren.gateway.gb26875.frame import CONFIRM, DENY, REPLY, parse
from liren.gateway.listening import keeper, limits
from liren.gateway.listening import sources as listening_sources
from liren.gateway.listening.limits import Lines, Pace
from liren.gateway.listening.sources import Line, Sources
from liren.gateway.listening.store import Store
from liren.trust import sql
from tests.gateway.test_gb26875 import FIRE, a_frame
from tests.gateway.wire import CENTRE, Device, gateway

STATUS = bytes((21, 1, 1, 2, 58, 9, 26, 9, 12))


@pytest.fixture(scope="module")
def doors(db):
    with gateway(db.app()) as running:
        yield running


@pytest.fixture
def device(doors):
    """Devices by number, each on a line of its own, hung up at the end."""
    made: list[Device] = []

    def called(number: int) -> Device:
        made.append(Device(doors[1], number))
        return made[-1]

    yield called
    for one in made:
        one.close()


def kept(number: int) -> list[bytes]:
    rows = sql.rows(
        "select raw from devices_frame where source = %s order by received_at", (number.to_bytes(6, "little"),)
    )
    return [bytes(row["raw"]) for row in rows]


def eventually(question, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while not question() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(question())


def test_a_frame_is_there_when_its_confirmation_comes(device):
    one = device(1001)
    sent = one.frame(FIRE)
    one.send(sent)
    answer = one.answer()
    assert (answer.command, answer.serial, answer.source, answer.destination) == (CONFIRM, 0, CENTRE, one.source)
    assert kept(1001) == [sent]
    assert (
        sql.value(
            "select count(*) from devices_waiting w join devices_frame f on f.id = w.frame where f.raw = %s", (sent,)
        )
        == 1
    )


def test_a_retransmission_is_confirmed_again_and_kept_once(device):
    one = device(1002)
    sent = one.frame(FIRE)
    for _ in range(3):
        one.send(sent)
        assert one.answer().command == CONFIRM
    one.send(one.frame(FIRE))
    assert one.answer().serial == 1
    assert len(kept(1002)) == 2


def test_a_heartbeat_is_confirmed_and_leaves_only_its_time(device):
    one = device(1003)
    one.send(one.frame())
    assert one.answer().command == CONFIRM
    assert kept(1003) == []
    assert eventually(lambda: sql.value("select frames from devices_contact where source = %s", (one.source,)) == 1)


def test_a_reply_to_the_centre_is_kept_and_not_confirmed(device):
    one = device(1004)
    one.send(one.frame(STATUS, command=REPLY) + one.frame())
    assert one.answer().serial == 1, "the heartbeat behind it is answered, the reply is not"
    assert eventually(lambda: len(kept(1004)) == 1)


def test_a_bad_checksum_is_denied_and_nothing_is_kept(device):
    one = device(1005)
    sent = bytearray(one.frame(FIRE))
    sent[-3] ^= 0xFF
    one.send(bytes(sent))
    assert one.answer().command == DENY
    assert kept(1005) == []


def test_stuck_and_split_frames_are_each_answered(device):
    one = device(1006)
    content = b"".join(one.frame(bytes((21, 1, n, 2, 58, 9, 26, 9, 12))) for n in range(40))
    for n in range(0, len(content), 17):
        one.send(content[n : n + 17])
    assert [one.answer().serial for _ in range(40)] == list(range(40))
    assert len(kept(1006)) == 40


def test_a_unit_of_an_unknown_maker_is_kept_and_confirmed(device):
    one = device(1007)
    one.send(one.frame(bytes((188, 1, 7, 7, 7))))
    assert one.answer().command == CONFIRM
    assert len(kept(1007)) == 1


def test_a_datagram_is_kept_and_confirmed_to_where_it_came_from(doors):
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.settimeout(5)
    line.sendto(a_frame(77), ("127.0.0.1", doors[2]))
    answer = parse(line.recv(2048))
    assert (answer.command, answer.serial) == (CONFIRM, 77)
    line.sendto(a_frame(78)[:-3] + b"\0##", ("127.0.0.1", doors[2]))
    assert parse(line.recv(2048)).command == DENY
    line.close()


def test_a_megabyte_of_nonsense_does_not_stop_the_next_device(device):
    mad, calm = device(1008), device(1009)
    mad.send(b"@@" * 500_000)
    calm.send(calm.frame(FIRE))
    assert calm.answer().command == CONFIRM


def test_one_address_gets_its_share_of_lines_and_no_more(doors, monkeypatch):
    monkeypatch.setattr(doors[0].sources.lines, "_most", 3)
    held = [socket.create_connection(("127.0.0.1", doors[1]), timeout=5) for _ in range(12)]
    refused = 0
    for line in held:
        line.settimeout(0.3)
        try:
            refused += line.recv(1) == b""
        except ConnectionResetError:
            refused += 1
        except TimeoutError:
            pass
    for line in held:
        line.close()
    assert refused >= 9


def test_without_the_database_nothing_is_confirmed_and_nothing_is_lost(device, monkeypatch):
    whole = Store.keep

    def away(store, came):
        raise psycopg.OperationalError("away")

    one = device(1010)
    monkeypatch.setattr(Store, "keep", away)
    monkeypatch.setattr(keeper, "AWAY_S", 0.05)
    one.send(one.frame(FIRE))
    one.line.settimeout(0.5)
    with pytest.raises(TimeoutError):
        one.answer()
    monkeypatch.setattr(Store, "keep", whole)
    one.line.settimeout(5)
    assert one.answer().command == CONFIRM
    assert len(kept(1010)) == 1


def test_a_loop_with_its_hands_full_is_waited_for_and_what_it_heard_is_taken_later(monkeypatch):
    class Busy:
        def __init__(self):
            self.asked = []

        def is_running(self):
            return True

        def call_soon_threadsafe(self, work):
            self.asked.append(work)

    monkeypatch.setattr(keeper, "HEARD_S", 0.01)
    loop = Busy()
    one = keeper.Keeper(loop, None, lambda: ["heard"])
    assert one._asked() == []
    assert one._asked() == []
    loop.asked.pop()()
    assert one._asked() == ["heard"]
    assert loop.asked == [], "asked once"


def test_a_kept_frame_is_never_changed_or_removed(device):
    one = device(1011)
    one.send(one.frame(FIRE))
    one.answer()
    from django.db import DatabaseError

    for statement in ("update devices_frame set peer = 'x'", "delete from devices_frame"):
        with pytest.raises(DatabaseError):
            sql.run(statement)
        connection.close()


def test_a_pace_lets_a_burst_through_and_then_asks_to_wait():
    pace = Pace(10.0, 20.0, 0.0)
    assert pace.take(20, 0.0) == 0
    assert pace.take(10, 0.0) == pytest.approx(1.0)
    assert pace.take(0, 1.0) == 0


def test_an_address_that_leaves_makes_room():
    lines = Lines(2)
    assert [lines.enter("a") for _ in range(3)] == [True, True, False]
    lines.leave("a")
    assert lines.enter("a")
    assert lines.enter("b")


def test_units_that_take_turns_on_a_line_are_each_counted_in_full():
    sources, line = Sources("gb26875:2011"), Line("tcp", "127.0.0.1")
    for n in range(10):
        sources.heard(bytes((n % 2,)) * 6, line)
    assert {one.source[0]: one.frames for one in sources.news()} == {0: 5, 1: 5}
    sources.gone(line)
    assert sources.at == {}


def test_whoever_invents_sources_makes_the_oldest_forgotten(monkeypatch):
    monkeypatch.setattr(listening_sources, "MOST", 3)
    sources, line = Sources("gb26875:2011"), Line("udp", "127.0.0.1")
    for n in range(10):
        sources.heard(bytes((n,)) * 6, line)
    assert [one[0] for one in sources.at] == [7, 8, 9]


def test_the_limits_leave_room_for_a_building_that_reports_everything_at_once():
    assert limits.BURST >= 1400
