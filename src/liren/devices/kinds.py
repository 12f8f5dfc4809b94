"""Closed lists of the devices room, and the shapes of its two families: kinds of devices and rules for alarms."""

import re
from dataclasses import dataclass

from liren.catalogue.kinds import Key, Problem

KIND_FAMILY = "device_kind"
RULE_FAMILY = "alarm_rule"

SIGNALS: dict[str, str] = {
    "fire": "火警",
    "fault": "故障",
    "supervised": "监管",
    "shielded": "屏蔽",
    "power": "电源故障",
    "link": "线路故障",
    "gas": "可燃气体",
    "water": "水压、水位异常",
    "battery": "电量低",
    "tamper": "被拆动",
}
"""What an alarm can be about. Only a fire is never left to a machine: see `rules/alarms.py`."""

STATES: dict[str, str] = {
    "online": "在线",
    "late": "该来没来",
    "offline": "离线",
    "unknown": "不清楚",
    "maintenance": "检修中",
}
"""Health by deadline; `unknown` was never heard, or its gateway is silent."""

GRADES: dict[str, str] = {"": "没有登记", "a": "A 级", "b": "B 级", "c": "C 级"}
"""Safety grade of GB 35114-2017 as its papers say; nothing here claims conformity."""

CAUSES: dict[str, tuple[str, str]] = {
    "dust": ("灰尘、飞虫", "清洗探头"),
    "damp": ("水汽、潮湿", "查渗水，擦干探头"),
    "cooking": ("做饭的油烟", "看探头的位置，需要时换成感温的"),
    "smoking": ("有人吸烟", ""),
    "works": ("施工、装修", "施工完了恢复探头"),
    "test": ("测试、演练", ""),
    "touched": ("误碰手动按钮", "复位按钮，装防护罩"),
    "ageing": ("设备老化、坏了", "修理或者更换"),
    "wiring": ("线路接触不良", "检查线路"),
    "other": ("别的原因", "到现场查看"),
}
"""Why an alarm was false, and what has to be done at the device because of it ("" nothing)."""

TROUBLES: dict[str, str] = {
    "unregistered": "设备没有登记",
    "frame": "不是完整的帧",
    "unit": "内容和类型、长度对不上",
    "wire": "没有能读这种协议的程序",
    "refused": "读出来了，但没能记下",
    "profile": "还没有选读法",
}
"""Why a frame that was kept could not be read; it stays and is read again when that has changed."""

HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, kw_only=True)
class DeviceKind:
    """A kind of device. It is expected to be heard every `interval` seconds; silence of three of them is offline."""

    code: str
    label: str
    interval: int = 30
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class AlarmRule:
    """Which alarms become a case, of which kind, how urgent. The first rule that fits speaks; `order` sorts them.

    `signals` and `devices` are codes, none means all; `hours` (22:00-06:00, Shanghai) narrows it to a part of the day.
    `case_kind` "": the alarm stays on the list of alarms and becomes no case. Who confirms and until when stands in
    the case kind (its duty and its limits), so that there is one clock and not two.
    """

    code: str
    label: str
    case_kind: str = ""
    signals: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    hours: str = ""
    severity: str = "normal"
    level: int = 0
    order: int = 50

    @property
    def loud(self) -> int:
        """How loudly the command board says it: 3 rings until somebody has seen it, 2 stands out, 1 only stands there.

        Without a `level` of its own an urgent rule is 3, one that makes a case 2, one that only lists 1.
        """
        return self.level or (3 if self.severity == "urgent" else 2 if self.case_kind else 1)


KIND_EDITABLE = {"label": Key(label="名称"), "interval": Key(label="多久该来一次信号（秒）")}
RULE_EDITABLE = {
    "label": Key(label="名称"),
    "hours": Key(label="钟点"),
    "case_kind": Key(label="成为哪类案件"),
    "severity": Key(label="紧急程度", choices={"normal": "一般", "urgent": "紧急"}),
    "level": Key(label="指挥中心的级别（1–3，3 级会响，0 照紧急程度）"),
}


def check_kind(kind: DeviceKind) -> list[Problem]:
    """What is wrong with a kind's file."""
    found = []
    if not kind.label.strip():
        found.append(Problem(key="label", sentence="没有写叫什么。", remedy="写一个名称，例如“独立式感烟探测器”。"))
    if not 5 <= kind.interval <= 7 * 86400:
        found.append(Problem(key="interval", sentence="信号的间隔不合适。", remedy="写 5 秒到 7 天之间的秒数。"))
    return found


def check_rule(rule: AlarmRule) -> list[Problem]:
    """What is wrong with a rule's file. A rule that would keep a fire away from a person is one."""
    found = []
    if not rule.label.strip():
        found.append(Problem(key="label", sentence="没有写叫什么。", remedy="写一个名称，例如“火警”。"))
    if any(signal not in SIGNALS for signal in rule.signals):
        found.append(Problem(key="signals", sentence="有不认识的信号。", remedy=f"从 {'、'.join(SIGNALS)} 中选。"))
    if rule.hours and not HOURS.fullmatch(rule.hours):
        found.append(Problem(key="hours", sentence="钟点写得不对。", remedy="像 22:00-06:00 这样写，全天就空着。"))
    if rule.severity not in ("normal", "urgent"):
        found.append(Problem(key="severity", sentence="紧急程度不对。", remedy="写 normal 或 urgent。"))
    if not 0 <= rule.level <= 3:
        found.append(
            Problem(key="level", sentence="级别不对。", remedy="写 1 到 3，3 级在指挥中心会响；写 0 就照紧急程度。")
        )
    if 0 < rule.level < 3 and ("fire" in rule.signals or not rule.signals):
        found.append(Problem(key="level", sentence="火警不能不响。", remedy="火警的级别写 3，或者写 0。"))
    if not rule.case_kind and ("fire" in rule.signals or not rule.signals):
        found.append(Problem(key="case_kind", sentence="火警不能不成案件。", remedy="写上案件类别，例如 fire_alarm。"))
    return found
