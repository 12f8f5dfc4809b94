"""Reading a request: its format, its query, its JSON, its Idempotency-Key. What does not fit is named with its remedy."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.translation import gettext as _

from liren.api.v1.problems import Problem

JSON = "application/json"
BODY_MAX = 256 * 1024
KEY = re.compile(r"[\x21-\x7e]{8,128}")
AT = re.compile(r" - at `(?:key in )?\$\.?(?P<path>[^`]*)`")
UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>[^`]*)`")
MISSING = re.compile(r"Object missing required field `(?P<name>[^`]*)`")


def _plain(content: Any) -> Any:
    """AreaCode and Code are text on the wire."""
    if isinstance(content, str):
        return str(content)
    raise NotImplementedError(type(content))


encode = msgspec.json.Encoder(enc_hook=_plain, decimal_format="number").encode


def acceptable(request: HttpRequest) -> None:
    """Raises Problem 406 for a caller that takes no JSON."""
    if not request.accepts(JSON):
        words = _("只有 JSON：Accept 请写 application/json，或者不写。")
        raise Problem(406, "not_acceptable", words)


def idempotency_key(request: HttpRequest) -> str:
    """Raises Problem 400 without one."""
    given = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(given):
        words = _("请在 Idempotency-Key 头里写 8 到 128 个字符，每件事一个，重试时不变，例如一个 UUID。")
        raise Problem(400, "idempotency_key", words, field="Idempotency-Key")
    return given


def query(request: HttpRequest, shape: Any) -> Any:
    """The query string as `shape`, None where nothing may be asked. Raises Problem 422."""
    given = {name: request.GET.getlist(name) for name in request.GET}
    known = shape.__struct_fields__ if shape else ()
    for name, values in given.items():
        if name not in known:
            can = "、".join(known) or _("没有")
            words = _("没有“%(name)s”这个参数，可以写的：%(can)s。") % {"name": name[:40], "can": can}
            raise Problem(422, "unknown_parameter", words, field=name[:40])
        if len(values) > 1:
            raise Problem(422, "repeated", _("“%(name)s”写了不止一次，请只写一次。") % {"name": name}, field=name)
    if shape is None:
        return None
    plain = {name: _moment(values[0]) for name, values in given.items()}
    _no_nul(plain)
    try:
        return msgspec.convert(plain, shape, strict=False)
    except msgspec.ValidationError as wrong:
        raise _wrong(wrong, shape) from wrong


def body(request: HttpRequest, shape: Any) -> Any:
    """The JSON content as `shape`. Raises Problem 400 (no JSON), 413, 415 or 422."""
    if (request.content_type or "").lower() != JSON:
        raise Problem(415, "content_type", _("内容要是 JSON：Content-Type 请写 application/json。"))
    try:
        content = request.body
    except (UnreadablePostError, RawPostDataException) as wrong:
        raise Problem(400, "cut_off", _("内容没有收全，请再发一次。")) from wrong
    if len(content) > BODY_MAX:
        raise too_large()
    try:
        found = msgspec.json.decode(content, type=shape)
    except msgspec.ValidationError as wrong:
        raise _wrong(wrong, shape) from wrong
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise Problem(400, "not_json", _("内容不是完整的 JSON，请用 UTF-8 编码再发一次。")) from wrong
    _no_nul(msgspec.to_builtins(found))
    return found


def too_large() -> Problem:
    """More than may be sent, as a problem."""
    words = _("内容最多 %(limit)d KB，照片请先传到 /api/v1/photos。") % {"limit": BODY_MAX // 1024}
    return Problem(413, "too_large", words)


def _moment(text: str) -> str:
    """A plus that was not escaped arrives as a space: 2026-11-23T08:00:00 08:00."""
    return f"{text[:-6]}+{text[-5:]}" if text[-6:-5] == " " and text[-3:-2] == ":" else text


def _no_nul(content: Any) -> None:
    """PostgreSQL keeps no zero bytes."""
    for name, text in _texts(content, ""):
        if "\x00" in text:
            raise Problem(422, "zero_byte", _("“%(name)s”里有零字节，请去掉。") % {"name": name}, field=name)


def _texts(content: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(content, str):
        yield name, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield name or key, key
            yield from _texts(value, name or key)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _texts(value, name)


def _wrong(wrong: msgspec.ValidationError, shape: Any) -> Problem:
    """The field that does not fit, and what belongs there as the shape describes it."""
    text = str(wrong)
    at = AT.search(text)
    path = at["path"] if at else ""
    if missing := MISSING.search(text):
        name = ".".join(filter(None, (path, missing["name"])))
        return Problem(422, "missing_field", _("少了“%(name)s”：%(about)s") % _about(shape, name), field=name)
    if unknown := UNKNOWN.search(text):
        name = ".".join(filter(None, (path, unknown["name"])))[:64]
        can = "、".join(describe(shape))
        words = _("没有“%(name)s”这一项，可以写的：%(can)s。") % {"name": name, "can": can}
        return Problem(422, "unknown_field", words, field=name)
    words = _("“%(name)s”写得不对：%(about)s") % _about(shape, path)
    return Problem(422, "invalid", words, field=path or None)


def _about(shape: Any, name: str) -> dict[str, str]:
    first = re.split(r"[.\[]", name)[0]
    said = describe(shape).get(first, "")
    return {"name": name or _("内容"), "about": _(said) if said else _("请对照 /api/openapi.json 改正。")}


@cache
def describe(shape: Any) -> dict[str, str]:
    """What each field of a shape is for, as its description says."""
    (_ref,), parts = msgspec.json.schema_components([shape], ref_template="{name}")
    found = parts[shape.__name__]["properties"]
    return {name: about.get("description", "") for name, about in found.items()}
