"""Orders about walking distances: have them worked out, stop, keep what the worker found."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class AskWalks(Command):
    """Have the walks of a town, or of a part of one, worked out anew by the worker.

    `places` are the venues of the day, (lon, lat) in degrees: their walks are kept too, and so many sites are chosen anew.
    """

    walks: UUID
    area: AreaCode
    places: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class StopWalks(Command):
    """Leave an order as it is; the last result stays."""

    walks: UUID


@dataclass(frozen=True, kw_only=True)
class KeepWalks(Command):
    """How far the worker is (`done` of `total`), and at the end the arrays (places/walks.py) with metres of the p-median."""

    walks: UUID
    done: int
    total: int
    content: bytes = b""
    ways: str = ""
    mean: float | None = None
    bound: float | None = None
    trouble: str = ""
