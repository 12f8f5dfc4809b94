"""Two gateways on one port: the kernel gives each line to one of them, and a frame is kept once whichever it was."""

import psutil

from liren.trust import sql
from tests.gateway.test_gb26875 import FIRE
from tests.gateway.wire import Device, free_port, process

LINES = 40


def test_two_processes_share_a_port_and_each_frame_is_kept_once(db):
    port = free_port()
    with process(db.app(), port) as first:
        with process(db.app(), port) as second:
            assert first.pid != second.pid
            devices = [Device(port, 5000 + n) for n in range(LINES)]
            sent = [device.frame(FIRE) for device in devices]
            for device, raw in zip(devices, sent, strict=True):
                device.send(raw)
                device.answer()
            assert _lines(first.pid) + _lines(second.pid) == LINES
            assert min(_lines(first.pid), _lines(second.pid)) > 0, "each has its share"
        for device in devices:
            device.close()
        again = [Device(port, 5000 + n) for n in range(LINES)]
        for device, raw in zip(again, sent, strict=True):
            device.send(raw)
            device.answer()
            device.close()
    assert sorted(bytes(row["raw"]) for row in sql.rows("select raw from devices_frame")) == sorted(sent)


def _lines(pid: int) -> int:
    return sum(one.status == psutil.CONN_ESTABLISHED for one in psutil.Process(pid).net_connections("tcp"))
