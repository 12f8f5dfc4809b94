"""Orders down: on the wire byte for byte, answered, denied, silent, cut off; one order at a time, and never two ends of one."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from liren.devices import commands as d
from liren.devices import ordering
from liren.devices.events import DownEnded
from liren.devices.outgoing import Taken
from liren.devices.queries import orders as queries
from liren.devices.queries import register
from liren.gateway import reading
from liren.gateway.gb26875.frame import CONFIRM, CONTROL, DENY, REPLY, REQUEST, Frame, answer, build, label, parse
from liren.gateway.listening import orders as down
from liren.gateway.listening.book import Book
from liren.gateway.listening.orders import Orders
from liren.gateway.listening.sources import Line, Sources
from liren.gateway.simulating.answering import Answers
from liren.gateway.simulating.gb26875 import Report, Unit
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import journal, sql
from tests.gateway.test_gb26875 import PUBLIC, needs_frames
from tests.gateway.wire import CENTRE, Device, gateway
from tests.scene import FOUNDED

WIRE = "gb26875:2011"
HOUSE = the_house("test")
SOURCE = (889).to_bytes(6, "little")
ORDERS = {8: ("read_status", None), 10: ("read_version", None), 12: ("read_clock", None), 15: ("set_clock", None), 16: ("post_check", 10)}  # fmt: skip


# ---- without a network: what a process does with the orders of its lines -----------------------------------------


class Held(Line):
    """A line that keeps what was sent and answers as a device does: `replies` are the commands it answers with, in turn."""

    __slots__ = ("open", "orders", "replies", "sent")

    def __init__(self, replies: list[int | None]) -> None:
        super().__init__("tcp", "10.0.0.1")
        self.replies, self.sent, self.open = replies, list[bytes](), True
        self.centre = CENTRE
        self.orders: Orders | None = None

    def here(self, now: datetime) -> bool:
        return self.open

    def send(self, content: bytes) -> None:
        self.sent.append(content)
        command = self.replies.pop(0) if self.replies else None
        if command is not None:
            unit = bytes((21, 1, 1)) + label(datetime.now(UTC)) if command == REPLY else b""
            got = parse(content)
            raw = build(
                command, unit, serial=got.serial, source=got.destination, destination=CENTRE, at=datetime.now(UTC)
            )
            asyncio.get_running_loop().call_soon(self.orders.back, parse(raw))


class Told:
    """A book in memory. Each order is given out once; `words` are what was written of them."""

    def __init__(self, *waiting: Taken) -> None:
        self.lines, self.words, self.away = list(waiting), list[tuple[UUID, str]](), 0
        self.asked = 0

    def waiting(self) -> list[bytes]:
        self.asked += 1
        if self.away:
            self.away -= 1
            raise psycopg.OperationalError("away")
        return [order.source for order in self.lines]

    def take(self, sources):
        mine = [order for order in self.lines if order.source in sources]
        self.lines = [order for order in self.lines if order not in mine]
        return mine

    def tell(self, words):
        self.words += [(word.order, word.how) for word in words]

    def close(self) -> None:
        pass

    def of(self, order: Taken) -> list[str]:
        return [how for id, how in self.words if id == order.order]


def an_order(what: str = "read_status", serial: int = 7, source: bytes = SOURCE) -> Taken:
    return Taken(new_id(), source, what, 10 if what == "post_check" else None, serial)


def carried(book: Told, line: Line | None, *, answer_s: float = 0.03, until=None, more=()) -> Orders:
    """Let a process carry the orders of its book until all has been written; its answer time shortened."""

    async def play() -> Orders:
        sources = Sources(WIRE)
        if line is not None:
            sources.at[SOURCE] = line
        orders = Orders(sources, book, answer_s=answer_s, every_s=0.005)
        if isinstance(line, Held):
            line.orders = orders
        running = asyncio.create_task(orders.run())
        ends = time.monotonic() + 3
        while time.monotonic() < ends and not (until(book) if until else book.words and not book.lines and not orders._carried and not orders._words):  # fmt: skip
            await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return orders

    return asyncio.run(play())


def test_a_request_is_answered_by_its_reply_and_a_control_by_its_confirmation():
    for what, command, how in (("read_status", REPLY, "replied"), ("post_check", CONFIRM, "confirmed")):
        order, line = an_order(what), Held([command])
        carried(book := Told(order), line)
        assert book.of(order) == ["sent", how]
        assert len(line.sent) == 1


def test_silence_is_tried_three_times_under_one_serial_and_then_said():
    order, line = an_order(serial=41), Held([])
    begun = time.monotonic()
    carried(book := Told(order), line, answer_s=0.05)
    assert time.monotonic() - begun >= 0.15
    assert book.of(order) == ["sent", "sent", "sent", "silent"]
    assert {parse(raw).serial for raw in line.sent} == {41}
    assert down.ANSWER_S == 10.0
    assert down.TRIES == 3


def test_a_denied_frame_is_sent_again_and_one_that_is_always_denied_is_refused():
    order, line = an_order(), Held([DENY, REPLY])
    carried(book := Told(order), line)
    assert book.of(order) == ["sent", "denied", "sent", "replied"]
    order, line = an_order(), Held([DENY, DENY, DENY])
    carried(book := Told(order), line)
    assert book.of(order) == ["sent", "denied"] * 3 + ["refused"]


def test_an_answer_to_something_else_is_none():
    """A wrong serial, a confirmation where a reply is due, another device."""

    class Wrong(Held):
        __slots__ = ()

        def send(self, content: bytes) -> None:
            self.sent.append(content)
            got, now = parse(content), datetime.now(UTC)
            for serial, command, source in (
                (got.serial + 1, REPLY, got.destination), (got.serial, CONFIRM, got.destination), (got.serial, REPLY, bytes(6)),
            ):  # fmt: skip
                self.orders.back(parse(build(command, b"", serial=serial, source=source, destination=CENTRE, at=now)))

    order = an_order()
    carried(book := Told(order), Wrong([]))
    assert book.of(order)[-1] == "silent"


def test_an_order_for_a_device_that_is_not_here_is_left_to_another_process():
    order = an_order()
    closed = Held([])
    closed.open = False
    for line in (None, closed):
        book = Told(order)
        orders = carried(book, line, until=lambda book: book.asked > 3)
        assert book.lines == [order]
        assert book.words == []
        assert orders._carried == {}


def test_a_line_that_breaks_gives_its_order_back():
    class Breaking(Held):
        __slots__ = ()

        def send(self, content: bytes) -> None:
            self.sent.append(content)
            self.open = False

    order = an_order()
    carried(book := Told(order), Breaking([]))
    assert book.of(order) == ["sent", "lost"]


def test_a_process_that_is_stopped_gives_back_what_it_carries():
    order = an_order()
    carried(book := Told(order), Held([]), answer_s=30, until=lambda book: "sent" in book.of(order))
    assert book.of(order) == ["sent", "lost"]


def test_a_database_that_is_away_loses_no_word_and_stops_nothing(monkeypatch):
    monkeypatch.setattr(down, "AWAY_S", 0.01)
    order = an_order()
    book = Told(order)
    book.away = 3
    carried(book, Held([REPLY]))
    assert book.of(order) == ["sent", "replied"]


def test_a_clock_is_set_to_the_moment_of_the_try_and_not_of_the_first():
    order, line = an_order("set_clock"), Held([])
    carried(Told(order), line, answer_s=1.05)
    first, *_, last = (parse(raw).unit[2:] for raw in line.sent)
    assert first != last


# ---- over a real line ---------------------------------------------------------------------------------------------


@pytest.fixture
def device_of(town):
    """The registered device 889; nothing of another test's orders."""
    sql.run("delete from devices_unnoted")
    sql.run("delete from devices_postcheck")
    sql.run("delete from devices_down")
    sql.run("delete from devices_order")
    sql.run("delete from devices_waiting")
    town.now = datetime.now(UTC)
    found = [card.id for card in register.mine(HOUSE)]
    if found:
        return found[0]
    lon, lat = town.point(0)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("transmission_unit"), wire=WIRE, source=SOURCE.hex(), name="889 号传输装置", lon=lon, lat=lat,
    )  # fmt: skip
    town.order(order)
    return order.device


