"""Commands of the trust room → rows → events."""

from django.contrib.auth.hashers import make_password

from liren.kernel import Code, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import commands, deliveries, events, sql
from liren.trust.registry import Act, Outcome, Target, Told

GRANT = """
insert into trust_grant (account, "right", area, unit, kinds, secrecy_max, during, duty, post)
select %(account)s, r, %(area)s, %(unit)s, %(kinds)s::text[], %(secrecy)s, tstzrange(%(start)s, %(end)s), %(duty)s,
       %(post)s
from unnest(%(rights)s::text[]) as r
"""


def area_of(command: commands.IssueGrants | commands.CloseGrants | commands.RetryDeliveries, act: Act) -> Target:
    """Grants are given and closed over the area of their duty; what is in trouble is retried in an area."""
    return Target(scope=command.area)


def issue_grants(command: commands.IssueGrants, target: Target, act: Act) -> Outcome:
    """One row per right."""
    sql.run(
        GRANT,
        {
            "account": command.account,
            "area": str(command.area),
            "unit": command.unit,
            "kinds": list(command.kinds),
            "secrecy": command.secrecy_max,
            "start": command.start,
            "end": command.end,
            "duty": command.duty,
            "post": command.post,
            "rights": list(command.rights),
        },
    )
    event = events.GrantsIssued(
        duty=command.duty,
        account=command.account,
        post=Code(command.post),
        rights=tuple(Code(r) for r in command.rights),
        area=command.area,
        unit=command.unit,
        start=command.start,
        end=command.end,
    )
    return Outcome(events=(Told(event, command.account, command.area),))


def close_grants(command: commands.CloseGrants, target: Target, act: Act) -> Outcome:
    """End the period; a grant that had not begun becomes empty."""
    sql.run(
        """update trust_grant set during = tstzrange(lower(during), greatest(lower(during), %s))
           where duty = %s and (upper_inf(during) or upper(during) > %s)""",
        (command.at, command.duty, command.at),
    )
    event = events.GrantsClosed(duty=command.duty, at=command.at)
    return Outcome(events=(Told(event, command.duty, command.area),))


def open_account(command: commands.OpenAccount, target: Target, act: Act) -> Outcome:
    """A row without rights: those come with a duty."""
    if not command.username.strip():
        raise Refusal("username_empty", "请填登录名。", field="username")
    sql.insert(
        "trust_account",
        {
            "id": command.account,
            "username": command.username.strip(),
            "name": command.name,
            "password": make_password(command.password),
            "is_active": True,
            "must_use_totp": command.must_use_totp,
            "demo": command.demo,
        },
    )
    event = events.AccountOpened(account=command.account)
    return Outcome(events=(Told(event, command.account, command.area),))


def reset_password(command: commands.ResetPassword, target: Target, act: Act) -> Outcome:
    """Sessions are signed with the password's hash, so a new one ends them."""
    changed = sql.update("trust_account", {"password": make_password(command.password)}, {"id": command.account})
    if not changed:
        raise Missing
    event = events.PasswordReset(account=command.account)
    return Outcome(events=(Told(event, command.account, command.area),))


def close_account(command: commands.CloseAccount, target: Target, act: Act) -> Outcome:
    """The next request of an open session finds no account."""
    sql.update("trust_account", {"is_active": False}, {"id": command.account})
    event = events.AccountClosed(account=command.account)
    return Outcome(events=(Told(event, command.account, command.area),))


def retry_deliveries(command: commands.RetryDeliveries, target: Target, act: Act) -> Outcome:
    """The worker takes them up with its next look. Raises Refusal when nothing was in trouble any more."""
    freed = deliveries.retry(command.lane, command.flow, act.now, area=command.area)
    if not freed:
        raise Refusal("nothing_stuck", "这里已经没有卡住的了，可能别人刚刚重试过。请刷新页面看现在的情况。")
    event = events.DeliveriesRetried(flow=Code(command.flow), lane=command.lane, freed=freed)
    return Outcome(events=(Told(event, command.lane or new_id(), command.area),), answer={"freed": freed})
