"""建县向导: what an empty county still lacks, read from its lists as they stand; each step is the real page."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from liren.cases.leaning import first_report
from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.people import queries as people
from liren.people.queries import Staffing
from liren.places import queries as places
from liren.web import staff, where
from liren.web.display import grouped
from liren.web.office import choices, sections

POST = "system_admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: whether it is done, what there is now, what it is for, and where it is done (links with their words)."""

    name: str
    done: bool
    now: str
    why: str
    links: tuple[tuple[str, str], ...]


@staff.staff
@require_safe
def setup_page(request: HttpRequest) -> HttpResponse:
    """The steps in their order, the first that is missing in front. For the system administrator."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *sections.NEEDS["setup"])
    steps = _steps(actor, AreaCode(choices.widest(actor)), request.now)  # type: ignore[attr-defined]
    following = next((n for n, step in enumerate(steps) if not step.done), None)
    shown = {"steps": steps, "following": following, "done": sum(step.done for step in steps)}
    return sections.page(request, "office/setup.html", "setup", shown)


def _steps(actor: Actor, area: AreaCode, now: datetime) -> list[Step]:
    """Counted from the area tree, the register and the cases: nothing remembers that a step was done."""
    levels: dict[int, int] = {}
    houses = 0
    for card in places.tree(actor, area):
        levels[len(card.code)] = levels.get(len(card.code), 0) + 1
        houses += card.households if card.code == area else 0
    staffed = people.staffing(actor, area, now)
    return [_county(area, levels), _divisions(levels), _grids(levels, houses), _units(staffed), _persons(staffed),
            _doors(actor, area, now), _report(actor, area)]  # fmt: skip


def _import(sort: str, words: str) -> tuple[str, str]:
    return reverse("import", args=(sort,)), words


def _county(area: AreaCode, levels: dict[int, int]) -> Step:
    named = levels.get(len(area), 0) > 0
    return Step(
        name=_("县区名与代码"), done=named, now=f"{where.long(area)} {area}" if named else _("还没有"),
        why=_("所有的代码都以它开头，定了就不改。"), links=((reverse("areas"), _("看区域")),),
    )  # fmt: skip


def _divisions(levels: dict[int, int]) -> Step:
    towns, communities = levels.get(Level.TOWN, 0), levels.get(Level.COMMUNITY, 0)
    return Step(
        name=_("导入区划"), done=communities > 0,
        now=_("%(towns)s 个镇（街道），%(communities)s 个村（社区）") % {"towns": grouped(towns), "communities": grouped(communities)},
        why=_("镇和村（社区）的名称、代码，照国家统计局的区划代码表。"), links=(_import("divisions", _("导入区划")),),
    )  # fmt: skip


def _grids(levels: dict[int, int], houses: int) -> Step:
    grids, micro = levels.get(Level.GRID, 0), levels.get(Level.MICRO_GRID, 0)
    parts = {"grids": grouped(grids), "micro": grouped(micro), "houses": grouped(houses)}
    return Step(
        name=_("导入网格"), done=micro > 0,
        now=_("%(grids)s 个网格，%(micro)s 个微网格，%(houses)s 户") % parts,
        why=_("有了边界，居民在地图上点一下就知道归谁；有了楼栋，写门牌也行。"),
        links=(_import("areas", _("导入网格边界")), _import("buildings", _("导入楼栋"))),
    )  # fmt: skip


def _units(staffed: Staffing) -> Step:
    return Step(
        name=_("单位与岗位"), done=staffed.units > 0,
        now=ngettext("%(n)d 个单位", "%(n)d 个单位", staffed.units) % {"n": staffed.units},
        why=_("案件派给单位办。岗位和时限已有出厂的一套，可以先用，以后再改。"),
        links=((reverse("units"), _("登记单位")), (reverse("kinds"), _("看类别和岗位"))),
    )  # fmt: skip


def _persons(staffed: Staffing) -> Step:
    parts = {
        "persons": grouped(staffed.persons),
        "keepers": grouped(staffed.keepers),
        "desk": grouped(staffed.dispatchers),
    }
    return Step(
        name=_("第一批人员"), done=staffed.keepers > 0 and staffed.dispatchers > 0,
        now=_("在册 %(persons)s 人，网格员 %(keepers)s 人在任，受理员 %(desk)s 人在任") % parts,
        why=_("您登记人员；任命网格员和受理员、给他们开账号，由安全管理员办。至少要有一名网格员和一名受理员。"),
        links=(_import("persons", _("导入人员名册")), (reverse("people"), _("登记一个人"))),
    )  # fmt: skip


def _doors(actor: Actor, area: AreaCode, now: datetime) -> Step:
    found = people.coverage(actor, area, now, now=now)
    parts = {"doors": grouped(found.doors), "without": grouped(found.without)}
    return Step(
        name=_("每扇门都有人负责"), done=found.doors > 0 and found.without == 0,
        now=_("%(doors)s 扇门，没有人负责的 %(without)s 扇") % parts,
        why=_("从微网格到镇，每扇门都要有、而且只有一个人负责；以后每夜自动核对。"),
        links=((reverse("coverage"), _("看责任覆盖")),),
    )  # fmt: skip


def _report(actor: Actor, area: AreaCode) -> Step:
    done = first_report(actor, area)
    return Step(
        name=_("试报一件"), done=done, now=_("已有反映落到微网格里") if done else _("还没有反映"),
        why=_("像居民一样报一件，看它是不是落在对的微网格、到了对的人手里。"),
        links=((reverse("report"), _("试报一件")),),
    )  # fmt: skip
