"""What goes over the wire. Codes, ids, numbers and times; words only where the scope says so.

The descriptions are read by the document, by the readable reference, and by whoever got a field wrong.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_noop
from msgspec import Meta, Struct

AREA = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15}|[0-9]{17})$"
CODE = r"^[a-z0-9_]{1,64}$"

Area = Annotated[str, Meta(pattern=AREA, max_length=17, description=gettext_noop("区划代码：县 6 位，镇 9 位，村（社区）12 位，网格 15 位，微网格 17 位。"), examples=["321181108"])]  # fmt: skip
Code = Annotated[str, Meta(pattern=CODE, max_length=64, description=gettext_noop("代码，小写字母、数字和下划线。"))]
Moment = Annotated[datetime, Meta(tz=True, description=gettext_noop("时间，带时区，例如 2026-11-23T08:00:00+08:00。"))]
Lon = Annotated[
    float, Meta(ge=-180, le=180, description=gettext_noop("经度，CGCS2000（WGS-84）度。"), examples=[119.8123])
]
Lat = Annotated[
    float, Meta(ge=-90, le=90, description=gettext_noop("纬度，CGCS2000（WGS-84）度。"), examples=[32.1456])
]
Size = Annotated[int, Meta(ge=1, le=200, description=gettext_noop("一页几条，1 到 200 的整数，不写是 50。"))]
Cursor = Annotated[str, Meta(max_length=200, description=gettext_noop("上一页答的 next，原样写回来。"))]
Next = Annotated[str | None, Meta(description=gettext_noop("下一页的 cursor；没有下一页时是 null。"))]


# ---- reference data ----


class AtArea(Struct, kw_only=True, forbid_unknown_fields=True):
    """For which area."""

    area: Area | None = None


class Question(Struct, kw_only=True):
    """One more question of a kind."""

    code: str
    label: str
    type: Annotated[str, Meta(description=gettext_noop("text 文字，choice 单选，number 数。"))]
    choices: tuple[str, ...]
    unit: str
    required: bool


class KindOfCase(Struct, kw_only=True):
    """A kind of case as it is published."""

    code: str
    label: str
    group: str
    group_label: str
    place: Annotated[str, Meta(description=gettext_noop("要不要地点：point 要一个点，area 要一个区域，none 不要。"))]
    secrecy: Annotated[
        int, Meta(description=gettext_noop("0 公开，1 隐去反映人，2 只有经手人看得到；1 和 2 的案件接口里都没有。"))
    ]
    photo_before: bool
    photo_why: str
    questions: tuple[Question, ...]


class KindList(Struct, kw_only=True):
    """Every kind that may be reported."""

    kinds: tuple[KindOfCase, ...]


class InArea(Struct, kw_only=True, forbid_unknown_fields=True):
    """Whose children."""

    parent: Area | None = None


class Place(Struct, kw_only=True):
    """An area of today's map."""

    code: str
    name: str
    level: Annotated[str, Meta(description=gettext_noop("province 省，city 市，county 县，town 镇，community 村（社区），grid 网格，micro_grid 微网格。"))]  # fmt: skip
    parent: str | None


class PlaceList(Struct, kw_only=True):
    """The areas one level below another, by code."""

    areas: tuple[Place, ...]


class Point(Struct, kw_only=True, forbid_unknown_fields=True):
    """A point."""

    lon: Lon
    lat: Lat


class Located(Struct, kw_only=True):
    """Which areas a point lies in, from the micro-grid up; none outside every grid."""

    areas: tuple[Place, ...]


class Unit(Struct, kw_only=True):
    """A unit that cases are sent to."""

    id: UUID
    parent: UUID | None
    kind: str
    name: str
    area: str


class UnitList(Struct, kw_only=True):
    """The open units of the county."""

    units: tuple[Unit, ...]


# ---- cases ----


