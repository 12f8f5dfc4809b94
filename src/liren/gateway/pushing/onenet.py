"""OneNET pushes what devices of China Mobile say: its door with the address check and signature, and how a message is read.

A push is `{msg, nonce, signature, time, id}`; the signature is base64(md5(token + nonce + msg)), the same as in the check of the
address (GET with msg, nonce, signature: msg is given back). In secure mode msg is AES-128-CBC in base64 under a key of 16
letters that is also its first block. OneNET waits 5 seconds and sends again up to 16 times in 2 h 45 min.
Source: open.iot.10086.cn/doc, 应用开发 → 消息推送 → HTTP 推送, as described in public repositories.
"""

from base64 import b64decode, b64encode
from hashlib import md5
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from liren.gateway.pushing import door
from liren.gateway.pushing.door import Said
from liren.gateway.sensors import saying
from liren.gateway.sensors.saying import Read
from liren.gateway.sensors.values import moment_of, read_json, values_of

WIRE = "onenet"
KEY_LONG = 16
SAID = frozenset({"property", "event"})
LIFE = frozenset({"online", "offline"})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def push(request: HttpRequest) -> HttpResponse:
    """/push/onenet: GET gives `msg` back when it is signed. POST: 200 when it is kept, else 401, 403, 413, 400, 429, 503."""
    asked = settings.ONENET
    if not asked["token"]:
        return door.refused("off", 403, setting="LIREN_ONENET_TOKEN")
    peer = door.peer_of(request)
    if not door.allowed(peer, asked["allow"]):
        return door.refused("address", 403, allow="LIREN_ONENET_ALLOW")
    if request.method == "GET":
        msg = request.GET.get("msg", "")
        if not signed(asked["token"], request.GET.get("nonce", ""), msg, request.GET.get("signature", "")):
            return door.refused("signature", 401)
        return HttpResponse(msg, content_type="text/plain; charset=utf-8")
    return _pushed(request, asked, peer)


def _pushed(request: HttpRequest, asked: dict[str, str], peer: str) -> JsonResponse:
    raw = door.body_of(request)
    if raw is None:
        return door.refused("large", 413)
    body = read_json(raw)
    if not isinstance(body, dict):
        return door.refused("body", 400)
    msg, nonce, signature = (body.get(name) for name in ("msg", "nonce", "signature"))
    if not isinstance(msg, str) or not signed(asked["token"], str(nonce), msg, str(signature)):
        return door.refused("signature", 401)
    plain = opened(msg, asked["key"])
    said = read_json(plain)
    if not isinstance(said, dict):
        return door.refused("body", 400)
    number = str(body.get("id") or nonce)[: door.NAME_MOST]
    return door.keep(
        WIRE,
        Said(source=source_of(said), raw=plain, key=number.encode("utf-8", "replace") + plain, alive=alive(said)),
        peer,
    )


def signed(token: str, nonce: str, msg: str, signature: str) -> bool:
    """Whether OneNET signed it. MD5 is what the platform offers."""
    digest = md5(f"{token}{nonce}{msg}".encode("utf-8", "replace"), usedforsecurity=False).digest()
    return door.same(signature.replace(" ", "+"), b64encode(digest).decode())


def opened(msg: str, key: str) -> bytes:
    """The message of secure mode, or as it came where no key is set; nothing for what is not under this key."""
    if not key:
        return msg.encode("utf-8", "replace")
    secret = key.encode()
    try:
        locked = b64decode(msg, validate=True)
        inner = Cipher(algorithms.AES(secret), modes.CBC(secret[:KEY_LONG])).decryptor()
        unpad = PKCS7(algorithms.AES.block_size).unpadder()
        return unpad.update(inner.update(locked) + inner.finalize()) + unpad.finalize()
    except ValueError:
        return b""


def source_of(said: dict[str, Any]) -> str:
    """productId/deviceName; the device's number where its name is missing."""
    name = said.get("deviceName") or said.get("deviceId") or ""
    return f"{str(said.get('productId') or '')[:32]}/{str(name)[:64]}"


def alive(said: dict[str, Any]) -> bool:
    """Whether the device itself spoke: that it went offline is said by the platform."""
    return _kind(said) in SAID or _kind(said) == "online"


def _kind(said: dict[str, Any]) -> str:
    """property, event, or what became of its line: a life cycle carries it as `status`, `data` or `notifyType`."""
    kind = said.get("notifyType")
    data = said.get("data")
    status = said.get("status") or (data.get("status") or data.get("action") if isinstance(data, dict) else data)
    return str(kind) if kind in SAID else str(status) if isinstance(status, str) else str(kind)


def signals_of(raw: bytes, profile: str) -> Read:
    """The signals of a kept message and its trouble. Raises nothing, whatever the bytes."""
    said = read_json(raw)
    if not isinstance(said, dict):
        return (), "frame"
    if _kind(said) not in SAID:
        return (), "" if _kind(said) in LIFE else "unit"
    data = said.get("data")
    values = values_of(data)
    if not values.of or not isinstance(data, dict):
        return (), "unit"
    return saying.read(WIRE, profile, values, moment_of(data.get("time")))


def told(raw: bytes, profile: str) -> tuple[tuple[str, str], ...]:
    """What a message says, in words."""
    said = read_json(raw)
    if not isinstance(said, dict):
        return (("读不出来", "不是 JSON"),)
    kind = {"property": "属性上报", "event": "事件上报", "online": "上线", "offline": "下线"}.get(
        _kind(said), _kind(said)
    )
    return ("消息", kind), ("设备", source_of(said)), *saying.told(values_of(said.get("data")))
