"""Consents of whoever is signed in: given once, taken back any time."""

from liren.catalogue import queries as catalogue
from liren.kernel import Missing, Refusal
from liren.people import commands, events
from liren.people.kinds import CONSENT_FAMILY
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told


def own(command: commands.GiveConsent | commands.WithdrawConsent, act: Act) -> Target:
    """The purpose of whoever asks, locked. Raises Missing for somebody who is not signed in."""
    if act.actor.account is None:
        raise Missing
    row = sql.one(
        "select id from people_consent where account = %s and purpose = %s and ended_at is null for update",
        (act.actor.account, command.purpose),
    )
    return Target(scope="", row=row, roles=frozenset({"owner"}))


def give(command: commands.GiveConsent, target: Target, act: Act) -> Outcome:
    entry = catalogue.entry(CONSENT_FAMILY, command.purpose, at=act.now)
    account = act.actor.account
    if target.row is not None or account is None:
        return Outcome()
    sql.insert(
        "people_consent",
        {"id": command.consent, "account": account, "purpose": command.purpose, "entry": entry.id, "given_at": act.now},
    )
    event = events.ConsentGiven(account=account, purpose=command.purpose, entry=entry.id)
    return Outcome(events=(Told(event, account, ""),))


def withdraw(command: commands.WithdrawConsent, target: Target, act: Act) -> Outcome:
    account = act.actor.account
    if catalogue.entry(CONSENT_FAMILY, command.purpose, at=act.now).spec.needed:
        raise Refusal("consent_needed", "登录要用到它，收回它就是注销账号，请用本页下面的“注销”。", field="purpose")
    if target.row is None or account is None:
        return Outcome()
    sql.update("people_consent", {"ended_at": act.now}, {"id": target.row["id"]})
    event = events.ConsentWithdrawn(account=account, purpose=command.purpose)
    return Outcome(events=(Told(event, account, ""),))
