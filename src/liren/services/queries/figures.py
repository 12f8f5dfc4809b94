"""Three numbers of the desk, each the count of the records its filter opens. Of orders, never of people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from liren.kernel import Actor
from liren.services.queries.lists import Filter, condition
from liren.services.seeing import both, ground
from liren.trust import sql
from liren.trust.sight import Cond

WINDOW = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`value` (None without any record) from `records` in a window; `opens` lists exactly these. `formula` in words."""

    code: str
    label: str
    value: float | None
    records: int
    unit: str
    formula: str
    opens: tuple[Filter, ...]


def figures(viewer: Actor, now: datetime, *, area: str = "") -> tuple[Figure, ...]:
    """接单率, hours to a claim (median) and 未确认 of the orders placed in the last 90 days in the viewer's areas.

    接单率 = ever claimed or assigned after listing ÷ ever listed; both open and ended orders count.
    """
    since = now - WINDOW
    got = [Filter(queue=q, area=area, since=since, claimed=True) for q in ("open", "ended")]
    not_got = [Filter(queue=q, area=area, since=since, claimed=False) for q in ("open", "ended")]
    test = both(
        ground(viewer), Cond("o.requested_at >= %s and starts_with(o.scope, %s)", (since, area)),
        Cond("o.listed_at is not null"),
    )  # fmt: skip
    row = sql.one(
        f"""select count(*) as listed, count(o.claimed_at) as claimed,
                   percentile_cont(0.5) within group (order by extract(epoch from o.claimed_at - o.triaged_at) / 3600)
                     filter (where o.claimed_at is not null) as hours
            from services_order o where {test.sql}""",
        test.params,
    )
    silent = Filter(queue="unconfirmed", area=area, since=since)
    count = _count(viewer, silent, now)
    listed, claimed, hours = row["listed"], row["claimed"], row["hours"]
    return (
        Figure(
            code="claimed", label="接单率", value=claimed / listed if listed else None, records=listed, unit="%",
            formula="公开派过的单里有人接的 ÷ 公开派过的单", opens=(*got, *not_got),
        ),
        Figure(
            code="hours", label="等到人接的时间（中位数）", value=float(hours) if hours is not None else None, records=claimed,
            unit="小时", formula="从核实完到有人接，取中间的一单", opens=tuple(got),
        ),
        Figure(
            code="unconfirmed", label="未确认", value=float(count), records=count, unit="单",
            formula="办好后七天没有回音，不算解决", opens=(silent,),
        ),
    )  # fmt: skip


def _count(viewer: Actor, asked: Filter, now: datetime) -> int:
    test = condition(viewer, asked, now)
    return int(sql.value(f"select count(*) from services_order o where {test.sql}", test.params))
