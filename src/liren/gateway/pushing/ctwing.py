"""CTWing (天翼物联 AEP) pushes what devices of China Telecom say: its door, and how a kept message is read.

CTWing signs nothing. Who knows the token behind the address and comes from an allowed address is believed; both are asked.
Its fields are not what they seem: IMSI may be the word "undefined", upPacketSN may be -1 or "" on every message, so a message is
known by its device, the platform's timestamp and what it carries (protocols.md §3.1).
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from liren.gateway.pushing import door
from liren.gateway.pushing.door import Said
from liren.gateway.sensors import saying
from liren.gateway.sensors.saying import Read
from liren.gateway.sensors.values import NOTHING, Values, moment_of, read_json, values_of

WIRE = "ctwing"
REPORT, LINE, COMMAND = "dataReport", "deviceOnlineOfflineReport", "commandResponse"
ONLINE = frozenset({1, "1"})
NONE = frozenset({"", "undefined", "null", "None"})
WORDS = {REPORT: "设备上报", LINE: "上下线", COMMAND: "命令的答复"}


@csrf_exempt
@require_POST
def push(request: HttpRequest) -> JsonResponse:
    """POST /push/ctwing?token=…: 200 when it is kept, 401 without the token, 403 from elsewhere, 413, 400, 429, 503."""
    asked = settings.CTWING
    if not asked["token"]:
        return door.refused("off", 403, setting="LIREN_CTWING_TOKEN")
    given = request.GET.get("token", "") or request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not door.same(given, asked["token"]):
        return door.refused("token", 401)
    peer = door.peer_of(request)
    if not asked["allow"] or not door.allowed(peer, asked["allow"]):
        return door.refused("address", 403, allow="LIREN_CTWING_ALLOW")
    raw = door.body_of(request)
    if raw is None:
        return door.refused("large", 413)
    body = read_json(raw)
    if not isinstance(body, dict):
        return door.refused("body", 400)
    return door.keep(WIRE, Said(source=source_of(body), raw=raw, key=key_of(body), alive=alive(body)), peer)


def source_of(body: dict[str, Any]) -> str:
    """productId:IMEI, or productId:deviceId for a device that has no IMEI."""
    names = [_word(body.get(name)) for name in ("IMEI", "imei", "deviceSn", "deviceId")]
    return f"{_word(body.get('productId'))}:{next((one for one in names if one), '')}"


def _word(said: Any) -> str:
    word = str(said).strip() if isinstance(said, str | int) and not isinstance(said, bool) else ""
    return "" if word in NONE else word[:64]


def key_of(body: dict[str, Any]) -> bytes:
    """What a message shares with itself sent again."""
    carried = {
        name: body.get(name)
        for name in ("messageType", "deviceId", "timestamp", "payload", "eventType", "taskId", "result")
    }
    return source_of(body).encode("utf-8", "replace") + json.dumps(carried, sort_keys=True).encode()


def alive(body: dict[str, Any]) -> bool:
    """Whether the device itself spoke: it reported, or came online. That it went offline is said by the platform."""
    kind = body.get("messageType")
    return kind == REPORT or (kind == LINE and body.get("eventType") in ONLINE)


def signals_of(raw: bytes, profile: str) -> Read:
    """The signals of a kept message and its trouble. Raises nothing, whatever the bytes."""
    body = read_json(raw)
    if not isinstance(body, dict):
        return (), "frame"
    if body.get("messageType") != REPORT:
        return (), "" if body.get("messageType") in WORDS else "unit"
    values = carried(body)
    return saying.read(WIRE, profile, values, _at(body)) if values.of else ((), "unit")


def carried(body: dict[str, Any]) -> Values:
    """The values of a report: of its service, of the payload itself, or of the bytes that it passes through."""
    payload = body.get("payload")
    if not isinstance(payload, dict):
        return NOTHING
    if isinstance(payload.get("serviceData"), dict):
        return values_of(payload["serviceData"])
    if isinstance(payload.get("APPdata"), str):
        return values_of(read_json(passed_through(payload["APPdata"])))
    return values_of(payload)


def passed_through(text: str) -> bytes:
    """The device's own bytes, nothing for what is no base64."""
    try:
        return b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return b""


def _at(body: dict[str, Any]) -> datetime | None:
    return moment_of(body.get("timestamp"))


def told(raw: bytes, profile: str) -> tuple[tuple[str, str], ...]:
    """What a message says, in words."""
    body = read_json(raw)
    if not isinstance(body, dict):
        return (("读不出来", "不是 JSON"),)
    kind = str(body.get("messageType"))
    pairs = [("消息", WORDS.get(kind, kind)), ("平台的时间", str(_at(body) or "没有写")), ("设备", source_of(body))]
    payload = body.get("payload")
    values = carried(body)
    if not values.of and isinstance(payload, dict) and isinstance(payload.get("APPdata"), str):
        pairs.append(("厂家自己的字节，读不出来", passed_through(payload["APPdata"]).hex(" ")[:400]))
    return (*pairs, *saying.told(values))
