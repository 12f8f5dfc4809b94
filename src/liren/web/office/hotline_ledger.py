"""对账: the hotline's own ledger beside ours. The file waits a day, sealed, and nothing is written."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.cases.hotlines import CODE, STANDINGS
from liren.cases.queries import hotline
from liren.cases.queries.hotline import EXCHANGE
from liren.cases.rules.hotline import GAPS, Gap, Line, compare, read_ledger
from liren.kernel import Actor, Missing, Refusal
from liren.kernel.rows import RowError
from liren.trust import uploads
from liren.web import staff
from liren.web.attempt import Typed
from liren.web.display import worded
from liren.web.office import choices, export, sections
from liren.web.office.work_orders import table

SORT = "hotline-ledger"
MOST = 500


@staff.staff
@require_POST
def upload(request: HttpRequest) -> HttpResponseBase:
    """Keep the ledger for a day and show it beside ours."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, EXCHANGE)
    file: Any = request.FILES.get("file")
    if file is None or getattr(file, "too_large", False):
        return redirect(reverse("hotline") + "?ledger=missing#ledger")
    kept = uploads.stage(
        actor, id=Typed(request.POST).key, sort=SORT, name=file.name, content=file.read(), datum="", now=request.now  # type: ignore[attr-defined]
    )  # fmt: skip
    return redirect("hotline-ledger", kept.id)


@staff.staff
@require_safe
def ledger_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Every difference of one ledger, by sort; `csv` or `xlsx` gives them away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, EXCHANGE)
    up = uploads.staged(actor, id)
    if up.sort != SORT:
        raise Missing
    agreed = hotline.agreement(actor, CODE, choices.widest(actor), request.now)  # type: ignore[attr-defined]
    lines, errors, problem = _read(up, agreed)
    gaps = compare(hotline.ledger(actor, CODE), lines, agreed.tolerance_minutes) if not problem else []
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [
            _("哪里不同"),
            _("工单编号"),
            _("我们的状态"),
            _("热线的状态"),
            _("我们的时间"),
            _("热线的时间"),
            _("相差（分钟）"),
        ]
        return export.table(request, _("12345 对账差异"), head, [_row(gap) for gap in gaps])
    counts, part = Counter(gap.sort for gap in gaps), request.GET.get("part", "")
    shown_gaps = [gap for gap in gaps if part in ("", gap.sort)]
    known = hotline.cases_of(actor, CODE, [gap.number for gap in shown_gaps[:MOST]])
    shown = {
        **sections.crumb(_("对账结果"), (reverse("hotline"), _("12345 对接"))), "name": up.name, "id": id,
        "theirs": len(lines), "equal": not gaps and not errors and not problem, "problem": problem,
        "errors": errors[:MOST], "tolerance": agreed.tolerance_minutes, "count": len(gaps), "most": MOST,
        "tabs": [{"href": "?", "name": _("全部差异"), "count": len(gaps), "current": not part}]
        + [{"href": f"?part={s}", "name": worded(word), "count": counts[s], "current": part == s} for s, word in GAPS.items()],
        "gaps": [(gap, _row(gap), known.get(gap.number)) for gap in shown_gaps[:MOST]],
    }  # fmt: skip
    return sections.page(request, "office/hotline_ledger.html", "hotline", shown, status=422 if problem else 200)


def _read(up: uploads.Upload, agreed: Any) -> tuple[list[Line], list[RowError], str]:
    try:
        lines, errors = read_ledger(table(up.content, up.name, agreed, ("number", "standing")), agreed)
    except Refusal as no:
        return [], [], no.sentence
    return lines, errors, ""


def _row(gap: Gap) -> tuple[object, ...]:
    which = "ended_at" if gap.sort == "ended" else "received_at"
    ours, theirs = (export.moment(getattr(line, which)) if line else "" for line in (gap.ours, gap.theirs))
    return (
        worded(GAPS[gap.sort]), gap.number, _standing(gap.ours), _standing(gap.theirs), ours, theirs, gap.minutes or "",
    )  # fmt: skip


def _standing(line: Line | None) -> str:
    if line is None:
        return ""
    return worded(STANDINGS[line.standing]) if line.standing else line.said
