"""Uptime: minutes online ÷ minutes due, over the spells of each device. Maintenance and hidden by a gateway are not due."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import after, where

SPELLS = """
select {by} as of, coalesce(sum(extract(epoch from part)) filter (where s.state in ('online', 'late')), 0)::float8 as on_s,
       coalesce(sum(extract(epoch from part)) filter (where s.state in ('online', 'late', 'offline')), 0)::float8 as due_s
from (select s.*, least(coalesce(s.until, %(now)s), %(until)s) - greatest(s.since, %(since)s) as part from devices_spell s
      where s.since < %(until)s and coalesce(s.until, %(now)s) > %(since)s) s
where {condition} group by 1
"""


@dataclass(frozen=True, slots=True)
class Uptime:
    """Seconds online and seconds in which it should have been."""

    on_s: float
    due_s: float

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None while nothing was due."""
        return self.on_s / self.due_s if self.due_s else None


NONE = Uptime(0.0, 0.0)


def of_device(viewer: Actor, device: UUID, since: datetime, until: datetime, now: datetime) -> Uptime:
    """The uptime of one device; nothing where the viewer may not see it."""
    seen = where(viewer, "devices.see", "s.area")
    return _sums(
        "s.device::text", f"s.device = %(device)s and {_named(seen.sql)}", seen.params, since, until, now, device=device
    ).get(str(device), NONE)


def by_area(
    viewer: Actor, within: str, length: int, since: datetime, until: datetime, now: datetime
) -> dict[str, Uptime]:
    """The uptime of each area whose code has `length` digits, inside an area."""
    seen = where(viewer, "devices.see", "s.area")
    condition = f"s.area >= %(within)s and s.area < %(after)s and {_named(seen.sql)}"
    return _sums(
        "left(s.area, %(length)s)",
        condition,
        seen.params,
        since,
        until,
        now,
        within=within,
        after=after(within),
        length=length,
    )


def by_device(viewer: Actor, within: str, since: datetime, until: datetime, now: datetime) -> dict[str, Uptime]:
    """The uptime of each device inside an area, by its id: the records that the share of `by_area` is summed from."""
    seen = where(viewer, "devices.see", "s.area")
    condition = f"s.area >= %(within)s and s.area < %(after)s and {_named(seen.sql)}"
    return _sums("s.device::text", condition, seen.params, since, until, now, within=within, after=after(within))


def _named(condition: str) -> str:
    """The ground of seeing with its parameters under names, because this statement names all of them."""
    parts = condition.split("%s")
    return "".join(part + (f"%(seen{n})s" if n < len(parts) - 1 else "") for n, part in enumerate(parts))


def _sums(
    by: str, condition: str, seen: tuple[object, ...], since: datetime, until: datetime, now: datetime, **more: object
) -> dict[str, Uptime]:
    params = {"since": since, "until": until, "now": now, **{f"seen{n}": value for n, value in enumerate(seen)}, **more}
    rows = sql.rows(SPELLS.format(by=by, condition=condition), params)
    return {row["of"]: Uptime(row["on_s"], row["due_s"]) for row in rows}
