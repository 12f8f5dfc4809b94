"""Made-up devices against a gateway of the test's own: what they send is confirmed, kept and read."""

import asyncio
from datetime import UTC, datetime

from liren.gateway import reading
from liren.gateway.simulating import gb26875
from liren.gateway.simulating.gb26875 import Asked, Report, simulate
from liren.trust import sql
from tests.gateway.test_listening import eventually
from tests.gateway.wire import gateway


def test_every_heartbeat_and_every_fire_of_a_storm_is_confirmed_kept_and_read(db):
    with gateway(db.app()) as (_door, port, _udp):
        report = asyncio.run(simulate("127.0.0.1", port, Asked(count=20, storm=60, first=900_000), Report()))
    assert (report.connected, report.heartbeats, report.alarms) == (20, 20, 60)
    assert (report.confirmed, report.denied, report.silent) == (80, 0, 0)
    assert sql.value("select count(*) from devices_waiting") == 60
    assert reading.read(datetime.now(UTC)) == 60
    assert sql.value("select count(*) from devices_unread where fire") == 60


def test_nobody_at_the_port_is_refused_and_not_waited_for():
    report = asyncio.run(simulate("127.0.0.1", 1, Asked(count=2, storm=1, first=1), Report()))
    assert (report.connected, report.refused, report.sent) == (0, 2, 0)


def test_units_share_the_lines_of_concentrators_and_speak_over_udp(db):
    with gateway(db.app()) as (door, port, udp):
        shared = Asked(count=60, storm=90, first=910_000, lines=3)
        over_tcp = asyncio.run(simulate("127.0.0.1", port, shared, Report()))
        assert eventually(lambda: not door.sources.at), "a concentrator that hangs up leaves nobody behind"
        datagrams = Asked(count=60, storm=90, first=920_000, lines=4, udp=True)
        over_udp = asyncio.run(simulate("127.0.0.1", udp, datagrams, Report()))
    for report in (over_tcp, over_udp):
        assert (report.connected, report.confirmed, report.silent) == (60, 150, 0)


def test_whoever_stays_goes_on_until_being_told_to_end(db, monkeypatch):
    monkeypatch.setattr(gb26875, "HEARTBEAT_S", 0.05)

    async def for_a_while(port: int) -> Report:
        report = Report()
        staying = asyncio.create_task(
            simulate("127.0.0.1", port, Asked(count=2, storm=0, first=930_000, stay=1e9), report)
        )
        while report.heartbeats < 10:
            await asyncio.sleep(0.02)
        staying.cancel()
        return await staying

    with gateway(db.app()) as (_door, port, _udp):
        assert asyncio.run(for_a_while(port)).heartbeats >= 10
