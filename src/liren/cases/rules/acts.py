"""decide: the one place that says what an order on an existing case comes to. Same inputs, same answer.

The workflow says which moves there are and for whom, guards.py what they need besides; here each order adds what only
it can know (its words, its photos, its amounts) and names the event. Every no is a Refusal with a sentence.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.kinds import CHANNELS, EXITS, RESULTS, SATISFACTION
from liren.cases.rules.allowed import permitted
from liren.cases.rules.draw import drawn
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import said, short_enough
from liren.catalogue.worktime import Limit, due
from liren.kernel import Code, Denied, Refusal

MOST_EXTENSION = 7
MOST_SUSPENSION = 60
SENIORITY = 4

Maker = Callable[[Scene, Any, Code], e.CaseEvent]
_MAKERS: dict[type[c.CaseCommand], Maker] = {}


def decide(scene: Scene, command: c.CaseCommand) -> e.CaseEvent:
    """The event this order comes to. Raises Refusal, Denied or Conflict with the sentence to show."""
    act, outcome = command.act, command.outcome
    if isinstance(command, c.SolveOnSpot):
        outcome = "drawn" if _is_drawn(scene) else "replied"
    move = permitted(scene, act, outcome)
    return _MAKERS[type(command)](scene, command, Code(move.to or scene.case.state))


def _makes(command: type[c.CaseCommand]) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        _MAKERS[command] = maker
        return maker

    return keep


# ---- the desk and the keeper ------------------------------------------------------------------------------------


@_makes(c.HandToKeeper)
def _hand(s: Scene, o: c.HandToKeeper, to: Code) -> e.CaseEvent:
    return e.CaseHanded(case=s.case.id, state=to, keeper=o.keeper)


@_makes(c.FileCase)
def _file(s: Scene, o: c.FileCase, to: Code) -> e.CaseEvent:
    return e.CaseFiled(case=s.case.id, state=to, filed_at=s.now)


@_makes(c.RefuseCase)
def _refuse(s: Scene, o: c.RefuseCase, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="不予受理的原因")
    if o.exit not in s.kind.exits:
        ways = "、".join(EXITS[x] for x in s.kind.exits)
        raise Refusal("exit", f"“{s.kind.label}”不能用这个理由不予受理，可以用的是：{ways}。", field="exit")
    if o.channel not in CHANNELS:
        raise Refusal("channel", "请选一个告诉反映人的去处，例如 12348 公共法律服务。", field="channel")
    return e.CaseRefused(case=s.case.id, state=to, exit=o.exit, told=o.channel, closed_at=s.now, note=o.note)


@_makes(c.DispatchCase)
def _dispatch(s: Scene, o: c.DispatchCase, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="派遣的理由")
    if o.unit is None and o.handler is None:
        raise Refusal("no_receiver", "还没有选派给谁，请选一个单位或一位承办人。", field="unit")
    _not_about(s, o.unit)
    if s.case.area is None and s.case.placed != "none":
        raise Refusal("no_place", "这件事还不知道在哪个网格，请先改地点再派遣。", field="area")
    filed = s.case.filed_at or s.now
    return e.CaseDispatched(
        case=s.case.id, state=to, filed_at=filed, dispatched_at=s.now, unit=o.unit, handler=o.handler, note=o.note
    )


@_makes(c.MergeCase)
def _merge(s: Scene, o: c.MergeCase, to: Code) -> e.CaseEvent:
    other = s.found.other
    if other is None or o.into == s.case.id:
        raise Refusal("merge_itself", "请选另一件事来并入，不能并入自己。", field="into")
    if other.secrecy != s.case.secrecy:
        raise Refusal("merge_secrecy", "两件事的保密级别不同，并在一起会让人看到不该看的，不能并案。", field="into")
    if s.flow.state(other.state).terminal:
        raise Refusal("merge_ended", "要并入的那件事已经结束，请选一件还在办的。", field="into")
    return e.CaseMerged(case=s.case.id, state=to, into=o.into, closed_at=s.now)


@_makes(c.UnmergeCase)
def _unmerge(s: Scene, o: c.UnmergeCase, to: Code) -> e.CaseEvent:
    return e.CaseUnmerged(case=s.case.id, state=to)


@_makes(c.CorrectKind)
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


@_makes(c.CorrectPlace)
def _correct_place(s: Scene, o: c.CorrectPlace, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="改地点的理由")
    place = s.found.place
    if place is None or place.area is None:
        raise Refusal("place", "这个地点也不在任何网格里，请在地图上重新点，或者从列表里选网格。", field="area")
    return e.PlaceCorrected(
        case=s.case.id, state=to, area=place.area, area_version=place.area_version,
        scope=place.scope, placed=place.placed, note=o.note,
    )  # fmt: skip


@_makes(c.SolveOnSpot)
def _solve_on_spot(s: Scene, o: c.SolveOnSpot, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="怎么解决的")
    keeper = _account(s)
    photos = _after_photos(s, len(o.photos))
    replied = to == "replied"
    return e.CaseSolvedOnSpot(
        case=s.case.id, state=to, drawn=not replied, result=Code("solved"), handler=keeper, hands=_hands(s, keeper),
        photos_after=photos, closed_at=s.now if replied else None, confirm=Code("pending" if replied else "none"),
        note=o.note,
    )  # fmt: skip


# ---- the handler ------------------------------------------------------------------------------------------------


@_makes(c.TakeUpCase)
def _take_up(s: Scene, o: c.TakeUpCase, to: Code) -> e.CaseEvent:
    account = _account(s)
    filed = s.case.filed_at or s.now
    return e.CaseTakenUp(case=s.case.id, state=to, filed_at=filed, handler=account, hands=_hands(s, account))


@_makes(c.ContactReporter)
def _contact(s: Scene, o: c.ContactReporter, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="联系的情况")
    return e.ReporterContacted(case=s.case.id, state=to, contacted_at=s.case.contacted_at or s.now, note=o.note)


@_makes(c.ReturnCase)
def _return(s: Scene, o: c.ReturnCase, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="退回的理由")
    return e.CaseReturned(case=s.case.id, state=to, returns=s.case.returns + 1, note=o.note)


@_makes(c.AskArbitration)
def _ask_arbitration(s: Scene, o: c.AskArbitration, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="申请裁定的理由")
    return e.ArbitrationAsked(case=s.case.id, state=to, arbitrations=s.case.arbitrations + 1, note=o.note)


@_makes(c.DecideArbitration)
def _decide_arbitration(s: Scene, o: c.DecideArbitration, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="裁定的理由")
    _not_about(s, o.unit)
    upheld = o.unit is None or o.unit == s.case.unit
    unit, handler = (s.case.unit, s.case.handler) if upheld else (o.unit, None)
    return e.ArbitrationDecided(case=s.case.id, state=to, unit=unit, handler=handler, note=o.note)


@_makes(c.ReportResult)
def _report_result(s: Scene, o: c.ReportResult, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="办理的结果")
    if o.result not in RESULTS:
        raise Refusal("result", f"请选一个结果：{'、'.join(RESULTS.values())}。", field="result")
    photos = _after_photos(s, len(o.photos)) if o.result == "solved" else s.case.photos_after + len(o.photos)
    hands = _hands(s, _account(s))
    return e.ResultReported(case=s.case.id, state=to, result=o.result, hands=hands, photos_after=photos, note=o.note)


@_makes(c.AskRelief)
def _ask_relief(s: Scene, o: c.AskRelief, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="申请的理由")
    if o.kind == "extend" and s.case.extensions >= 1:
        raise Refusal("second_extension", "已经延过一次，不能再延。确实办不了的，申请缓办或如实反馈。", field="kind")
    most = MOST_EXTENSION if o.kind == "extend" else MOST_SUSPENSION
    if o.kind not in ("extend", "suspend") or not 1 <= o.days <= most:
        raise Refusal(
            "days", f"延期最多 {MOST_EXTENSION} 个工作日，缓办最多 {MOST_SUSPENSION} 个工作日。", field="days"
        )
    return e.ReliefAsked(
        case=s.case.id, state=to, relief=o.kind, relief_days=o.days, relief_by=s.who.account, note=o.note
    )


# ---- the approver, the verifier, the supervisor -----------------------------------------------------------------


@_makes(c.DecideRelief)
def _decide_relief(s: Scene, o: c.DecideRelief, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="审批的理由，它会告诉反映人")
    if o.kind != s.case.relief:
        raise Refusal("relief_changed", "申请的内容已经变了，请看过现在的申请再审批。", field="kind")
    case, days = s.case.id, s.case.relief_days
    if not o.granted:
        return e.ReliefDeclined(case=case, state=to, note=o.note)
    if o.kind == "suspend":
        until = due(s.now, Limit(days, "work_day"), s.terms.calendar).at
        return e.CaseSuspended(case=case, state=to, suspended_until=until, note=o.note)
    return e.CaseExtended(case=case, state=to, extensions=s.case.extensions + 1, extended_days=days, note=o.note)


@_makes(c.ResumeCase)
def _resume(s: Scene, o: c.ResumeCase, to: Code) -> e.CaseEvent:
    return e.CaseResumed(case=s.case.id, state=to)


@_makes(c.VerifyCase)
def _verify(s: Scene, o: c.VerifyCase, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="核查看到的情况")
    verifier = _account(s)
    if o.passed:
        pending = Code("pending")
        return e.CaseClosed(case=s.case.id, state=to, verifier=verifier, closed_at=s.now, confirm=pending, note=o.note)
    return e.CaseSentBack(case=s.case.id, state=to, verifier=verifier, reworks=s.case.reworks + 1, note=o.note)


@_makes(c.UrgeCase)
def _urge(s: Scene, o: c.UrgeCase, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="督办的理由")
    return e.CaseUrged(case=s.case.id, state=to, urges=s.case.urges + 1, note=o.note)


@_makes(c.WarnCase)
def _warn(s: Scene, o: c.WarnCase, to: Code) -> e.CaseEvent:
    assert s.case.next_due_at is not None, "the guard warned_before lets no case without a running clock pass"
    return e.CaseWarned(case=s.case.id, state=to, warned_for=s.case.next_due_at)


@_makes(c.EscalateCase)
def _escalate(s: Scene, o: c.EscalateCase, to: Code) -> e.CaseEvent:
    level = o.level or s.case.escalation + 1
    if not s.case.escalation < level <= SENIORITY:
        raise Refusal("level", f"已经报到第 {s.case.escalation} 级，最高 {SENIORITY} 级，只能往上报。", field="level")
    return e.CaseEscalated(case=s.case.id, state=to, escalation=level)


@_makes(c.RecalculateClocks)
def _recalculate(s: Scene, o: c.RecalculateClocks, to: Code) -> e.CaseEvent:
    return e.ClocksRecalculated(case=s.case.id, state=to, before=s.case.next_due_at)


# ---- the reporter -----------------------------------------------------------------------------------------------


@_makes(c.ConfirmCase)
def _confirm(s: Scene, o: c.ConfirmCase, to: Code) -> e.CaseEvent:
    if o.satisfied is not None and o.satisfied not in SATISFACTION:
        raise Refusal("satisfied", f"请选一个：{'、'.join(SATISFACTION.values())}。", field="satisfied")
    short_enough(o.words, field="words")
    confirm = Code("confirmed" if o.solved else "disputed")
    return e.CaseConfirmed(
        case=s.case.id, state=to, confirm=confirm, solved=o.solved, satisfied=o.satisfied,
        confirmed_at=s.now, note=o.note if o.words.strip() else None,
    )  # fmt: skip


@_makes(c.LapseConfirmation)
def _lapse(s: Scene, o: c.LapseConfirmation, to: Code) -> e.CaseEvent:
    return e.ConfirmationLapsed(case=s.case.id, state=to, confirm=Code("unconfirmed"))


@_makes(c.ReopenCase)
def _reopen(s: Scene, o: c.ReopenCase, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="哪里没有办好")
    return e.CaseReopened(case=s.case.id, state=to, reopens=s.case.reopens + 1, confirm=Code("none"), note=o.note)


@_makes(c.WithdrawCase)
def _withdraw(s: Scene, o: c.WithdrawCase, to: Code) -> e.CaseEvent:
    short_enough(o.reason, field="reason")
    return e.CaseWithdrawn(case=s.case.id, state=to, closed_at=s.now, note=o.note)


@_makes(c.AddWords)
def _add_words(s: Scene, o: c.AddWords, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="要补充什么")
    return e.WordsAdded(case=s.case.id, state=to, note=o.note)


@_makes(c.AddPhotos)
def _add_photos(s: Scene, o: c.AddPhotos, to: Code) -> e.CaseEvent:
    if not o.photos:
        raise Refusal("no_photos", "还没有选照片，请先选一张。", field="photos")
    after = len(o.photos) if o.role == "after" else 0
    before = len(o.photos) - after
    return e.PhotosAdded(
        case=s.case.id, state=to,
        photos_before=s.case.photos_before + before, photos_after=s.case.photos_after + after,
    )  # fmt: skip


# ---- words ------------------------------------------------------------------------------------------------------


@_makes(c.MessageReporter)
def _message(s: Scene, o: c.MessageReporter, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="要对反映人说什么")
    return e.ReporterMessaged(case=s.case.id, state=to, note=o.note)


@_makes(c.NoteCase)
def _note(s: Scene, o: c.NoteCase, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="备注")
    return e.CaseNoted(case=s.case.id, state=to, note=o.note)


@_makes(c.JoinCase)
def _join(s: Scene, o: c.JoinCase, to: Code) -> e.CaseEvent:
    short_enough(o.words, field="words")
    return e.ReporterJoined(case=s.case.id, state=to, followers=s.case.followers + 1, account=o.account, note=o.note)


# ---- what several orders ask ------------------------------------------------------------------------------------


def _account(s: Scene) -> UUID:
    """The account that acts: handling and verifying need a person with a name."""
    if s.who.account is None:
        raise Denied("这一步要由登录的工作人员来做。", code="no_account")
    return s.who.account


def _hands(s: Scene, account: UUID) -> tuple[UUID, ...]:
    return s.case.hands if account in s.case.hands else (*s.case.hands, account)


def _after_photos(s: Scene, new: int) -> int:
    """How many photos of afterwards there are now. Raises Refusal when the kind asks for one and there is none."""
    total = s.case.photos_after + new
    if s.kind.photo.after and total == 0:
        raise Refusal("photo_after", f"还缺一张办完以后的照片。为什么要拍：{s.kind.photo.why}。", field="photos")
    return total


def _not_about(s: Scene, unit: UUID | None) -> None:
    if unit is not None and unit == s.case.about_unit:
        raise Refusal("about_unit", "这件事反映的就是这个单位，不能派给它自己办，请另选单位。", field="unit")


def _is_drawn(s: Scene) -> bool:
    return drawn(s.case.id, s.case.reported_at, s.kind.drawn_share)
