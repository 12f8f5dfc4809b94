"""What both doors do: look at the body, let a source say so much, keep what came once, and only then answer 200.

A platform sends again what was not answered, for hours. What a message shares with itself sent again is its key; it is looked
for among the frames of its own device over a week, not only in the ten minutes of a wire.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from ipaddress import ip_address, ip_network

import structlog
from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import Error
from django.http import HttpRequest, JsonResponse

from liren.devices import intake
from liren.devices.intake import Came, Heard
from liren.kernel.ids import new_id
from liren.trust import sql

BODY_MOST = 64 * 1024
MINUTE_MOST = 120
"""Messages of one device in a minute; a sensor that alarms says a few."""
WINDOW = timedelta(minutes=1)
REMEMBERED = timedelta(days=7)
NAME_MOST = 128
WHY = {
    "token": "令牌不对，或者没有带。请核对平台里推送地址后面的 token。",
    "signature": "签名不对。请核对平台里填的 Token 和 LIREN_ONENET_TOKEN 是不是同一个。",
    "address": "这个地址不在允许的地址里。请把平台推送的出口地址写进 {allow}。",
    "off": "没有开通这个推送。请先设置 {setting}。",
    "large": "一条消息最多 64 KiB，这条更长，没有收下。",
    "body": "不是完整的 UTF-8 JSON 对象，没有收下。",
    "often": "这台设备一分钟里发来的超过 120 条，请过一会儿再发。",
    "away": "暂时存不下来，请稍后再发。",
}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of a platform: whose, its bytes, what it shares with itself sent again, and whether the device itself spoke."""

    source: str
    raw: bytes
    key: bytes
    alive: bool


def keep(wire: str, said: Said, peer: str) -> JsonResponse:
    """Keep a message and who was heard, then 200; 429 for a device that says too much, 503 while the database is away."""
    now = datetime.now(UTC)
    source = said.source.encode("utf-8", "replace")[:NAME_MOST]
    came = Came(
        id=new_id(), received_at=now, wire=wire, listener=wire, peer=peer, source=source, key=said.key, raw=said.raw
    )
    try:
        known, lately = _before(came)
        if lately >= MINUTE_MOST and not known:
            answer = refused("often", 429)
            answer["Retry-After"] = str(int(WINDOW.total_seconds()))
            return answer
        if not known:
            sql.run(*intake.keeping([came]))
        if said.alive:
            heard = Heard(wire=wire, source=source, listener=wire, peer=peer, at=now, frames=1, denied=0)
            sql.run(*intake.hearing([heard]))
    except Error:
        log.exception("a push could not be kept", wire=wire)
        return refused("away", 503)
    return JsonResponse({"code": 0, "msg": "success"})


def _before(came: Came) -> tuple[bool, int]:
    """Whether this message is here already, and how many its device sent in the last minute."""
    row = sql.one(
        """select coalesce(bool_or(digest = %s), false) as known, count(*) filter (where received_at > %s) as lately
           from devices_frame where source = %s and received_at > %s and wire = %s""",
        (
            intake.digest(came.wire, came.key), came.received_at - WINDOW, came.source, came.received_at - REMEMBERED, came.wire
        ),
    )  # fmt: skip
    return row["known"], row["lately"]


def refused(code: str, status: int, **words: str) -> JsonResponse:
    """A refusal with its sentence; nothing was kept."""
    body = {"code": code, "sentence": WHY[code].format(**words)}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def body_of(request: HttpRequest) -> bytes | None:
    """The body, None for one that is longer than any message: by what it says of itself, before it is read, or measured."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > BODY_MOST:
        return None
    try:
        return request.body if len(request.body) <= BODY_MOST else None
    except RequestDataTooBig:
        return None


def peer_of(request: HttpRequest) -> str:
    """The address it came from, behind as many of our proxies as LIREN_PROXIES says."""
    try:
        return str(get_adapter().get_client_ip(request) or "")
    except PermissionDenied:
        return ""


def same(given: str, wanted: str) -> bool:
    """Compare secrets without telling by the time how much of one was right."""
    return bool(wanted) and compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def allowed(address: str, allow: str) -> bool:
    """Whether an address is in a list of addresses and networks, parted by commas. An empty list lets every address in."""
    nets = [net.strip() for net in allow.split(",") if net.strip()]
    try:
        return not nets or any(ip_address(address) in ip_network(net, strict=False) for net in nets)
    except ValueError:
        return False
