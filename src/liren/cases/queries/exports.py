"""A whole list to be taken away: who took it is kept before the first byte leaves."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from liren.cases.models.filters import Filter
from liren.cases.queries.lists import CaseLine, gathered, lines
from liren.kernel import Actor, Refusal
from liren.kernel.ids import new_id
from liren.trust.sight import look

AT_ONCE = 1_000


def taken(viewer: Actor, asked: Filter, now: datetime, purpose: str) -> bytes:
    """The ids of every case of a list (`gathered`), after the access log kept who takes it. Raises Refusal for none."""
    ids = gathered(viewer, asked, now)
    if not ids:
        raise Refusal("nothing", "这样筛选一件也没有，没有可以导出的。请换个条件再导出。")
    area = asked.area or min((str(g.area) for g in viewer.grants), key=len, default="")
    with look(viewer, purpose=f"{purpose} {len(ids) // 16} 件", subject=new_id(), what="cases.export", area=area):
        return ids


def pages_of(viewer: Actor, ids: bytes) -> Iterator[list[CaseLine]]:
    """The cases of `taken`, a thousand at a time, in its order. One statement each."""
    for start in range(0, len(ids), 16 * AT_ONCE):
        piece = ids[start : start + 16 * AT_ONCE]
        yield lines(viewer, [UUID(bytes=piece[n : n + 16]) for n in range(0, len(piece), 16)])
