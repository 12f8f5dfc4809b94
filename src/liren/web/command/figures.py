"""The figures of the command board, each with formula, window and sample, and the list of exactly the records behind each."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from liren.cases.queries import commanded
from liren.cases.queries.commanded import CONFIRMED
from liren.devices.kinds import CAUSES
from liren.devices.queries import board, drawn, uptime
from liren.devices.queries.board import AlarmFigures
from liren.devices.rules.board import FEW, SETS
from liren.kernel import Actor, Missing
from liren.web import staff, where
from liren.web.alarms import words
from liren.web.board.area import asked_area
from liren.web.desk.view import line_clock
from liren.web.display import grouped, moment_words, worded
from liren.web.office import export

LATELY = timedelta(days=30)
PAGE, FILE = 50, 100_000
UPTIME = gettext_noop("在线率算进的设备")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A number of a formula and the list it opens."""

    words: str
    count: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One figure. `figure` is "" where there were too few to say a share; `says` is the formula with its window."""

    code: str
    title: str
    figure: str
    unit: str
    href: str
    parts: tuple[Part, ...]
    says: str
    more: tuple[Part, ...] = field(default=())


def link(name: str, area: str, **more: str) -> str:
    """The list behind a number."""
    return f"{reverse('command-figure', args=[name])}?{urlencode({'in': area, **more})}"


def cards(actor: Actor, area: str, now: datetime) -> list[Card]:
    """The four cards: what is open, confirmed in time, false alarms by cause, online. The second only for who sees cases there."""
    found = board.figures(actor, area, now)
    made = [_open(found, area)]
    if actor.holds("cases.see"):
        made.append(_in_time(actor, area, now))
    return [*made, _false(found, area), _online(actor, area, now)]


def _open(found: AlarmFigures, area: str) -> Card:
    return Card(
        code="open", title=_("告警"), figure=grouped(found.open), unit=_("起没有了结"), href=link("open", area),
        parts=(Part(words=_("等人核实"), count=grouped(found.waiting), href=link("waiting", area)),),
        says=_("同一处一起响的算一起，演练不算。"),
    )  # fmt: skip


def _in_time(actor: Actor, area: str, now: datetime) -> Card:
    try:
        found = commanded.confirmed(actor, area, now)
    except Missing:
        found = dict.fromkeys(CONFIRMED, 0)
    return Card(
        code="in_time", title=_("告警确认及时率"), figure=_share(found["in_time"], found["due"]), unit="%", href=link("in_time", area),
        parts=(
            Part(words=_("时限内有人核实"), count=grouped(found["in_time"]), href=link("in_time", area)),
            Part(words=_("该核实的案件"), count=grouped(found["due"]), href=link("due", area)),
        ),
        says=_("近 30 天，时限照案件类别，演练不算。"),
    )  # fmt: skip


def _false(found: AlarmFigures, area: str) -> Card:
    causes = sorted(found.causes.items(), key=lambda one: (-one[1], one[0]))
    return Card(
        code="false", title=_("误报率"), figure=_share(found.false, found.judged), unit="%", href=link("false", area),
        parts=(
            Part(words=_("误报"), count=grouped(found.false), href=link("false", area)),
            Part(words=_("核实过的告警"), count=grouped(found.judged), href=link("judged", area)),
        ),
        says=_("近 30 天，按起算，演练不算。"),
        more=tuple(
            Part(words=worded(CAUSES[cause][0]), count=grouped(n), href=link("false", area, cause=cause)) for cause, n in causes
        ),
    )  # fmt: skip


def _online(actor: Actor, area: str, now: datetime) -> Card:
    up = uptime.by_area(actor, area, len(area), now - LATELY, now, now).get(area, uptime.NONE)
    rows = link("uptime", area)
    return Card(
        code="uptime", title=_("设备在线率"), figure=f"{100 * up.share:.1f}" if up.share is not None else "", unit="%", href=rows,
        parts=(
            Part(words=_("在线分钟"), count=grouped(round(up.on_s / 60)), href=rows),
            Part(words=_("应在线分钟"), count=grouped(round(up.due_s / 60)), href=rows),
        ),
        says=_("近 30 天。检修的、因网关不清楚的时间不算。"),
    )  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole >= FEW else ""


@staff.staff
@require_safe
def listed(request: HttpRequest, name: str) -> HttpResponseBase:
    """The records of one number: `in` its area, `cause` of false alarms, fifty a `page`; `csv` and `xlsx` take all of them along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, "devices.see")
    area, page = asked_area(request, actor, "devices.see"), _page(request)
    taken = bool({"csv", "xlsx"} & set(request.GET))
    cause = request.GET.get("cause", "") if name == "false" else ""
    if name not in (*SETS, *CONFIRMED, "uptime") or (cause and cause not in CAUSES):
        raise Missing
    made = {"page": 0 if taken else page, "size": FILE if taken else PAGE}
    if name == "uptime":
        label, head, rows, count = _devices(request, area, made)
    elif name in SETS:
        label, head, rows, count = _alarms(request, name, area, cause, made)
    else:
        label, head, rows, count = _cases(request, name, area, made)
    if taken:
        return export.table(request, label, head, [[cell.words for cell in row] for row in rows])
    more = {"cause": cause} if cause else {}
    shown = {
        "label": label, "head": head, "rows": rows, "count": count, "area_name": where.long(area), "name": name,
        "back": f"{reverse('command')}?in={area}", "file": link(name, area, **more),
        "first": page * PAGE + 1, "last": page * PAGE + len(rows),
        "before": link(name, area, **more, page=str(page - 1)) if page else "",
        "after": link(name, area, **more, page=str(page + 1)) if (page + 1) * PAGE < count else "",
    }  # fmt: skip
    return staff.page(request, "command/listed.html", "command", shown)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a list: its words, where they lead, whether it is a number."""

    words: str
    href: str = ""
    number: bool = False


Table = tuple[str, list[str], list[list[Cell]], int]


def _alarms(request: HttpRequest, name: str, area: str, cause: str, made: dict[str, int]) -> Table:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    count = board.figures(actor, area, now).of(name, cause)
    rows = [
        [
            Cell(worded(a.kind_label)), Cell(a.device_name, reverse("command-chain", args=[a.id])), Cell(where.long(a.area)),
            Cell(words.spot(a)), Cell(moment_words(a.raised_at, now)), Cell(words.standing(a).words),
            Cell(moment_words(a.judged_at, now) if a.judged_at else ""),
        ]
        for a in board.listed(actor, name, area, now, cause=cause, **made)
    ]  # fmt: skip
    label = worded(SETS[name].label) + (f"：{worded(CAUSES[cause][0])}" if cause else "")
    return label, [_("告警"), _("设备"), _("区域"), _("位置"), _("收到"), _("核实"), _("什么时候核实的")], rows, count


def _cases(request: HttpRequest, name: str, area: str, made: dict[str, int]) -> Table:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    count = commanded.confirmed(actor, area, now)[name]
    rows = [
        [
            Cell(line.number, reverse("case", args=[line.id])), Cell(line.title), Cell(where.long(line.scope)),
            Cell(moment_words(line.reported_at, now)), Cell(worded(line.state_label)), Cell(line_clock(line, now).words),
        ]
        for line in commanded.confirmed_cases(actor, name, area, now, **made)
    ]  # fmt: skip
    return (
        worded(CONFIRMED[name][0]),
        [_("编号"), _("案件"), _("区域"), _("反映"), _("到了哪一步"), _("时限")],
        rows,
        count,
    )


def _devices(request: HttpRequest, area: str, made: dict[str, int]) -> Table:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    found, count = drawn.uptimes(actor, area, now - LATELY, now, now, **made)
    rows = [
        [
            Cell(name, reverse("device", args=[id])), Cell(where.long(place)), Cell(grouped(round(up.on_s / 60)), number=True),
            Cell(grouped(round(up.due_s / 60)), number=True),
            Cell(f"{100 * up.share:.1f}%" if up.share is not None else "—", number=True),
        ]
        for id, name, place, up in found
    ]  # fmt: skip
    return worded(UPTIME), [_("设备"), _("区域"), _("在线分钟"), _("应在线分钟"), _("在线率")], rows, count


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return min(int(text), 10_000) if text.isascii() and text.isdigit() and len(text) < 6 else 0
