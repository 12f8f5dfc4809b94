"""Persons: registering, correcting, linking an account, opening a sealed field."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.people import commands, events
from liren.people.handlers import duties
from liren.people.kinds import REASONS_OF, REVEAL_REASONS, SEALED_FIELDS
from liren.people.rules import clean_email, clean_mobile, clean_name, clean_work_phone, needs_totp
from liren.trust import sealed, sql
from liren.trust.commands import IssueResetCode, OpenAccount
from liren.trust.registry import Act, Outcome, Target, Told

REVEALED_FOR = timedelta(minutes=5)


def new_person(command: commands.RegisterPerson, act: Act) -> Target:
    """A person who is about to be registered: the right is asked over their area."""
    return Target(scope=command.area)


def load_person(command: Any, act: Act) -> Target:
    """The person a command names, locked."""
    row = sql.one("select * from people_person where id = %s for update", (command.person,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"], now_is={"name": row["name"]})


def register(command: commands.RegisterPerson, target: Target, act: Act) -> Outcome:
    sql.insert(
        "people_person",
        {
            "id": command.person,
            "area": command.area,
            "name": clean_name(command.name),
            "work_phone": clean_work_phone(command.work_phone),
            "work_email": clean_email(command.work_email),
            "version": 1,
        },
    )
    keep_phone(command.person, command.area, clean_mobile(command.phone))
    event = events.PersonRegistered(person=command.person, area=command.area)
    return Outcome(
        events=(Told(event, command.person, command.area),),
        answer={"person": str(command.person)},
        scopes=(command.area,),
    )


def correct(command: commands.CorrectPerson, target: Target, act: Act) -> Outcome:
    cleaned = {
        "name": command.name if command.name is None else clean_name(command.name),
        "work_phone": command.work_phone if command.work_phone is None else clean_work_phone(command.work_phone),
        "work_email": command.work_email if command.work_email is None else clean_email(command.work_email),
    }
    changed = {key: text for key, text in cleaned.items() if text is not None and text != target.row[key]}
    fields = list(changed)
    if command.phone is not None:
        keep_phone(command.person, target.row["area"], clean_mobile(command.phone))
        fields.append("phone")
    if not fields:
        return Outcome(answer={"changed": []})
    sql.update("people_person", changed | {"version": target.row["version"] + 1}, {"id": command.person})
    event = events.PersonCorrected(person=command.person, fields=tuple(Code(f) for f in fields))
    return Outcome(events=(Told(event, command.person, target.scope),), answer={"changed": fields})


def keep_phone(person: UUID, area: str, phone: str) -> None:
    """Seal a person's phone, or forget it when it is empty."""
    sql.setting("liren.scopes", area)
    if not phone:
        sql.run("delete from people_contact where person = %s", (person,))
        return
    sql.run(
        """insert into people_contact (person, area, phone, phone_blind) values (%s, %s, %s, %s)
           on conflict (person) do update set phone = excluded.phone, phone_blind = excluded.phone_blind""",
        (person, area, sealed.seal(phone), sealed.blind(phone)),
    )


def link_account(command: commands.LinkAccount, target: Target, act: Act) -> Outcome:
    """The account gets the rights of every duty that has not ended. An account once linked stays: history names it."""
    person = target.row
    if person["account"] is not None:
        raise Refusal("linked", "这个人已经有登录账号，不能换成别的。要换人，请办职务交接。", field="account")
    if command.account == act.actor.account:
        raise Refusal("link_self", "不能把自己的账号关联给别人，请用本人的账号。", field="account")
    sql.update("people_person", {"account": command.account, "version": person["version"] + 1}, {"id": command.person})
    for duty in duties.unended(command.person, act.now):
        duties.issue_grants(duty, command.account, act)
    event = events.AccountLinked(person=command.person, account=command.account)
    return Outcome(events=(Told(event, command.person, target.scope),), scopes=(target.scope,))


def open_login(command: commands.OpenLogin, target: Target, act: Act) -> Outcome:
    """Account, link and one-time code in one transaction: an account nobody can open would help nobody."""
    person, area = target.row, AreaCode(target.scope)
    totp = any(_needs_totp(duty.post, duty.area, act) for duty in duties.unended(command.person, act.now))
    act.do(
        OpenAccount(
            account=command.account, username=command.username, name=person["name"], password=None,
            must_use_totp=totp, area=area,
        )
    )  # fmt: skip
    act.do(IssueResetCode(account=command.account, code=command.code, area=area))
    return link_account(commands.LinkAccount(person=command.person, account=command.account), target, act)


def _needs_totp(post: str, area: str, act: Act) -> bool:
    return needs_totp(catalogue.entry("post", post, area=area, at=act.now).spec)


def reveal(command: commands.RevealField, target: Target, act: Act) -> Outcome:
    """Permit this account to read one field for five minutes; the reading itself goes through `queries.revealed`."""
    if command.field not in SEALED_FIELDS:
        raise Refusal(
            "field",
            f"没有“{command.field}”这个封存字段，可以查看的是{'、'.join(SEALED_FIELDS.values())}。",
            field="field",
        )
    if command.reason not in REASONS_OF[command.field]:
        reasons = "、".join(REVEAL_REASONS[reason] for reason in REASONS_OF[command.field])
        raise Refusal("reason", f"请选一个查看理由：{reasons}。", field="reason")
    if act.actor.account is None:
        raise Refusal("no_account", "没有登录，不能查看封存信息，请先登录。")
    until = act.now + REVEALED_FOR
    sql.insert(
        "people_reveal",
        {
            "id": command.permission,
            "person": command.person,
            "account": act.actor.account,
            "field": command.field,
            "reason": command.reason,
            "until": until,
        },
    )
    event = events.FieldRevealed(
        permission=command.permission,
        person=command.person,
        field=Code(command.field),
        reason=Code(command.reason),
    )
    return Outcome(
        events=(Told(event, command.person, AreaCode(target.scope)),),
        answer={"permission": str(command.permission), "until": until.isoformat()},
    )
