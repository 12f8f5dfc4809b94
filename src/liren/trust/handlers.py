"""Commands of the trust room → rows → events."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from liren.kernel import Code, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import clients, codec, commands, deliveries, events, phones, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

CODE_GOOD_FOR = timedelta(hours=24)
RESIDENT = "居民"
GRANT = """
insert into trust_grant (account, "right", area, unit, kinds, secrecy_max, during, duty, post)
select account, r, area, unit, kinds, secrecy_max, tstzrange(start, "end"), duty, post
from jsonb_to_recordset(%s::jsonb) as g(duty uuid, account uuid, post text, rights text[], area text, unit uuid,
                                        kinds text[], secrecy_max int, start timestamptz, "end" timestamptz),
     unnest(rights) as r
"""
CLOSE = """
update trust_grant g set during = tstzrange(lower(g.during), greatest(lower(g.during), c.at)), closed = true
from jsonb_to_recordset(%s::jsonb) as c(duty uuid, at timestamptz)
where g.duty = c.duty and (upper_inf(g.during) or upper(g.during) > c.at)
"""


def area_of(command: commands.IssueGrants | commands.CloseGrants | commands.RetryDeliveries, act: Act) -> Target:
    """Grants are given and closed over the area of their duty; what is in trouble is retried in an area."""
    return Target(scope=command.area)


def issue_grants(command: commands.IssueGrants, target: Target, act: Act) -> Outcome:
    return issue_many([command], act)[0]


def issue_many(orders: list[commands.IssueGrants], act: Act) -> list[Outcome]:
    """One row per right, all orders in one statement."""
    sql.run(GRANT, (codec.encode(orders).decode(),))
    return [Outcome(events=(Told(_issued(order), order.account, order.area),)) for order in orders]


def _issued(order: commands.IssueGrants) -> events.GrantsIssued:
    return events.GrantsIssued(
        duty=order.duty,
        account=order.account,
        post=Code(order.post),
        rights=tuple(Code(r) for r in order.rights),
        area=order.area,
        unit=order.unit,
        start=order.start,
        end=order.end,
    )


def close_grants(command: commands.CloseGrants, target: Target, act: Act) -> Outcome:
    return close_many([command], act)[0]


def close_many(orders: list[commands.CloseGrants], act: Act) -> list[Outcome]:
    """End the periods, all orders in one statement; a grant that had not begun becomes empty."""
    sql.run(CLOSE, (codec.encode(orders).decode(),))
    return [Outcome(events=(Told(events.GrantsClosed(duty=o.duty, at=o.at), o.duty, o.area),)) for o in orders]


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
    if command.account == act.actor.account:
        raise Refusal("close_self", "不能关闭自己的账号，请由另一位管理员办理。")
    _sign_out(command.account)
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


def issue_reset_code(command: commands.IssueResetCode, target: Target, act: Act) -> Outcome:
    """Only the code's hash is kept. Whoever administers accounts does not reset his own: he knows his password."""
    if command.account == act.actor.account:
        raise Refusal("reset_self", "自己的密码请在“改密码”里改；忘了，请另一位管理员重设。")
    if not sql.update("trust_account", {"password": make_password(None)}, {"id": command.account, "is_active": True}):
        raise Refusal("account_closed", "这个账号已经关闭，不能重设密码。")
    until = act.now + CODE_GOOD_FOR
    sql.run(
        """insert into trust_reset (account, code, until) values (%s, %s, %s)
           on conflict (account) do update set code = excluded.code, until = excluded.until""",
        (command.account, make_password(plain_code(command.code)), until),
    )
    if command.forget_totp:
        sql.run("delete from mfa_authenticator where user_id = %s", (command.account,))
    _sign_out(command.account)
    event = events.ResetCodeIssued(account=command.account, until=until)
    return Outcome(events=(Told(event, command.account, command.area),), answer={"until": until.isoformat()})


def resettable(command: commands.RedeemResetCode, act: Act) -> Target:
    """The account with its code, locked. A wrong name looks like a wrong code."""
    row = sql.one(
        """select a.id, r.code, r.until,
                  coalesce((select min(area) from trust_grant g where g.account = a.id), '') as area
           from trust_account a join trust_reset r on r.account = a.id
           where a.username = %s and a.is_active for update of r""",
        (command.username.strip(),),
    )
    return Target(scope=row["area"] if row else "", row=row)


def redeem_reset_code(command: commands.RedeemResetCode, target: Target, act: Act) -> Outcome:
    row = target.row
    if row is None or row["until"] <= act.now or not check_password(plain_code(command.code), row["code"]):
        sentence = (
            "工号或重设码不对，或者重设码已经过期（24 小时内有效，只能用一次）。请核对，或请管账号的同事再开一个。"
        )
        raise Refusal("reset_code", sentence, field="code")
    sql.update("trust_account", {"password": make_password(command.password)}, {"id": row["id"]})
    sql.run("delete from trust_reset where account = %s", (row["id"],))
    event = events.PasswordChosen(account=row["id"])
    return Outcome(events=(Told(event, row["id"], row["area"]),))


def plain_code(code: str) -> str:
    """A code as it is hashed: however somebody writes its letters and hyphens."""
    return "".join(code.split()).replace("-", "").upper()


