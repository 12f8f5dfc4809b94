"""What an alarm of GB/T 28181 may be about. Only what stands here becomes a signal; the rest is dropped at the door.

GB/T 28181-2022, A.2.5 (报警通知): AlarmMethod 1 telephone, 2 device, 3 SMS, 4 GPS, 5 video, 6 device fault, 7 other. Method 5 is
behaviour analytics (motion, tripwire, intrusion, loitering, flow counts …) and method 4 positions: neither is ever kept.
"""

import re

ALARM_INPUT = 134
"""报警输入设备: a contact on which something is wired, a smoke detector most often."""
ALARMS: dict[tuple[str, str], tuple[str, str]] = {
    ("2", "1"): ("fault", "视频信号丢失"),
    ("2", "2"): ("tamper", "设备被拆动"),
    ("2", "3"): ("fault", "存储满了"),
    ("2", "4"): ("fault", "设备温度过高"),
    ("2", "5"): ("fault", "设备温度过低"),
    ("6", "1"): ("fault", "存储设备坏了"),
    ("6", "2"): ("fault", "风扇坏了"),
}
"""By method and type: the kind of signal and its words."""
METHODS = {"1": "电话", "2": "设备", "3": "短信", "4": "GPS", "5": "视频分析", "6": "设备故障", "7": "其他"}
PRIORITIES = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}
PROFILES = {
    "gb28181_smoke": "报警输入接的是烟感、火警",
    "gb28181_gas": "报警输入接的是可燃气体",
    "gb28181_water": "报警输入接的是水压、水位",
}
WIRED = {"gb28181_smoke": "fire", "gb28181_gas": "gas", "gb28181_water": "water"}
"""By reading: what hangs on the alarm inputs of a device, because the standard does not say it."""
NAMED = (
    ("fire", re.compile(r"烟|火|感温|手报|smoke|fire|heat", re.I)),
    ("gas", re.compile(r"燃气|煤气|可燃|gas", re.I)),
    ("water", re.compile(r"水压|水位|水浸|漏水|water", re.I)),
)
"""What an input's own words say hangs on it, the first that fits."""
PEOPLE = re.compile(
    r"人脸|人体|人形|人员|人数|行人|车牌|车辆|红外|微波|入侵|侵入|闯入|越界|绊线|周界|徘徊|逗留|聚集|奔跑|打架|跌倒|移动侦测|门磁"
    r"|face|people|person|pedestrian|plate|vehicle|intru|tripwire|motion|loiter|crowd|infrared|\bpir\b",
    re.I,
)
"""Words of watching: an alarm that says one of them and nothing of fire is dropped, whatever its number claims."""


def meaning(method: str, type: str, source_type: int, words: str, profile: str = "standard") -> tuple[str, str] | None:
    """The kind of signal of an alarm and what it is called, None for one that is never kept. Pure.

    `source_type` is the type in the number of what rang; `words` what the device wrote.
    """
    named = next((kind for kind, pattern in NAMED if pattern.search(words)), "")
    if PEOPLE.search(words) and named != "fire":
        return None
    if (method, type) in ALARMS:
        return ALARMS[method, type]
    if method == "2" and source_type == ALARM_INPUT and type in ("", "0"):
        kind = WIRED.get(profile) or named or "supervised"
        return kind, words or "报警输入动作"
    return None
