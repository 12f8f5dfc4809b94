"""What happened to orders for walking distances; nothing on the map changes."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class WalksAsked(Event):
    """Somebody wants the walks of an area worked out, with `places` venues standing."""

    walks: UUID
    area: AreaCode
    places: int


@dataclass(frozen=True, kw_only=True)
class WalksStopped(Event):
    """Nobody wants the order any more."""

    walks: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class WalksKept(Event):
    """The walks of an area are known; `ways` is streets, doors or straight, None when there was nothing to work out."""

    walks: UUID
    area: AreaCode
    ways: Code | None
