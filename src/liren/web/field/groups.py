"""群通知: words for the groups of one's ground, put on record here, copied into the groups by the keeper herself."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Code
from liren.kernel.ids import new_id
from liren.notices import groups as wordings
from liren.notices.commands import IssueGroupNotice
from liren.notices.issued import IssuedNotice, issued
from liren.people import queries as people
from liren.web import staff, where
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import moment_words

SHOWN = 10


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """`wording` fills a text in, `area` the ground; done leads to the text with its ways to copy it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    staff.need(actor, "notices.issue")
    areas = sorted({g.area for g in actor.holds("notices.issue")}, key=lambda a: (-len(a), a))
    told = issued(actor)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: _command(typed))
        if tried.answer:
            messages.success(request, _("记下了。现在复制这段话，发到群里。"))
            return redirect(f"{reverse('groups')}?done={tried.answer['notice']}#issued")
    found = {e.code: e.spec for e in catalogue.entries(wordings.FAMILY, area=areas[0], at=now)}
    asked = request.GET.get("wording", "")
    start = typed.values() if request.method == "POST" else _start(request, areas, told, found.get(asked))
    shown = {
        "problems": tried.problems, "tried": tried, "typed": start, "areas": [(str(a), where.long(a)) for a in areas],
        "wordings": [(code, spec.label) for code, spec in found.items()], "wording": typed.text("wording") or (asked if asked in found else ""),
        "key": typed.key if request.method == "POST" and tried.status != 409 else new_id(), "done": request.GET.get("done", ""),
        "told": [(one, where.long(one.area), moment_words(one.issued_at, now)) for one in told[:SHOWN]],
    }  # fmt: skip
    return staff.page(request, "field/groups.html", "ground", shown, status=tried.status)


def _command(typed: Typed) -> IssueGroupNotice:
    area = typed.area("area")
    wording = typed.text("wording")
    return IssueGroupNotice(
        notice=typed.key,
        area=area,  # type: ignore[arg-type]
        groups=tuple(typed.text("groups").splitlines()),
        words=typed.text("words"),
        wording=Code(wording) if wording else None,
    )


def _start(
    request: HttpRequest, areas: list[AreaCode], told: list[IssuedNotice], wording: wordings.GroupWording | None
) -> dict[str, str]:
    """What stands in the form before anybody types: the area, the groups of last time, the wording with my name in it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = request.GET.get("area", "")
    area = asked if asked in areas else str(areas[0])
    mine = next((one for one in told if one.account == actor.account), None)
    return {
        "area": area, "groups": "\n".join(mine.groups) if mine else "", "words": _filled(request, area, wording.text) if wording else "",
    }  # fmt: skip


def _filled(request: HttpRequest, area: str, text: str) -> str:
    """The wording with what is known put in; what only the keeper knows stays in braces for her."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    assert actor.account is not None, "the decorator lets nobody without an account pass"
    mine = people.duties_of(actor, actor.account, request.now)  # type: ignore[attr-defined]
    known = {
        "微网格": where.long(area),
        "姓名": mine[0].name if mine else "",
        "电话": mine[0].work_phone if mine else "",
    }
    for name, value in known.items():
        text = text.replace("{" + name + "}", value) if value else text
    return text
