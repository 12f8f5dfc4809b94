"""经过: the journal of a case in human words, newest first. Ids become names here, words come from the case's notes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liren.cases import events as e
from liren.cases import returns
from liren.cases.events import abuse
from liren.cases.kinds import CHANNELS, CONFIRMATIONS, EXITS, RELIEFS, RESULTS, SATISFACTION, SOURCES
from liren.cases.published import item_of
from liren.cases.queries import MarkCard
from liren.cases.queries.children import titles_of
from liren.cases.queries.whistles import WhistleCard
from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.people import queries as people
from liren.trust import clients
from liren.trust.journal import Entry
from liren.web import where
from liren.web.answers import said
from liren.web.desk import blown, ruled
from liren.web.desk.blown import WHISTLED
from liren.web.display import day_words, moment_words, worded

MARKS = {
    "CaseSentBack": "soon", "CaseReturned": "soon", "CaseExtended": "soon", "CaseSuspended": "hold", "CaseClosed": "done",
    "CaseConfirmed": "done", "JoinedRated": "done", "CaseEscalated": "late", "CaseUrged": "soon", "CaseWarned": "soon", "CaseReopened": "late",
    "CaseRefused": "hold", "CaseWithdrawn": "hold", "CaseMerged": "hold", "CaseSolvedOnSpot": "done",
    "WhistleBlown": "late", "UnitCalled": "late", "WhistleClosed": "hold", "WhistleWorkDone": "done", "ChildEnded": "done", "ChildTakenBack": "hold",
}  # fmt: skip
MARKED = (
    abuse.AbuseMarked, abuse.MarkDecided, abuse.MarkAppealed, abuse.AppealHeard, abuse.MarkLifted, abuse.MarkExpired,
)  # fmt: skip
DECISIONS = frozenset(MARKS) | {
    "CaseDispatched",
    "ArbitrationDecided",
    "CaseTakenUp",
    "ResultReported",
    "CaseReported",
    "ChildAdded",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of the history. `who` did it, `said` is what was written, `inner` keeps it among colleagues."""

    title: str
    who: str
    at: datetime
    mark: str
    said: str = ""
    inner: bool = False


class Names:
    """Accounts and units of a history with their names: one statement each, however long it is."""

    def __init__(self, viewer: Actor, entries: Sequence[Entry]) -> None:
        self.area = entries[-1].area if entries else ""
        ids = {value for entry in entries for value in _ids(entry)}
        self.staff = people.names_of(viewer, ids)
        self.systems = clients.names(
            viewer, {e.actor_account for e in entries if e.actor_kind == "client" and e.actor_account}
        )
        self.units = people.unit_names(viewer, ids)
        self.parts = titles_of(viewer, {child for entry in entries if (child := getattr(entry.event, "child", None))})

    def person(self, id: UUID | None) -> str:
        return self.staff.get(id, "") if id else ""

    def part(self, id: UUID) -> str:
        """A part that was split off: “换管”（界牌〔2026〕000168）."""
        return self.parts.get(id, "")

    def unit(self, id: UUID | None) -> str:
        return self.units.get(id, "") if id else ""


def _ids(entry: Entry) -> Iterable[UUID]:
    yield from (v for f in fields(entry.event) if isinstance(v := getattr(entry.event, f.name), UUID))
    yield from getattr(entry.event, "called", ())
    yield from getattr(entry.event, "helpers", ())
    if entry.actor_account:
        yield entry.actor_account


