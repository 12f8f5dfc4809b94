"""Made-up devices against a gateway of the test's own: what they send is confirmed, kept and read."""

import asyncio
from datetime import UTC, datetime

from liren.gateway import reading
from liren.gateway.simulating.gb26875 import simulate
from liren.trust import sql
from tests.gateway.wire import gateway


def test_every_heartbeat_and_every_fire_of_a_storm_is_confirmed_kept_and_read(db):
    with gateway(db.app()) as (_door, port, _udp):
        report = asyncio.run(simulate("127.0.0.1", port, count=20, storm=60, first=900_000))
    assert (report.connected, report.heartbeats, report.alarms) == (20, 20, 60)
    assert (report.confirmed, report.denied, report.silent) == (80, 0, 0)
    assert sql.value("select count(*) from devices_waiting") == 60
    assert reading.read(datetime.now(UTC)) == 60
    assert sql.value("select count(*) from devices_unread where fire") == 60


def test_nobody_at_the_port_is_refused_and_not_waited_for():
    report = asyncio.run(simulate("127.0.0.1", 1, count=2, storm=1, first=1))
    assert (report.connected, report.refused, report.sent) == (0, 2, 0)
