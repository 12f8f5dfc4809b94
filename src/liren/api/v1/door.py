"""One request through the door: method, format, key, pace, scope, content; then the work; or a problem that says why not.

The order is fixed so that nobody without a key learns anything but how to ask. CSRF, sessions and redirects have no
part in it: a key in `Authorization: Bearer` is all that counts.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from liren.api.v1 import problems, reading
from liren.api.v1.problems import Problem
from liren.kernel import Actor, Refusal
from liren.trust import clients, pace
from liren.trust.clients import Client
from liren.trust.registry import SCOPES
from liren.trust.rights import no_scope

log = logging.getLogger(__name__)
JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request that was let in. `asked` is its query, `body` its content, `named` what the address names.

    `key` is made of the client and its Idempotency-Key: the same request again gets the same answer.
    """

    client: Client
    now: datetime
    request: HttpRequest
    named: Mapping[str, Any]
    asked: Any
    body: Any
    key: UUID | None

    @property
    def viewer(self) -> Actor:
        return self.client.actor

    def may(self, scope: str) -> bool:
        return scope in self.client.scopes


@dataclass(frozen=True, slots=True)
class Made:
    """The answer to something that was made, and where it is from now on ("" for what has no address)."""

    answer: Any
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address. `scopes`: any of them lets in, none needs only a key.

    `reference` data is compared by ETag. `once`: an Idempotency-Key is needed. `photo`: the body is a multipart upload.
    """

    name: str
    method: str
    path: str
    work: Callable[[Call], Any]
    summary: str
    gives: Any
    about: str = ""
    scopes: tuple[str, ...] = ()
    asks: Any = None
    takes: Any = None
    photo: bool = False
    once: bool = False
    reference: bool = False
    fails: tuple[int, ...] = ()

    @property
    def status(self) -> int:
        return 201 if self.method == "POST" else 200


def address(*operations: Operation) -> Callable[..., HttpResponse]:
    """The view of one address: its methods, everything else 405."""
    by_method = {operation.method: operation for operation in operations}
    if "GET" in by_method:
        by_method["HEAD"] = by_method["GET"]

    @csrf_exempt
    def view(request: HttpRequest, **named: Any) -> HttpResponse:
        with translation.override(language(request)):
            return said(request, lambda: _answer(request, by_method, named))

    return view


def said(request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of a piece of work, or what went wrong as a problem, with the headers that every answer has."""
    try:
        answer = work()
    except Problem as no:
        answer = problems.response(no)
    except Refusal as no:
        answer = problems.response(problems.of_refusal(no))
    except RequestDataTooBig:
        answer = problems.response(reading.too_large())
    except SuspiciousOperation:
        words = _("请求里的项太多，或者写法不对，请照 /api/openapi.json 改正。")
        answer = problems.response(Problem(400, "too_many_fields", words))
    except OperationalError:
        words = _("系统正在重启，请过半分钟再试。")
        answer = problems.response(Problem(503, "unavailable", words, headers={"Retry-After": "30"}))
    except Exception:
        log.exception("api broken: %s", request.path)
        answer = problems.response(Problem(500, "broken", _("系统出错了，已经记下。请把时间和地址告诉我们。")))
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["Content-Language"] = translation.get_language() or "zh-hans"
    answer.headers["Vary"] = "Authorization, Accept-Language"
    return answer


