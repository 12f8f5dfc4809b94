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
    """SHA-256 of the command's name and content: the same key with another payload is a conflict."""
    return hashlib.sha256(type(command).__name__.encode() + b"\0" + encode(command)).digest()


def actor_digest(actor: Actor) -> bytes:
    """Which actor a key belongs to, without saying who (the key table outlives a sealed report)."""
    words = f"{actor.kind}:{actor.account}:{actor.link_case}:{actor.house}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), words, "sha256")


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
