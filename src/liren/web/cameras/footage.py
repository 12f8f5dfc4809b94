"""For residents: how often cameras of each village were looked through and what for, and the request to see recordings."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.devices.commands.views import AskFootage
from liren.devices.queries import footage, looked, views
from liren.devices.rules.footage import DECISIONS, GROUNDS, RELATIONS
from liren.devices.rules.views import merged
from liren.kernel import Actor, AreaCode, Missing, Refusal
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.cameras.audit import month_of
from liren.web.display import SHANGHAI, clock_words, full_words, month_words, worded
from liren.web.secret_link import SecretLink

LINK = SecretLink(
    cookie="footage", opens=lambda viewer, token, now: _opens(viewer, token), page="footage-link",
    closed="这个浏览器里没有打开的申请，请用申请时给您的网址。",
)  # fmt: skip


def _opens(viewer: Actor, token: str) -> UUID | None:
    try:
        return footage.by_link(viewer, token).id
    except Missing:
        return None


@require_safe
def public_page(request: HttpRequest) -> HttpResponse:
    """This month and the last: cameras, views and purposes of each village; what is small is named together."""
    now: datetime = request.now  # type: ignore[attr-defined]
    viewer: Actor = request.actor  # type: ignore[attr-defined]
    this = month_of("", now)
    last = month_of(f"{this[0] - timedelta(days=1):%Y-%m}", now)
    names = dict(places.communities())
    placed = cameras_by_community = looked.camera_counts(viewer)
    county = min(cameras_by_community, default="")
    small = views.bounds(viewer, county[:9] or "", now).small if county else 5
    labels = {one.code: worded(one.label) for one in views.purposes(viewer, county[:9], now)} if county else {}
    shown = []
    for since, until in (this, last):
        counts: dict[str, int] = defaultdict(int)
        purposes: dict[str, int] = defaultdict(int)
        for community, purpose, n in looked.public_counts(viewer, since, until):
            counts[community] += n
            purposes[purpose] += n
        lines, rest = merged(list(counts.items()), small)
        kinds, others = merged(list(purposes.items()), small)
        shown.append({
            "month": month_words(since), "sum": sum(counts.values()), "rest": rest, "others": others,
            "lines": [(names.get(AreaCode(code), code), n) for code, n in lines],
            "kinds": [(labels.get(code, code), n) for code, n in kinds],
        })  # fmt: skip
    where = [(names.get(AreaCode(code), code), n) for code, n in sorted(placed.items()) if len(code) == 12]
    return render(request, "cameras/public.html", {"months": shown, "where": where, "small": small})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest) -> HttpResponse:
    """The form of art. 21. Sent: its secret link opens in this browser and is shown once."""
    typed, tried = Typed(request.POST), Attempt()
    viewer: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        if not consume(request, action="report"):
            raise Refusal("too_many", _("提交得太多了，请过一小时再来，或者到村（社区）办理。"))
        tried = attempt(request, typed, lambda: _order(typed))
        if tried.answer is not None:
            token = footage.token_of(viewer, UUID(tried.answer["request"]))
            return LINK.go(request, "footage-mine", token)
    shown = {
        "typed": typed.values(), "tried": tried, "key": new_id(), "communities": places.communities(),
        "grounds": [(code, worded(label)) for code, label in GROUNDS.items()],
        "relations": [(code, worded(label)) for code, label in RELATIONS.items()],
    }  # fmt: skip
    return render(request, "cameras/footage.html", shown, status=tried.status)


def _order(typed: Typed) -> AskFootage:
    area = typed.read("area", _community, _("还没有选是哪个村（社区），请从列表里选。"))
    return AskFootage(
        request=typed.key, area=area or AreaCode("32"), camera=None, place=typed.text("place"), since=_moment(typed, "since"),
        until=_moment(typed, "until"), ground=typed.text("ground"), relation=typed.text("relation"), words=typed.text("words"),
        name=typed.text("name"), phone=typed.text("phone"),
    )  # fmt: skip


def _community(text: str) -> AreaCode:
    if text not in {str(code) for code, _name in places.communities()}:
        raise ValueError(text)
    return AreaCode(text)


def _moment(typed: Typed, name: str) -> datetime | None:
    """A moment here, from a field of day and time."""
    wrong = _("日期和时间要像 2026-11-23T14:30 这样写。")
    found = typed.read(name, datetime.fromisoformat, wrong, optional=True)
    return found.replace(tzinfo=SHANGHAI) if found and found.tzinfo is None else found


@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The secret link, exchanged for a cookie."""
    footage.by_link(request.actor, token)  # type: ignore[attr-defined]
    return LINK.go(request, "footage-mine", token)


@require_safe
def mine_page(request: HttpRequest) -> HttpResponse:
    """The request that is open in this browser: where it stands, the answer with its reason, the address to keep."""
    LINK.opened(request)
    card = footage.by_link(request.actor, request.COOKIES[LINK.cookie])  # type: ignore[attr-defined]
    shown = {
        "card": card, "clock": clock_words(card.due_at, request.now), "due": full_words(card.due_at),  # type: ignore[attr-defined]
        "since": full_words(card.since), "until": full_words(card.until), "ground": worded(GROUNDS[card.ground]),
        "decision": worded(DECISIONS[card.decision]) if card.decision else "",
        "address": LINK.address(request, request.COOKIES[LINK.cookie]),
    }  # fmt: skip
    return render(request, "cameras/footage_mine.html", shown)
