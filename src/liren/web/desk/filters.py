"""The desk's query string, read once for the page, its fragments, its map, its export and what is kept under a name.

What can't be read is said in a sentence and left out; nothing is guessed. `Asked.query` is the same filter written
back in one order, so that equal filters have equal addresses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.cases.kinds import GROUPS
from liren.cases.rules.queues import ENDED, OPEN
from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.people import queries as people
from liren.places import queries as places
from liren.web import where
from liren.web.attempt import Typed
from liren.web.display import date_words, state_short

KEPT = ("tab", "group", "kind", "state", "unit", "in", "q", "late", "since", "until", "drill")
STATES = (*OPEN, *ENDED)
TEXT_MOST = 100
NOTHING = ("-",)
"""Kinds that match no case: a group without kinds shows nothing, not everything."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a filter in words, and the query string without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query string as it was understood. `problems` say what was not; `status` is 200, 404 or 422."""

    filter: cases.Filter
    query: str
    group: str = ""
    chips: tuple[Chip, ...] = ()
    problems: tuple[str, ...] = ()
    status: int = 200

    @property
    def narrowed(self) -> bool:
        """Whether anything but the queue was asked for."""
        return self.query != QueryDict(f"tab={self.filter.queue}").urlencode()

    def other(self, tab: str) -> str:
        """The same filter on another queue."""
        kept = QueryDict(self.query, mutable=True)
        kept["tab"] = tab
        return kept.urlencode()


class Reader:
    """Reads one query string for one viewer, noting what it can't use."""

    def __init__(self, data: QueryDict, viewer: Actor, now: datetime) -> None:
        self.typed = Typed(data)
        self.data, self.viewer, self.now = data, viewer, now
        self.kept: dict[str, list[str]] = {}
        self.words: list[tuple[str, str, str]] = []
        self.missing: list[str] = []

    def read(self, tabs: Sequence[str], start: str, labels: dict[str, str]) -> Asked:
        """The filter. `tabs` are the viewer's queues, `start` is shown where the one asked for is not among them."""
        asked = cases.Filter(queue=self._tab(tabs, start, labels))
        asked = replace(asked, area=self._area(), text=self._text(), late=self._late(), drill=self._drill())
        group, kinds = self._kinds(asked.area)
        asked = replace(asked, kinds=kinds, state=self._state(), unit=self._unit())
        since, until = self._days()
        asked = replace(asked, since=since, until=until)
        query = self._query(self.kept | {"tab": [asked.queue]})
        problems = (*self.missing, *(p.sentence for p in self.typed.problems))
        status = 404 if self.missing else 422 if problems else 200
        chips = tuple(Chip(words, self._without(asked.queue, name, value)) for name, value, words in self.words)
        return Asked(filter=asked, query=query, group=group, chips=chips, problems=problems, status=status)

    def _tab(self, tabs: Sequence[str], start: str, labels: dict[str, str]) -> str:
        tab = self.typed.text("tab")
        if tab and tab not in tabs:
            said = {"what": labels.get(tab, tab[:20]), "start": labels[start]}
            self.missing.append(_("您这里没有“%(what)s”这个队列，先看“%(start)s”。") % said)
        return tab if tab in tabs else start

    def _area(self) -> str:
        text = self.typed.text("in")
        if not text:
            return ""
        mine = [str(g.area) for g in self.viewer.holds("cases.see")]
        known = text.isascii() and text.isdigit() and len(text) in (6, 9, 12, 15, 17) and places.version_of(text)
        if not known or not any(text.startswith(a) or a.startswith(text) for a in mine):
            self.missing.append(_("没有这个区域，或者不归您看。这一项没有用上，请从列表里选区域。"))
            return ""
        self._keep("in", text, where.long(text))
        return text

    def _text(self) -> str:
        text = "".join(c for c in self.typed.text("q") if c.isprintable())[:TEXT_MOST].strip()
        if text:
            self._keep("q", text, f"“{text}”")
        return text

    def _late(self) -> bool:
        if self.typed.has("late"):
            self._keep("late", "1", _("只看超期"))
        return self.typed.has("late")

    def _drill(self) -> str:
        """1: only what was begun for a drill, also what has ended. 0: none of it, as every figure; kept without a word."""
        asked = self.typed.text("drill")
        if asked == "1":
            self._keep("drill", asked, _("只看演练"))
        elif asked == "0":
            self.kept["drill"] = [asked]
        return asked if asked in ("0", "1") else ""

    def _kinds(self, area: str) -> tuple[str, tuple[str, ...]]:
        """The group, and the kinds asked for: those chosen one by one, else all of the group."""
        entries = {e.code: e.spec for e in catalogue.entries("case_kind", area=area, at=self.now)}
        group, chosen = self.typed.text("group"), []
        if group and group not in GROUPS:
            self.typed.blame("group", _("没有“%(what)s”这个大类，这一项没有用上。") % {"what": group[:20]})
            group = ""
        for code in dict.fromkeys(filter(None, self.data.getlist("kind"))):
            if code in entries:
                chosen.append(code)
                self._keep("kind", code, entries[code].label)
            else:
                self.typed.blame("kind", _("“%(what)s”这一类现在没有了，这一项没有用上。") % {"what": code[:40]})
        if group:
            self._keep("group", group, GROUPS[group])
        of_group = tuple(code for code, spec in entries.items() if spec.group == group)
        if chosen:
            return group, tuple(chosen)
        return group, (of_group or NOTHING) if group else ()

    def _state(self) -> str:
        state = self.typed.text("state")
        if state and state not in STATES:
            self.typed.blame("state", _("没有“%(what)s”这个状态，这一项没有用上。") % {"what": state[:20]})
            return ""
        if state:
            self._keep("state", state, state_short(state))
        return state

    def _unit(self) -> Any:
        unit = self.typed.uuid("unit", _("单位的链接不完整，这一项没有用上。"), optional=True)
        if unit:
            name = people.unit_names(self.viewer, [unit]).get(unit)
            if name is None:
                self.typed.blame("unit", _("没有这个单位，这一项没有用上。"))
                return None
            self._keep("unit", str(unit), name)
        return unit

    def _days(self) -> tuple[datetime | None, datetime | None]:
        """Whole days here; the last one included."""
        since, until = self.typed.day("since", optional=True), self.typed.day("until", optional=True)
        if since and until and since > until:
            self.typed.blame("since", _("起始日期在截止日期后面，请对调。"))
            return None, None
        if since:
            self._keep("since", self.typed.text("since"), _("%(day)s以后报的") % {"day": date_words(since)})
        if until:
            self._keep("until", self.typed.text("until"), _("%(day)s以前报的") % {"day": date_words(until)})
        return since, until + timedelta(days=1) if until else None

    def _keep(self, name: str, value: str, words: str) -> None:
        self.kept.setdefault(name, []).append(value)
        self.words.append((name, value, words))

    def _without(self, tab: str, name: str, value: str) -> str:
        left = {n: [v for v in values if (n, v) != (name, value)] for n, values in self.kept.items()}
        return self._query(left | {"tab": [tab]})

    def _query(self, kept: dict[str, list[str]]) -> str:
        made = QueryDict(mutable=True)
        for name in KEPT:
            if kept.get(name):
                made.setlist(name, kept[name])
        return made.urlencode()


def read(
    data: QueryDict, viewer: Actor, now: datetime, tabs: Sequence[str], start: str, labels: dict[str, str]
) -> Asked:
    """What a query string asks of the desk."""
    return Reader(data, viewer, now).read(tabs, start, labels)
