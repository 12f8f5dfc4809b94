"""What may stand in the register of cameras, and what the law wants of each: place, sign, filing, days kept.

Source: 公共安全视频图像信息系统管理条例 (State Council Decree 799, in force 2025-04-01), articles named below.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from liren.kernel import Refusal

POSITIONS = {
    "road": "道路、路口", "square": "广场、公园", "gate": "小区出入口", "yard": "小区公共道路", "entrance": "楼栋出入口（朝外）",
    "lift": "电梯轿厢", "charging": "充电棚、停车棚", "garage": "地下车库", "market": "集市、商场公共区域", "school_gate": "学校门口",
    "station": "车站、码头", "hall": "政务服务大厅", "water": "河塘、堤岸", "waste": "垃圾收集点",
}  # fmt: skip
FORBIDDEN = {
    "guest_room": "旅馆、民宿的客房", "dormitory": "宿舍", "bath": "公共浴室", "toilet": "卫生间", "changing": "更衣室", "nursing": "哺乳室、母婴室",
    "home": "住宅里面",
}  # fmt: skip
"""Art. 8: never installed there. They stand in the form so that whoever chooses one is told."""
FORBIDDEN_WORDS = re.compile(r"(客房|宿舍|浴室|澡堂|卫生间|厕所|公厕|更衣|哺乳|母婴室|试衣间|化妆间)")
OUTSIDE_WORDS = re.compile(r"(门口|门前|外|旁|路口|出入口|对面|前面|东侧|西侧|南侧|北侧)")
TYPES = {"fixed": "固定枪机", "dome": "半球", "ptz": "可转动球机", "panorama": "全景"}
GRADES = {"": "没有", "A": "A 级", "B": "B 级", "C": "C 级"}
"""GB 35114-2017; a field, no claim of conformity."""
HEALTH = {"unknown": "还没查过", "online": "在线", "refused": "账号密码不对", "missing": "没有这一路", "broken": "设备答复出错", "unreachable": "连不上", "silent": "没有答复", "off": "目录里说离线"}  # fmt: skip
KEPT_AT_LEAST = 30
"""Art. 17."""
FILED_WITHIN = timedelta(days=30)
"""Art. 14."""
DUES = {"filing": "到公安机关备案", "retention": "核对录像保存天数"}
"""What the law wants done by a day; the keepers are reminded a week before."""
CHECKED_EVERY = timedelta(days=92)
PROBED_EVERY = timedelta(minutes=5)
DRIFT_MOST = 60
"""Seconds by which a camera's clock may be off before it is said."""
ENGINE_PATH = re.compile(r"[a-z0-9][a-z0-9_/-]{0,62}[a-z0-9]")
STREAM = re.compile(r"rtsps?://[^/\s@]+(/\S*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One camera as it is to stand in the register. `stream` "" leaves the kept address as it is."""

    name: str
    place: str
    position: str
    type: str
    owner: UUID | None
    engine_path: str
    stream: str
    sign_posted: bool
    installed_on: date | None
    filing_number: str
    filed_on: date | None
    retention_days: int | None
    grade: str


def check(entry: Entry, today: date, *, fresh: bool) -> None:
    """Raise the first Refusal, with the field it belongs to, unless the entry can stand."""
    if not 2 <= len(entry.name) <= 40:
        raise Refusal("camera_name", "写摄像头的名称，2 到 40 个字，例如“兰汀小区东门”。", field="name")
    if not 2 <= len(entry.place) <= 100:
        raise Refusal("camera_place", "写清楚装在哪里，2 到 100 个字，例如“同心路 1 号东门立柱”。", field="place")
    _check_position(entry)
    if entry.type not in TYPES:
        raise Refusal("camera_type", f"请选是哪一种：{'、'.join(TYPES.values())}。", field="type")
    if not ENGINE_PATH.fullmatch(entry.engine_path):
        sentence = "流媒体里的路径用小写字母、数字、下划线、短横和斜杠，例如 jiepai/gate-01。"
        raise Refusal("engine_path", sentence, field="engine_path")
    if not entry.stream and fresh:
        raise Refusal("stream", "还没有写视频流地址，例如 rtsp://10.8.0.21:554/ch1。", field="stream")
    if entry.stream and not STREAM.fullmatch(entry.stream):
        sentence = "地址以 rtsp:// 或 rtsps:// 开头，账号和密码写在下面两格，不写在地址里。"
        raise Refusal("stream", sentence, field="stream")
    _check_law(entry, today)


def _check_position(entry: Entry) -> None:
    if entry.position in FORBIDDEN:
        sentence = f"{FORBIDDEN[entry.position]}不许装公共安全视频（条例第八条），不能登记；已经装的请拆除。"
        raise Refusal("forbidden_place", sentence, field="position")
    if entry.position not in POSITIONS:
        raise Refusal("position", "请从列表里选装在什么样的位置。", field="position")
    for field, words in (("name", entry.name), ("place", entry.place)):
        found = FORBIDDEN_WORDS.search(words)
        if found and not OUTSIDE_WORDS.search(words):
            sentence = f"“{found[0]}”里面不许装（条例第八条）。如果装在门外，请写明，例如“{found[0]}门口朝外”。"
            raise Refusal("forbidden_place", sentence, field=field)


def _check_law(entry: Entry, today: date) -> None:
    if entry.owner is None:
        raise Refusal("no_owner", "还没有选由哪个单位管理这台摄像头。", field="owner")
    if entry.installed_on is None:
        raise Refusal("installed_on", "还没有写哪天启用；备案的 30 天从这天算起。", field="installed_on")
    if entry.installed_on > today:
        raise Refusal("installed_on", "启用的日子还没有到，请等装好再登记。", field="installed_on")
    if bool(entry.filing_number) != bool(entry.filed_on):
        field = "filed_on" if entry.filing_number else "filing_number"
        raise Refusal("filing", "备案号和备案日期要一起写，还没有备案就都空着。", field=field)
    if entry.filed_on and not entry.installed_on - timedelta(days=3650) <= entry.filed_on <= today:
        raise Refusal("filing", "备案日期不能在今天以后，请核对。", field="filed_on")
    if entry.retention_days is None or not KEPT_AT_LEAST <= entry.retention_days <= 365:
        raise Refusal(
            "retention", f"录像至少保存 {KEPT_AT_LEAST} 天（条例第十七条），写 30 到 365。", field="retention_days"
        )
    if entry.grade not in GRADES:
        raise Refusal("grade", "GB 35114 的等级是 A、B、C，没有就选“没有”。", field="grade")


def retention_due(checked_on: date | None, installed_on: date) -> date:
    """When a person should look again whether the recordings are kept as long as they must and no longer."""
    return (checked_on or installed_on) + CHECKED_EVERY
