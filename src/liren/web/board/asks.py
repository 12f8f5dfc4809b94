"""The three questions in at most three rows each, and the table of areas. No name, no words of a reporter."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from liren.cases.queries import CaseLine
from liren.cases.queries.board import Figures, Place
from liren.cases.rules.board import Change, compare
from liren.catalogue import queries as catalogue
from liren.web import where
from liren.web.board.cards import link
from liren.web.display import Clock, clock_words, grouped

ROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One row under a question."""

    what: str
    href: str
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """An area in the table beside the map."""

    code: str
    name: str
    open: int
    late: int
    change: Change
    href: str
    late_href: str
    this_href: str

    @property
    def words(self) -> str:
        """Against its own four weeks: 多 6 件, 差不多, 件少, 不满四周，不比."""
        if self.change.trend == "few":
            return _("件少")
        if self.change.trend == "young":
            return _("不满四周，不比")
        if self.change.more > 0:
            return _("多 %(n)s 件") % {"n": grouped(self.change.more)}
        return _("少 %(n)s 件") % {"n": grouped(-self.change.more)} if self.change.more else _("差不多")


def late(lines: Iterable[CaseLine], now: datetime) -> list[Ask]:
    """The three that are late the longest: what and where, not the words of whoever reported."""
    return [
        Ask(
            what=f"{line.kind_label}，{place(line)}", href=f"/case/{line.id}/", clock=clock_words(line.next_due_at, now)
        )
        for line in lines
        if line.next_due_at
    ]


def place(line: CaseLine) -> str:
    """Where a case is, in a few characters."""
    return _("网格外") if line.placed == "outside" else where.short(line.scope)


def area_rows(found: list[Place], *, young: bool) -> list[AreaRow]:
    """Every area with its cases, in the order of the codes."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in found:
        for n, value in enumerate((one.open, one.late, one.this, one.before)):
            sums[one.area][n] += value
    return [
        AreaRow(
            code=code, name=where.long(code).removesuffix("社区"), open=sums[code][0], late=sums[code][1], change=compare(*sums[code][2:], young=young),
            href=link("open", code), late_href=link("late", code), this_href=link("reported", code, 1),
        )
        for code in sorted(sums)
    ]  # fmt: skip


def worse(rows: list[AreaRow], found: list[Place], now: datetime) -> list[Ask]:
    """Areas that had clearly more reports than in their own weeks before, with the kind that grew most."""
    grown = sorted((r for r in rows if r.change.trend == "worse"), key=lambda r: (-r.change.more, r.code))
    labels = {e.code: str(e.spec.label) for e in catalogue.entries("case_kind", at=now)}
    return [
        Ask(
            what=f"{row.name}，{labels.get(_grown_most(found, row.code), '')}", href=row.this_href,
            clock=Clock("soon", _("多 %(more)s 件，共 %(this)s 件") % {"more": grouped(row.change.more), "this": grouped(row.change.this)}),
        )
        for row in grown
    ]  # fmt: skip


def _grown_most(found: list[Place], area: str) -> str:
    return max((p for p in found if p.area == area), key=lambda p: (p.this - p.before / 4, p.kind)).kind


def help(figures: Figures, area: str) -> list[Ask]:
    """Who waits: for help, for somebody to begin, for a thing to be truly solved."""
    said = {"help": (_("有人等着帮忙，还没办好"), "soon"), "waiting": (_("三天还没人接手"), "late"),
            "disputed": (_("反映人说没解决"), "soon")}  # fmt: skip
    return [
        Ask(what=words, href=link(name, area), clock=Clock(state, _("%(n)s 件") % {"n": grouped(figures.now[name])}))
        for name, (words, state) in said.items()
        if figures.now[name]
    ]
