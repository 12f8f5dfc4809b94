"""The entries of whistles and of parts, in the words of the timeline: who did what, with what they said."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from liren.cases import events as e
from liren.cases.events import whistle as w
from liren.cases.queries.whistles import CallCard, TaskCard, WhistleCard
from liren.cases.rules.whistle import RESPONSES, RIGHTNESS
from liren.cases.whistling import CLOCKS, shipped_labels
from liren.web.display import worded

WHISTLED = (
    w.CallAnswered, w.UnitArrived, w.CallObjected, w.TaskPlanned, w.TaskFinished, w.TaskDropped, w.UnitFinished,
    w.UnitReleased, w.CallMissed, w.WhistleRated,
)  # fmt: skip
SAYS: dict[type, Callable[[], str]] = {
    w.CallAnswered: lambda: _("%(unit)s响应，这就来"),
    w.UnitArrived: lambda: _("%(unit)s到场"),
    w.CallObjected: lambda: _("%(unit)s说不该叫它，等定"),
    w.TaskPlanned: lambda: _("任务单写上%(unit)s的一条"),
    w.TaskFinished: lambda: _("%(unit)s办好一条任务"),
    w.TaskDropped: lambda: _("任务单去掉%(unit)s的一条"),
    w.UnitFinished: lambda: _("%(unit)s办好了自己那部分"),
    w.UnitReleased: lambda: _("放行%(unit)s"),
}
SHAPES: dict[type, str] = {
    w.CallMissed: "late", w.CallObjected: "soon", w.UnitFinished: "done", w.TaskFinished: "done", w.TaskDropped: "hold",
    w.UnitReleased: "hold",
}  # fmt: skip
SAID: dict[type, str] = {
    w.UnitArrived: "arrived_words", w.CallObjected: "objected_words", w.UnitFinished: "left_words",
    w.UnitReleased: "left_words",
}  # fmt: skip


def worded_event(event: Any, names: Any, whistles: Sequence[WhistleCard]) -> tuple[str, str, str]:
    """Title, mark and what was said, of an entry about a whistle."""
    unit = {"unit": names.unit(event.by_unit) or _("一家单位")}
    shape = SHAPES.get(type(event), "full")
    if isinstance(event, w.CallMissed):
        parts = unit | {"clock": worded(CLOCKS[event.clock]), "n": event.level}
        return _("%(unit)s%(clock)s超时，第 %(n)d 次往上报") % parts, shape, ""
    if isinstance(event, w.WhistleRated):
        return *_rated(event, unit, whistles), ""
    return SAYS[type(event)]() % unit, shape, _said(event, whistles)


def _rated(event: w.WhistleRated, unit: dict[str, str], whistles: Sequence[WhistleCard]) -> tuple[str, str]:
    scale = RESPONSES if event.side == "raiser" else RIGHTNESS
    parts = unit | {"score": worded(scale[event.score])}
    said = _("评%(unit)s的响应：%(score)s") if event.side == "raiser" else _("%(unit)s评这次哨：%(score)s")
    return said % parts, "full"


def _said(event: Any, whistles: Sequence[WhistleCard]) -> str:
    if hasattr(event, "task"):
        task = _task(event.task, whistles)
        return "" if task is None else task.dropped_words if isinstance(event, w.TaskDropped) else task.words
    call = _call(event.call, whistles)
    return str(getattr(call, SAID[type(event)])) if call and type(event) in SAID else ""


def _task(id: Any, whistles: Sequence[WhistleCard]) -> TaskCard | None:
    return next((t for one in whistles for t in one.tasks if t.id == id), None)


def _call(id: Any, whistles: Sequence[WhistleCard]) -> CallCard | None:
    return next((c for one in whistles for c in one.calls if c.id == id), None)


def _blown(event: e.WhistleBlown, names: Any, now: datetime) -> str:
    units = "、".join(filter(None, (names.unit(unit) for unit in event.called)))
    kind = worded(shipped_labels().get(event.sort, ""))
    return _("吹哨（%(kind)s），叫%(units)s") % {"kind": kind, "units": units}


def _decided(event: e.ObjectionDecided, names: Any, now: datetime) -> str:
    said = _("定了：%(unit)s不用来") if event.upheld else _("定了：%(unit)s还是要来")
    return said % {"unit": names.unit(event.by_unit)}


def _child_ended(event: e.ChildEnded, names: Any, now: datetime) -> str:
    parts = {"what": names.part(event.child), "n": event.open_children}
    if event.how == "taken_back":
        return _("收回子件：%(what)s，还剩 %(n)d 个没办完") % parts
    return _("子件办完：%(what)s，还剩 %(n)d 个") % parts


TITLES: dict[type, Callable[[Any, Any, datetime], str]] = {
    e.WhistleBlown: _blown,
    e.UnitCalled: lambda ev, n, now: _("吹哨再叫%(unit)s") % {"unit": n.unit(ev.by_unit) or _("一家单位")},
    e.ObjectionDecided: _decided,
    e.WhistleClosed: lambda ev, n, now: _("撤哨") if ev.how == "called_off" else _("互评结束，这次吹哨结束"),
    e.ChildAdded: lambda ev, n, now: (
        _("分出子件：%(what)s，现在分成 %(n)d 件") % {"what": n.part(ev.child), "n": ev.children}
    ),
    e.ChildEnded: _child_ended,
    e.ChildReopened: lambda ev, n, now: (
        _("重办子件：%(what)s，还有 %(n)d 个没办完") % {"what": n.part(ev.child), "n": ev.open_children}
    ),
}