def _answer(request: HttpRequest, by_method: Mapping[str, Operation], named: dict[str, Any]) -> HttpResponse:
    operation = by_method.get(request.method or "")
    if operation is None:
        allowed = ", ".join(sorted(by_method))
        words = _("这个地址只接受 %(methods)s。") % {"methods": allowed}
        raise Problem(405, "method", words, headers={"Allow": allowed})
    reading.acceptable(request)
    now: datetime = request.now  # type: ignore[attr-defined]
    client = _client(request, now)
    left = pace.take(client.id, client.per_minute, now)
    rate = {
        "RateLimit-Policy": f'"key";q={left.limit};w={pace.WINDOW}',
        "RateLimit": f'"key";r={max(left.left, 0)};t={left.wait}',
    }
    if left.over:
        words = _("一分钟最多 %(limit)d 次，请 %(wait)d 秒以后再来。") % {"limit": left.limit, "wait": left.wait}
        raise Problem(429, "too_many", words, headers={"Retry-After": str(left.wait), **rate})
    try:
        answer = _carry_out(request, operation, named, client, now)
    except Refusal as no:
        raise _with(problems.of_refusal(no), rate) from no
    except Problem as no:
        raise _with(no, rate) from no
    for name, content in rate.items():
        answer.headers[name] = content
    return answer


def _with(problem: Problem, headers: dict[str, str]) -> Problem:
    problem.headers |= headers
    return problem


def _carry_out(
    request: HttpRequest, operation: Operation, named: dict[str, Any], client: Client, now: datetime
) -> HttpResponse:
    if operation.scopes and not set(operation.scopes) & set(client.scopes):
        code = operation.scopes[0]
        words = no_scope(code, _(SCOPES[code].label)) if translation.get_language() != "en" else ""
        english = _("这把密钥没有权限范围 %(scope)s。请向发密钥的管理员另要一把。") % {"scope": code}
        raise Problem(403, "scope", words or english)
    header = reading.idempotency_key(request) if operation.once else None
    call = Call(
        client=client, now=now, request=request, named=named, key=uuid5(client.id, header) if header else None,
        asked=reading.query(request, operation.asks),
        body=reading.body(request, operation.takes) if operation.takes is not None else None,
    )  # fmt: skip
    done = operation.work(call)
    made = done if isinstance(done, Made) else Made(done)
    content = reading.encode(made.answer)
    answer = HttpResponse(content, status=operation.status, content_type=JSON)
    if made.at:
        answer.headers["Location"] = made.at
    return _compared(request, answer) if operation.reference else answer


def _compared(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """304 when the caller has it already. Reference data may be kept, if it is asked about each time."""
    tag = f'"{sha256(answer.content).hexdigest()[:32]}"'
    known = {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}
    if known & {tag, "*"}:
        answer = HttpResponse(status=304)
        del answer.headers["Content-Type"]
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _client(request: HttpRequest, now: datetime) -> Client:
    """Who comes with a key that holds. Raises Problem 401 saying what is wrong with it."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret:
        words = _("请在 Authorization 头里写 Bearer 加密钥。没有密钥，见 /developers/。")
        raise _unauthorized("key_missing", words, 'Bearer realm="liren"')
    client = clients.actor_of_key(secret, now)
    if client is None:
        why = clients.why_not(secret, now)
        words = {
            "unknown": _("没有这把密钥，请核对有没有抄漏。"),
            "revoked": _("这把密钥已经停用，请向发密钥的管理员另要一把。"),
            "expired": _("这把密钥已经过期，请向发密钥的管理员另要一把。"),
        }[why]
        raise _unauthorized(f"key_{why}", words, 'Bearer realm="liren", error="invalid_token"')
    return client


def _unauthorized(code: str, sentence: str, challenge: str) -> Problem:
    return Problem(401, code, sentence, headers={"WWW-Authenticate": challenge})


@csrf_exempt
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below /api/."""

    def none() -> HttpResponse:
        raise Problem(404, "missing", _("没有这个地址。有哪些地址，见 /api/openapi.json。"))

    with translation.override(language(request)):
        return said(request, none)


def language(request: HttpRequest) -> str:
    """What Accept-Language prefers of Chinese and English; Chinese when it says neither."""
    from django.utils.translation.trans_real import parse_accept_lang_header

    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()[:200]):
        if code.startswith(("zh", "en")):
            return "en" if code.startswith("en") else "zh-hans"
    return "zh-hans"
