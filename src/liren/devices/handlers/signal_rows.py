"""What a batch of frames asks of the tables and writes into them: one statement each, however many frames."""

from liren.devices.models.real import DRILL

CLAIM = "delete from devices_waiting where frame = any(%s) returning frame"
DEVICES = """
select d.id, d.wire, d.source, d.kind, d.area, d.building, d.name, coalesce(d.gateway, d.id) as root, d.maintenance_from,
       d.maintenance_until, d.clock_off, d.clock_told_at, x.drills, x.drilled
from devices_device d join unnest(%s::text[], %s::bytea[]) as w(wire, source) on d.wire = w.wire and d.source = w.source
left join lateral (select array_agg(x.drill) as drills, array_agg(x.during) as drilled from devices_drilled x
                   where x.device = d.id and x.during && tstzrange(%s, %s, '[]')) x on true
where d.retired_at is null order by d.id for no key update of d
"""
OPEN = f"""
select id, device, kind, component, type, active, raised_at, last_at, first_said_at, last_said_at, signals, first_frame,
       last_frame, cleared_at, test, drifted, text, head, "case", seen_at, {DRILL} as drill
from devices_alarm a where closed_at is null
  and ((device = any(%s) and component = any(%s)) or device = any(%s))
"""
GROUPS = f"""
select a.head, a.kind, a.building, a.root, h."case", {DRILL} as drill, max(max(a.raised_at)) over (partition by a.head) as grown_at
from devices_alarm a join devices_alarm h on h.id = a.head and h.closed_at is null and h.judged <> 'false'
where a.raised_at >= %s and (a.root = any(%s) or a.building = any(%s))
group by a.head, a.kind, a.building, a.root, h."case", 6
"""
COMPONENTS = """
insert into devices_component (device, address, type, name, position, first_heard_at)
select c.device, c.address, c.type, '', '', %s
from unnest(%s::uuid[], %s::text[], %s::int4[]) as c(device, address, type) on conflict do nothing
"""
UNREAD = """
insert into devices_unread (frame, wire, source, received_at, trouble, fire)
select * from unnest(%s::uuid[], %s::text[], %s::bytea[], %s::timestamptz[], %s::text[], %s::bool[])
on conflict (frame) do update set trouble = excluded.trouble
"""
RAISE = """
insert into devices_alarm select * from jsonb_populate_recordset(null::devices_alarm, %s)
on conflict (id) do update set active = excluded.active, last_at = excluded.last_at, last_said_at = excluded.last_said_at,
  signals = excluded.signals, last_frame = excluded.last_frame, cleared_at = excluded.cleared_at, test = excluded.test,
  drifted = excluded.drifted, text = excluded.text, closed_at = excluded.closed_at
"""
CLOCKS = """
update devices_device d set clock_off = c.off, clock_told_at = %s
from unnest(%s::uuid[], %s::int4[]) as c(id, off) where d.id = c.id
"""
