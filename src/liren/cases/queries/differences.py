"""Work orders that come again, or would: what they say differently. Reported to whoever exchanges, never changed by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from liren.cases.commands.hotline import ReceiveOrders, WorkOrder
from liren.cases.queries.hotline import EXCHANGE, PAGE
from liren.cases.rules import hotline
from liren.cases.rules.hotline import LABELS
from liren.kernel import Actor
from liren.kernel.rows import Change, Difference
from liren.trust import sealed, sql
from liren.trust.sight import need, where

KNOWN = """
select r.number, r.sealed from cases_reference r join cases_case c on c.id = r.case_id
where r.system = %s and r.number = any(%s) and c.scope like %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A number that came again with other content. `fields` are (label, old, new); names and phones are masked."""

    id: UUID
    number: str
    case: UUID
    own: str
    found_at: datetime
    fields: tuple[tuple[str, str, str], ...] = field(default=())


def differing(viewer: Actor, system: str) -> list[Differing]:
    """What came differently the second time and nobody has looked at yet, oldest first."""
    need(viewer, EXCHANGE)
    mine = where(viewer, EXCHANGE, "c.scope")
    found = sql.rows(
        f"""select d.id, d.number, d.case_id as "case", c.number as own, d.found_at, d.sealed
            from cases_orderdifference d join cases_case c on c.id = d.case_id
            where d.system = %s and d.settled_at is null and {mine.sql} order by d.found_at, d.number limit {PAGE}""",
        (system, *mine.params),
    )
    return [Differing(**row | {"fields": _shown(row.pop("sealed"))}) for row in found]


def _shown(content: bytes) -> tuple[tuple[str, str, str], ...]:
    return _masked(msgspec.json.decode(sealed.unseal_bytes(content), type=list[tuple[str, str, str]]))


def would_change(viewer: Actor, order: ReceiveOrders) -> Difference:
    """What a file of work orders would do: new cases, and what known numbers say differently (reported, never changed)."""
    need(viewer, EXCHANGE, order.area)
    held = {
        row["number"]: row
        for row in sql.rows(KNOWN, (order.system, [o.number for o in order.orders], order.area + "%"))
    }
    added, changed, seen, same = [], [], set[str](), 0
    for one in order.orders:
        known = held.get(one.number)
        if known is None and one.number not in seen:
            added.append(Change(row=one.row, key=one.number, name=one.title or one.sort))
        elif known is not None and (told := _differing(bytes(known["sealed"]), one)):
            changed.append(Change(row=one.row, key=one.number, name=one.title or one.sort, fields=told))
        else:
            same += 1
        seen.add(one.number)
    return Difference(added=tuple(added), changed=tuple(changed), same=same)


def _differing(content: bytes, order: WorkOrder) -> tuple[tuple[str, str, str], ...]:
    """(label, old, new) for what a second arrival says differently, names and phones masked."""
    old = msgspec.json.decode(sealed.unseal_bytes(content))
    return _masked(hotline.differing(old, hotline.content(order)))


def _masked(told: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    hide = {"phone": sealed.mask_phone, "name": sealed.mask_name}

    def shown(name: str, words: str) -> str:
        return hide[name](words) if words and name in hide else words

    return tuple((LABELS[name], shown(name, old), shown(name, new)) for name, old, new in told)
