"""The register of cameras: command to rows to events."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from liren.catalogue.worktime import SHANGHAI
from liren.devices.camera_lists import area_at, check, placed
from liren.devices.commands import cameras as commands
from liren.devices.events import cameras as events
from liren.devices.handlers import bells, sip
from liren.devices.rules import cameras as rules
from liren.devices.rules.law import FILED
from liren.kernel import AreaCode, Code, Event, Missing, Refusal, progress
from liren.kernel.rows import BadRows
from liren.trust import imports, registry, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.timers import Ring

REGISTER = "cameras.register"
ROWS_MAX = 2000
SORT = "cameras"
KEPT = """id, area, name, place, lon, lat, position, type, owner, stream, installed_on, filed_on, changed_on, retention_days,
          retention_on, health, drift_s, retired_on, version"""

CONSTRAINTS = {
    "devices_camera_position": ("position", "请从列表里选装在什么样的位置。"),
    "devices_camera_type": ("camera_type", "请从列表里选是哪一种摄像头。"),
    "devices_camera_grade": ("grade", "GB 35114 的等级是 A、B、C，没有就选“没有”。"),
    "devices_camera_health": ("health", "没有这种健康状态，请把这一页截图交给管理员。"),
    "devices_camera_kept": ("retention", "录像至少保存 30 天（条例第十七条）。"),
    "devices_camera_filed": ("filing", "备案号和备案日期要一起写，还没有备案就都空着。"),
    "devices_camera_path": ("path_twice", "另一台摄像头已经用了这个流媒体路径，请换一个。"),
    "devices_camera_once": ("camera_twice", "这个微网格已经有同名的摄像头，请改那一台，或者换个名称。"),
}


def new_camera(command: commands.RegisterCamera, act: Act) -> Target:
    """A camera about to be entered, in the micro-grid its point lies in."""
    return Target(scope=area_at(command.lon, command.lat, act.epochs))


def load(command: Any, act: Act) -> Target:
    """The camera a command names, locked."""
    row = sql.one(f"select {KEPT} from devices_camera where id = %s for update", (command.camera,))
    if row is None or row["retired_on"] is not None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"], now_is={"name": row["name"]})


def register(command: commands.RegisterCamera, target: Target, act: Act) -> Outcome:
    return _entered(command, AreaCode(target.scope), act)


def _entered(command: commands.RegisterCamera, area: AreaCode, act: Act) -> Outcome:
    row = _row(command, act, b"")
    sql.insert(
        "devices_camera",
        {"id": command.camera, "area": area, **row, "registered_at": act.now, "probe_at": act.now, "version": 1,
         "retention_document": "", "health": "unknown"},
    )  # fmt: skip
    if command.platform is not None:
        sip.claim(command, act)
    bells.rings(
        {"id": command.camera, "area": area, **row, "changed_on": None, "retired_on": None, "retention_on": None}, act
    )
    event = events.CameraRegistered(
        camera=command.camera, area=area, position=Code(command.position), owner=row["owner"]
    )
    return _told(event, command.camera, area)


def correct(command: commands.CorrectCamera, target: Target, act: Act) -> Outcome:
    area = area_at(command.lon, command.lat, act.epochs)
    row = _row(command, act, bytes(target.row["stream"]))
    row["changed_on"] = _changed_on(target.row, row, act)
    bells.rings({**target.row, **row, "area": area}, act)
    sql.update(
        "devices_camera", {**row, "area": area, "version": target.row["version"] + 1, "probe_at": act.now},
        {"id": command.camera},
    )  # fmt: skip
    event = events.CameraCorrected(
        camera=command.camera, area=area, position=Code(command.position), owner=row["owner"],
        sealed=bool(command.stream or command.password),
    )  # fmt: skip
    return _told(event, command.camera, area)


def _changed_on(held: dict[str, Any], row: dict[str, Any], act: Act) -> date | None:
    """The day of the latest change that has to be filed again; none once it is filed anew."""
    if row["filed_on"] != held["filed_on"]:
        return None
    today: date = act.now.astimezone(SHANGHAI).date()
    changed = held["filed_on"] is not None and any(row[name] != held[name] for name in FILED)
    return today if changed else held["changed_on"]


def retire(command: commands.RetireCamera, target: Target, act: Act) -> Outcome:
    """Tickets to it lead nowhere from now on (rules.views.admit); its register of views stays."""
    today = act.now.astimezone(SHANGHAI).date()
    sip.release(command.camera)
    bells.rings(target.row | {"retired_on": today}, act)
    sql.update(
        "devices_camera", {"retired_on": today, "probe_at": None, "version": target.row["version"] + 1},
        {"id": command.camera},
    )  # fmt: skip
    return _told(events.CameraRetired(camera=command.camera), command.camera, AreaCode(target.scope))


def prove(command: commands.ProveRetention, target: Target, act: Act) -> Outcome:
    document = command.document.strip()
    if not 2 <= len(document) <= 60:
        raise Refusal("document", "写核对记录的编号，例如“界视〔2026〕07 号”，2 到 60 个字。", field="document")
    if not target.row["installed_on"] <= command.checked_on <= act.now.astimezone(SHANGHAI).date():
        raise Refusal("checked_on", "核对的日子要在启用以后、今天以前。", field="checked_on")
    sql.update(
        "devices_camera",
        {"retention_on": command.checked_on, "retention_by": act.actor.account, "retention_document": document,
         "version": target.row["version"] + 1},
        {"id": command.camera},
    )  # fmt: skip
    bells.rings(target.row | {"retention_on": command.checked_on}, act)
    event = events.RetentionProved(camera=command.camera, checked_on=command.checked_on)
    return _told(event, command.camera, AreaCode(target.scope))


def over_area(command: commands.ImportCameras, act: Act) -> Target:
    """The right is asked over the area that covers every row."""
    return Target(scope=command.area)


def import_all(command: commands.ImportCameras, target: Target, act: Act) -> Outcome:
    """All rows or none; every wrong one is named. The heading is row 1."""
    if not command.rows:
        raise Refusal("no_rows", "名单里没有一行内容，请检查表头下面是否有数据。", field="file")
    if len(command.rows) > ROWS_MAX:
        raise Refusal("many_rows", f"一次最多 {ROWS_MAX} 行，这份有 {len(command.rows)} 行，请分成几份。", field="file")
    found, errors = placed(act.actor, command.rows, command.area, act.now, act.epochs)
    if errors:
        raise BadRows(tuple(errors))
    progress.say("write", 0, len(found))
    made = [_entered(row, area, act) for _number, row, area in found]
    ids = [str(row.camera) for _number, row, _area in found]
    answer = {"added": len(made), "changed": 0, "same": 0}
    imports.keep(command.source, act, sort=SORT, area=command.area, counts=answer, touched=ids, inverse={"added": ids})
    return Outcome(
        events=tuple(told for one in made for told in one.events), answer=answer,
        scopes=(str(command.area), *(str(area) for _number, _row, area in found)),
    )  # fmt: skip


def load_import(command: commands.UndoCamerasImport, act: Act) -> Target:
    """The import a command names, locked; the right is asked over the area it covered."""
    kept = imports.load(command.record)
    if kept.sort != SORT:
        raise Refusal("other_sort", "这次导入不是摄像头名单，请从导入的页面上撤销。")
    return Target(scope=kept.area, row=kept)


def undo_import(command: commands.UndoCamerasImport, target: Target, act: Act) -> Outcome:
    """All of them go, while none was corrected, filed, offered under a case or asked for."""
    kept: imports.Kept = target.row
    imports.check_undo(kept)
    ids = [UUID(id) for id in kept.inverse["added"]]
    for row in sql.rows(
        """select c.name, c.version > 1 or c.filed_on is not null and c.changed_on is not null
                  or exists (select from devices_viewoffer o where o.camera = c.id)
                  or exists (select from devices_viewrequest r where r.camera = c.id) as used
           from devices_camera c where c.id = any(%s) order by c.id for update of c""",
        (ids,),
    ):
        if row["used"]:
            raise Refusal("built_upon", f"不能撤销：“{row['name']}”后来改过登记，或者已经对案件开放过、有人申请看过。")
    act.ring(
        Ring(subject=id, kind=bells.CAMERA_BELL, no=no, area=kept.area, fire_at=None) for id in ids for no in (0, 1)
    )
    sql.run("update devices_channel set camera = null where camera = any(%s)", (ids,))
    sql.run("delete from devices_camera where id = any(%s)", (ids,))
    imports.mark_undone(kept, act)
    event = events.CamerasImportUndone(record=kept.id, area=AreaCode(kept.area), removed=len(ids))
    told = Told(event, kept.id, AreaCode(kept.area))
    return Outcome(events=(told,), answer={"removed": len(ids), "restored": 0}, scopes=(kept.area,))


def note_probe(command: commands.NoteProbe, target: Target, act: Act) -> Outcome:
    """The row remembers every probe; the journal only that something changed."""
    drifted = command.drift_s is not None and abs(command.drift_s) > rules.DRIFT_MOST
    before = target.row["drift_s"] is not None and abs(target.row["drift_s"]) > rules.DRIFT_MOST
    changed = command.health != target.row["health"] or (command.drift_s is not None and drifted != before)
    kept: dict[str, Any] = {"health": command.health, "probed_at": act.now, "probe_at": act.now + rules.PROBED_EVERY}
    if command.drift_s is not None:
        kept["drift_s"] = command.drift_s
    if command.health != target.row["health"]:
        kept["health_at"] = act.now
    sql.update("devices_camera", kept, {"id": command.camera})
    if not changed:
        return Outcome(answer={"changed": False}, scopes=(target.scope,))
    event = events.CameraHealthChanged(camera=command.camera, health=command.health, drift_s=command.drift_s)
    return _told(event, command.camera, AreaCode(target.scope), changed=True)


def _row(command: commands.CameraEntry, act: Act, kept: bytes) -> dict[str, Any]:
    check(command, act.actor, act.now, fresh=not kept)
    return {
        "name": command.name.strip(), "place": command.place.strip(), "lon": command.lon, "lat": command.lat,
        "building": command.building, "position": command.position, "type": command.type, "owner": command.owner,
        "engine_path": command.engine_path.strip(), "stream": _sealed(command, kept),
        "sign_posted": command.sign_posted, "installed_on": command.installed_on,
        "filing_number": command.filing_number.strip(), "filed_on": command.filed_on,
        "retention_days": command.retention_days, "grade": command.grade,
    }  # fmt: skip


def _sealed(command: commands.CameraEntry, kept: bytes) -> bytes:
    """The address with its account; a part that was left empty stays as it was."""
    before = json.loads(sealed.unseal(kept)) if kept else {"address": "", "user": "", "password": ""}
    typed = {"address": command.stream.strip(), "user": command.user.strip(), "password": command.password}
    return sealed.seal(json.dumps({name: typed[name] or before[name] for name in typed}))


def _told(event: Event, camera: UUID, area: AreaCode, **answer: Any) -> Outcome:
    return Outcome(events=(Told(event, camera, area),), answer={"camera": str(camera), **answer}, scopes=(str(area),))


def hang_up() -> None:
    """Declare the orders about the register."""
    for order, label, handler, target in (
        (commands.RegisterCamera, "登记摄像头", register, new_camera),
        (commands.CorrectCamera, "改摄像头登记", correct, load),
        (commands.RetireCamera, "停用摄像头", retire, load),
        (commands.ProveRetention, "核对录像保存天数", prove, load),
        (commands.ImportCameras, "导入摄像头名单", import_all, over_area),
        (commands.UndoCamerasImport, "撤销摄像头名单的导入", undo_import, load_import),
    ):
        registry.command(
            order, label=label, handler=handler, target=target, reach="within", right=REGISTER, see="cameras.see"
        )
    registry.command(
        commands.NoteProbe, label="记下摄像头的健康", handler=note_probe, target=load, reach="own", roles=["probing"]
    )
    registry.house("probing", may=[commands.NoteProbe])
    registry.events(
        events.CameraRegistered, events.CameraCorrected, events.CameraRetired, events.RetentionProved,
        events.CameraHealthChanged, events.CamerasImportUndone,
    )  # fmt: skip
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
