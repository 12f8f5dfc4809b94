"""The sections of the office, as one line of links under its heading; each is shown to whoever may open it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.kernel import Actor
from liren.trust.troubles import trouble_count
from liren.web import staff

NEEDS = {
    "people": ("people.register", "people.appoint"),
    "duties": ("people.register", "people.appoint"),
    "units": ("people.register", "people.appoint"),
    "areas": ("places.import", "people.register", "people.appoint"),
    "kinds": ("catalogue.draft", "catalogue.publish", "people.register", "people.appoint"),
    "imports": ("places.import", "people.register", "people.appoint"),
    "troubles": ("trust.deliveries",),
}


def labels() -> dict[str, str]:
    return {
        "people": _("人员"), "duties": _("任职"), "units": _("单位"),
        "areas": _("区域"), "kinds": _("类别和规则"), "imports": _("导入"), "troubles": _("没送到的"),
    }  # fmt: skip


def page(
    request: HttpRequest, template: str, section: str, shown: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the office. Raises Missing for a section that is not this person's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *NEEDS[section])
    names = labels()
    line = [
        staff.Page(names[s], reverse(s), s == section, trouble_count(actor) if s == "troubles" else 0)
        for s, rights in NEEDS.items()
        if any(map(actor.holds, rights))
    ]
    return staff.page(
        request, template, "office", {"sections": line, "section": names[section], **(shown or {})}, status=status
    )


@staff.staff
def office(request: HttpRequest) -> HttpResponse:
    """/office/: the first section this person may open."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *{right for rights in NEEDS.values() for right in rights})
    return redirect(next(s for s, rights in NEEDS.items() if any(map(actor.holds, rights))))
