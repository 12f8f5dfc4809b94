"""Answers as the standard wants them: XML always, JSON by the Spark convention; the suffix of the address chooses.

A list is (wrapper, item name, items): in JSON the wrapper is an array. Dates without a value are left out of XML,
because clients read an empty element as a bad date; in JSON they are null.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from xml.sax.saxutils import escape

import msgspec
from django.http import HttpResponse

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
DECLARED = '<?xml version="1.0" encoding="utf-8"?>\n'
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LISTS = {"attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format"}
"""What the items of a list inside a record are called in XML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Records under a wrapper: `<requests><request>…</request></requests>`, in JSON an array."""

    wrapper: str
    item: str
    records: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """One record that is no list: a service definition, the discovery."""

    name: str
    record: Mapping[str, Any]


def answer(fmt: str, said: Listed | Single, status: int = 200) -> HttpResponse:
    """The response in one of the formats of TYPES."""
    body = as_json(said) if fmt == "json" else as_xml(said)
    return HttpResponse(body, content_type=TYPES[fmt], status=status)


def as_json(said: Listed | Single) -> bytes:
    return msgspec.json.encode(said.records if isinstance(said, Listed) else said.record)


def as_xml(said: Listed | Single) -> bytes:
    if isinstance(said, Listed):
        inner = "".join(_element(said.item, _fields(record)) for record in said.records)
        return (DECLARED + _element(said.wrapper, inner)).encode()
    return (DECLARED + _element(said.name, _fields(said.record))).encode()


CHINA = timezone(timedelta(hours=8))
"""The offset of every request there is (no summer time since 1991): a list writes a hundred moments."""


def moment(at: datetime | None) -> str | None:
    """W3C date and time with the zone of the county: 2026-11-23T14:30:00+08:00."""
    return at.astimezone(CHINA).isoformat(timespec="seconds") if at else None


def _fields(record: Mapping[str, Any]) -> str:
    return "".join(_field(name, content) for name, content in record.items())


def _field(name: str, content: Any) -> str:
    if content is None:
        return "" if name.endswith("_datetime") else f"<{name}/>"
    if isinstance(content, bool):
        return _element(name, "true" if content else "false")
    if isinstance(content, Mapping):
        return _element(name, _fields(content))
    if isinstance(content, list | tuple):
        return _element(name, "".join(_field(LISTS[name], one) for one in content))
    return _element(name, escape(NOT_XML.sub("", str(content))))


def _element(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"
