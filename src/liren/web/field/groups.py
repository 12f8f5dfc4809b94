"""群通知: words for the groups of one's ground, put on record here; robots say them where a group has one, into the others the
keeper copies them herself.
"""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

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
from liren.notices.queries.groups import PostLine, posts_of, registered
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
        tried = attempt(request, typed, lambda: _command(typed, request.POST.getlist("registered")))
        if tried.answer:
            messages.success(request, _done(tried.answer["spoken"]))
            return redirect(f"{reverse('groups')}?done={tried.answer['notice']}#issued")
    now_there = [card for card in registered(actor) if not card.over(now)]
    picked = request.POST.getlist("registered") if request.method == "POST" else []
    found = {e.code: e.spec for e in catalogue.entries(wordings.FAMILY, area=areas[0], at=now)}
    asked = request.GET.get("wording", "")
    said: dict[UUID, list[PostLine]] = defaultdict(list)
    for post in posts_of(actor, [one.id for one in told[:SHOWN]]):
        said[post.notice].append(post)
    start = typed.values() if request.method == "POST" else _start(request, areas, told, found.get(asked))
    shown = {
        "problems": tried.problems, "tried": tried, "typed": start, "areas": [(str(a), where.long(a)) for a in areas],
        "wordings": [(code, spec.label) for code, spec in found.items()], "wording": typed.text("wording") or (asked if asked in found else ""),
        "key": typed.key if request.method == "POST" and tried.status != 409 else new_id(), "done": request.GET.get("done", ""),
        "told": [(one, where.long(one.area), moment_words(one.issued_at, now), said.get(one.id, [])) for one in told[:SHOWN]],
        "registered": [(str(card.id), card.name, card.robot) for card in now_there], "picked": picked,
    }  # fmt: skip
    return staff.page(request, "field/groups.html", "ground", shown, status=tried.status)


def _done(spoken: int) -> str:
    """What is left to do by hand."""
    if spoken:
        return _("记下了。有群机器人的 %(n)d 个群由系统发，别的请复制这段话，发到群里。") % {"n": spoken}
    return _("记下了。现在复制这段话，发到群里。")


def _command(typed: Typed, picked: list[str]) -> IssueGroupNotice:
    area = typed.area("area")
    wording = typed.text("wording")
    return IssueGroupNotice(
        notice=typed.key,
        area=area,  # type: ignore[arg-type]
        groups=tuple(typed.text("groups").splitlines()),
        registered=tuple(UUID(id) for id in picked if len(id) == 36),
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
    names = {card.name for card in registered(actor)}
    mine = next((one for one in told if one.account == actor.account), None)
    return {
        "area": area, "groups": "\n".join(name for name in mine.groups if name not in names) if mine else "", "words": _filled(request, area, wording.text) if wording else "",
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
