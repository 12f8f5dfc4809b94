"""导入: a file goes in whole or not at all; what is wrong is said cell by cell, in a table one can mend by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Command, Missing, Refusal
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, RowError
from liren.people.commands import ImportDuties, ImportPersons
from liren.people.rules.rows import DUTY_COLUMNS, PERSON_COLUMNS, duty_rows, person_rows
from liren.places import rules
from liren.places.geometry import DATUM_LABELS
from liren.places.rules.tables import Columns, Row, read_table
from liren.trust import gate
from liren.web import staff
from liren.web.attempt import Typed
from liren.web.office import choices, export, sections

MOST_SHOWN = 200
Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was sent, and by whom: what the readers need."""

    content: bytes
    name: str
    datum: str
    area: AreaCode
    key: UUID
    now: datetime

    def ids(self) -> Callable[[], UUID]:
        """Ids of the rows, the same ones when the same form is sent twice."""
        numbers: Iterator[int] = count(1)
        return lambda: uuid5(self.key, str(next(numbers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One sort of file: what is in it, in which formats, with which columns, and how its order is made."""

    name: Words
    says: Words
    right: str
    formats: tuple[str, ...]
    columns: tuple[str, ...]
    example: tuple[str, ...]
    order: Callable[[Upload], Command]
    drawn: bool = False


def _divisions(up: Upload) -> Command:
    return rules.order_divisions(up.content, up.name)


def _areas(up: Upload) -> Command:
    return rules.order_areas(up.content, up.datum)


def _buildings(up: Upload) -> Command:
    return rules.order_buildings(up.content, up.name, up.area, up.datum)


def _ground(up: Upload) -> Command:
    return rules.order_ground(up.content, up.area, up.datum)


def _persons(up: Upload) -> Command:
    rows, errors = person_rows(_cells(up, PERSON_COLUMNS, ("姓名", "区域代码")), up.area, up.ids())
    _stop(errors, rows)
    return ImportPersons(area=up.area, rows=rows)


def _duties(up: Upload) -> Command:
    posts = {e.spec.label: e.code for e in catalogue.entries("post", area=up.area, at=up.now)}
    table = _cells(up, DUTY_COLUMNS, ("姓名", "岗位", "区域代码", "开始日期"))
    rows, errors = duty_rows(table, up.area, posts, up.ids())
    _stop(errors, rows)
    return ImportDuties(area=up.area, rows=rows)


SORTS: dict[str, Sort] = {
    "divisions": Sort(
        name=gettext_lazy("区划"), says=gettext_lazy("省到村（社区）的代码和名称，照国家统计局的区划代码表。"),
        right="places.import", formats=(".csv", ".xlsx"), columns=("区划代码", "名称", "层级", "上级代码"),
        example=("321181108006", "界中社区居委会", "5", "321181108"), order=_divisions,
    ),
    "areas": Sort(
        name=gettext_lazy("网格和微网格"), says=gettext_lazy("每个网格一个闭合的面，代码 15 位，微网格 17 位。"),
        right="places.import", formats=(".geojson", ".json"), columns=("代码", "名称"),
        example=("321181108006001", "第一网格"), order=_areas, drawn=True,
    ),
    "buildings": Sort(
        name=gettext_lazy("楼栋"), says=gettext_lazy("楼栋的门牌、坐标和户数，系统按坐标算出在哪个微网格。"),
        right="places.import", formats=(".csv", ".xlsx", ".geojson", ".json"),
        columns=("楼栋编号", "楼栋名称", "门牌地址", "经度", "纬度", "户数", "层数"),
        example=("B0001", "衡苑 4 幢", "衡苑小区 4 幢", "119.80123", "32.10045", "36", "6"), order=_buildings, drawn=True,
    ),
    "ground": Sort(
        name=gettext_lazy("道路、水系和绿地"),
        says=gettext_lazy("只用来画地图的底。道路画成线，水系画成线或者面，绿地画成面；文件里有哪一类，那一类就整个换成文件里的。"),
        right="places.import", formats=(".geojson", ".json"), columns=("类别", "等级", "名称"),
        example=("道路", "街道", "永胜路"), order=_ground, drawn=True,
    ),
    "persons": Sort(
        name=gettext_lazy("人员名册"), says=gettext_lazy("网格员、承办人等工作人员。一次最多 1,000 人。"),
        right="people.register", formats=(".csv", ".xlsx"), columns=PERSON_COLUMNS,
        example=("周玉琴", "321181108006", "0511-86880101", "", ""), order=_persons,
    ),
    "duties": Sort(
        name=gettext_lazy("任职名单"), says=gettext_lazy("谁在哪个区域担任什么岗位，从哪天到哪天。先导入人员名册。"),
        right="people.appoint", formats=(".csv", ".xlsx"), columns=DUTY_COLUMNS,
        example=("周玉琴", "", "网格员", "", "321181108006001", "2026-01-01", ""), order=_duties,
    ),
}  # fmt: skip


@staff.staff
@require_safe
def imports_page(request: HttpRequest) -> HttpResponse:
    """The sorts of files this person may import, in the order in which a new town needs them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = [(code, sort) for code, sort in SORTS.items() if actor.holds(sort.right)]
    return sections.page(request, "office/imports.html", "imports", {"sorts": mine})


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, code: str) -> HttpResponse:
    """One sort: its columns, an empty table to fill in, the upload, and what came of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sort = SORTS.get(code)
    if sort is None:
        raise Missing
    staff.need(actor, sort.right)
    if "blank" in request.GET:
        return export.sheet(str(sort.name), sort.columns, [sort.example])
    errors: tuple[RowError, ...] = ()
    problem, name, typed = "", "", Typed(request.POST)
    if request.method == "POST":
        file = request.FILES.get("file")
        name = (file.name or "") if file else ""
        try:
            messages.success(request, _told(sort, _taken_over(request, sort, typed, file)))
            return redirect("import", code)
        except BadRows as bad:
            errors = bad.errors
        except Missing:
            problem = _("文件里有不归您管的区域。请只留您这一级以下的，或者请上一级的管理员导入。")
        except Refusal as no:
            problem = no.sentence
    shown = {
        "sort": sort, "code": code, "errors": [(e, _sentence(e)) for e in errors[:MOST_SHOWN]], "error_count": len(errors), "problem": problem,
        "name": name, "key": new_id(), "datum": typed.text("datum"), "accept": ",".join(sort.formats), "ways": "、".join(sort.formats),
        "datums": [("", _("文件里没写，请系统核对")), *DATUM_LABELS.items()],
    }  # fmt: skip
    return sections.page(request, "office/import.html", "imports", shown, status=422 if errors or problem else 200)


def _taken_over(request: HttpRequest, sort: Sort, typed: Typed, file: Any) -> dict[str, Any]:
    """Read the file and carry its order out. Raises BadRows with every wrong cell, Refusal for the file as a whole."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: datetime = request.now  # type: ignore[attr-defined]
    if file is None:
        raise Refusal("no_file", _("还没有选文件，请先选一个。"), field="file")
    if not file.name.lower().endswith(sort.formats):
        ways = "、".join(sort.formats)
        raise Refusal(
            "format", _("“%(name)s”不是 %(ways)s 文件，请另存为其中一种再导入。") % {"name": file.name, "ways": ways}
        )
    if getattr(file, "too_large", False):
        raise Refusal("too_large", _("文件超过 20 MB，请分成几份导入。"), field="file")
    up = Upload(
        content=file.read(), name=file.name, datum=typed.text("datum"), area=AreaCode(choices.widest(actor)),
        key=typed.key, now=now,
    )  # fmt: skip
    return gate.execute(sort.order(up), actor=actor, now=now, key=typed.key)


def _told(sort: Sort, answer: dict[str, Any]) -> str:
    """已导入 N 行, with what they were to the lists as they stood."""
    rows = sum(int(answer.get(name, 0)) for name in ("added", "changed", "same", "registered", "appointed"))
    said = _("“%(name)s”已导入 %(rows)s 行。") % {"name": sort.name, "rows": f"{rows:,}"}
    if "added" in answer:
        parts = {"added": answer["added"], "changed": answer.get("changed", 0), "same": answer.get("same", 0)}
        said += _("新增 %(added)d，改动 %(changed)d，没有变化 %(same)d。") % parts
    return said


def _sentence(error: RowError) -> str:
    """What is wrong, ending where its cell of the table ends."""
    return error.sentence.removesuffix("，") + ("。" if error.sentence.endswith("，") else "")


def _cells(up: Upload, columns: tuple[str, ...], required: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The file's rows as words by our headings. Raises BadRows when it is not such a table."""
    table = read_table(up.content, up.name, Columns(required=required, headings={c: (c,) for c in columns}))
    _stop([error for error in table if isinstance(error, RowError)], table)
    return [
        (row.number, {name: _words(cell) for name, cell in row.cells.items()}) for row in table if isinstance(row, Row)
    ]


def _words(cell: object) -> str:
    """A cell as a person sees it: a spreadsheet keeps a phone or a code as a number."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _stop(errors: Any, rows: Any) -> None:
    if errors:
        raise BadRows(tuple(errors))
    if not rows:
        raise BadRows((RowError(0, "", _("表头下面没有内容。"), _("请检查是不是选错了文件。")),))
