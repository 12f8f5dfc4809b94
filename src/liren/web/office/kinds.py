"""事项类别: the case kinds in force, read only: limits, photos, who is asked first."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases.kinds import GROUPS, Kind
from liren.cases.workflows import CLOCK_LABELS
from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.web import staff
from liren.web.office import choices, export, sections


@staff.staff
@require_safe
def kinds_page(request: HttpRequest) -> HttpResponse:
    """Kinds by group with their limits."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = catalogue.entries("case_kind", area=choices.widest(actor), at=request.now)  # type: ignore[attr-defined]
    if "csv" in request.GET:
        staff.need(actor, *sections.NEEDS["kinds"])
        head = (
            [_("大类"), _("类别"), *(CLOCK_LABELS[c] for c, _limit in found[0].spec.limits.items()), _("依据")]
            if found
            else []
        )
        return export.sheet(_("事项类别"), head, [
            (GROUPS[e.spec.group], e.spec.label, *(x for _c, x in e.spec.limits.items()), e.spec.legal_basis)
            for e in found
        ])  # fmt: skip
    groups: dict[str, list[dict[str, object]]] = {}
    for entry in sorted(found, key=lambda e: (list(GROUPS).index(e.spec.group), e.code)):
        groups.setdefault(GROUPS[entry.spec.group], []).append(_line(entry.spec, entry.version))
    return sections.page(request, "office/kinds.html", "kinds", {"groups": groups, "count": len(found)})


def _line(kind: Kind, version: int) -> dict[str, object]:
    return {
        "kind": kind, "version": version, "accept": kind.limits.accept, "solve": kind.limits.solve,
        "first": _("网格员") if kind.duty == "grid_keeper" else _("受理台"),
        "photos": _("前后都拍") if kind.photo.before and kind.photo.after else _("办完拍") if kind.photo.after else _("不强求"),
    }  # fmt: skip
