"""The alarm strip: each open group as one line with its next step, who keeps the place, and how loud it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.cases.queries import CaseLine
from liren.catalogue import queries as catalogue
from liren.devices.kinds import RULE_FAMILY
from liren.devices.queries import board, drawn
from liren.devices.queries.board import OpenGroup
from liren.devices.rules.ruling import rule_for
from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.people.queries import HolderCard, keepers
from liren.places import queries as places
from liren.trust.sight import visible
from liren.web import where
from liren.web.alarms import words
from liren.web.display import Clock, span_words, worded

MOST, ON_WALL = 30, 4
LOUD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be done next: its words, where it leads; with `verb` it is a button that says so to the alarm."""

    words: str
    href: str
    verb: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One group. `building` is "" where the house is not known; `level` 1–3; `rings`: it sounds until somebody has seen it."""

    group: OpenGroup
    kind: str
    what: str
    building: str
    spot: str
    area: str
    age: str
    standing: Clock
    marks: tuple[str, ...]
    level: int
    rings: bool
    keeper: HolderCard | None
    cameras: int
    case: UUID | None
    step: Step | None
    key: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The lines that are shown and how many groups there are; `ringing` of them sound."""

    lines: tuple[Line, ...]
    whole: int

    @property
    def ringing(self) -> int:
        return sum(line.rings for line in self.lines)

    @property
    def hidden(self) -> int:
        return self.whole - len(self.lines)


def level_of(kind: str, device_kind: str, area: str, raised_at: datetime) -> int:
    """How loud an alarm is: what the rule says that spoke for it. An alarm for which none speaks is 1."""
    rules = [entry.spec for entry in catalogue.entries(RULE_FAMILY, area=area, at=raised_at)]
    rule = rule_for(rules, kind=kind, device=device_kind, at=raised_at)
    return rule.loud if rule else 1


def strip(actor: Actor, area: str, now: datetime, *, wall: bool) -> Strip:
    """The open groups of an area: what waits for a word first, by level, what nobody has seen before the rest, then the newest;
    drills last."""
    groups, whole = board.open_groups(actor, area, MOST)
    levels = {g.head.id: level_of(g.head.kind, g.head.device_kind, g.head.area, g.head.raised_at) for g in groups}
    groups.sort(key=lambda g: (g.drill is not None, g.waiting == 0, -levels[g.head.id], g.seen, -g.latest.timestamp()))
    shown = groups[:ON_WALL] if wall else groups
    beside = _Beside(actor, area, shown, now)
    return Strip(lines=tuple(beside.line(g, levels[g.head.id]) for g in shown), whole=whole)


class _Beside:
    """What stands beside the groups, each asked once for all of them."""

    def __init__(self, actor: Actor, area: str, groups: Iterable[OpenGroup], now: datetime) -> None:
        heads = [g.head for g in groups]
        self.actor, self.now = actor, now
        self.houses = places.building_names(actor, {a.building for a in heads if a.building})
        self.keepers = keepers.keepers_of(actor, (a.area for a in heads), now) if actor.holds("people.see") else {}
        spots = {a.id: (a.lon, a.lat) for a in heads if a.case and a.lon is not None and a.lat is not None}
        self.cameras = drawn.cameras_near(actor, spots, area, now)
        known = [a.case for a in heads if a.case]
        self.cases = {line.id: line for line in cases.lines(actor, known)} if known else {}

    def line(self, group: OpenGroup, level: int) -> Line:
        head = group.head
        case = self.cases.get(head.case) if head.case else None
        rings = level == LOUD and group.waiting > 0 and not group.seen and group.drill is None
        return Line(
            group=group, kind=worded(head.kind_label), what=head.device_name,
            building=self.houses.get(head.building, "") if head.building else "", spot=words.spot(head),
            area=where.long(head.area), age=_age(group.latest, self.now), standing=words.standing(head),
            marks=tuple(words.marks(head)), level=level, rings=rings, keeper=self.keepers.get(head.area),
            cameras=self.cameras.get(head.id, 0), case=case.id if case else None, step=self._step(group, case), key=new_id(),
        )  # fmt: skip

    def _step(self, group: OpenGroup, case: CaseLine | None) -> Step | None:
        """Exactly one, the next: 核实 (which says that it was seen), 知道了, 派遣, 看案件, else only to look."""
        head = group.head
        look = reverse("alarm", args=[head.id])
        if group.waiting and visible(self.actor, "devices.confirm", head.area):
            if head.case is None:
                return Step(words=_("知道了"), href="", verb="seen")
            return Step(words=_("核实"), href=look, verb="" if group.seen else "seen")
        if case is not None and not group.waiting:
            page = reverse("case", args=[case.id])
            if case.state == "filed" and visible(self.actor, "cases.dispatch", case.scope):
                return Step(words=_("派遣"), href=f"{page}#do-dispatch")
            return Step(words=_("看案件"), href=page)
        return Step(words=_("看告警"), href=look)


def _age(at: datetime, now: datetime) -> str:
    span = span_words(now - at)
    return _("%(span)s前") % {"span": span} if span else _("刚刚")
