"""POST /media/auth: a media engine asks whether a reader may have a camera's picture, and says when nobody reads any more.

The engine proves itself by a shared secret and its address; the ticket's row decides, not what the ticket says of itself.
"""

import json
from datetime import UTC, datetime
from hmac import compare_digest
from ipaddress import ip_address, ip_network
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from liren.devices.commands.views import CloseViews, OpenView
from liren.devices.queries import views
from liren.devices.rules.views import REFUSED
from liren.gateway.media import engines
from liren.gateway.media.engines import Asked
from liren.kernel import Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate

HOUSE = the_house("media")
BODY_MOST = 16 * 1024
WHY = {
    "engine": "没有配置流媒体引擎，或者密钥、地址不对。", "body": "读不懂这个请求。", "unknown": "没有这张票。", "forged": "票的签名不对。",
    "expired": "票已经到时间，或者案件已经办结。", "revoked": "票已经收回。", "over": "这次观看已经结束。", "used": "这张票正在别处使用，一张票只给一个人。",
    "replayed": "这个请求已经来过一次。", "path": "票不是这台摄像头的。", "action": "票只能观看。", "protocol": "只能在浏览器里观看（WebRTC 或 HLS）。",
    "retired": "这台摄像头已经停用。",
}  # fmt: skip
log = structlog.get_logger()


@csrf_exempt
@require_POST
def auth(request: HttpRequest) -> HttpResponse:
    """200 lets a reader in; else the status of REFUSED with a code and a sentence (ZLMediaKit wants 200 and its own code)."""
    if not _engine(request):
        return _no("engine", 403)
    asked = _read(request)
    if asked is None:
        return _no("body", 400)
    now: datetime = getattr(request, "now", None) or datetime.now(UTC)
    if asked.what == "nobody":
        camera = views.camera_of_path(HOUSE, asked.path)
        if camera is not None:
            gate.execute(CloseViews(camera=camera, run_out=False), actor=HOUSE, now=now, key=new_id())
        return JsonResponse({"code": 0, "close": True})
    code = _admit(asked, now)
    if not code:
        return JsonResponse({"code": 0, "msg": "success"} if asked.engine == "zlm" else {"code": "ok"})
    log.info("view refused", code=code, engine=asked.engine)
    if asked.engine == "zlm":
        return JsonResponse({"code": -1, "msg": f"{code}: {WHY[code]}"})
    return _no(code, REFUSED[code])


def _admit(asked: Asked, now: datetime) -> str:
    """ "" when the reader may go on, else why not."""
    if asked.protocol not in engines.BROWSER:
        return "protocol"
    if not asked.secret:
        return "unknown"
    ticket = views.ticket_behind(HOUSE, asked.secret)
    if ticket is None:
        return "forged"
    order = OpenView(
        ticket=ticket, path=asked.path, action=asked.action, session=asked.session[: engines.MOST],
        identified=asked.identified,
    )  # fmt: skip
    try:
        gate.execute(order, actor=HOUSE, now=now, key=new_id())
    except Refusal as no:
        return no.code if no.code in REFUSED else "used" if no.code == "view_twice" else "unknown"
    return ""


def _engine(request: HttpRequest) -> bool:
    """The secret is right and the address is one of the engines'."""
    secret = settings.MEDIA["secret"]
    given = request.GET.get("secret", "") or request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not secret or not compare_digest(given.encode(), secret.encode()):
        return False
    try:
        here = ip_address(request.META.get("REMOTE_ADDR", ""))
        return any(here in ip_network(net.strip()) for net in settings.MEDIA["allow"].split(",") if net.strip())
    except ValueError:
        return False


def _read(request: HttpRequest) -> Asked | None:
    if len(request.body) > BODY_MOST:
        return None
    try:
        body: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return engines.read(body, request.GET.get("hook", "")) if isinstance(body, dict) else None


def _no(code: str, status: int) -> JsonResponse:
    return JsonResponse({"code": code, "sentence": WHY[code]}, status=status, json_dumps_params={"ensure_ascii": False})
