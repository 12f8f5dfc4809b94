"""Binding and stopping addresses, choosing channels: command to rows to events."""

from typing import Any
from uuid import UUID

from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.kernel.ids import new_id
from liren.notices.commands.addresses import BindAddress, ChooseChannels, StopAddress
from liren.notices.events.addresses import AddressBound, AddressStopped, ChannelsChosen, NumberStopped
from liren.notices.kinds import CHANNELS
from liren.notices.models.blind import blind
from liren.notices.rules import channels as rules
from liren.trust import sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

BEARER = "bearer"


def bearer_of(command: BindAddress | ChooseChannels | StopAddress, act: Act) -> Target:
    """One's own account or secret link; the house may name any. Raises Missing for somebody else's."""
    if command.account is None and command.link is None:
        if act.actor.kind != "house":
            raise Missing
        return Target(scope=command.area)
    own = (command.account is not None and command.account == act.actor.account) or (
        command.link is not None and command.link == act.actor.link_case
    )
    return Target(scope=command.area, roles=frozenset({BEARER}) if own else frozenset())


def bind(command: BindAddress, target: Target, act: Act) -> Outcome:
    """The address before it ends. An address that said stop comes back only when its owner proved it, or told the desk."""
    address = rules.cleaned(command.channel, command.address)
    if command.how not in rules.HOWS:
        raise Refusal("how", f"没有“{command.how}”这种绑定办法。", field="how")
    mark = blind(command.channel, address)
    if command.how in rules.PROVED:
        sql.run("delete from notices_stop where channel = %s and blind = %s", (command.channel, mark))
    elif sql.value("select 1 from notices_stop where channel = %s and blind = %s", (command.channel, mark)):
        raise Refusal(
            "stopped",
            "这个号码回复过退订，不能再往上面发。要恢复，请收一次验证码，或者请工作人员登记。",
            field="address",
        )
    _end(command, act, "replaced")
    sql.insert(
        "notices_address",
        {"id": new_id(), "account": command.account, "link": command.link, "channel": command.channel,
         "address": sealed.seal(address), "blind": None if command.veiled else mark, "how": command.how,
         "bound_by": act.actor.account, "bound_at": act.now, "stopped_at": None, "stopped_how": ""},
    )  # fmt: skip
    return _told(AddressBound(channel=command.channel, how=command.how), command, {"channel": command.channel})


def stop(command: StopAddress, target: Target, act: Act) -> Outcome:
    """Stopping twice is stopping once."""
    if command.how not in rules.STOPS:
        raise Refusal("how", f"没有“{command.how}”这种停法。", field="how")
    if command.account is None and command.link is None:
        return _stop_number(command, act)
    ended = _end(command, act, command.how)
    event = AddressStopped(channel=command.channel, how=command.how)
    return _told(event, command, {"stopped": ended}) if ended else Outcome(answer={"stopped": 0})


def choose(command: ChooseChannels, target: Target, act: Act) -> Outcome:
    """The whole order at once; what was chosen before is forgotten."""
    if odd := set(command.channels) - set(CHANNELS):
        raise Refusal("channel", f"没有“{'、'.join(sorted(odd))}”这种联系方式。", field="channel")
    chosen = list(dict.fromkeys(command.channels))
    sql.run(
        """insert into notices_choice (id, account, link, channels, chosen_at) values (%s, %s, %s, %s, %s)
           on conflict (account, link) do update set channels = excluded.channels, chosen_at = excluded.chosen_at""",
        (new_id(), command.account, command.link, chosen, act.now),
    )
    return _told(ChannelsChosen(channels=tuple(map(Code, chosen))), command, {"channels": chosen})


def _stop_number(command: StopAddress, act: Act) -> Outcome:
    address = rules.cleaned(command.channel, command.address)
    mark = blind(command.channel, address)
    new = sql.run(
        """insert into notices_stop (id, channel, blind, at) values (%s, %s, %s, %s)
           on conflict (channel, blind) do nothing""",
        (new_id(), command.channel, mark, act.now),
    )
    ended = sql.run(
        """update notices_address set stopped_at = %s, stopped_how = %s
           where channel = %s and blind = %s and stopped_at is null""",
        (act.now, command.how, command.channel, mark),
    )
    if not new and not ended:
        return Outcome(answer={"stopped": 0})
    return _told(NumberStopped(channel=command.channel, bearers=ended), command, {"stopped": ended}, subject=act.key)


def _end(command: BindAddress | StopAddress, act: Act, how: str) -> int:
    return sql.run(
        """update notices_address set stopped_at = %s, stopped_how = %s
           where account is not distinct from %s and link is not distinct from %s and channel = %s
             and stopped_at is null""",
        (act.now, how, command.account, command.link, command.channel),
    )


def _told(
    event: Any, command: BindAddress | StopAddress | ChooseChannels, answer: dict[str, Any], subject: UUID | None = None
) -> Outcome:
    about = subject or command.account or command.link
    if about is None:
        raise Missing
    return Outcome(events=(Told(event, about, AreaCode(command.area)),), answer=answer, scopes=(command.area,))
