"""Where a post can be held, when a duty may end, and who is asked first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Refusal
from liren.people.kinds import LEVELS, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty as the rules see it: who, what, where, from when, until when (None: until ended)."""

    id: UUID
    person: UUID
    post: str
    area: AreaCode
    unit: UUID | None
    building: UUID | None
    kinds: tuple[str, ...]
    starts: datetime
    ends: datetime | None


def check_post(
    post: Post,
    *,
    area: AreaCode,
    unit: UUID | None,
    building: UUID | None,
    starts: datetime,
    ends: datetime | None,
) -> None:
    """Raise Refusal unless the post can be held there and then."""
    if len(area) not in {LEVELS[level][1] for level in post.levels}:
        levels = "、".join(LEVELS[level][0] for level in post.levels)
        raise Refusal("post_level", f"“{post.label}”设在{levels}一级，请换一个区域。", field="area")
    if post.over == "building" and building is None:
        raise Refusal("post_building", f"“{post.label}”要落到一栋楼，请选楼栋。", field="building")
    if post.over == "unit" and unit is None:
        raise Refusal("post_unit", f"“{post.label}”要属于一个单位，请选单位。", field="unit")
    if post.over != "building" and building is not None:
        raise Refusal("post_no_building", f"“{post.label}”不按楼栋任职，请去掉楼栋。", field="building")
    if ends is not None and ends <= starts:
        raise Refusal("duty_period", "结束时间不晚于开始时间，请改其中一个。", field="ends")


def place(post: Post, area: AreaCode, unit: UUID | None, building: UUID | None) -> str:
    """The one place of a post: two holders of a single-holder post may not overlap in it.

    Shape: area code, then the building or unit it is held over.
    """
    held = {"area": None, "building": building, "unit": unit}[post.over]
    return f"{area}:{held}" if held else str(area)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a post would give and take, in code order, from whoever holds older rights. `sealed`: from now on the holder
    sees sealed reports (True) or no longer does (False); None where that stays."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    sealed: bool | None = None

    @property
    def changed(self) -> bool:
        return bool(self.added or self.removed or self.sealed is not None)


def rights_now(held: Collection[str], secrecy: int, post: Post) -> Rights:
    """The difference between the rights a duty gives and those its post gives now."""
    new = set(post.rights)
    if not held:
        return Rights(added=tuple(sorted(new)))
    return Rights(
        added=tuple(sorted(new - set(held))), removed=tuple(sorted(set(held) - new)),
        sealed=None if secrecy == post.secrecy or not new else post.secrecy > secrecy,
    )  # fmt: skip


def grant_start(starts: datetime, now: datetime) -> datetime:
    """Rights never reach back: a duty entered late grants from now on."""
    return max(starts, now)


def overlaps(duty: Duty, starts: datetime, ends: datetime | None) -> bool:
    """The duty runs at some moment of the period (`ends` None: without end)."""
    return (duty.ends is None or starts < duty.ends) and (ends is None or duty.starts < ends)


def check_end(duty: Duty, at: datetime) -> None:
    """Raise Refusal unless the duty runs at `at`, so that closing it leaves a real period behind."""
    if duty.ends is not None and duty.ends <= at:
        raise Refusal("duty_over", "这项职务在那之前已经结束，不用再办。", field="at")
    if at <= duty.starts:
        raise Refusal("duty_not_begun", "结束时间不晚于任职开始的时间，请改晚一些。", field="at")


def check_handover(duty: Duty, person: UUID, at: datetime, now: datetime) -> None:
    """Raise Refusal unless `person` is somebody else and the day of handover is today or later."""
    check_end(duty, at)
    if person == duty.person:
        raise Refusal("same_person", "接任的和现任的是同一个人，请选另一个人。", field="person")
    if at < now:
        raise Refusal("handover_past", "交接时间已经过去，请选现在或以后的时间。", field="at")


def check_cancel(duty: Duty, now: datetime) -> None:
    """Raise Refusal for a duty that has begun: it can only be ended."""
    if duty.starts <= now:
        raise Refusal("duty_begun", "这项职务已经开始，不能取消，请改办结束。")


def check_stand_in(duty: Duty, person: UUID, starts: datetime, ends: datetime, now: datetime) -> None:
    """Raise Refusal unless somebody else helps out for days that are still to come and lie inside the duty."""
    if person == duty.person:
        raise Refusal("same_person", "代理的和在任的是同一个人，请选另一个人。", field="person")
    if ends <= starts:
        raise Refusal("duty_period", "最后一天早于第一天，请改其中一个。", field="last")
    if ends <= now:
        raise Refusal("stand_in_past", "代理的日子已经过去，请选今天或以后的。", field="last")
    if starts < duty.starts or (duty.ends is not None and ends > duty.ends):
        raise Refusal("stand_in_outside", "代理的日子超出了这项职务的任期，请改日期。", field="starts")


def needs_totp(post: Post) -> bool:
    """A second step at sign-in for whoever administers, opens sealed fields or sees sealed reports (GB/T 22239-2019 8.1.4.1)."""
    return post.administrator or post.secrecy > 0 or "people.reveal" in post.rights


def in_order(posts: Sequence[Post], field: str) -> list[str]:
    """Codes of the posts whose `keeper` or `escalation` is set, the one asked first in front."""
    return [p.code for p in sorted(posts, key=lambda p: (getattr(p, field), p.code)) if getattr(p, field)]
