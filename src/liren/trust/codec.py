"""Commands to digests and events to bytes and back. One encoding, so that a digest means the same everywhere."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings

from liren.kernel import Actor, Command, Event
from liren.trust.registry import EVENTS


def _plain(content: Any) -> str:
    """AreaCode and Code are text on the wire."""
    if isinstance(content, str):
        return str(content)
    raise NotImplementedError(type(content))


encode = msgspec.json.Encoder(order="deterministic", enc_hook=_plain).encode


def payload_digest(command: Command) -> bytes:
    """A keyed digest of the command's name and content: the same key with another payload is a conflict.

    Keyed, because a plain one would let whoever holds the rows try out phone numbers until one fits.
    """
    return _mac(b"payload", type(command).__name__.encode() + b"\0" + encode(command))


def actor_digest(actor: Actor, key: UUID) -> bytes:
    """Whose key this is, without saying who: two keys can't be tied together by it (the table outlives a sealed report).

    An account is the same actor with and without a duty: a retry after the duty ended gets its first answer.
    """
    who = actor.account or actor.link_case or f"{actor.kind}:{actor.house}"
    return _mac(b"actor", key.bytes + str(who).encode())


def _mac(purpose: bytes, content: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), purpose + b"\0" + content, "sha256")


def pseudonym(subject: UUID, account: UUID) -> UUID:
    """A stand-in for an account on one subject only; two subjects can't be tied together by it."""
    mac = hmac.digest(settings.SECRET_KEY.encode(), b"veil" + subject.bytes + account.bytes, "sha256")
    return UUID(bytes=mac[:16], version=5)


def event_data(event: Event) -> dict[str, Any]:
    """An event as JSON-able data: ids and times as text, tuples as lists."""
    return {f.name: msgspec.to_builtins(getattr(event, f.name), enc_hook=_plain) for f in fields(event)}


def read_event(name: str, version: int, data: dict[str, Any]) -> Event:
    """The event that was stored, brought to today's shape. Raises LookupError for a name nobody registered."""
    kind = EVENTS.get(name)
    if kind is None:
        raise LookupError(f"no room reads the event {name}")
    if version != kind.version:
        data = kind.upcast(data, version)
    return msgspec.convert(data, kind, strict=False, dec_hook=_word)


def _word(kind: type, content: Any) -> Any:
    if issubclass(kind, str):
        return kind(content)
    raise NotImplementedError(kind)


def chunk_digest(commands: Sequence[Command]) -> bytes:
    """One digest for a chunk of commands under one key."""
    whole = hashlib.sha256()
    for command in commands:
        whole.update(payload_digest(command))
    return whole.digest()
