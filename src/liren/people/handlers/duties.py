"""Duties: appointing, ending, calling off, standing in. Each orders the grants that follow, in the same transaction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.people import commands, events
from liren.people.kinds import Post
from liren.people.rules import (
    Duty,
    check_cancel,
    check_end,
    check_post,
    check_stand_in,
    grant_start,
    overlaps,
    place,
)
from liren.trust import codec, sql
from liren.trust.commands import CloseGrants, IssueGrants
from liren.trust.registry import Act, Outcome, Target, Told

COLUMNS = "id, person, post, area, unit, building, kinds, lower(during) as starts, upper(during) as ends"
INSERT = """
insert into people_duty (id, person, post, post_entry, area, unit, building, kinds, place, single, administrator, during,
                         stands_in, follows, version)
select id, person, post, post_entry, area, unit, building, kinds, place, single, administrator, tstzrange(starts, ends),
       stands_in, follows, 1
from jsonb_to_recordset(%s::jsonb)
     as d(id uuid, person uuid, post text, post_entry uuid, area text, unit uuid, building uuid, kinds text[], place text,
          single boolean, administrator boolean, starts timestamptz, ends timestamptz, stands_in uuid, follows uuid)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """A duty about to be written. `account` gets its rights; a stand-in names in `stands_in` whose seat it minds."""

    duty: Duty
    account: UUID | None
    stands_in: UUID | None = None
    follows: UUID | None = None


def new_duty(command: commands.AppointDuty, act: Act) -> Target:
    """A duty about to begin; `kind` lets a right be given for the three administrators alone."""
    return Target(scope=command.area, row=person_of(command.person))


def load_duty(
    command: commands.EndDuty | commands.HandOverDuty | commands.CancelDuty | commands.AppointStandIn, act: Act
) -> Target:
    """The duty a command names, locked. Raises Refusal for one that was cancelled."""
    found = sql.one(f"select {COLUMNS}, version from people_duty where id = %s for update", (command.duty,))
    if found is None:
        raise Missing
    if found["starts"] is None:
        raise Refusal("duty_cancelled", "这项职务已经取消，不用再办。")
    version = found.pop("version")
    return Target(scope=found["area"], row=as_duty(found), version=version)


def unended(person: UUID, now: datetime) -> list[Duty]:
    """A person's duties that run or are still to come, locked."""
    found = sql.rows(
        f"""select {COLUMNS} from people_duty
            where person = %s and not isempty(during) and (upper(during) is null or upper(during) > %s)
            order by id for update""",
        (person, now),
    )
    return [as_duty(row) for row in found]


def appoint(command: commands.AppointDuty, target: Target, act: Act) -> Outcome:
    duty = Duty(
        id=command.duty,
        person=command.person,
        post=command.post,
        area=command.area,
        unit=command.unit,
        building=command.building,
        kinds=command.kinds,
        starts=command.starts,
        ends=command.ends,
    )
    return Outcome(
        events=(seat(duty, target.row["account"], act),),
        answer={"duty": str(duty.id)},
        scopes=(duty.area,),
    )


def seat(
    duty: Duty, account: UUID | None, act: Act, *, stands_in: UUID | None = None, follows: UUID | None = None
) -> Told:
    """Write a duty and order its grants. Raises Refusal when the post can't be held there, or by oneself.

    A stand-in (for the duty `stands_in`) takes no seat: the holder keeps it. `follows` is the duty handed over to it.
    """
    return seat_all([Seating(duty=duty, account=account, stands_in=stands_in, follows=follows)], act)[0]


def seat_all(seatings: Sequence[Seating], act: Act) -> list[Told]:
    """Write duties and order their grants, in a handful of statements however many they are. Raises as `seat` does."""
    rows = [_row(one, act) for one in seatings]
    _one_of_three([one.duty for one, row in zip(seatings, rows, strict=True) if row["administrator"]])
    sql.run(INSERT, (codec.encode(rows).decode(),))
    orders = [grants_of(one.duty, one.account, act) for one in seatings if one.account is not None]
    act.do_many([order for order in orders if order is not None])
    return [_appointed(one.duty) for one in seatings]


def _row(one: Seating, act: Act) -> dict[str, Any]:
    duty = one.duty
    entry = catalogue.entry("post", duty.post, area=duty.area, at=act.now)
    post: Post = entry.spec
    check_post(post, area=duty.area, unit=duty.unit, building=duty.building, starts=duty.starts, ends=duty.ends)
    if one.account is not None and one.account == act.actor.account:
        raise Refusal("appoint_self", "不能任命自己，请由上一级或另一位管理员办理。", field="person")
    return {
        "id": duty.id, "person": duty.person, "post": duty.post, "post_entry": entry.id, "area": duty.area,
        "unit": duty.unit, "building": duty.building, "kinds": duty.kinds,
        "place": place(post, duty.area, duty.unit, duty.building), "single": post.single and one.stands_in is None,
        "administrator": post.administrator, "starts": duty.starts, "ends": duty.ends, "stands_in": one.stands_in,
        "follows": one.follows,
    }  # fmt: skip


