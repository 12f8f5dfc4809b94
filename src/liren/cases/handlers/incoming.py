"""Messages that came in: kept as a draft, filled with their photos, confirmed with the report, thrown away, expired."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from liren.cases.commands import incoming as commands
from liren.cases.events import incoming as events
from liren.cases.models.incoming_rows import author_digest, load, token_digest
from liren.cases.rules import incoming as rules
from liren.cases.rules.incoming import Incoming
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.kernel.ids import new_id
from liren.places import queries as places
from liren.trust import deliveries, registry, sealed, sql, timers
from liren.trust.registry import Act, Outcome, Target, Told

BELL = "incoming_expires"
HOUSE = "messages"
AUTHOR = "author"
NOBODY: dict[str, Any] = {"author": None, "reply": None, "account": None}


def county_target(command: commands.KeepIncoming, act: Act) -> Target:
    """A message lies nowhere yet: the county answers for it. Raises Refusal before the first map."""
    county = places.county(act.epochs)
    if county is None:
        raise Refusal("no_map", "还没有导入网格地图，请管理员先导入。")
    return Target(scope=county)


def draft_target(command: Any, act: Act) -> Target:
    """The draft, locked; its author is whoever holds its link, or the account it belongs to."""
    row = load(command.draft, lock=True)
    if row is None:
        raise Missing
    mine = command.draft == act.actor.link_case or (row.account is not None and row.account == act.actor.account)
    return Target(scope=row.area, row=row, roles=frozenset({AUTHOR} if mine else ()))


def keep(command: commands.KeepIncoming, target: Target, act: Act) -> Outcome:
    """Keep a message once, in a draft of its own or in the one its author has just begun.

    The answer is kept for whoever asks again, so that no word of the message and no name of a file stands in it.
    """
    twin = sql.value(
        "select draft_id from cases_incomingmessage where channel = %s and external = %s",
        (command.channel, command.external),
    )
    if twin is not None:
        return Outcome(answer={"draft": str(twin), "known": True, "joined": False})
    author = author_digest(command.channel, command.author)
    before = None if command.photos else _begun(author, act)
    taken = rules.take(before, command.words, command.media, command.photos, command.left_out)
    draft = before.id if before else command.draft
    if before is None:
        rules.check_room(
            sql.value("select count(*) from cases_incoming where author = %s and state = 'open'", (author,))
        )
        _insert(command, author, target.scope, act)
    _write(draft, command, taken, before, act)
    sql.insert(
        "cases_incomingmessage",
        {
            "id": new_id(), "draft_id": draft, "channel": command.channel, "external": command.external,
            "media": list(taken.media), "invite": command.invite, "tries": 0,
            "fetch_at": act.now if taken.media or command.invite else None,
        },
    )  # fmt: skip
    event = events.IncomingKept(draft=draft, channel=command.channel, joined=before is not None)
    return Outcome(
        events=(Told(event, draft, AreaCode(target.scope)),),
        answer={"draft": str(draft), "known": False, "joined": before is not None, "too_much": list(taken.too_much)},
    )


def _begun(author: bytes, act: Act) -> Incoming | None:
    """The author's latest open draft, if this message follows soon."""
    latest = sql.value(
        """select id from cases_incoming where author = %s and state = 'open' and expires_at > %s
           order by last_at desc limit 1 for update""",
        (author, act.now),
    )
    row = load(latest) if latest else None
    return row.draft if row and rules.joins(row.draft, act.now) else None


def _insert(command: commands.KeepIncoming, author: bytes, area: str, act: Act) -> None:
    expires = act.now + rules.TERM
    sql.insert(
        "cases_incoming",
        {
            "id": command.draft, "channel": command.channel, "state": rules.OPEN, "area": area,
            "account": command.account, "author": author, "reply": sealed.seal(command.author),
            "token": token_digest(command.draft), "words": "", "photos": [], "pending": 0, "left_out": [],
            "place_words": "", "kept_at": act.now, "last_at": act.now, "expires_at": expires,
        },
    )  # fmt: skip
    act.ring([timers.Ring(subject=command.draft, kind=BELL, no=0, area=area, fire_at=expires)])


def _write(draft: UUID, command: commands.KeepIncoming, taken: rules.Taken, before: Incoming | None, act: Act) -> None:
    changed: dict[str, Any] = {
        "words": taken.words,
        "photos": [*(before.photos if before else ()), *taken.photos],
        "pending": (before.pending if before else 0) + len(taken.media),
        "left_out": list(taken.left_out),
        "last_at": act.now,
    }
    if command.lon is not None and command.lat is not None:
        changed |= {"lon": command.lon, "lat": command.lat}
    if command.place_words.strip():
        changed["place_words"] = command.place_words.strip()
    sql.update("cases_incoming", changed, {"id": draft})


