"""The frame of every staff page: who may come in, the pages of the top nav, and what waits in the inbox."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.catalogue import queries as catalogue
from liren.devices.queries import alarms, views
from liren.kernel import Actor, Denied, Missing
from liren.notices import queries as notices
from liren.web import where

DESK_RIGHTS = frozenset(
    {
        "cases.dispatch",
        "cases.handle",
        "cases.verify",
        "cases.arbitrate",
        "cases.approve",
        "cases.urge",
        "cases.call_back",
    }
)
WORK_RIGHTS = DESK_RIGHTS - {"cases.dispatch"}
OFFICE_RIGHTS = frozenset(
    {
        "people.register",
        "people.appoint",
        "places.import",
        "catalogue.draft",
        "catalogue.publish",
        "trust.deliveries",
        "trust.keys",
        "venues.register",
        "devices.register",
    }
)
LEADERS = frozenset({"town_head", "community_secretary"})
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the top nav."""

    name: str
    href: str
    current: bool = False
    count: int = 0
    live: bool = False


def staff(view: View) -> View:
    """Only for people with a duty that holds now. Raises Denied for others, who are told so with what they typed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.account is None:
            return redirect_to_login(request.get_full_path())
        if not actor.grants:
            sentence = _("您今天没有职务，工作页打不开：职务可能昨天到期了，或者还没开始。")
            raise Denied(sentence, code="no_duty")
        return view(request, *args, **kwargs)

    return guarded


def faces(actor: Actor) -> list[str]:
    """The faces this person works with, the one they start from in front: board, field, work, desk, office, audit."""
    rights, posts = {g.right for g in actor.grants}, {g.post for g in actor.grants}
    found = []
    if "cases.urge" in rights and posts & LEADERS:
        found.append("board")
    if "cases.keep" in rights and "cases.dispatch" not in rights:
        found.append("field")
    if rights & WORK_RIGHTS and "cases.dispatch" not in rights:
        found.append("work")
    if rights & DESK_RIGHTS:
        found.append("desk")
    if "cases.urge" in rights and "board" not in found:
        found.append("board")
    if rights & OFFICE_RIGHTS:
        found.append("office")
    if "trust.audit" in rights:
        found.append("audit")
    return found


def home(request: HttpRequest) -> HttpResponse:
    """/home/: everybody lands where their work is, residents on their own first page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.grants:
        return redirect("start") if actor.account else redirect_to_login(request.get_full_path())
    found = faces(actor)
    return redirect(found[0] if found else "inbox")


def labels(actor: Actor) -> dict[str, str]:
    """What the faces are called for this person."""
    desk = _("受理派遣") if actor.holds("cases.dispatch") else _("案件列表")
    return {
        "desk": desk,
        "work": _("我的活"),
        "field": _("今天"),
        "board": _("看板"),
        "office": _("设置"),
        "audit": _("审计"),
    }


def frame(request: HttpRequest, here: str) -> dict[str, Any]:
    """What the top of a page shows; `here` names its page (desk, field, office, inbox)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    names = labels(actor)
    nav = [Page(names[f], reverse(f), here == f) for f in faces(actor)]
    if actor.holds("venues.book") and "office" not in faces(actor):
        nav.append(Page(_("阵地"), reverse("venues"), here == "office"))
    if actor.holds("devices.see"):
        told = 0 if actor.holds("devices.confirm") else alarms.waiting(actor)
        nav.append(Page(_("指挥"), reverse("command"), here == "command", told))
    if actor.holds("devices.confirm"):
        nav.append(Page(_("告警"), reverse("alarms"), here == "alarms", alarms.waiting(actor)))
    if actor.holds("services.triage"):
        nav.append(Page(_("点单"), reverse("orders"), here == "orders"))
    if actor.holds("services.claim"):
        nav.append(Page(_("帮邻居"), reverse("offers"), here == "offers"))
    if actor.holds("cameras.approve"):
        nav.append(Page(_("看视频审批"), reverse("camera-requests"), here == "cameras", views.requests_waiting(actor)))
    if actor.holds("cases.call_back"):
        nav.append(Page(_("回访"), reverse("callbacks"), here == "callbacks"))
    nav.append(Page(_("找"), reverse("search"), here == "search"))
    unread = notices.unread(actor)
    nav.append(Page(_("消息"), reverse("inbox"), here == "inbox", unread, live=True))
    widest = min(actor.grants, key=lambda g: (len(g.area), g.right))
    post = catalogue.entry("post", widest.post, area=widest.area, at=request.now).spec.label  # type: ignore[attr-defined]
    layout = "layouts/field.html" if faces(actor)[:1] == ["field"] else "layouts/office.html"
    return {
        "nav": nav,
        "place": where.long(widest.area),
        "post": post,
        "unread": unread,
        "here": here,
        "layout": layout,
    }


def page(
    request: HttpRequest, template: str, here: str, shown: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A staff page in its frame."""
    return render(request, template, {**frame(request, here), **(shown or {})}, status=status)


def need(actor: Actor, *rights: str) -> None:
    """Raise Missing unless the person holds one of these rights: a page that is not theirs is not there."""
    if not any(actor.holds(right) for right in rights):
        raise Missing


def need_over(actor: Actor, right: str, area: str) -> None:
    """Raise Missing unless the person holds a right over an area."""
    if not any(grant.area.covers(area) for grant in actor.holds(right)):
        raise Missing
