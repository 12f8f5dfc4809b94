"""States of health as they change: the row, the spell that ended and the one that begins, the event."""

from typing import Any

from liren.devices import events
from liren.devices.commands import NoteHealth
from liren.kernel import AreaCode, Event
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

HELD = """
select h.device, h.state, h.since, d.area from devices_health h join devices_device d on d.id = h.device
where h.device = any(%s) order by h.device for update of h
"""
CHANGE = """
update devices_health h set state = n.state, since = case when h.state = n.state then h.since else %s end,
  because = n.because, heard_at = n.heard_at, look_at = n.look_at
from unnest(%s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[], %s::timestamptz[]) as n(device, state, because, heard_at, look_at)
where h.device = n.device
"""


def of_device(command: NoteHealth, act: Act) -> Target:
    """Only the house orders this."""
    return Target(scope="")


def note(command: NoteHealth, target: Target, act: Act) -> Outcome:
    return note_many([command], act)[0]


def note_many(commands: list[NoteHealth], act: Act) -> list[Outcome]:
    held = {row["device"]: row for row in sql.rows(HELD, ([c.device for c in commands],))}
    known = [c for c in commands if c.device in held]
    sql.run(
        CHANGE,
        (act.now, [c.device for c in known], [c.state for c in known], [c.because for c in known],
         [c.heard_at for c in known], [c.look_at for c in known]),
    )  # fmt: skip
    changed = [c for c in known if c.state != held[c.device]["state"]]
    sql.run(
        "update devices_spell set until = %s where device = any(%s) and until is null",
        (act.now, [c.device for c in changed]),
    )
    sql.run(
        """insert into devices_spell (device, area, state, since)
           select n.device, n.area, n.state, %s from unnest(%s::uuid[], %s::text[], %s::text[]) as n(device, area, state)""",
        (act.now, [c.device for c in changed], [held[c.device]["area"] for c in changed], [c.state for c in changed]),
    )
    told = {c.device: event for c in changed if (event := _event(c, held[c.device], act)) is not None}
    return [
        Outcome(events=(Told(told[c.device], c.device, held[c.device]["area"]),) if c.device in told else ())
        for c in commands
    ]


def _event(command: NoteHealth, held: dict[str, Any], act: Act) -> Event | None:
    """Silence and coming back are events; being late, hidden by a gateway or at work is only a state."""
    area = AreaCode(held["area"])
    if command.state == "offline":
        return events.DeviceWentSilent(device=command.device, area=area, heard_at=command.heard_at)
    if command.state == "online" and held["state"] in ("offline", "unknown"):
        silent = round((act.now - held["since"]).total_seconds())
        return events.DeviceCameBack(device=command.device, area=area, silent_s=silent)
    return None
