"""没发出去的消息: how each channel fares, what did not go out and why, and what can be done about each of them."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Code, Command, Missing
from liren.kernel.ids import new_id
from liren.kernel.ports import SENDERS
from liren.notices import heard
from liren.notices import queries as notices
from liren.notices.commands import CorrectAddress, DropLetter, RerouteLetter, RetryLetters
from liren.notices.outbox import stuck as letters
from liren.notices.outbox.stuck import Stuck
from liren.notices.rules.channels import CORRECTIONS
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import moment_words, worded
from liren.web.office import choices, export, sections
from liren.web.telling.choosing import TYPED, labels

MONTH = timedelta(days=30)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def letters_page(request: HttpRequest) -> HttpResponseBase:
    """The list; `?csv` or `?xlsx` takes it along; a POST does one thing about one of them, or tries all of a channel again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, letters.RIGHT)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(typed, actor))
        if tried.answer is not None:
            messages.success(request, _said(typed.verb, tried.answer))
            return redirect("letters")
    elif "csv" in request.GET or "xlsx" in request.GET:
        return _file(request, actor)
    return _shown(request, actor, typed, tried)


def _order(typed: Typed, actor: Actor) -> Command:
    """The order of the button that was pressed."""
    letter = typed.uuid("letter", _("这一条的编号不完整，请刷新页面。"), optional=typed.verb == "retry")
    channel = Code(typed.text("channel")) if typed.text("channel") else None
    if typed.verb == "retry":
        areas = sorted((g.area for g in actor.holds(letters.RIGHT)), key=len)
        return RetryLetters(area=AreaCode(areas[0]), letter=letter, channel=channel)
    if letter is None:
        raise Missing
    if typed.verb == "drop":
        return DropLetter(letter=letter)
    if typed.verb == "reroute" and channel:
        return RerouteLetter(letter=letter, channel=channel)
    if typed.verb == "correct" and channel:
        return CorrectAddress(
            letter=letter, channel=channel, address=typed.text("address"), reason=Code(typed.text("reason") or "none")
        )
    raise Missing


def _said(verb: str, answer: dict[str, Any]) -> str:
    if verb == "retry":
        return _("已放回 %(n)d 条重发，几秒后刷新看结果。") % {"n": answer["freed"]}
    return {
        "drop": _("已放弃。站内消息还在，本人打开里仁就看得到。"),
        "reroute": _("换一种方式重发，几秒后刷新看结果。"),
        "correct": _("地址改好了，几秒后刷新看结果。"),
    }[verb]


def _shown(request: HttpRequest, actor: Actor, typed: Typed, tried: Attempt) -> HttpResponse:
    now: datetime = request.now  # type: ignore[attr-defined]
    found = letters.stuck(actor, now - MONTH)
    wordings, names = wordings_of(actor, now), labels()
    shown: dict[str, Any] = {
        "lines": [_line(one, wordings, names, now, typed) for one in found], "health": health(actor, now), "doors": callers(actor, now),
        "channels": [(c, names.get(c, c), n, new_id()) for c, n in _by_channel(found).items()],
        "reasons": [(code, worded(label)) for code, label in CORRECTIONS.items()],
        "unreached": [(one.name or _("一位用户"), one.letters) for one in letters.unreached(actor, now - MONTH)],
        "problems": tried.problems, "most": letters.MOST, "key": new_id(),
    }  # fmt: skip
    return sections.page(request, "office/letters.html", "troubles", shown, status=tried.status)


def callers(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Each door at which a platform calls: when it was last heard, what was wrong with the last call that was not taken."""
    return [
        {
            "name": door.label, "well": door.well, "trouble": door.trouble,
            "heard": moment_words(door.heard_at, now) if door.heard_at else "",
            "refused": moment_words(door.refused_at, now) if door.refused_at else "",
        }
        for door in heard.doors(actor)
    ]  # fmt: skip


def wordings_of(actor: Actor, now: datetime) -> dict[str, str]:
    """How the notices of the widest area are called, by code."""
    return {e.code: e.spec.label for e in catalogue.entries("notice", area=choices.widest(actor), at=now)}


def health(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Each channel in words: whether it works, since when not, what waits for it."""
    names = labels()
    return [
        {
            "name": names.get(one.channel, one.channel) if one.channel else _("还没轮到选通道的"),
            "state": _state(one), "trouble": one.trouble, "waiting": one.waiting,
            "succeeded": moment_words(one.succeeded_at, now) if one.succeeded_at else "",
            "down": moment_words(one.down_since, now) if one.down_since else "",
            "next": moment_words(one.try_at, now) if one.try_at else "",
            "oldest": moment_words(one.oldest, now) if one.oldest else "",
        }
        for one in notices.health(actor, now)
    ]  # fmt: skip


def _state(one: notices.Health) -> str:
    if one.channel and one.channel not in SENDERS:
        return "hold"
    return "late" if one.down_since else "soon" if one.waiting else "done"


def _by_channel(found: list[Stuck]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for one in found:
        if one.last:
            counted[one.last] = counted.get(one.last, 0) + 1
    return counted


def _line(one: Stuck, wordings: dict[str, str], names: dict[str, str], now: datetime, typed: Typed) -> dict[str, Any]:
    mine = typed.text("letter") == str(one.id)
    return {
        "one": one, "who": who(one), "what": wordings.get(one.code, one.code), "when": moment_words(one.told_at, now),
        "channel": names.get(one.last, one.last) or "—", "key": new_id(), "open": mine,
        "next": moment_words(one.try_at, now) if one.ended_at is None else "",
        "ways": [(code, names.get(code, code)) for code in one.ways],
        "typed": typed.text("address") if mine else "",
        "corrected": [(code, names[code]) for code in TYPED if code in SENDERS],
    }  # fmt: skip


def who(one: Stuck) -> str:
    """Whom it was for, as far as this person may read it."""
    if one.account is None:
        return _("反映人或点单人")
    return one.name or _("一位用户（看姓名要有“查看人员”）")


def _file(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    now: datetime = request.now  # type: ignore[attr-defined]
    wordings, names = wordings_of(actor, now), labels()
    head = [_("给谁"), _("什么通知"), _("什么时候"), _("通道"), _("试了几次"), _("下次"), _("为什么")]
    rows = [
        (who(one), wordings.get(one.code, one.code), export.moment(one.told_at), names.get(one.last, one.last), one.tries,
         "" if one.ended_at else export.moment(one.try_at), one.trouble)
        for one in letters.stuck(actor, now - MONTH)
    ]  # fmt: skip
    return export.table(request, _("没发出去的消息"), head, rows)
