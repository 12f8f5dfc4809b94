"""How cases are called in a notice: by number and title, to those who may see them."""

from collections.abc import Sequence
from uuid import UUID

from liren.cases.queries.cards import visible_ids
from liren.kernel import Actor
from liren.trust import sql


def names(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """「路灯三天不亮了」（界牌〔2026〕000123）, for the cases among `ids` that this viewer may see."""
    seen = visible_ids(viewer, ids)
    found = sql.rows("select id, number, title from cases_case where id = any(%s)", (list(seen),))
    return {row["id"]: f"“{row['title']}”（{row['number']}）" if row["title"] else row["number"] for row in found}
