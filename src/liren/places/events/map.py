"""What happened to the map."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from liren.kernel import AreaCode, Code, Event

_AREAS = UUID("6f2b7a52-3f0e-5d0c-9c63-2f2d8b1d1c5e")


def area_id(code: str) -> UUID:
    """The journal's subject for an area, whose own key is its code."""
    return uuid5(_AREAS, code)


@dataclass(frozen=True, kw_only=True)
class DivisionsImported(Event):
    """Rows of the national tree were added or changed."""

    area: AreaCode
    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class AreasImported(Event):
    """Outlines were added or changed; the map has a new version."""

    area: AreaCode
    added: int
    changed: int
    map: int


@dataclass(frozen=True, kw_only=True)
class BuildingsImported(Event):
    """Buildings were added or changed; `outside` of them stand in no grid."""

    area: AreaCode
    added: int
    changed: int
    outside: int


@dataclass(frozen=True, kw_only=True)
class GroundImported(Event):
    """Roads, waters or greens (`kinds`) were drawn anew; `removed` of the old ones are not in the new file."""

    area: AreaCode
    kinds: tuple[Code, ...]
    added: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class AreaRenamed(Event):
    """An area has another name from this day on."""

    area: AreaCode
    version_id: int


@dataclass(frozen=True, kw_only=True)
class AreaClosed(Event):
    """An area was given up."""

    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class MapImportUndone(Event):
    """An import was taken back: `removed` were new with it, `restored` are as they were before it."""

    record: UUID
    area: AreaCode
    removed: int
    restored: int