@contextmanager
def on_a_line(town, number: int = 889):
    """A gateway with its book, and a device on a line that it knows."""
    with gateway(town.cluster.app(), Book(town.cluster.app(), WIRE)) as (door, port, _), Device(port, number) as device:
        device.send(device.frame())
        assert device.answer().command == CONFIRM
        yield door, device


def killable(url: str) -> tuple[subprocess.Popen[bytes], int]:
    """A gateway in a process of its own once it listens, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = [sys.executable, "-m", "liren.config.cli", "gateway", "--tcp", f"127.0.0.1:{port}"]
    process = subprocess.Popen(words, env={**os.environ, "LIREN_DATABASE_URL": url}, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return process, port
        time.sleep(0.05)
    raise AssertionError("the gateway did not start")


def ordered(town, device: UUID, what: str, minutes: int | None = None) -> UUID:
    town.now = max(town.now, datetime.now(UTC))
    order = d.OrderDown(order=new_id(), device=device, what=Code(what), minutes=minutes)
    town.order(order, town.actor("desk"))
    return order.order


def noted(device: UUID, state: str, seconds: float = 5.0) -> queries.OrderCard:
    """The latest order of a device once it has come to a state."""
    until = time.monotonic() + seconds
    while True:
        ordering.step(datetime.now(UTC))
        card = queries.of_device(HOUSE, device)[0]
        if card.state == state:
            return card
        assert time.monotonic() < until, card
        time.sleep(0.05)


def aside(raw: bytes) -> bytes:
    """A frame without what no two frames share: its serial, its time, the checksum, and the time that a clock is set to."""
    unit = raw[27:-3]
    return raw[:2] + raw[4:6] + raw[12:27] + (unit[:2] if unit[0] == 90 else unit) + raw[-2:]


@needs_frames
def test_what_stands_on_the_wire_are_the_public_orders_byte_for_byte(town, device_of):
    public = {one["n"]: bytes.fromhex(one["hex"]) for one in PUBLIC}
    with on_a_line(town) as (_, device):
        for serial, (n, (what, minutes)) in enumerate(ORDERS.items()):
            ordered(town, device_of, what, minutes)
            got = device.answer()
            assert aside(got.raw) == aside(public[n]), n
            assert (got.source, got.destination, got.serial) == (CENTRE, SOURCE, serial)
            assert abs(got.at - datetime.now(UTC)) < timedelta(seconds=5)
            device.send(device.frame(serial=got.serial, command=REPLY if got.command == REQUEST else CONFIRM))
            noted(device_of, "answered")


def test_a_status_that_is_asked_for_comes_as_a_reply_is_read_as_signals_and_ends_the_order(town, device_of):
    order = ordered(town, device_of, "read_status")
    with on_a_line(town) as (_, device):
        got = device.answer()
        assert (got.command, got.unit) == (REQUEST, bytes((81, 1, 0)))
        assert noted(device_of, "sent").id == order
        unit = bytes((21, 1, 0b1001)) + label(datetime.now(UTC))
        device.send(device.frame(unit, command=REPLY, serial=got.serial))
        card = noted(device_of, "answered")
    assert (card.id, card.tries) == (order, 1)
    assert parse(bytes(card.answer)).unit == unit
    reading.read(datetime.now(UTC))
    assert sql.values("select kind from devices_alarm where device = %s and active", (device_of,)) == ["power"]
    assert sql.value("select count(*) from devices_down") == 0


def test_an_order_waits_for_its_device_and_goes_out_when_it_calls(town, device_of):
    ordered(town, device_of, "set_clock")
    with on_a_line(town) as (_, device):
        got = device.answer()
        assert (got.command, got.type) == (CONTROL, 90)
        device.send(answer(got.raw, CONFIRM, datetime.now(UTC)))
        assert noted(device_of, "answered").answered_at is None


def test_a_device_that_never_calls_lets_its_order_expire(town, device_of):
    order = ordered(town, device_of, "read_clock")
    ordering.step(town.now + timedelta(minutes=9))
    assert queries.of_device(HOUSE, device_of)[0].state == "waiting"
    ordering.step(town.now + timedelta(minutes=10, seconds=1))
    card = queries.of_device(HOUSE, device_of)[0]
    assert (card.id, card.state, card.tries) == (order, "expired", 0)


def test_two_orders_go_one_after_the_other_and_the_second_waits_for_the_end_of_the_first(town, device_of):
    ordered(town, device_of, "read_status")
    ordered(town, device_of, "read_version")
    with on_a_line(town) as (_, device):
        first = device.answer()
        device.line.settimeout(0.8)
        with pytest.raises(TimeoutError):
            device.answer()
        device.line.settimeout(5)
        device.send(device.frame(bytes((21, 1, 1)) + label(datetime.now(UTC)), command=REPLY, serial=first.serial))
        noted_of(device_of, "read_status", "answered")
        assert device.answer().unit[0] == 85


def noted_of(device: UUID, what: str, state: str) -> None:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        ordering.step(datetime.now(UTC))
        if [c.state for c in queries.of_device(HOUSE, device) if c.what == what][:1] == [state]:
            return
        time.sleep(0.05)
    raise AssertionError((what, state))


def test_a_gateway_killed_between_sending_and_the_answer_leaves_one_order_with_one_end(town, device_of):
    first, port = killable(town.cluster.app())
    with Device(port, 889) as device:
        device.send(device.frame())
        assert device.answer().command == CONFIRM
        order = ordered(town, device_of, "post_check", 10)
        sent = device.answer()
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    with on_a_line(town) as (_, device):
        device.line.settimeout(0.6)
        with pytest.raises(TimeoutError):
            device.answer()
        device.line.settimeout(5)
        sql.run("update devices_down set taken_at = taken_at - interval '61 seconds'")
        ordering.step(datetime.now(UTC))
        again = device.answer()
        assert (again.type, again.serial) == (91, sent.serial), "the same order under the same serial"
        device.send(answer(again.raw, CONFIRM, datetime.now(UTC)) * 2)
        noted(device_of, "answered")
    assert sql.value("select count(*) from devices_postcheck") == 1
    ends = [e.event for e in journal.timeline(HOUSE, device_of, FOUNDED) if isinstance(e.event, DownEnded)]
    assert [(e.state, e.what) for e in ends if e.order == order] == [("answered", "post_check")]


def test_what_was_written_is_noted_once_whoever_reads_it_again(town, device_of):
    order = ordered(town, device_of, "read_status")
    book = Book(town.cluster.app(), WIRE)
    [taken] = book.take([SOURCE])
    raw = b"@@"
    book.tell([down.Word(order=order, at=datetime.now(UTC), how=how, raw=raw) for how in ("sent", "replied")])
    rows = sql.rows('select id, how from devices_exchange where "order" = %s order by id', (order,))
    words = [d.NoteDown(order=order, how=Code(r["how"]), at=datetime.now(UTC), exchange=r["id"]) for r in rows]
    for word in (*words, *words, words[0]):
        town.order(word, the_house("orders"))
    card = queries.of_device(HOUSE, device_of)[0]
    assert (card.state, card.tries, bytes(card.answer)) == ("answered", 1, raw)
    book.close()
    assert taken.order == order


def test_an_order_goes_to_a_datagrams_last_address_too(town, device_of):
    with gateway(town.cluster.app(), Book(town.cluster.app(), WIRE)) as (_, _port, udp):
        line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        line.settimeout(5)
        line.sendto(
            build(2, b"", serial=0, source=SOURCE, destination=CENTRE, at=datetime.now(UTC)), ("127.0.0.1", udp)
        )
        assert parse(line.recv(2048)).command == CONFIRM
        ordered(town, device_of, "read_version")
        got = parse(line.recv(2048))
        assert isinstance(got, Frame)
        assert (got.unit, got.source) == (bytes((85, 1, 0)), CENTRE)
        unit = bytes((25, 1, 2, 6))
        line.sendto(build(REPLY, unit, serial=got.serial, source=SOURCE, destination=CENTRE, at=datetime.now(UTC)), ("127.0.0.1", udp))  # fmt: skip
        assert parse(bytes(noted(device_of, "answered").answer)).unit == unit
        line.close()


def test_two_processes_never_carry_one_order_and_one_that_is_too_old_is_carried_by_none(town, device_of):
    order = ordered(town, device_of, "read_status")
    books = [Book(town.cluster.app(), WIRE) for _ in range(4)]
    with ThreadPoolExecutor(len(books)) as pool:
        taken = [one.order for found in pool.map(lambda book: book.take([SOURCE]), books) for one in found]
    assert taken == [order]
    assert books[0].waiting() == []
    sql.run("update devices_down set taken_at = null, taken_by = null")
    assert books[0].waiting() == [SOURCE]
    sql.run("update devices_down set expires_at = clock_timestamp()")
    assert (books[0].waiting(), books[0].take([SOURCE])) == ([], [])
    for book in books:
        book.close()


# ---- made-up devices ----------------------------------------------------------------------------------------------


def test_a_made_up_unit_answers_what_it_is_asked_sets_its_clock_and_its_post_presses_the_button(town, device_of):
    async def living(port: int) -> Report:
        report = Report()
        unit = Unit(889, report)
        unit.answers = Answers(off=timedelta(hours=2), post_s=0.2)
        await unit.open("127.0.0.1", port)
        await unit.heartbeat()
        await unit.stay(4.0)
        await unit.close()
        return report

    found: list[Report] = []
    with gateway(town.cluster.app(), Book(town.cluster.app(), WIRE)) as (_, port, _udp):
        thread = threading.Thread(target=lambda: found.append(asyncio.run(living(port))))
        thread.start()
        said = {}
        for what, minutes in (
            ("read_clock", None),
            ("set_clock", None),
            ("read_configuration", None),
            ("post_check", 10),
        ):
            order = ordered(town, device_of, what, minutes)
            card = noted(device_of, "answered")
            assert card.id == order
            said[what] = parse(bytes(card.answer))
        thread.join(10)
    reading.read(datetime.now(UTC))
    assert said["read_clock"].at - datetime.now(UTC) > timedelta(hours=1, minutes=59)
    assert abs(said["read_configuration"].at - datetime.now(UTC)) < timedelta(minutes=1), "its clock is right now"
    assert sql.values("select outcome from devices_postcheck") == ["in_time"]
    [report] = found
    assert (report.orders, report.pressed, report.silent) == (4, 1, 0)
