"""/command/map/<layer>.json: what the map draws of one layer, for who may see it. Of people it knows posts, never positions."""

import gzip
from collections.abc import Callable
from datetime import datetime
from itertools import groupby

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.cases.queries import commanded
from liren.devices.kinds import STATES
from liren.devices.queries import board, drawn
from liren.kernel import Actor, Missing
from liren.people.queries import keepers
from liren.places import queries as places
from liren.web import staff, where
from liren.web.alarms import words
from liren.web.board.area import asked_area
from liren.web.command import layers
from liren.web.command.strip import level_of
from liren.web.desk.view import line_clock
from liren.web.display import grouped, worded

ALARMS, CASES = 500, 2000
LARGE = 20_000  # bytes, from which on an answer is packed
Row = tuple[str, str, int, float, float, str] | tuple[str, str, int, float, float, str, int]
Rows = list[Row]


class Drawn(msgspec.Struct, kw_only=True):
    """One layer: `shapes` are the marks, the worst in front, `labels` their words; `rows` are [id, title, place in `shapes`, lon, lat, words, how many alarms]; `href` is the page of a row with {id} in it;
    `says` how many there are and how many are drawn; `whole` in all."""

    shapes: list[str]
    labels: list[str]
    href: str
    says: str
    whole: int
    rows: Rows | msgspec.Raw


@staff.staff
@require_safe
def layer_door(request: HttpRequest, layer: str) -> HttpResponse:
    """Raises Missing for a layer that this viewer is not offered."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    area = asked_area(request, actor, "devices.see") if actor.holds("devices.see") else ""
    if not area or layer not in layers.offered(actor, area):
        raise Missing
    make: dict[str, Callable[[Actor, str, datetime], Drawn]] = {
        "alarms": _alarms, "cases": _cases, "devices": _devices, "keepers": _keepers
    }  # fmt: skip
    made = make[layer](actor, area, request.now)  # type: ignore[attr-defined]
    return _packed(request, msgspec.json.encode(made))


def _packed(request: HttpRequest, body: bytes) -> HttpResponse:
    """Ten thousand devices are 770 kB, packed a third."""
    pack = len(body) > LARGE and "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(gzip.compress(body, 5, mtime=0) if pack else body, content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Vary"] = "Accept-Encoding"
    if pack:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def said(whole: int, shown: int, all_: str, some: str) -> str:
    """告警：全部 12 起，图上 11 起; one number where the map draws all of them."""
    return (all_ if whole == shown else some) % {"whole": grouped(whole), "shown": grouped(shown)}


def _alarms(actor: Actor, area: str, now: datetime) -> Drawn:
    """A group by its first alarm: nobody has said yet, real and in hand, only listed, a drill."""
    groups, whole = board.open_groups(actor, area, ALARMS)
    rows: Rows = []
    for g in groups:
        head = g.head
        if head.lon is None or head.lat is None:
            continue
        loud = level_of(head.kind, head.device_kind, head.area, head.raised_at)
        shape = 3 if g.drill else 1 if head.judged == "confirmed" else 0 if loud == 3 and g.waiting else 2
        many = _("，共 %(n)s 条") % {"n": g.many} if g.many > 1 else ""
        told = f"{words.standing(head).words}{many}"
        rows.append(
            (str(head.id), f"{worded(head.kind_label)}：{head.device_name}", shape, head.lon, head.lat, told, g.many)
        )
    return Drawn(
        shapes=["alarm-wait", "alarm-real", "alarm-list", "alarm-drill"], labels=[_("等人核实"), _("真的，在办"), _("别的告警"), _("演练")],
        href=reverse("command-chain", args=[_NIL]).replace(_NIL, "{id}"), says=said(whole, len(rows), _("告警：图上 %(shown)s 起"), _("告警：全部 %(whole)s 起，图上 %(shown)s 起")), whole=whole, rows=rows,
    )  # fmt: skip


def _cases(actor: Actor, area: str, now: datetime) -> Drawn:
    """Urgent ones stand apart; the others by their time limit."""
    found, whole, _urgent = commanded.open_points(actor, area, CASES)
    shapes = ["danger", "late", "soon", "okay", "hold"]
    rows: Rows = []
    for line in found:
        if line.lon is None or line.lat is None:
            continue
        clock = line_clock(line, now)
        state = "danger" if line.severity == "urgent" else clock.state if clock.state in shapes else "okay"
        rows.append((str(line.id), line.title or line.number, shapes.index(state), line.lon, line.lat, clock.words))
    return Drawn(
        shapes=shapes, labels=[_("紧急"), _("超期"), _("2 小时内"), _("在期内"), _("停着")],
        href=reverse("case", args=[_NIL]).replace(_NIL, "{id}"), says=said(whole, len(rows), _("案件：图上 %(shown)s 件"), _("案件：全部 %(whole)s 件，图上 %(shown)s 件")), whole=whole, rows=rows,
    )  # fmt: skip


def _devices(actor: Actor, area: str, now: datetime) -> Drawn:
    """Made by PostgreSQL, because there may be ten thousand."""
    text, whole, placed = drawn.points(actor, area)
    return Drawn(
        shapes=[f"device-{state}" for state in drawn.WORST], labels=[worded(STATES[state]) for state in drawn.WORST],
        href=reverse("device", args=[_NIL]).replace(_NIL, "{id}"),
        says=said(whole, min(placed, drawn.MOST), _("设备：图上 %(shown)s 台"), _("设备：全部 %(whole)s 台，图上 %(shown)s 台")), whole=whole, rows=msgspec.Raw(text.encode()),
    )  # fmt: skip


def _keepers(actor: Actor, area: str, now: datetime) -> Drawn:
    """Whoever keeps an area now, drawn at the middle of the area: the post has a place, the person has none."""
    found = keepers.on_duty_inside(actor, area, now)
    middles = places.middles(actor, {card.area for card in found})
    rows: Rows = []
    for code, cards in groupby(found, key=lambda card: card.area):
        if code not in middles:
            continue
        names = "、".join(f"{card.post_label} {card.name} {card.work_phone}".strip() for card in cards)
        rows.append((code, where.long(code), 0, *middles[code], names))
    return Drawn(
        shapes=["keeper"], labels=[_("在岗的网格员，画在微网格的中间")], href=f"{reverse('keeper')}?area={{id}}",
        says=said(len({card.area for card in found}), len(rows), _("有人在岗的网格：图上 %(shown)s 个"), _("有人在岗的网格：全部 %(whole)s 个，图上 %(shown)s 个")), whole=len(found), rows=rows,
    )  # fmt: skip


_NIL = "00000000-0000-0000-0000-000000000000"
