"""What the journal and the access log say, in words: events, fields, values, flows, and what was looked at."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liren.cases.kinds import CHANNELS, CONFIRMATIONS, EXITS, PLACED, RELIEFS, RESULTS, SOURCES
from liren.cases.workflows import CLOCK_LABELS, workflow
from liren.trust.registry import EVENTS, RIGHTS
from liren.web import where
from liren.web.display import full_words

ROOMS = {
    "cases": "案件", "people": "人员与任职", "trust": "账号与权限", "places": "区域与楼栋", "catalogue": "配置",
    "notices": "通知", "attachments": "照片", "venues": "阵地与预约", "services": "点单", "devices": "设备与看视频",
}  # fmt: skip
LABELS = {
    "GrantsIssued": "授予权限", "GrantsClosed": "收回权限", "AccountOpened": "开设账号", "AccountClosed": "关闭账号",
    "PasswordReset": "重设密码", "DeliveriesRetried": "重试没送到的", "KeyIssued": "发接口密钥", "KeyRevoked": "停用接口密钥", "EntryPublished": "发布配置", "DraftSaved": "保存草稿",
    "DraftDiscarded": "作废草稿", "DraftPublished": "发布草稿", "NoticeTold": "发出通知", "NoticesRead": "通知看过",
    "AlertAcknowledged": "确认知晓告警", "PhotosAttached": "附上照片", "PersonRegistered": "登记人员",
    "PersonCorrected": "更正登记", "FieldRevealed": "查看封存字段", "UnitRegistered": "登记单位", "DutyAppointed": "任命职务",
    "LeaveTaken": "登记请假", "LeaveCalledOff": "取消请假", "PersonLeft": "办理离任", "DutyTakenOver": "接任职务",
    "CoverageChecked": "核对每扇门的责任人", "DutyEnded": "结束职务", "DutyHandedOver": "交接职务", "DutyRegranted": "按岗位现在的版本重新授权", "AccountLinked": "登记与账号相连", "AreasImported": "导入区域",
    "DivisionsImported": "导入区划", "BuildingsImported": "导入楼栋", "BuildingMoved": "移动楼栋",
    "VenueRegistered": "登记阵地", "VenueCorrected": "更正阵地信息", "VenueDaySet": "定某一天的开放时间", "AccessNoted": "核对无障碍设施",
    "VenueClosed": "停用阵地", "VenueReopened": "恢复阵地", "RoomAdded": "登记房间", "RoomCorrected": "更正房间信息", "RoomClosed": "停用房间",
    "RoomReopened": "恢复房间", "RoomBooked": "预约房间", "BookingCancelled": "取消预约", "VenuesImportUndone": "撤销阵地名单的导入",
    "UnitRenamed": "改单位名称", "UnitClosed": "停用单位", "UnitReopened": "恢复单位", "UnitMoved": "改单位的上级或区域",
    "HouseholdsLinked": "登记联系的住户", "UnitsImportUndone": "撤销单位的导入", "MemberSeated": "登记两委席位",
    "SeatCorrected": "更正两委席位", "SeatEnded": "结束两委席位", "SeatsImportUndone": "撤销两委名单的导入",
    "WorkerEmployed": "登记社工聘用", "EmploymentCorrected": "更正社工聘用", "EmploymentEnded": "结束社工聘用",
    "CertificateRecorded": "登记职业水平证书", "CertificateRenewed": "证书续期", "WorkerAssessed": "评定双全",
    "CertificateNearsEnd": "证书快到期", "WorkersImportUndone": "撤销社工名册的导入",
    "MemberRegistered": "登记队员", "MemberConfirmed": "确认入队", "MemberCorrected": "更正队员登记", "MemberLeft": "退出服务队",
    "BatchAsked": "成批匹配", "BatchKept": "留下匹配结果",
    "TriageModelActivated": "启用归类模型", "TriageModelRested": "停用归类模型",
    "TrainingAsked": "请系统训练归类模型", "TrainingDropped": "停下或丢弃一次训练", "TrainingKept": "归类模型练好了",
}  # fmt: skip
FIELDS = {
    "case": "案件", "state": "状态", "next_clock": "接下来的时限", "next_due_at": "到期", "kind": "类别", "entry": "配置版本",
    "workflow": "流程", "channel": "来源", "severity": "紧急程度", "secrecy": "保密级别", "serial": "流水号", "area": "区域",
    "area_version": "地图版本", "scope": "归属区域", "placed": "地点来历", "reporter": "反映人", "about_unit": "被反映的单位",
    "contactable": "留了联系方式", "on_behalf": "代人反映", "occurred_at": "自述发生时间", "reported_at": "上报时间",
    "photos_before": "办理前照片", "photos_after": "办理后照片", "note": "文字编号", "unit": "单位", "handler": "承办人",
    "keeper": "网格员", "verifier": "核查员", "hands": "经手人", "result": "结果", "exit": "不予受理的理由", "told": "告知的去处",
    "into": "并入", "drawn": "抽中核查", "confirm": "反映人确认", "solved": "解决了", "satisfied": "满意程度", "relief": "申请",
    "relief_days": "申请天数", "relief_by": "申请人", "suspended_until": "缓办到", "returns": "退回次数",
    "arbitrations": "裁定次数", "extensions": "延期次数", "extended_days": "延长天数", "reworks": "返工次数",
    "reopens": "重办次数", "urges": "督办次数", "escalation": "上报到第几级", "followers": "又反映的人数",
    "filed_at": "立案时间", "dispatched_at": "派遣时间", "contacted_at": "首次联系", "closed_at": "结束时间",
    "confirmed_at": "确认时间", "warned_for": "提醒的时限", "before": "原来的时限", "account": "账号", "duty": "任职",
    "post": "岗位", "rights": "权限", "start": "开始", "end": "结束", "starts": "开始", "ends": "结束", "at": "时间",
    "person": "人员", "building": "楼栋", "kinds": "限定类别", "family": "配置种类", "code": "代码", "number": "版本号",
    "effective_from": "生效", "draft": "草稿", "base": "原版本", "flow": "流程", "lane": "事项", "freed": "放行几条",
    "reason": "理由", "count": "数量", "field": "字段", "notice": "通知", "level": "级别", "subject": "事项",
    "photos": "照片", "times": "第几次", "template": "通知种类", "subject_kind": "事项种类", "mark": "标记", "confirmed": "同意",
    "upheld": "维持", "ground": "退回依据", "shift": "班次", "handover": "交班", "saved": "存下的筛选", "shared": "大家共用",
    "leave": "请假", "from_duty": "前任的任职", "to_duty": "接任的任职", "from_person": "前任", "to_person": "接任的人",
    "check": "核对", "day": "哪一天", "doors": "门", "without": "没有人负责的门", "more": "不止一人负责的门", "duties": "几项任职",
    "columns": "列", "owner": "归属", "owner_kind": "归属种类", "role": "前后", "private": "加密可见", "until": "到",
    "venue": "阵地", "room": "房间", "booking": "预约", "series": "同一批", "open_minutes": "开放分钟数", "checked_on": "哪天核对", "facts": "核对的项", "fields": "改了哪些",
    "parent": "上级单位", "seat": "席位", "body": "委员会", "term": "届次", "standing": "专职兼职", "background": "背景",
    "came_by": "怎样产生", "last": "最后一天", "employment": "聘用", "contract": "合同类别", "certificate": "证书",
    "issued_on": "发证日期", "pass_until": "成绩有效到", "registered_until": "登记有效到", "assessment": "评定", "tag": "资格",
    "passed": "合格", "on": "哪一天", "what": "什么", "days": "天数", "ends_on": "哪天到期", "record": "导入记录",
    "removed": "去掉几项", "restored": "恢复几项",
    "draw": "哪一次抽签", "digest": "种子的指纹", "seed": "种子", "eligible": "结束了几件", "chosen": "抽中几件", "expired": "没来得及打的",
    "call": "哪一个回访", "no": "第几次", "outcome": "结果", "exclusion": "哪一个剔除",
    "order": "点单", "member": "队员", "companion": "同去的队员", "circle": "派单范围", "due_at": "到期", "scheduled_for": "约好的时间",
    "cancelled_by": "谁取消的", "service": "服务", "from_case": "从哪件事转来", "consent": "怎么同意的", "case_kind": "转为的事项类别", "requested_at": "点单时间", "triaged_at": "核实时间", "listed_at": "派单时间",
    "unclaimed_at": "没人接的时间", "claimed_at": "接单时间", "done_at": "办好的时间", "forgotten_at": "清除时间", "batch": "哪一批",
    "matched": "配上几单", "unmatched": "没配上几单",
    "model": "归类模型", "rows": "学自几件", "labels": "几个类别", "accuracy": "正确率（千分）", "macro_f1": "宏平均 F1（千分）",
    "again": "换回来的", "client": "密钥", "scopes": "权限范围", "sandbox": "沙箱",
}  # fmt: skip
LOOKED = {
    "cases.reporter": "反映人姓名电话", "attachments.photo": "照片", "people.search": "按手机号找人", "people.person": "登记信息",
    "people.phone": "手机号", "people.certificate": "证书编号", "cases.phone": "按手机号找案件", "trust.journal": "日志", "trust.entry": "一条日志",
    "trust.looks": "访问记录", "devices.footage": "申请查阅录像的人",
    "people.worker": "社工登记",
    "cases.call_back": "回访用的姓名电话", "cases.pressure": "反映人说受到的压力",
    "cases.triage": "用来训练归类模型的反映", "services.requester": "点单人的姓名电话门牌", "services.export": "导出点单",
}  # fmt: skip
FLOWS = {
    "when_alarm_is_raised_report_case": "告警成为受理台上的案件", "when_alarm_is_raised_report_case.joined": "一起响的记进同一件案件",
    "when_case_is_dispatched_offer_cameras": "对办案的人开放附近的摄像头", "when_case_ends_withdraw_cameras": "案件结束收回摄像头",
    "when_arbitration_is_asked_tell_arbiter": "告诉裁定人有争议", "when_case_is_closed_ask_reporter": "结案后问反映人",
    "when_case_is_dispatched_tell_handler": "告诉承办人有新派的", "when_case_is_dispatched_tell_helpers": "告诉配合单位",
    "when_helper_reports_tell_handler": "告诉承办人配合单位做了什么", "when_reporter_tells_of_pressure_tell_supervisor": "告诉督查反映人受到压力", "when_case_is_handed_tell_keeper": "告诉网格员有新报的",
    "when_case_is_late_tell_up_the_chain": "超期逐级上报", "when_case_is_placed_hand_to_keeper": "改地点后交给网格员",
    "when_case_is_refused_tell_reporter": "告诉反映人不予受理", "when_case_is_reported_hand_to_keeper": "新报的交给网格员",
    "when_case_is_returned_tell_desk": "告诉受理台被退回", "when_case_is_sent_back_tell_handler": "告诉承办人核查没通过",
    "when_case_is_urged_tell_holder": "告诉经手人被督办", "when_case_moves_tell_reporter": "告诉反映人进展",
    "when_case_nears_its_limit_urge_holder": "快到时限时提醒", "when_relief_is_asked_tell_approver": "告诉审批人有申请",
    "when_duty_is_taken_over_pass_open_work_on": "没办完的转给接任的人",
    "when_doors_are_without_keeper_tell_office": "告诉办公室有门没有人负责",
    "when_reporter_adds_tell_holder": "告诉经手人有补充", "when_result_is_reported_tell_verifier": "告诉核查员有反馈",
    "timer.case_warn": "时限前提醒的闹钟", "timer.case_late": "超期的闹钟", "timer.case_resume": "缓办到期的闹钟",
    "timer.case_lapse": "七天没回音的闹钟", "timer.abuse_expires": "标记到期的闹钟", "setup": "随版本设置", "demo": "示范数据",
    "replay": "回放旧台账",
    "when_certificate_nears_its_end_tell_person_and_office": "告诉本人和办公室证书快到期",
    "timer.certificate_ends": "证书到期前的闹钟",
    "when_whistle_is_blown_tell_units": "告诉被叫的单位有人吹哨",
    "when_unit_is_late_to_whistle_tell_up_the_chain": "吹哨超时逐级上报",
    "when_unit_objects_to_whistle_ask_raiser": "请吹哨的人定该不该来", "when_whistle_ends_ask_for_ratings": "吹哨办完请互评",
    "when_case_is_withdrawn_call_whistle_off": "反映人撤回后撤哨", "when_child_ends_tell_parent": "子件办完告诉主件",
    "when_order_is_listed_offer_to_members": "问队员接不接单", "when_order_is_claimed_tell_requester": "告诉点单人进展",
    "when_order_is_assigned_tell_member": "告诉队员有指派", "when_order_is_called_off_tell_helper": "告诉队员不用去了",
    "when_order_is_unclaimed_widen_then_tell_community": "没人接就扩大范围、告诉社区",
    "when_order_is_done_ask_requester": "办好后问点单人", "when_order_becomes_case_report_it": "点单转为事项上报",
    "when_member_leaves_give_orders_back": "队员退出后重新派单", "when_batch_is_asked_match_it": "成批匹配",
    "when_case_changes_tell_webhooks": "告诉别的系统事项有变化", "when_webhook_is_disabled_tell_owner": "告诉登记人回调停用了",
    "notices.hooks": "停用收不到的回调",
    "timer.order_claim": "等人接单的闹钟", "timer.order_wide": "扩大范围后的闹钟", "timer.order_lapse": "七天没确认的闹钟",
    "timer.order_forget": "点单到期清除的闹钟",
    "timer.whistle_late": "吹哨时限的闹钟", "timer.whistle_rated": "互评到期的闹钟",
}  # fmt: skip
CODES: dict[str, dict[Any, str]] = {
    "channel": SOURCES, "placed": PLACED, "result": RESULTS, "exit": EXITS, "told": CHANNELS, "confirm": CONFIRMATIONS,
    "relief": RELIEFS, "next_clock": CLOCK_LABELS, "severity": {"normal": "一般", "urgent": "紧急"},
    "secrecy": {0: "公开", 1: "隐名", 2: "涉密"}, "satisfied": {1: "满意", 2: "基本满意", 3: "不满意"},
}  # fmt: skip


def event_label(name: str) -> str:
    """What an event is called; its own name where nobody gave it a label."""
    kind = EVENTS.get(name)
    return _(getattr(kind, "label", None) or LABELS.get(name, name))


def flow_name(flow: str) -> str:
    """What a flow, a timer or a job does; its own name where nobody gave it any."""
    return _(FLOWS[flow]) if flow in FLOWS else flow


def looked_label(what: str) -> str:
    """What was looked at."""
    return _(LOOKED[what]) if what in LOOKED else what


def event_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every event that is recorded, by room, for a list to choose from."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, kind in EVENTS.items():
        room = kind.__module__.split(".")[1]
        if kind.__module__.startswith("liren."):
            found.setdefault(_(ROOMS.get(room, room)), []).append((name, event_label(name)))
    return [(room, sorted(events, key=lambda one: one[1])) for room, events in found.items()]


def ids_in(data: dict[str, Any]) -> set[UUID]:
    """Every id that an event's data holds."""
    found = set()
    for content in data.values():
        for one in content if isinstance(content, list) else [content]:
            if isinstance(one, str) and len(one) == 36:
                try:
                    found.add(UUID(one))
                except ValueError:
                    continue
    return found


