"""谁改过什么: the journal, searched by thing, person, area, event and days; every search is kept itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel import Actor, Refusal
from liren.trust import audit
from liren.trust.audit import Asked, Line
from liren.trust.pages import Page
from liren.trust.registry import EVENTS
from liren.web import staff, where
from liren.web.audit import frame, words
from liren.web.audit.frame import Sieve
from liren.web.display import Problem, table_words


@staff.staff
@require_safe
def journal_page(request: HttpRequest) -> HttpResponseBase:
    """The list with its filter; `csv` gives all that is found, `after` the next page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, frame.RIGHT)
    sieve = frame.sieve(request)
    name = request.GET.get("name", "")
    asked = Asked(
        since=sieve.since, until=sieve.until, subject=sieve.subject, account=sieve.account, area=sieve.area,
        names=(name,) if name in EVENTS else (), people_only=_by(request, sieve) == "people",
    )  # fmt: skip
    found: Page[audit.Line] | None = None
    if not sieve.problems:
        try:
            audit.bounded(asked.since, asked.until)
            if "csv" in request.GET:
                return _sheet(actor, asked)
            found = audit.journal_page(actor, asked, after=request.GET.get("after", ""))
        except Refusal as no:
            sieve.problems.append(Problem(no.field or "", no.sentence))
    return _shown(request, actor, sieve, name, found)


def _by(request: HttpRequest, sieve: Sieve) -> str:
    """Whose acts: people's at first, everybody's for one thing or one kind of event, or as chosen."""
    asked = request.GET.get("by", "")
    if asked in ("all", "people"):
        return asked
    return "all" if sieve.subject or request.GET.get("name") else "people"


def lines(actor: Actor, found: tuple[Line, ...]) -> list[dict[str, Any]]:
    """Entries as a table shows them, in two statements however many there are."""
    ids = {i for line in found for i in (line.subject, line.actor_account) if i}
    known = frame.names(actor, ids)
    return [
        {
            "id": line.id, "when": table_words(line.recorded_at), "at": line.recorded_at, "what": words.event_label(line.name),
            "who": who(line, known), "about": frame.called(line.subject, known), "subject": line.subject,
            "account": line.actor_account if line.actor_account in known else None, "where": where.long(line.area) or line.area,
            "replayed": line.mode == "replay",
        }
        for line in found
    ]  # fmt: skip


def who(line: Line, known: dict[UUID, str]) -> str:
    """Staff by name, the house by its flow, everybody else only as what they are."""
    if line.actor_kind == "house":
        return _("系统：%(name)s") % {"name": words.flow_name(line.actor_name)}
    if line.actor_account in known:
        return known[line.actor_account]
    return {"resident": _("居民"), "link": _("凭链接的反映人"), "anonymous": _("没有登录的人")}.get(
        line.actor_kind, _("已离开的人员")
    )


def _sheet(actor: Actor, asked: Asked) -> HttpResponseBase:
    head = [_("记下时间"), _("事件"), _("谁"), _("事项"), _("区域"), _("编号")]
    return frame.sheet(_("日志"), head, (_rows(actor, page) for page in audit.journal_all(actor, asked)))


def _rows(actor: Actor, page: tuple[Line, ...]) -> list[tuple[object, ...]]:
    known = frame.names(actor, {i for line in page for i in (line.subject, line.actor_account) if i})
    return [
        (
            line.recorded_at, words.event_label(line.name), who(line, known), frame.called(line.subject, known),
            where.long(line.area) or line.area, line.id,
        )
        for line in page
    ]  # fmt: skip


def _shown(request: HttpRequest, actor: Actor, sieve: Sieve, name: str, found: Page[audit.Line] | None) -> HttpResponse:
    query = request.GET.copy()
    for key in ("after", "csv"):
        query.pop(key, None)
    now: datetime = request.now  # type: ignore[attr-defined]
    shown = {
        "asked": request.GET, "since": sieve.since, "last": sieve.until - frame.DAY, "problems": sieve.problems, "same": sieve.same,
        "lines": lines(actor, found.lines) if found else [], "searched": found is not None, "more": found.after if found else "",
        "query": query.urlencode(), "events": words.event_groups(), "name": name, "by": _by(request, sieve), "areas": frame.area_lines(actor), "now": now,
    }  # fmt: skip
    return frame.page(request, "audit/journal.html", "audit", shown, status=422 if sieve.problems else 200)
