"""A chore: visit the cameras that are due, a few at a time, in a thread of its own so that a dead one holds up nothing."""

import asyncio
import threading
from datetime import UTC, datetime
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import connection

from liren.devices.commands.cameras import NoteProbe
from liren.devices.queries import cameras
from liren.devices.queries.cameras import Probed
from liren.gateway.probing import onvif, rtsp
from liren.kernel import Code, Missing
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate

HOUSE = the_house("probing")
AT_ONCE = 8
log = structlog.get_logger()
_running: list[threading.Thread] = []


def step(now: datetime) -> bool:
    """Start a round unless one runs still; True when one was started. The demonstration's cameras stand nowhere: none is asked."""
    if settings.LIREN_DEMO or any(thread.is_alive() for thread in _running):
        return False
    if not cameras.due_probes(HOUSE, now, 1):
        return False
    _running[:] = [threading.Thread(target=_round, args=(now,), name="probing", daemon=True)]
    _running[0].start()
    return True


def _round(now: datetime) -> None:
    try:
        visit(now)
    except Exception:
        log.exception("probing failed")
    finally:
        connection.close()


def visit(now: datetime) -> int:
    """Ask the cameras that are due and note how they fare; how many. A camera retired meanwhile is passed over."""
    due = cameras.due_probes(HOUSE, now, AT_ONCE)
    for camera, (health, drift_s) in zip(due, asyncio.run(_ask(due)), strict=True):
        try:
            order = NoteProbe(camera=camera.id, health=Code(health), drift_s=drift_s)
            gate.execute(order, actor=HOUSE, now=now, key=new_id())
        except Missing:
            continue
    return len(due)


async def _ask(due: list[Probed]) -> list[tuple[str, int | None]]:
    return await asyncio.gather(*(_one(camera) for camera in due))


async def _one(camera: Probed) -> tuple[str, int | None]:
    """The stream first; its clock only where something answered. Without an address it is what the catalogue says."""
    if not camera.address:
        return camera.listed or "unknown", None
    health = await rtsp.probe(camera.address, camera.user, camera.password)
    host = urlsplit(camera.address).hostname
    answered = health not in ("unreachable", "silent")
    return health, await onvif.drift(host, datetime.now(UTC)) if host and answered else None
