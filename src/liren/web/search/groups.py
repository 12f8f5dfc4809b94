"""What one box finds, group by group: a case by its number, cases by title or place, colleagues, units, places, pages.

Two faces show it: the page 找 and the desk's palette. Each group asks the query of its room, which shows a viewer only what is theirs; the words of residents are not searched,
only the titles and places of cases that this viewer sees in lists anyway.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from liren.cases import queries as cases
from liren.kernel import Actor
from liren.kernel.area import Level
from liren.people import queries as people
from liren.places import queries as places
from liren.web import staff, where
from liren.web.desk import tabs
from liren.web.desk.view import line_clock
from liren.web.display import Clock

MOST = 8
BRACKETS = str.maketrans("[]()（）【】", "〔〕" * 4)
OFFICE = ("people.register", "people.appoint")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: where it leads ("" nowhere), what stands beside it, its limit where it is a case."""

    label: str
    href: str = ""
    note: str = ""
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind. `more` leads to a list of all of them when there are more than are shown."""

    title: str
    hits: tuple[Hit, ...]
    more: str = ""

    @property
    def count(self) -> str:
        """How many; 8+ when more were cut off."""
        return f"{len(self.hits)}+" if self.more or len(self.hits) >= MOST else str(len(self.hits))


def found(actor: Actor, text: str, now: datetime) -> list[Group]:
    """Everything that fits, group by group; groups without a hit are left out. Without words, the pages."""
    groups = (
        [
            _exact(actor, text),
            *_cases(actor, text, now),
            _people(actor, text, now),
            _units(actor, text),
            _places(actor, text),
        ]
        if text
        else []
    )
    return [group for group in (*groups, _pages(actor, text)) if group.hits]


def _exact(actor: Actor, text: str) -> Group:
    id = cases.by_number(actor, "".join(text.split()).translate(BRACKETS))
    hits = (Hit(cases.names(actor, [id]).get(id, text), reverse("case", args=[id])),) if id else ()
    return Group(_("这个编号"), hits)


def _cases(actor: Actor, text: str, now: datetime) -> list[Group]:
    """Open ones and ended ones by title or place; a handler's own where that is all they see."""
    if actor.holds("cases.see"):
        asked: tuple[tuple[str, str], ...] = (("open", _("在办的案件")), ("ended", _("已经结束的案件")))
    elif actor.holds("cases.handle"):
        asked = (("handling", _("等我办的案件")),)
    else:
        return []
    groups = []
    for queue, title in asked:
        page = cases.page(actor, cases.Filter(queue=queue, text=text), now, size=MOST)
        more = _desk(actor, tab=queue, q=text) if page.after else ""
        hits = tuple(
            Hit(
                line.title or line.number,
                reverse("case", args=[line.id]),
                f"{line.number}，{where.short(line.scope)}",
                line_clock(line, now),
            )
            for line in page.lines
        )
        groups.append(Group(title, hits, more))
    return groups


def _people(actor: Actor, text: str, now: datetime) -> Group:
    """Colleagues on duty: to their page in the office, else to their phone, else to the cases where they work."""
    if not actor.holds("people.see"):
        return Group("", ())

    def way(one: people.Colleague) -> str:
        if any(map(actor.holds, OFFICE)):
            return reverse("person", args=[one.person])
        return f"tel:{one.work_phone}" if one.work_phone else _desk(actor, **{"in": one.area})

    return Group(_("在岗的同事"), tuple(
        Hit(one.name, way(one), "，".join(filter(None, (where.long(one.area), one.post_label, one.work_phone))))
        for one in people.colleagues_named(actor, text, now, most=MOST)
    ))  # fmt: skip


def _units(actor: Actor, text: str) -> Group:
    if not actor.holds("people.see"):
        return Group("", ())
    office = reverse("units") if any(map(actor.holds, OFFICE)) else ""
    named = [u for u in people.unit_tree(actor) if text in u.name][:MOST]
    hits = [(u.name, _desk(actor, tab="open", unit=str(u.id))) for u in named]
    return Group(_("单位"), tuple(Hit(n, href or office, _("看它在手的") if href else "") for n, href in hits))


def _places(actor: Actor, text: str) -> Group:
    """Areas and buildings; from each the way to its cases, or to its page in the office."""
    office = any(map(actor.holds, OFFICE))

    def area(code: str) -> Hit:
        if href := _desk(actor, **{"in": code}):
            return Hit(names[code], href, _("看这里的案件"))
        shown = office and len(code) < Level.MICRO_GRID
        return Hit(names[code], f"{reverse('areas')}?{urlencode({'in': code})}" if shown else "")

    names = {str(code): name for code, name in places.areas_named(actor, text, MOST)}
    built = [Hit(one.address, _desk(actor, q=one.address), one.path) for one in places.search_places(actor, text, MOST)]
    return Group(_("地方和楼栋"), (*map(area, names), *built))


def _pages(actor: Actor, text: str) -> Group:
    """The pages this person may open, the queues of their desk, and what the desk can do."""
    labels = staff.labels(actor)
    known = [(labels[face], reverse(face)) for face in staff.faces(actor)]
    known += [(_("找"), reverse("search")), (_("消息"), reverse("inbox"))]
    if "desk" in staff.faces(actor):
        known += [(tabs.labels()[q], _desk(actor, tab=q)) for q in tabs.of(actor)]
    if actor.holds("cases.dispatch"):
        known.append((_("交班留言"), reverse("desk-handover")))
    if actor.holds("devices.see"):
        known += [(_("指挥中心"), reverse("command")), (_("指挥中心上墙"), reverse("command") + "?mode=wall")]
    return Group(_("页面"), tuple(Hit(name, href) for name, href in known if text in name))


def _desk(actor: Actor, **query: str) -> str:
    """The desk's list narrowed so; "" for somebody without a desk."""
    return f"{reverse('desk')}?{urlencode(query)}" if "desk" in staff.faces(actor) else ""
