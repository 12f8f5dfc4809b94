"""One configured entry in human words, its versions with who and when, and as the TOML that it is."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.catalogue import drafts, keys, toml
from liren.catalogue import queries as catalogue
from liren.catalogue.drafts import Version
from liren.catalogue.families import FAMILIES
from liren.kernel import Actor, Missing
from liren.people import queries as people
from liren.web import staff
from liren.web.display import moment_words
from liren.web.office import choices, sections
from liren.web.office.kinds import place_of
from liren.web.office.texts import as_text


@staff.staff
@require_safe
def entry_page(request: HttpRequest, family: str, code: str) -> HttpResponse:
    """What holds now, key by key; `toml` is the text of it, `version` an older one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, *drafts.RIGHTS)
    area = own_area(actor)
    known = drafts.versions(actor, family, code, area)
    current = catalogue.entry(family, code, area=area, at=now)
    chosen = next((v for v in known if str(v.id) == request.GET.get("version", str(current.id))), None)
    if chosen is None:
        raise Missing
    if "toml" in request.GET:
        return _text(chosen)
    return sections.page(request, "office/entry.html", "kinds", _shown(actor, chosen, current.id, known, now))


def own_area(actor: Actor) -> str:
    """The widest area this person drafts or publishes for."""
    areas = {str(g.area) for right in drafts.RIGHTS for g in actor.holds(right)}
    return min(areas, key=lambda code: (len(code), code)) if areas else choices.widest(actor)


def values(version: Version) -> list[tuple[str, str, bool]]:
    """Editable keys in words (label, value, whether it is a piece of TOML), then what only a release may change."""
    kind = FAMILIES[version.family]
    leaves = keys.leaves(kind)
    return [
        (_(leaf.label), keys.words(leaf, content), leaf.sort == "toml")
        for leaf in leaves
        if (content := keys.get(version.spec, leaf.path)) is not None
    ]


def _shown(actor: Actor, chosen: Version, current: object, known: list[Version], now: datetime) -> dict[str, Any]:
    names = people.names_of(
        actor, {w for v in known for w in (*v.hands, *([v.published_by] if v.published_by else []))}
    )
    shipped = [v for v in known if not v.area]
    newer = bool(chosen.area and shipped and shipped[0].published_at > chosen.published_at)
    return {
        "chosen": chosen, "label": chosen.spec.get("label", chosen.code), "family_label": _(FAMILIES[chosen.family].label),
        "is_current": chosen.id == current, "whose": place_of(chosen.area), "values": values(chosen),
        "since": moment_words(chosen.effective_from, now) if chosen.effective_from.year > 2000 else _("一直"),
        "versions": [_line(v, current, names, now) for v in known], "newer": newer,
        "may_draft": bool(actor.holds("catalogue.draft")) and bool(FAMILIES[chosen.family].editable),
        "sms": as_text(chosen.family, chosen.spec),
        "rest": toml.dump({k: v for k, v in chosen.spec.items() if k not in {p.split(".")[0] for p in FAMILIES[chosen.family].editable}}),
    }  # fmt: skip


def _line(version: Version, current: object, names: dict[Any, str], now: datetime) -> dict[str, Any]:
    drafted = "、".join(names.get(w, _("一位同事")) for w in version.hands)
    return {
        "version": version, "current": version.id == current, "place": place_of(version.area),
        "future": version.effective_from > now, "since": moment_words(version.effective_from, now),
        "always": version.effective_from.year <= 2000, "drafted": drafted,
        "published": names.get(version.published_by, "") if version.published_by else "",
        "when": moment_words(version.published_at, now),
    }  # fmt: skip


def _text(version: Version) -> HttpResponse:
    answer = HttpResponse(toml.dump(version.spec), content_type="application/toml; charset=utf-8")
    name = f"{version.code}.toml"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
