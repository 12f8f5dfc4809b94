"""What an act needs besides the right state and role. Each guard looks at the scene and says no in a sentence, or nothing.

Pages ask the same guards before anybody clicks (allowed.py), so a button and its refusal can never disagree.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from liren.cases.kinds import NEIGHBOURLY
from liren.cases.rules.children import MOST
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import moment
from liren.catalogue.worktime import Limit, due
from liren.kernel import Refusal
from liren.kernel.area import Level

SILENCE = timedelta(days=7)
REOPEN_WITHIN = timedelta(days=15)
OBJECTION = Limit(1, "work_day")

Guard = Callable[[Scene], Refusal | None]


def handler_verifies(s: Scene) -> Refusal | None:
    if s.who.account in s.case.hands:
        return Refusal("handler_verifies", "您是承办人，不能核查自己办的事。请交给别的核查员。")
    if s.case.unit and s.case.unit in s.who.units:
        return Refusal("unit_verifies", "承办的是您所在的单位，不能由本单位核查。请交给别的核查员。")
    if s.who.units.intersection(s.case.helpers):
        return Refusal("helper_verifies", "您所在的单位配合办了这件事，不能由本单位核查。请交给别的核查员。")
    return None


def handler_rates(s: Scene) -> Refusal | None:
    if s.who.account in s.case.hands:
        return Refusal("handler_rates", "这件事是您办的，不能由您确认、评价或要求重办。")
    return None


def returned_before(s: Scene) -> Refusal | None:
    if s.case.returns >= 1:
        return Refusal("second_return", "已经退回过一次，不能再退。仍有争议请申请裁定。")
    return None


def objection_ends(s: Scene) -> datetime | None:
    """Until when the unit may say that the case is not its own: one working day from the dispatch (domain.md §7, 派单异议)."""
    if s.case.dispatched_at is None:
        return None
    return due(s.case.dispatched_at, OBJECTION, s.terms.calendar).at


def objects_late(s: Scene) -> Refusal | None:
    end = objection_ends(s)
    if end is not None and s.now > end:
        return Refusal(
            "objection_late",
            f"派单异议要在派来后 {OBJECTION} 内提出，{moment(end)} 已经截止。请照办；"
            "确实办不了的，写备注请受理台改派。",
        )
    return None


def never_returned(s: Scene) -> Refusal | None:
    if s.case.returns == 0:
        return Refusal("not_returned", "还没有退回过，请先退回并写明理由；再派过来仍有争议，才申请裁定。")
    return None


def arbitrated_before(s: Scene) -> Refusal | None:
    if s.case.arbitrations >= 1:
        return Refusal("second_arbitration", "已经裁定过，请照裁定办理。")
    return None


def relief_waits(s: Scene) -> Refusal | None:
    if s.case.relief:
        return Refusal("relief_waits", "已经有一个申请等着审批，请等审批结果。")
    return None


def no_relief(s: Scene) -> Refusal | None:
    if not s.case.relief:
        return Refusal("no_relief", "没有等着审批的延期或缓办申请。")
    return None


def own_relief(s: Scene) -> Refusal | None:
    if s.who.account and (s.who.account == s.case.relief_by or s.who.account in s.case.hands):
        return Refusal("own_relief", "申请是您这边提的，要由别人审批。")
    return None


def reopened_before(s: Scene) -> Refusal | None:
    if s.case.reopens >= 1:
        return Refusal("second_reopen", "已经重办过一次。有新的情况请另报一件，我们会把两件连起来看。")
    return None


def reopened_late(s: Scene) -> Refusal | None:
    if s.case.closed_at and s.now > s.case.closed_at + REOPEN_WITHIN:
        return Refusal("reopen_late", "结束已经超过 15 天，不能再要求重办。问题还在的话，请另报一件。")
    return None


def rated_before(s: Scene) -> Refusal | None:
    if s.case.confirm in ("confirmed", "disputed"):
        return Refusal("rated", "已经评价过了。没解决可以在 15 天内要求重办一次。")
    return None


def joined_goes_on(s: Scene) -> Refusal | None:
    if s.found.other is None or s.found.other.confirm == "none":
        return Refusal("joined_goes_on", "一起办的那件还没有办完，办完了再请您评价。")
    return None


def hand_of_joined_rates(s: Scene) -> Refusal | None:
    if s.found.other is not None and s.who.account in s.found.other.hands:
        return Refusal("handler_rates", "这件事是您办的，不能由您确认、评价或要求重办。")
    return None


def lapses_early(s: Scene) -> Refusal | None:
    if s.case.confirm != "pending":
        return Refusal("not_pending", "这件事不在等反映人确认。")
    if s.case.closed_at and s.now < s.case.closed_at + SILENCE:
        return Refusal("lapses_early", "结束还不满 7 天，继续等反映人确认。")
    return None


def not_late(s: Scene) -> Refusal | None:
    # The timer rings at the limit itself: that moment counts as missed.
    if s.case.next_due_at is None or s.now < s.case.next_due_at:
        return Refusal("not_late", "还没有超时，不必逐级上报。")
    return None


def warned_before(s: Scene) -> Refusal | None:
    if s.case.next_due_at is None or s.case.warned_for == s.case.next_due_at:
        return Refusal("warned", "这个时限已经提醒过，或者现在没有时限在走。")
    return None


def a_child(s: Scene) -> Refusal | None:
    if s.case.parent is not None:
        return Refusal("child", "这是从主件分出来的子件，不能这样结束。不用办了，请受理台收回并写明理由。")
    return None


def nobody_reported(s: Scene) -> Refusal | None:
    if s.case.parent is not None:
        return Refusal("nobody_reported", "子件没有反映人，联系、留言请到主件上做。")
    return None


def not_a_child(s: Scene) -> Refusal | None:
    if s.case.parent is None:
        return Refusal("not_a_child", "这件不是子件，没有主件，不用收回。")
    return None


def one_level(s: Scene) -> Refusal | None:
    if s.case.parent is not None:
        return Refusal("child_of_child", "这件本身就是子件，不能再往下分。要再分，请到主件上分。")
    if s.case.children >= MOST:
        return Refusal("many_children", f"已经分出 {MOST} 件，不能再多。请把相近的放在一件里办。")
    return None


def child_open(s: Scene) -> Refusal | None:
    if s.case.open_children:
        names = f"：{'、'.join(s.found.children)}" if s.found.children else ""
        return Refusal(
            "child_open",
            f"还有 {s.case.open_children} 个子件没有办完{names}。都办完或收回以后，主件才能反馈、结束。",
        )
    return None


def whistle_open(s: Scene) -> Refusal | None:
    if s.case.whistle is not None:
        return Refusal("whistle_open", "吹哨叫来的单位还没有办完。等他们办完，或由吹哨的人放行，再反馈、结束。")
    return None


def not_neighbourly(s: Scene) -> Refusal | None:
    if s.kind.group not in NEIGHBOURLY:
        return Refusal("not_neighbourly", f"“{s.kind.label}”不是邻居能帮的忙，请照原来的派给单位办。")
    if s.case.secrecy > 1:
        return Refusal("sealed", "这件事要保密，不能转给队员看。")
    if len(s.case.scope) < Level.COMMUNITY:
        return Refusal("no_community", "还不知道在哪个社区，请先改地点再转。")
    if not s.case.contactable:
        return Refusal("no_phone", "反映人没有留电话，来帮的人约不了时间。请照原来的办。")
    return None


def no_drill(s: Scene) -> Refusal | None:
    if s.case.drill is None:
        return Refusal("no_drill", "这件不是演练，照平常的办。")
    return None


def went_to_neighbours(s: Scene) -> Refusal | None:
    if s.case.state == "replied" and s.case.confirm == "none":
        return Refusal("went_to_neighbours", "这件事转成了点单。办得怎样，请在点单的进度里说；没解决，社区会重新安排。")
    return None


DRILL_ONLY = frozenset({"end_drill", "lift_drill"})
"""Acts that mean nothing on a case that is no drill."""

CHILD_ONLY = frozenset({"take_back", "reopen_child"})
"""Acts that are not offered, not even with a reason, on a case without a parent."""

WHOLE_ONLY = frozenset({"contact", "message", "join"})
"""Acts towards a reporter, whom a part that was split off has none of."""


def applies(scene: Scene, act: str) -> bool:
    """The act makes sense for this sort of case."""
    if act in DRILL_ONLY and scene.case.drill is None:
        return False
    return act not in (CHILD_ONLY if scene.case.parent is None else WHOLE_ONLY)


GUARDS: dict[str, tuple[Guard, ...]] = {
    "add_child": (one_level,),
    "end_drill": (no_drill,),
    "lift_drill": (no_drill,),
    "contact": (nobody_reported,),
    "message": (nobody_reported,),
    "join": (nobody_reported,),
    "take_back": (not_a_child, whistle_open),
    "reopen_child": (not_a_child, reopened_before),
    "report_result": (child_open, whistle_open),
    "solve_on_spot": (child_open, whistle_open),
    "merge": (a_child, child_open, whistle_open),
    "refuse": (a_child, child_open, whistle_open),
    "verify": (handler_verifies,),
    "confirm": (went_to_neighbours, handler_rates, rated_before),
    "to_order": (a_child, child_open, whistle_open, not_neighbourly),
    "rate_joined": (joined_goes_on, hand_of_joined_rates),
    "reopen": (went_to_neighbours, handler_rates, reopened_before, reopened_late),
    "return": (returned_before, objects_late),
    "ask_arbitration": (never_returned, arbitrated_before),
    "ask_relief": (relief_waits,),
    "decide_relief": (no_relief, own_relief),
    "lapse": (lapses_early,),
    "escalate": (not_late,),
    "warn": (warned_before,),
}


def objection(scene: Scene, act: str) -> Refusal | None:
    """The first reason why this act is not possible in this scene; None when it is."""
    return next((no for guard in GUARDS.get(act, ()) if (no := guard(scene))), None)
