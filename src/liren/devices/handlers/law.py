"""What Decree 799 asks for: filings, reminders, requests that press, the register of a month. Decisions are in rules.law."""

from typing import Any
from uuid import uuid5

from liren.devices.commands import law as commands
from liren.devices.events import law as events
from liren.devices.handlers.bells import CAMERA_BELL, FOOTAGE_BELL, rings
from liren.devices.rules import law as rules
from liren.devices.rules.cameras import DUES, retention_due
from liren.devices.rules.views import ENDS, MODES
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.trust import registry, sql
from liren.trust.deliveries import Rung
from liren.trust.registry import Act, Outcome, Target, Told

HEAD = (
    "开始",
    "结束",
    "为什么结束",
    "单位",
    "姓名",
    "摄像头",
    "区域代码",
    "目的",
    "方式",
    "事由",
    "案件",
    "申请",
    "票",
    "登记编号",
)
CAMERA = "select id, area, installed_on, filed_on, changed_on, retired_on, retention_on from devices_camera where id = %s for update"
MONTH = """
select v.opened_at, e.closed_at, e.why, u.name as unit, a.name as who, c.name as camera, v.area, v.purpose, v.mode, v.words,
       v."case", v.request, v.ticket, v.id
from devices_view v join devices_camera c on c.id = v.camera left join devices_viewend e on e.view = v.id
left join trust_account a on a.id = v.account left join people_unit u on u.id = v.unit
where starts_with(v.area, %s) and v.opened_at >= %s and v.opened_at < %s order by v.opened_at, v.id
"""
CONSTRAINTS = {"devices_viewmonth_once": ("month_twice", "这个月的登记已经封存过了。")}


def over_area(command: commands.FileCameras | commands.SealViewMonth, act: Act) -> Target:
    """The right is asked over the area that covers every camera."""
    return Target(scope=command.area)


def file(command: commands.FileCameras, target: Target, act: Act) -> Outcome:
    """All of them as they stand now; one that nobody has to file, or that lies elsewhere, is refused."""
    today = act.now.astimezone(rules.SHANGHAI).date()
    number = rules.check_filing(len(command.cameras), command.number, command.filed_on, today)
    found = sql.rows(CAMERA.replace("= %s", "= any(%s) order by id"), (list(command.cameras),))
    if len(found) != len(set(command.cameras)) or any(not command.area.covers(row["area"]) for row in found):
        raise Missing
    for row in found:
        if row["installed_on"] > command.filed_on:
            raise Refusal("filed_on", "有一台比这个备案日期晚启用，请核对日期。", field="filed_on")
        sql.update(
            "devices_camera",
            {"filing_number": number, "filed_on": command.filed_on, "changed_on": None},
            {"id": row["id"]},
        )
        rings(row | {"filed_on": command.filed_on, "changed_on": None}, act)
    event = events.CamerasFiled(
        area=command.area, cameras=tuple(row["id"] for row in found), filed_on=command.filed_on
    )  # fmt: skip
    told = Told(event, uuid5(act.key, "filed"), command.area)
    return Outcome(events=(told,), answer={"filed": len(found)}, scopes=tuple({row["area"] for row in found}))


