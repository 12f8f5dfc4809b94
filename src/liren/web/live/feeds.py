"""Journal entries to live messages: which entries count, what is said of them, and who may hear it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import structs

from liren.cases import queries as cases
from liren.cases.events import CaseEvent
from liren.devices.events import alarms as alarming
from liren.devices.events.drills import AlarmFoundReal
from liren.kernel import Actor
from liren.kernel.actor import the_house
from liren.notices import queries as notices
from liren.notices.events import NoticeTold
from liren.trust.events import AccountClosed, GrantsClosed, GrantsIssued, PasswordReset
from liren.trust.registry import EVENTS
from liren.trust.sight import visible
from liren.trust.tail import Line

NOTICE = NoticeTold.__name__
ALARMS = frozenset(
    kind.__name__
    for kind in (
        alarming.AlarmRaised, alarming.AlarmRaisedAgain, alarming.AlarmCleared, alarming.GroupGrew, alarming.AlarmAcknowledged,
        alarming.AlarmConfirmed, alarming.AlarmJudgedFalse, alarming.AlarmClosed, AlarmFoundReal,
    )
)  # fmt: skip
RIGHTS = frozenset(kind.__name__ for kind in (GrantsIssued, GrantsClosed, AccountClosed, PasswordReset))
"""After these nobody is told anything more before their rights have been read anew."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What an open page hears: the newest entry about one subject, the names of all of them, where it lies, when.

    `state` is a case's state now ("" for a notice and for alarms); `own` says that it lies with whoever hears it."""

    id: UUID
    feed: str
    names: tuple[str, ...]
    subject: UUID
    area: str
    at: datetime
    state: str
    own: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A message on its way; `by` are the accounts that caused it, whose own page shows it anyway."""

    said: bytes
    said_to_own: bytes
    by: frozenset[UUID]
    recorded_at: datetime
    admits: Callable[[Actor], bool]
    is_own: Callable[[Actor], bool]

    def said_to(self, listener: Actor) -> bytes:
        """Its JSON for one listener."""
        return self.said_to_own if self.is_own(listener) else self.said


def names() -> list[str]:
    """The entries worth reading."""
    return sorted({n for n, kind in EVENTS.items() if issubclass(kind, CaseEvent)} | {NOTICE} | RIGHTS | ALARMS)


def heard(lines: Sequence[Line]) -> list[Heard]:
    """What a batch of entries says: one message a case, one a notice, one a micro-grid where alarms moved. At most two statements.

    A case that nobody may see any more, or that is gone, is not spoken of."""
    house = the_house("events")
    by_case: dict[UUID, list[Line]] = defaultdict(list)
    by_area: dict[str, list[Line]] = defaultdict(list)
    told: dict[UUID, Line] = {}
    for line in lines:
        if line.name == NOTICE:
            told[UUID(line.data["notice"])] = line
        elif line.name in ALARMS:
            by_area[line.area].append(line)
        elif line.name not in RIGHTS:
            by_case[line.subject].append(line)
    audiences = cases.audiences(house, list(by_case)) if by_case else {}
    owners = notices.recipients(house, list(told)) if told else {}
    return [
        *(
            _message("cases", by_case[case], str(one.case.state), one.admits, one.waits_for)
            for case, one in audiences.items()
        ),
        *(_message("alarms", _once(lines), "", _sees(area), _nobody) for area, lines in by_area.items()),
        *(
            _message("notices", [told[notice]], "", _only(account), _only(account))
            for notice, account in owners.items()
        ),
    ]


def _only(account: UUID) -> Callable[[Actor], bool]:
    return lambda viewer: viewer.account == account


def _sees(area: str) -> Callable[[Actor], bool]:
    return lambda viewer: visible(viewer, "devices.see", area)


def _once(lines: Sequence[Line]) -> list[Line]:
    """The last of each name: a storm of a thousand alarms is one message."""
    return sorted({line.name: line for line in lines}.values(), key=lambda line: line.recorded_at)


def _nobody(viewer: Actor) -> bool:
    return False


def _message(
    feed: str,
    lines: Sequence[Line],
    state: str,
    admits: Callable[[Actor], bool],
    is_own: Callable[[Actor], bool],
) -> Heard:
    last = lines[-1]
    message = Message(
        id=last.id,
        feed=feed,
        names=tuple(line.name for line in lines),
        subject=last.subject,
        area=last.area,
        at=last.recorded_at,
        state=state,
        own=False,
    )
    by = frozenset(line.account for line in lines if line.account is not None)
    said, said_to_own = (msgspec.json.encode(structs.replace(message, own=own)) for own in (False, True))
    return Heard(said, said_to_own, by, last.recorded_at, admits, is_own)