def rows(data: dict[str, Any], known: dict[UUID, str]) -> list[tuple[str, str]]:
    """An event's data as names and values; what is empty is left out."""
    return [
        (_(FIELDS[name]) if name in FIELDS else name, said(name, content, known, data))
        for name, content in data.items()
        if content not in (None, [], "", {})
    ]


def said(name: str, content: Any, known: dict[UUID, str], data: dict[str, Any]) -> str:
    """One value in words: a label, a name, a moment, a place; ids by their last six characters."""
    if isinstance(content, list):
        return "、".join(said(name, one, known, data) for one in content)
    if isinstance(content, bool):
        return _("是") if content else _("否")
    if content in CODES.get(name, {}):
        return _(CODES[name][content])
    if name == "state" and data.get("case"):
        return _(_state(str(content), str(data.get("workflow", "standard"))))
    if name in ("area", "scope"):
        return f"{where.long(str(content))} {content}"
    if name == "rights":
        return _(RIGHTS.get(str(content), str(content)))
    return _plain(content, known)


def _plain(content: Any, known: dict[UUID, str]) -> str:
    if not isinstance(content, str):
        return str(content)
    try:
        if len(content) == 36:
            return known.get(UUID(content)) or f"…{content[-6:]}"
        if len(content) > 16 and content[4:5] == "-":
            return full_words(datetime.fromisoformat(content))
        if len(content) == 10:
            return date.fromisoformat(content).isoformat()
    except ValueError:
        pass
    return content


def _state(code: str, flow: str) -> str:
    try:
        return workflow(flow).state(code).label
    except LookupError:
        return code
