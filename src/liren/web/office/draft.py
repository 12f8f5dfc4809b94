"""Drafts: a form of the keys an area may set, the difference in words with what it touches, and publishing it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liren.cases import queries as cases
from liren.catalogue import drafts, keys
from liren.catalogue import queries as catalogue
from liren.catalogue.commands import DiscardDraft, PublishDraft, SaveDraft
from liren.catalogue.drafts import DraftCard
from liren.catalogue.families import FAMILIES
from liren.catalogue.worktime import Limit
from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import SHANGHAI, date_words, moment_words
from liren.web.office import rehearsal, sections
from liren.web.office.entry import own_area
from liren.web.office.kinds import place_of
from liren.web.office.texts import as_text

DRAFT, PUBLISH = drafts.RIGHTS


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: HttpRequest, family: str, code: str) -> HttpResponse:
    """Begin a draft from what holds now; an open one of the same entry is gone on with."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, DRAFT)
    if family not in FAMILIES or not FAMILIES[family].editable:
        raise Missing
    area = own_area(actor)
    going = next(
        (d for d in drafts.open_drafts(actor, now) if (d.family, d.code, d.area) == (family, code, area)), None
    )
    if going and request.method != "POST":
        return redirect("edit-draft", going.id)
    spec = catalogue.spec_of(catalogue.entry(family, code, area=area, at=now).id)
    return _edited(request, new_id(), family, code, area, spec, spec, "")


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def edit_draft(request: HttpRequest, id: UUID) -> HttpResponse:
    """Go on with a draft, against what holds now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, DRAFT)
    card = drafts.draft(actor, id, now)
    if card.state != "open":
        return redirect("draft", id)
    base = catalogue.spec_of(catalogue.entry(card.family, card.code, area=card.area, at=now).id)
    return _edited(request, id, card.family, card.code, card.area, base, card.spec, str(card.version))


@staff.staff
@require_http_methods(["GET", "HEAD"])
def draft_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """`moved` gives the cases that a dry run would send elsewhere as a sheet."""
    if "moved" in request.GET:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return rehearsal.sheet(request, drafts.draft(actor, id, request.now))  # type: ignore[attr-defined]
    return shown_again(request, id)


@staff.staff
@require_POST
def publish(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let the draft hold from a day on; today is from this moment."""
    now: datetime = request.now  # type: ignore[attr-defined]
    typed = Typed(request.POST)
    day = typed.day("effective_from")
    today = now.astimezone(SHANGHAI).date()
    start = now if day and day.date() == today else day
    seen = typed.uuid("rehearsal", _("试算的链接不完整，请再试算一次。"), optional=True)
    order = PublishDraft(draft=id, entry=typed.key, effective_from=start or now, rehearsal=seen)
    tried = attempt(request, typed, lambda: order)
    if tried.answer is None:
        return shown_again(request, id, typed, tried)
    messages.success(request, _("已发布，%(day)s起生效。") % {"day": date_words(start or now)})
    card = drafts.draft(request.actor, id, now)  # type: ignore[attr-defined]
    return redirect("routing") if rehearsal.section(card) == "routing" else redirect("entry", card.family, card.code)


@staff.staff
@require_POST
def discard(request: HttpRequest, id: UUID) -> HttpResponse:
    """Throw a draft away."""
    typed = Typed(request.POST)
    tried = attempt(request, typed, lambda: DiscardDraft(draft=id))
    if tried.answer is None:
        return shown_again(request, id, typed, tried)
    messages.success(request, _("草稿已作废，现行的没有变。"))
    card = drafts.draft(request.actor, id, request.now)  # type: ignore[attr-defined]
    return redirect(rehearsal.section(card))


