"""How whoever holds a report's secret link is reached, for the house that tells them: the phone that was left, and the link."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from liren.cases.models.secrets import derived
from liren.cases.queries.cards import ReporterCard
from liren.kernel import Actor, Missing
from liren.trust import sealed, sql
from liren.trust.sight import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """`phone` is "" when none was left; `token` opens the progress page."""

    phone: str
    token: str


def reached(viewer: Actor, cases: Sequence[UUID]) -> dict[UUID, Reached]:
    """The reporters of some cases, by case. Only the house asks, to send what the reporter asked for."""
    if viewer.kind != "house":
        raise Missing
    with reading(viewer):
        rows = sql.rows(
            """select l.case_id, l.nonce, r.sealed from cases_link l left join cases_reporter r on r.case_id = l.case_id
               where l.case_id = any(%s)""",
            (list(cases),),
        )
    return {
        row["case_id"]: Reached(
            phone=msgspec.json.decode(sealed.unseal(row["sealed"]), type=ReporterCard).phone if row["sealed"] else "",
            token=derived(row["case_id"], bytes(row["nonce"])).token,
        )
        for row in rows
    }


def own_phone_masked(viewer: Actor, case: UUID) -> str:
    """The number that the holder of a case's secret link left with it, mostly hidden; "" for none. It is their own, so a sealed report tells it, too."""
    if viewer.link_case != case:
        raise Missing
    row = sql.one("select scope from cases_case where id = %s", (case,))
    if row is None:
        raise Missing
    with reading(viewer, own=row["scope"]):
        found = sql.value("select sealed from cases_reporter where case_id = %s", (case,))
    phone = msgspec.json.decode(sealed.unseal(found), type=ReporterCard).phone if found else ""
    return sealed.mask_phone(phone) if phone else ""
