"""Where a report stands, in the reporter's words: the mark, who has it, until when, what was promised at first.

已反馈, 已回复, 已核查 and 您已确认 are four facts and stay four words.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from liren.cases.queries import CaseCard, CaseLine
from liren.catalogue import queries as catalogue
from liren.catalogue.worktime import Limit, due
from liren.kernel import Actor, AreaCode
from liren.people import queries as people
from liren.places import queries as places
from liren.web.display import Clock, clock_words, full_words, moment_words

GOING = {
    "reported": _("等受理"),
    "filed": _("已受理，等派单"),
    "dispatched": _("已派单，等签收"),
    "arbitration": _("正在定由谁办"),
    "in_progress": _("办理中"),
    "feedback": _("已反馈，等核查"),
}
ENDED = {
    "suspended": _("先放一放，条件到了再办"),
    "merged": _("并到同一件事里办"),
    "not_accepted": _("不在这里受理，原因见下面"),
    "withdrawn": _("您已撤回"),
    "taken_back": _("已收回"),
    "false_alarm": _("误报"),
}
ASKED = {
    "pending": _("请您评价"),
    "confirmed": _("您已确认"),
    "disputed": _("您说没解决"),
    "unconfirmed": _("未确认"),
    "none": "",
}
ANSWERED = {
    "pending": _("已经办完，等您的意见"),
    "confirmed": _("已经办完，您确认解决了"),
    "disputed": _("已经办完，您说没解决"),
    "unconfirmed": _("已经办完，没有等到您的意见"),
}
TO_ORDER = _("转为点单，请看点单的进度")
CHECKED = {"closed": _("已核查"), "replied": _("已回复")}


def of_line(line: CaseLine, now: datetime) -> Clock:
    """The mark of a case in a list."""
    return mark(line.state, line.confirm, line.next_due_at, now)


def mark(state: str, confirm: str, due_at: datetime | None, now: datetime) -> Clock:
    """Shape and words for one state of a report."""
    if state == "replied" and confirm == "none":
        return Clock("hold", str(TO_ORDER))
    if state in CHECKED:
        words = "，".join(str(part) for part in (CHECKED[state], ASKED[confirm]) if part)
        return Clock("soon" if confirm == "disputed" else "done", words)
    if state not in GOING:
        return Clock("hold", str(ENDED.get(state, "")))
    left = clock_words(due_at, now) if due_at else Clock("okay", "")
    return Clock(left.state, "，".join(filter(None, (str(GOING[state]), left.words))))


def facts(viewer: Actor, card: CaseCard, now: datetime) -> list[tuple[str, str]]:
    """Who has it, until when, what was promised, where, what kind."""
    case = card.case
    rows: list[tuple[object, object]] = []
    if case.state != "merged":
        rows.append((_("谁在办"), holder(viewer, card, now)))
    if case.children:
        parts = {"n": case.children, "done": case.children - case.open_children}
        rows.append((_("分头办"), _("分成 %(n)d 件同时办，已办好 %(done)d 件") % parts))
    if case.next_due_at and case.state in GOING:
        rows.append((_("这一步的期限"), moment_words(case.next_due_at, now)))
    promised = promise(card)
    if promised and case.state not in ("merged", "not_accepted", "withdrawn"):
        solve = next(k.clock for k in card.clocks if k.clock.kind == "solve")
        said = moment_words(promised, now) if promised.year == now.year else full_words(promised)
        if case.extensions and solve.due_at:
            said = _("%(promised)s，延长到 %(now)s") % {"promised": said, "now": moment_words(solve.due_at, now)}
        rows.append((_("最初答应的"), _("%(moment)s 前办好") % {"moment": said} if not case.extensions else said))
    rows.append((_("地点"), "，".join(place(viewer, card)) or _("没有填")))
    rows.append((_("类别"), card.kind.label))
    return [(str(name), str(value)) for name, value in rows]


def place(viewer: Actor, card: CaseCard) -> list[str]:
    """The house that was chosen, else the area; then the reporter's own words where they say more."""
    house = places.building(viewer, card.building) if card.building else None
    where = house.address if house else places.name_path(card.case.area or "")
    return list(dict.fromkeys(filter(None, (where, card.place_words))))


def holder(viewer: Actor, card: CaseCard, now: datetime) -> str:
    """Who is waited for, as far as a reporter is told: units and posts, the keeper by name."""
    case = card.case
    if card.keeper_name and (case.state == "reported" or (card.owner == "handler" and case.handler == case.keeper)):
        return keeper(viewer, card, now)
    if card.owner == "reporter":
        return str(ANSWERED.get(case.confirm, _("已经结束")))
    if card.owner == "handler":
        return card.unit_name or (card.handler_name or "").partition("，")[0]
    office = places.name_of(case.scope[:9])
    return {
        "desk": str(_("%(office)s受理台") % {"office": office}),
        "verifier": str(_("核查员（不是承办的人）")),
        "arbiter": str(_("%(office)s，裁定归谁办") % {"office": office}),
        "approver": str(_("%(office)s，审批延期或缓办") % {"office": office}),
    }.get(card.owner, str(_("已经结束")))


def keeper(viewer: Actor, card: CaseCard, now: datetime) -> str:
    """Post and name of the keeper who has the report, as they hang on the notice board."""
    name = (card.keeper_name or "").partition("，")[0]
    board = people.public_keeper(viewer, AreaCode(card.case.area or card.case.scope), now)
    post = board.post_label if board and board.name == name else _("网格员")
    return f"{post} {name}"


def promise(card: CaseCard) -> datetime | None:
    """When it was first promised to be done, before any extension or pause."""
    solve = next((k.clock for k in card.clocks if k.clock.kind == "solve"), None)
    if solve is None:
        return None
    calendar = catalogue.by_id(solve.calendar).spec
    return due(solve.started_at, Limit(solve.limit, solve.unit), calendar).at
