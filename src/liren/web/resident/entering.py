"""A resident signs in with a phone and the code that is sent there. Nothing but “我的” asks for it; a report never does."""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib.auth import login as sign_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from liren.kernel import AreaCode, Code, Refusal
from liren.kernel.ids import new_id
from liren.kernel.ports import Undelivered
from liren.notices.outbox import texting
from liren.people import queries as people
from liren.people.commands import GiveConsent
from liren.places import queries as places
from liren.trust import accounts, gate, phones
from liren.trust.commands import SignInByPhone
from liren.web import forms
from liren.web.errors import views as errors

KEPT = timedelta(days=30)
NEEDED = Code("sign_in")


@sensitive_post_parameters("phone", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The number first, then the code beside it; the number stays in the form and goes into no address and no session."""
    if request.actor.account is not None:  # type: ignore[attr-defined]
        return redirect(_onward(request))
    problems, asked = forms.Problems(), request.POST.get("do") == "enter"
    if request.method == "POST":
        try:
            phone = phones.normal(request.POST.get("phone", ""))
            if not consume(request, action="enter" if asked else "code", key=phones.blind(phone).hex()):
                return errors.too_many(request)
            if asked:
                return _opened(request, phone)
            _send(request, phone)
            asked = True
        except Refusal as no:
            asked = asked or no.code == "code_soon"
            problems.refuse(no)
        except Undelivered as no:
            problems.add(
                "phone", _("验证码没有发出去：%(why)s。可以过一会儿再试，也可以用查询码查进度。") % {"why": no}
            )
    return forms.page(request, "resident/enter.html", _shown(request, asked), problems)


def _shown(request: HttpRequest, asked: bool) -> dict[str, object]:
    now: datetime = request.now  # type: ignore[attr-defined]
    needed = [c.spec for c in people.consents(request.actor, now) if c.spec.needed]  # type: ignore[attr-defined]
    return {
        "phone": request.POST.get("phone", ""), "asked": asked, "needed": needed, "can_text": texting.can_text(),
        "next": request.POST.get("next", request.GET.get("next", "")), "key": new_id(),
    }  # fmt: skip


def _send(request: HttpRequest, phone: str) -> None:
    """A fresh code, sent at once. Raises Refusal within a minute of the last one, Undelivered when it did not go."""
    now: datetime = request.now  # type: ignore[attr-defined]
    if not texting.can_text():
        raise Undelivered(_("这里还没有开通短信"), final=True)
    texting.send_code(phone, phones.ask(phone, now), area=places.county() or AreaCode("99"), now=now)


def _opened(request: HttpRequest, phone: str) -> HttpResponse:
    """Signed in for thirty days on this device, with the yes that signing in needs kept under the words shown."""
    now: datetime = request.now  # type: ignore[attr-defined]
    key = forms.key(request)
    order = SignInByPhone(account=new_id(), phone=phone, code=request.POST.get("code", ""))
    found = UUID(gate.execute(order, actor=request.actor, now=now, key=key)["account"])  # type: ignore[attr-defined]
    account = accounts.Backend().get_user(found)
    sign_in(request, account, backend="liren.trust.accounts.Backend")
    request.session.set_expiry(KEPT)
    gate.execute(GiveConsent(consent=new_id(), purpose=NEEDED), actor=account.actor, now=now, key=new_id())  # type: ignore[union-attr]
    return redirect(_onward(request))


def _onward(request: HttpRequest) -> str:
    """Where the visitor wanted to go, if that lies in this house."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else reverse("own")
