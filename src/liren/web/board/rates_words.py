"""What a page of the rates asks for, and a rate in words: its formula with the numbers in it, each opening its cases."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.cases.followups import ON_TIME, FollowUp
from liren.cases.queries.rates import By, Slice
from liren.cases.rules.callbacks import today
from liren.cases.rules.rates import FEW, SETS, Figure, Window, window, window_of
from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.web import staff
from liren.web.board.area import asked_area
from liren.web.display import grouped, worded

RIGHT = "cases.urge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A number inside a formula, and the list it opens ("" where none is shown)."""

    words: str
    count: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A rate in words. `figure` is "" where there are too few to say one; `few` says so."""

    code: str
    title: str
    figure: str
    few: str
    top: tuple[Part, ...]
    whole: tuple[Part, ...]
    rest: tuple[Part, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for."""

    area: str
    window: Window
    by: By
    unit: UUID | None

    @property
    def slice(self) -> Slice:
        return Slice(area=self.area, since=self.window.since, until=self.window.until, unit=self.unit)

    def query(self, **more: str) -> str:
        kept = {"in": self.area, "window": self.window.code, "by": self.by, "unit": str(self.unit or ""), **more}
        return urlencode({name: value for name, value in kept.items() if value})


def asked_of(request: HttpRequest, actor: Actor, now: datetime) -> Asked:
    staff.need(actor, RIGHT)
    area = asked_area(request, actor, RIGHT)
    try:
        found = window(request.GET.get("window", ""))
    except ValueError:
        found = window(window_of(today(now)))
    ways = [by for by, _label in bys(area)]
    by = next((one for one in ways if one == request.GET.get("by")), ways[0])
    try:
        unit = UUID(request.GET["unit"]) if request.GET.get("unit") else None
    except ValueError:
        raise Missing(_("没有这个单位。")) from None
    return Asked(area=area, window=found, by=by, unit=unit)


def bys(area: str) -> list[tuple[By, str]]:
    """What a table of the area can list: what lies below it, and units."""
    if len(area) < Level.TOWN:
        return [("town", _("按镇（街道）")), ("unit", _("按单位"))]
    return [("community", _("按社区（村）")), ("unit", _("按单位"))]


def link(name: str, asked: Asked, **more: str) -> str:
    return f"{reverse('rates-cases', args=[name])}?{asked.query(**more)}"


def part(name: str, n: dict[str, int], asked: Asked) -> Part:
    shut = SETS[name].calls and n["reached"] < FEW
    return Part(
        words=worded(SETS[name].label), count="" if shut else grouped(n[name]),
        href="" if shut or not n[name] else link(name, asked),
    )  # fmt: skip


def card(figure: Figure, n: dict[str, int], rule: FollowUp, asked: Asked) -> Card:
    rate = figure.formula(n, rule)
    less = figure.code == "on_time" and rule.on_time == "due_less_suspended"
    whole = figure.whole if less or figure.code != "on_time" else figure.whole[:1]
    if not rate.few:
        few = ""
    elif figure.calls:
        few = _("件少，不列")
    else:
        few = _("件少（%(n)s）") % {"n": rate.whole}
    return Card(
        code=figure.code, title=worded(figure.title), figure="" if rate.few else rate.percent, few=few,
        top=tuple(part(name, n, asked) for name in figure.top), whole=tuple(part(name, n, asked) for name in whole),
        rest=tuple(part(name, n, asked) for name in figure.rest), says=_says(figure.code, rule),
    )  # fmt: skip


def _says(code: str, rule: FollowUp) -> str:
    said = {
        "response": _("到期的里面，期限内第一次联系到反映人的。"),
        "solving": _("只算回访问到的；解决了一部分、没有回音都不算解决。"),
        "satisfaction": _("满意 + α × 基本满意，α = %(alpha)s。没评价的不算满意。") % {"alpha": f"{rule.alpha:g}"},
        "closing": _("到期的里面，核查过或者已回复的。结案不等于解决，看解决率。"),
        "on_time": _("除以%(variant)s。") % {"variant": worded(ON_TIME[rule.on_time])},
        "reworked": _("核查没通过或者重办过的，越低越好。"),
        "returned": _("派出去又被退回的，看派单准不准。"),
        "extended": _("延期和缓办的，除以立案的。"),
        "repeated": _("同一件事报了几遍，看告诉得够不够，不是谁的成绩。"),
    }
    return said.get(code, "")


def calls(n: dict[str, int], asked: Asked) -> list[Part]:
    names = (
        "reached",
        "by_rule",
        "partly",
        "not_contacted",
        "unreachable",
        "refused",
        "wrong_number",
        "expired",
        "called_out",
    )
    return [part(name, n, asked) for name in names]
