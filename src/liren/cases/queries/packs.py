"""Packs of an exchange with a hotline: what was sent, row by row, and what came back. The right is `cases.exchange`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from liren.cases.queries.hotline import EXCHANGE, PAGE
from liren.kernel import Actor, Missing
from liren.trust import sealed, sql
from liren.trust.sight import need, where

PACK = """
select k.id, k.system, k.area, k.no, k.made_at, a.name as made_by, k.rows, encode(k.digest, 'hex') as digest,
       (select count(*) from cases_packrow p where p.pack_id = k.id and p.taken) as taken,
       (select count(*) from cases_packrow p where p.pack_id = k.id and not p.taken) as refused
from cases_pack k left join trust_account a on a.id = k.made_by
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCard:
    """A pack and what came back: rows `taken` and `refused` of `rows`; `digest` in hexadecimal."""

    id: UUID
    system: str
    area: str
    no: int
    made_at: datetime
    made_by: str | None
    rows: int
    digest: str
    taken: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """One row of a pack and its receipt."""

    number: str
    own: str
    case: UUID
    standing: str
    taken: bool | None
    words: str
    answered_at: datetime | None


def packs(viewer: Actor, system: str) -> list[PackCard]:
    """The latest packs of this viewer's areas, newest first. Raises Missing without the right."""
    need(viewer, EXCHANGE)
    mine = where(viewer, EXCHANGE, "k.area")
    return sql.rows(
        PACK + f" where k.system = %s and {mine.sql} order by k.made_at desc, k.no desc limit {PAGE}",
        (system, *mine.params),
        into=PackCard,
    )


def pack(viewer: Actor, id: UUID) -> tuple[PackCard, dict[str, Any], bytes]:
    """A pack with its content (rules.packing.packed), read and as the bytes that were kept. Raises Missing."""
    mine = where(viewer, EXCHANGE, "k.area")
    card: PackCard | None = sql.one(PACK + f" where k.id = %s and {mine.sql}", (id, *mine.params), into=PackCard)
    if card is None:
        raise Missing
    content = sealed.unseal_bytes(sql.value("select sealed from cases_pack where id = %s", (id,)))
    return card, msgspec.json.decode(content), content


def pack_lines(viewer: Actor, id: UUID) -> list[PackLine]:
    """The rows of a pack with their receipts: refused first, then those not answered. Raises Missing."""
    pack(viewer, id)
    return sql.rows(
        """select p.number, c.number as own, p.case_id as "case", p.standing, p.taken, p.words, p.answered_at
           from cases_packrow p join cases_case c on c.id = p.case_id where p.pack_id = %s
           order by p.taken nulls first, p.number""",
        (id,),
        into=PackLine,
    )


def pack_after(viewer: Actor, system: str, area: str, no: int) -> UUID | None:
    """The pack of an area that follows number `no`; None when there is none yet. Raises Missing without the right."""
    need(viewer, EXCHANGE, area)
    found: UUID | None = sql.value(
        "select id from cases_pack where system = %s and area = %s and no > %s order by no limit 1", (system, area, no)
    )
    return found
