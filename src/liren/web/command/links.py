"""The chain of one alarm as links: what happened, by which id, when, how long after the one before, and what is waited for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from liren.cases.events import CaseDispatched
from liren.cases.queries import CaseCard
from liren.devices.kinds import CAUSES
from liren.devices.queries.alarms import AlarmCard
from liren.devices.queries.chain import Watched
from liren.devices.queries.frames import FrameCard
from liren.trust.journal import Entry
from liren.web.display import span_words, worded

CONFIRM = ("AlarmConfirmed", "AlarmJudgedFalse")
PROOF = ("ResultReported",)
ENDS = ("CaseClosed", "FalseAlarmEnded", "DrillCaseEnded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link. `at` is None while it is missing, then `waits` says for what and whom (or why it will not come: `never`).

    `ids` are (what it is, id); `after` is how long after the link before; `href` leads to it.
    """

    code: str
    title: str
    at: datetime | None = None
    ids: tuple[tuple[str, str], ...] = ()
    said: str = ""
    who: str = ""
    href: str = ""
    waits: str = ""
    never: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything the chain is made of, as this viewer may see it. `case` is None where there is none or it is not theirs."""

    alarm: AlarmCard
    frames: tuple[FrameCard, ...]
    entries: tuple[Entry, ...]
    case: CaseCard | None
    owner: str
    watched: tuple[Watched, ...]
    unseen: int
    names: dict[UUID, str]
    units: dict[UUID, str]
    opens: str
    figure: str


def links(known: Known) -> list[Link]:
    """All of them in their order, each with the time since the last one that is there."""
    made = [
        _frame(known), _alarm(known), _case(known), _confirmed(known), _dispatched(known), _offered(known),
        *_viewed(known), _proof(known), _ended(known), _counted(known),
    ]  # fmt: skip
    before: datetime | None = None
    found = []
    for link in made:
        follows = link.at is not None and before is not None and link.at >= before
        found.append(replace(link, after=_between(before, link.at) if follows else ""))
        before = link.at or before
    return found


def _between(before: datetime | None, at: datetime | None) -> str:
    """How long it took, in seconds below a minute: between wire and desk they count."""
    assert before is not None, "asked of two links that are there"
    assert at is not None, "asked of two links that are there"
    seconds = int((at - before).total_seconds())
    return span_words(at - before) or (_("%(n)d 秒") % {"n": seconds} if seconds else _("不到 1 秒"))


def people_in(entries: Iterable[Entry]) -> set[UUID]:
    """Whose names the chain says."""
    return {
        e.actor_account for e in entries if e.actor_account and e.name in (*CONFIRM, *PROOF, *ENDS, "CaseDispatched")
    }


def _of(known: Known, *names: str) -> Entry | None:
    """The last entry of these names: a case may be dispatched twice."""
    return next((e for e in reversed(known.entries) if e.name in names), None)


def _who(known: Known, entry: Entry) -> str:
    return known.names.get(entry.actor_account, "") if entry.actor_account else _("系统")


def _entry(entry: Entry) -> tuple[str, str]:
    return _("日志"), str(entry.id)


def _frame(known: Known) -> Link:
    a = known.alarm
    first = next((f for f in known.frames if f.id == a.first_frame), None)
    said = (
        _("%(wire)s，%(n)s 字节") % {"wire": first.wire, "n": len(bytes(first.raw))}
        if first
        else _("原样的字节过了保存期")
    )
    return Link(
        code="frame", title=_("帧"), at=first.received_at if first else a.raised_at, ids=((_("帧"), str(a.first_frame)),), said=said,
        href=f"{reverse('alarm', args=[a.id])}#frames",
    )  # fmt: skip


def _alarm(known: Known) -> Link:
    a = known.alarm
    raised = next((e for e in known.entries if e.name == "AlarmRaised"), None)
    ids = ((_("告警"), str(a.id)), *((_entry(raised),) if raised else ()))
    return Link(
        code="alarm", title=_("告警"), at=a.raised_at, ids=ids, said=a.device_name, href=reverse("alarm", args=[a.id])
    )


def _case(known: Known) -> Link:
    a, title = known.alarm, _("案件")
    if a.case is None:
        return Link(code="case", title=title, waits=_("照告警规则，这一种只列出来，不成为案件。"), never=True)
    ids: tuple[tuple[str, str], ...] = ((_("案件"), str(a.case)),)
    if known.case is None:
        return Link(code="case", title=title, ids=ids, waits=_("正在成为案件，或者案件不归您看。"))
    reported = next((e for e in known.entries if e.name == "CaseReported"), None)
    return Link(
        code="case", title=title, at=reported.at if reported else known.case.case.reported_at, ids=(*ids, *((_entry(reported),) if reported else ())),
        said=known.case.number, href=reverse("case", args=[a.case]),
    )  # fmt: skip


def _confirmed(known: Known) -> Link:
    a, title, entry = known.alarm, _("核实"), _of(known, *CONFIRM)
    if a.judged not in ("confirmed", "false"):
        if a.judged == "drill":
            return Link(code="confirmed", title=title, waits=_("是演练，演练结束时一起了结。"), never=True)
        waits = (
            _("等值班的人说真假：%(who)s。") % {"who": known.owner}
            if known.owner
            else _("等有“核实告警”权限的人说真假。")
        )
        return Link(
            code="confirmed",
            title=title,
            waits=waits if a.closed_at is None else _("它自己恢复了，没有人判。"),
            never=a.closed_at is not None,
        )
    said = _("是真的") if a.judged == "confirmed" else _("误报：%(cause)s") % {"cause": worded(CAUSES[a.cause][0])}
    who = known.names.get(a.judged_by, "") if a.judged_by else ""
    return Link(
        code="confirmed", title=title, at=a.judged_at, ids=(_entry(entry),) if entry else (), said=said, who=who
    )


def _stopped(known: Known) -> str:
    """Why nothing follows, "" while something may."""
    if known.alarm.judged == "false":
        return _("判为误报，到这里为止。")
    if known.alarm.judged == "drill":
        return _("演练，到这里为止。")
    return _("没有案件，到这里为止。") if known.alarm.case is None else ""


def _missing(known: Known, code: str, title: str, waits: str) -> Link:
    """A link that is waited for, or that will not come because the chain has ended."""
    stopped = _stopped(known)
    return Link(code=code, title=title, waits=stopped or waits, never=bool(stopped) or _of(known, *ENDS) is not None)


def _dispatched(known: Known) -> Link:
    entry = _of(known, "CaseDispatched")
    if entry is None:
        return _missing(
            known,
            "dispatched",
            _("派遣"),
            _("核实是真的以后，等受理台派遣：%(who)s。") % {"who": known.owner or _("受理台")},
        )
    unit = known.units.get(entry.event.unit, "") if isinstance(entry.event, CaseDispatched) and entry.event.unit else ""
    return Link(
        code="dispatched", title=_("派遣"), at=entry.at, ids=(_entry(entry),), said=unit, who=_who(known, entry)
    )


def _offered(known: Known) -> Link:
    mine = [w for w in known.watched if w.what == "offer"]
    if not mine:
        none = (
            _("附近没有能开放的摄像头，或者不归您看。")
            if _of(known, "CaseDispatched")
            else _("派遣的时候，才把最近的几台开放给办的人。")
        )
        return _missing(known, "offered", _("开放摄像头"), none)
    ids = tuple((w.name, str(w.id)) for w in mine)
    return Link(code="offered", title=_("开放摄像头"), at=mine[0].at, ids=ids, said=_("%(n)s 台") % {"n": len(mine)})


def _viewed(known: Known) -> list[Link]:
    made = []
    for what, title, none in (
        ("ticket", _("看视频的票"), _("没有人申请过。办的人写明目的才有票。")), ("view", _("看视频登记"), _("没有人看过。")),
    ):  # fmt: skip
        mine = [w for w in known.watched if w.what == what]
        if mine:
            more = _("，另有 %(n)s 条不归您看") % {"n": known.unseen} if known.unseen and what == "view" else ""
            said = _("%(n)s 条") % {"n": len(mine)} + more
            made.append(
                Link(code=what, title=title, at=mine[0].at, ids=tuple((w.name, str(w.id)) for w in mine), said=said)
            )
        else:
            unseen = _("有 %(n)s 条，不归您看。") % {"n": known.unseen} if known.unseen else none
            made.append(_missing(known, what, title, unseen))
    return made


def _proof(known: Known) -> Link:
    entry = _of(known, *PROOF)
    if entry is None:
        return _missing(
            known,
            "proof",
            _("办结的证明"),
            _("等办的人反馈结果和照片：%(who)s。") % {"who": known.owner or _("承办单位")},
        )
    href = reverse("case", args=[known.alarm.case]) if known.case else ""
    return Link(
        code="proof",
        title=_("办结的证明"),
        at=entry.at,
        ids=(_entry(entry),),
        who=_who(known, entry),
        said=_("结果和照片在案件页"),
        href=href,
    )


def _ended(known: Known) -> Link:
    entry = _of(known, *ENDS)
    if entry is None:
        return Link(
            code="ended", title=_("核查、结案"), never=known.alarm.case is None,
            waits=_stopped(known) if known.alarm.case is None else _("等核查的人看过现场：%(who)s。") % {"who": known.owner or _("核查")},
        )  # fmt: skip
    titles = {"CaseClosed": _("核查通过，结案"), "FalseAlarmEnded": _("误报，销案"), "DrillCaseEnded": _("演练结束")}
    return Link(
        code="ended",
        title=_("核查、结案"),
        at=entry.at,
        ids=(_entry(entry),),
        who=_who(known, entry),
        said=titles[entry.name],
    )


def _counted(known: Known) -> Link:
    title = _("指标")
    if known.alarm.drill is not None:
        return Link(code="counted", title=title, waits=_("演练不算进任何指标。"), never=True)
    if known.alarm.judged_at is None:
        return Link(code="counted", title=title, waits=_("核实了才算进误报率；到了时限还没核实，算进确认及时率。"))
    return Link(code="counted", title=title, at=known.alarm.judged_at, said=known.figure, href=known.opens)