def _edited(
    request: HttpRequest, id: UUID, family: str, code: str, area: str, base: dict[str, Any], spec: dict[str, Any],
    version: str,
) -> HttpResponse:  # fmt: skip
    """The form; saved it leads to the difference, refused it stands there with every fault beside its field."""
    kind, tried = FAMILIES[family], Attempt()
    typed = Typed(request.POST)
    draft = _draft_id(request, id)
    told: dict[str, Any] = {}
    for leaf in keys.leaves(kind):
        told |= keys.typed(leaf, keys.get(spec, leaf.path))
    if request.method == "POST":
        told = {
            name: request.POST.getlist(name) if isinstance(value, list) else request.POST.get(name, "")
            for name, value in told.items()
        }
        filled = keys.filled(kind, base, told)
        labels = {leaf.path: _(leaf.label) for leaf in keys.leaves(kind)}
        for problem in filled.problems or keys.wrong(family, base, filled.spec):
            control = _control(told, problem.key)
            named = "" if not control or "“" in problem.sentence else f"{labels.get(control, control)}："
            typed.blame(control, f"{named}{problem.sentence}{problem.remedy}")
        order = SaveDraft(draft=draft, family=family, code=code, area=AreaCode(area), spec=filled.spec)
        tried = attempt(request, typed, lambda: order)
        if tried.answer is not None:
            return redirect("draft", draft)
    fields = [
        {
            "leaf": leaf, "label": _(leaf.label), "value": told[leaf.path], "unit": told.get(f"{leaf.path}.unit", ""),
            "now": keys.words(leaf, keys.get(base, leaf.path)), "error": tried.error(leaf.path),
        }
        for leaf in keys.leaves(kind)
    ]  # fmt: skip
    shown = {
        "family": family, "code": code, "label": base.get("label", code), "family_label": _(kind.label), "fields": fields,
        "whose": place_of(area), "problems": tried.problems, "key": new_id() if tried.status == 409 else typed.key,
        "draft": draft, "version": request.POST.get("version", version),
                "two": kind.two_people(base),
    }  # fmt: skip
    return sections.page(request, "office/draft_form.html", "kinds", shown, status=tried.status)


def _draft_id(request: HttpRequest, id: UUID) -> UUID:
    """The id that the form was made with, so that a second click is the same draft."""
    try:
        return UUID(request.POST.get("draft", ""))
    except ValueError:
        return id


def _control(told: dict[str, Any], key: str) -> str:
    """The control that a checker's key belongs to; the form as a whole for a key it does not show."""
    return key if key in told else next((name for name in told if key.startswith(f"{name}.")), "")


def shown_again(
    request: HttpRequest, id: UUID, typed: Typed | None = None, tried: Attempt | None = None
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *drafts.RIGHTS)
    card = drafts.draft(actor, id, now)
    hands = people.names_of(actor, {*card.hands, *([card.decided_by] if card.decided_by else [])})
    again = tried or Attempt()
    mine = card.two_people and actor.account in card.hands
    shown = {
        "card": card, "label": card.spec.get("label", card.code), "family_label": _(FAMILIES[card.family].label),
        "changes": keys.changes(FAMILIES[card.family], card.base_spec, card.spec), "whose": place_of(card.area),
        "who": "、".join(hands.get(who, _("一位同事")) for who in card.hands), "when": moment_words(card.saved_at, now),
        "decided": hands.get(card.decided_by, "") if card.decided_by else "", "touched": _touched(actor, card, now),
        "sms": as_text(card.family, card.spec),
        "problems": again.problems, "key": new_id(), "today": now, "may_edit": bool(actor.holds(DRAFT)),
        "may_publish": bool(actor.holds(PUBLISH)) and not mine, "mine": mine, "date": typed.text("effective_from") if typed else "",
        "error": again.error("effective_from"), **rehearsal.shown(actor, card, now),
    }  # fmt: skip
    if shown.get("rule_changes"):
        shown["changes"] = [*shown["rule_changes"], *(c for c in shown["changes"] if c.path != "rules")]
    return sections.page(request, "office/draft.html", rehearsal.section(card), shown, status=again.status)


def _touched(actor: Actor, card: DraftCard, now: datetime) -> dict[str, Any]:
    """Open cases that keep their version, and last year's cases under the new solving limit where that changes."""
    if card.family != "case_kind":
        return {}
    found: dict[str, Any] = {"open": cases.open_under(actor, card.area, card.code)}
    old, new = (keys.get(spec, "limits.solve") for spec in (card.base_spec, card.spec))
    if new and old != new:
        found["shadow"] = cases.shadow(actor, card.area, card.code, Limit(new["amount"], new["unit"]), now)
    return found
