"""Messages that wait for their author: what the confirming page, the fetcher of photos and the answering flow ask."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.kinds import SOURCES
from liren.cases.models import incoming_rows as rows
from liren.cases.rules.incoming import OPEN
from liren.kernel import Actor, Code, Missing
from liren.trust import links, sealed, sql

MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingCard:
    """A draft as its author sees it. `pending` photos are still being fetched; `taken` is the case it became.

    `followed`: the link still leads to that case; it does not for a sealed report.
    """

    id: UUID
    channel: Code
    state: str
    account: UUID | None
    words: str
    photos: tuple[UUID, ...]
    pending: int
    left_out: tuple[str, ...]
    lon: float | None
    lat: float | None
    place_words: str
    taken: UUID | None
    followed: bool
    expires_at: datetime

    @property
    def source(self) -> str:
        """The channel in words."""
        return SOURCES[self.channel]

    @property
    def open(self) -> bool:
        return self.state == OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is still to be done for one message: photos to fetch by the provider's ids, the link to send to `author`."""

    message: UUID
    draft: UUID
    channel: str
    media: list[str]
    invite: bool
    author: str
    tries: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Where the author of a confirmed draft is answered."""

    channel: Code
    address: str


def by_token(viewer: Actor, token: str, now: datetime) -> IncomingCard | None:
    """The draft that a link opens; None for an unknown or expired one."""
    found = sql.value("select id from cases_incoming where token = %s and expires_at > %s", (links.digest(token), now))
    row = rows.load(found) if found else None
    if row is None:
        return None
    return IncomingCard(
        id=row.draft.id, channel=row.channel, state=row.draft.state, account=row.account, words=row.draft.words,
        photos=row.draft.photos, pending=row.draft.pending, left_out=row.draft.left_out, lon=row.lon, lat=row.lat,
        place_words=row.place_words, taken=row.taken, followed=row.reply is not None,
        expires_at=row.draft.expires_at,
    )  # fmt: skip


def token_of(viewer: Actor, draft: UUID) -> str:
    """The secret of a draft's link, for the door that answers its author. Raises Missing for anybody but the house."""
    if viewer.kind != "house":
        raise Missing
    return rows.token_of(draft)


def waiting(viewer: Actor, now: datetime) -> list[Waiting]:
    """Messages whose photos are due to be fetched, oldest first. Raises Missing for anybody but the house."""
    if viewer.kind != "house":
        raise Missing
    found = sql.rows(
        f"""select m.id as message, m.draft_id as draft, m.channel, m.media, m.invite, d.reply, m.tries, d.expires_at
            from cases_incomingmessage m join cases_incoming d on d.id = m.draft_id
            where m.fetch_at <= %s order by m.fetch_at, m.id limit {MOST}""",
        (now,),
    )
    return [Waiting(author=_address(row.pop("reply")), **row) for row in found]


def _address(sealed_reply: bytes | None) -> str:
    return sealed.unseal(bytes(sealed_reply)) if sealed_reply else ""


def reply_of(viewer: Actor, draft: UUID) -> Reply | None:
    """Where the author of a confirmed draft is answered; None when the report was sealed, or an account follows it.

    Raises Missing for anybody but the house.
    """
    if viewer.kind != "house":
        raise Missing
    row = rows.load(draft)
    if row is None or row.reply is None or row.account is not None or row.taken is None:
        return None
    return Reply(channel=row.channel, address=_address(row.reply))
