"""Two pages that say what the house promises: privacy with its periods, and access for everybody."""

from datetime import datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases.rules.incoming import TERM
from liren.catalogue import queries as catalogue
from liren.notices import outbox
from liren.services.kinds import FAMILY as SERVICES

YEAR_D = 365


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, how long it is meant to be kept, and who may look."""
    now: datetime = request.now  # type: ignore[attr-defined]
    shown = {
        "periods": _periods(now), "help": _help(now), "unsent": _long(TERM.days), "texts": outbox.can_text(),
    }  # fmt: skip
    return render(request, "resident/privacy.html", shown)


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """How the pages can be used without a mouse, without sight, without script."""
    return render(request, "resident/access.html")


def _periods(now: datetime) -> list[tuple[str, str]]:
    """The kinds a resident can report, under the period that the catalogue sets for them, the shortest first."""
    kinds = [entry.spec for entry in catalogue.entries("case_kind", at=now) if entry.spec.for_people]
    kinds.sort(key=lambda kind: kind.retention_days)
    return [
        (_long(days), "、".join(kind.label for kind in of)) for days, of in groupby(kinds, lambda k: k.retention_days)
    ]


def _help(now: datetime) -> str:
    """How long an order's words are kept after its end; the shortest and the longest where services differ."""
    days = sorted({entry.spec.retention_days for entry in catalogue.entries(SERVICES, at=now)})
    return _("%(from)s 到 %(to)s") % {"from": _long(days[0]), "to": _long(days[-1])} if days[1:] else _long(*days)


def _long(days: int) -> str:
    years, rest = divmod(days, YEAR_D)
    return _("%(n)d 天") % {"n": days} if rest else _("%(n)d 年") % {"n": years}
