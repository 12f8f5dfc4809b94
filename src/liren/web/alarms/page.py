"""/alarms/: the alarms that are open, by group, with one action each: real, false with its cause, or a look at everything."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.devices import commands as c
from liren.devices.kinds import CAUSES, SIGNALS
from liren.devices.queries import alarms, drills
from liren.devices.queries.alarms import GroupCard
from liren.kernel import Actor, Command, Missing
from liren.kernel.area import Level
from liren.kernel.codes import Code
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.trust.sight import visible
from liren.web import staff, where
from liren.web.alarms import words
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import moment_words, worded
from liren.web.office import choices, export


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def alarms_page(request: HttpRequest) -> HttpResponseBase:
    """The open groups; `in` and `kind` narrow, `csv` and `xlsx` take them along. POST is one word on one group."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "devices.see")
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = judged(request, typed)
        if tried.answer is not None:
            return redirect(request.get_full_path())
    within = request.GET.get("in", "")
    kind = request.GET.get("kind", "")
    groups = alarms.open_groups(
        actor, within=within if within.isascii() and within.isdigit() else "", kind=kind if kind in SIGNALS else ""
    )
    if {"csv", "xlsx"} & set(request.GET):
        return _taken_along(request, groups)
    shown = {
        "lines": [line_of(request, group) for group in groups], "tried": tried, "typed": typed.values(), "at": typed.text("alarm"),
        "areas": places.below(actor, choices.widest(actor), Level.COMMUNITY), "within": within, "kind": kind, "kinds": SIGNALS,
        "causes": CAUSES, "waiting": sum(1 for group in groups if group.waiting and not group.head.drill), "query": request.GET.urlencode(),
        "filtered": bool(within or kind), "drills": drills.running(actor, request.now),  # type: ignore[attr-defined]
    }  # fmt: skip
    return staff.page(request, "alarms/page.html", "alarms", shown, status=tried.status)


def line_of(request: HttpRequest, group: GroupCard) -> dict[str, object]:
    """One group as a card: what, where, how many, and what may be said of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = request.now  # type: ignore[attr-defined]
    head = group.head
    return {
        "group": group, "head": head, "kind": worded(head.kind_label), "standing": words.standing(head), "part": words.part(head),
        "spot": words.spot(head), "signal": words.signal(head, now), "marks": words.marks(head), "area": where.long(head.area),
        "raised": moment_words(head.raised_at, now), "key": new_id(),
        "may": group.version > 0 and visible(actor, "devices.confirm", head.area),
    }  # fmt: skip


def judged(request: HttpRequest, typed: Typed) -> Attempt:
    """One word on an alarm's group: `verb` is real, false or seen. Raises Missing for another."""
    id = typed.uuid("alarm", _("没有找到这条告警，请刷新页面。"))
    orders = {"real": _real, "false": _false, "seen": _seen}
    if typed.verb not in orders:
        raise Missing
    tried = attempt(request, typed, lambda: orders[typed.verb](typed, id or UUID(int=0)))
    if tried.answer is not None:
        done = {
            "real": _("已确认是真的。案件接着走，去派遣。"), "false": _("已判为误报，案件销了。该做的维护记在设备上。"),
            "seen": _("记下了：有人看过这条告警。"),
        }  # fmt: skip
        messages.success(request, done[typed.verb])
    return tried


def _real(typed: Typed, id: UUID) -> Command:
    return c.ConfirmAlarm(alarm=id)


def _seen(typed: Typed, id: UUID) -> Command:
    return c.AcknowledgeAlarm(alarm=id)


def _false(typed: Typed, id: UUID) -> Command:
    cause = typed.read("cause", Code, _("还没有选误报的原因，请选一个。"))
    return c.JudgeFalse(alarm=id, cause=cause or Code("other"), words=typed.text("words"))


def _taken_along(request: HttpRequest, groups: list[GroupCard]) -> HttpResponseBase:
    head = [_("告警"), _("设备"), _("部件"), _("位置"), _("区域代码"), _("收到"), _("设备说的时间"), _("响了几次"), _("还在响"), _("核实"), _("案件"), _("演练")]  # fmt: skip
    rows = [
        (
            worded(a.kind_label), a.device_name, words.part(a), words.spot(a), a.area, export.moment(a.raised_at),
            export.moment(a.first_said_at), a.signals, _("是") if a.active else _("否"), words.standing(a).words, str(a.case or ""), _("是") if a.drill else "",
        )
        for group in groups for a in (group.head, *group.others)
    ]  # fmt: skip
    return export.table(request, _("告警"), head, rows)