def load_camera(command: commands.RemindCamera, act: Act) -> Target:
    row = sql.one(CAMERA, (command.camera,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def remind(command: commands.RemindCamera, target: Target, act: Act) -> Outcome:
    """Say what is due and set the next bell; nothing once it was done."""
    row = target.row
    if command.what not in DUES:
        raise Refusal("what", "没有这种期限，请把这一页截图交给管理员。")
    if command.what == "filing":
        due = rules.filing_due(row["installed_on"], row["filed_on"], row["changed_on"], row["retired_on"])
    else:
        due = None if row["retired_on"] else retention_due(row["retention_on"], row["installed_on"])
    rings(row, act)
    if due is None or due - rules.AHEAD > act.now.astimezone(rules.SHANGHAI).date():
        return Outcome(answer={"told": False}, scopes=(target.scope,))
    event = events.CameraDue(camera=command.camera, what=command.what, due=due)
    told = Told(event, command.camera, AreaCode(target.scope))
    return Outcome(events=(told,), answer={"told": True}, scopes=(target.scope,))


def load_footage(command: commands.PressFootage, act: Act) -> Target:
    row = sql.one(
        "select id, area, due_at, decided_at from devices_footagerequest where id = %s for update", (command.request,)
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def press(command: commands.PressFootage, target: Target, act: Act) -> Outcome:
    if target.row["decided_at"] is not None:
        return Outcome(answer={"told": False}, scopes=(target.scope,))
    event = events.FootagePressed(
        request=command.request, step=Code(rules.STEPS[command.step]), due_at=target.row["due_at"]
    )
    told = Told(event, command.request, AreaCode(target.scope))
    return Outcome(events=(told,), answer={"told": True}, scopes=(target.scope,))


def seal(command: commands.SealViewMonth, target: Target, act: Act) -> Outcome:
    """Written once, from rows that nobody can change; the entry of the journal holds the digest of the file."""
    since, until = rules.bounds(command.month)
    if until > act.now:
        raise Refusal("month", "这个月还没有过完，不能封存。", field="month")
    lines = sql.rows(MONTH, (str(command.area), since, until))
    made = rules.sheet(HEAD, (_line(row) for row in lines))
    record = uuid5(act.key, "month")
    sql.insert(
        "devices_viewmonth",
        {"id": record, "area": command.area, "month": command.month, "lines": len(lines), "digest": made.digest,
         "content": made.content, "made_at": act.now},
    )  # fmt: skip
    event = events.ViewMonthSealed(
        record=record, area=command.area, month=command.month, lines=len(lines), digest=Code(made.digest.hex())
    )
    return Outcome(
        events=(Told(event, record, command.area),), answer={"record": str(record), "lines": len(lines)},
        scopes=(command.area,),
    )  # fmt: skip


def _line(row: dict[str, Any]) -> tuple[object, ...]:
    """Reason, content, unit and name of each person who looked; codes stand beside nothing, so that the file says it in words."""

    def moment(at: Any) -> str:
        return at.astimezone(rules.SHANGHAI).isoformat(timespec="seconds") if at else ""

    return (
        moment(row["opened_at"]), moment(row["closed_at"]), ENDS.get(row["why"] or "", ""), row["unit"] or "", row["who"] or "",
        row["camera"], row["area"], row["purpose"], MODES[row["mode"]], row["words"], row["case"] or "", row["request"] or "",
        row["ticket"], row["id"],
    )  # fmt: skip


def hang_up() -> None:
    """Declare what the decree asks for."""
    registry.command(
        commands.FileCameras, label="记下摄像头备案", handler=file, target=over_area, reach="within", right="cameras.register",
        see="cameras.see",
    )  # fmt: skip
    for order, label, handler, target in (
        (commands.RemindCamera, "提醒摄像头该办的事", remind, load_camera),
        (commands.PressFootage, "催查阅录像的申请", press, load_footage),
        (commands.SealViewMonth, "封存一个月的看视频登记", seal, over_area),
    ):
        registry.command(
            order,
            label=label,
            handler=handler,
            target=target,
            reach="within",
            right="cameras.register",
            see="cameras.see",
        )
    registry.house("nightly", may=[commands.SealViewMonth])
    registry.timer(CAMERA_BELL, do=_camera, may=[commands.RemindCamera])
    registry.timer(FOOTAGE_BELL, do=_footage, may=[commands.PressFootage])
    registry.events(events.CamerasFiled, events.CameraDue, events.FootagePressed, events.ViewMonthSealed)
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)


def _camera(rung: Rung) -> list[commands.RemindCamera]:
    return [commands.RemindCamera(camera=rung.subject, what=Code(("filing", "retention")[rung.no]))]


def _footage(rung: Rung) -> list[commands.PressFootage]:
    return [commands.PressFootage(request=rung.subject, step=rung.no)]