def told(
    entries: list[Entry], names: Names, notes: Mapping[UUID, Any], *, now: datetime, decisions: bool = False,
    marks: Mapping[UUID, MarkCard] | None = None, whistles: Sequence[WhistleCard] = (),
) -> list[Happened]:  # fmt: skip
    """The history, newest first; `decisions` leaves notes, reminders and messages out. `notes` have text and reach.

    `whistles` give the words of what was called for and done together. `marks` of abuse are for those who may set or hear them; without them nothing is said of any. Entries of other rooms
    about the case (a notice told, photos attached) are not its history.
    """
    found = []
    for entry in reversed(entries):
        event = entry.event
        if isinstance(event, MARKED) and marks is not None:
            found.append(_of_mark(entry, marks.get(event.mark), names))
        if isinstance(event, WHISTLED) and not decisions:
            title, shape, said = blown.worded_event(event, names, whistles)
            found.append(Happened(title=title, who=_who(entry, names), at=entry.at, mark=shape, said=said, inner=False))
        if not isinstance(event, e.CaseEvent) or (decisions and entry.name not in DECISIONS):
            continue
        note = notes.get(getattr(event, "note", None))  # type: ignore[arg-type]
        found.append(
            Happened(
                title=_title(event, names, now),
                who=_who(entry, names),
                at=entry.at,
                mark=MARKS.get(entry.name, "full"),
                said=note.text if note else "",
                inner=note is not None and not note.visible_to_reporter and entry.name == "CaseNoted",
            )
        )
    return found


def _of_mark(entry: Entry, mark: MarkCard | None, names: Names) -> Happened:
    """What happened to a mark, with the words of whoever did it."""
    event = entry.event
    said = {
        abuse.AbuseMarked: "mark_words", abuse.MarkDecided: "decide_words", abuse.MarkAppealed: "appeal_words",
        abuse.AppealHeard: "heard_words", abuse.MarkLifted: "heard_words",
    }.get(type(event), "")  # fmt: skip
    title = {
        abuse.AbuseMarked: _("标记为“%(why)s”，等另一个人复核") % {"why": worded(mark.reason_label) if mark else ""},
        abuse.MarkDecided: _("复核标记：同意") if getattr(event, "confirmed", False) else _("复核标记：不同意"),
        abuse.MarkAppealed: _("反映人对标记申诉"),
        abuse.AppealHeard: _("申诉没有通过，标记不变") if getattr(event, "upheld", False) else _("申诉通过，标记撤销"),
        abuse.MarkLifted: _("撤销标记"),
        abuse.MarkExpired: _("标记到期"),
    }[type(event)]
    words = str(getattr(mark, said)) if mark and said else ""
    return Happened(title=title, who=_who(entry, names), at=entry.at, mark="hold", said=words, inner=True)


def _who(entry: Entry, names: Names) -> str:
    if entry.actor_kind == "house":
        return _("系统")
    if entry.actor_kind == "client" and entry.actor_account:
        return names.systems.get(entry.actor_account, _("对接系统"))
    return names.person(entry.actor_account) or _("反映人")


def _title(event: Any, names: Names, now: datetime) -> str:
    say = TITLES.get(type(event))
    return say(event, names, now) if say else event.label


def _dispatched(event: e.CaseDispatched, names: Names, now: datetime) -> str:
    to = names.unit(event.unit) or names.person(event.handler) or _("承办人")
    beside = "、".join(filter(None, map(names.unit, event.helpers)))
    if beside:
        to = _("%(to)s，%(beside)s配合") % {"to": to, "beside": beside}
    rule = ruled.said(event.route, event.rule)
    if rule and event.overruled:
        return _("派给%(to)s，没照%(rule)s") % {"to": to, "rule": rule}
    return _("按%(rule)s派给%(to)s") % {"to": to, "rule": rule} if rule else _("派给%(to)s") % {"to": to}


def _taken_up(event: e.CaseTakenUp, names: Names, now: datetime) -> str:
    return _("%(who)s签收，由他承办") % {"who": names.person(event.handler) or _("承办人")}


def _returned(event: e.CaseReturned, names: Names, now: datetime) -> str:
    grounds = {g.code: g.spec.label for g in catalogue.entries(returns.FAMILY, area=names.area, at=now)}
    why = grounds.get(event.return_ground or "")
    item = item_of(names.area, event.return_item, now)
    if why and item:
        return _("退回受理台：%(why)s，清单 %(item)s") % {"why": why, "item": item.shown}
    return _("退回受理台：%(why)s") % {"why": why} if why else _("退回受理台")


def _arbitrated(event: e.ArbitrationDecided, names: Names, now: datetime) -> str:
    return _("裁定由%(unit)s办理") % {"unit": names.unit(event.unit) or _("原单位")}


