"""A whistle in words: a rail for each unit, what was said at each step, how much time is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liren.cases.queries.whistles import CallCard, Side, TaskCard, WhistleCard
from liren.cases.rules.whistle import LEFT, RESPONSES, RIGHTNESS
from liren.cases.whistling import CLOCKS
from liren.kernel import Actor
from liren.people import queries as people
from liren.web.desk.rail import Station
from liren.web.display import COUNTED_DOWN, Clock, clock_words, moment_words, table_words, worded
from liren.web.whistles.forms import Form, of_call, of_task, of_whistle


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A line of the shared list; `state` is open, done or dropped."""

    id: UUID
    words: str
    state: str
    said: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A called unit: its clock, its stations, what was said, its part of the list, the steps this viewer can take."""

    call: UUID
    name: str
    own: bool
    state: str
    clock: Clock
    stations: tuple[Station, ...]
    said: tuple[tuple[str, str], ...]
    tasks: tuple[Task, ...]
    forms: tuple[Form, ...]

    @property
    def tasks_said(self) -> str:
        """3 条任务，办好 1 条."""
        counted = [t for t in self.tasks if t.state != "dropped"]
        if not counted:
            return ""
        done = sum(t.state == "done" for t in counted)
        return _("%(n)d 条任务，办好 %(done)d 条") % {"n": len(counted), "done": done}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A whistle ready to show."""

    id: UUID
    case: UUID
    number: str
    title: str
    kind: str
    hurried: bool
    open: bool
    state: str
    words: str
    raised: str
    closed: str
    closing_words: str
    rate_until: str
    units: tuple[Unit, ...]
    forms: tuple[Form, ...]

    @property
    def waits_for_me(self) -> bool:
        """One of the viewer's own units has a next step."""
        return any(unit.own and any(f.main or f.do == "rate-whistle" for f in unit.forms) for unit in self.units)


def shown(viewer: Actor, cards: list[WhistleCard], side: Side, now: datetime) -> list[Shown]:
    """Some whistles of one viewer: one statement for all names."""
    ids = {value for card in cards for value in _hands(card)}
    ids |= {value for card in cards for call in card.calls for value in _hands(call)}
    ids |= {value for card in cards for task in card.tasks for value in _hands(task)}
    names = people.names_of(viewer, ids)
    return [_shown(card, side, names, now) for card in cards]


def _hands(one: WhistleCard | CallCard | TaskCard) -> list[UUID]:
    fields = (
        "raised_by",
        "called_by",
        "acknowledged_by",
        "arrived_by",
        "left_by",
        "objected_by",
        "decided_by",
        "added_by",
        "done_by",
    )
    return [value for name in fields if (value := getattr(one, name, None))]


def _shown(card: WhistleCard, side: Side, names: Mapping[UUID, str], now: datetime) -> Shown:
    who = names.get(card.raised_by, _("一位同事")) if card.raised_by else _("系统")
    return Shown(
        id=card.id, case=card.case, number=card.number, title=card.title, kind=worded(card.spec.label),
        hurried=card.spec.hurried, open=card.open, state=worded(card.state_label), words=card.words,
        raised=_("%(who)s，%(when)s") % {"who": who, "when": moment_words(card.raised_at, now)},
        closed=moment_words(card.closed_at, now) if card.closed_at else "", closing_words=card.closing_words,
        rate_until=moment_words(card.rate_due_at, now) if card.rate_due_at and card.open else "",
        units=tuple(_unit(card, call, side, names, now) for call in card.calls), forms=tuple(of_whistle(card, side)),
    )  # fmt: skip


def _unit(card: WhistleCard, call: CallCard, side: Side, names: Mapping[UUID, str], now: datetime) -> Unit:
    return Unit(
        call=call.id, name=call.unit_name, own=call.unit in side.units, state=worded(call.state_label),
        clock=clock(card, call, now), stations=tuple(_stations(call, now)), said=tuple(_said(call, names)),
        tasks=tuple(_task(card, t, side, names, now) for t in card.tasks_of(call.unit)),
        forms=tuple(of_call(card, call, side)),
    )  # fmt: skip


