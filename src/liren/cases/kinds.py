"""The shape of a case kind (kinds/*.toml) and its checker: labels, limits, photos, exits, retention.

A kind is a catalogue entry; a case keeps the id of the published entry it runs under. Seed limits: domain.md §7.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from liren.cases.workflows import shipped
from liren.catalogue.kinds import Key, Problem
from liren.catalogue.worktime import Limit

GROUPS: dict[str, str] = {
    "appearance": "市容环境",
    "facilities": "公用设施",
    "street_order": "街面秩序",
    "safety": "安全隐患",
    "flood": "防汛应急",
    "environment": "生态环境",
    "dispute": "矛盾纠纷",
    "care": "特殊关爱",
    "livelihood": "民生服务",
    "rural": "农业农村",
    "property": "物业管理",
    "advice": "咨询建议",
    "other": "其他",
}

NEIGHBOURLY = frozenset({"care", "livelihood", "advice", "other"})
"""Groups of kinds in which what is asked may be a help that neighbours can give: such a case may become a service order."""

EXITS: dict[str, str] = {
    "emergency": "正在发生的紧急情况，请马上打专线",
    "legal": "已经或应当走诉讼、仲裁、复议、信访等法定途径",
    "repeated": "同一件事已经答复，没有新的情况",
    "secret": "涉及国家秘密、商业秘密或个人隐私，不能公开办理",
    "outside": "不属于政府职责范围",
    "unlawful": "诉求违反法律或公序良俗",
}
"""The six ways not to accept (《北京市接诉即办工作条例》第十一条); each must name the channel that is right instead."""

CHANNELS: dict[str, str] = {
    "110": "110 报警",
    "119": "119 消防",
    "120": "120 急救",
    "122": "122 交通事故",
    "12345": "12345 政务服务便民热线",
    "12348": "12348 公共法律服务",
    "12388": "12388 纪检监察举报",
    "court": "人民法院",
    "arbitration": "仲裁机构",
    "review": "行政复议机关",
    "petition": "信访部门",
    "disclosure": "政府信息公开申请",
    "progress": "原事项的进度和结果",
    "office": "到镇政府当面说明",
    "market": "当事人协商或相应的经营单位",
}

SOURCES: dict[str, str] = {
    "web": "居民网页",
    "field": "网格员上报",
    "patrol": "巡查发现",
    "desk": "受理台代录",
    "phone": "来电",
    "12345": "12345 转来",
    "open311": "别的系统转来（Open311）",
    "wecom": "企业微信",
    "wechat": "微信公众号",
    "api": "别的系统转来（接口）",
    "sms": "短信",
    "email": "电子邮件",
    "device": "设备告警",
    "log": "原记录",
    "split": "从主件分出",
}
"""Where a report comes from (来源)."""

RESULTS: dict[str, str] = {"solved": "已解决", "explained": "已解释", "unsolved": "未解决"}
SATISFACTION: dict[int, str] = {1: "满意", 2: "基本满意", 3: "不满意"}
CONFIRMATIONS: dict[str, str] = {
    "none": "",
    "pending": "等反映人确认",
    "confirmed": "反映人已确认",
    "unconfirmed": "未确认",
    "disputed": "反映人说没解决",
}
RELIEFS: dict[str, str] = {"extend": "延期", "suspend": "缓办"}
PLACED: dict[str, str] = {
    "point": "地图上的点",
    "area": "所属网格",
    "building": "楼栋",
    "words": "只有文字",
    "default": "原记录的默认地点",
    "none": "不需要地点",
    "outside": "在所有网格之外",
}

_LIMITS = {"accept": "签收", "contact": "首次联系", "solve": "办结", "verify": "核查", "callback": "回访"}
EDITABLE: dict[str, Key] = {
    "label": Key(label="名称"),
    "duty": Key(label="先交给谁", choices={"grid_keeper": "网格员", "desk": "受理台"}),
    "workflow": Key(label="流程", choices={"standard": "标准流程", "alarm": "告警流程"}),
    **{f"limits.{code}": Key(label=f"{label}时限") for code, label in _LIMITS.items()},
    **{f"urgent.{code}": Key(label=f"紧急时的{label}时限") for code, label in _LIMITS.items()},
    "photo.before": Key(label="办理前要照片"),
    "photo.after": Key(label="办理后要照片"),
    "photo.why": Key(label="为什么要照片", long=True),
    "hints": Key(label="居民会用的词", long=True),
    "exits": Key(label="可以用的不予受理理由", choices=EXITS),
    "drawn_share": Key(label="当场办好的抽查比例"),
    "retention_days": Key(label="结案后保存（天）"),
    "legal_basis": Key(label="依据", long=True),
    "verified_by": Key(label="谁核对过依据"),
}
"""What an area may set of a kind. Its group, secrecy, questions and national code come with a release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The five limits of a kind (mechanisms.md §8)."""

    accept: Limit
    contact: Limit
    solve: Limit
    verify: Limit
    callback: Limit

    def of(self, clock: str) -> Limit:
        """The limit of a clock. Raises AttributeError for `resume`, whose end is the date that was granted."""
        return getattr(self, clock)  # type: ignore[no-any-return]

    def items(self) -> Iterator[tuple[str, Limit]]:
        return ((name, self.of(name)) for name in ("accept", "contact", "solve", "verify", "callback"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """Which photos are asked for, and the reason that is shown to whoever must take them."""

    before: bool = False
    after: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One more question of a kind, from a closed vocabulary of three types."""

    code: str
    label: str
    type: Literal["text", "choice", "number"]
    choices: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of case.

    `duty` gets a report first. The `workflow` alarm is for what devices report: nobody chooses such a kind. `secrecy` is what a report starts with (0 open, 1 reporter sealed, 2 confidential).
    `place`: a point on the map, an area (community or grid) or none is needed. `retention_days` counts from closing.
    `drawn_share` of the cases a keeper solved on the spot are verified by another person.
    """

    label: str
    group: str
    duty: Literal["grid_keeper", "desk"]
    limits: Limits
    urgent: Limits | None = None
    workflow: str = "standard"
    national_code: str = ""
    photo: Photo = Photo()
    place: Literal["point", "area", "none"] = "point"
    secrecy: int = 0
    retention_days: int = 1095
    fields: tuple[Field, ...] = ()
    hints: tuple[str, ...] = ()
    exits: tuple[str, ...] = tuple(EXITS)
    drawn_share: float = 0.1
    legal_basis: str = ""
    verified_by: str = ""

    @property
    def for_people(self) -> bool:
        """Whether a person may choose it. What devices report and what another log says has a workflow of its own."""
        return self.workflow == "standard"

    def limits_for(self, severity: str) -> Limits:
        """The limits of a severity; a kind without an urgent variant keeps its usual ones."""
        return self.urgent if severity == "urgent" and self.urgent else self.limits


def read(path: Path) -> Kind:
    """Read one kind file. Raises msgspec.ValidationError naming the key that does not fit."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Kind)


