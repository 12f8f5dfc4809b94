"""The keys of an entry that an area may set: what each is called, how it is asked, said, compared and read back. Pure.

A family names its editable keys with dotted paths (`limits.accept`); what the type of a key is decides how it is asked:
a limit, yes or no, a number, one of a few, several of a few, lines, words, or (nested tables) a piece of TOML.
"""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from liren.catalogue import toml
from liren.catalogue.families import FAMILIES, Family, problems
from liren.catalogue.kinds import Key, Problem
from liren.catalogue.worktime import UNIT_LABELS, Limit

Sort = Literal["limit", "flag", "number", "choice", "several", "lines", "text", "words", "toml"]
LONG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One editable key. `choices` are (value, label) pairs for `choice` and `several`, units for `limit`.

    `default` is what holds where an entry does not say it; a form that leaves it so does not write it down either.
    """

    path: str
    label: str
    sort: Sort
    choices: tuple[tuple[str, str], ...] = ()
    whole: bool = False
    optional: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a value: one item of a list, or all of it. `changed` where the other side does not have it."""

    words: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One key that differs, in words: 时限 4 个工作时 → 6 个工作时. Empty where there was, or is, nothing."""

    path: str
    label: str
    old: tuple[Part, ...]
    new: tuple[Part, ...]


@dataclass(slots=True)
class Filled:
    """A form read back: the whole spec with the editable keys replaced, and what was wrong with single keys."""

    spec: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)


def leaves(kind: Family) -> list[Leaf]:
    """The editable keys of a family in the order it names them."""
    found = []
    for path, key in kind.editable.items():
        hint, default = _field(kind.shape, path)
        found.append(replace(_leaf(path, key, hint), default=default))
    return found


def get(spec: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path; None where a table on the way is missing."""
    found: Any = spec
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def put(spec: dict[str, Any], path: str, content: Any) -> dict[str, Any]:
    """The spec with one key set; None takes it away, and a table that becomes empty goes with it."""
    head, _, rest = path.partition(".")
    made = dict(spec)
    value = put(dict(made.get(head) or {}), rest, content) if rest else content
    if value is None or (rest and not value):
        made.pop(head, None)
    else:
        made[head] = value
    return made


def words(leaf: Leaf, content: Any) -> str:
    """A value as a person says it."""
    if content is None:
        return "" if leaf.default is None else words(leaf, leaf.default)
    if leaf.sort == "limit":
        return str(Limit(content["amount"], content["unit"]))
    if leaf.sort == "flag":
        return "是" if content else "否"
    if leaf.sort == "choice":
        return dict(leaf.choices).get(str(content), str(content))
    if leaf.sort in ("several", "lines"):
        labels = dict(leaf.choices)
        return "、".join(labels.get(str(one), str(one)) for one in content)
    if leaf.sort == "toml":
        return toml.dump({leaf.path: content})
    return f"{content:g}" if isinstance(content, float) else str(content)


def typed(leaf: Leaf, content: Any) -> dict[str, Any]:
    """A value as the form shows it: the names of its controls with what stands in them."""
    content = leaf.default if content is None else content
    if leaf.sort == "limit":
        return {
            leaf.path: f"{content['amount']:g}" if content else "",
            f"{leaf.path}.unit": (content or {}).get("unit", "work_hour"),
        }
    if leaf.sort == "flag":
        return {leaf.path: "1" if content else ""}
    if leaf.sort == "lines":
        return {leaf.path: "\n".join(content or ())}
    if leaf.sort == "several":
        return {leaf.path: [str(one) for one in content or ()]}
    return {leaf.path: words(leaf, content) if leaf.sort == "toml" else "" if content is None else str(content)}


def filled(kind: Family, base: dict[str, Any], told: Mapping[str, Any]) -> Filled:
    """Read a form: `told` holds text by control name, a list for several of a few. Nothing else of the base changes."""
    made = Filled(dict(base))
    for leaf in leaves(kind):
        try:
            before = get(base, leaf.path)
            read = _read(leaf, told)
            unsaid = before is None and _said(read) in (None, _said(leaf.default))
            made.spec = put(made.spec, leaf.path, None if unsaid else read)
        except ValueError as error:
            made.problems.append(Problem(key=leaf.path, sentence=f"“{leaf.label}”写得不对。", remedy=str(error)))
    return made


