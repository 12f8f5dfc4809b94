"""When a letter may go, what a notice says, and which facts fit its slots."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from liren.catalogue.worktime import Calendar, office_hours
from liren.kernel import Code, Refusal
from liren.notices.commands.telling import Fact
from liren.notices.kinds import Notice

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUIET_FROM, QUIET_TO = time(22), time(7)
GATHERED = timedelta(minutes=15)
TRIES_MAX = 8
TITLES_MAX = 3
FOOT = "请登录里仁办理。这封信由系统发出，不用回复。\n"

_TYPES: dict[str, type] = {
    "time": datetime,
    "minutes": int,
    "count": int,
    "account": UUID,
    "unit": UUID,
}


def letter_at(now: datetime, notice: Notice, by: datetime | None, calendar: Calendar) -> datetime:
    """When a letter goes: with the next digest, or when nobody sleeps, and at once when that would be after `by`."""
    at = digest_at(now, calendar) if notice.digest else awake_at(now, notice.quiet)
    return now if by is not None and by <= at else at


def digest_at(now: datetime, calendar: Calendar) -> datetime:
    """The next digest: a quarter of an hour after the office opens, in the morning and after lunch.

    What was held back overnight is told when the office opens, and is in the letter a quarter of an hour later.
    """
    return next(opens + GATHERED for opens, _ in office_hours(now, calendar) if opens + GATHERED >= now)


def awake_at(now: datetime, quiet: bool) -> datetime:
    """Now, or seven in the morning when a quiet letter is written at night (Shanghai)."""
    here = now.astimezone(SHANGHAI)
    if not quiet or QUIET_TO <= here.time() < QUIET_FROM:
        return now
    day = here.date() + timedelta(days=1) if here.time() >= QUIET_FROM else here.date()
    return datetime.combine(day, QUIET_TO, SHANGHAI)


def stored_facts(notice: Notice, facts: Sequence[tuple[Code, Fact]]) -> dict[str, str | int]:
    """Facts as they are kept. Raises Refusal when one is missing, unknown or of the wrong kind: a flow's mistake.

    A time may be missing: not every step has a limit.
    """
    given: dict[str, Fact] = dict(facts)
    wanted = {name: kind for name, kind in notice.slots.items() if kind != "subject"}
    odd = {name for name in set(given) ^ set(wanted) if wanted.get(name) != "time"}
    if odd:
        raise Refusal(
            "facts", f"通知“{notice.label}”的空位对不上：{'、'.join(sorted(odd))}。请管理员核对流程和通知用语。"
        )
    for name, fact in given.items():
        expected = _TYPES.get(wanted[name], Code)
        if not isinstance(fact, expected) or isinstance(fact, bool):
            raise Refusal("facts", f"通知“{notice.label}”的空位“{name}”填错了类型，请管理员核对流程。")
    return {name: _kept(value) for name, value in given.items()}


def _kept(value: Fact) -> str | int:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def worded(notice: Notice, words: Mapping[str, str]) -> tuple[str, str]:
    """Title and body with every slot filled."""
    return notice.title.format_map(words), notice.body.format_map(words)


def moment(at: datetime, now: datetime) -> str:
    """今天 14:30, 明天 09:00, 11 月 25 日 14:30, with the year when it is another one (Shanghai)."""
    here, today = at.astimezone(SHANGHAI), now.astimezone(SHANGHAI).date()
    near = {0: "今天", 1: "明天", -1: "昨天"}.get((here.date() - today).days)
    day = near or f"{here.month} 月 {here.day} 日"
    year = "" if near or here.year == today.year else f"{here.year} 年 "
    return f"{year}{day} {here:%H:%M}"


def span(minutes: int) -> str:
    """1 时 20 分, 45 分, 2 天 3 时 (a day is 24 hours)."""
    days, rest = divmod(abs(minutes), 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days} 天 {hours} 时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 时 {left} 分" if left else f"{hours} 时"
    return f"{left} 分"


def letter(notices: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Subject and text of one letter: one notice, or a digest of several under their titles, the most frequent first."""
    if len(notices) == 1:
        title, body = notices[0]
        return f"里仁：{title}", f"{body}\n\n{FOOT}"
    titles = [title for title, _ in Counter(title for title, _ in notices).most_common()]
    parts = [(title, [body for other, body in notices if other == title]) for title in titles]
    text = "\n\n".join(
        f"{title}（{len(bodies)} 件）\n" + "\n".join(f"{n}. {body}" for n, body in enumerate(bodies, 1))
        for title, bodies in parts
    )
    counted = "，".join(f"{title} {len(bodies)} 件" for title, bodies in parts)
    subject = counted if len(parts) <= TITLES_MAX else f"{len(notices)} 条新消息"
    return f"里仁：{subject}", f"{text}\n\n{FOOT}"
