"""The frame of the auditor's pages, and the filter that both searches share: a span of days, a thing, a person, an area."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.catalogue import drafts
from liren.kernel import Actor, AreaCode
from liren.people import queries as people
from liren.places import queries as places
from liren.trust import clients
from liren.web import staff, where
from liren.web.attempt import Typed
from liren.web.display import SHANGHAI, Problem
from liren.web.office import choices
from liren.web.sheets import delimited

RIGHT = "trust.audit"
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
BRACKETS = str.maketrans("[]()（）【】", "〔〕" * 4)


@dataclass(slots=True)
class Sieve:
    """What was asked, read back. `same` are the persons of a name when it is not one alone."""

    since: datetime
    until: datetime
    subject: UUID | None = None
    account: UUID | None = None
    area: str = ""
    same: list[tuple[str, UUID]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def page(request: HttpRequest, template: str, here: str, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the audit. `here`: audit or audit-looks."""
    names = {"audit": _("谁改过什么"), "audit-looks": _("谁看过什么"), "audit-views": _("谁看过视频")}
    line = [staff.Page(label, reverse(name), name == here) for name, label in names.items()]
    return staff.page(request, template, "audit", {"sections": line, **shown}, status=status)


def sieve(request: HttpRequest) -> Sieve:
    """Read the filter of the address; what does not fit is blamed and the rest still holds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    typed = Typed(request.GET)
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    since, until = typed.day("since", optional=True), typed.day("until", optional=True)
    made = Sieve(since=since or (until or midnight) - WEEK + DAY, until=(until or midnight) + DAY)
    made.subject = _subject(actor, typed)
    _person(actor, typed, made)
    if typed.text("area"):
        area = choices.read_area(typed, "area")
        made.area = str(area) if area else ""
    made.problems += typed.problems
    return made


def area_lines(actor: Actor) -> list[choices.Line]:
    """Areas down to the community; a grid or micro-grid is asked for by its code."""
    return [
        choices.Line(f"{where.long(a.code)} {a.code}", a.code)
        for a in places.tree(actor)
        if len(AreaCode(a.code)) <= 12
    ]


def _subject(actor: Actor, typed: Typed) -> UUID | None:
    """A case by its number, anything by its id."""
    text = "".join(typed.text("subject").split()).translate(BRACKETS)
    if not text:
        return None
    found = choices.uuid(text) or cases.id_of_number(actor, text)
    if found is None:
        typed.blame("subject", _("没有找到这个编号。请照案件页上的编号写全，例如 界牌〔2026〕000123。"))
    return found


def _person(actor: Actor, typed: Typed, made: Sieve) -> None:
    """A member of staff by exact name, or by the account that a link names."""
    text = typed.text("person")
    made.account = choices.uuid(text)
    if not text or made.account:
        return
    if text.isdigit():
        typed.blame("person", _("按姓名查，不按电话查。请写全名。"))
        return
    found = [p for p in people.person_search(actor, text, purpose="审计：按姓名查") if p.account]
    if len(found) == 1:
        made.account = found[0].account
    elif found:
        made.same = [(f"{p.name}，{where.long(p.area)}", p.account) for p in found if p.account]
        typed.blame("person", _("有几个人叫这个名字，请在下面选一个。"))
    else:
        typed.blame("person", _("名册里没有能登录的人叫这个名字，请写全名。"))


def names(actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    """Numbers of cases, names of staff, units and entries, for whatever ids a page shows."""
    found = drafts.names(actor, ids)
    found |= people.unit_names(actor, ids)
    found |= people.names_of(actor, ids)
    found |= cases.numbers(actor, list(ids))
    found |= clients.names(actor, ids)
    return found


def called(id: UUID | None, known: dict[UUID, str]) -> str:
    """What a thing is called: its number or name, else the last six characters of its id."""
    if id is None:
        return ""
    return known.get(id) or f"…{str(id)[-6:]}"


def sheet(name: str, head: Sequence[str], pages: Iterable[Sequence[Sequence[object]]]) -> StreamingHttpResponse:
    """Everything found as CSV, written while it is read."""
    answer = StreamingHttpResponse(delimited.stream(head, pages), content_type=delimited.CONTENT_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or "attachment"
    return answer
