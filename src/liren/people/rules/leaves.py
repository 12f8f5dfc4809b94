"""When somebody may be away, and when somebody may go: no door is without a name for a second."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from liren.kernel import Refusal
from liren.people.rules.coverage import uncovered
from liren.people.rules.duties import Duty

Period = tuple[datetime, datetime | None]


def check_days(starts: datetime, ends: datetime, now: datetime) -> None:
    """Raise Refusal for days that run backwards or are all gone."""
    if ends <= starts:
        raise Refusal("leave_period", "请假的最后一天早于第一天，请改其中一个。", field="last")
    if ends <= now:
        raise Refusal("leave_past", "请假的日子已经过去，不用再登记。", field="last")


def overlap(duty: Duty, starts: datetime, ends: datetime) -> tuple[datetime, datetime] | None:
    """The part of a period in which a duty runs; None when it does not."""
    since = max(duty.starts, starts)
    until = ends if duty.ends is None else min(duty.ends, ends)
    return (since, until) if since < until else None


def check_covered(duty: Duty, days: tuple[datetime, datetime], covers: Collection[Period], label: str) -> None:
    """Raise Refusal naming the duty unless somebody is there for it during all of these days.

    `covers` are the periods of those who stand in and of those who take over by themselves, without their own leave.
    """
    if uncovered(*days, covers) is not None:
        raise Refusal("no_stand_in", f"请假这几天没有人代“{label}”，请选一位代理的人。", field=str(duty.id))


def without(period: Period, leaves: Iterable[tuple[datetime, datetime]]) -> list[Period]:
    """A period with the days of leave cut out."""
    kept: list[Period] = []
    since, until = period
    for begin, end in sorted(leaves):
        if until is not None and begin >= until:
            break
        if end <= since:
            continue
        if begin > since:
            kept.append((since, begin))
        since = end
    if until is None or since < until:
        kept.append((since, until))
    return kept


def check_leaving(
    held: Sequence[Duty], person: UUID, successors: Mapping[UUID, UUID], at: datetime, now: datetime
) -> None:
    """Raise Refusal unless the moment is still to come and every duty that `person` holds has another one's name."""
    if at < now:
        raise Refusal("handover_past", "离任时间已经过去，请选现在或以后的时间。", field="at")
    if not held:
        raise Refusal("nothing_held", "这个人没有要交接的职务，不用办离任。")
    for duty in held:
        if duty.id not in successors:
            raise Refusal("no_successor", "还有一项职务没有接任的人，请选一位。", field=str(duty.id))
        if successors[duty.id] == person:
            raise Refusal("same_person", "接任的和离任的是同一个人，请选另一个人。", field=str(duty.id))
    if strangers := successors.keys() - {duty.id for duty in held}:
        raise Refusal("not_held", "有一项职务这个人已经不担任了，请刷新页面再办。", field=str(min(strangers)))
