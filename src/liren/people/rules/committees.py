"""What a seat on a committee must be, and when it may end."""

from collections.abc import Collection
from datetime import date

from liren.kernel import AreaCode, Refusal
from liren.kernel.area import Level
from liren.people.kinds import BODIES, CAME_BY, ROLES, STANDINGS, Background

MOST_YEARS = 7


def check_seat(
    *, area: AreaCode, body: str, term: int, standing: str, role: str, came_by: str, background: Background,
    starts: date, last: date | None,
) -> None:  # fmt: skip
    """Raise Refusal unless the seat can be."""
    if area.level != Level.COMMUNITY:
        raise Refusal("seat_area", "两委设在村（社区），请选一个村或社区。", field="area")
    _one_of("body", body, BODIES, "委员会")
    _one_of("standing", standing, STANDINGS, "专职还是兼职")
    _one_of("role", role, ROLES, "职务")
    _one_of("came_by", came_by, CAME_BY, "怎样产生")
    if not 1 <= term <= 99:
        raise Refusal("seat_term", "届次写第几届的数字，从 1 到 99。", field="term")
    if standing not in background.standings:
        allowed = "、".join(STANDINGS[s] for s in background.standings)
        raise Refusal("seat_background", f"{background.label}只能任{allowed}委员，请改一项。", field="standing")
    if role == "head" and standing == "part":
        raise Refusal("seat_head", "书记（主任）是专职的，请改一项。", field="standing")
    check_days(starts, last)


def check_term(*, area: AreaCode, body: str, number: int, starts: date, last: date) -> None:
    """Raise Refusal unless the term can be. Both laws say five years (《村民委员会组织法》第十一条, 《城市居民委员会组织法》第八条); a
    postponed election may stretch one."""
    if area.level != Level.COMMUNITY:
        raise Refusal("seat_area", "两委设在村（社区），请选一个村或社区。", field="area")
    _one_of("body", body, BODIES, "委员会")
    if not 1 <= number <= 99:
        raise Refusal("seat_term", "届次写第几届的数字，从 1 到 99。", field="number")
    check_days(starts, last)
    if (last - starts).days > MOST_YEARS * 366:
        raise Refusal("term_long", f"一届是五年，延期换届也不超过 {MOST_YEARS} 年，请改其中一个日子。", field="last")


def within_term(number: int, term: tuple[date, date] | None, starts: date, last: date | None) -> date | None:
    """The last day of a seat: its own, else that of its term where its days are known. Raise Refusal outside the term."""
    if term is None:
        return last
    first, end = term
    if not first <= starts <= end or (last is not None and last > end):
        raise Refusal(
            "outside_term", f"第 {number} 届是 {first:%Y-%m-%d} 到 {end:%Y-%m-%d}，席位的日子要在这中间。",
            field="starts" if not first <= starts <= end else "last",
        )  # fmt: skip
    return last or end


def check_days(starts: date, last: date | None) -> None:
    """Raise Refusal when the last day is before the first."""
    if last is not None and last < starts:
        raise Refusal("days", "最后一天早于第一天，请改其中一个。", field="last")


def check_end(starts: date, until: date | None, last: date) -> None:
    """Raise Refusal unless the period runs beyond `last`; `until` is the day after its present last one."""
    check_days(starts, last)
    if until is not None and last >= until:
        raise Refusal("over", "在那之前就已经结束了，不用再办。", field="last")


def _one_of(field: str, code: str, known: Collection[str], what: str) -> None:
    if code not in known:
        labels = known.values() if isinstance(known, dict) else known
        raise Refusal(field, f"请选{what}：{'、'.join(labels)}。", field=field)
