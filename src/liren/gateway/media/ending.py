"""A chore: views whose tickets have run out or were taken back are ended, in the engine and in the register."""

from datetime import datetime
from urllib.parse import quote

import httpx
import structlog
from django.conf import settings

from liren.devices.commands.views import CloseViews
from liren.devices.queries import views
from liren.gateway.media.door import HOUSE
from liren.kernel.ids import new_id
from liren.trust import gate

TIMEOUT = httpx.Timeout(2.0)
log = structlog.get_logger()


def step(now: datetime) -> int:
    """End what is over; how many cameras had such a view. An engine that does not answer keeps nothing from being written."""
    over = views.run_out(HOUSE, now)
    for camera, _path in over:
        for session in views.sessions_over(HOUSE, camera, now):
            kick(session)
        gate.execute(CloseViews(camera=camera, run_out=True), actor=HOUSE, now=now, key=new_id())
    return len(over)


def kick(session: str) -> bool:
    """Have MediaMTX put a WebRTC reader out (its API, POST /v3/webrtcsessions/kick/ID); False when it could not be told."""
    base = settings.MEDIA["api"]
    if not base or ":" in session:
        return False
    try:
        answer = httpx.post(
            f"{base}/v3/webrtcsessions/kick/{quote(session, safe='')}", timeout=TIMEOUT, trust_env=False
        )
    except httpx.HTTPError as error:
        log.warning("media engine did not answer", why=type(error).__name__)
        return False
    return answer.is_success
