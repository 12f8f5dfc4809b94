"""Health by deadline: a chore of the worker looks at the devices whose deadline has passed, and at no other.

One indexed query finds them. Whoever was heard in time only gets his next deadline (beside the gate: a heartbeat is no
act); whoever is in another state now becomes a command. Gateways are judged before those behind them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.devices.commands import NoteHealth
from liren.devices.rules.health import Seen, judge
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql

MOST = 500
DUE = """
select h.device, h.state, h.because, c.heard_at, d.interval, d.maintenance_from, d.maintenance_until, d.gateway,
       g.state as gateway_state
from devices_health h join devices_device d on d.id = h.device
left join devices_contact c on c.wire = d.wire and c.source = d.source
left join devices_health g on g.device = d.gateway
where h.look_at <= %s order by (d.gateway is not null), h.look_at limit %s
"""
ON = """
update devices_health h set look_at = n.look_at, heard_at = n.heard_at
from unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) as n(device, look_at, heard_at) where h.device = n.device
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A device whose deadline has passed, as it is held."""

    device: UUID
    state: str
    because: UUID | None
    heard_at: datetime | None
    interval: int
    maintenance_from: datetime | None
    maintenance_until: datetime | None
    gateway: UUID | None
    gateway_state: str | None


def step(now: datetime, most: int = MOST) -> int:
    """Look at those whose turn it is; how many are in another state than before."""
    due = sql.rows(DUE, (now, most), into=Due)
    if not due:
        return 0
    now_is: dict[UUID, str] = {}
    on: list[tuple[UUID, datetime, datetime | None]] = []
    orders: list[NoteHealth] = []
    for one in due:
        seen = Seen(
            heard_at=one.heard_at, interval=one.interval, maintenance_from=one.maintenance_from,
            maintenance_until=one.maintenance_until, gateway=one.gateway,
            gateway_state=now_is.get(one.gateway, one.gateway_state or "") if one.gateway else None,
        )  # fmt: skip
        found = judge(seen, now)
        now_is[one.device] = found.state
        if (found.state, found.because) == (one.state, one.because):
            on.append((one.device, found.look_at, one.heard_at))
        else:
            orders.append(
                NoteHealth(
                    device=one.device, state=Code(found.state), because=found.because, heard_at=one.heard_at, look_at=found.look_at
                )
            )  # fmt: skip
    if on:
        sql.run(ON, ([o[0] for o in on], [o[1] for o in on], [o[2] for o in on]))
    if orders:
        gate.execute_many(orders, actor=the_house("health"), now=now, key=new_id(), mode="live")
    return len(orders)