def _refused(event: e.CaseRefused, names: Names, now: datetime) -> str:
    parts = {"why": worded(EXITS.get(event.exit, event.exit)), "told": worded(CHANNELS.get(event.told, event.told))}
    return _("不予受理：%(why)s。已告知去%(told)s") % parts


def _extended(event: e.CaseExtended, names: Names, now: datetime) -> str:
    until = day_words(event.next_due_at, now) if event.next_due_at else ""
    return _("延长 %(days)d 个工作日，到 %(until)s") % {"days": event.extended_days, "until": until}


def _limit_given(event: e.LimitGiven, names: Names, now: datetime) -> str:
    return _("来单写了期限：%(until)s") % {"until": moment_words(event.limit_at, now)}


def _suspended(event: e.CaseSuspended, names: Names, now: datetime) -> str:
    return _("缓办，到 %(until)s 为止") % {"until": day_words(event.suspended_until, now)}


def _relief_asked(event: e.ReliefAsked, names: Names, now: datetime) -> str:
    return _("申请%(what)s %(days)d 个工作日") % {"what": worded(RELIEFS[event.relief]), "days": event.relief_days}


def _confirmed(event: e.CaseConfirmed, names: Names, now: datetime) -> str:
    parts = [worded(CONFIRMATIONS[event.confirm])]
    if event.satisfied:
        parts.append(SATISFACTION[event.satisfied])
    return "，".join(parts)


def _joined_rated(event: e.JoinedRated, names: Names, now: datetime) -> str:
    return _("一起反映的人说：%(said)s") % {"said": said(event.solved, event.satisfied)}


def _photos(event: e.PhotosAdded, names: Names, now: datetime) -> str:
    return _("补了照片，现在办理前 %(a)d 张，办理后 %(b)d 张") % {"a": event.photos_before, "b": event.photos_after}


TITLES: dict[type, Callable[[Any, Names, datetime], str]] = {
    e.LimitGiven: _limit_given,
    e.CaseReported: lambda ev, n, now: (
        _("反映，来自%(source)s") % {"source": worded(SOURCES.get(ev.channel, ev.channel))}
    ),
    e.CaseHanded: lambda ev, n, now: _("交给网格员%(who)s") % {"who": n.person(ev.keeper)},
    e.CaseDispatched: _dispatched,
    e.CasePassedOn: lambda ev, n, now: _("转给接任的%(who)s") % {"who": n.person(ev.handler)},
    e.CaseTakenUp: _taken_up,
    e.CaseRefused: _refused,
    e.CaseReturned: _returned,
    e.ArbitrationDecided: _arbitrated,
    e.ResultReported: lambda ev, n, now: (
        _("反馈“%(result)s”，转待核查") % {"result": worded(RESULTS.get(ev.result, ev.result))}
    ),
    e.CaseSolvedOnSpot: lambda ev, n, now: _("当场办好，抽中核查") if ev.drawn else _("当场办好，已回复"),
    e.CaseSentBack: lambda ev, n, now: _("核查没通过，第 %(n)d 次退回重办") % {"n": ev.reworks},
    e.HelpReported: lambda ev, n, now: _("%(unit)s写了配合情况") % {"unit": n.unit(ev.by_unit) or _("配合单位")},
    e.ReliefAsked: _relief_asked,
    e.CaseExtended: _extended,
    e.CaseSuspended: _suspended,
    e.CaseConfirmed: _confirmed,
    e.JoinedRated: _joined_rated,
    e.CaseEscalated: lambda ev, n, now: _("超期，上报到第 %(n)d 级") % {"n": ev.escalation},
    e.CaseUrged: lambda ev, n, now: _("第 %(n)d 次督办") % {"n": ev.urges},
    e.PlaceCorrected: lambda ev, n, now: _("地点改为%(where)s") % {"where": where.long(ev.scope)},
    e.CaseRescoped: lambda ev, n, now: _("网格重新划分，现在归%(where)s") % {"where": where.long(ev.scope)},
    e.ReporterJoined: lambda ev, n, now: _("又有人反映，现在 %(n)d 人关注") % {"n": ev.followers},
    e.PhotosAdded: _photos,
    **blown.TITLES,
}
