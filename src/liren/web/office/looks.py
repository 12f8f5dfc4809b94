"""/office/looks/: every token and component as the pages show them now, read from the stylesheet and the icons themselves."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.web import staff
from liren.web.display import Clock, Problem, clock_words

TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")
ICON = re.compile(r'id="i-([a-z0-9-]+)"')
PAIRS = (
    ("ink", "sheet", 7.0), ("ink", "well", 7.0), ("ink-2", "sheet", 7.0), ("ink-3", "sheet", 4.5), ("ink-3", "well", 4.5),
    ("ink-3", "act-wash", 4.5), ("edge", "sheet", 3.0), ("edge", "paper", 3.0), ("seal", "sheet", 4.5),
    ("act", "sheet", 4.5), ("on-act", "act", 4.5), ("act-deep", "sheet", 7.0), ("late", "sheet", 4.5),
    ("late", "late-wash", 4.5), ("soon", "sheet", 4.5), ("soon", "soon-wash", 4.5), ("soon-shape", "sheet", 3.0),
    ("okay", "sheet", 4.5), ("okay", "okay-wash", 4.5), ("hold", "sheet", 4.5),
)  # fmt: skip
"""Text on ground, and the least contrast asked of it (WCAG 2.2: 4.5 for text, 3 for edges and shapes, 7 for what is read long)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour on a ground with the contrast measured now."""

    front: str
    ground: str
    front_hex: str
    ground_hex: str
    ratio: float
    least: float


@staff.staff
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """The living page of the design system; for everybody who has a duty."""
    return staff.page(request, "office/looks.html", "office", {
        "tokens": tokens(), "pairs": pairs(), "icons": _icons(), **_samples(request),
    })  # fmt: skip


@cache
def tokens() -> dict[str, str]:
    """Colour tokens by name, as the stylesheet has them before a mode raises them."""
    return dict(TOKEN.findall(_read("liren.css").partition("@layer base {")[0]))


def pairs() -> list[Pair]:
    """The pairs that pages use, each with its contrast."""
    colours = tokens()
    return [
        Pair(front, ground, colours[front], colours[ground], contrast(colours[front], colours[ground]), least)
        for front, ground, least in PAIRS
    ]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two #rrggbb colours (WCAG 2.2, relative luminance), 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _icons() -> list[str]:
    return ICON.findall(_read("icons.svg"))


def _read(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str)
    with open(found, encoding="utf-8") as file:
        return file.read()


def _samples(request: HttpRequest) -> dict[str, Any]:
    """Invented content for the components."""
    now = request.now  # type: ignore[attr-defined]
    late, soon, okay = (clock_words(now + timedelta(minutes=m), now) for m in (-192, 18, 60 * 30))
    return {
        "clocks": [late, soon, okay, Clock("hold", _("停着，等反映人")), Clock("done", _("按时办结"))],
        "problems": [Problem("looks-phone", _("手机号少 1 位，手机号是 11 位。"))],
        "tabs": [
            {"href": "#tabs", "name": _("超时的"), "count": 3, "tone": "late", "current": True},
            {"href": "#tabs", "name": _("两小时内到期"), "count": 5, "tone": "soon"},
            {"href": "#tabs", "name": _("新上报"), "count": 1286},
            {"href": "#tabs", "name": _("已经结束"), "count": None},
        ],
        "rows": [
            {"clock": late, "what": _("后巷污水井盖破损"), "where": _("新村 3 网格"), "state": _("办理中")},
            {"clock": soon, "what": _("楼道里堆了两辆旧车"), "where": _("新村 1 网格"), "state": _("没有签收")},
        ],
        "stations": [
            {"name": _("上报"), "when": "09:12", "state": "done"}, {"name": _("派遣"), "when": "09:40", "state": "done"},
            {"name": _("办理"), "when": _("现在"), "state": "now"}, {"name": _("核查"), "when": "", "state": "next"},
        ],
        "facts": [(_("时限"), _("4 个工作时")), (_("谁在办"), _("城管中队"))],
        "reasons": [_("这个网格的路灯由市政所管。"), _("它手上有 3 件，不到平常的一半。")],
        "options": [("yes", _("解决了")), ("no", _("没解决"))],
    }  # fmt: skip
