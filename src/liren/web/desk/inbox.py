"""消息: one's own inbox, grouped by case; alerts wait on top for an “I know”."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.notices.commands import AcknowledgeAlert, MarkRead
from liren.trust import gate
from liren.web import staff
from liren.web.attempt import Typed

PAGE = 20


@staff.staff
@require_safe
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Alerts, then groups newest first; `before` is the last group's time of the page before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    before = Typed(request.GET).read("before", datetime.fromisoformat, "", optional=True)
    groups = notices.inbox(actor, now, before=before, limit=PAGE + 1)
    alerts = notices.open_alerts(actor, now) if before is None else []
    waiting = {line.id for line in alerts}
    shown = {
        "groups": [(g, [line for line in g.lines if line.id not in waiting]) for g in groups[:PAGE]],
        "alerts": [(line, new_id()) for line in alerts],
        "more": groups[PAGE - 1].latest.isoformat() if len(groups) > PAGE else "",
        "key": new_id(),
    }
    return staff.page(request, "desk/inbox.html", "inbox", shown)


@staff.staff
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one subject's notices as read, or all of them."""
    typed = Typed(request.POST)
    _order(request, typed, MarkRead(subject=typed.uuid("subject", "", optional=True)))
    return redirect("inbox")


@staff.staff
@require_POST
def acknowledge(request: HttpRequest, id: UUID) -> HttpResponse:
    """“I know”: the alert never comes back to this person."""
    _order(request, Typed(request.POST), AcknowledgeAlert(notice=id))
    return redirect("inbox")


def _order(request: HttpRequest, typed: Typed, command: MarkRead | AcknowledgeAlert) -> None:
    gate.execute(command, actor=request.actor, now=request.now, key=typed.key)  # type: ignore[attr-defined]
