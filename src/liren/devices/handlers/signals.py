"""Frames that were read, many at once: taken out of the line, then components, alarms and groups in a few statements.

What makes a replay harmless is the line: a frame says something only to whoever takes it out of `devices_waiting`.
"""

from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from psycopg.types.json import Jsonb

from liren.catalogue import queries as catalogue
from liren.devices import events
from liren.devices.commands import NoteSignals, Signal
from liren.devices.handlers import orders
from liren.devices.handlers import signal_rows as stored
from liren.devices.kinds import RULE_FAMILY, AlarmRule
from liren.devices.rules import alarms as rules
from liren.devices.rules import drills
from liren.devices.rules.alarms import Alarm, Change
from liren.devices.rules.grouping import TOGETHER, Group, Groups
from liren.devices.rules.ruling import rule_for
from liren.kernel import AreaCode, Code, Event
from liren.kernel.ids import new_id
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

NIL = UUID(int=0)
SIGNALLED = tuple(one.name for one in fields(Alarm))
"""The columns that signals change."""
CLOCK_AGAIN = timedelta(hours=1)


def of_nobody(command: NoteSignals, act: Act) -> Target:
    """Frames lie in no area before they are read; only the house orders this."""
    return Target(scope="")


def note(command: NoteSignals, target: Target, act: Act) -> Outcome:
    return note_many([command], act)[0]


def note_many(commands: list[NoteSignals], act: Act) -> list[Outcome]:
    """Everything a batch of frames leads to, in the order the frames came."""
    claimed = set(sql.values(stored.CLAIM, ([c.frame for c in commands],)))
    mine = sorted((c for c in commands if c.frame in claimed), key=lambda c: (c.received_at, c.frame))
    if not mine:
        return [Outcome() for _ in commands]
    batch = _Batch(mine, act)
    for command in mine:
        batch.take(command)
    told = batch.write()
    return [Outcome(events=tuple(told.get(c.frame, ())), scopes=()) for c in commands]


@dataclass(slots=True)
class _Grown:
    """What a batch adds to one group. `frame` is the last that did, in whose area it is told."""

    head: UUID
    case: UUID | None
    alarms: list[UUID] = field(default_factory=list)
    again: list[UUID] = field(default_factory=list)
    frame: UUID = NIL
    area: str = ""


