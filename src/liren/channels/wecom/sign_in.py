"""Signing in with WeCom: it says which member it is, and the account bound to that member is signed in.

Only accounts that exist: nobody is made by signing in. A member is bound by signing in once with name and password and
then again with WeCom; what is bound is the account's own address of the channel. WeCom stands for the password; an
account that must use TOTP is asked for it all the same (decision 0017).
"""

from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core.ratelimit import consume
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from liren.channels import accounts
from liren.channels.answering import address
from liren.channels.wecom.client import Wecom
from liren.kernel import Actor, AreaCode, Code, Denied
from liren.kernel.actor import the_house
from liren.kernel.ports import Undelivered
from liren.notices import queries as notices
from liren.notices.commands import BindAddress
from liren.places import queries as places
from liren.trust import gate
from liren.trust.accounts import Backend

SALT = "wecom.sign_in"
STATE_S = 600
STATE_COOKIE = "wecom_state"
NOT_BOUND = "这个企业微信账号还没有和里仁的账号连在一起。请先用账号和密码登录，再到“怎么告诉我”里点“连上我的企业微信”。"
EXPIRED = "登录的时间太久，或者不是在这个浏览器里开始的，请再点一次“用企业微信登录”。"


def _wecom() -> Wecom:
    account = accounts.wecom()
    if account is None:
        raise Http404
    return Wecom(account)


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Off to WeCom with a mark that only this browser can bring back (WeCom takes 128 letters and digits as state, so what
    belongs to it is signed and stays in a cookie). Signed in already, it binds.
    """
    wecom = _wecom()
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mark = uuid4().hex
    kept = {"mark": mark, "account": str(actor.account or ""), "next": request.GET.get("next", "")}
    inside = "wxwork" in request.headers.get("User-Agent", "").lower()
    back = address(request, reverse("wecom-signed-in"))
    answer = redirect(wecom.sign_in_at(back, mark, inside=inside))
    answer.set_cookie(
        STATE_COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=STATE_S,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answer


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Back from WeCom. Raises Denied with the way on for somebody who is not bound, and for a state that is not ours."""
    wecom = _wecom()
    if not consume(request, action="login"):
        raise Denied("登录太频繁，请过一会儿再试。", code="rate")
    kept = _state(request)
    try:
        member = wecom.member(request.GET.get("code", "")[:512])
    except Undelivered as trouble:
        raise Denied(f"企业微信没有认出您：{trouble}。请再点一次，或者用密码登录。", code="wecom") from trouble
    if not member:
        raise Denied("您不是这个企业的成员，请用账号和密码登录。", code="visitor")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if kept["account"]:
        return _bind(request, actor, kept, member)
    bearers = notices.bearers_of(the_house("messages"), "wecom", member)
    account = next((b.account for b in bearers if b.account), None)
    user = Backend().get_user(account) if account else None
    if user is None:
        raise Denied(NOT_BOUND, code="not_bound")
    login = Login(user=user, redirect_url=_next(request, kept["next"]))
    user.backend = "liren.trust.accounts.Backend"
    answer: HttpResponse = perform_login(request, login)
    answer.delete_cookie(STATE_COOKIE)
    return answer


def _bind(request: HttpRequest, actor: Actor, kept: dict[str, str], member: str) -> HttpResponse:
    """The member becomes the signed-in account's address of WeCom. A member belongs to one account."""
    if actor.account is None or str(actor.account) != kept["account"]:
        raise Denied(EXPIRED, code="state")
    bearers = notices.bearers_of(the_house("messages"), "wecom", member)
    if any(b.account not in (None, actor.account) for b in bearers):
        raise Denied("这个企业微信账号已经连着另一个里仁账号，请找管理员核对。", code="bound")
    area = min((grant.area for grant in actor.grants), key=len, default=None) or places.county()
    order = BindAddress(
        area=AreaCode(area or ""), account=actor.account, channel=Code("wecom"), address=member, how=Code("sign_in")
    )
    gate.execute(order, actor=actor, now=request.now, key=uuid4())  # type: ignore[attr-defined]
    get_adapter().add_message(request, 25, message="连上了。以后可以用企业微信登录，工作消息也发到那里。")
    return redirect(_next(request, kept["next"]))


def _state(request: HttpRequest) -> dict[str, str]:
    try:
        kept: dict[str, str] = signing.loads(request.COOKIES.get(STATE_COOKIE, ""), salt=SALT, max_age=STATE_S)
    except signing.BadSignature as error:
        raise Denied(EXPIRED, code="state") from error
    if kept["mark"] != request.GET.get("state", ""):
        raise Denied(EXPIRED, code="state")
    return kept


def _next(request: HttpRequest, wanted: str) -> str:
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else reverse("home")
