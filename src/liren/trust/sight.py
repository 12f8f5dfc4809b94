"""Who may see what: conditions for lists, the reading transaction, and the access log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.kernel.ids import new_id
from liren.trust import codec, sql

ANCESTORS = {Level.TOWN: "town", Level.COMMUNITY: "community", Level.GRID: "grid", Level.MICRO_GRID: "scope"}


@dataclass(frozen=True, slots=True)
class Cond:
    """A piece of SQL for a where clause, with its parameters."""

    sql: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One ground of seeing: equality on a stored ancestor column ("" is the whole county).

    A list over several grounds is a UNION of top-n branches, because an OR defeats every index (mechanisms §4.7).
    """

    column: str
    value: str
    kinds: tuple[str, ...]
    secrecy: int


def branches(viewer: Actor, right: str) -> tuple[Branch, ...]:
    """The grounds on which `viewer` sees rows that store their ancestors; wider grounds swallow narrower ones."""
    if viewer.kind == "house":
        return (Branch(column="", value="", kinds=(), secrecy=2),)
    grants = sorted(viewer.holds(right), key=lambda g: (len(g.area), -g.secrecy))
    kept: list[Branch] = []
    for grant in grants:
        column = ANCESTORS.get(grant.area.level, "")
        branch = Branch(column=column, value=str(grant.area), kinds=grant.kinds, secrecy=grant.secrecy)
        if not any(_swallows(wide, branch) for wide in kept):
            kept.append(branch)
    return tuple(kept)


def _swallows(wide: Branch, narrow: Branch) -> bool:
    return (
        narrow.value.startswith(wide.value)
        and wide.secrecy >= narrow.secrecy
        and (not wide.kinds or (set(narrow.kinds) <= set(wide.kinds) and bool(narrow.kinds)))
    )


def where(viewer: Actor, right: str, column: str = "area") -> Cond:
    """Prefix ranges over an area column, for lists that are not hot. No right, no rows."""
    if viewer.kind == "house":
        return Cond("true")
    areas = sorted({str(g.area) for g in viewer.holds(right)})
    if not areas:
        return Cond("false")
    parts = " or ".join(f"({column} >= %s and {column} < %s)" for _ in areas)
    return Cond(f"({parts})", tuple(bound for area in areas for bound in (area, after(area))))


def after(prefix: str) -> str:
    """The first text that sorts behind everything starting with `prefix` (COLLATE "C", digits only)."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def visible(viewer: Actor, right: str, area: str) -> bool:
    """A single thing in `area` may be seen by right."""
    return viewer.kind == "house" or any(g.area.covers(area) for g in viewer.holds(right))


def need(viewer: Actor, right: str, area: str = "") -> None:
    """Raise Missing unless the viewer holds `right` (over `area`, when one is given)."""
    if viewer.kind == "house":
        return
    if not any(g.area.covers(area) if area else True for g in viewer.holds(right)):
        raise Missing


def scopes(viewer: Actor) -> str:
    """The areas row-level security lets through for this viewer, comma-separated; "*" is the house."""
    if viewer.kind == "house":
        return viewer.house_area or "*"
    return ",".join(sorted({str(g.area) for g in viewer.grants}))


@contextmanager
def reading(viewer: Actor, *, own: str = "") -> Iterator[None]:
    """A transaction in which row-level security shows the viewer's areas, and `own` (an area) besides.

    `own` is for a party or the holder of a secret link, who sees one thing of an area and nothing else of it:
    the query still names that one thing.
    """
    names = ",".join(filter(None, (scopes(viewer), own)))
    if connection.in_atomic_block:
        sql.setting("liren.scopes", names)
        yield
        return
    with transaction.atomic():
        sql.setting("liren.scopes", names)
        yield


@contextmanager
def look(viewer: Actor, *, purpose: str, subject: UUID, what: str, area: str) -> Iterator[None]:
    """Read something personal: the access log is committed before the caller gets to send a byte.

    Of whoever looks without a duty, the reporter for one, a pseudonym is kept: the log must not name a sealed one.
    """
    with reading(viewer, own=area):
        yield
        grant = next((g for g in viewer.grants if g.area.covers(area)), None)
        sql.run(
            """insert into trust_access (id, at, account, actor_kind, post, unit, what, subject, area, purpose)
               values (%s, clock_timestamp(), %s, %s, %s, %s, %s, %s, %s, %s)""",
            (new_id(), _looker(viewer, subject), viewer.kind, grant.post if grant else "", grant.unit if grant else None,
             what, subject, area, purpose),
        )  # fmt: skip


def _looker(viewer: Actor, subject: UUID) -> UUID | None:
    if viewer.account is None or viewer.kind in ("staff", "client"):
        return viewer.account
    return codec.pseudonym(subject, viewer.account)
