"""Who receives, as lists and rules name it: `unit:<id>`, `name:<how it is called>`, `kind:<kind of unit>`, `lead`, `desk`. Pure.

A name or a kind is looked for around the place of the case: of the units whose area covers it, the nearest. So one rule
says "the police station" for every town, and a shipped list may name units that a county has yet to register.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from liren.people.kinds import UNIT_KINDS

LEAD, DESK = "lead", "desk"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that cases can be sent to; `area` is where it is responsible."""

    id: UUID
    kind: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What a receiver came to: one unit, or why none."""

    unit: Unit | None
    why_not: str = ""


def wrong_receiver(words: str) -> str:
    """What is wrong with a receiver's spelling, "" for nothing."""
    sort, colon, rest = words.partition(":")
    if words in (LEAD, DESK):
        return ""
    if sort not in ("unit", "name", "kind") or not colon or not rest.strip():
        return f"“{words}”看不出派给谁。"
    if sort == "kind" and rest not in UNIT_KINDS:
        return f"没有“{rest}”这种单位，可以用的是 {'、'.join(UNIT_KINDS)}。"
    if sort == "unit":
        try:
            UUID(rest)
        except ValueError:
            return f"“{rest}”不是单位的编号。"
    return ""


def said(words: str, units: Iterable[Unit] = ()) -> str:
    """A receiver as a person says it."""
    sort, _, rest = words.partition(":")
    if words == LEAD:
        return "清单上的主办单位"
    if words == DESK:
        return "受理台自己定"
    if sort == "kind":
        return f"当地的{UNIT_KINDS.get(rest, rest)}"
    if sort == "unit":
        return next((u.name for u in units if str(u.id) == rest), "已经停用的单位")
    return rest


def seek(words: str, scope: str, units: Iterable[Unit]) -> Sought:
    """The unit that a receiver means for a place; the nearest whose area covers it."""
    sort, _, rest = words.partition(":")
    if sort == "unit":
        found = next((u for u in units if str(u.id) == rest), None)
        return Sought(found, "" if found else "它说的单位已经停用")
    fits = [u for u in units if scope.startswith(u.area) and (u.kind == rest if sort == "kind" else _called(u, rest))]
    if not fits:
        return Sought(None, f"这里没有登记{_plain(words)}")
    depth = max(len(u.area) for u in fits)
    nearest = [u for u in fits if len(u.area) == depth]
    whole = [u for u in nearest if u.name == rest] or nearest
    if len(whole) > 1:
        return Sought(None, f"这里有 {len(whole)} 个{_plain(words)}，定不了是哪一个")
    return Sought(whole[0])


def _plain(words: str) -> str:
    """A receiver within “这里没有登记…”."""
    return said(words).removeprefix("当地的")


def _called(unit: Unit, name: str) -> bool:
    """“综合执法局” finds “镇综合执法局”."""
    return unit.name.endswith(name)
