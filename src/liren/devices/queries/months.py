"""Closed months of the register of views, for the auditor, and which are still to be closed, for the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import Actor, AreaCode, Missing
from liren.trust import sql
from liren.trust.sight import need, where

AUDIT = "cameras.audit"
COLUMNS = "id, area, month, lines, digest, made_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCard:
    """A closed month of a town. `digest` is the SHA-256 of its file; the entry of the journal that closed it says the same."""

    id: UUID
    area: str
    month: date
    lines: int
    digest: bytes
    made_at: datetime

    @property
    def fingerprint(self) -> str:
        """The digest in hexadecimal, as `sha256sum` prints it."""
        return bytes(self.digest).hex()


def months(viewer: Actor) -> list[MonthCard]:
    """The closed months of the viewer's areas, the latest first. Raises Missing without the auditor's right."""
    need(viewer, AUDIT)
    seen = where(viewer, AUDIT)
    return sql.rows(
        f"select {COLUMNS} from devices_viewmonth where {seen.sql} order by month desc, area limit 240",
        seen.params,
        into=MonthCard,
    )


def month_file(viewer: Actor, id: UUID) -> tuple[MonthCard, bytes]:
    """One closed month with its file. Raises Missing when it is not the viewer's to audit."""
    row = sql.one(f"select {COLUMNS}, content from devices_viewmonth where id = %s", (id,))
    if row is None:
        raise Missing
    content = bytes(row.pop("content"))
    card = MonthCard(**row)
    need(viewer, AUDIT, card.area)
    return card, content


def open_towns(viewer: Actor, month: date) -> Sequence[AreaCode]:
    """Towns with cameras whose month is not closed yet, for the house. Raises Missing for anybody else."""
    if viewer.kind != "house":
        raise Missing
    towns = sql.values(
        """select distinct left(c.area, 9) from devices_camera c
           where not exists (select from devices_viewmonth m where m.area = left(c.area, 9) and m.month = %s) order by 1""",
        (month,),
    )
    return [AreaCode(town) for town in towns]
