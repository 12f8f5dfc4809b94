"""Drafting routing rules: one at a time in a form, up and down by buttons; every step is saved into the open draft."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liren.cases import receivers, routes
from liren.cases.duties import TIERS
from liren.cases.kinds import GROUPS
from liren.cases.queries import routing
from liren.cases.routes import SEVERITIES
from liren.catalogue import queries as catalogue
from liren.catalogue.commands import DiscardDraft, SaveDraft
from liren.catalogue.drafts import DraftCard
from liren.catalogue.families import FAMILIES
from liren.catalogue.keys import wrong
from liren.kernel import Actor, AreaCode, Missing
from liren.kernel.ids import new_id
from liren.people.kinds import UNIT_KINDS
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import worded
from liren.web.office import choices, sections
from liren.web.office.duty_list import kind_labels
from liren.web.office.entry import own_area
from liren.web.office.routing import example, going, spec_routing
from liren.web.office.rule_words import rule_rows

Spec = dict[str, Any]
NEW = "new"


@staff.staff
@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """The draft's rules with their buttons, and the try-it box under the draft; what holds now where there is no draft."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _listed(request, actor, Attempt())


@staff.staff
@require_POST
def arrange(request: HttpRequest) -> HttpResponse:
    """Move a rule `up` or `down`, or `drop` it. The button that was pressed has the focus again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "catalogue.draft")
    typed = Typed(request.POST)
    code, way = typed.text("code"), typed.verb
    card, spec = _spec(actor, request.now)  # type: ignore[attr-defined]
    rules = list(spec.get("rules", ()))
    at = next((n for n, rule in enumerate(rules) if rule["code"] == code), None)
    if at is None:
        raise Missing
    to = at + {"up": -1, "down": 1}.get(way, 0)
    if way == "drop":
        rules.pop(at)
    elif 0 <= to < len(rules):
        rules.insert(to, rules.pop(at))
    tried = _save(request, typed, card, spec | {"rules": rules})
    if tried.answer is None:
        return _listed(request, actor, tried)
    if way == "drop":
        messages.success(request, _("草稿里去掉了这一条，现行的没有变。"))
        return redirect("rules")
    return redirect(f"{reverse('rules')}?moved={code}&way={way}#rule-{code}")


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def rule_page(request: HttpRequest, code: str) -> HttpResponse:
    """One rule's form; `new` adds one at the end."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "catalogue.draft")
    card, spec = _spec(actor, now)
    rules = list(spec.get("rules", ()))
    known = next((rule for rule in rules if rule["code"] == code), None)
    if known is None and code != NEW:
        raise Missing
    typed, tried = Typed(request.POST), Attempt()
    told = known or {"code": "", "reason": "", "to": "", "when": {}}
    if request.method == "POST":
        told = _told(request, typed, actor, known)
        fresh = [told if rule is known else rule for rule in rules] if known else [*rules, told]
        kind = FAMILIES[routes.FAMILY]
        base = _base(actor, now)
        for problem in wrong(kind.code, base, spec | {"rules": fresh}) if not typed.problems else ():
            typed.blame("", f"{problem.sentence}{problem.remedy}")
        tried = _save(request, typed, card, spec | {"rules": fresh})
        if tried.answer is not None:
            messages.success(request, _("已存进草稿，现行的没有变。"))
            return redirect(f"{reverse('rules')}#rule-{told['code']}")
    shown = _form(actor, now, told, tried) | {
        **sections.crumb(_("加一条规则") if code == NEW else _("改这一条"), (reverse("routing"), _("派单规则")), (reverse("rules"), _("草稿"))),
        "code": code, "key": new_id(), "version": card.version if card else "", "no": rules.index(known) + 1 if known else len(rules) + 1,
    }  # fmt: skip
    return sections.page(request, "office/rule.html", "routing", shown, status=tried.status)


def _listed(request: HttpRequest, actor: Actor, tried: Attempt) -> HttpResponse:
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "catalogue.draft")
    card, spec = _spec(actor, now)
    draft = spec_routing(spec)
    shown = {
        **sections.crumb(_("草稿"), (reverse("routing"), _("派单规则"))),
        "rows": rule_rows(draft.rules, actor, own_area(actor), now), "card": card, "problems": tried.problems,
        "moved": request.GET.get("moved", ""), "way": request.GET.get("way", ""), "key": new_id(),
        **example(request, actor, now, draft),
    }  # fmt: skip
    return sections.page(request, "office/rules.html", "routing", shown, status=tried.status)


