"""Writing the next version of an entry."""

from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import events, families
from liren.catalogue.toml import digest
from liren.kernel import Code
from liren.trust import epochs, sql
from liren.trust.registry import Told


def last_of(family: str, code: str, area: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = sql.one(
        """select id, version, digest from catalogue_entry where family = %s and code = %s and area = %s
           order by version desc limit 1""",
        (family, code, area),
    )
    return found


def add(
    entry: UUID, family: str, code: str, area: str, spec: dict[str, Any], start: datetime, now: datetime,
    *, basis: tuple[str, str],
) -> tuple[Told, int]:  # fmt: skip
    """Write the next version of an entry; what is told of it, and its number."""
    last = last_of(family, code, area)
    number = (last["version"] if last else 0) + 1
    sql.insert(
        "catalogue_entry",
        {
            "id": entry, "family": family, "code": code, "area": area, "version": number, "spec": spec,
            "digest": digest(spec), "effective_from": start, "legal_basis": basis[0], "verified_by": basis[1],
            "published_at": now,
        },
    )  # fmt: skip
    epochs.bump(families.EPOCH)
    event = events.EntryPublished(
        entry=entry, family=Code(family), code=Code(code), number=number, effective_from=start
    )
    return Told(event, entry, area), number
