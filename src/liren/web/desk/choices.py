"""What may be chosen in the forms of one case: receivers, kinds, areas, exits; looked up only when a form asks."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from liren.cases import returns
from liren.cases.duties import TIERS
from liren.cases.kinds import CHANNELS, EXITS, GROUPS, RELIEFS, RESULTS, SATISFACTION, Kind
from liren.cases.published import list_of
from liren.cases.rules.fold import CaseState
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.people import queries as people
from liren.places import queries as places
from liren.web import where
from liren.web.desk.acts.shapes import Input
from liren.web.display import worded
from liren.web.orders import choices as order_choices


class Option(NamedTuple):
    """A value with its words, and a sentence under them where one helps."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Options of a select under one heading."""

    label: str
    options: tuple[Option, ...]


class Choices:
    """The lists for one case and one viewer, and the few words of a form that depend on the case."""

    def __init__(self, viewer: Actor, case: CaseState, kind: Kind, now: datetime) -> None:
        self.viewer, self.case, self.kind, self.now = viewer, case, kind, now
        self._made: dict[str, tuple[Any, ...]] = {}

    def of(self, name: str) -> tuple[Any, ...]:
        """The list of a name, made once; each is a method of the same name."""
        if name not in self._made:
            self._made[name] = tuple(getattr(self, name)())
        return self._made[name]

    def receivers(self) -> list[Group]:
        """Units first, then the keepers of the place; the unit that is complained about is left out."""
        units = [Option(f"unit:{o.value}", o.label) for o in self.of("units")]
        people_here = [Option(f"account:{o.value}", o.label) for o in self.of("keepers")]
        return [Group(_("单位"), tuple(units)), Group(_("这里的网格员"), tuple(people_here))]

    def units(self) -> list[Option]:
        return [Option(str(u.id), "　" * u.depth + u.name) for u in self._tree if u.id != self.case.about_unit]

    @cached_property
    def _tree(self) -> list[people.UnitCard]:
        """Every unit, read once for all lists; as a plain list for who may not see how they hang together."""
        if self.viewer.holds("people.see"):
            return people.unit_tree(self.viewer)
        return people.public_units(self.viewer)

    def helping_units(self) -> list[Option]:
        """Units whose area holds the place of the case, those that help already among them; no party committee."""
        return [
            Option(str(u.id), u.name)
            for u in self._tree
            if u.id != self.case.about_unit
            and u.kind != "party"
            and (self.case.scope.startswith(u.area) or u.id in self.case.helpers)
        ]

    def child_units(self) -> list[Option]:
        """Only the desk says who does a part; a handler's waits to be sent."""
        return self.of("units") if self.viewer.holds("cases.dispatch") else []  # type: ignore[return-value]

    def keepers(self) -> list[Option]:
        """Whoever keeps the place of the case, the nearest first."""
        chain = people.duty_chain(self.viewer, AreaCode(self.case.scope), self.now)
        found = {
            h.account: f"{h.name}，{where.long(h.area)} {h.post_label}"
            for h in chain
            if h.account and len(h.area) >= Level.GRID
        }
        return [Option(str(account), words) for account, words in found.items()]

    def exits(self) -> list[Option]:
        return [Option(code, worded(EXITS[code])) for code in self.kind.exits]

    def channels(self) -> list[Option]:
        return [Option(*pair) for pair in CHANNELS.items()]

    def kinds(self) -> list[Group]:
        found = catalogue.entries("case_kind", area=self.case.scope, at=self.now)
        groups: dict[str, list[Option]] = {label: [] for label in GROUPS.values()}
        for entry in found:
            if entry.spec.for_people:
                groups[GROUPS[entry.spec.group]].append(Option(entry.code, entry.spec.label))
        return [Group(label, tuple(options)) for label, options in groups.items() if options]

    def services(self) -> list[Group]:
        """What neighbours can help with, by group; the labels are the county's own."""
        offered = order_choices.grouped(order_choices.kinds(self.case.scope, self.now))
        return [Group(worded(label), tuple(Option(code, kind.label) for code, kind in of)) for label, of in offered]

    def severities(self) -> list[Option]:
        return [Option("0", _("一般")), Option("1", _("紧急"))]

    def areas(self) -> list[Group]:
        """Grids of the town by community, so that a place can be put right without a map."""
        found: dict[str, list[Option]] = {}
        for area in places.tree(self.viewer):
            if area.code.level is Level.GRID:
                found.setdefault(area.code[: Level.COMMUNITY], []).append(Option(area.code, where.long(area.code)))
        return [Group(where.long(code), tuple(options)) for code, options in found.items()]

    def results(self) -> list[Option]:
        notes = {"solved": _("事情办成了"), "explained": _("说明了为什么、怎么办"), "unsolved": _("没办成，如实说")}
        return [Option(code, worded(words), notes[code]) for code, words in RESULTS.items()]

    def grounds(self) -> list[Option]:
        """Why a case is not a unit's own, as the county published it; beside each what must be named."""
        found = [e.spec for e in catalogue.entries(returns.FAMILY, area=self.case.scope, at=self.now)]
        return [
            Option(g.code, g.label, _("要写明：%(what)s。%(hint)s") % {"what": g.ask, "hint": g.hint} if g.ask else "")
            for g in found
        ]

    def listed(self) -> list[Option]:
        """Every item of the duty list, to be found by typing a piece of its code or title."""
        found = list_of(self.case.scope, self.now)
        return [Option(item.shown, worded(TIERS[item.tier])) for item in found.spec.items] if found else []

    def reliefs(self) -> list[Option]:
        notes = {"extend": _("多要几天，只有一次"), "suspend": _("等一个条件，时限先停")}
        return [Option(code, worded(words), notes[code]) for code, words in RELIEFS.items()]

    def solved(self) -> list[Option]:
        return [Option("yes", _("解决了")), Option("no", _("没解决"))]

    def satisfaction(self) -> list[Option]:
        return [Option("", _("没有说")), *(Option(str(n), label) for n, label in SATISFACTION.items())]

    def photo_roles(self) -> list[Option]:
        return [Option("before", _("办理前的样子")), Option("after", _("办理后的样子"))]

    def levels(self) -> list[Option]:
        names = (_("网格长"), _("村（社区）书记"), _("镇分管负责人"), _("镇主要负责人"))
        return [Option(str(n), name) for n, name in enumerate(names, 1) if n > self.case.told_up]

    def said(self, act: str, field: Input) -> Input:
        """The field with the reason why a photo is asked for."""
        if field.look == "photos" and act in ("report_result", "solve_on_spot"):
            if self.kind.photo.after:
                return replace(field, hint=_("这一类要有办好后的照片：%(why)s。") % {"why": self.kind.photo.why})
            return replace(field, optional=True)
        return field

    def start(self, act: str, field: Input) -> str:
        """What a field holds before anybody types."""
        if act in ("correct_kind", "add_child") and field.name == "kind":
            return self.case.kind
        if act == "correct_kind" and field.name == "urgent":
            return "1" if self.case.severity == "urgent" else "0"
        if act == "dispatch" and field.name == "helpers":
            return " ".join(map(str, self.case.helpers))
        if act == "decide_relief" and field.name == "kind":
            return self.case.relief or ""
        return field.start
