"""The closing account: every row of the file is found again in the database or among the refused, or is called lost.

Lateness is told twice: by the log's own due times, and by Liren's calendar and the limits of the kinds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.cases.queries import LoggedCard
from liren.config.replay.mapping import Map
from liren.config.replay.rows import Log


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of a file's rows. in = closed + open + refused; no_due + on_time + late = closed + open.

    An open case is late when its due time lies before `as_of`, the last moment the log knows of.
    """

    rows: int
    refused: int
    lost: int
    placed: Counter[str]
    classes: Counter[str]
    own: Counter[str]
    fallback: Counter[str]
    oddities: Counter[str]
    as_of: datetime | None
    seconds: float

    @property
    def closed(self) -> int:
        return sum(n for name, n in self.classes.items() if name.startswith("closed"))

    @property
    def open(self) -> int:
        return sum(n for name, n in self.classes.items() if name.startswith("open"))

    def as_json(self) -> dict[str, Any]:
        """The handle of `--json`."""
        c = self.classes
        return {
            "in": self.rows,
            "located": self.placed["located"],
            "outside": self.placed["outside"] + self.placed["no_point"],
            "placed_by_default": self.placed["default"],
            "closed": self.closed,
            "open": self.open,
            "no_due": c["closed_no_due"] + c["open_no_due"],
            "on_time": c["closed_on_time"] + c["open_not_due"],
            "late": c["closed_late"] + c["open_overdue"],
            "refused": self.refused,
            "lost": self.lost,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "seconds": round(self.seconds, 1),
            "without_usable_point": self.placed["no_point"],
            "classes": dict(sorted(c.items())),
            "by_own_limits": dict(sorted(self.own.items())),
            "fallback_rows": self.fallback.total(),
            "fallback_types": len(self.fallback),
            "oddities": {name: n for name, n in sorted(self.oddities.items()) if n},
        }


def draw_up(log: Log, map: Map, found: Mapping[UUID, LoggedCard], ids: Iterable[UUID], seconds: float) -> Account:
    """Count. `found` are the cases of the database by id, `ids` the case of each row."""
    placed, classes, own = Counter[str](), Counter[str](), Counter[str]()
    lost = 0
    as_of = log.as_of
    for id in ids:
        card = found.get(id)
        if card is None or as_of is None:
            lost += 1
            continue
        placed[_place(card)] += 1
        classes[_class(card, as_of)] += 1
        own["late" if (card.closed_at or as_of) > card.own_due_at else "on_time"] += 1
        own["provisional"] += card.provisional
    fallback = Counter(row.type for row in log.rows if row.type not in map.types)
    return Account(
        rows=log.size, refused=len(log.refused), lost=lost, placed=placed, classes=classes, own=own,
        fallback=fallback, oddities=log.oddities, as_of=as_of, seconds=seconds,
    )  # fmt: skip


def _place(card: LoggedCard) -> str:
    if card.placed == "outside":
        return "outside" if card.has_point else "no_point"
    return "default" if card.placed == "default" else "located"


def _class(card: LoggedCard, as_of: datetime) -> str:
    if card.closed_at is not None:
        if card.due_at is None:
            return "closed_no_due"
        return "closed_late" if card.closed_at > card.due_at else "closed_on_time"
    if card.due_at is None:
        return "open_no_due"
    return "open_overdue" if card.due_at < as_of else "open_not_due"


def in_words(account: Account) -> str:
    """The account for a person at a terminal."""
    a = account.as_json()
    lines = [
        f"共 {a['in']:,} 行：已结 {a['closed']:,}，未结 {a['open']:,}，没有收 {a['refused']:,}，丢失 {a['lost']:,}。",
        f"地点：落入微网格 {a['located']:,}，在所有网格之外 {a['outside']:,}"
        f"（其中 {a['without_usable_point']:,} 没有可用的坐标），原记录的默认地点 {a['placed_by_default']:,}。",
        f"按原记录的期限：按时 {a['on_time']:,}，逾期 {a['late']:,}，没有期限 {a['no_due']:,}"
        f"（截至 {a['as_of'] or '没有记录'}）。",
        f"按里仁的日历和时限：按时 {account.own['on_time']:,}，逾期 {account.own['late']:,}。",
        f"映射没有列出的类型 {a['fallback_types']} 种、{a['fallback_rows']:,} 行，归入“其他”类别：",
        *(f"  {n:>6,}  {type}" for type, n in account.fallback.most_common(8)),
        f"用时 {a['seconds']} 秒。",
    ]
    return "\n".join(lines)
