"""Who looked at a reporter's details: unit and post, time and purpose, as the one concerned may read it."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liren.cases.queries import CaseCard
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Missing
from liren.people import queries as people
from liren.trust.looks import Look, looks
from liren.web.display import full_words, worded

SEEN = {
    "cases.reporter": _("看了您留的联系方式"), "cases.call_back": _("为回访看了您留的联系方式"), "attachments.photo": _("看了照片"),
}  # fmt: skip


def at_case(viewer: Actor, card: CaseCard) -> list[dict[str, str]]:
    """Looks by staff, newest first; the reporter's own are left out."""
    found = [one for one in looks(viewer, card.case.id, since=card.case.reported_at) if one.actor_kind == "staff"]
    units = people.unit_names(viewer, {one.unit for one in found if one.unit})
    return [
        {
            "who": _who(one, units),
            "what": str(SEEN.get(one.what, _("看了您的信息"))),
            "when": full_words(one.at),
            "why": worded(one.purpose),
        }
        for one in found
    ]


def _who(one: Look, units: dict[UUID, str]) -> str:
    """Unit and post; a reporter is not told names of staff."""
    unit = units.get(one.unit, "") if one.unit else ""
    try:
        post = catalogue.entry("post", one.post, at=one.at).spec.label if one.post else ""
    except Missing:
        post = ""
    return " ".join(filter(None, (unit, post))) or str(_("工作人员"))