def clock(card: WhistleCard, call: CallCard, now: datetime) -> Clock:
    """What a unit is waited for and how long: 到场剩 12 分, 响应超 5 分; or how it ended."""
    if card.state == "called_off":
        return Clock("hold", _("已撤哨"))
    if call.wait is None:
        ended = {"done": Clock("done", _("已办好")), "released": Clock("hold", _("已放行"))}
        return ended.get(call.state, Clock("hold", _("不用来")))
    found, what = clock_words(call.wait.due_at, now), worded(CLOCKS[call.wait.clock])
    if call.wait.due_at - now > COUNTED_DOWN:
        when = f"{_gap(found.words)}{found.words} "
        return Clock(found.state, _("最晚%(when)s%(limit)s") % {"when": when, "limit": what})
    return Clock(found.state, f"{what}{_gap(found.words)}{found.words}")


def _gap(words: str) -> str:
    return " " if words[:1].isascii() else ""


def _stations(call: CallCard, now: datetime) -> list[Station]:
    """叫到, 响应, 到场, 办好; the one that is waited for says until when."""
    steps = [
        (_("叫到"), call.called_at, None),
        (_("响应"), call.acknowledged_at, call.acknowledge_due_at),
        (_("到场"), call.arrived_at, call.arrive_due_at),
        (_("办好"), call.left_at if call.state == "done" else None, call.done_due_at),
    ]
    if call.state in ("excused", "released"):
        steps = [step for step in steps if step[1]]
        steps.append((_("不用来") if call.state == "excused" else _("放行"), call.left_at, None))
    here = next((n for n, step in enumerate(steps) if step[1] is None), len(steps))
    found = []
    for n, (name, at, due) in enumerate(steps):
        if at is not None:
            found.append(Station(name=name, state="done", when=table_words(at)))
        elif n == here:
            words = moment_words(due, now) if due else ""
            limit = _("最晚%(when)s") % {"when": f"{_gap(words)}{words}"} if due else ""
            found.append(Station(name=name, state="now", when=limit))
        else:
            found.append(Station(name=name, state="next", when=""))
    return found


def _said(call: CallCard, names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """Who said what, in its order."""

    def by(id: UUID | None, what: str) -> str:
        who = names.get(id, "") if id else ""
        return _("%(who)s，%(what)s") % {"who": who, "what": what} if who else what

    left = {"done": _("办好时说"), "released": _("放行的理由")}.get(call.state, "")
    lines = [
        (by(call.called_by, _("再叫它来")), call.called_words),
        (by(call.objected_by, _("说不该来")), call.objected_words),
        (by(call.decided_by, _("定了")), call.decided_words),
        (by(call.arrived_by, _("到场时说")), call.arrived_words),
        (by(call.left_by, left), call.left_words if left else ""),
    ]
    if call.state in LEFT and call.response:
        lines.append(
            (_("吹哨方评它"), "，".join(filter(None, (worded(RESPONSES[call.response]), call.response_words))))
        )
    if call.state in LEFT and call.rightness:
        lines.append(
            (_("它评这次哨"), "，".join(filter(None, (worded(RIGHTNESS[call.rightness]), call.rightness_words))))
        )
    return [(who, words) for who, words in lines if words]


def _task(card: WhistleCard, task: TaskCard, side: Side, names: Mapping[UUID, str], now: datetime) -> Task:
    state = "done" if task.done_at else "dropped" if task.dropped_at else "open"
    if task.done_at:
        said = "，".join(
            filter(None, (names.get(task.done_by, "") if task.done_by else "", moment_words(task.done_at, now)))
        )
    else:
        said = _("去掉了：%(why)s") % {"why": task.dropped_words} if task.dropped_words else ""
    return Task(id=task.id, words=task.words, state=state, said=said, forms=tuple(of_task(card, task, side)))
