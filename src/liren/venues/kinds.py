"""Closed lists of the venues room, and the shape of a function zone (zones/*.toml)."""

from dataclasses import dataclass

from liren.catalogue.kinds import Key, Problem

FAMILY = "venue_zone"
EDITABLE = {"label": Key(label="名称"), "says": Key(label="一句话说明")}

ROOM_KINDS = {"deliberation": "民情议事室", "activity": "活动室", "meeting": "会议室", "class": "教室"}
"""民情议事室 is the bulletin's word (domain.md §1.1 H6): where neighbours and units sit down over one topic."""

ACCESS = {
    "ramp": "轮椅坡道",
    "door": "门够宽，轮椅进得去",
    "lift": "无障碍电梯，或者全在一层",
    "toilet": "无障碍卫生间",
    "parking": "无障碍车位",
    "tactile": "盲道",
    "hearing_loop": "助听环路",
    "low_counter": "低位服务台",
}
"""What somebody looks up before setting out. Source: 《无障碍环境建设法》 arts. 12–22, GB 55019-2021."""

ANSWERS = {"yes": "有", "no": "没有", "unknown": "还没核对"}


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A function zone that a venue may have. `order` sorts; `says` is for residents."""

    code: str
    label: str
    says: str = ""
    order: int = 50


def check(zone: Zone) -> list[Problem]:
    """What is wrong with a zone's file."""
    found = []
    if not zone.label.strip():
        found.append(Problem(key="label", sentence="没有写功能区叫什么。", remedy="写一个名称，例如“老年活动中心”。"))
    if len(zone.says) > 60:
        found.append(Problem(key="says", sentence="说明超过 60 个字。", remedy="请写成一句话。"))
    return found
