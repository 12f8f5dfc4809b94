"""What somebody sent by message, opened by its link: the ordinary form filled in, so that its author confirms it.

/d/<token>/ is exchanged by 303 like the other secret links. A member of staff gets the form of the field.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.attachments import staging
from liren.cases import queries as cases
from liren.cases.commands.incoming import DiscardIncoming
from liren.cases.queries import incoming
from liren.cases.queries.incoming import IncomingCard
from liren.kernel import Actor, Missing
from liren.kernel.actor import by_link
from liren.kernel.ids import new_id
from liren.trust import gate
from liren.web.resident import draft as drafts
from liren.web.resident.draft import Draft
from liren.web.secret_link import CASE

GONE = "这个链接打不开：可能抄漏了，或者过了 7 天没有确认。请重新反映，或者把消息再发一次。"
SEALED = "这条已经确认过。您选了保密，这里不再显示，请用回执上的网址或者查询码看进度。"


@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """/d/<token>/. Raises Missing for a link that opens nothing, with the way on."""
    card = _card(request, token)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if card.account is not None and actor.account != card.account:
        return redirect_to_login(request.get_full_path())
    if card.taken is not None:
        return _followed(request, card)
    if card.account is not None and actor.holds("cases.keep"):
        return _quietly(f"{reverse('field-report')}?message={token}")
    before = drafts.load(request)
    drafts.put_aside(request, before, str(card.id))
    drafts.save(request, filled(card, token, before))
    return _quietly(reverse("report-what"))


@require_POST
def discarded(request: HttpRequest, token: str) -> HttpResponse:
    """不报了: what was sent is forgotten, photos at once."""
    card = _card(request, token)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if card.account is not None and actor.account != card.account:
        raise Missing(GONE)
    order = DiscardIncoming(draft=card.id)
    gate.execute(order, actor=by_link(card.id), now=request.now, key=new_id())  # type: ignore[attr-defined]
    for photo in card.photos:
        staging.drop(by_link(card.id), photo=photo, form=card.id)
    drafts.forget(request, str(card.id))
    messages.success(request, _("去掉了，不会报上去。您发的话和照片都不留。"))
    return redirect("home" if card.account else "start")


def filled(card: IncomingCard, token: str, before: Draft | None) -> Draft:
    """The message as a report being written. What its author changed here already stays; photos that came since are added."""
    if before is not None and before.key == str(card.id) and not before.sent:
        known = set(before.arrived)
        came = [str(p) for p in card.photos if str(p) not in known]
        before.photos += came
        before.arrived += came
        before.pending, before.left_out = card.pending, list(card.left_out)
        return before
    photos = [str(p) for p in card.photos]
    return Draft(
        key=str(card.id), incoming=token, source=str(card.channel), words=card.words, photos=photos, arrived=list(photos),
        pending=card.pending, left_out=list(card.left_out), lon=card.lon, lat=card.lat, place_words=card.place_words,
    )  # fmt: skip


def message_of(request: HttpRequest, token: str) -> IncomingCard | None:
    """The open message of a member of staff, for the form of the field; None without one."""
    card = incoming.by_token(request.actor, token, request.now) if token else None  # type: ignore[attr-defined]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return card if card is not None and card.open and card.account == actor.account else None


def _card(request: HttpRequest, token: str) -> IncomingCard:
    card = incoming.by_token(request.actor, token, request.now)  # type: ignore[attr-defined]
    if card is None or not (card.open or card.taken):
        raise Missing(GONE)
    return card


def _followed(request: HttpRequest, card: IncomingCard) -> HttpResponse:
    """Confirmed already: to its progress. A sealed report is not opened by a link that lies in a chat."""
    if not card.followed:
        raise Missing(SEALED)
    case: UUID = card.taken  # type: ignore[assignment]
    if card.account is not None:
        return _quietly(reverse("case", args=[case]))
    kept = cases.receipt(by_link(case), case)
    if kept is None:
        raise Missing(GONE)
    return CASE.go(request, "track", kept.token)


def _quietly(address: str) -> HttpResponseRedirect:
    """A redirect that takes the secret no further."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
