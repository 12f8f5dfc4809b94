"""Drafts and the history of entries, for whoever drafts or publishes. Accounts stand in for names; no personal data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries
from liren.catalogue.families import FAMILIES
from liren.kernel import Actor, Missing
from liren.trust import sql
from liren.trust.sight import Cond, where

RIGHTS = ("catalogue.draft", "catalogue.publish")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCard:
    """A draft. `base_spec` is what it starts from; `moved`: another version has come to hold there since."""

    id: UUID
    family: str
    code: str
    area: str
    base: UUID
    spec: dict[str, Any]
    base_spec: dict[str, Any]
    two_people: bool
    hands: tuple[UUID, ...]
    state: str
    version: int
    saved_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    entry: UUID | None
    moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One published version. `hands` drafted it and `published_by` let it hold; both empty for what shipped."""

    id: UUID
    family: str
    code: str
    area: str
    version: int
    effective_from: datetime
    published_at: datetime
    published_by: UUID | None
    hands: tuple[UUID, ...]
    spec: dict[str, Any]


def open_drafts(viewer: Actor, now: datetime) -> list[DraftCard]:
    """Drafts of the viewer's areas that nobody has decided yet, the latest first."""
    seen = _seen(viewer, "d.area")
    return _cards(f"d.state = 'open' and {seen.sql} order by d.saved_at desc, d.id", seen.params, now)


def draft(viewer: Actor, id: UUID, now: datetime) -> DraftCard:
    """One draft. Raises Missing outside the viewer's areas."""
    seen = _seen(viewer, "d.area")
    found = _cards(f"d.id = %s and {seen.sql}", (id, *seen.params), now)
    if not found:
        raise Missing
    return found[0]


def versions(viewer: Actor, family: str, code: str, area: str) -> list[Version]:
    """Every version that ever was published for an area or one above it, the latest first.

    Raises Missing for a viewer without a right to draft or publish there, or an entry nobody published.
    """
    if not any(g.area.covers(area) for right in RIGHTS for g in viewer.holds(right)):
        raise Missing
    rows = sql.rows(
        """select e.id, e.family, e.code, e.area, e.version, e.effective_from, e.published_at, e.spec,
                  d.decided_by as published_by, coalesce(d.hands, '{}') as hands
           from catalogue_entry e left join catalogue_draft d on d.entry = e.id
           where e.family = %s and e.code = %s and starts_with(%s, e.area)
           order by e.published_at desc, e.version desc""",
        (family, code, area),
    )
    if not rows or family not in FAMILIES:
        raise Missing
    return [Version(**row | {"hands": tuple(row["hands"])}) for row in rows]


def names(viewer: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What entries and drafts among some ids are called. Configuration is no secret: any viewer may ask."""
    rows = sql.rows(
        """select id, coalesce(spec->>'label', code) as label, version, false as draft from catalogue_entry where id = any(%s)
           union all select id, coalesce(spec->>'label', code), version, true from catalogue_draft where id = any(%s)""",
        (list(ids), list(ids)),
    )
    return {
        row["id"]: f"{row['label']}的草稿" if row["draft"] else f"{row['label']}（第 {row['version']} 版）"
        for row in rows
    }


def _seen(viewer: Actor, column: str) -> Cond:
    parts = [where(viewer, right, column) for right in RIGHTS]
    return Cond(f"({' or '.join(p.sql for p in parts)})", tuple(x for p in parts for x in p.params))


def _cards(rest: str, params: tuple[Any, ...], now: datetime) -> list[DraftCard]:
    rows = sql.rows(
        f"""select d.*, e.spec as base_spec from catalogue_draft d join catalogue_entry e on e.id = d.base
            where {rest}""",
        params,
    )
    return [DraftCard(**row | {"hands": tuple(row["hands"]), "moved": _moved(row, now)}) for row in rows]


def _moved(row: dict[str, Any], now: datetime) -> bool:
    if row["state"] != "open":
        return False
    return bool(queries.entry(row["family"], row["code"], area=row["area"], at=now).id != row["base"])
