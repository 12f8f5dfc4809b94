"""One community worker: employments, certificates with their ends, assessments; and what can be entered for each."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, Command
from liren.kernel.ids import new_id
from liren.people.commands import AssessWorker, EndEmployment, RecordCertificate, RenewCertificate, RevealField
from liren.people.kinds import CONTRACTS, EXAM_LEVELS, REASONS_OF, REVEAL_REASONS
from liren.people.queries.workforce import TAG, definition, revealed_numbers, worker_card
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI
from liren.web.office import sections

FORMS = ("record", "assess", "end", "renew", "reveal")


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def worker_page(request: HttpRequest, person: UUID) -> HttpResponse:
    """POST does one of five things (`do`): record a certificate, renew one, assess, end the employment, see the sealed numbers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "people.workforce")
    now: datetime = request.now  # type: ignore[attr-defined]
    today = now.astimezone(SHANGHAI).date()
    typed, tried = Typed(request.POST), Attempt()
    numbers: dict[UUID, str] = {}
    if request.method == "POST":
        do = request.POST.get("do", "")
        typed = Typed(request.POST, do if do in FORMS else "record")
        tried = attempt(request, typed, lambda: _order(do, typed, person, today))
        if tried.answer is not None and do == "reveal":
            numbers = revealed_numbers(actor, UUID(tried.answer["permission"]), now)
        elif tried.answer is not None:
            messages.success(request, _("已记下。"))
            return redirect("worker", person)
    card = worker_card(actor, person, purpose="查看社工登记")
    shown = {
        **sections.crumb(card.name, (reverse("workforce"), _("社工"))),
        "card": card, "area": where.long(card.area), "today": today, "tried": tried, "key": new_id(),
        "meant": definition(actor, card.area, today), "levels": list(EXAM_LEVELS.items()),
        "typed": {name.replace("-", "_"): text for name, text in typed.values().items()},
        "employments": [(e, where.long(e.area), CONTRACTS[e.contract], e.last is None or e.last >= today) for e in card.employments],
        "certificates": [(c, EXAM_LEVELS[c.level], numbers.get(c.id, c.number_masked)) for c in card.certificates],
        "may_reveal": bool(actor.holds("people.reveal")) and bool(card.certificates), "revealed": bool(numbers),
        "reasons": [(reason, REVEAL_REASONS[reason]) for reason in REASONS_OF["certificate"]],
    }  # fmt: skip
    return sections.page(request, "office/worker.html", "workforce", shown, status=tried.status)


def _order(do: str, typed: Typed, person: UUID, today: date) -> Command:
    if do == "end":
        return EndEmployment(employment=_id(typed, "employment"), last=_day(typed, "last") or today)
    if do == "reveal":
        return RevealField(permission=typed.key, person=person, field="certificate", reason=typed.text("reason"))
    if do == "renew":
        return RenewCertificate(
            certificate=_id(typed, "certificate"), registered_until=_day(typed, "registered_until"),
            pass_until=_day(typed, "pass_until"),
        )  # fmt: skip
    if do == "assess":
        return AssessWorker(
            assessment=typed.key, person=person, tag=TAG, passed=typed.text("passed") == "yes",
            on=_day(typed, "on") or today,
        )  # fmt: skip
    return RecordCertificate(
        certificate=typed.key, person=person, level=typed.text("level"), number=typed.text("number"),
        issued_on=_day(typed, "issued_on") or date.max, registered_until=_day(typed, "registered_until"),
    )  # fmt: skip


def _id(typed: Typed, name: str) -> UUID:
    return typed.uuid(name, _("请从列表里选。")) or typed.key


def _day(typed: Typed, name: str) -> date | None:
    found = typed.day(name, optional=True)
    return found.date() if found else None