@cache
def shipped_kinds() -> dict[str, Kind]:
    """The kinds that ship with the room, by code (the file's name)."""
    return {p.stem: read(p) for p in sorted((Path(__file__).parent / "kinds").glob("*.toml"))}


def check(kind: Kind) -> list[Problem]:
    """Everything that is wrong with a kind, each with its remedy; empty when it may be published."""
    return [*_names(kind), *_limits(kind), *_questions(kind)]


def two_people(spec: Mapping[str, Any]) -> bool:
    """A kind that rests on a law is published by another person than who drafted it."""
    return bool(spec.get("legal_basis"))


def _names(kind: Kind) -> Iterator[Problem]:
    if not kind.label.strip():
        yield _fault("label", "没有名称", "写上居民看得懂的名称，例如“路灯不亮”")
    if kind.group not in GROUPS:
        yield _fault("group", f"没有“{kind.group}”这个大类", f"从 {'、'.join(GROUPS)} 中选一个")
    if kind.workflow not in shipped():
        yield _fault("workflow", f"没有“{kind.workflow}”这个流程", f"从 {'、'.join(shipped())} 中选一个")
    if kind.national_code and not re.fullmatch(r"\d{4}", kind.national_code):
        yield _fault("national_code", "国标代码应为 4 位数字（大类 2 位加小类 2 位）", "照 GB/T 30428.2 的代码表填写")
    if not kind.legal_basis:
        yield _fault("legal_basis", "没有写依据", "写明法规、标准或本地文件的名称")
    if not kind.verified_by:
        yield _fault("verified_by", "没有写谁核对过依据", "写核对人或核对材料")
    if kind.secrecy not in (0, 1, 2):
        yield _fault("secrecy", "保密级别只有 0、1、2", "0 公开，1 隐藏反映人，2 只限当事人员")
    if kind.retention_days < 30:
        yield _fault("retention_days", "保存期不能短于 30 天", "改为 30 天以上，重办期之后才能清除")
    if not 0 < kind.drawn_share <= 1:
        yield _fault("drawn_share", "自办自结的抽查比例要大于 0、不超过 1", "改为例如 0.1，即一成")
    for code in kind.exits:
        if code not in EXITS:
            yield _fault("exits", f"没有“{code}”这个不予受理的理由", f"从 {'、'.join(EXITS)} 中选")


def _limits(kind: Kind) -> Iterator[Problem]:
    for key, limits in (("limits", kind.limits), ("urgent", kind.urgent)):
        for name, limit in limits.items() if limits else ():
            if limit.amount <= 0:
                yield _fault(f"{key}.{name}", "时限要大于 0", "改为大于 0 的数")
            if limit.unit in ("work_day", "day") and limit.amount != int(limit.amount):
                yield _fault(f"{key}.{name}", "以日计的时限要是整数", "改为整数，或者改用小时")


def _questions(kind: Kind) -> Iterator[Problem]:
    if (kind.photo.before or kind.photo.after) and not kind.photo.why:
        yield _fault("photo.why", "要求拍照却没有说为什么", "写一句给拍照的人看的理由")
    for field in kind.fields:
        if (field.type == "choice") != bool(field.choices):
            yield _fault(f"fields.{field.code}", "单选题要有选项，别的题不能有", "补上 choices，或者改类型")
    codes = [f.code for f in kind.fields]
    for code in sorted({c for c in codes if codes.count(c) > 1}):
        yield _fault(f"fields.{code}", "同一个字段写了两次", "删去一个")
    for hint in sorted({h for h in kind.hints if kind.hints.count(h) > 1}):
        yield _fault("hints", f"关键词“{hint}”写了两次", "删去一个")


def _fault(key: str, what: str, remedy: str) -> Problem:
    return Problem(key=key, sentence=f"{what}。", remedy=f"请{remedy}。")