def _appointed(duty: Duty) -> Told:
    return Told(
        events.DutyAppointed(
            duty=duty.id,
            person=duty.person,
            post=Code(duty.post),
            area=duty.area,
            unit=duty.unit,
            building=duty.building,
            kinds=tuple(Code(kind) for kind in duty.kinds),
            starts=duty.starts,
            ends=duty.ends,
        ),
        duty.id,
        duty.area,
    )


def issue_grants(duty: Duty, account: UUID, act: Act) -> None:
    """Order the rights of a duty for an account, from now at the earliest."""
    order = grants_of(duty, account, act)
    if order is not None:
        act.do(order)


def grants_of(duty: Duty, account: UUID, act: Act) -> IssueGrants | None:
    """The order for a duty's rights under the post as it is now; None when it gives none, or is over."""
    post: Post = catalogue.entry("post", duty.post, area=duty.area, at=act.now).spec
    start = grant_start(duty.starts, act.now)
    if not post.rights or (duty.ends is not None and duty.ends <= start):
        return None
    return IssueGrants(
        duty=duty.id,
        account=account,
        post=duty.post,
        rights=post.rights,
        area=duty.area,
        unit=duty.unit,
        kinds=duty.kinds,
        secrecy_max=post.secrecy,
        start=start,
        end=duty.ends,
    )


def end(command: commands.EndDuty, target: Target, act: Act) -> Outcome:
    duty: Duty = target.row
    check_end(duty, command.at)
    close(duty, command.at, act)
    event = events.DutyEnded(duty=duty.id, person=duty.person, post=Code(duty.post), area=duty.area, at=command.at)
    return Outcome(events=(Told(event, duty.id, duty.area),), scopes=(duty.area,))


def cancel(command: commands.CancelDuty, target: Target, act: Act) -> Outcome:
    duty: Duty = target.row
    check_cancel(duty, act.now)
    return Outcome(events=(call_off(duty, act),), scopes=(duty.area,))


def call_off(duty: Duty, act: Act) -> Told:
    """Empty a duty's period, keep the one it was meant for, and close what rights it gave."""
    sql.run("update people_duty set meant = during, during = 'empty', version = version + 1 where id = %s", (duty.id,))
    act.do(CloseGrants(duty=duty.id, area=duty.area, at=act.now))
    event = events.DutyCancelled(duty=duty.id, person=duty.person, post=Code(duty.post), area=duty.area)
    return Told(event, duty.id, duty.area)


def stand_in(command: commands.AppointStandIn, target: Target, act: Act) -> Outcome:
    duty: Duty = target.row
    check_stand_in(duty, command.person, command.starts, command.ends, act.now)
    begun = replace(duty, id=command.stand_in, person=command.person, starts=command.starts, ends=command.ends)
    appointed = seat(begun, person_of(command.person)["account"], act, stands_in=duty.id)
    event = events.StandInAppointed(
        duty=duty.id, stand_in=begun.id, person=begun.person, area=duty.area, starts=command.starts, ends=command.ends
    )
    return Outcome(
        events=(appointed, Told(event, duty.id, duty.area)), answer={"duty": str(begun.id)}, scopes=(duty.area,)
    )


def _one_of_three(duties: Sequence[Duty]) -> None:
    """Raise Refusal, naming the post, when a person is one of the three administrators already (三员分离)."""
    if not duties:
        return
    held: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in sql.rows(
        """select person, post, lower(during) as starts, upper(during) as ends
           from people_duty where person = any(%s) and administrator and not isempty(during)""",
        ([duty.person for duty in duties],),
    ):
        held[row["person"]].append(row)
    for duty in duties:
        other = next((row["post"] for row in held[duty.person] if overlaps(duty, row["starts"], row["ends"])), None)
        if other is not None:
            label = catalogue.entry("post", other, area=duty.area, at=duty.starts).spec.label
            sentence = f"这个人此期间已经是{label}。系统、安全、审计管理员须由三个人分别担任，请另选一个人。"
            raise Refusal("three_administrators", sentence, field="post")
        held[duty.person].append({"post": duty.post, "starts": duty.starts, "ends": duty.ends})


def close(duty: Duty, at: datetime, act: Act) -> None:
    """End a duty's period at a moment, and its rights with it, never before now."""
    sql.run(
        "update people_duty set during = tstzrange(lower(during), %s), version = version + 1 where id = %s",
        (at, duty.id),
    )
    act.do(CloseGrants(duty=duty.id, area=duty.area, at=max(at, act.now)))


def person_of(id: UUID) -> dict[str, Any]:
    """A person's id and account, kept from changing. Raises Missing."""
    row: dict[str, Any] | None = sql.one("select id, account from people_person where id = %s for share", (id,))
    if row is None:
        raise Missing("没有找到这个人，请先在人员名册里登记。")
    return row


def as_duty(row: dict[str, Any]) -> Duty:
    """A row of COLUMNS as the rules see it."""
    return Duty(**row | {"area": AreaCode(row["area"]), "kinds": tuple(row["kinds"])})
