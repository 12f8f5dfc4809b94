"""The tables of the studio: each measure with how it is worked out, and each micro-grid as it is and as it would be."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from liren.places.queries import Division
from liren.places.rules.dividing import LEAST, MOST
from liren.web.display import grouped

BAR = 100  # half the width of a bar of deviation, and what 50 % comes to


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A line of the table of measures: how it is now and would be, in words, and how it is worked out."""

    name: str
    now: str
    then: str
    change: str
    tone: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A micro-grid of now, of the plan, or of both."""

    number: str
    now: int | None
    then: int | None
    deviation: str
    bar_x: float
    bar: float
    tone: str
    said: str
    part: int | None
    keeper: str


def measures(now: Division | None, plan: Division | None) -> list[Figure]:
    """The look's table: each figure with how it is worked out. Without a plan only how it is."""
    best = plan or now
    assert best is not None
    mean = round(best.measures.mean)
    heavy = best.heavy()
    rest = [abs(p.deviation) for p in best.measures.parts if p.number not in heavy]
    limited = _("除受限的片外最大 %(n)s") % {"n": percent(max(rest))} if heavy and rest else _("离平均最远的一片差多少")
    lines = [
        _figure(_("平均偏差"), now, plan, lambda m: m.mean_deviation, percent, -1, _("更匀"), _("更不匀"),
                _("每个微网格户数与 %(n)d 户之差的平均") % {"n": mean}),
        _figure(_("最大偏差"), now, plan, lambda m: m.most_deviation, percent, -1, _("更匀"), _("更不匀"), limited),
        _figure(_("断开的片"), now, plan, lambda m: m.broken, str, -1, _("连上了"), _("断开了"),
                _("每个微网格都要连成一片，多出来的片数")),
        _figure(_("形状紧凑"), now, plan, lambda m: m.compact, lambda v: f"{v:.2f}", 1, _("更整"), _("更碎"),
                _("4π×面积÷周长²，1 是圆")),
        _figure(_("沿路"), now, plan, lambda m: m.road_share, percent, 1, _("更多沿路"), _("更少沿路"),
                _("微网格之间的边界有多少在路上")),
    ]  # fmt: skip
    if heavy and plan is not None:
        lines[1] = Figure(
            name=lines[1].name,
            now=lines[1].now,
            then=lines[1].then,
            change=_("受单体楼限制"),
            tone="no",
            how=lines[1].how,
        )
    if plan is not None and now is not None:
        total = sum(plan.layout.households)
        share = _("占 %(n)s") % {"n": percent(plan.moved_households / total if total else 0)}
        lines.append(
            Figure(
                name=_("换微网格的户"), now="—", then=grouped(plan.moved_households), change=share, tone="", how="moves"
            )
        )
    return lines


def _figure(
    name: str,
    now: Division | None,
    plan: Division | None,
    of: Any,
    words: Any,
    better: int,
    up: str,
    down: str,
    how: str,
) -> Figure:
    was, then = (of(d.measures) if d else None for d in (now, plan))
    change, tone = "", ""
    if was is not None and then is not None:
        change = _("不变")
        if words(was) != words(then):
            good = (then - was) * better > 0
            change, tone = (up, "up") if good else (down, "no")
    return Figure(
        name=name, now=words(was) if was is not None else "—", then=words(then) if then is not None else "—",
        change=change, tone=tone, how=how,
    )  # fmt: skip


def percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def rows(now: Division | None, plan: Division | None, keepers: dict[str, str]) -> list[Row]:
    """Every micro-grid of now and of the plan, by number; one that vanishes has no part, a new one no present."""
    before = {now.codes.of[p.number].code: p for p in now.measures.parts} if now else {}
    after = {plan.codes.of[p.number].code: p for p in plan.measures.parts} if plan else {}
    found = []
    for code in sorted(set(before) | set(after)):
        was, then = before.get(code), after.get(code)
        part = then or (was if plan is None else None)
        share = part.deviation if part else 0.0
        size = min(abs(share) / 0.5, 1.0) * BAR
        outside = part is not None and not LEAST <= part.households <= MOST
        said = _("新") if plan and code not in before and now else _("并掉") if plan and code not in after else ""
        found.append(Row(
            number=code[-2:], now=was.households if was else None, then=then.households if then else None,
            deviation=f"{'+' if share > 0 else '−' if share < 0 else ''}{abs(100 * share):.0f}%" if part else "",
            bar=round(size, 1), bar_x=round(100 - size if share < 0 else 100, 1), tone="soon" if outside else "act",
            said=said, part=then.number if then else None, keeper=keepers.get(code, ""),
        ))  # fmt: skip
    return found