def _base(actor: Actor, now: datetime) -> Spec:
    return catalogue.spec_of(catalogue.entry(routes.FAMILY, routes.CODE, area=own_area(actor), at=now).id)


def _spec(actor: Actor, now: datetime) -> tuple[DraftCard | None, Spec]:
    """The open draft with its content; without one what holds now."""
    card = going(actor, now)
    return card, dict(card.spec) if card else _base(actor, now)


def _save(request: HttpRequest, typed: Typed, card: DraftCard | None, spec: Spec) -> Attempt:
    """Keep the draft; one that says again what holds is thrown away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    if spec == _base(actor, now):
        if card is None:
            return Attempt(answer={})
        typed.version = card.version
        messages.info(request, _("改回了现行的样子，草稿没有了。"))
        return attempt(request, typed, lambda: DiscardDraft(draft=card.id))
    draft: UUID = card.id if card else new_id()
    order = SaveDraft(draft=draft, family=routes.FAMILY, code=routes.CODE, area=AreaCode(own_area(actor)), spec=spec)
    return attempt(request, typed, lambda: order)


def _told(request: HttpRequest, typed: Typed, actor: Actor, known: Spec | None) -> Spec:
    """The rule of a form. A new one is called after its kind or group, with a number where that is taken."""
    when: dict[str, list[str]] = {
        name: [v for v in request.POST.getlist(name) if v]
        for name in ("kind", "group", "severity", "duty", "text_class")
    }
    when["area"] = [str(a) for name in ("area", "area2") if typed.text(name) and (a := choices.read_area(typed, name))]
    if not typed.text("to"):
        typed.blame("to", _("还没有选派给谁，请从列表里选。"))
    if not typed.text("reason"):
        typed.blame("reason", _("还没有写理由，写一句给派遣的人看。"))
    helpers = [h for name in ("helper", "helper2") if (h := typed.text(name))]
    made: Spec = {
        "code": known["code"] if known else _code(actor, request.now, when),  # type: ignore[attr-defined]
        "reason": typed.text("reason"),
        "to": typed.text("to"),
    }
    if filled := {name: values for name, values in when.items() if values}:
        made["when"] = filled
    return made | ({"helpers": helpers} if helpers else {})


def _code(actor: Actor, now: datetime, when: dict[str, list[str]]) -> str:
    taken = {rule["code"] for rule in _spec(actor, now)[1].get("rules", ())}
    first = next((values[0] for name in ("kind", "group", "duty") if (values := when[name])), "rule")
    return next(code for n in range(1, 1000) if (code := first if n == 1 else f"{first}_{n}") not in taken)


def _form(actor: Actor, now: datetime, told: Spec, tried: Attempt) -> dict[str, Any]:
    """The lists to choose from; what was chosen stands in `told`."""
    labels = kind_labels(own_area(actor), now)
    units = routing.units(actor)
    to = [(receivers.LEAD, _("清单上的主办单位")), (receivers.DESK, _("受理台自己定"))]
    near = [
        (f"kind:{k}", _("当地的%(kind)s") % {"kind": worded(v)})
        for k, v in UNIT_KINDS.items()
        if any(u.kind == k for u in units)
    ]
    named = [(f"unit:{u.id}", u.name) for u in units]
    given = [told.get("to", ""), *told.get("helpers", ())]
    kept = [(w, receivers.said(w, units)) for w in given if w and w not in dict(to + near + named)]
    when = told.get("when", {})
    return {
        "told": told, "when": when, "problems": tried.problems, "tried_form": tried, "kinds_all": list(labels.items()),
        "groups_all": list(GROUPS.items()), "severities": list(SEVERITIES.items()), "tiers": list(TIERS.items()),
        "to_groups": [(_("照规则"), to), (_("按地方找"), near + kept), (_("指定单位"), named)],
        "helper_options": near + kept + named, "areas": choices.areas(actor), "area_lines": [f"{where.long(a)} {a}" for a in when.get("area", ())],
        "helpers": told.get("helpers", ()),
    }  # fmt: skip
