"""群登记: which groups there are, who answers for each, what for, until when. Overdue ones first. Never members, never talk."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, Code, Missing
from liren.kernel.ids import new_id
from liren.notices.commands import ChangeGroup, RegisterGroup, RetireGroup
from liren.notices.queries.groups import GroupCard, registered
from liren.notices.rules.groups import KINDS
from liren.people import queries as people
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI, day_words
from liren.web.office import export

RIGHT = "notices.issue"
USUAL = timedelta(days=180)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def registry(request: HttpRequest) -> HttpResponseBase:
    """The register with its form; `group` opens one entry in it, `csv` takes the list along. POST enters a group."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    now: datetime = request.now  # type: ignore[attr-defined]
    found = registered(actor)
    if "csv" in request.GET or "xlsx" in request.GET:
        return _sheet(request, found, now)
    opened = next((card for card in found if str(card.id) == request.GET.get("group")), None)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _order(typed))
        if tried.answer is not None:
            messages.success(request, _("登记好了。到期前两周会问负责人还用不用。"))
            return redirect("group-registry")
    return _page(request, found, opened, typed, tried)


@staff.staff
@require_http_methods(["POST"])
def change(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Write an entry anew (`verb` save), or take the group out of the register (`verb` retire)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    found = registered(actor)
    opened = next((card for card in found if card.id == id), None)
    if opened is None:
        raise Missing
    typed = Typed(request.POST)
    if typed.verb == "retire":
        tried = attempt(request, typed, lambda: RetireGroup(group=id))
        said = _("注销了。以后发通知不再列出这个群。")
    else:
        tried = attempt(request, typed, lambda: _changed(id, typed))
        said = _("改好了。到期前两周会再问一次。")
    if tried.answer is not None:
        messages.success(request, said)
        return redirect("group-registry")
    return _page(request, found, opened, typed, tried)


def _page(
    request: HttpRequest, found: list[GroupCard], opened: GroupCard | None, typed: Typed, tried: Attempt
) -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    areas = sorted({g.area for g in actor.holds(RIGHT)}, key=lambda a: (-len(a), a))
    shown = {
        "problems": tried.problems, "tried": tried, "typed": typed.values() if request.method == "POST" else _start(request, opened),
        "opened": opened, "key": typed.key if request.method == "POST" and tried.status != 409 else new_id(),
        "areas": [(str(a), where.long(a)) for a in areas], "kinds": list(KINDS.items()), "owners": _owners(request, opened),
        "lines": [_line(card, now) for card in found], "late": sum(card.over(now) for card in found),
        "open": opened is not None or bool(tried.problems) or not found or "new" in request.GET,
    }  # fmt: skip
    return staff.page(request, "field/registry.html", "ground", shown, status=tried.status)


def _line(card: GroupCard, now: datetime) -> dict[str, Any]:
    """One group as the list shows it, with how its end stands."""
    days = (card.ends_at - now).days
    state = "late" if card.over(now) else "soon" if card.ending(now) else "okay"
    words = _("过期 %(n)d 天") % {"n": -days} if card.over(now) else _("还有 %(n)d 天") % {"n": days}
    until = day_words(_last(card.ends_at), now)
    return {"card": card, "area": where.long(card.area), "state": state, "words": words, "until": until}


def _last(ends_at: datetime) -> datetime:
    """The last moment before an end: `ends_at` is the midnight after the day that was typed."""
    return ends_at - timedelta.resolution


def _start(request: HttpRequest, opened: GroupCard | None) -> dict[str, str]:
    """What stands in the form before anybody types: the entry that is open, else half a year in one's own name."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    if opened is None:
        day = (now + USUAL).astimezone(SHANGHAI).date().isoformat()
        return {"owner": str(actor.account), "kind": "wechat", "ends_on": day}
    again = _last(max(opened.ends_at, now + USUAL)).astimezone(SHANGHAI).date().isoformat()
    return {
        "name": opened.name, "kind": opened.kind, "owner": str(opened.owner), "purpose": opened.purpose,
        "area": opened.area, "ends_on": again,
    }  # fmt: skip


def _owners(request: HttpRequest, opened: GroupCard | None) -> list[tuple[str, str]]:
    """Oneself, whoever answers for it now, and those above in one's areas."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    found = {str(actor.account): actor.name}
    for grant in actor.holds(RIGHT):
        found |= {str(h.account): h.name for h in people.duty_chain(actor, grant.area, now) if h.account}
    if opened is not None:
        found[str(opened.owner)] = opened.owner_name
    return list(found.items())


def _order(typed: Typed) -> RegisterGroup:
    area = typed.area("area")
    told = _told(typed)
    robot = typed.text("robot")
    return RegisterGroup(group=typed.key, area=area, robot=robot, **told)  # type: ignore[arg-type]


def _changed(id: UUID, typed: Typed) -> ChangeGroup:
    """An empty robot leaves the one that is kept: its address is not shown again. A tick takes it away."""
    robot = "" if typed.has("no_robot") else typed.text("robot") or None
    return ChangeGroup(group=id, robot=robot, **_told(typed))


def _told(typed: Typed) -> dict[str, Any]:
    ends = typed.day("ends_on", optional=True)
    return {
        "name": typed.text("name"), "kind": typed.read("kind", Code, _("请选是哪一种群。")) or Code("wechat"),
        "owner": typed.uuid("owner", _("还没有选谁负责这个群。")), "purpose": typed.text("purpose"),
        "ends_at": ends + timedelta(days=1) if ends else None,
    }  # fmt: skip


def _sheet(request: HttpRequest, found: list[GroupCard], now: datetime) -> HttpResponseBase:
    head = [_("群名"), _("种类"), _("区域"), _("负责人"), _("用途"), _("登记"), _("用到"), _("群机器人"), _("情况")]
    rows = [
        (
            c.name, c.kind_label, where.long(c.area), c.owner_name, c.purpose, export.moment(c.registered_at),
            f"{_last(c.ends_at).astimezone(SHANGHAI):%Y-%m-%d}", _("有") if c.robot else _("没有"), _line(c, now)["words"],
        )
        for c in found
    ]  # fmt: skip
    return export.table(request, _("群登记"), head, rows)