def fill(command: commands.FillIncoming, target: Target, act: Act) -> Outcome:
    """Add the photos that came; what is missing is tried again later or said to be left out."""
    found: Incoming = target.row.draft
    message = sql.one(
        "select media, invite, tries from cases_incomingmessage where id = %s and draft_id = %s for update",
        (command.message, command.draft),
    )
    if message is None or found.state != rules.OPEN or not (message["media"] or message["invite"]):
        return Outcome(answer={"filled": 0})
    again = command.again and message["tries"] < rules.FETCH_TRIES
    done = _fetched(message["media"], command, again)
    sql.update(
        "cases_incomingmessage",
        {
            "media": message["media"][done:] if again else [], "tries": message["tries"] + 1,
            "invite": again and message["invite"] and not command.invited,
            "fetch_at": rules.fetch_again_at(message["tries"], act.now) if again else None,
        },
        {"id": command.message},
    )  # fmt: skip
    lost = len(message["media"]) - done if command.again and not again else 0
    left_out = [*command.left_out, *([f"有 {lost} 张照片没有取到，请在这里重新选。"] if lost else [])]
    sql.update(
        "cases_incoming",
        {
            "photos": [*found.photos, *command.photos], "pending": found.pending - done - lost,
            "left_out": [*found.left_out, *left_out],
        },
        {"id": command.draft},
    )  # fmt: skip
    event = events.IncomingFilled(draft=command.draft, photos=len(command.photos), left_out=len(left_out))
    return Outcome(events=(Told(event, command.draft, AreaCode(target.scope)),), answer={"filled": len(command.photos)})


def _fetched(media: Sequence[str], command: commands.FillIncoming, again: bool) -> int:
    """How many of the message's photos are settled: they are fetched in their order."""
    return len(command.photos) + len(command.left_out) if command.again else len(media)


def take(draft: UUID, case: UUID, *, veiled: bool, act: Act) -> tuple[Code, Told]:
    """Confirm a draft together with its report: where it came from, and the event. Called by the report's handler.

    Words go now; of a sealed report nothing stays that leads back to whoever sent it, the provider's number included.
    """
    row = load(draft, lock=True)
    rules.check_open(row.draft if row else None, act.now)
    assert row is not None
    gone: dict[str, Any] = NOBODY if veiled else {}
    _forget(draft, {"state": rules.CONFIRMED, "taken": case, **gone})
    if veiled:
        forgotten = "update cases_incomingmessage set external = gen_random_uuid()::text where draft_id = %s"
        sql.run(forgotten, (draft,))
    event = events.IncomingConfirmed(draft=draft, channel=row.channel, case=case)
    return row.channel, Told(event, draft, AreaCode(row.area))


def discard(command: commands.DiscardIncoming, target: Target, act: Act) -> Outcome:
    if target.row.draft.state == rules.DISCARDED:
        return Outcome(answer={"discarded": True})
    rules.check_open(target.row.draft, act.now)
    _forget(command.draft, {"state": rules.DISCARDED, **NOBODY})
    event = events.IncomingDiscarded(draft=command.draft, channel=target.row.channel)
    return Outcome(events=(Told(event, command.draft, AreaCode(target.scope)),), answer={"discarded": True})


def expire(command: commands.ExpireIncoming, target: Target, act: Act) -> Outcome:
    """Remove the row whatever became of it. The provider's retries are long over; staged photos are swept by their room."""
    sql.run("delete from cases_incomingmessage where draft_id = %s", (command.draft,))
    sql.run("delete from cases_incoming where id = %s", (command.draft,))
    if target.row.draft.state != rules.OPEN:
        return Outcome(answer={"removed": True})
    event = events.IncomingExpired(draft=command.draft, channel=target.row.channel)
    return Outcome(events=(Told(event, command.draft, AreaCode(target.scope)),), answer={"removed": True})


def _forget(draft: UUID, changed: dict[str, Any]) -> None:
    """What was written and where goes; photos belong to the case by now, or are swept."""
    empty: dict[str, Any] = {
        "words": "",
        "lon": None,
        "lat": None,
        "place_words": "",
        "photos": [],
        "left_out": [],
        "pending": 0,
    }
    sql.update("cases_incoming", {**empty, **changed}, {"id": draft})
    sql.run(
        "update cases_incomingmessage set media = '{}', invite = false, fetch_at = null where draft_id = %s", (draft,)
    )


CONSTRAINTS = {
    "cases_incoming_channel": ("channel", "没有这种消息来源，请核对通道的设置。"),
    "cases_incoming_state": ("incoming_state", "消息没有这一种状态，请刷新页面。"),
    "cases_incoming_taken": ("incoming_taken", "确认过的消息要记下报成了哪一件，请刷新页面。"),
    "cases_incoming_token": ("link_twice", "链接重复了，请把消息再发一次。"),
    "cases_incomingmessage_once": ("message_twice", "这条消息已经收过，不会再收一次。"),
}


def _expired(rung: deliveries.Rung) -> Iterator[commands.ExpireIncoming]:
    yield commands.ExpireIncoming(draft=rung.subject)


def hang_up() -> None:
    """Declare the orders about messages; the house `messages` is the doors through which they come in."""
    c = commands
    registry.command(c.KeepIncoming, label="收下消息", handler=keep, target=county_target, reach="own", roles=[AUTHOR])
    registry.command(
        c.FillIncoming, label="取消息里的照片", handler=fill, target=draft_target, reach="own", roles=["fetcher"]
    )
    registry.command(
        c.DiscardIncoming, label="不报这条消息", handler=discard, target=draft_target, reach="own", roles=[AUTHOR]
    )
    registry.command(
        c.ExpireIncoming, label="清理没有确认的消息", handler=expire, target=draft_target, reach="own", roles=["timer"]
    )
    registry.house(HOUSE, may=[c.KeepIncoming, c.FillIncoming])
    registry.timer(BELL, do=_expired, may=[c.ExpireIncoming])
    registry.events(
        events.IncomingKept, events.IncomingFilled, events.IncomingConfirmed, events.IncomingDiscarded,
        events.IncomingExpired,
    )  # fmt: skip
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
