"""Members: entering, saying yes, correcting, leaving. Always of their own will."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.kernel.area import Level
from liren.places import queries as places
from liren.services import commands as c
from liren.services import events as e
from liren.services.kinds import FAMILY
from liren.services.rules import members as rules
from liren.services.rules.wishes import mask_of_free
from liren.services.rules.words import SHANGHAI
from liren.trust import rights, sql
from liren.trust.registry import Act, Outcome, Target, Told

MANAGE, CLAIM = "services.manage", "services.claim"
SELF = "self"


def new_member(command: c.RegisterMember, act: Act) -> Target:
    """A membership about to be entered: by the account itself, or by whoever manages members there."""
    own = act.actor.account is not None and act.actor.account == command.account
    return Target(scope=command.home, roles=frozenset({SELF} if own else ()))


def register(command: c.RegisterMember, target: Target, act: Act) -> Outcome:
    rules.check(command, _ground(command, act))
    if SELF not in target.roles and not sql.value(
        "select is_active from trust_account where id = %s", (command.account,)
    ):
        raise Refusal("account", "没有这个账号，请从列表里选。", field="account")
    trusted = rights.holds(act.actor, CLAIM, target) or act.actor.kind == "house"
    state = rules.first_state(own=SELF in target.roles or act.actor.kind == "house", trusted=trusted)
    day = act.now.astimezone(SHANGHAI).date() if state == "active" else None
    sql.insert("services_member", {
        "id": command.member, "account": command.account, "state": state, "gender": command.gender, **_entry(command),
        "paused": False, "entered_by": act.actor.account, "entered_at": act.now,
        "joined_at": act.now if state == "active" else None, "left_at": None, "version": 1,
        "consent": rules.OWN if day else None, "consent_on": day,
    })  # fmt: skip
    event = e.MemberRegistered(member=command.member, account=command.account, state=Code(state))
    return _told(event, command.member, target.scope, {"member": str(command.member), "state": state})


def load_member(command: c.MemberCommand, act: Act) -> Target:
    """The member a command names, locked."""
    row = sql.one("select * from services_member where id = %s for update", (command.member,))
    if row is None or row["state"] == "left":
        raise Missing
    own = act.actor.account is not None and act.actor.account == row["account"]
    return Target(
        scope=row["home"], row=row, version=row["version"], roles=frozenset({SELF} if own else ()),
        now_is={"state": row["state"]},
    )  # fmt: skip


def confirm(command: c.ConfirmMember, target: Target, act: Act) -> Outcome:
    """The side that has not said yes yet says it; nobody says it for the other."""
    today, entered = (at.astimezone(SHANGHAI).date() for at in (act.now, target.row["entered_at"]))
    yes = rules.agreed(
        command, target.row["state"], own=SELF in target.roles, manages=rights.holds(act.actor, MANAGE, target),
        entered=entered, today=today,
    )  # fmt: skip
    _write(target, {"state": "active", "joined_at": act.now, "consent": yes.how, "consent_on": yes.on})
    return _told(e.MemberConfirmed(member=command.member, consent=yes.how), command.member, target.scope)


def correct(command: c.CorrectMember, target: Target, act: Act) -> Outcome:
    rules.check(command, _ground(command, act))
    _write(target, _entry(command) | {"paused": command.paused})
    scopes = (target.scope, str(command.home))
    return replace(_told(e.MemberCorrected(member=command.member), command.member, target.scope), scopes=scopes)


def leave(command: c.LeaveMembership, target: Target, act: Act) -> Outcome:
    """Whenever one likes. What was declined goes too; a flow offers what is in hand to others.

    Of a membership that never began the entry goes, so that a no leaves nothing to hold against anybody.
    """
    if target.row["joined_at"] is None:
        sql.run("delete from services_member where id = %s", (command.member,))
    else:
        _write(target, {"state": "left", "left_at": act.now})
    sql.run("delete from services_decline where member = %s", (command.member,))
    # the flow that gives back may act wherever the member had something in hand: in the county
    return _told(e.MemberLeft(member=command.member), command.member, target.scope[: Level.COUNTY])


def _ground(command: c.RegisterMember | c.CorrectMember, act: Act) -> rules.Ground:
    known = [str(a) for a in (command.home, *command.areas) if places.version_of(a, act.epochs) is not None]
    return rules.Ground([entry.code for entry in catalogue.entries(FAMILY, area=command.home, at=act.now)], known)


def _entry(command: c.RegisterMember | c.CorrectMember) -> dict[str, Any]:
    return {
        "home": str(command.home),
        "skills": sorted(set(map(str, command.skills))),
        "areas": rules.areas_of(command.areas),
        "free": mask_of_free(command.free),
        "visits": command.visits,
        "most_open": command.most_open,
    }


def _write(target: Target, changed: dict[str, Any]) -> None:
    sql.update("services_member", changed | {"version": target.row["version"] + 1}, {"id": target.row["id"]})


def _told(event: Any, member: UUID, area: str, answer: dict[str, Any] | None = None) -> Outcome:
    return Outcome(
        events=(Told(event, member, AreaCode(area)),), answer=answer or {"member": str(member)}, scopes=(area,)
    )
