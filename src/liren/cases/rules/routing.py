"""Where a case goes by the list and the rules: which rule fits, and for every other one why not. Pure.

The duty list stands before the rules: what was taken back from the town goes to who took it back or to nobody by itself,
never to the town or below; what the town only helps with goes to the lead, the town beside it. A unit that the case
complains about, and one that gave it back, is never chosen; the next rule is tried.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from liren.cases.duties import TIERS, DutyList, Item
from liren.cases.receivers import DESK, LEAD, Unit, said, seek
from liren.cases.routes import FIELDS, Routing, Rule
from liren.kernel.area import Level

BY_LIST = {"taken_back": "list:taken_back", "cooperative": "list:cooperative"}
"""Codes under which a decision by the list itself is recorded, where no rule was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What rules may know of a case. `gave_back`: units that returned it; `item`: the list item that one of them named."""

    kind: str
    group: str
    scope: str
    severity: str = "normal"
    text_class: str = ""
    about_unit: UUID | None = None
    gave_back: frozenset[UUID] = frozenset()
    item: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """One step of the decision: the rule's place in the order (0: the list), whether it decided, and what was found."""

    no: int
    rule: str
    fits: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who should have the case. `unit` None: the desk decides; `rule` is the code that decided, "" where none did."""

    unit: Unit | None
    rule: str
    no: int
    reason: str
    steps: tuple[Tried, ...]
    item: Item | None = None
    helpers: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """A decision with what it was made from; `entry` is the published entry of the rules."""

    entry: UUID
    decision: Decision
    facts: Facts
    duties: DutyList
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class _Matched:
    """What the list says of a case: its item, or that it can't be told between several."""

    item: Item | None
    words: str
    undecided: bool = False


def decide(facts: Facts, routing: Routing, duties: DutyList, units: Iterable[Unit]) -> Decision:
    """The decision, with every step that led to it. Total: whatever the rules say, somebody or the desk is named."""
    around = tuple(units)
    match = matched(facts, duties)
    steps = [Tried(0, "", False, match.words)]
    item = match.item
    if match.undecided:
        return Decision(unit=None, rule="", no=0, reason=match.words, steps=tuple(steps))
    if item and item.tier != "basic":
        found = _by_list(facts, item, duties, around)
        steps.append(Tried(0, BY_LIST[item.tier], found.unit is not None, found.reason))
        if found.unit or item.tier == "taken_back":
            return replace(found, steps=tuple(steps))
    for no, rule in enumerate(routing.rules, 1):
        why_not = misfit(rule, facts, item)
        unit = None
        if not why_not and rule.to != DESK:
            unit, why_not = _receiver(rule.to, facts, item, around)
        steps.append(Tried(no, rule.code, not why_not, why_not or rule.reason))
        if not why_not:
            helpers = _helpers(rule.helpers, facts, item, duties, around, unit)
            return Decision(
                unit=unit, rule=rule.code, no=no, reason=rule.reason, steps=tuple(steps), item=item, helpers=helpers
            )
    return Decision(unit=None, rule="", no=0, reason="没有一条规则合适，由受理台定。", steps=tuple(steps), item=item)


def matched(facts: Facts, duties: DutyList) -> _Matched:
    """The item of the list that covers the case: the one a unit named when it objected, else the one of its kind."""
    if facts.item and (named := duties.by_code.get(facts.item)):
        return _Matched(named, f"承办单位退回时指明的：{_shown(named)}。")
    found = duties.covering(facts.kind)
    if not found:
        return _Matched(None, "清单里没有写这一类，照规则看。")
    tiers = {item.tier for item in found}
    if len(tiers) > 1 and "taken_back" in tiers:
        both = "；".join(map(_shown, found))
        return _Matched(
            None, f"这一类在清单里有 {len(found)} 条（{both}），有的已经上级收回。请看清是哪一条再派。", True
        )
    return _Matched(found[0], f"{_shown(found[0])}。")


