"""Long lists to choose from by typing: areas and persons as datalist lines, and reading a line back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from liren.kernel import Actor, AreaCode
from liren.people import queries as people
from liren.places import queries as places
from liren.web import where
from liren.web.attempt import Typed

MOST = 2000
MOST_DOORS = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """What is shown and sent; `id` is what it stands for."""

    words: str
    id: str


def areas(viewer: Actor) -> list[Line]:
    """The viewer's areas down to the micro-grid, as “界中社区一网格 321181108001001”."""
    return [Line(f"{where.long(a.code)} {a.code}", a.code) for a in places.tree(viewer)]


def widest(viewer: Actor) -> str:
    """The largest area the viewer answers for."""
    return min((str(g.area) for g in viewer.grants), key=lambda code: (len(code), code))


def read_area(typed: Typed, name: str) -> AreaCode | None:
    """The area of a chosen line, or of a code typed by hand."""
    text = typed.text(name).split()
    sentence = _("没有这个区域。请从列表里选，或写 6 到 17 位的区域代码。")
    return typed.read(name, lambda _text: AreaCode(text[-1] if text else ""), sentence)


def persons(viewer: Actor, area: AreaCode) -> list[Line]:
    """Everybody registered in `area`, as “周玉琴，0511-86880101”; two alike are told apart by a piece of the id."""
    found = people.people_list(viewer, area, limit=MOST)
    lines: dict[UUID, str] = {}
    for person in found:
        words = "，".join(filter(None, (person.name, person.work_phone)))
        lines[person.id] = f"{words}，{str(person.id)[-4:]}" if words in lines.values() else words
    return [Line(words, str(id)) for id, words in lines.items()]


def read_person(typed: Typed, name: str, lines: list[Line]) -> UUID | None:
    """The person of a chosen line, or of a name that only one person here has."""
    text = typed.text(name)
    same = [line for line in lines if line.words == text] or [
        line for line in lines if line.words.split("，")[0] == text
    ]
    if len(same) == 1:
        return UUID(same[0].id)
    typed.blame(
        name, _("有几个人叫这个名字，请从列表里选到电话。") if same else _("名册里没有这个人，请先登记，或核对姓名。")
    )
    return None


def day_after(last: datetime | None) -> datetime | None:
    """The midnight behind a last day, at which a period ends; None for none."""
    return last + timedelta(days=1) if last else None


def unit_lines(viewer: Actor, *, beside: bool = False) -> list[tuple[str, str]]:
    """Units for a select, indented by depth; `beside` with the party's tree down to its groups."""
    found = people.unit_tree(viewer, beside=beside)
    return [(str(u.id), "　" * u.depth + u.name) for u in found if u.kind != "party_household"]


def uuid(text: str) -> UUID | None:
    """An id of an address, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
