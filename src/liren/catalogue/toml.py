"""Specs as TOML text and back: what ships, what is drafted and what is exported read alike.

Only what specs hold is written: tables, lists, text, numbers, yes and no. Dates are text (families.load).
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from liren.catalogue.families import load

BARE = re.compile(r"[A-Za-z0-9_-]+")


def digest(spec: object) -> bytes:
    """SHA-256 of the canonical JSON: the same content is the same entry."""
    return hashlib.sha256(msgspec.json.encode(spec, order="deterministic")).digest()


def dump(spec: Mapping[str, Any]) -> str:
    """A spec as TOML; `families.load(dump(spec)) == spec`."""
    return "\n".join(_table(spec, "")).strip() + "\n"


def piece(text: str, key: str) -> Any:
    """The value of one key from a piece of TOML that sets it and nothing else.

    Raises ValueError with the remedy for broken TOML or another key.
    """
    try:
        found = load(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"读不懂：{error}。请对照原来的写法改正。") from None
    if set(found) != {key}:
        raise ValueError(f"只写 {key} 这一项，别的键请删去。")
    return found[key]


def _table(spec: Mapping[str, Any], name: str) -> Iterator[str]:
    plain = {k: v for k, v in spec.items() if not _nested(v)}
    for key, content in plain.items():
        yield f"{_key(key)} = {_value(content)}"
    for key, content in spec.items():
        if key in plain:
            continue
        whole = f"{name}.{_key(key)}" if name else _key(key)
        if isinstance(content, Mapping):
            yield from ("", f"[{whole}]", *_table(content, whole))
        else:
            for one in content:
                yield from ("", f"[[{whole}]]", *_table(one, whole))


def _nested(content: Any) -> bool:
    """A table of tables, or a list of tables: {amount, unit} stays on its line."""
    if isinstance(content, Mapping):
        return any(isinstance(v, Mapping | list) for v in content.values()) or not {"amount", "unit"} >= set(content)
    return isinstance(content, list) and bool(content) and all(isinstance(one, Mapping) for one in content)


def _value(content: Any) -> str:
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, str):
        return json.dumps(content, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(content, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in content.items()) + " }"
    if isinstance(content, list | tuple):
        return "[" + ", ".join(_value(one) for one in content) + "]"
    return repr(content)


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)
