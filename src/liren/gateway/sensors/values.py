"""JSON of a sensor as values by name, whatever its platform wraps around them. Pure; nothing a device sends raises.

Formats: OneJSON of OneNET and Alink of Aliyun (`params` of `{value, time}`), the flat objects of plain MQTT sensors, the
`serviceData`, `APPdata` and `b` lists that come through CTWing.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from liren.catalogue.worktime import SHANGHAI

FIELDS, DEEP, LONG = 256, 6, 200
MILLISECONDS = 10**11
"""A number of seconds this large would be the year 5138: it is milliseconds."""
FIRST_YEAR, LAST_YEAR = 2000, 2200
Plain = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Values:
    """Values by dotted name, and the moment that stands beside each where the format has one."""

    of: Mapping[str, Plain] = field(default_factory=dict)
    at: Mapping[str, datetime] = field(default_factory=dict)


NOTHING = Values()


def read_json(raw: bytes) -> Any:
    """What the bytes say, None for what is no JSON: cut characters, a number too long, a nesting without end."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def values_of(said: Any) -> Values:
    """The values of a decoded message; nothing for what has no values."""
    if not isinstance(said, dict):
        return NOTHING
    params = said.get("params")
    if isinstance(params, dict):
        return _params(params)
    if isinstance(said.get("b"), list):
        return _pairs(said)
    return Values(dict(_flat(said)))


def _params(params: dict[str, Any]) -> Values:
    """OneJSON: each property is `{value, time}`; an event is there when its name is, whatever it carries."""
    of: dict[str, Plain] = {}
    at: dict[str, datetime] = {}
    for name, one in list(params.items())[:FIELDS]:
        wrapped = isinstance(one, dict) and "value" in one
        inner = one["value"] if wrapped else one
        moment = moment_of(one.get("time")) if wrapped else None
        found = dict(_flat({name: inner}))
        if isinstance(inner, dict):
            found[name] = True
        of |= found
        if moment is not None:
            at |= dict.fromkeys(found, moment)
    return Values(of, at)


def _pairs(said: dict[str, Any]) -> Values:
    """A list of `{id, v}` with a command `c`, as user-information devices send it through CTWing."""
    pairs = [one for one in said["b"][:FIELDS] if isinstance(one, dict) and isinstance(one.get("id"), str | int)]
    of = {_clean(str(one["id"])): _plain(one.get("v")) for one in pairs}
    rest = {name: one for name, one in said.items() if name != "b"}
    return Values(dict(_flat(rest)) | {name: one for name, one in of.items() if one is not None})


def _flat(said: dict[str, Any], before: str = "", deep: int = 0) -> Iterator[tuple[str, Plain]]:
    if deep > DEEP:
        return
    for name, one in list(said.items())[:FIELDS]:
        path = _clean(f"{before}{name}")
        if isinstance(one, dict):
            yield from _flat(one, f"{path}.", deep + 1)
        elif (plain := _plain(one)) is not None:
            yield path, plain


def _plain(one: Any) -> Plain | None:
    if isinstance(one, str):
        return _clean(one)
    if isinstance(one, bool | int) or (isinstance(one, float) and math.isfinite(one)):
        return one
    return None


def _clean(text: str) -> str:
    """Words that a database takes: JSON may hold a zero character and half a surrogate pair."""
    return text[:LONG].replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def number(plain: Plain) -> float | None:
    """A value as a number; None for words and for a yes or no. Some models write numbers as text."""
    if isinstance(plain, bool):
        return None
    try:
        found = float(plain)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def same(plain: Plain, wanted: Plain) -> bool:
    """Whether a value is the one that a rule names: 1, "1" and 1.0 are the same, true is not 1."""
    if isinstance(plain, bool) or isinstance(wanted, bool):
        return str(plain).lower() == str(wanted).lower()
    one, other = number(plain), number(wanted)
    return one == other if one is not None and other is not None else str(plain) == str(wanted)


def moment_of(said: Any) -> datetime | None:
    """A time as devices write it: milliseconds or seconds since 1970, ISO 8601, `20180207T032533Z`; None for what is no date.

    A time without a zone is Shanghai's. A year before 2000 or after 2199 is a clock that was never set.
    """
    found = _moment(said)
    return found if found is not None and FIRST_YEAR <= found.year < LAST_YEAR else None


def _moment(said: Any) -> datetime | None:
    if isinstance(said, bool) or said is None:
        return None
    count = number(said) if isinstance(said, str | int | float) else None
    if count is not None and not (isinstance(said, str) and len(said) in (8, 14)):
        try:
            return datetime.fromtimestamp(count / 1000 if abs(count) >= MILLISECONDS else count, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    try:
        found = datetime.fromisoformat(str(said).strip()[:40])
        return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
    except ValueError:
        return _compact(str(said))


def _compact(text: str) -> datetime | None:
    try:
        return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
