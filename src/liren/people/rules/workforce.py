"""Certificates: what a number looks like, until when a pass holds, when to warn; and what an employment must be."""

import re
from datetime import date, timedelta

from liren.kernel import Refusal
from liren.people.kinds import CONTRACTS, EXAM_LEVELS, PASS_YEARS, WARNED_DAYS

_NUMBER = re.compile(r"[0-9A-Za-z]{6,30}")


def clean_number(text: str) -> str:
    """A certificate's number without spaces and hyphens, in capitals."""
    number = re.sub(r"[\s-]", "", text).upper()
    if not _NUMBER.fullmatch(number):
        raise Refusal("certificate_number", "证书编号是 6 到 30 位数字和字母，请照证书填写。", field="number")
    return number


def mask_number(number: str) -> str:
    """A certificate's number on a page: ****8317."""
    return f"****{number[-4:]}"


def years_later(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def pass_until(level: str, issued_on: date) -> date | None:
    """The last day on which a pass holds; None for ever."""
    years = PASS_YEARS.get(level)
    return years_later(issued_on, years) - timedelta(days=1) if years else None


def check_certificate(level: str, issued_on: date, registered_until: date | None, today: date) -> None:
    """Raise Refusal for a level nobody examines, a day to come, or a registration that ends before it began."""
    if level not in EXAM_LEVELS:
        raise Refusal("certificate_level", f"证书等级请选：{'、'.join(EXAM_LEVELS.values())}。", field="level")
    if issued_on > today:
        raise Refusal("certificate_day", "发证日期还没有到，请照证书填写。", field="issued_on")
    if registered_until is not None and registered_until < issued_on:
        raise Refusal("registered_until", "登记到期的日子早于发证日期，请改其中一个。", field="registered_until")


def check_employment(contract: str, entry_year: int, starts: date, last: date | None) -> None:
    """Raise Refusal for an unknown contract, a year after the first day, or days in the wrong order."""
    if contract not in CONTRACTS:
        raise Refusal("contract", f"合同类别请选：{'、'.join(CONTRACTS.values())}。", field="contract")
    if not 1950 <= entry_year <= starts.year:
        raise Refusal("entry_year", "从业年份是四位数字，不晚于开始的那一年。", field="entry_year")
    if last is not None and last < starts:
        raise Refusal("days", "最后一天早于第一天，请改其中一个。", field="last")


def stages() -> list[tuple[str, int]]:
    """What can end and how many days before it is told; a bell's number is its place in this list."""
    return [(what, days) for what in ("pass", "registration") for days in WARNED_DAYS]


def bells(pass_ends: date | None, registration_ends: date | None, today: date) -> list[date | None]:
    """The day on which each of `stages` is told, None for never: of several that are past only the nearest to the end."""
    found: list[date | None] = []
    for what, days in stages():
        ends = pass_ends if what == "pass" else registration_ends
        nearer = [d for d in WARNED_DAYS if d < days]
        day = ends - timedelta(days=days) if ends else None
        overtaken = ends is not None and any(ends - timedelta(days=d) <= today for d in nearer)
        found.append(None if day is None or ends is None or ends < today or overtaken else max(day, today))
    return found
