"""Orders about what came in by message (WeCom, WeChat, SMS, e-mail) and waits for its author to confirm it."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Command


@dataclass(frozen=True, kw_only=True)
class KeepIncoming(Command):
    """Keep one message that somebody sent to Liren. The same message again (`channel`, `external`) changes nothing.

    `author` is who wrote in the channel's own terms (userid, openid, number, mail address): sealed, and known again by
    a keyed digest. `account` is the member of staff it belongs to. `media` are the provider's ids of photos still to
    be fetched; `photos` are staged already under the draft's id. A further message of the same author soon after joins
    the open draft, unless it brings staged photos. `invite`: the link goes to the author by a message of its own, because
    others would read the answer. `left_out` says in sentences what was sent and not taken.
    """

    draft: UUID
    channel: Code
    external: str
    author: str
    account: UUID | None = None
    words: str = ""
    media: tuple[str, ...] = ()
    photos: tuple[UUID, ...] = ()
    lon: float | None = None
    lat: float | None = None
    place_words: str = ""
    invite: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FillIncoming(Command):
    """Say how fetching the photos of one message went: `photos` are staged, `left_out` could not be taken.

    `invited`: the link went to its author. `again`: the provider did not answer; what is missing is done later.
    """

    draft: UUID
    message: UUID
    photos: tuple[UUID, ...] = ()
    left_out: tuple[str, ...] = ()
    invited: bool = False
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class DiscardIncoming(Command):
    """The author does not want it reported; what was written is forgotten."""

    draft: UUID


@dataclass(frozen=True, kw_only=True)
class ExpireIncoming(Command):
    """Seven days have passed: whatever is left of the draft is removed."""

    draft: UUID