def misfit(rule: Rule, facts: Facts, item: Item | None) -> str:
    """Why a rule's conditions do not hold, "" when all of them do."""
    have = {
        "kind": facts.kind, "group": facts.group, "severity": facts.severity, "text_class": facts.text_class,
        "duty": item.tier if item else "",
    }  # fmt: skip
    for name, values in rule.when.asked():
        fits = any(map(facts.scope.startswith, values)) if name == "area" else have[name] in values
        if not fits:
            return f"不合：{FIELDS[name]}不是这一条要的。"
    return ""


def keeps_off_town(item: Item | None, unit: Unit) -> bool:
    """Whether a unit may have what the list says of this item: nothing that was taken back stays with the town or below."""
    return item is None or item.tier != "taken_back" or len(unit.area) < Level.TOWN


def against_list(facts: Facts, duties: DutyList, unit: Unit | None, *, person: bool = False) -> bool:
    """Whether sending the case to this unit (or to a `person`, a keeper) leaves with the town what was taken back."""
    item = matched(facts, duties).item
    if item is None or item.tier != "taken_back":
        return False
    return person if unit is None else not keeps_off_town(item, unit)


def _by_list(facts: Facts, item: Item, duties: DutyList, units: tuple[Unit, ...]) -> Decision:
    """What the list itself comes to for an item that is not the town's own."""
    code = BY_LIST[item.tier]
    unit, why_not = _receiver(LEAD, facts, item, units)
    helpers: tuple[Unit, ...] = ()
    if unit and item.tier == "cooperative":
        helpers = _helpers((), facts, item, duties, units, unit)
    if unit:
        beside = f"，{'、'.join(u.name for u in helpers)}配合" if helpers else ""
        reason = f"{TIERS[item.tier]}事项，由{unit.name}主办{beside}。"
    elif item.tier == "taken_back":
        reason = f"这是上级收回的事项，不能留在镇里；{why_not}，由受理台送上级定。"
    else:
        reason = f"配合履职事项，{why_not}，照规则看。"
    return Decision(
        unit=unit, rule=code if unit else "", no=0, reason=reason, steps=(), item=item, helpers=helpers
    )  # fmt: skip


def _receiver(words: str, facts: Facts, item: Item | None, units: tuple[Unit, ...]) -> tuple[Unit | None, str]:
    """The unit a receiver means, if it may have this case; else why not."""
    if words == LEAD:
        if item is None or not item.lead:
            return None, "清单没有写主办单位"
        words = item.lead
    if words in (LEAD, DESK):
        return None, "清单写的是由受理台定"
    allowed = tuple(u for u in units if keeps_off_town(item, u))
    found = seek(words, facts.scope, allowed)
    if found.unit is None:
        return None, found.why_not
    if found.unit.id == facts.about_unit:
        return None, f"这件事反映的就是{found.unit.name}，不能派给它自己"
    if found.unit.id in facts.gave_back:
        return None, f"{found.unit.name}已经退回过这件事"
    return found.unit, ""


def _helpers(
    named: tuple[str, ...],
    facts: Facts,
    item: Item | None,
    duties: DutyList,
    units: tuple[Unit, ...],
    lead: Unit | None,
) -> tuple[Unit, ...]:
    """Who works along: those the rule names, and for a shared item the town's; the lead and who is complained of left out."""
    wanted = list(named)
    if item and item.tier == "cooperative":
        wanted.append(item.helper or duties.helper)
    found: dict[UUID, Unit] = {}
    for words in filter(None, wanted):
        unit = None if words in (LEAD, DESK) else seek(words, facts.scope, units).unit
        if unit and unit != lead and unit.id != facts.about_unit:
            found[unit.id] = unit
    return tuple(found.values())


def _shown(item: Item) -> str:
    who = f"，{said(item.lead)}主办" if item.lead else ""
    return f"{item.code}“{item.title}”，{TIERS[item.tier]}{who}"
