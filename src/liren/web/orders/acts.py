"""The forms of an order's page: how each becomes a command, which field its refusals belong to, what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liren.kernel import Code
from liren.kernel.ids import new_id
from liren.services import commands as c
from liren.web.attempt import Typed
from liren.web.display import SHANGHAI


@dataclass(frozen=True, slots=True)
class Deed:
    """One form. `home` leads back to the list where the order is not this person's to see any more."""

    build: Callable[[UUID, Typed], c.OrderCommand]
    field: str
    done: Any
    home: bool = False


def _triage(order: UUID, t: Typed) -> c.OrderCommand:
    words, kind = t.text("words"), t.text("kind")
    return c.TriageOrder(order=order, kind=Code(kind) if kind else None, note=t.key if words else None, words=words)


def _list(order: UUID, t: Typed) -> c.OrderCommand:
    return c.ListOrder(order=order, circle=Code(t.text("circle") or "community"))


def _assign(order: UUID, t: Typed) -> c.OrderCommand:
    return c.AssignOrder(order=order, member=t.uuid("member", _("还没有选请谁来办。")) or new_id())


def _take_back(order: UUID, t: Typed) -> c.OrderCommand:
    return c.TakeBackOrder(order=order, note=t.key, reason=t.text("back_reason"))


def _cancel(order: UUID, t: Typed) -> c.OrderCommand:
    return c.CancelOrder(order=order, note=t.key, reason=t.text("cancel_reason"))


def _convert(order: UUID, t: Typed) -> c.OrderCommand:
    return c.ConvertOrder(
        order=order, case=t.key, kind=Code(t.text("case_kind") or "other"), note=t.key, reason=t.text("convert_reason")
    )


def _schedule(order: UUID, t: Typed) -> c.OrderCommand:
    wrong = _("约好的时间要选到几点几分，例如 2026-11-25 09:30。")
    at = t.read("at", datetime.fromisoformat, wrong)
    companion = t.uuid("companion", _("请从列表里选同去的队员。"), optional=True)
    return c.ScheduleOrder(order=order, at=at.replace(tzinfo=SHANGHAI) if at else NEVER, companion=companion)


def _finish(order: UUID, t: Typed) -> c.OrderCommand:
    words = t.text("words")
    return c.FinishOrder(order=order, note=t.key if words else None, words=words)


def _message(order: UUID, t: Typed) -> c.OrderCommand:
    return c.MessageRequester(order=order, note=t.key, words=t.text("message"))


NEVER = datetime(2000, 1, 1, tzinfo=SHANGHAI)
"""Stands in for a time that could not be read: the form is blamed then and nothing is sent."""
DEEDS: dict[str, Deed] = {
    "triage": Deed(_triage, "words", gettext_lazy("核实好了，可以派单。")),
    "list": Deed(_list, "circle", gettext_lazy("派出去了，附近的队员会收到。")),
    "assign": Deed(_assign, "member", gettext_lazy("请了这位队员，已经告诉本人。")),
    "take_over": Deed(lambda order, t: c.TakeOverOrder(order=order), "", gettext_lazy("社区自己来办，现在在您手上。")),
    "take_back": Deed(_take_back, "back_reason", gettext_lazy("收回来了，请重新安排。")),
    "cancel": Deed(_cancel, "cancel_reason", gettext_lazy("这一单取消了，原因已经告诉点单人。")),
    "convert": Deed(_convert, "convert_reason", gettext_lazy("转给受理台了，按事项办。")),
    "message": Deed(_message, "message", gettext_lazy("留言写在点单人的进度页上了。")),
    "claim": Deed(lambda order, t: c.ClaimOrder(order=order), "", gettext_lazy("这一单归您了。请打电话约时间。")),
    "decline": Deed(lambda order, t: c.DeclineOrder(order=order), "", gettext_lazy("不再给您看这一单。"), home=True),
    "give_back": Deed(
        lambda order, t: c.GiveBackOrder(order=order), "", gettext_lazy("退回去了，会另外请人。"), home=True
    ),
    "schedule": Deed(_schedule, "at", gettext_lazy("时间记下了，点单人也看得到。")),
    "finish": Deed(_finish, "words", gettext_lazy("辛苦了。等点单人确认。")),
}
