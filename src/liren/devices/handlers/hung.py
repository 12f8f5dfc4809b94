"""Which handler answers which order about devices and alarms; what their constraints mean."""

from liren.devices import commands as c
from liren.devices import events as e
from liren.devices.handlers import alarms, health, lists, orders, register, signals
from liren.trust import registry

SENTENCES = {
    "devices_device_one_identity": ("device_twice", "已经有一台设备用这个标识，请核对，或者先停用那一台。"),
    "devices_device_grade": ("grade", "安全等级只有 A、B、C 三级，没有登记就空着。"),
    "devices_device_interval": ("interval", "信号间隔写 5 秒到 7 天之间的秒数。"),
    "devices_device_not_its_own_gateway": ("gateway", "设备不能是自己的网关，请另选一个。"),
    "devices_device_window": ("window", "检修的结束要晚于开始，请改其中一个时间。"),
    "devices_health_state": ("health", "没有这种状态，请刷新页面再试。"),
    "devices_spell_one_open": ("spell_twice", "别人刚刚记下了这台设备的状态，请刷新页面再看。"),
    "devices_task_cause": ("cause", "请选一个误报的原因。"),
    "devices_task_alarm_key": ("task_twice", "这条误报的维护已经记下了。"),
    "devices_alarm_one_open": ("alarm_twice", "这个部件的同一种告警已经开着，请刷新页面再看。"),
    "devices_alarm_kind": ("alarm_kind", "没有这种告警，请刷新页面再试。"),
    "devices_alarm_judged": ("judged", "只能判为真警或者误报，请重新选。"),
    "devices_alarm_cause": ("cause", "误报要有原因，真警没有，请重新选。"),
    "devices_alarm_fire_needs_a_person": ("fire_person", "火警要有人判过真假才能了结，请先到告警页上判。"),
    "devices_order_what": ("what", "没有这种命令，请刷新页面再试。"),
    "devices_order_why": ("why", "没有这种理由，请刷新页面再试。"),
    "devices_order_state": ("state", "没有这种状态，请刷新页面再试。"),
    "devices_order_minutes": ("minutes", "查岗要写几分钟内应答，1 到 255 的整数，一般写 10；别的命令不写。"),
    "devices_order_ended": ("ended", "命令的状态对不上，请刷新页面再试。"),
    "devices_order_one_open": ("order_twice", "同样的命令已经在路上，请等它有了结果再下。"),
    "devices_order_once_a_slot": ("slot_twice", "这一次查岗已经安排过了，请刷新页面再看。"),
    "devices_exchange_how": ("how", "没有这种回话，请刷新页面再试。"),
    "devices_postcheck_outcome": ("outcome", "没有这种查岗结果，请刷新页面再试。"),
    "devices_postcheck_answered": ("answered", "有应答才有应答的时间，请刷新页面再试。"),
    "devices_postcheck_due": ("due", "设备收到了，才开始计时，请刷新页面再试。"),
    "devices_unread_trouble": ("trouble", "没有这种原因，请刷新页面再试。"),
}


def hang_up() -> None:
    registry.right("devices.see", "查看设备和告警")
    registry.right("devices.register", "登记设备")
    registry.right("devices.confirm", "核实告警")
    registry.right("devices.order", "向设备下命令、查岗")
    for order, label, handler, target, right in (
        (c.RegisterDevice, "登记设备", register.register, register.new_device, "devices.register"),
        (c.CorrectDevice, "更正设备登记", register.correct, register.load, "devices.register"),
        (c.RetireDevice, "停用设备", register.retire, register.load, "devices.register"),
        (c.NameComponent, "给部件起名", register.name_component, register.load, "devices.register"),
        (c.SetMaintenance, "定检修时间", register.set_maintenance, register.load, "devices.register"),
        (c.EndMaintenance, "结束检修", register.end_maintenance, register.load, "devices.register"),
        (c.FinishDeviceTask, "记下维护做完", register.finish_task, register.load_task, "devices.register"),
        (c.ImportDevices, "导入设备名单", lists.take_over, lists.over_area, "devices.register"),
        (c.UndoDevicesImport, "撤销设备名单的导入", lists.undo, lists.load_import, "devices.register"),
        (c.AcknowledgeAlarm, "知道了（告警）", alarms.acknowledge, alarms.load, "devices.confirm"),
        (c.ConfirmAlarm, "确认是真警", alarms.confirm, alarms.load, "devices.confirm"),
        (c.JudgeFalse, "判为误报", alarms.judge_false, alarms.load, "devices.confirm"),
        (c.CloseAlarms, "了结告警", alarms.close, alarms.of_case, "devices.confirm"),
        (c.OrderDown, "向设备下命令", orders.order, orders.load_device, "devices.order"),
        (c.CallOffDown, "撤回对设备的命令", orders.call_off, orders.load, "devices.order"),
        (c.EndPostCheck, "记下查岗没有应答", orders.end, orders.load, "devices.order"),
    ):
        registry.command(
            order, label=label, handler=handler, target=target, reach="within", right=right, see="devices.see"
        )
    registry.command(
        c.NoteSignals, label="记下设备说的话", handler=signals.note, target=signals.of_nobody, reach="within",
        right="devices.register", many=signals.note_many,
    )  # fmt: skip
    registry.command(
        c.NoteHealth, label="记下设备的状态", handler=health.note, target=health.of_device, reach="within",
        right="devices.register", many=health.note_many,
    )  # fmt: skip
    registry.command(
        c.NoteDown, label="记下命令怎么样了", handler=orders.note, target=orders.of_nobody, reach="within",
        right="devices.order", many=orders.note_many,
    )  # fmt: skip
    registry.house("gateway", may=[c.NoteSignals])
    registry.house("orders", may=[c.OrderDown, c.NoteDown, c.EndPostCheck])
    registry.house("health", may=[c.NoteHealth])
    registry.events(
        e.AlarmRaised, e.AlarmRaisedAgain, e.GroupGrew, e.AlarmCleared, e.AlarmAcknowledged, e.AlarmConfirmed, e.AlarmJudgedFalse,
        e.AlarmClosed, e.DeviceRegistered, e.DeviceCorrected, e.DeviceRetired, e.ComponentNamed, e.MaintenanceSet,
        e.MaintenanceEnded, e.DeviceTaskFinished, e.DevicesImportUndone, e.DeviceWentSilent, e.DeviceCameBack, e.ClockDrifted,
        e.DownOrdered, e.DownEnded, e.DownCalledOff, e.PostCheckAnswered, e.PostCheckUnanswered,
    )  # fmt: skip
    for name, (code, sentence) in SENTENCES.items():
        registry.constraint(name, code, sentence)
