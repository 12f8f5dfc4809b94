"""怎么告诉我, for a report: what the progress page offers, and what was ticked when reporting."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.cases.queries.reached import own_phone_masked
from liren.kernel import Actor, AreaCode, Code
from liren.kernel.actor import by_link
from liren.notices import outbox
from liren.notices import queries as notices
from liren.notices.commands import ChooseChannels
from liren.notices.rules.channels import mobile
from liren.trust import gate
from liren.web.telling import choosing
from liren.web.telling.choosing import NONE, Way

ORDER = ("sms", "wechat", "email")


def ways(viewer: Actor, phone: str) -> list[Way]:
    """The channels to choose from; the phone left before (`phone`, masked) needs no typing again."""
    return choosing.ways(viewer, ORDER, {"sms": phone})


def of_case(viewer: Actor, case: UUID) -> list[Way]:
    """The channels for whoever holds the link of a report."""
    return ways(viewer, own_phone_masked(viewer, case))


def shown(viewer: Actor, offered: list[Way], action: str, first: str = "") -> dict[str, Any]:
    """What the section of a progress page shows; no ways where the county has no channel. `action` names its address."""
    chosen = notices.choice_of(viewer) or [NONE]
    options = [*((w.channel, w.label, w.note) for w in offered), (NONE, _("不用告诉我"), _("我自己来这一页看"))]
    types = {way.channel for way in offered}
    return {"ways": offered, "options": options, "first": first or chosen[0], "types": types, "action": reverse(action)}


def said(viewer: Actor) -> str:
    """What the receipt says of being told: by SMS, by choice later, or not at all where the county has no channel."""
    if notices.choice_of(viewer):
        return _("有了新进展，会发短信告诉您；短信里不写是什么事。网址和查询码也请留好。")
    if outbox.can_text():
        return _("您没有要短信。有没有新进展，凭网址或者查询码来看；想收短信，在进度页选。")
    return _("现在不发短信，有没有新进展，要凭网址或者查询码来看。")


def not_textable(posted: Mapping[str, str]) -> str:
    """What is wrong with wanting to be told by SMS: no number, or one that takes none. "" when it can be done."""
    if posted.get("contact") != "phone":
        return _("要发短信告诉您，就要留手机号；不想留，就不勾“发短信告诉我”。")
    if mobile(posted.get("phone", "")):
        return ""
    return _("短信只能发到 11 位的手机号。请核对；留座机的，就不勾“发短信告诉我”。")


def ticked(request: HttpRequest, case: UUID, key: UUID) -> None:
    """“有了进展，发短信告诉我” was ticked with the report that was just taken."""
    if not (outbox.can_text() and request.POST.get("told") == "1"):
        return
    viewer, now = by_link(case), request.now  # type: ignore[attr-defined]
    area = AreaCode(cases.case_card(viewer, case, now).case.scope)
    order = ChooseChannels(area=area, link=case, channels=(Code("sms"),))
    gate.execute(order, actor=viewer, now=now, key=uuid5(key, "told"))
