"""谁看过什么: the access log, searched by thing, person, unit and days, with plain counts of what is out of the ordinary."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Refusal
from liren.trust import audit, looks
from liren.trust.looks import AskedLooks, LookLine
from liren.web import staff
from liren.web.audit import frame, words
from liren.web.display import Problem, table_words, worded
from liren.web.office import choices


@staff.staff
@require_safe
def looks_page(request: HttpRequest) -> HttpResponseBase:
    """The list with its filter; `csv` gives all that is found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, frame.RIGHT)
    sieve = frame.sieve(request)
    what = request.GET.get("what", "")
    asked = AskedLooks(
        since=sieve.since, until=sieve.until, subject=sieve.subject, account=sieve.account,
        unit=choices.uuid(request.GET.get("unit", "")), what=what if what in words.LOOKED else "",
        night="night" in request.GET,
    )  # fmt: skip
    found, counts, often = None, {}, []
    if not sieve.problems:
        try:
            audit.bounded(asked.since, asked.until)
            if "csv" in request.GET:
                return _sheet(actor, asked, now)
            found = looks.looks_page(actor, asked, after=request.GET.get("after", ""))
            counts = looks.tally(actor, asked.since, asked.until)
            often = _often(actor, asked)
        except Refusal as no:
            sieve.problems.append(Problem(no.field or "", no.sentence))
    query = request.GET.copy()
    for key in ("after", "csv"):
        query.pop(key, None)
    shown = {
        "asked": request.GET, "since": sieve.since, "last": sieve.until - frame.DAY, "problems": sieve.problems, "same": sieve.same,
        "lines": _lines(actor, found.lines, now) if found else [], "searched": found is not None,
        "more": found.after if found else "", "query": query.urlencode(), "counts": counts, "often": often,
        "whats": [(code, words.looked_label(code)) for code in words.LOOKED], "units": choices.unit_lines(actor),
    }  # fmt: skip
    return frame.page(request, "audit/looked.html", "audit-looks", shown, status=422 if sieve.problems else 200)


def _lines(actor: Actor, found: tuple[LookLine, ...], now: datetime) -> list[dict[str, Any]]:
    known = frame.names(actor, {line.subject for line in found} | {line.unit for line in found if line.unit})
    posts = _posts(actor, now)
    return [
        {
            "when": table_words(line.at), "at": line.at, "who": _who(line), "account": line.account if line.name else None,
            "post": posts.get(line.post, ""), "unit": known.get(line.unit, "") if line.unit else "",
            "what": words.looked_label(line.what), "about": frame.called(line.subject, known), "subject": line.subject,
            "purpose": worded(line.purpose),
        }
        for line in found
    ]  # fmt: skip


def _who(line: LookLine) -> str:
    """Staff by name; of everybody else only what they are."""
    if line.actor_kind == "staff" and line.name:
        return line.name
    if line.actor_kind == "client":
        return _("对接系统")
    return _("反映人或居民本人") if line.actor_kind in ("resident", "link", "anonymous") else _("已离开的人员")


def _often(actor: Actor, asked: AskedLooks) -> list[dict[str, Any]]:
    found = looks.repeated(actor, asked.since, asked.until)
    known = frame.names(actor, {one.subject for one in found})
    return [
        {"one": one, "about": frame.called(one.subject, known), "what": words.looked_label(one.what)} for one in found
    ]


def _posts(actor: Actor, now: datetime) -> dict[str, str]:
    return {e.code: e.spec.label for e in catalogue.entries("post", area=choices.widest(actor), at=now)}


def _sheet(actor: Actor, asked: AskedLooks, now: datetime) -> HttpResponseBase:
    head = [_("时间"), _("谁"), _("岗位"), _("单位"), _("看了什么"), _("谁的、哪一件"), _("目的")]
    posts = _posts(actor, now)
    return frame.sheet(_("访问记录"), head, (_rows(actor, page, posts) for page in looks.looks_all(actor, asked)))


def _rows(actor: Actor, page: tuple[LookLine, ...], posts: dict[str, str]) -> list[tuple[object, ...]]:
    known = frame.names(actor, {i for line in page for i in (line.subject, line.unit) if i})
    return [
        (
            line.at, _who(line), posts.get(line.post, ""), known.get(line.unit, "") if line.unit else "",
            words.looked_label(line.what), frame.called(line.subject, known), worded(line.purpose),
        )
        for line in page
    ]  # fmt: skip
