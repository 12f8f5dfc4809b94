"""What the services room remembers: ids, codes, numbers and times. Who declined or gave back is not among them."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import AreaCode, Code, Event

EVENTS: dict[str, "type[OrderEvent]"] = {}
"""Every order event by its name."""


@dataclass(frozen=True, kw_only=True)
class OrderEvent(Event):
    """Something that happened to an order, where it stands afterwards, and until when it may stand there."""

    label: ClassVar[str]
    order: UUID
    state: Code
    due_at: datetime | None = None

    def __init_subclass__(cls, *, label: str) -> None:
        cls.label = label
        EVENTS[cls.__name__] = cls


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(OrderEvent, label="点单"):
    """Somebody asked for help. `from_case`: the case it answers, from version 2 on."""

    version = 2

    kind: Code
    entry: UUID
    scope: AreaCode
    serial: int
    channel: Code
    on_behalf: bool
    requested_at: datetime
    from_case: UUID | None = None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class OrderTriaged(OrderEvent, label="核实需求"):
    """The need is clear."""

    kind: Code
    entry: UUID
    triaged_at: datetime
    note: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderListed(OrderEvent, label="公开派单"):
    """Members of a circle may claim it."""

    circle: Code
    listed_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderWidened(OrderEvent, label="扩大派单范围"):
    """Nobody of the community claimed it: the whole town may."""

    circle: Code


@dataclass(frozen=True, kw_only=True)
class OrderUnclaimed(OrderEvent, label="没有人接单"):
    """Nobody claimed it: the community sees to it."""

    unclaimed_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderClaimed(OrderEvent, label="接单"):
    """A member took it."""

    member: UUID
    handler: UUID
    claimed_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderAssigned(OrderEvent, label="指派"):
    """The community gave it to a member, or (no `member`) does it itself."""

    member: UUID | None
    handler: UUID
    claimed_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderGivenBack(OrderEvent, label="重新派单"):
    """It is offered to others again."""

    member: UUID | None
    handler: UUID | None
    companion: UUID | None
    scheduled_for: datetime | None
    listed_at: datetime
    circle: Code


@dataclass(frozen=True, kw_only=True)
class OrderTakenBack(OrderEvent, label="收回重派"):
    """The community took it back."""

    member: UUID | None
    handler: UUID | None
    companion: UUID | None
    scheduled_for: datetime | None
    note: UUID


@dataclass(frozen=True, kw_only=True)
class OrderScheduled(OrderEvent, label="约好时间"):
    """A time was agreed."""

    scheduled_for: datetime
    companion: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderDone(OrderEvent, label="办好了"):
    """The help was given, says who gave it."""

    done_at: datetime
    note: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(OrderEvent, label="点单人确认"):
    """It was solved, says the requester."""

    solved: bool
    confirmed_at: datetime
    closed_at: datetime
    note: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderDisputed(OrderEvent, label="点单人说没解决"):
    """It was not solved, says the requester: the community looks again."""

    reworks: int
    member: UUID | None
    handler: UUID | None
    companion: UUID | None
    scheduled_for: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    note: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderLapsed(OrderEvent, label="未确认"):
    """Seven days without a word from the requester."""

    closed_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderRated(OrderEvent, label="评单"):
    """The requester's rating."""

    satisfied: int
    note: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderEvent, label="取消"):
    """Called off, by the requester or the community."""

    closed_at: datetime
    cancelled_by: Code
    note: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderConverted(OrderEvent, label="转为事项"):
    """A case takes its place."""

    closed_at: datetime
    case: UUID
    case_kind: Code
    note: UUID


@dataclass(frozen=True, kw_only=True)
class OrderForgotten(OrderEvent, label="到期清除"):
    """Who asked and every word are gone, as the kind's retention says."""

    forgotten_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderWordsAdded(OrderEvent, label="补充说明"):
    """The requester added something."""

    note: UUID


@dataclass(frozen=True, kw_only=True)
class RequesterMessaged(OrderEvent, label="留言"):
    """The requester was told or asked something."""

    note: UUID


# ---- members ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MemberRegistered(Event):
    """Somebody is entered as a member, and waits for whom `state` says, or nobody."""

    member: UUID
    account: UUID
    state: Code


@dataclass(frozen=True, kw_only=True)
class MemberConfirmed(Event):
    """A membership began, `consent` says how the member agreed. Version 1 knew only those who said so themselves."""

    version = 2
    member: UUID
    consent: Code

    @classmethod
    def upcast(cls, data: dict[str, object], version: int) -> dict[str, object]:
        return {**data, "consent": "own"} if version == 1 else data


@dataclass(frozen=True, kw_only=True)
class MemberCorrected(Event):
    """A member's entry changed."""

    member: UUID


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """A member takes no more orders."""

    member: UUID


@dataclass(frozen=True, kw_only=True)
class BatchAsked(Event):
    """Orders of an area are to be matched with members."""

    batch: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class BatchKept(Event):
    """A batch was matched: so many orders found a member."""

    batch: UUID
    matched: int
    unmatched: int