def changes(kind: Family, old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What differs between two specs of a family, in words, editable keys first."""
    named = leaves(kind)
    known = {leaf.path for leaf in named}
    rest = sorted({p for spec in (old, new) for p in _paths(spec)} - known - _below(known, old, new))
    plain = [Leaf(path=p, label=p, sort="text") for p in rest]
    return [
        Change(path=leaf.path, label=leaf.label, old=_parts(leaf, before, after), new=_parts(leaf, after, before))
        for leaf in (*named, *plain)
        if (before := _said(get(old, leaf.path))) != (after := _said(get(new, leaf.path)))
    ]


def _parts(leaf: Leaf, content: Any, other: Any) -> tuple[Part, ...]:
    """A list item by item, so that only those that came or went stand out; anything else whole."""
    if leaf.sort in ("lines", "several"):
        theirs = set(other or leaf.default or ())
        return tuple(Part(words(leaf, [one]), one not in theirs) for one in content or leaf.default or ())
    text = words(leaf, content)
    return (Part(text, True),) if text else ()


def locked(kind: Family, base: dict[str, Any], spec: dict[str, Any]) -> list[Problem]:
    """Keys that only a release of Liren may change, and choices that do not ship, in a draft all the same."""
    named = {leaf.path: leaf for leaf in leaves(kind)}
    found = []
    for change in changes(kind, base, spec):
        leaf = named.get(change.path)
        if leaf is None:
            remedy = "请改回原来的值，或者向里仁的维护者提出来。"
            found.append(Problem(key=change.path, sentence=f"“{change.label}”不能在本地改。", remedy=remedy))
        elif leaf.sort == "choice" and str(get(spec, leaf.path)) not in dict(leaf.choices):
            remedy = f"请从这些里选：{'、'.join(label for _, label in leaf.choices)}。"
            found.append(Problem(key=change.path, sentence=f"“{change.label}”没有这一种。", remedy=remedy))
    return found


def wrong(family: str, base: dict[str, Any], spec: dict[str, Any]) -> list[Problem]:
    """Everything that keeps a draft from being published: the shape, the checker, and the keys it may not touch."""
    kind = FAMILIES[family]
    return problems(kind, spec) or locked(kind, base, spec)


def _leaf(path: str, key: Key, hint: Any) -> Leaf:
    parts = [p for p in get_args(hint) if p is not type(None)] if _union(hint) else [hint]
    kind = parts[0]
    pairs = tuple(key.choices.items())
    optional = _union(hint) or path.startswith("urgent.")
    if kind is Limit:
        return Leaf(path=path, label=key.label, sort="limit", choices=tuple(UNIT_LABELS.items()), optional=optional)
    if kind is bool:
        return Leaf(path=path, label=key.label, sort="flag")
    if kind in (int, float):
        return Leaf(path=path, label=key.label, sort="number", whole=kind is int)
    if get_origin(kind) is Literal:
        return Leaf(path=path, label=key.label, sort="choice", choices=pairs or tuple((v, v) for v in get_args(kind)))
    if kind is str:
        return Leaf(
            path=path, label=key.label, sort="choice" if pairs else "words" if key.long else "text", choices=pairs
        )
    if get_origin(kind) is tuple and get_args(kind)[0] is str:
        return Leaf(path=path, label=key.label, sort="several" if pairs else "lines", choices=pairs)
    return Leaf(path=path, label=key.label, sort="toml")


def _field(shape: Any, path: str) -> tuple[Any, Any]:
    """Type and default of the field at a dotted path; no default where the entry must say it."""
    found, default = shape, None
    for part in path.split("."):
        inner = next((p for p in get_args(found) if is_dataclass(p)), found) if _union(found) else found
        plain = next(f for f in fields(inner) if f.name == part).default
        found, default = get_type_hints(inner)[part], None if plain is MISSING else plain
    return found, default


def _union(hint: Any) -> bool:
    return isinstance(hint, types.UnionType)


def _read(leaf: Leaf, told: Mapping[str, Any]) -> Any:
    """One control's value; None for an optional one left empty. Raises ValueError whose words are the remedy."""
    text = told.get(leaf.path, "")
    if leaf.sort == "flag":
        return bool(text)
    if leaf.sort == "several":
        return [str(one) for one in (text if isinstance(text, list) else [text]) if one]
    text = str(text).replace("\r\n", "\n").strip()
    if leaf.sort == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if not text and leaf.optional:
        return None
    if leaf.sort == "limit":
        unit = str(told.get(f"{leaf.path}.unit", ""))
        if unit not in UNIT_LABELS:
            raise ValueError("请从列表里选一个单位。")
        return {"amount": _number(text, whole=False), "unit": unit}
    if leaf.sort == "number":
        return _number(text, whole=leaf.whole)
    if leaf.sort == "choice" and text not in dict(leaf.choices):
        raise ValueError(f"请从这些里选：{'、'.join(label for _, label in leaf.choices)}。")
    if leaf.sort == "toml":
        return toml.piece(text, leaf.path)
    return text


def _number(text: str, *, whole: bool) -> int | float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("请写数字，例如 4 或 0.5。") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("请写数字，例如 4 或 0.5。")
    if whole and value != int(value):
        raise ValueError("请写整数。")
    return int(value) if value == int(value) else value


def _paths(spec: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, content in spec.items():
        if isinstance(content, Mapping):
            yield from _paths(content, f"{before}{key}.")
        else:
            yield f"{before}{key}"


def _below(known: set[str], *specs: Mapping[str, Any]) -> set[str]:
    """Paths inside a known key: limits.accept.amount under limits.accept."""
    return {p for spec in specs for p in _paths(spec) if any(p.startswith(f"{k}.") for k in known)}


def _said(content: Any) -> Any:
    """What a value says: a list read back equals the tuple it was, and nothing is nothing."""
    return None if content in ("", [], (), {}) else list(content) if isinstance(content, tuple) else content
