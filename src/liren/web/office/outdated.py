"""按旧版任职: posts that were published anew since their people were appointed, and the one act that lets rights follow."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.kernel import Actor, AreaCode
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.people.commands import RegrantPost
from liren.people.rules import Rights
from liren.trust.registry import RIGHTS
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.office import choices, sections


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def outdated_page(request: HttpRequest) -> HttpResponse:
    """Per post: how many hold rights of an older version, what would be added and taken away; POST grants them anew."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "people.appoint")
    area = AreaCode(choices.widest(actor))
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = attempt(request, typed, lambda: RegrantPost(post=typed.text("post"), area=area))
        if tried.answer is not None:
            said = _("已重新授权：%(n)d 人从现在起照现在的版本。") % {"n": tried.answer["people"]}
            if tried.answer["own"]:
                said += _("您自己的请另一位管理员来办。")
            messages.success(request, said)
            return redirect("outdated")
    shown = {
        **sections.crumb(_("按旧版任职"), (reverse("duties"), _("任职"))),
        "posts": [_post(card) for card in people.outdated_posts(actor, area, request.now)],  # type: ignore[attr-defined]
        "tried": tried, "key": new_id(),
    }  # fmt: skip
    return sections.page(request, "office/outdated.html", "duties", shown, status=tried.status)


def _post(card: people.OutdatedPost) -> dict[str, Any]:
    changes = [{"people": n, "since": since, "lines": _words(rights)} for n, since, rights in card.changes]
    return {"card": card, "label": _(card.label), "changes": changes}


def _words(rights: Rights) -> list[tuple[str, str]]:
    """What changes, as (增加 or 去掉, the right)."""
    lines = [(_("增加"), _label(right)) for right in rights.added] + [
        (_("去掉"), _label(right)) for right in rights.removed
    ]
    if rights.sealed is not None:
        lines.append((_("增加") if rights.sealed else _("去掉"), _("看隐名件的反映人")))
    return lines


def _label(right: str) -> str:
    """A right's name; one that no release knows any more by its code."""
    return _(RIGHTS[right]) if right in RIGHTS else right
