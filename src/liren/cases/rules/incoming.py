"""What becomes of a message: which draft it joins, what is taken of it, until when it waits, whether it can be confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.cases.rules.words import LONGEST
from liren.kernel import Refusal

CHANNELS = ("wecom", "wechat", "sms", "email")
TERM = timedelta(days=7)
JOINS_WITHIN = timedelta(minutes=15)
"""A chat sends words, photos and a place one by one: what follows this soon belongs to the same matter."""
MOST_PHOTOS = 9
MOST_OPEN = 10
FETCH_TRIES = 12
"""With waits doubling from 5 s to 20 min: longer than a provider that is down for an hour."""

OPEN, CONFIRMED, DISCARDED = "open", "confirmed", "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A draft as the rules see it. `pending` counts photos still to be fetched."""

    id: UUID
    state: str
    words: str
    photos: tuple[UUID, ...]
    pending: int
    left_out: tuple[str, ...]
    last_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What is kept of one message: the words so far, its photos to fetch, and what was left out so far.

    `too_much` is what was left out of this message because of the limits, in sentences that hold none of its words.
    """

    words: str
    media: tuple[str, ...]
    photos: tuple[UUID, ...]
    left_out: tuple[str, ...]
    too_much: tuple[str, ...]


def joins(draft: Incoming | None, at: datetime) -> bool:
    """A message belongs to the author's latest open draft when it follows soon."""
    return draft is not None and draft.state == OPEN and at - draft.last_at <= JOINS_WITHIN


def check_room(open_drafts: int) -> None:
    """Raise Refusal when the author has left too many unconfirmed."""
    if open_drafts >= MOST_OPEN:
        raise Refusal("many_drafts", f"您有 {open_drafts} 条还没确认，请先点开链接，确认或者去掉几条，再发新的。")


def take(
    before: Incoming | None,
    words: str,
    media: Sequence[str],
    photos: Sequence[UUID],
    left_out: Sequence[str],
) -> Taken:
    """The draft with one more message in it. What is too much is left out, and said."""
    said = "\n".join(part for part in (before.words if before else "", words.strip()) if part)
    too_much = []
    if len(said) > LONGEST:
        too_much.append(f"写了 {len(said):,} 个字，超过 {LONGEST:,} 个字的部分没有收。")
    had = len(before.photos) + before.pending if before else 0
    room = max(MOST_PHOTOS - had, 0)
    kept = tuple(photos[:room])
    fetched = tuple(media[: room - len(kept)])
    over = len(photos) + len(media) - len(kept) - len(fetched)
    if over:
        too_much.append(too_many(had + len(kept) + len(fetched) + 1, over))
    told = (*(before.left_out if before else ()), *left_out, *too_much)
    return Taken(words=said[:LONGEST], media=fetched, photos=kept, left_out=told, too_much=tuple(too_much))


def too_many(first: int, count: int) -> str:
    """Which photos were left out because there are too many."""
    which = f"第 {first} 张" if count == 1 else f"第 {first} 到 {first + count - 1} 张"
    return f"{which}照片没有收：一次最多 {MOST_PHOTOS} 张。确认以后可以在进度页补。"


def fetch_again_at(tries: int, now: datetime) -> datetime:
    """When the next try to fetch a photo is due."""
    return now + min(timedelta(seconds=5 * 2**tries), timedelta(minutes=20))


def check_open(draft: Incoming | None, now: datetime) -> None:
    """Raise Refusal unless the draft still waits for its author."""
    if draft is None or draft.state == DISCARDED or now > draft.expires_at:
        raise Refusal("draft_gone", "这条消息已经去掉，或者过了 7 天没有确认，请重新反映。您写的内容还在。")
    if draft.state == CONFIRMED:
        raise Refusal("draft_confirmed", "这条消息已经确认过，不会再报一次。进度在原来的链接里看。")
