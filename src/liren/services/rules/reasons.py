"""Why a member is suggested for an order, and why nobody is: data to one sentence for the desk."""

from liren.services.commands import Pairing
from liren.services.kinds import MEMBER_GENDERS, ServiceKind

NOBODY = {
    "skill": "队里还没有人登记这项特长",
    "place": "会这项的队员都不在这一片服务",
    "wishes": "会这项的队员都不合点单人的要求",
    "time": "会这项的队员都没有空对得上的时间",
    "declined": "合适的队员都说过不方便，或者就是点单人自己",
    "full": "合适的队员手上都满了",
}
"""By the first reason that left nobody (`matching.REASONS`)."""


def found_because(kind: ServiceKind, gender: str, neighbour: bool, who: str, pair: Pairing) -> str:
    """能做“理发”，是女队员，合要求，离点单人约 300 米，手上 1 单."""
    parts = [f"能做“{kind.label}”"]
    if gender != "any":
        parts.append(f"是{MEMBER_GENDERS[who]}队员，合要求")
    if neighbour:
        parts.append("同一网格的邻居")
    parts.append(f"离点单人约 {round(pair.metres, -1)} 米" if pair.metres >= 10 else "就在同一个微网格")
    parts.append(f"手上 {pair.load} 单" if pair.load else "手上没有单")
    return "，".join(parts)
