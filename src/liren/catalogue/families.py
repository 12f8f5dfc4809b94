"""Families of configurable data: a folder of TOML, the shape it must have, and a checker that names key and remedy."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from liren.catalogue.kinds import Key, Problem

EPOCH = "catalogue"
LINES_MAX = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a rehearsal: what was found so far (JSON-able), how many of how many records, where to go on (None: over)."""

    result: dict[str, Any]
    done: int
    total: int
    after: str | None = None


LATELY = timedelta(days=90)
"""How far back a rehearsal goes."""
NOTHING = Part(result={}, done=0, total=0, after="")
"""What stands before the first part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What a rehearsal is about: two specs of an area, records from a day on, and the part played before."""

    area: str
    old: Any
    new: Any
    since: datetime
    now: datetime
    before: Part


Upcast = Callable[[dict[str, Any]], dict[str, Any]]
Rehearse = Callable[[Play], Part]
"""Plays the next part of the past under both specs; must take well under a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One kind of entry. `shape` is a frozen dataclass with a `code`; `check` finds what types can't say.

    `editable` are the keys, by dotted path, that an area may set; the others only a release changes. `two_people` says
    of a spec whether another person than who drafted it must publish it; with `rehearse` a draft is published only by
    somebody who was shown what it would have changed. `upcast` says a spec that was published under an earlier shape in
    the words of this one: stored entries are never rewritten.
    """

    code: str
    label: str
    shape: type
    folder: Path
    check: Callable[[Any], Iterable[Any]]
    editable: Mapping[str, Key] = field(default_factory=dict)
    two_people: Callable[[Mapping[str, Any]], bool] = lambda spec: False
    rehearse: Rehearse | None = None
    upcast: Upcast = dict


FAMILIES: dict[str, Family] = {}


def family(
    code: str,
    *,
    shape: type,
    folder: Path,
    label: str,
    check: Callable[[Any], Iterable[Any]],
    editable: Mapping[str, Key] | None = None,
    two_people: Callable[[Mapping[str, Any]], bool] = lambda spec: False,
    rehearse: Rehearse | None = None,
    upcast: Upcast = dict,
) -> None:
    """Declare a family; called once from the `apps.py` of the room whose data it is."""
    FAMILIES[code] = Family(
        code=code, label=label, shape=shape, folder=folder, check=check, editable=editable or {}, two_people=two_people,
        rehearse=rehearse, upcast=upcast,
    )  # fmt: skip


def read(kind: Family, spec: dict[str, Any]) -> Any:
    """The spec in its shape; unknown keys are errors, because a misspelt limit must not be silently ignored.

    Raises msgspec.ValidationError with the key's path in its words.
    """
    unknown = _unknown(spec, msgspec.inspect.type_info(kind.shape))
    if unknown:
        raise msgspec.ValidationError(f"unknown key - at `$.{unknown[0]}`")
    return msgspec.convert(spec, kind.shape, strict=True)


def read_stored(kind: Family, spec: dict[str, Any]) -> Any:
    """A spec as it was published or drafted, perhaps under an earlier shape. Raises as `read`."""
    return read(kind, kind.upcast(spec))


def _unknown(spec: Any, shape: Any, path: str = "") -> list[str]:
    """Keys, at any depth, that the shape does not have."""
    if isinstance(shape, msgspec.inspect.DataclassType) and isinstance(spec, dict):
        fields = {f.encode_name: f.type for f in shape.fields}
        found = [path + key for key in spec if key not in fields]
        for key in spec.keys() & fields.keys():
            found += _unknown(spec[key], fields[key], f"{path}{key}.")
        return found
    if isinstance(shape, msgspec.inspect.UnionType):
        return [key for part in shape.types if _fits(part, spec) for key in _unknown(spec, part, path)]
    item = getattr(shape, "item_type", None)
    if item is not None and isinstance(spec, list):
        return [key for n, one in enumerate(spec) for key in _unknown(one, item, f"{path[:-1]}[{n}].")]
    return []


def _fits(shape: Any, spec: Any) -> bool:
    return isinstance(shape, msgspec.inspect.DataclassType) and isinstance(spec, dict)


def problems(kind: Family, spec: dict[str, Any], file: str = "") -> list[Problem]:
    """Everything wrong with one entry; empty when it may be published."""
    try:
        entry = read(kind, spec)
    except msgspec.ValidationError as error:
        return [_shape_problem(str(error), file)]
    return [Problem(key=p.key, sentence=p.sentence, remedy=p.remedy, file=file) for p in kind.check(entry)]


def _shape_problem(words: str, file: str) -> Problem:
    what, _, path = words.partition(" - at `$")
    key = path.rstrip("`").lstrip(".") or "（整个文件）"
    if "unknown key" in what:
        return Problem(
            key=key, sentence="没有这个键。", remedy="请对照同目录的其他文件改正拼写，或删去这一行。", file=file
        )
    if "missing required field" in what:
        name = what.split("`")[1]
        return Problem(key=name, sentence="缺少这个键。", remedy="请补上，写法见同目录的其他文件。", file=file)
    return Problem(key=key, sentence=f"类型不对（{what}）。", remedy="请改成要求的类型。", file=file)


def shipped(kind: Family) -> list[tuple[Path, dict[str, Any]]]:
    """The files of a family as they ship, in name order. Raises tomllib.TOMLDecodeError for broken TOML."""
    return [(path, load(path.read_text())) for path in sorted(kind.folder.glob("*.toml"))]


def load(text: str) -> dict[str, Any]:
    """TOML as JSON would say it: dates and times become ISO text, because specs are kept as jsonb."""
    return msgspec.to_builtins(tomllib.loads(text))  # type: ignore[no-any-return]


def check_shipped() -> list[Problem]:
    """Problems of every shipped file of every family: `liren check-catalogue`."""
    found: list[Problem] = []
    for kind in FAMILIES.values():
        for path in sorted(kind.folder.glob("*.toml")):
            text = path.read_text()
            if text.count("\n") > LINES_MAX:
                found.append(
                    Problem(file=path.name, key="行数", sentence=f"超过 {LINES_MAX} 行。", remedy="请拆成两项。")
                )
            try:
                found += problems(kind, load(text), path.name)
            except tomllib.TOMLDecodeError as error:
                found.append(Problem(file=path.name, key="TOML", sentence=f"读不懂：{error}。", remedy="请改正语法。"))
    return found
