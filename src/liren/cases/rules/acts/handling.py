"""What the handler's orders come to: signed for, returned, put to the arbiter, answered, more time asked for."""

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.duties import DutyList
from liren.cases.kinds import RESULTS
from liren.cases.returns import Ground
from liren.cases.rules.acts.makers import acting, after_photos, hands_with, makes
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import said
from liren.kernel import Code, Refusal

MOST_EXTENSION = 7
MOST_SUSPENSION = 60


@makes(c.TakeUpCase)
def _take_up(s: Scene, o: c.TakeUpCase, to: Code) -> e.CaseEvent:
    account = acting(s)
    filed = s.case.filed_at or s.now
    return e.CaseTakenUp(case=s.case.id, state=to, filed_at=filed, handler=account, hands=hands_with(s, account))


@makes(c.PassOn)
def _pass_on(s: Scene, o: c.PassOn, to: Code) -> e.CaseEvent:
    if s.case.handler is None:
        raise Refusal("no_handler", "这件事还没有承办人，不用转给接任的人。", field="successor")
    return e.CasePassedOn(case=s.case.id, state=to, handler=o.successor, hands=hands_with(s, o.successor))


@makes(c.ContactReporter)
def _contact(s: Scene, o: c.ContactReporter, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="联系的情况")
    return e.ReporterContacted(case=s.case.id, state=to, contacted_at=s.case.contacted_at or s.now, note=o.note)


@makes(c.ReturnCase)
def _return(s: Scene, o: c.ReturnCase, to: Code) -> e.CaseEvent:
    ground = s.found.ground
    if ground is None:
        raise Refusal("ground", "还没有选退回的依据，请从列表里选一条。", field="ground")
    if ground.ask:
        said(o.item, field="item", what=f"{ground.ask}（“{ground.label}”要写明）")
    item = item_named(s.found.duties, ground, o.item)
    said(o.reason, field="reason", what="退回的理由")
    return e.CaseReturned(
        case=s.case.id, state=to, returns=s.case.returns + 1, return_ground=Code(ground.code), return_item=item,
        note=o.note,
    )  # fmt: skip


def item_named(duties: DutyList | None, ground: Ground, words: str) -> Code | None:
    """The list item that the ground asks for. Free words do only where the town has no list of its own."""
    if not ground.listed or duties is None:
        return None
    item = duties.named(words)
    if item is not None:
        return Code(item.code)
    if duties.sample or not duties.items:
        return None
    raise Refusal(
        "no_item", f"“{duties.label}”里没有这一条，请从列表里选编号和名称。您写的还在。", field="item"
    )  # fmt: skip


@makes(c.AskArbitration)
def _ask_arbitration(s: Scene, o: c.AskArbitration, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="申请裁定的理由")
    return e.ArbitrationAsked(case=s.case.id, state=to, arbitrations=s.case.arbitrations + 1, note=o.note)


@makes(c.ReportResult)
def _report_result(s: Scene, o: c.ReportResult, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="办理的结果")
    if o.result not in RESULTS:
        raise Refusal("result", f"请选一个结果：{'、'.join(RESULTS.values())}。", field="result")
    proves = o.result == "solved" or s.case.channel == "device"  # nobody reported it: what was found there is the proof
    photos = after_photos(s, len(o.photos)) if proves else s.case.photos_after + len(o.photos)
    hands = hands_with(s, acting(s))
    return e.ResultReported(case=s.case.id, state=to, result=o.result, hands=hands, photos_after=photos, note=o.note)


@makes(c.ReportHelp)
def _report_help(s: Scene, o: c.ReportHelp, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="配合做了什么")
    unit = next((u for u in s.case.helpers if u in s.who.units), None)
    assert unit is not None, "only people of a helping unit have the part of a helper"
    photos = s.case.photos_after + len(o.photos)
    return e.HelpReported(case=s.case.id, state=to, by_unit=unit, photos_after=photos, note=o.note)


@makes(c.AskRelief)
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
