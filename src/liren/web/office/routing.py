"""派单规则: the rules in the order in which they are tried, how they have done, and a box to try one's own example."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import classifying, published, routes
from liren.cases.kinds import GROUPS
from liren.cases.queries import routing
from liren.cases.routes import Routing
from liren.cases.rules.routing import Facts
from liren.catalogue import drafts
from liren.catalogue import queries as catalogue
from liren.catalogue.families import FAMILIES, read
from liren.kernel import Actor, AreaCode, Missing
from liren.web import staff, where
from liren.web.attempt import Typed
from liren.web.desk import ruled
from liren.web.display import day_words
from liren.web.office import choices, export, sections
from liren.web.office.duty_list import kind_labels
from liren.web.office.entry import own_area
from liren.web.office.kinds import place_of
from liren.web.office.rule_words import rule_rows


@staff.staff
@require_safe
def routing_page(request: HttpRequest) -> HttpResponseBase:
    """What holds, rule by rule. `kind` or `words`, `place` and `urgent` try an example; `csv`, `xlsx` give the rules away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["routing"])
    area = choices.widest(actor)
    entry = published.rules_of(area, now)
    if entry is None:
        raise Missing
    rules: Routing = entry.spec
    rows = rule_rows(rules.rules, actor, area, now)
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [_("次序"), _("合什么样的事"), _("派给"), _("配合"), _("理由")]
        return export.table(request, rules.label, head, [(r.no, r.when, r.to, r.helpers, r.reason) for r in rows])
    listed = published.list_of(area, now)
    shown = {
        "rules": rules, "rows": rows, "last_no": len(rows) + 1, "entry": entry, "whose": place_of(entry.area), "since": day_words(entry.effective_from, now),
        "always": entry.effective_from.year <= 2000, "listed": listed.spec if listed else None,
        "figures": ruled.figures(actor, now) if actor.holds("cases.see") else [],
        "may_draft": bool(actor.holds("catalogue.draft")), "may_open": any(map(actor.holds, drafts.RIGHTS)),
        "draft": going(actor, now), **example(request, actor, now),
    }  # fmt: skip
    return sections.page(request, "office/routing.html", "routing", shown)


def going(actor: Actor, now: datetime) -> drafts.DraftCard | None:
    """The open draft of the rules of this person's area."""
    if not any(map(actor.holds, drafts.RIGHTS)):
        return None
    area = own_area(actor)
    return next((d for d in drafts.open_drafts(actor, now) if (d.family, d.area) == (routes.FAMILY, area)), None)


def example(request: HttpRequest, actor: Actor, now: datetime, draft: Routing | None = None) -> dict[str, Any]:
    """The try-it box: what was typed, what is wrong with it, and the decision step by step."""
    typed = Typed(request.GET)
    area = choices.widest(actor)
    labels = kind_labels(area, now)
    shown: dict[str, Any] = {
        "kinds": list(labels.items()), "areas": choices.areas(actor), "typed": typed.values(), "tried": None, "guessed": "",
    }  # fmt: skip
    if not any(name in request.GET for name in ("kind", "words", "place")):
        return shown
    kind, words = typed.text("kind"), typed.text("words")
    seems = classifying.classified(words, area, now).label if words else ""
    if not kind:
        kind = seems
        shown["guessed"] = labels.get(kind, "")
    if kind not in labels:
        said = _("照这些字看不出是哪一类，请从列表里选。") if words else _("请选一个类别，或者写一句居民会说的话。")
        return shown | {"try_problem": said}
    place = AreaCode(area)
    if typed.text("place"):
        read = choices.read_area(typed, "place")
        if read is None:
            return shown | {"try_problem": typed.problems[0].sentence}
        place = read
    group = catalogue.entry("case_kind", kind, area=area, at=now).spec.group
    severity = "urgent" if typed.has("urgent") else "normal"
    facts = Facts(kind=kind, group=group, scope=place, severity=severity, text_class=seems)
    found = routing.tried(actor, facts, now, draft)
    if found is None:
        raise Missing
    decision = found.decision
    reason = ruled.said(found.entry, decision.rule) if draft is None else ""
    return shown | {
        "tried": decision, "steps": ruled.steps(decision.steps), "chosen_kind": kind, "kind_label": labels[kind],
        "group_label": GROUPS[group], "place_name": where.long(place), "by": reason,
        "helpers": "、".join(u.name for u in decision.helpers),
    }  # fmt: skip


def spec_routing(spec: dict[str, Any]) -> Routing:
    """A draft's content in the shape of its family."""
    found: Routing = read(FAMILIES[routes.FAMILY], spec)
    return found
