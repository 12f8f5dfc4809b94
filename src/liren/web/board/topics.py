"""热点: what was reported far more often than usual this week, where, in which words; each number opens exactly its cases."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.cases.queries.topics import Hot, hot
from liren.cases.triage.topics import FEW, SEVERAL, WEEKS
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.trust.sight import look
from liren.web import staff, where
from liren.web.board.asks import place
from liren.web.desk.view import line_clock
from liren.web.display import date_words, worded
from liren.web.office import export

RIGHT = "cases.see"
PAST = timedelta(days=90)
"""How far back the address of a topic may ask."""


@staff.staff
@require_safe
def topics_page(request: HttpRequest) -> HttpResponseBase:
    """The seven days until now beside the eight weeks before; `csv`, `xlsx` give the list away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    until = now.replace(microsecond=0)
    rows = [_row(one, _labels(now), until) for one in hot(actor, until)]
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [
            _("在哪里"),
            _("类别"),
            _("件数"),
            _("几个人说的"),
            _("平常一周"),
            _("好几个人都说到"),
            _("只算说到这些的"),
        ]
        told = [[r["where"], r["kind"], r["n"], r["people"], r["usual"], "、".join(r["words"]), _("是") if r["narrow"] else ""] for r in rows]  # fmt: skip
        return export.table(request, _("本周热点"), head, told)
    shown = {"topics": rows, "few": FEW, "several": SEVERAL, "weeks": WEEKS}
    return staff.page(request, "board/topics.html", "board", shown)


@staff.staff
@require_safe
def topic_page(request: HttpRequest) -> HttpResponseBase:
    """The cases of one topic, exactly those that its number counted: `in`, `kind`, `until`, and `word` of a narrow one.

    `csv`, `xlsx` give them away; who takes them is kept before the first byte leaves.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, RIGHT)
    one, until = _asked(request, actor, now)
    lines = cases.lines(actor, [UUID(id) for id, _number in one.cases])
    row = _row(one, _labels(now), until)
    if "csv" in request.GET or "xlsx" in request.GET:
        if actor.account is None:
            raise Missing
        with look(
            actor, purpose=f"导出热点 {len(lines)} 件", subject=actor.account, what="cases.export", area=one.area
        ):
            pass
        head = [_("编号"), _("标题"), _("类别"), _("在哪里"), _("反映"), _("到了哪一步"), _("结束")]
        told = [[x.number, x.title, x.kind_label, place(x), export.moment(x.reported_at), worded(x.state_label), export.moment(x.closed_at)] for x in lines]  # fmt: skip
        return export.table(request, f"{row['where']}-{row['kind']}", head, told)
    shown = {
        **row, "until": date_words(until), "lines": [(line, line_clock(line, now), place(line)) for line in lines],
    }  # fmt: skip
    return staff.page(request, "board/topic.html", "board", shown)


def _asked(request: HttpRequest, actor: Actor, now: datetime) -> tuple[Hot, datetime]:
    """The topic of an address as it stood at its moment. Raises Missing where there is none (any more)."""
    stamp = request.GET.get("until", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        raise Missing
    until = datetime.fromtimestamp(int(stamp), UTC)
    if not now - PAST <= until <= now:
        raise Missing
    about = tuple(request.GET.get(name, "") for name in ("in", "kind", "word"))
    found = [one for one in hot(actor, until) if (one.area, one.kind, one.words[0] if one.narrow else "") == about]
    if not found:
        raise Missing
    return found[0], until


def _labels(now: datetime) -> dict[str, str]:
    return {e.code: e.spec.label for e in catalogue.entries("case_kind", at=now)}


def _row(one: Hot, labels: Mapping[str, str], until: datetime) -> dict[str, Any]:
    query = {"in": one.area, "kind": one.kind, "until": str(int(until.timestamp()))}
    query |= {"word": one.words[0]} if one.narrow else {}
    return {
        "kind": labels.get(one.kind, one.kind), "where": where.long(one.area) or one.area,
        "n": len(one.cases), "people": one.people, "usual": f"{one.usual:.1f}", "words": one.words,
        "narrow": one.narrow, "href": f"{reverse('board-topic')}?{urlencode(query)}",
    }  # fmt: skip
