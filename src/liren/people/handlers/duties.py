"""Duties: appointing, ending, handing over. Each orders the grants that follow it, in the same transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.people import commands, events
from liren.people.kinds import Post
from liren.people.rules import Duty, check_end, check_handover, check_post, grant_start, place
from liren.trust import sql
from liren.trust.commands import CloseGrants, IssueGrants
from liren.trust.registry import Act, Outcome, Target, Told

COLUMNS = "id, person, post, area, unit, building, kinds, lower(during) as starts, upper(during) as ends"


def new_duty(command: commands.AppointDuty, act: Act) -> Target:
    """A duty about to begin; `kind` lets a right be given for the three administrators alone."""
    return Target(scope=command.area, row=_person(command.person))


def load_duty(command: commands.EndDuty | commands.HandOverDuty, act: Act) -> Target:
    """The duty a command names, locked."""
    found = sql.one(f"select {COLUMNS}, version from people_duty where id = %s for update", (command.duty,))
    if found is None:
        raise Missing
    version = found.pop("version")
    return Target(scope=found["area"], row=_duty(found), version=version)


def unended(person: UUID, now: datetime) -> list[Duty]:
    """A person's duties that run or are still to come."""
    found = sql.rows(
        f"""select {COLUMNS} from people_duty where person = %s and (upper(during) is null or upper(during) > %s)
            order by id""",
        (person, now),
    )
    return [_duty(row) for row in found]


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


def seat(duty: Duty, account: UUID | None, act: Act) -> Told:
    """Write a duty and order its grants. Raises Refusal when the post can't be held there, or by oneself."""
    entry = catalogue.entry("post", duty.post, area=duty.area, at=act.now)
    post: Post = entry.spec
    check_post(post, area=duty.area, unit=duty.unit, building=duty.building, starts=duty.starts, ends=duty.ends)
    if account is not None and account == act.actor.account:
        raise Refusal("appoint_self", "不能任命自己，请由上一级或另一位管理员办理。", field="person")
    sql.run(
        """insert into people_duty (id, person, post, post_entry, area, unit, building, kinds, place, single,
                                    administrator, during, version)
           values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, tstzrange(%s, %s), 1)""",
        (duty.id, duty.person, duty.post, entry.id, duty.area, duty.unit, duty.building, list(duty.kinds),
         place(post, duty.area, duty.unit, duty.building), post.single, post.administrator,
         duty.starts, duty.ends),
    )  # fmt: skip
    if account is not None:
        issue_grants(duty, account, act)
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
    post: Post = catalogue.entry("post", duty.post, area=duty.area, at=act.now).spec
    start = grant_start(duty.starts, act.now)
    if not post.rights or (duty.ends is not None and duty.ends <= start):
        return
    act.do(
        IssueGrants(
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
    )


def end(command: commands.EndDuty, target: Target, act: Act) -> Outcome:
    duty: Duty = target.row
    check_end(duty, command.at)
    _close(duty, command.at, act)
    event = events.DutyEnded(duty=duty.id, person=duty.person, post=Code(duty.post), area=duty.area, at=command.at)
    return Outcome(events=(Told(event, duty.id, duty.area),), scopes=(duty.area,))


def hand_over(command: commands.HandOverDuty, target: Target, act: Act) -> Outcome:
    duty: Duty = target.row
    check_handover(duty, command.person, command.at, act.now)
    successor = _person(command.person)
    _close(duty, command.at, act)
    begun = Duty(
        id=command.successor,
        person=command.person,
        post=duty.post,
        area=duty.area,
        unit=duty.unit,
        building=duty.building,
        kinds=duty.kinds,
        starts=command.at,
        ends=duty.ends,
    )
    appointed = seat(begun, successor["account"], act)
    event = events.DutyHandedOver(
        from_duty=duty.id,
        to_duty=begun.id,
        from_person=duty.person,
        to_person=begun.person,
        post=Code(duty.post),
        area=duty.area,
        at=command.at,
    )
    return Outcome(
        events=(appointed, Told(event, duty.id, duty.area)),
        answer={"duty": str(begun.id)},
        scopes=(duty.area,),
    )


def _close(duty: Duty, at: datetime, act: Act) -> None:
    sql.run(
        "update people_duty set during = tstzrange(lower(during), %s), version = version + 1 where id = %s",
        (at, duty.id),
    )
    act.do(CloseGrants(duty=duty.id, area=duty.area, at=max(at, act.now)))


def _person(id: UUID) -> dict[str, Any]:
    row: dict[str, Any] | None = sql.one("select id, account from people_person where id = %s for share", (id,))
    if row is None:
        raise Missing("没有找到这个人，请先在人员名册里登记。")
    return row


def _duty(row: dict[str, Any]) -> Duty:
    return Duty(**row | {"area": AreaCode(row["area"]), "kinds": tuple(row["kinds"])})
