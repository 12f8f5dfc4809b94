"""A frame of GB/T 26875.3 in words, for whoever checks an alarm back to its bytes."""

from typing import Any

from liren.gateway.gb26875 import decoded
from liren.gateway.gb26875.frame import COMMANDS, REASONS, Frame, parse
from liren.gateway.gb26875.profiles import PROFILES, STANDARD
from liren.gateway.gb26875.tables import COMPONENTS, SYSTEMS, TYPES

FLAGS = {
    "running": "正常运行", "fire": "火警", "fault": "故障", "shielded": "屏蔽", "supervised": "监管", "started": "启动",
    "feedback": "反馈", "delay": "延时", "main_power": "主电故障", "standby_power": "备电故障", "bus": "总线故障",
    "automatic": "自动", "configured": "配置改变", "reset": "复位", "power": "电源故障", "link": "与中心的线路故障",
    "line": "监测线路故障", "mute": "消音", "manual_alarm": "手动报警", "cleared": "警情消除", "self_test": "自检", "confirm": "确认",
    "test": "测试", "post_answer": "查岗应答",
}  # fmt: skip
STATES = frozenset({1, 2, 21})


def told(raw: bytes, profile: str) -> tuple[tuple[str, str], ...]:
    """Name and words of everything the frame says; why it is none, when it is none. Raises nothing."""
    frame = parse(raw)
    if not isinstance(frame, Frame):
        return (("读不出来", REASONS.get(frame, frame)),)
    reading = PROFILES.get(profile, STANDARD)
    said = decoded(frame, reading)
    pairs = [
        ("命令", COMMANDS.get(frame.command, str(frame.command))),
        ("流水号", str(frame.serial)),
        ("设备的时间", (said["time"] or "不是日期").replace("T", " ")),
        ("源地址", str(said["source"])),
        (
            "类型",
            f"{said['type']} {TYPES.get(said['type'], '标准里没有')}" if said["type"] is not None else "空帧（心跳）",
        ),
    ]
    if said["reason"]:
        pairs.append(("读不出来", said["reason"]))
    for one in said["objects"]:
        pairs += _object(said["type"], one)
    return tuple(pairs)


def _object(kind: int, one: dict[str, Any]) -> list[tuple[str, str]]:
    pairs = []
    if "sys_type" in one:
        pairs.append(("系统", f"{SYSTEMS.get(one['sys_type'], one['sys_type'])}，地址 {one['sys_addr']}"))
    if "comp_type" in one:
        pairs.append(("部件", f"{COMPONENTS.get(one['comp_type'], one['comp_type'])}，{one['address']}"))
    if "flags" in one:
        words = [FLAGS.get(flag, flag) for flag in one["flags"]]
        if kind in STATES and "running" not in one["flags"]:
            words.append("设备说在测试状态")
        pairs.append(("状态" if kind in STATES else "操作", "、".join(words) or "无"))
    if "measured" in one:
        pairs.append((one["quantity"], f"{one['measured']:g} {one['unit']}"))
    if "version" in one:
        pairs.append(("版本", ".".join(map(str, one["version"]))))
    if "time" in one:
        pairs.append(("设备的钟", (one["time"] or "不是日期").replace("T", " ")))
    if one.get("text"):
        pairs.append(("设备写的", one["text"].replace("\0", "")))
    if one.get("when"):
        pairs.append(("发生时间", one["when"].replace("T", " ")))
    return pairs
