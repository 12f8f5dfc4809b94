"""The family `sensor_profile`: which field of a sensor's JSON, at which value, is which signal. Data, no code of a maker."""

import math
import re
from dataclasses import dataclass
from pathlib import Path

from liren.catalogue.kinds import Key, Problem
from liren.devices.kinds import SIGNALS

FAMILY = "sensor_profile"
FOLDER = Path(__file__).parents[1] / "sensor_profiles"
WIRES = {"mqtt": "MQTT", "ctwing": "CTWing（天翼物联）推送", "onenet": "OneNET 推送"}
RESET = "reset"
PART = re.compile(r"[a-z0-9_]{0,32}")
Plain = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One field that says something. `signal` is of `devices.kinds.SIGNALS`, or reset.

    It is active when the value is one of `equals`, above `above` or below `below` (one of the three is written). It clears
    at one of `clears`, or where none are written at any other readable value: a detector that was muted has not cleared.
    `component` names the part that says it ("" the device itself); `text` is shown with it.
    """

    field: str
    signal: str
    equals: tuple[Plain, ...] = ()
    above: float | None = None
    below: float | None = None
    clears: tuple[Plain, ...] = ()
    component: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class SensorProfile:
    """How one model's JSON is read. `wires` none: on every one. `time` is the field with the event's time ("" the message's own)."""

    code: str
    label: str
    rules: tuple[Rule, ...]
    wires: tuple[str, ...] = ()
    time: str = ""
    test: str = ""
    order: int = 50


EDITABLE = {"label": Key(label="名称")}


def check(profile: SensorProfile) -> list[Problem]:
    """What is wrong with a profile's file."""
    found = []
    if not profile.label.strip():
        found.append(Problem(key="label", sentence="没有写叫什么。", remedy="写一个名称，例如“感烟探测器，通用字段”。"))
    if not profile.rules:
        found.append(
            Problem(key="rules", sentence="没有一条规则，这样读什么也不会报警。", remedy="至少写一个 [[rules]]。")
        )
    if any(wire not in WIRES for wire in profile.wires):
        found.append(
            Problem(key="wires", sentence="有不认识的协议。", remedy=f"从 {'、'.join(WIRES)} 中选，都行就不写。")
        )
    for n, rule in enumerate(profile.rules):
        found += _rule(f"rules[{n}]", rule)
    return found


def _rule(place: str, rule: Rule) -> list[Problem]:
    found = []
    if not rule.field.strip():
        found.append(
            Problem(
                key=f"{place}.field", sentence="没有写看哪个字段。", remedy="照设备的 JSON 抄字段名，里层的用点连。"
            )
        )
    if rule.signal != RESET and rule.signal not in SIGNALS:
        choices = "、".join((*SIGNALS, RESET))
        found.append(Problem(key=f"{place}.signal", sentence="没有这种信号。", remedy=f"从 {choices} 中选。"))
    said = bool(rule.equals) + (rule.above is not None) + (rule.below is not None)
    if said != 1:
        found.append(
            Problem(
                key=place, sentence="什么时候算，要写一样，也只能写一样。", remedy="写 equals、above、below 中的一个。"
            )
        )
    if any(number is not None and not math.isfinite(number) for number in (rule.above, rule.below)):
        found.append(Problem(key=place, sentence="界限不是有限的数。", remedy="写一个普通的数，例如 20。"))
    if not PART.fullmatch(rule.component):
        found.append(
            Problem(
                key=f"{place}.component", sentence="部件的代号不合适。", remedy="用不超过 32 个小写字母、数字和 _。"
            )
        )
    return found
