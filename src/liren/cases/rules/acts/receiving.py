"""What the orders of the desk and the keeper come to: accepted or not, sent, solved on the spot, folded, corrected."""

from typing import Any

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.kinds import CHANNELS, EXITS
from liren.cases.rules.acts.makers import acting, after_photos, hands_with, makes, not_about
from liren.cases.rules.helping import helpers_of
from liren.cases.rules.routing import against_list
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import said, short_enough
from liren.kernel import Code, Refusal


@makes(c.HandToKeeper)
def _hand(s: Scene, o: c.HandToKeeper, to: Code) -> e.CaseEvent:
    return e.CaseHanded(case=s.case.id, state=to, keeper=o.keeper)


@makes(c.FileCase)
def _file(s: Scene, o: c.FileCase, to: Code) -> e.CaseEvent:
    if "desk" not in s.who.roles:
        said(o.words, field="words", what="为什么要交给受理台")
    short_enough(o.words, field="words")
    return e.CaseFiled(case=s.case.id, state=to, filed_at=s.now, note=o.note if o.words.strip() else None)


@makes(c.RefuseCase)
def _refuse(s: Scene, o: c.RefuseCase, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="不予受理的原因")
    if o.exit not in s.kind.exits:
        ways = "、".join(EXITS[x] for x in s.kind.exits)
        raise Refusal("exit", f"“{s.kind.label}”不能用这个理由不予受理，可以用的是：{ways}。", field="exit")
    if o.channel not in CHANNELS:
        raise Refusal("channel", "请选一个告诉反映人的去处，例如 12348 公共法律服务。", field="channel")
    return e.CaseRefused(case=s.case.id, state=to, exit=o.exit, told=o.channel, closed_at=s.now, note=o.note)


@makes(c.DispatchCase)
def _dispatch(s: Scene, o: c.DispatchCase, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="派遣的理由")
    if o.unit is None and o.handler is None:
        raise Refusal("no_receiver", "还没有选派给谁，请选一个单位或一位承办人。", field="unit")
    not_about(s, o.unit)
    if s.case.area is None and s.case.placed != "none":
        raise Refusal("no_place", "这件事还不知道在哪个网格，请先改地点再派遣。", field="area")
    filed = s.case.filed_at or s.now
    return e.CaseDispatched(
        case=s.case.id, state=to, filed_at=filed, dispatched_at=s.now, unit=o.unit, handler=o.handler, note=o.note,
        **_by_rule(s, o), helpers=helpers_of(s, o),
    )  # fmt: skip


def _by_rule(s: Scene, o: c.DispatchCase) -> dict[str, Any]:
    """Which rule spoke for this, as codes; whether another receiver was chosen, and one the list takes it away from."""
    routed = s.found.route
    if routed is None:
        return {}
    decision, facts = routed.decision, routed.facts
    overruled = decision.unit is not None and decision.unit.id != o.unit
    if overruled and o.reason.strip() == decision.reason:
        assert decision.unit is not None, "only a unit that was named is overruled"
        raise Refusal(
            "overruled_reason",
            f"规则说派给{decision.unit.name}。改派别家，请写为什么不照规则，不要留着规则的理由。", field="reason",
        )  # fmt: skip
    unit = next((u for u in routed.units if u.id == o.unit), None)
    against = against_list(facts, routed.duties, unit, person=o.unit is None)
    return {
        "route": routed.entry, "rule": Code(decision.rule) if decision.rule else None,
        "overruled": overruled,
        "duty_item": Code(decision.item.code) if decision.item else None,
        "against_list": s.case.against_list or against,
    }  # fmt: skip


@makes(c.SolveOnSpot)
def _solve_on_spot(s: Scene, o: c.SolveOnSpot, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="怎么解决的")
    keeper = acting(s)
    photos = after_photos(s, len(o.photos))
    replied = to == "replied"
    return e.CaseSolvedOnSpot(
        case=s.case.id, state=to, drawn=not replied, result=Code("solved"), handler=keeper, hands=hands_with(s, keeper),
        photos_after=photos, closed_at=s.now if replied else None, confirm=Code("pending" if replied else "none"),
        note=o.note,
    )  # fmt: skip


@makes(c.MergeCase)
def _merge(s: Scene, o: c.MergeCase, to: Code) -> e.CaseEvent:
    other = s.found.other
    if other is None or o.into == s.case.id:
        raise Refusal("merge_itself", "请选另一件事来并入，不能并入自己。", field="into")
    if other.secrecy != s.case.secrecy:
        raise Refusal("merge_secrecy", "两件事的保密级别不同，并在一起会让人看到不该看的，不能并案。", field="into")
    if other.drill != s.case.drill:
        raise Refusal("merge_drill", "演练的案件和真的案件不能并在一起，免得真的事跟着演练一起结束。", field="into")
    if s.flow.state(other.state).terminal:
        raise Refusal("merge_ended", "要并入的那件事已经结束，请选一件还在办的。", field="into")
    if other.parent is not None:
        raise Refusal("merge_child", "那一件是分出来的子件，反映人跟不到整件事的进度。请并到它的主件里。", field="into")
    return e.CaseMerged(case=s.case.id, state=to, into=o.into, closed_at=s.now)


@makes(c.UnmergeCase)
def _unmerge(s: Scene, o: c.UnmergeCase, to: Code) -> e.CaseEvent:
    return e.CaseUnmerged(case=s.case.id, state=to)


@makes(c.CorrectKind)
def _correct_kind(s: Scene, o: c.CorrectKind, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="改类别的理由")
    new = s.found.terms
    if new is None:
        raise Refusal("kind", "没有这个类别，请从列表里选。", field="kind")
    if (new.code, o.severity) == (s.case.kind, s.case.severity):
        raise Refusal("same_kind", f"现在就是“{s.kind.label}”，不用改。", field="kind")
    if new.kind.workflow != s.case.workflow:
        raise Refusal("other_workflow", f"“{new.kind.label}”走另一种流程，不能直接改，请另立一件再并案。", field="kind")
    return e.KindCorrected(case=s.case.id, state=to, kind=new.code, entry=new.entry, severity=o.severity, note=o.note)


@makes(c.CorrectPlace)
def _correct_place(s: Scene, o: c.CorrectPlace, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="改地点的理由")
    place = s.found.place
    if place is None or place.area is None:
        raise Refusal("place", "这个地点也不在任何网格里，请在地图上重新点，或者从列表里选网格。", field="area")
    return e.PlaceCorrected(
        case=s.case.id, state=to, area=place.area, area_version=place.area_version,
        scope=place.scope, placed=place.placed, note=o.note,
    )  # fmt: skip
