"""归类建议: which model suggests kinds, how good it was and has been, a new one trained or put to use, the one before, or none."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.cases.commands.triage import ActivateTriageModel, RestTriageModel, ReturnToTriageModel
from liren.cases.queries import triage
from liren.cases.queries.triage import ModelCard, Record
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Command, Missing
from liren.kernel.ids import new_id
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import day_words
from liren.web.office import choices, export, sections, training

LATELY = timedelta(days=90)
LARGEST = 10_000_000
MIXED = 5


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def triage_page(request: HttpRequest) -> HttpResponseBase:
    """The model in use with its figures; a POST trains, puts to use, goes back to an earlier model, or does without.

    `report` and `records` with `csv` or `xlsx` give the report of the training and the error statistics away.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["triage"])
    tried = Attempt()
    if request.method == "POST":
        typed = Typed(request.POST)
        order = _order(request, typed, actor)
        tried = attempt(request, typed, lambda: order) if order else Attempt(status=422, problems=tuple(typed.problems))
        if tried.answer is not None:
            usual = _("好了，从现在起照新的来。以前归好的类不变。")
            if words := training.said(typed.verb) if typed.verb in training.VERBS else usual:
                messages.success(request, words)
            return redirect("triage")
    return _shown(request, actor, tried)


def _order(request: HttpRequest, typed: Typed, actor: Actor) -> Command | None:
    """What the pressed button asks for; None with the problem noted when it can't be read."""
    if typed.verb in training.VERBS:
        return training.order(typed, actor)
    model = typed.uuid("model", _("这个模型的编号不完整，请刷新页面。"), optional=True)
    if model is not None and typed.verb == "rest":
        return RestTriageModel(model=model)
    if model is not None:
        return ReturnToTriageModel(model=model)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        typed.blame("file", _("请选一个 10 MB 以内的模型文件，它由 liren triage train 写出。"))
        return None
    return ActivateTriageModel(model=new_id(), area=AreaCode(choices.widest(actor)), content=file.read())


def _shown(request: HttpRequest, actor: Actor, tried: Attempt) -> HttpResponseBase:
    now: datetime = request.now  # type: ignore[attr-defined]
    found = triage.models(actor)
    labels = {e.code: e.spec.label for e in catalogue.entries("case_kind", area=choices.widest(actor), at=now)}
    current = next((card for card in found if card.until is None), None)
    earlier = [card for card in found if card.until is not None]
    records = triage.records(actor, now - LATELY)
    if "csv" in request.GET or "xlsx" in request.GET:
        return _taken(request, actor, labels, records)
    shown: dict[str, Any] = {
        "current": _card(current, labels, now) if current else None,
        "before": _card(earlier[0], labels, now) if earlier else None,
        "earlier": [_card(card, labels, now) for card in earlier],
        "records": [_record(one, labels) for one in records], "few": triage.FEW, "days": LATELY.days,
        "whole": _whole(records), "problems": tried.problems, "key": new_id(),
        "may_publish": bool(actor.holds("catalogue.publish")), "hints": sum(bool(e.spec.hints) for e in catalogue.entries("case_kind", at=now)),
        **training.shown(actor, labels, now),
    }  # fmt: skip
    answer = sections.page(request, "office/triage.html", "triage", shown, status=tried.status)
    if shown["going"]:
        answer["Refresh"] = "2"
    return answer


def _taken(request: HttpRequest, actor: Actor, labels: dict[str, str], records: list[Record]) -> HttpResponseBase:
    """The report of the training, or how suggestions have done, as a file."""
    if "report" in request.GET:
        card = triage.training(actor, AreaCode(choices.widest(actor)))
        if card is None or card.report is None:
            raise Missing
        return export.table(request, _("归类模型的训练报告"), *training.sheet(card, labels))
    head = [_("建议的类别"), _("哪里"), _("建议过"), _("照用"), _("仍是这一类"), _("归了别类")]
    rows = [[one[name] for name in ("kind", "where", "suggested", "taken", "kept", "wrong")] for one in (_record(r, labels) for r in records)]  # fmt: skip
    return export.table(request, _("归类建议后来怎样"), head, rows)


def _card(card: ModelCard, labels: dict[str, str], now: datetime) -> dict[str, Any]:
    of = card.header.get("held_out", {})
    return {
        "id": card.id, "digest": card.digest[:12], "since": day_words(card.since, now), "by": card.by or _("系统"),
        "rows": card.header.get("rows", 0), "people": card.header.get("people", 0), "made_on": card.header.get("made_on", ""),
        "size": f"{card.size / 1e6:.1f}", "accuracy": _percent(of.get("accuracy")), "macro": _percent(of.get("macro_f1")),
        "sure": _percent(of.get("suggested")), "sure_right": _percent(of.get("suggested_right")), "key": new_id(),
        "each": [{**one, "label": labels.get(one["label"], one["label"]), "precision": _percent(one["precision"]),
                  "recall": _percent(one["recall"])} for one in of.get("each", ())],
        "mixed": [(labels.get(a, a), labels.get(b, b), n) for a, b, n in of.get("mixed", ())[:MIXED]],
        "honest": [(_percent(mean), _percent(right), n) for _low, _high, n, mean, right in of.get("reliability", ())],
    }  # fmt: skip


def _record(one: Record, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": labels.get(one.kind, one.kind), "where": where.long(one.town) or one.town, "suggested": one.suggested,
        "taken": one.taken, "kept": one.kept, "wrong": one.suggested - one.kept,
        "share": _percent(one.kept / one.suggested) if one.suggested >= 10 else "",
    }  # fmt: skip


def _whole(records: list[Record]) -> dict[str, int]:
    return {name: sum(getattr(one, name) for one in records) for name in ("suggested", "taken", "kept")}


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}%"
