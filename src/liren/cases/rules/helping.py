"""Who works along with the unit that leads (配合): as ordered at the dispatch, else as the rules say. Pure.

A helper is never the unit that leads, nor the one complained of, and each unit helps once. Who chooses others than the
rules name writes why, as for a unit that the rules do not name.
"""

from uuid import UUID

from liren.cases.commands import DispatchCase
from liren.cases.rules.fold import CaseState
from liren.cases.rules.scene import Scene
from liren.kernel import Refusal

MOST = 5


def suggested(s: Scene, unit: UUID | None) -> tuple[UUID, ...]:
    """The helpers that the rules name, without the unit that is to lead."""
    routed = s.found.route
    return tuple(u.id for u in routed.decision.helpers if u.id != unit) if routed else ()


def helpers_of(s: Scene, o: DispatchCase) -> tuple[UUID, ...]:
    """The helpers of a dispatch. Raises Refusal, field `helpers` or `reason`."""
    named = suggested(s, o.unit)
    if o.helpers is None:
        return named
    _check(s, o, o.helpers)
    routed = s.found.route
    if routed and set(o.helpers) != set(named) and o.reason.strip() == routed.decision.reason:
        raise Refusal(
            "helpers_reason", "配合单位和规则说的不一样，请写为什么改，不要留着规则的理由。", field="reason"
        )  # fmt: skip
    return o.helpers


def kept(case: CaseState, unit: UUID | None) -> tuple[UUID, ...]:
    """Who still helps when another unit is to lead."""
    return tuple(u for u in case.helpers if u != unit)


def _check(s: Scene, o: DispatchCase, helpers: tuple[UUID, ...]) -> None:
    if o.unit in helpers:
        raise Refusal("helper_leads", "承办单位不能同时是配合单位，请去掉一个。", field="helpers")
    if len(set(helpers)) < len(helpers):
        raise Refusal("helper_twice", "同一个单位配合只算一次，请去掉重复的。", field="helpers")
    if len(helpers) > MOST:
        raise Refusal("many_helpers", f"配合单位最多 {MOST} 家，再多就没有人牵头了。请去掉几家。", field="helpers")
    if s.case.about_unit in helpers:
        raise Refusal("about_unit", "这件事反映的就是这个单位，不能请它配合，请去掉。", field="helpers")
    routed = s.found.route
    if routed and not set(helpers) <= {u.id for u in routed.units}:
        raise Refusal("helper", "选的配合单位不在名单里，可能刚撤并了，请重新选。", field="helpers")
