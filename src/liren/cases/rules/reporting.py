"""What a report must say, and the event it comes to. Nothing is refused that a person can put right later."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from liren.cases.commands import ReportCase
from liren.cases.events import CaseReported
from liren.cases.kinds import SOURCES, Field, Kind
from liren.cases.rules.scene import Place, Terms, Who
from liren.cases.rules.words import said, short_enough
from liren.cases.workflows import workflow
from liren.kernel import Code, Denied, Refusal

MOST_PHOTOS = 9
CLOCK_SKEW = timedelta(minutes=5)
CHINA_LON = (73.0, 136.0)
CHINA_LAT = (3.0, 54.0)
MOBILE_DIGITS = 11


def check(report: ReportCase, kind: Kind, who: Who, now: datetime) -> None:
    """Raise the first Refusal (with the field it belongs to) unless this report can be taken."""
    if kind.workflow == "alarm" and report.channel != "device":
        raise Refusal("kind", f"“{kind.label}”由设备自己报上来，请选别的类别。看见着火，请马上打 119。", field="kind")
    if report.drill is not None:
        check_drill(report, kind, who)
    _check_words(report)
    _check_place(report, kind)
    _check_phone(report.phone)
    check_answers(dict(report.answers), kind)
    if report.channel not in SOURCES:
        raise Refusal("channel", "没有这个来源，请从列表里选。", field="channel")
    if report.severity not in ("normal", "urgent"):
        raise Refusal("severity", "紧急程度只有“一般”和“紧急”。", field="severity")
    if len(report.photos) > MOST_PHOTOS:
        extra = len(report.photos) - MOST_PHOTOS
        raise Refusal("photos", f"一次最多 {MOST_PHOTOS} 张照片，请去掉 {extra} 张，其余的以后可以补。", field="photos")
    if report.occurred_at and report.occurred_at > now + CLOCK_SKEW:
        raise Refusal("future", "写的发生时间还没有到，请核对日期和钟点。", field="occurred_at")
    if report.solved_on_spot is not None and "keeper" not in who.roles:
        raise Denied("“自办自结”由网格员来做。您可以先上报，由网格员来看。", code="role")


def check_drill(report: ReportCase, kind: Kind, who: Who) -> None:
    """Raise Refusal unless the house began this for a drill, in nobody's name, in a kind that ends with its drill."""
    if "house" not in who.roles:
        raise Refusal("drill", "演练的案件由演练报出，不能自己填。真的有事，请照常反映。")
    if report.phone.strip() or report.name.strip() or report.solved_on_spot is not None or report.same_as is not None:
        raise Refusal("drill_person", "演练的案件没有反映人，也不并到别的案件里。")
    if kind.workflow != "alarm":
        raise Refusal("drill_kind", f"“{kind.label}”不能用来演练，请选由设备报上来的类别。", field="kind")


def reported(
    report: ReportCase, terms: Terms, place: Place, *, reporter: UUID | None, serial: int, now: datetime
) -> CaseReported:
    """The event of a checked report. `reporter` is the account that may follow it, or its pseudonym when sealed."""
    kind = terms.kind
    return CaseReported(
        case=report.case_id, state=Code(workflow(kind.workflow).start),
        kind=terms.code, entry=terms.entry, workflow=Code(kind.workflow), channel=report.channel,
        severity=report.severity, secrecy=max(kind.secrecy, int(report.sealed)), serial=serial,
        area=place.area, area_version=place.area_version, scope=place.scope, placed=place.placed,
        reporter=reporter, about_unit=report.about_unit,
        contactable=bool(report.phone) or (reporter is not None and report.channel != "patrol"),
        on_behalf=report.on_behalf, occurred_at=report.occurred_at, reported_at=now,
        photos_before=len(report.photos) if report.solved_on_spot is None else 0, note=report.note, drill=report.drill,
    )  # fmt: skip


def _check_words(report: ReportCase) -> None:
    if report.words.strip() or not report.photos:
        said(report.words, field="words", what="是什么事")
    short_enough(report.place_words, field="place_words")
    if report.solved_on_spot is not None:
        said(report.solved_on_spot, field="solved_on_spot", what="怎么解决的")


def _check_place(report: ReportCase, kind: Kind) -> None:
    lon, lat = report.lon, report.lat
    if (lon is None) != (lat is None):
        raise Refusal("half_point", "地点只有经纬度中的一个，请在地图上重新点一下。", field="lon")
    if lon is not None and lat is not None:
        if _within(lat, CHINA_LON) and _within(lon, CHINA_LAT):
            raise Refusal(
                "swapped", f"经度和纬度好像写反了：收到的是经度 {lon:g}、纬度 {lat:g}，请对调后再交。", field="lon"
            )
        if not (_within(lon, (-180.0, 180.0)) and _within(lat, (-90.0, 90.0))):
            raise Refusal("not_a_point", "这不是地球上的经纬度，请在地图上重新点一下。", field="lon")
    somewhere = lon is not None or report.area or report.building or report.place_words.strip()
    if kind.place != "none" and not somewhere:
        raise Refusal("no_place", "还没有说在哪里。请在地图上点一下，或者写明小区、楼号、路名。", field="place_words")


def _check_phone(phone: str) -> None:
    digits = re.sub(r"[\s-]", "", phone)
    if not digits:
        return
    if not digits.isascii() or not digits.isdigit():
        raise Refusal("phone", "电话里有不是数字的字，请只写号码。", field="phone")
    if digits.startswith("1") and len(digits) != MOBILE_DIGITS:
        off = MOBILE_DIGITS - len(digits)
        wrong = f"少 {off} 位" if off > 0 else f"多 {-off} 位"
        raise Refusal("phone", f"{wrong}，手机号是 {MOBILE_DIGITS} 位。", field="phone")
    if not digits.startswith("1") and not 7 <= len(digits) <= 12:
        raise Refusal("phone", "座机号是 7 或 8 位，前面可以加区号，请核对。", field="phone")


def check_answers(given: Mapping[str, str], kind: Kind) -> None:
    """Raise the Refusal, with the question as its field, for the first answer that does not fit or is missing."""
    questions = {f.code: f for f in kind.fields}
    for code, value in given.items():
        if code not in questions:
            raise Refusal("answer", f"“{kind.label}”没有这个问题，请刷新后重填。您写的还在。", field=code)
        _check_answer(questions[code], value)
    for question in kind.fields:
        if question.required and not given.get(question.code, "").strip():
            raise Refusal("answer", f"还没有回答“{question.label}”。", field=question.code)


def _check_answer(question: Field, value: str) -> None:
    if question.type == "choice" and value and value not in question.choices:
        raise Refusal("answer", f"“{question.label}”请从这些里选：{'、'.join(question.choices)}。", field=question.code)
    if question.type == "number" and value and not _is_number(value):
        raise Refusal("answer", f"“{question.label}”请写数字，单位是{question.unit}。", field=question.code)
    short_enough(value, field=question.code)


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
