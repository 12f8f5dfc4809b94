"""What happened to an order in plain sentences, newest first: for the requester, and for those who see to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liren.kernel import Event
from liren.services import events as e
from liren.services.kinds import SATISFACTION
from liren.services.queries import NoteCard
from liren.trust.journal import Entry
from liren.web.display import moment_words

Title = tuple[str | Promise, str]
NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: its title, when, the mark before it, the words that go with it."""

    title: str
    when: str
    at: str
    mark: str
    said: str = ""


def tell(happened: Sequence[Entry], notes: Mapping[UUID, NoteCard], now: datetime) -> list[Told]:
    """The story of one order; words that this viewer may not read are not among `notes`."""
    told = []
    for entry in happened:
        say = TITLES.get(type(entry.event))
        found = say(entry.event, now) if say else PLAIN.get(type(entry.event))
        if found is None:
            continue
        title, mark = found
        note = notes.get(getattr(entry.event, "note", None) or NOTHING)
        at = entry.at.isoformat(timespec="seconds")
        told.append(Told(str(title), moment_words(entry.at, now), at, mark, note.text if note else ""))
    return told[::-1]


def _scheduled(event: e.OrderScheduled, now: datetime) -> Title:
    return _("约好%(when)s") % {"when": moment_words(event.scheduled_for, now)}, "full"


def _assigned(event: e.OrderAssigned, now: datetime) -> Title:
    return (_("请了一位队员来办") if event.member else _("社区自己来办")), "full"


def _rated(event: e.OrderRated, now: datetime) -> Title:
    return _("评单：%(said)s") % {"said": _(SATISFACTION[event.satisfied])}, "done" if event.satisfied < 3 else "soon"


def _cancelled(event: e.OrderCancelled, now: datetime) -> Title:
    return (_("点单人取消了") if event.cancelled_by == "requester" else _("社区取消了")), "hold"


TITLES: dict[type[Event], Callable[..., Title]] = {
    e.OrderScheduled: _scheduled,
    e.OrderAssigned: _assigned,
    e.OrderRated: _rated,
    e.OrderCancelled: _cancelled,
}
PLAIN: dict[type[Event], Title] = {
    e.OrderPlaced: (_("点单"), "full"),
    e.OrderTriaged: (_("社区核实过了"), "full"),
    e.OrderListed: (_("派给附近的党员和志愿者，等人接单"), "full"),
    e.OrderWidened: (_("本社区没有人接，请全镇的队员来接"), "soon"),
    e.OrderUnclaimed: (_("还是没有人接，由社区来办"), "soon"),
    e.OrderClaimed: (_("有人接单了"), "full"),
    e.OrderGivenBack: (_("接单的人来不了，重新派"), "hold"),
    e.OrderTakenBack: (_("社区收回，重新安排"), "hold"),
    e.OrderDone: (_("来帮的人说办好了"), "full"),
    e.OrderConfirmed: (_("点单人确认：解决了"), "done"),
    e.OrderDisputed: (_("点单人说没解决，社区重新安排"), "soon"),
    e.OrderLapsed: (_("7 天没有确认，记为未确认"), "hold"),
    e.OrderConverted: (_("转给受理台，按事项办"), "full"),
    e.OrderWordsAdded: (_("点单人补充了说明"), "full"),
    e.RequesterMessaged: (_("给点单人留言"), "full"),
}
