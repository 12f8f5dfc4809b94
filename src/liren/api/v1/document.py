"""The OpenAPI 3.1 document, made of the table: every operation, parameter, answer, header and problem there is."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt

from liren.api.v1.door import Operation, language, said
from liren.api.v1.problems import CONTENT_TYPE, TITLES, Problem, ProblemDetails
from liren.api.v1.table import TABLE
from liren.trust.registry import SCOPES

VERSION = "1.0.0"
BASE = "/api/v1"
REF = "#/components/schemas/{name}"
EVERYWHERE = (400, 401, 405, 406, 429, 500, 503)
SAID = ("description", "summary", "title")
HEADERS: dict[str, dict[str, Any]] = {
    "RateLimit-Policy": {
        "description": gettext_noop("这把密钥一分钟最多几次（IETF RateLimit 草案）。"),
        "schema": {"type": "string"},
    },
    "RateLimit": {"description": gettext_noop("这一分钟还剩几次，几秒后重新算。"), "schema": {"type": "string"}},
    "Content-Language": {"description": gettext_noop("答的是中文还是英文。"), "schema": {"type": "string"}},
    "ETag": {"description": gettext_noop("内容的指纹，下次写在 If-None-Match 里。"), "schema": {"type": "string"}},
    "Location": {"description": gettext_noop("新的一件在哪里。"), "schema": {"type": "string"}},
    "Retry-After": {"description": gettext_noop("几秒以后再来。"), "schema": {"type": "integer", "minimum": 1}},
    "Allow": {"description": gettext_noop("这个地址接受哪些方法。"), "schema": {"type": "string"}},
    "WWW-Authenticate": {"description": gettext_noop("要什么样的密钥。"), "schema": {"type": "string"}},
}
WITH = {401: ("WWW-Authenticate",), 405: ("Allow",), 429: ("Retry-After",), 503: ("Retry-After",)}
NAMED = {
    "id": {"schema": {"type": "string", "format": "uuid"}, "description": gettext_noop("案件的编号（id，不是文号）。")},
    "code": {"schema": {"type": "string", "pattern": "^[0-9]{2,17}$"}, "description": gettext_noop("区划代码。")},
}


@csrf_exempt
def view(request: HttpRequest) -> HttpResponse:
    """/api/openapi.json, in the language that is asked for; open to anybody, kept by caches if they ask each time."""

    def answer() -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            words = _("这个地址只接受 %(methods)s。") % {"methods": "GET, HEAD"}
            raise Problem(405, "method", words, headers={"Allow": "GET, HEAD"})
        content, tag = _written(translation.get_language() or "zh-hans")
        if tag in request.headers.get("If-None-Match", ""):
            found = HttpResponse(status=304)
        else:
            found = HttpResponse(content, content_type="application/json")
        found.headers["ETag"], found.headers["Cache-Control"] = tag, "no-cache"
        return found

    with translation.override(language(request)):
        return said(request, answer)


@cache
def _written(code: str) -> tuple[bytes, str]:
    with translation.override(code):
        content = msgspec.json.encode(document())
    return content, f'"{sha256(content).hexdigest()[:32]}"'


def document() -> dict[str, Any]:
    """The whole document in the language of the moment."""
    schemas = components()
    paths: dict[str, dict[str, Any]] = {}
    for operation in TABLE:
        paths.setdefault(operation.path, {})[operation.method.lower()] = described(operation, schemas)
    made = {
        "openapi": "3.1.0",
        "info": {
            "title": gettext_noop("里仁接口"), "version": VERSION,
            "description": gettext_noop("把事报进来，把进展取出去。怎样拿密钥、有什么限制，见 /developers/。"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": BASE}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": HEADERS,
            "responses": {f"Problem{status}": _problem(status) for status in TITLES},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": _scopes()}},
        },
    }  # fmt: skip
    return _in_words(made)  # type: ignore[no-any-return]


@cache
def components() -> dict[str, Any]:
    """The schemas of everything that goes over the wire."""
    shapes = {o.gives for o in TABLE} | {o.takes for o in TABLE if o.takes} | {ProblemDetails}
    asked = {o.asks for o in TABLE if o.asks}
    _refs, found = msgspec.json.schema_components(sorted(shapes | asked, key=lambda s: s.__name__), ref_template=REF)
    return dict(found)


def described(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    """One operation: what it asks, takes, gives, and how it fails."""
    answers = {str(operation.status): _given(operation)}
    if operation.reference:
        answers["304"] = {"description": gettext_noop("没有变。"), "headers": _headers("ETag")}
    fails = {*EVERYWHERE, *operation.fails, *((403,) if operation.scopes else ())}
    answers |= {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(fails)}
    made: dict[str, Any] = {
        "operationId": operation.name, "summary": operation.summary, "responses": answers,
        "parameters": [*_parameters(operation, schemas)],
        "x-scopes": list(operation.scopes),
    }  # fmt: skip
    if operation.about:
        made["description"] = operation.about
    if operation.takes is not None:
        content = {"application/json": {"schema": {"$ref": REF.format(name=operation.takes.__name__)}}}
        made["requestBody"] = {"required": True, "content": content}
    if operation.photo:
        part = {"type": "object", "required": ["photo"], "additionalProperties": False,
                "properties": {"photo": {"type": "string", "format": "binary", "description": gettext_noop("一张照片，JPEG、PNG、WebP 或 HEIC，最大 20 MB。")}}}  # fmt: skip
        made["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": part}}}
    return made


def _given(operation: Operation) -> dict[str, Any]:
    names = ["RateLimit", "RateLimit-Policy", "Content-Language"]
    names += ["ETag"] if operation.reference else []
    names += ["Location"] if operation.method == "POST" and not operation.photo else []
    schema = {"$ref": REF.format(name=operation.gives.__name__)}
    return {
        "description": operation.summary, "headers": _headers(*names), "content": {"application/json": {"schema": schema}},
    }  # fmt: skip


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _parameters(operation: Operation, schemas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, about in NAMED.items():
        if "{" + name + "}" in operation.path:
            yield {"name": name, "in": "path", "required": True, **about}
    if operation.once:
        yield {
            "name": "Idempotency-Key", "in": "header", "required": True,
            "description": gettext_noop("每件事一个，重试时不变，例如一个 UUID。"),
            "schema": {"type": "string", "pattern": "^[!-~]+$", "minLength": 8, "maxLength": 128},
        }  # fmt: skip
    if operation.asks is None:
        return
    shape = schemas[operation.asks.__name__]
    for name, schema in shape["properties"].items():
        plain = _without_null(schema)
        yield {
            "name": name, "in": "query", "required": name in shape.get("required", ()),
            "description": plain.get("description", ""), "schema": plain,
        }  # fmt: skip


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """In a query an absent value is simply absent."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    return kinds[0] if len(kinds) == 1 else {name: part for name, part in schema.items() if name != "default"}


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": TITLES[status], "headers": _headers("Content-Language", *WITH.get(status, ())),
        "content": {CONTENT_TYPE: {"schema": {"$ref": REF.format(name="ProblemDetails")}}},
    }  # fmt: skip


def _scopes() -> str:
    lines = "\n".join(f"- `{code}` {_(scope.label)}" for code, scope in SCOPES.items())
    return _("Authorization: Bearer 加密钥。权限范围：") + "\n\n" + lines


def _in_words(part: Any, key: str = "") -> Any:
    """Every description in the language of the moment."""
    if isinstance(part, dict):
        return {name: _in_words(value, name) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_in_words(value) for value in part]
    return _(part) if isinstance(part, str) and part and key in SAID else part
