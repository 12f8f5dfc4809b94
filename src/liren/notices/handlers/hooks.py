"""Webhooks: orders to rows to events. Whoever gives out keys may change any; a key changes its own."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.conf import settings

from liren.kernel import Actor, AreaCode, Code, Missing, Refusal
from liren.notices.commands import hooks as commands
from liren.notices.events import hooks as events
from liren.notices.rules import hooks as rules
from liren.trust import clients, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

OWNER = "owner"
TELL = """
insert into notices_hook_delivery (id, hook, event, subject, entry, body, made_at, try_at, tries, trouble)
values (%s, %s, %s, %s, %s, %s, %s, %s, 0, '') on conflict (id) do nothing
"""


def client_of(command: commands.SubscribeHook, act: Act) -> Target:
    """The area of the key that the webhook belongs to. Raises Missing for a key that is not or no longer there."""
    client = clients.clients_of([command.client], act.now).get(command.client)
    if client is None:
        raise Missing("没有这把密钥，或者它已经停用、过期。")
    return Target(scope=client.house_area, row=client, roles=_roles(act.actor, command.client))


def subscribe(command: commands.SubscribeHook, target: Target, act: Act) -> Outcome:
    url = rules.check_url(command.url, private=settings.HOOKS_PRIVATE)
    told = rules.check_events(command.events)
    secret = rules.check_secret(command.secret)
    held = sql.value("select count(*) from notices_hook where client = %s and state <> 'ended'", (command.client,))
    if held >= rules.MOST_HOOKS:
        raise Refusal("many_hooks", f"一把密钥最多登记 {rules.MOST_HOOKS} 个回调，请先取消不用的。")
    sql.insert(
        "notices_hook",
        {"id": command.hook, "client": command.client, "area": target.scope, "url": url, "events": told,
         "secret": sealed.seal(secret), "state": "on", "failures": 0, "try_at": act.now,
         "made_by": act.actor.account if act.actor.kind == "staff" else None, "made_at": act.now},
    )  # fmt: skip
    event = events.HookSubscribed(hook=command.hook, client=command.client, events=tuple(map(Code, told)))
    return _told(event, command.hook, target, {"hook": str(command.hook)})


def hook_of(command: commands.HookCommand, act: Act) -> Target:
    """The webhook, locked. Raises Missing for one that is over."""
    row = sql.one("select * from notices_hook where id = %s and state <> 'ended' for update", (command.hook,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, roles=_roles(act.actor, row["client"]))


def change(command: commands.ChangeHook, target: Target, act: Act) -> Outcome:
    """Whatever is changed, what waits is tried at once: somebody has just put something right."""
    row: dict[str, Any] = {}
    if command.url is not None:
        row["url"] = rules.check_url(command.url, private=settings.HOOKS_PRIVATE)
    if command.events is not None:
        row["events"] = rules.check_events(command.events)
    if command.secret is not None:
        row["secret"] = sealed.seal(rules.check_secret(command.secret))
    if command.calling is not None:
        row["state"] = "on" if command.calling else "resting"
    changed = tuple(Code("calling" if name == "state" else name) for name in row)
    if not changed:
        return Outcome(answer={"changed": []})
    sql.update("notices_hook", row | {"try_at": act.now, "failing_since": None, "failures": 0}, {"id": command.hook})
    sql.run(
        "update notices_hook_delivery set try_at = %s where hook = %s and ended_at is null", (act.now, command.hook)
    )
    event = events.HookChanged(
        hook=command.hook, changed=changed, calling=row.get("state", target.row["state"]) == "on"
    )
    return _told(event, command.hook, target, {"changed": list(changed)})


def end(command: commands.EndHook, target: Target, act: Act) -> Outcome:
    """The row stays for its history, without address and secret being of use to anybody."""
    sql.run("update notices_hook set state = 'ended', secret = '' where id = %s", (command.hook,))
    sql.run(
        "update notices_hook_delivery set ended_at = %s, trouble = '回调已取消' where hook = %s and ended_at is null",
        (act.now, command.hook),
    )
    return _told(events.HookEnded(hook=command.hook), command.hook, target, {"ended": True})


def replay(command: commands.ReplayHook, target: Target, act: Act) -> Outcome:
    """The same ids again, in the order of each case."""
    if (command.delivery is None) == (command.since is None):
        raise Refusal("replay", "请选一条，或者写从什么时候起，不能两样都写。", field="since")
    again = sql.run(
        """update notices_hook_delivery set ended_at = null, tries = 0, trouble = '', try_at = %s, made_at = made_at
           where hook = %s and (id = %s or made_at >= %s)""",
        (act.now, command.hook, command.delivery, command.since),
    )
    if not again:
        raise Refusal("nothing", f"没有可以重发的：只留最近 {rules.KEPT.days} 天的。", field="since")
    event = events.HookReplayed(hook=command.hook, calls=again)
    return _told(event, command.hook, target, {"calls": again})


def ping(command: commands.PingHook, target: Target, act: Act) -> Outcome:
    """Nothing to remember: a ping tells nothing of anybody."""
    id = uuid5(command.hook, str(act.key))
    sql.run(
        TELL,
        (id, command.hook, rules.PING, command.hook, None, _body(rules.PING, act.now, {"hook": str(command.hook)}),
         act.now, act.now),
    )  # fmt: skip
    return Outcome(answer={"delivery": str(id)}, scopes=(target.scope,))


def disable(command: commands.DisableHook, target: Target, act: Act) -> Outcome:
    if target.row["state"] != "on":
        return Outcome(answer={"disabled": False})
    sql.run("update notices_hook set state = 'disabled' where id = %s", (command.hook,))
    waiting = sql.value(
        "select count(*) from notices_hook_delivery where hook = %s and ended_at is null", (command.hook,)
    )
    event = events.HookDisabled(hook=command.hook, owner=target.row["made_by"], waiting=waiting)
    return _told(event, command.hook, target, {"disabled": True})


def telling(command: commands.TellHooks, act: Act) -> Target:
    return Target(scope=command.area)


def tell(command: commands.TellHooks, target: Target, act: Act) -> Outcome:
    """One row a webhook, whose id comes from hook and entry: told once, however often the flow is tried."""
    facts = {"case": str(command.subject), "area": str(command.area), "entry": str(command.entry)} | dict(command.facts)
    body = _body(command.event, command.at, facts)
    for hook in command.hooks:
        sql.run(
            TELL,
            (uuid5(hook, str(command.entry)), hook, command.event, command.subject, command.entry, body, act.now, act.now),
        )  # fmt: skip
    return Outcome(answer={"hooks": len(command.hooks)})


def _body(event: str, at: datetime, data: dict[str, str]) -> str:
    """The body as it will be sent at every try: type, timestamp, data (Standard Webhooks)."""
    told = {str(name): fact for name, fact in data.items()}
    return msgspec.json.encode({"type": str(event), "timestamp": at.isoformat(), "data": told}).decode()


def _roles(actor: Actor, client: UUID) -> frozenset[str]:
    return frozenset({OWNER}) if actor.kind == "client" and actor.account == client else frozenset()


def _told(event: Any, hook: UUID, target: Target, answer: dict[str, Any]) -> Outcome:
    return Outcome(events=(Told(event, hook, AreaCode(target.scope)),), answer=answer, scopes=(target.scope,))