def own_device(command: commands.EndSession, act: Act) -> Target:
    row = sql.one("select id, session, account from trust_device where id = %s for update", (command.device,))
    mine = row is not None and row["account"] == act.actor.account
    area = min((str(g.area) for g in act.actor.grants), key=len, default="")
    return Target(scope=area, row=row, roles=frozenset({"owner"} if mine else ()))


def end_session(command: commands.EndSession, target: Target, act: Act) -> Outcome:
    sql.run("delete from django_session where session_key = %s", (target.row["session"],))
    sql.run("delete from trust_device where id = %s", (command.device,))
    account = target.row["account"]
    return Outcome(events=(Told(events.SessionsEnded(account=account, devices=1), account, target.scope),))


def end_sessions(command: commands.EndSessions, target: Target, act: Act) -> Outcome:
    ended = _sign_out(command.account)
    event = events.SessionsEnded(account=command.account, devices=ended)
    return Outcome(events=(Told(event, command.account, command.area),), answer={"ended": ended})


def _sign_out(account: UUID) -> int:
    """End every session of an account; how many there were."""
    sql.run(
        "delete from django_session where session_key in (select session from trust_device where account = %s)",
        (account,),
    )
    return sql.run("delete from trust_device where account = %s", (account,))


def key_area(command: commands.IssueKey, act: Act) -> Target:
    return Target(scope=command.area)


def issue_key(command: commands.IssueKey, target: Target, act: Act) -> Outcome:
    """The row without the secret. Neither the answer nor the journal holds it."""
    until = clients.check_issue(command, act.now)
    sql.insert(
        "trust_client",
        {
            "id": command.client, "name": command.name.strip(), "head": clients.head(command.secret),
            "digest": clients.digest(command.secret), "scopes": list(command.scopes), "area": command.area,
            "sandbox": command.sandbox, "per_minute": command.per_minute, "issued_at": act.now,
            "issued_by": act.actor.account, "until": until,
        },
    )  # fmt: skip
    event = events.KeyIssued(
        client=command.client, scopes=tuple(Code(s) for s in command.scopes), area=command.area, until=until,
        sandbox=command.sandbox,
    )  # fmt: skip
    return Outcome(
        events=(Told(event, command.client, command.area),),
        answer={"client": str(command.client), "until": until.isoformat()},
        scopes=(command.area,),
    )


def issued_key(command: commands.RevokeKey, act: Act) -> Target:
    row = sql.one("select id, area, revoked_at from trust_client where id = %s for update", (command.client,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def revoke_key(command: commands.RevokeKey, target: Target, act: Act) -> Outcome:
    """The next request with the key finds none."""
    clients.check_revoke(command)
    if target.row["revoked_at"] is not None:
        raise Refusal("revoked", "这把密钥已经停用了，不用再停。")
    told = {"revoked_at": act.now, "revoked_by": act.actor.account, "reason": command.reason.strip()}
    sql.update("trust_client", told, {"id": command.client})
    event = events.KeyRevoked(client=command.client)
    return Outcome(events=(Told(event, command.client, target.scope),))


def asked_code(command: commands.SignInByPhone, act: Act) -> Target:
    """The code that was sent to the phone, locked, with the account that the phone opens."""
    row = sql.one(
        """select c.digest, c.until, p.account from trust_phone_code c left join trust_phone p on p.blind = c.blind
           where c.blind = %s for update of c""",
        (phones.blind(phones.normal(command.phone)),),
    )
    return Target(scope="", row=row)


def sign_in_by_phone(command: commands.SignInByPhone, target: Target, act: Act) -> Outcome:
    """The code is used up; a phone that nobody signed in with yet gets an account without rights or a name."""
    phone, row = phones.normal(command.phone), target.row
    if row is None or row["until"] <= act.now or not phones.fits(phone, command.code, row["digest"]):
        raise Refusal(
            "phone_code", "验证码不对，或者已经过了 10 分钟。请照最近一条短信填，也可以重新要一个。", field="code"
        )
    sql.run("delete from trust_phone_code where blind = %s", (phones.blind(phone),))
    account = row["account"] or command.account
    if row["account"] is None:
        fresh = {"id": account, "username": f"phone-{account}", "name": RESIDENT, "password": make_password(None),
                 "is_active": True, "must_use_totp": False, "demo": False}  # fmt: skip
        sql.insert("trust_account", fresh)
        sql.insert(
            "trust_phone",
            {"account": account, "blind": phones.blind(phone), "sealed": sealed.seal(phone), "verified_at": act.now},
        )
    event = events.PhoneVerified(account=account, opened=row["account"] is None)
    return Outcome(events=(Told(event, account, ""),), answer={"account": str(account)})


def own_phone_account(command: commands.CloseOwnAccount, act: Act) -> Target:
    row = sql.one("select account from trust_phone where account = %s for update", (command.account,))
    mine = row is not None and row["account"] == act.actor.account
    return Target(scope="", row=row, roles=frozenset({"owner"} if mine else ()))


def close_own_account(command: commands.CloseOwnAccount, target: Target, act: Act) -> Outcome:
    sql.run("delete from trust_phone where account = %s", (command.account,))
    _sign_out(command.account)
    sql.update("trust_account", {"is_active": False}, {"id": command.account})
    return Outcome(events=(Told(events.AccountClosed(account=command.account), command.account, ""),))