class _Batch:
    """The rows that a batch of frames touches, loaded once and written once."""

    def __init__(self, commands: list[NoteSignals], act: Act) -> None:
        self.act = act
        wires = sorted({(c.wire, bytes.fromhex(c.source)) for c in commands})
        times = commands[0].received_at, commands[-1].received_at
        rows = sql.rows(stored.DEVICES, ([w for w, _ in wires], [s for _, s in wires], *times))
        self.devices = {(row["wire"], bytes(row["source"]).hex()): row for row in rows}
        held = sql.rows(stored.OPEN, ([row["id"] for row in rows], *self._named(commands)))
        self.extra = {row["id"]: {n: row.pop(n) for n in ("device", "head", "case", "seen_at")} for row in held}
        self.open: dict[UUID, dict[rules.Key, Alarm]] = {}
        for row in held:
            alarm = Alarm(**row)
            self.open.setdefault(self.extra[alarm.id]["device"], {})[alarm.key] = alarm
        self.drills = self._drills(rows)
        buildings = [row["building"] for row in rows if row["building"]]
        since = commands[0].received_at - TOGETHER
        roots = list({row["root"] for row in rows})
        self.groups = Groups(sql.rows(stored.GROUPS, (since, roots, buildings), into=Group))
        self.grown: dict[UUID, _Grown] = {}
        self.rules: dict[str, list[AlarmRule]] = {}
        self.told: dict[UUID, list[Told]] = {}
        self.touched: dict[UUID, dict[str, Any]] = {}
        self.parts: set[tuple[UUID, str, int]] = set()
        self.unread: list[tuple[Any, ...]] = []
        self.clocks: dict[UUID, int] = {}
        self.pressed: list[tuple[NoteSignals, dict[str, Any]]] = []

    def _named(self, commands: list[NoteSignals]) -> tuple[list[str], list[UUID]]:
        """The parts that a batch speaks of, and the devices of which a reset means all: no other alarm is looked at."""
        parts, all_of = {""}, set()
        for command in commands:
            device = self.devices.get((command.wire, command.source))
            for signal in command.signals if device else ():
                parts.add(signal.component)
                if device and signal.kind == "reset":
                    all_of.add(device["id"])
        return list(parts), list(all_of)

    def _drills(self, rows: list[dict[str, Any]]) -> dict[UUID, set[UUID]]:
        """The drills in which each device is listed in these minutes, or of which it has open alarms."""
        found: dict[UUID, set[UUID]] = {}
        for row in rows:
            times = zip(row.pop("drills") or (), row.pop("drilled") or (), strict=True)
            row["listed"] = [drills.Listed(drill=id, since=one.lower, until=one.upper) for id, one in times]
            open_in = {alarm.drill for alarm in self.open.get(row["id"], {}).values()}
            known = {one.drill for one in row["listed"]} | {id for id in open_in if id}
            if known:
                found[row["id"]] = known
        return found

    def take(self, command: NoteSignals) -> None:
        device = self.devices.get((command.wire, command.source))
        trouble = command.trouble if device or command.trouble not in ("", "profile") else "unregistered"
        if trouble:
            fire = any(s.kind in rules.FIRE and s.active for s in command.signals)
            self.unread.append(
                (command.frame, command.wire, bytes.fromhex(command.source), command.received_at, trouble, fire)
            )
        if device is None:
            return
        for signal in command.signals:
            if signal.component:
                self.parts.add((device["id"], signal.component, signal.type))
            self._clock(device, signal, command)
            if signal.kind == "post_answer":
                self.pressed.append((command, device))
            held = self.open.setdefault(device["id"], {})
            drill = drills.drill_at(device["listed"], command.received_at)
            for change in rules.take(
                held, signal, frame=command.frame, received_at=command.received_at, id=new_id(), drill=drill,
                drills=self.drills.get(device["id"], ()),
            ):  # fmt: skip
                self._changed(device, change, command, signal)

    def _changed(self, device: dict[str, Any], change: Change, command: NoteSignals, signal: Signal) -> None:
        alarm = change.alarm
        held = self.open[device["id"]]
        if change.how == "raised":
            self._raised(device, alarm, command)
        extra = self.extra[alarm.id]
        over = rules.ends_by_itself(
            kind=alarm.kind, active=alarm.active, seen=extra["seen_at"] is not None, case=extra["case"]
        )
        if over:
            held.pop(alarm.key, None)
        else:
            held[alarm.key] = alarm
        row = self.touched.setdefault(alarm.id, self._row(device, extra))
        row |= {name: getattr(alarm, name) for name in SIGNALLED} | {"closed_at": command.received_at if over else None}
        if change.how == "again":
            again = events.AlarmRaisedAgain(alarm=alarm.id, head=extra["head"], case=extra["case"], frame=command.frame)
            self._tell(command, again, alarm.id, device)
            self._grow(extra, command, device).again.append(alarm.id)
        elif change.how == "cleared":
            self._tell(command, events.AlarmCleared(alarm=alarm.id, frame=command.frame), alarm.id, device)
        if over:
            self._tell(command, events.AlarmClosed(alarm=alarm.id), alarm.id, device)

    def _raised(self, device: dict[str, Any], alarm: Alarm, command: NoteSignals) -> None:
        at = command.received_at
        where = {"building": device["building"], "root": device["root"]}
        group = self.groups.joined(kind=alarm.kind, at=at, drill=alarm.drill, **where)
        worked_at = bool(device["maintenance_from"] and device["maintenance_from"] <= at < device["maintenance_until"])
        rule = rule_for(self._rules(device["area"]), kind=alarm.kind, device=device["kind"], at=at)
        case_kind = rule.case_kind if rule and not (worked_at and alarm.kind not in rules.FIRE) else ""
        if alarm.drill is not None and case_kind and not self._ends_with_drill(case_kind, device["area"]):
            case_kind = ""
        head = group.head if group else alarm.id
        case = group.case if group else (uuid5(alarm.id, "case") if case_kind else None)
        self.extra[alarm.id] = {
            "device": device["id"],
            "head": head,
            "case": case,
            "seen_at": None,
            "maintenance": worked_at,
        }
        if group is None:
            self.groups.add(Group(head=head, kind=alarm.kind, grown_at=at, case=case, drill=alarm.drill, **where))
        else:
            self._grow(self.extra[alarm.id], command, device).alarms.append(alarm.id)
        event = events.AlarmRaised(
            alarm=alarm.id, device=device["id"], kind=Code(alarm.kind), area=AreaCode(device["area"]), head=head, case=case,
            case_kind=Code(case_kind) if case_kind else None, severity=Code(rule.severity if rule else "normal"),
            rule=Code(rule.code) if rule else None, frame=command.frame, received_at=at, said_at=alarm.first_said_at,
            test=alarm.test, maintenance=worked_at, drill=alarm.drill,
        )  # fmt: skip
        self._tell(command, event, alarm.id, device)

    def _grow(self, extra: dict[str, Any], command: NoteSignals, device: dict[str, Any]) -> "_Grown":
        """What this batch adds to a group; told once, under the last frame that did."""
        grown = self.grown.setdefault(extra["head"], _Grown(extra["head"], extra["case"]))
        grown.frame, grown.area = command.frame, device["area"]
        return grown

    def _row(self, device: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
        """The columns of an alarm that its signals don't change."""
        return {
            "device": device["id"], "area": device["area"], "building": device["building"], "root": device["root"],
            "head": extra["head"], "case": extra["case"], "maintenance": extra.get("maintenance", False),
            "judged": "", "cause": "", "words": "",
        }  # fmt: skip

    def _ends_with_drill(self, case_kind: str, area: str) -> bool:
        """A kind that people report, too, is no case in a drill: nobody but its own loop could end it. Its alarm stays listed."""
        entry = catalogue.entry("case_kind", case_kind, area=area, at=self.act.now)
        return bool(entry.spec.workflow == "alarm")

    def _rules(self, area: str) -> list[AlarmRule]:
        if area not in self.rules:
            self.rules[area] = [e.spec for e in catalogue.entries(RULE_FAMILY, area=area, at=self.act.now)]
        return self.rules[area]

    def _clock(self, device: dict[str, Any], signal: Signal, command: NoteSignals) -> None:
        """A clock that is off is told once an hour; that it is right again is only noted."""
        if signal.said_at is None:
            return
        off = max(-(2**31), min(2**31 - 1, rules.off(signal.said_at, command.received_at)))
        before: datetime | None = device["clock_told_at"]
        if off and (before is None or command.received_at - before >= CLOCK_AGAIN or not device["clock_off"]):
            event = events.ClockDrifted(device=device["id"], frame=command.frame, seconds=off)
            self._tell(command, event, device["id"], device)
        elif bool(off) == bool(device["clock_off"]):
            return
        device["clock_off"], device["clock_told_at"] = off, command.received_at
        self.clocks[device["id"]] = off

    def _tell(self, command: NoteSignals, event: Event, subject: UUID, device: dict[str, Any]) -> None:
        self.told.setdefault(command.frame, []).append(Told(event, subject, device["area"]))

    def write(self) -> dict[UUID, list[Told]]:
        """At most four statements, whatever the batch; two more when somebody answered 查岗."""
        for grown in self.grown.values():
            if grown.case is not None:
                event = events.GroupGrew(
                    head=grown.head, case=grown.case, alarms=tuple(grown.alarms), again=tuple(grown.again)
                )
                self.told.setdefault(grown.frame, []).append(Told(event, grown.head, grown.area))
        for n, answered, subject, area in orders.answers([(d["id"], c.received_at) for c, d in self.pressed]):
            self.told.setdefault(self.pressed[n][0].frame, []).append(Told(answered, subject, area))
        if self.parts:
            parts = sorted(self.parts)
            sql.run(
                stored.COMPONENTS, (self.act.now, [p[0] for p in parts], [p[1] for p in parts], [p[2] for p in parts])
            )
        if self.unread:
            sql.run(stored.UNREAD, tuple(list(column) for column in zip(*self.unread, strict=True)))
        if self.touched:
            sql.run(stored.RAISE, (Jsonb([_plain(row) for row in self.touched.values()]),))
        if self.clocks:
            sql.run(stored.CLOCKS, (self.act.now, list(self.clocks), list(self.clocks.values())))
        return self.told


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(v) if isinstance(v, UUID) else v.isoformat() if isinstance(v, datetime) else v
        for name, v in row.items()
    }


def again(wire: str, source: bytes) -> int:
    """Put what a device sent before it was registered, or before its reading was chosen, back into the line; how many.

    A fire of the second sort was told already. Call inside a handler.
    """
    return sql.run(
        """with back as (delete from devices_unread where wire = %s and source = %s
                         and (trouble = 'unregistered' or (trouble = 'profile' and not fire)) returning frame, received_at)
           insert into devices_waiting (frame, received_at) select frame, received_at from back on conflict do nothing""",
        (wire, source),
    )
