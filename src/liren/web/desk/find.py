"""找: cases by number, matter or place; colleagues, units and places by name; pages. As a page, and as JSON for the palette."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases import queries as cases
from liren.kernel import Actor
from liren.people import queries as people
from liren.places import queries as places
from liren.web import staff, where
from liren.web.desk import tabs
from liren.web.desk.case import BRACKETS
from liren.web.desk.view import line_clock

MOST = 6
TEXT_MOST = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is, where it leads, a word beside it. `group` is the heading it stands under."""

    group: str
    label: str
    href: str
    note: str = ""


@staff.staff
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`q`; as JSON when the palette asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *tabs.QUEUES_OF)
    text = "".join(c for c in request.GET.get("q", "") if c.isprintable()).strip()[:TEXT_MOST]
    hits = found(request, text)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"q": text, "hits": [asdict(hit) for hit in hits]})
    return staff.page(request, "desk/find.html", "desk", {"q": text, "hits": hits})


def found(request: HttpRequest, text: str) -> list[Hit]:
    """Everything that fits, cases first; without words, the pages."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    if not text:
        return _pages(request, "")
    return [*_cases(actor, text, now), *_people(actor, text, now), *_places(actor, text), *_pages(request, text)]


def _cases(actor: Actor, text: str, now: Any) -> list[Hit]:
    group, hits = _("案件"), []
    exact = cases.by_number(actor, "".join(text.split()).translate(BRACKETS))
    if exact:
        words = cases.names(actor, [exact]).get(exact, text)
        hits.append(Hit(group, words, reverse("case", args=[exact]), _("编号相同")))
    listed = cases.page(actor, cases.Filter(queue="open", text=text), now, size=MOST).lines
    hits += [
        Hit(group, line.title, reverse("case", args=[line.id]), f"{line.number}，{line_clock(line, now).words}")
        for line in listed
        if line.id != exact
    ]
    if len(listed) == MOST:
        hits.append(Hit(group, _("在列表里看全部“%(text)s”") % {"text": text}, _desk(q=text)))
    return hits


def _people(actor: Actor, text: str, now: Any) -> list[Hit]:
    if not actor.holds("people.see"):
        return []
    hits = [
        Hit(_("人"), one.name, f"tel:{one.work_phone}" if one.work_phone else _desk(**{"in": one.area}),
            "，".join(filter(None, [where.long(one.area), one.post_label, one.work_phone])))
        for one in people.colleagues_named(actor, text, now, most=MOST)
    ]  # fmt: skip
    units = [u for u in people.unit_tree(actor) if text in u.name][:MOST]
    return hits + [Hit(_("单位"), u.name, _desk(tab="open", unit=str(u.id)), _("看它在手的")) for u in units]


def _places(actor: Actor, text: str) -> list[Hit]:
    areas = places.areas_named(actor, text, MOST)
    hits = [Hit(_("地方"), name, _desk(**{"in": str(code)}), _("看这里的案件")) for code, name in areas]
    built = places.search_places(actor, text, MOST)
    return hits + [Hit(_("地方"), one.address, _desk(q=one.address), one.path) for one in built]


def _pages(request: HttpRequest, text: str) -> list[Hit]:
    """The pages this person may open, and what the desk can do."""
    known = [(page.name, page.href) for page in staff.frame(request, "desk")["nav"]]
    known += [(name, _desk(tab=q)) for q, name in tabs.labels().items() if q in tabs.of(request.actor)]  # type: ignore[attr-defined]
    if request.actor.holds("cases.dispatch"):  # type: ignore[attr-defined]
        known.append((_("交班留言"), reverse("desk-handover")))
    return [Hit(_("页面"), name, href) for name, href in known if text in name]


def _desk(**query: str) -> str:
    return f"{reverse('desk')}?{urlencode(query)}"
