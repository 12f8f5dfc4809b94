"""The choice as a form: which channels are offered, the addresses typed, and the orders it comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.utils.translation import gettext as _

from liren.kernel import Actor, AreaCode, Code, Command, Refusal
from liren.kernel.ports import SENDERS
from liren.notices import queries as notices
from liren.notices.commands import BindAddress, ChooseChannels
from liren.trust import gate
from liren.web.attempt import Typed
from liren.web.display import Problem

TYPED = {"sms": "told_phone", "email": "told_email"}
"""Channels whose address is typed; the others are bound where their provider says who somebody is."""
NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One channel that is offered; `known` is the masked address it would go to, "" while there is none."""

    channel: str
    label: str
    known: str
    bound: bool

    @property
    def note(self) -> str:
        """What stands under its name."""
        if self.known:
            return _("发到 %(where)s") % {"where": self.known}
        if self.bound:
            return _("已经绑定")
        return {"sms": _("请在下面填手机号"), "email": _("请在下面填邮箱")}.get(self.channel, "")


def labels() -> dict[str, str]:
    return {"wecom": _("企业微信"), "wechat": _("微信"), "sms": _("短信"), "email": _("邮件")}


def ways(viewer: Actor, order: tuple[str, ...], on_record: Mapping[str, str]) -> list[Way]:
    """The channels to choose from: those that the county has, and that have or can get an address.

    `on_record` holds masked addresses that are known without binding: the phone left with a report, the work mail.
    """
    cards = {card.channel: card for card in notices.addresses_of(viewer)}
    found = []
    for channel in order:
        known = cards[channel].masked if channel in cards else on_record.get(channel, "")
        if channel in SENDERS and (channel in TYPED or channel in cards):
            found.append(Way(channel=channel, label=labels()[channel], known=known, bound=channel in cards))
    return found


def orders(
    viewer: Actor, area: AreaCode, typed: Typed, wanted: list[str], offered: list[Way], *, veiled: bool = False
) -> Iterator[Command]:
    """The orders that a form comes to; what is missing is noted in `typed.problems`."""
    known = {way.channel for way in offered if way.known or way.bound}
    for channel, field in TYPED.items():
        if (address := typed.text(field)) and channel in wanted:
            yield BindAddress(
                area=area,
                account=viewer.account,
                link=viewer.link_case,
                channel=Code(channel),
                address=address,
                veiled=veiled,
            )
            known.add(channel)
    for channel in wanted:
        if channel not in known:
            typed.blame(
                TYPED.get(channel, "first"), str(_("选了%(way)s，还没有填发到哪里。")) % {"way": labels()[channel]}
            )
    yield ChooseChannels(
        area=area, account=viewer.account, link=viewer.link_case, channels=tuple(Code(c) for c in dict.fromkeys(wanted))
    )


def carry_out(request: HttpRequest, viewer: Actor, typed: Typed, commands: list[Command]) -> list[Problem]:
    """Through the gate one after the other; what was refused, beside its field. The key of each comes from the form's."""
    if typed.problems:
        return typed.problems
    for n, command in enumerate(commands):
        try:
            gate.execute(command, actor=viewer, now=request.now, key=_key(typed, n))  # type: ignore[attr-defined]
        except Refusal as no:
            field = TYPED.get(str(command.channel), "first") if isinstance(command, BindAddress) else "first"
            return [Problem(field, no.sentence)]
    return []


def _key(typed: Typed, n: int) -> UUID:
    return uuid5(typed.key, f"told:{n}")
