"""Devices on the register: entering, correcting, retiring, naming parts, maintenance, tasks."""

from datetime import timedelta
from typing import Any

from liren.catalogue import queries as catalogue
from liren.devices import commands, decoding, events
from liren.devices.handlers import signals
from liren.devices.kinds import KIND_FAMILY, DeviceKind
from liren.devices.rules import fields, sip
from liren.kernel import AreaCode, Code, Event, Missing, Refusal
from liren.people import queries as people
from liren.places import queries as places
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

KEPT = (
    "kind", "wire", "source", "profile", "name", "position", "area", "building", "lon", "lat", "gateway", "owner", "contact",
    "filing", "grade", "signed", "retention_days", "interval", "installed_on",
)  # fmt: skip
COLUMNS = ", ".join(("id", *KEPT, "maintenance_from", "maintenance_until", "retired_at", "version"))
WINDOW_MOST = timedelta(days=31)
OneDevice = (
    commands.CorrectDevice
    | commands.RetireDevice
    | commands.NameComponent
    | commands.SetMaintenance
    | commands.EndMaintenance
)


def new_device(command: commands.RegisterDevice, act: Act) -> Target:
    """A device about to be entered, in the area where it lies."""
    return Target(scope=_place(command, act)["area"])


def load(command: OneDevice, act: Act) -> Target:
    """The device a command names, locked."""
    row = sql.one(f"select {COLUMNS} from devices_device where id = %s for update", (command.device,))
    if row is None:
        raise Missing
    if row["retired_at"] is not None:
        raise Refusal("device_retired", "这台设备已经停用。换了新的，请另外登记。")
    return Target(scope=row["area"], row=row, version=row["version"], now_is={"name": row["name"]})


def register(command: commands.RegisterDevice, target: Target, act: Act) -> Outcome:
    row = entry(command, act)
    insert([{"id": command.device, **row}], act)
    again = signals.again(row["wire"], row["source"])
    area = AreaCode(row["area"])
    event = events.DeviceRegistered(device=command.device, area=area, kind=Code(row["kind"]), again=again)
    return _told(event, command.device, row["area"], answer={"device": str(command.device), "again": again})


def insert(rows: list[dict[str, Any]], act: Act) -> None:
    """New devices with their health; nothing is known of them yet."""
    for row in rows:
        sql.insert(
            "devices_device", row | {"registered_at": act.now, "version": 1, "maintenance_reason": "", "clock_off": 0}
        )
    sql.run(
        """insert into devices_health (device, state, since, look_at)
           select d, 'unknown', %s, %s from unnest(%s::uuid[]) as d""",
        (act.now, act.now, [row["id"] for row in rows]),
    )
    sql.run(
        """insert into devices_spell (device, area, state, since)
           select id, area, 'unknown', %s from devices_device where id = any(%s)""",
        (act.now, [row["id"] for row in rows]),
    )


def correct(command: commands.CorrectDevice, target: Target, act: Act) -> Outcome:
    row = entry(command, act)
    held = target.row | {"source": bytes(target.row["source"])}
    changed = [name for name in KEPT if row[name] != held[name]]
    if changed:
        sql.update("devices_device", row | {"version": held["version"] + 1}, {"id": command.device})
        sql.run("update devices_health set look_at = %s where device = %s", (act.now, command.device))
    if "profile" in changed:
        signals.again(row["wire"], row["source"])
    event = events.DeviceCorrected(device=command.device, area=AreaCode(row["area"]), fields=tuple(map(Code, changed)))
    told = (Told(event, command.device, row["area"]),) if changed else ()
    answer = {"device": str(command.device), "changed": len(changed)}
    return Outcome(events=told, answer=answer, scopes=(target.scope, row["area"]))


def entry(command: commands.RegisterDevice, act: Act) -> dict[str, Any]:
    """The cleaned columns of a device. Raises Refusal naming the field."""
    kind = kinds_of(act).get(command.kind)
    if kind is None:
        raise Refusal("kind", "没有这种设备，请在列表里选。", field="kind")
    for field, unit in (("owner", command.owner), ("contact", command.contact)):
        if unit is not None and not people.unit_names(act.actor, [unit]):
            raise Refusal(field, "没有这个单位，请从列表里选。", field=field)
    wire = fields.clean_wire(command.wire)
    return {
        "kind": str(command.kind),
        "wire": wire,
        "source": bytes.fromhex(sip.check_source(wire, fields.clean_source(command.source, wire))),
        "profile": fields.check_profile(command.profile, wire, decoding.profiles(wire)),
        "name": fields.clean_name(command.name),
        "position": fields.clean_position(command.position),
        **_place(command, act),
        "gateway": _gateway(command),
        "owner": command.owner,
        "contact": command.contact,
        "filing": fields.clean_filing(command.filing),
        "grade": fields.check_grade(command.grade),
        "signed": command.signed,
        "retention_days": fields.check_retention(command.retention_days),
        "interval": fields.check_interval(command.interval or kind.interval),
        "installed_on": command.installed_on,
    }


def kinds_of(act: Act, area: str = "") -> dict[str, DeviceKind]:
    """The kinds of devices as published, by code."""
    found = catalogue.entries(KIND_FAMILY, area=area, at=act.now)
    return {entry.code: entry.spec for entry in found}


