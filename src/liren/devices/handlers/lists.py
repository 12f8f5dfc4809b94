"""Lists of devices, taken over whole or not at all, and taken back whole."""

from datetime import date
from typing import Any
from uuid import UUID

from liren.devices import commands, events
from liren.devices.handlers import register, signals
from liren.devices.matching import KEPT, Match, match
from liren.kernel import AreaCode, Code, Refusal, progress
from liren.kernel.rows import BadRows
from liren.trust import imports, sql
from liren.trust.imports import Kept
from liren.trust.registry import Act, Outcome, Target, Told

ROWS_MAX = 5000
SORT = "devices"
IDS = ("gateway", "owner")


def over_area(command: commands.ImportDevices, act: Act) -> Target:
    """The right is asked over the area that covers every row."""
    return Target(scope=command.area)


def take_over(command: commands.ImportDevices, target: Target, act: Act) -> Outcome:
    if not command.rows:
        raise Refusal("no_rows", "名单里没有一行内容，请检查表头下面是否有数据。")
    if len(command.rows) > ROWS_MAX:
        raise Refusal("many_rows", f"一次最多导入 {ROWS_MAX} 行，这份有 {len(command.rows)} 行，请分成几份。")
    matches, errors = match(act.actor, command.rows, command.area, act.now)
    if errors:
        raise BadRows(tuple(errors))
    fresh, changed = [m for m in matches if m.held is None], [m for m in matches if m.changed]
    progress.say("write", 0, len(fresh) + len(changed))
    register.insert([_new(m) for m in fresh], act)
    for m in changed:
        assert m.held is not None, "what changed was there before"
        sql.update("devices_device", {n: m.columns[n] for n in KEPT} | {"version": m.held["version"] + 1}, {"id": m.id})
    answer = {"added": len(fresh), "changed": len(changed), "same": len(matches) - len(fresh) - len(changed)}
    inverse = {
        "added": [str(m.id) for m in fresh],
        "changed": [(str(m.id), m.held["version"] + 1, [_plain(m.held[n]) for n in KEPT]) for m in changed if m.held],
    }
    touched = [str(m.id) for m in (*fresh, *changed)]
    imports.keep(command.source, act, sort=SORT, area=command.area, counts=answer, touched=touched, inverse=inverse)
    told = [_registered(m) for m in fresh] + [_corrected(m) for m in changed]
    return Outcome(events=tuple(told), answer=answer, scopes=(command.area, *{m.columns["area"] for m in matches}))


def _new(m: Match) -> dict[str, Any]:
    row = {name: m.columns[name] for name in (*KEPT, "interval")}
    return {"id": m.id, "wire": m.row.wire, "source": bytes.fromhex(m.row.source), "grade": "", **row}


def _registered(m: Match) -> Told:
    area = AreaCode(m.columns["area"])
    again = signals.again(m.row.wire, bytes.fromhex(m.row.source))
    return Told(events.DeviceRegistered(device=m.id, area=area, kind=Code(m.columns["kind"]), again=again), m.id, area)


def _corrected(m: Match) -> Told:
    area = AreaCode(m.columns["area"])
    return Told(events.DeviceCorrected(device=m.id, area=area, fields=tuple(map(Code, m.changed))), m.id, area)


def _plain(content: Any) -> Any:
    return str(content) if isinstance(content, UUID | date) else content


def load_import(command: commands.UndoDevicesImport, act: Act) -> Target:
    """The import a command names, locked; the right is asked over the area it covered."""
    kept = imports.load(command.record)
    if kept.sort != SORT:
        raise Refusal("other_sort", "这次导入不是设备名单，请从导入的页面上撤销。")
    return Target(scope=kept.area, row=kept)


def undo(command: commands.UndoDevicesImport, target: Target, act: Act) -> Outcome:
    kept: Kept = target.row
    imports.check_undo(kept)
    added = [UUID(id) for id in kept.inverse["added"]]
    versions = dict.fromkeys(added, 1) | {UUID(id): version for id, version, _ in kept.inverse["changed"]}
    for row in sql.rows(
        """select d.id, d.name, d.version, exists (select from devices_alarm a where a.device = d.id) as heard
           from devices_device d where d.id = any(%s) order by d.id for update""",
        (list(versions),),
    ):
        if row["version"] != versions[row["id"]] or (row["heard"] and row["id"] in added):
            raise Refusal("built_upon", f"不能撤销：“{row['name']}”后来改过登记，或者已经报过警。")
    for table in ("devices_spell", "devices_health", "devices_component", "devices_credential"):
        sql.run(f"delete from {table} where device = any(%s)", (added,))
    sql.run("delete from devices_device where id = any(%s) and gateway is not null", (added,))
    sql.run("delete from devices_device where id = any(%s)", (added,))
    for id, version, was in kept.inverse["changed"]:
        sql.update(
            "devices_device", _back(dict(zip(KEPT, was, strict=True))) | {"version": version + 1}, {"id": UUID(id)}
        )
    imports.mark_undone(kept, act)
    area, restored = AreaCode(kept.area), len(kept.inverse["changed"])
    event = events.DevicesImportUndone(record=kept.id, area=area, removed=len(added), restored=restored)
    answer = {"removed": len(added), "restored": restored}
    return Outcome(events=(Told(event, kept.id, area),), answer=answer, scopes=(area,))


def _back(row: dict[str, Any]) -> dict[str, Any]:
    ids = {name: UUID(row[name]) if row[name] else None for name in IDS}
    day = date.fromisoformat(row["installed_on"]) if row["installed_on"] else None
    return row | ids | {"installed_on": day}
