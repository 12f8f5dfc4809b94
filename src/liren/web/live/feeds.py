"""Journal entries to live messages: which entries count, what is said of them, and who may hear it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from liren.cases import queries as cases
from liren.cases.events import CaseEvent
from liren.kernel import Actor
from liren.kernel.actor import the_house
from liren.notices import queries as notices
from liren.notices.events import NoticeTold
from liren.trust.events import AccountClosed, GrantsClosed, GrantsIssued, PasswordReset
from liren.trust.registry import EVENTS
from liren.trust.tail import Line

NOTICE = NoticeTold.__name__
RIGHTS = frozenset(kind.__name__ for kind in (GrantsIssued, GrantsClosed, AccountClosed, PasswordReset))
"""After these nobody is told anything more before their rights have been read anew."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What an open page hears: the newest entry about one subject, the names of all of them, where it lies, when."""

    id: UUID
    feed: str
    names: tuple[str, ...]
    subject: UUID
    area: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """A message on its way. `said` is its JSON; `by` are the accounts that caused it, whose own page shows it anyway."""

    id: UUID
    said: bytes
    by: frozenset[UUID]
    recorded_at: datetime
    admits: Callable[[Actor], bool]


def names() -> list[str]:
    """The entries worth reading."""
    return sorted({n for n, kind in EVENTS.items() if issubclass(kind, CaseEvent)} | {NOTICE} | RIGHTS)


def heard(lines: Sequence[Line]) -> list[Heard]:
    """What a batch of entries says: one message a case, one a notice. At most two statements.

    A case that nobody may see any more, or that is gone, is not spoken of."""
    house = the_house("events")
    by_case: dict[UUID, list[Line]] = defaultdict(list)
    told: dict[UUID, Line] = {}
    for line in lines:
        if line.name == NOTICE:
            told[UUID(line.data["notice"])] = line
        elif line.name not in RIGHTS:
            by_case[line.subject].append(line)
    audiences = cases.audiences(house, list(by_case)) if by_case else {}
    owners = notices.recipients(house, list(told)) if told else {}
    return [
        *(_message("cases", by_case[case], audience.admits) for case, audience in audiences.items()),
        *(_message("notices", [told[notice]], _only(account)) for notice, account in owners.items()),
    ]


def _only(account: UUID) -> Callable[[Actor], bool]:
    return lambda viewer: viewer.account == account


def _message(feed: str, lines: Sequence[Line], admits: Callable[[Actor], bool]) -> Heard:
    last = lines[-1]
    message = Message(
        id=last.id,
        feed=feed,
        names=tuple(line.name for line in lines),
        subject=last.subject,
        area=last.area,
        at=last.recorded_at,
    )
    by = frozenset(line.account for line in lines if line.account is not None)
    return Heard(last.id, msgspec.json.encode(message), by, last.recorded_at, admits)