def _place(command: commands.RegisterDevice, act: Act) -> dict[str, Any]:
    """Where it lies: in its building, or at its point. Raises Refusal when neither is inside a grid."""
    if command.building is not None:
        card = places.building(act.actor, command.building)
        if card is None or card.area is None:
            raise Refusal("building", "没有这栋楼，或者它不在任何网格里，请重新选。", field="building")
        lon, lat = (command.lon, command.lat) if command.lon is not None else (card.lon, card.lat)
        return {"area": str(card.area), "building": command.building, "lon": lon, "lat": lat}
    if command.lon is None or command.lat is None:
        raise Refusal("place", "还没有说在哪里。请选一栋楼，或者写经度和纬度。", field="lon")
    if trouble := places.point_trouble(command.lon, command.lat, act.epochs):
        raise trouble
    found = places.locate(command.lon, command.lat, act.epochs)
    if found is None:
        raise Refusal("device_outside", "这个位置不在任何网格里，请核对经度和纬度。", field="lon")
    return {"area": str(found.scope), "building": None, "lon": command.lon, "lat": command.lat}


def _gateway(command: commands.RegisterDevice) -> Any:
    """The device it speaks through, one level only. Raises Refusal."""
    if command.gateway is None:
        return None
    row = sql.one("select gateway, retired_at from devices_device where id = %s", (command.gateway,))
    if row is None or row["retired_at"] is not None or command.gateway == command.device:
        raise Refusal("gateway", "没有这个网关，请先登记网关，再登记它下面的设备。", field="gateway")
    if row["gateway"] is not None:
        raise Refusal("gateway", "选的设备自己也在别的网关下面，请直接选那个网关。", field="gateway")
    return command.gateway


def retire(command: commands.RetireDevice, target: Target, act: Act) -> Outcome:
    open_alarms = sql.value(
        "select count(*) from devices_alarm where device = %s and closed_at is null", (command.device,)
    )
    if open_alarms:
        raise Refusal("device_alarms", f"它还有 {open_alarms} 条告警没有了结，请先判完再停用。")
    below = sql.value(
        "select count(*) from devices_device where gateway = %s and retired_at is null", (command.device,)
    )
    if below:
        raise Refusal("device_gateway", f"还有 {below} 台设备经过它，请先把它们改到别的网关或者停用。")
    changed = {"retired_at": act.now, "version": target.row["version"] + 1}
    sql.update("devices_device", changed, {"id": command.device})
    sql.run("delete from devices_health where device = %s", (command.device,))
    sql.run("delete from devices_credential where device = %s", (command.device,))
    sql.run("update devices_spell set until = %s where device = %s and until is null", (act.now, command.device))
    return _told(events.DeviceRetired(device=command.device, area=AreaCode(target.scope)), command.device, target.scope)


def name_component(command: commands.NameComponent, target: Target, act: Act) -> Outcome:
    row = {"name": fields.clean_name(command.name), "position": fields.clean_position(command.position)}
    where = {"device": command.device, "address": command.component, "type": command.type}
    if not sql.update("devices_component", row, where):
        raise Missing
    event = events.ComponentNamed(device=command.device, component=Code(command.component), type=command.type)
    return _told(event, command.device, target.scope)


def set_maintenance(command: commands.SetMaintenance, target: Target, act: Act) -> Outcome:
    reason = " ".join(command.reason.split())
    if not reason:
        raise Refusal("reason", "请写为什么检修，例如“年度测试”。", field="reason")
    if len(reason) > 100:
        raise Refusal("reason", f"最多写 100 个字，现在 {len(reason)} 个，请写短一点。", field="reason")
    if command.ends <= command.starts or command.ends <= act.now:
        raise Refusal("window", "结束要晚于开始，也要晚于现在，请改一个时间。", field="ends")
    if command.ends - command.starts > WINDOW_MOST:
        raise Refusal("window", "检修最长 31 天，还没修好请到时再续。", field="ends")
    row = {"maintenance_from": command.starts, "maintenance_until": command.ends, "maintenance_reason": reason}
    _window(target, row, act)
    event = events.MaintenanceSet(device=command.device, starts=command.starts, ends=command.ends)
    return _told(event, command.device, target.scope)


def end_maintenance(command: commands.EndMaintenance, target: Target, act: Act) -> Outcome:
    until = target.row["maintenance_until"]
    if until is None or until <= act.now:
        raise Refusal("no_window", "这台设备现在没有在检修。")
    _window(target, {"maintenance_from": None, "maintenance_until": None, "maintenance_reason": ""}, act)
    return _told(events.MaintenanceEnded(device=command.device), command.device, target.scope)


def _window(target: Target, row: dict[str, Any], act: Act) -> None:
    device = target.row["id"]
    sql.update("devices_device", row | {"version": target.row["version"] + 1}, {"id": device})
    sql.run("update devices_health set look_at = %s where device = %s", (act.now, device))


def load_task(command: commands.FinishDeviceTask, act: Act) -> Target:
    """The task a command names, locked, over the area of its device."""
    row = sql.one(
        """select t.id, t.device, t.done_at, d.area from devices_task t join devices_device d on d.id = t.device
           where t.id = %s for update of t""",
        (command.task,),
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def finish_task(command: commands.FinishDeviceTask, target: Target, act: Act) -> Outcome:
    if target.row["done_at"] is not None:
        raise Refusal("task_done", "这件维护已经做完了。")
    words = " ".join(command.words.split())
    if not words or len(words) > 200:
        raise Refusal("words", "请用一两句话写做了什么，最多 200 个字。", field="words")
    row = {"done_at": act.now, "done_by": act.actor.account, "words": words}
    sql.update("devices_task", row, {"id": command.task})
    return _told(
        events.DeviceTaskFinished(task=command.task, device=target.row["device"]), target.row["device"], target.scope
    )


def _told(event: Event, device: Any, area: str, *, answer: dict[str, Any] | None = None) -> Outcome:
    return Outcome(events=(Told(event, device, area),), answer=answer or {"device": str(device)}, scopes=(area,))
