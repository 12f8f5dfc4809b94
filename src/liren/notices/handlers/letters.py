"""Trying again, giving up, another channel, another address: command to rows to events."""

from typing import Any

from liren.kernel import AreaCode, Code, Event, Missing, Refusal
from liren.kernel.ids import new_id
from liren.notices.commands.letters import CorrectAddress, DropLetter, RerouteLetter, RetryLetters
from liren.notices.events.letters import AddressCorrected, LetterDropped, LetterRerouted, LettersRetried
from liren.notices.kinds import CHANNELS
from liren.notices.models.blind import blind
from liren.notices.rules import channels as rules
from liren.trust import sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

AGAIN = "ended_at = null, tries = 0, try_at = %s, message = null, trouble = ''"


def area_of(command: RetryLetters, act: Act) -> Target:
    return Target(scope=command.area)


def letter_of(command: DropLetter | RerouteLetter | CorrectAddress, act: Act) -> Target:
    """A letter that did not go, locked, where its notice lies. Raises Missing for one that is gone or went."""
    row = sql.one(
        """select l.id, l.channel, l.tried, l.ended_at, l.trouble, n.id as notice, n.account, n.link, n.area
           from notices_letter l join notices_notice n on n.id = l.notice where l.id = %s for update of l""",
        (command.letter,),
    )
    if row is None or (row["ended_at"] is not None and not row["trouble"]):
        raise Missing("这一条已经发出去了，或者已经放弃。")
    return Target(scope=row["area"], row=row)


def retry(command: RetryLetters, target: Target, act: Act) -> Outcome:
    """From the first channel again: what was wrong may be right now."""
    freed = sql.run(
        f"""update notices_letter l set {AGAIN}, channel = null, tried = '{{}}' from notices_notice n
            where n.id = l.notice and starts_with(n.area, %s) and l.trouble <> ''
              and (%s::uuid is null or l.id = %s) and (%s::text is null or l.channel = %s or %s = any(l.tried))""",
        (act.now, command.area, command.letter, command.letter, command.channel, command.channel, command.channel),
    )
    if not freed:
        raise Refusal("nothing_stuck", "已经没有没发出去的了，请刷新页面再看。")
    event = LettersRetried(channel=command.channel, count=freed)
    return Outcome(events=(Told(event, act.key, command.area),), answer={"freed": freed}, scopes=(command.area,))


def drop(command: DropLetter, target: Target, act: Act) -> Outcome:
    sql.run("update notices_letter set ended_at = %s, trouble = '' where id = %s", (act.now, command.letter))
    return _told(LetterDropped(channel=target.row["channel"]), target)


def reroute(command: RerouteLetter, target: Target, act: Act) -> Outcome:
    """The other channels count as tried."""
    if command.channel not in CHANNELS:
        raise Refusal("channel", f"没有“{command.channel}”这种通道，请从列表里选。", field="channel")
    others = [channel for channel in CHANNELS if channel != command.channel]
    sql.run(
        f"update notices_letter set {AGAIN}, channel = %s, tried = %s where id = %s",
        (act.now, command.channel, others, command.letter),
    )
    return _told(LetterRerouted(channel=command.channel), target)


def correct(command: CorrectAddress, target: Target, act: Act) -> Outcome:
    """The address that the desk was told replaces the one before; of a link nothing can be found by it."""
    if command.reason not in rules.CORRECTIONS:
        raise Refusal("reason", "请选新的地址是怎么知道的。", field="reason")
    address = rules.cleaned(command.channel, command.address)
    row = target.row
    sql.run(
        """update notices_address set stopped_at = %s, stopped_how = 'replaced'
           where account is not distinct from %s and link is not distinct from %s and channel = %s and stopped_at is null""",
        (act.now, row["account"], row["link"], command.channel),
    )
    mark = None if row["link"] else blind(command.channel, address)
    sql.insert(
        "notices_address",
        {"id": new_id(), "account": row["account"], "link": row["link"], "channel": command.channel,
         "address": sealed.seal(address), "blind": mark, "how": "desk", "bound_by": act.actor.account,
         "bound_at": act.now, "stopped_at": None, "stopped_how": ""},
    )  # fmt: skip
    sql.run(
        f"update notices_letter set {AGAIN}, channel = null, tried = '{{}}' where id = %s", (act.now, command.letter)
    )
    return _told(AddressCorrected(channel=command.channel, reason=Code(command.reason)), target)


def _told(event: Event, target: Target) -> Outcome:
    row: dict[str, Any] = target.row
    area = AreaCode(target.scope)
    return Outcome(events=(Told(event, row["notice"], area),), answer={"letter": str(row["id"])}, scopes=(area,))