class CasesAsked(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which cases."""

    area: Area | None = None
    kind: Code | None = None
    state: Code | None = None
    updated_since: Moment | None = None
    size: Size = 50
    cursor: Cursor = ""


class CaseLine(Struct, kw_only=True):
    """A case in a list. The last four are null without the scope cases.words."""

    id: UUID
    number: str
    version: Annotated[int, Meta(description=gettext_noop("每变一次加一；同一 id 同一 version 就是同一份。"))]
    kind: str
    state: str
    severity: str
    channel: str
    area: str
    unit: UUID | None
    result: str | None
    reported_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    next_clock: str | None
    next_due_at: datetime | None
    title: str | None
    place_words: str | None
    lon: float | None
    lat: float | None


class CasePage(Struct, kw_only=True):
    """A page of cases, the longest unchanged first."""

    cases: tuple[CaseLine, ...]
    next: Next
    resume_since: Annotated[
        datetime, Meta(description=gettext_noop("记下第一页的这个时间，下次写在 updated_since 里，就一条也不会漏。"))
    ]


class Happening(Struct, kw_only=True):
    """One thing that happened. `by`: staff, resident, link, anonymous, client or house; never who."""

    id: UUID
    at: datetime
    event: Annotated[str, Meta(description=gettext_noop("事件的名称，例如 CaseDispatched；有哪些见参考文档 events。"))]
    state: str | None
    unit: UUID | None
    by: str
    words: Annotated[
        str | None, Meta(description=gettext_noop("说给反映人听的话；没有权限范围 cases.words 时是 null。"))
    ]


class WholeCase(CaseLine, kw_only=True):
    """A case with its timeline, oldest first."""

    confirm: Annotated[
        str, Meta(description=gettext_noop("反映人确认没有：none、pending、confirmed、unconfirmed、disputed。"))
    ]
    solved: bool | None
    timeline: tuple[Happening, ...]


class Report(Struct, kw_only=True, forbid_unknown_fields=True):
    """A report made for somebody. It needs a kind, a place (a point, an area or words) and words or a photo."""

    kind: Annotated[str, Meta(pattern=CODE, max_length=64, description=gettext_noop("类别的代码，见 /api/v1/kinds。"), examples=["street_light_out"])]  # fmt: skip
    words: Annotated[
        str,
        Meta(max_length=2000, description=gettext_noop("是什么事，最多 2000 字。"), examples=["路灯不亮，已经三天了"]),
    ] = ""
    severity: Annotated[
        str, Meta(pattern="^(normal|urgent)$", description=gettext_noop("normal 一般，urgent 紧急。"))
    ] = "normal"
    lon: Lon | None = None
    lat: Lat | None = None
    area: Area | None = None
    place_words: Annotated[
        str,
        Meta(max_length=500, description=gettext_noop("在哪里，用文字，最多 500 字。"), examples=["界中路 3 号门口"]),
    ] = ""
    photos: Annotated[
        tuple[UUID, ...], Meta(max_length=9, description=gettext_noop("照片的编号，先传到 /api/v1/photos，最多 9 张。"))
    ] = ()
    answers: Annotated[
        dict[str, Annotated[str, Meta(max_length=500)]],
        Meta(description=gettext_noop("类别自己的问题：问题代码对答案。")),
    ] = {}
    phone: Annotated[str, Meta(max_length=32, description=gettext_noop("反映人的电话，加密保存，可以不写。"))] = ""
    name: Annotated[str, Meta(max_length=32, description=gettext_noop("反映人怎么称呼，加密保存，可以不写。"))] = ""
    sealed: Annotated[
        bool, Meta(description=gettext_noop("反映人要求保密：办的人看不到是谁反映的，接口里也再看不到这一件。"))
    ] = False
    occurred_at: (
        Annotated[datetime, Meta(tz=True, description=gettext_noop("什么时候发生的，带时区，不能晚于现在。"))] | None
    ) = None


class Reported(Struct, kw_only=True):
    """A case that was made. `sandbox`: it was checked to the end and not kept."""

    id: UUID
    number: str
    state: str
    area: str
    sandbox: bool


class NewNote(Struct, kw_only=True, forbid_unknown_fields=True):
    """Words for whoever works on the case; the reporter does not read them."""

    words: Annotated[str, Meta(min_length=1, max_length=2000, description=gettext_noop("要说明什么，1 到 2000 字。"), examples=["12345 平台已回访，反映人认可"])]  # fmt: skip


class Noted(Struct, kw_only=True):
    """A note that was kept."""

    id: UUID
    case: UUID
    sandbox: bool


class NewPhoto(Struct, kw_only=True):
    """A photo that waits for its report: a day, then it is gone."""

    id: UUID
    width: int
    height: int
    until: datetime
    sandbox: bool


# ---- orders ----


class OrdersAsked(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which orders."""

    queue: Annotated[str, Meta(pattern="^(open|ended)$", description=gettext_noop("open 在办的，ended 结束的。"))] = (
        "open"
    )
    area: Area | None = None
    size: Size = 50
    cursor: Cursor = ""


class OrderLine(Struct, kw_only=True):
    """A request for help: what and where, never who."""

    id: UUID
    number: str
    version: int
    kind: str
    state: str
    area: str
    requested_at: datetime
    scheduled_for: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    solved: bool | None


class OrderPage(Struct, kw_only=True):
    """A page of orders: what is due first, or what ended last."""

    orders: tuple[OrderLine, ...]
    next: Next


# ---- the key itself ----


class KeyUse(Struct, kw_only=True):
    """What the key that asks may do."""

    name: str
    scopes: tuple[str, ...]
    area: str
    sandbox: bool
    until: datetime
    per_minute: int
