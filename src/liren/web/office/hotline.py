"""12345 对接: the account of the exchange, every number with its orders, what differs, and the two ledgers beside each other."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liren.cases.commands.hotline import MakePack, ResendOrder, SettleDifference
from liren.cases.hotlines import CODE, STANDINGS
from liren.cases.queries import differences, hotline, packs
from liren.cases.queries.hotline import EXCHANGE, OrderLine
from liren.cases.workflows import workflow
from liren.kernel import Actor, AreaCode, Code, Missing
from liren.kernel.ids import new_id
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import moment_words, worded
from liren.web.office import choices, export, sections

PARTS = {
    "all": gettext_lazy("收到的"),
    "late": gettext_lazy("照热线的期限已超时"),
    "ended_late": gettext_lazy("办完了，但超过热线的期限"),
    "unsent": gettext_lazy("有变化，还没回传"),
    "waiting": gettext_lazy("已回传，等热线回执"),
    "confirmed": gettext_lazy("热线已确认"),
    "to_mend": gettext_lazy("热线没有接收，要改"),
    "unmapped": gettext_lazy("类别对不上"),
    "differing": gettext_lazy("来单前后不一样"),
}
HEAD = (
    "工单编号", "承办编号", "状态", "案件现在", "热线的分类", "受理时间", "热线的期限", "本系统到期", "办结时间", "回传在第几包", "热线回执", "没接收的原因",
)  # fmt: skip


def part_name(part: str) -> str:
    """What a part of the account is called."""
    return str(PARTS[part]) if part in PARTS else worded(STANDINGS[part])


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def hotline_page(request: HttpRequest) -> HttpResponseBase:
    """The account; POST makes the next pack of answers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, EXCHANGE)
    tried = Attempt()
    if request.method == "POST":
        typed = Typed(request.POST)
        order = MakePack(pack=typed.key, area=AreaCode(choices.widest(actor)), system=Code(CODE))
        tried = attempt(request, typed, lambda: order)
        if tried.answer is not None:
            messages.success(
                request, _("第 %(no)d 包做好了，%(rows)d 条。下载以后交给热线，拿到回执再记回来。") % tried.answer
            )
            return redirect("hotline-pack", tried.answer["pack"])
    return _account(request, actor, tried)


def _account(request: HttpRequest, actor: Actor, tried: Attempt) -> HttpResponseBase:
    now: datetime = request.now  # type: ignore[attr-defined]
    counts, days = hotline.account(actor, CODE, now), hotline.days(actor, CODE, now)
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [_("日期"), _("收到"), *(worded(word) for word in STANDINGS.values())]
        return export.table(request, _("12345 对账按日"), head, [
            (day.isoformat(), row["all"], *(row[code] for code in STANDINGS)) for day, row in days
        ])  # fmt: skip
    shown: dict[str, Any] = {
        "stands": [(part, part_name(part), counts[part]) for part in ("all", *STANDINGS)],
        "tells": [(part, part_name(part), counts[part]) for part in ("unsent", "waiting", "confirmed", "to_mend")],
        "looks": [(part, part_name(part), counts[part]) for part in ("late", "ended_late", "unmapped", "differing")],
        "days": [(day, row["all"], [(code, row[code]) for code in STANDINGS]) for day, row in days],
        "names": [worded(word) for word in STANDINGS.values()],
        "unmapped": hotline.unmapped(actor, CODE),
        "differing": [{"one": one, "key": new_id()} for one in differences.differing(actor, CODE)],
        "packs": [(pack, moment_words(pack.made_at, now)) for pack in packs.packs(actor, CODE)[:10]],
        "problems": tried.problems, "key": new_id(), "ledger_key": new_id(), "count": counts, "any": counts["all"] > 0,
        "may_map": bool(actor.holds("catalogue.draft")),
    }  # fmt: skip
    return sections.page(request, "office/hotline.html", "hotline", shown, status=tried.status)


@staff.staff
@require_safe
def orders_page(request: HttpRequest) -> HttpResponseBase:
    """The orders behind one number: `part`, perhaps of one `day`, from behind the number `after`; as a sheet all of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, EXCHANGE)
    part = request.GET.get("part", "all")
    day = Typed(request.GET).read("day", date.fromisoformat, "", optional=True)
    if part not in hotline.PARTS:
        raise Missing
    name = part_name(part) + (f" {day}" if day else "")
    if "csv" in request.GET or "xlsx" in request.GET:
        return export.table(request, f"12345 {name}", HEAD, _rows(_all(actor, part, now, day)))
    found = hotline.orders(actor, CODE, part, now, day=day, after=request.GET.get("after", "")[:64])
    page = found[: hotline.PAGE]
    shown = {
        **sections.crumb(name, (reverse("hotline"), _("12345 对接"))), "name": name,
        "lines": [_line(one, now) for one in page], "query": f"part={part}" + (f"&day={day}" if day else ""), "part": part,
        "more": page[-1].number if len(found) > hotline.PAGE else "", "may_resend": part == "to_mend",
    }  # fmt: skip
    return sections.page(request, "office/hotline_orders.html", "hotline", shown)


def _all(actor: Actor, part: str, now: datetime, day: date | None) -> Iterable[OrderLine]:
    after = ""
    while True:
        found = hotline.orders(actor, CODE, part, now, day=day, after=after, size=1000)
        yield from found[:1000]
        if len(found) <= 1000:
            return
        after = found[999].number


def _line(one: OrderLine, now: datetime) -> dict[str, Any]:
    late = one.limit_at is not None and one.limit_at < (one.ended_at or now)
    return {
        "one": one, "standing": worded(STANDINGS[one.standing]), "state": worded(workflow(one.workflow).state(one.state).label),
        "received": moment_words(one.received_at, now), "limit": moment_words(one.limit_at, now) if one.limit_at else "",
        "late": late, "key": new_id(), "receipt": receipt_words(one.taken, one.sent_no),
    }  # fmt: skip


def receipt_words(taken: bool | None, no: int | None) -> str:
    """Where the answer is: not sent, sent and waiting, taken, not taken."""
    if no is None:
        return _("还没回传")
    return {True: _("已接收"), False: _("没有接收"), None: _("等回执")}[taken]


def _rows(lines: Iterable[OrderLine]) -> Iterable[tuple[object, ...]]:
    for one in lines:
        yield (
            one.number, one.own, worded(STANDINGS[one.standing]), worded(workflow(one.workflow).state(one.state).label), one.sort,
            export.moment(one.received_at), export.moment(one.limit_at), export.moment(one.next_due_at),
            export.moment(one.ended_at), one.sent_no or "", receipt_words(one.taken, one.sent_no), one.refusal,
        )  # fmt: skip


@staff.staff
@require_POST
def settle(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Say that a difference was looked at."""
    return _done(request, SettleDifference(difference=id), _("记下了：这一处看过了。"))


@staff.staff
@require_POST
def resend(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Let a mended answer go out again with the next pack."""
    return _done(request, ResendOrder(case=id), _("下一包会再传这一条。"))


def _done(request: HttpRequest, order: Any, said: str) -> HttpResponseBase:
    tried = attempt(request, Typed(request.POST), lambda: order)
    if tried.answer is None:
        return _account(request, request.actor, tried)  # type: ignore[attr-defined]
    messages.success(request, said)
    return redirect("hotline")
