"""Where a unit may stand, from which day a change may hold, and how many households a 党员中心户 links."""

from datetime import date

from liren.kernel import AreaCode, Refusal
from liren.kernel.area import LEVEL_LABELS
from liren.people.kinds import HOUSEHOLDS_LINKED, PARTY_TIERS, UNIT_KINDS

ABOVE = dict(zip(list(PARTY_TIERS)[1:], PARTY_TIERS, strict=False))
"""The tier above each tier of the party's tree."""


def check_place(kind: str, area: AreaCode, parent_kind: str | None, parent_area: str | None) -> None:
    """Raise Refusal for an unknown kind, and for a party unit off its level or not under the tier above."""
    if kind not in UNIT_KINDS:
        raise Refusal("unit_kind", f"单位类别请选：{'、'.join(UNIT_KINDS.values())}。", field="kind")
    if kind not in ABOVE:
        return
    label, level = UNIT_KINDS[kind], PARTY_TIERS[kind]
    if area.level != level:
        raise Refusal("unit_level", f"{label}设在{LEVEL_LABELS[level]}一级，请换一个区域。", field="area")
    wanted = UNIT_KINDS[ABOVE[kind]]
    if parent_kind != ABOVE[kind]:
        raise Refusal("unit_above", f"{label}的上级是{wanted}，请另选上级单位。", field="parent")
    if parent_area is not None and not area.startswith(parent_area):
        raise Refusal("unit_above_area", f"上级{wanted}管的区域不包括这里，请另选上级单位。", field="parent")


def check_on(on: date, since: date | None, today: date) -> None:
    """Raise Refusal for a change that is to come, or that is older than the one before it."""
    if on > today:
        raise Refusal("unit_on_future", "改动的日子还没有到，请写今天或以前的。", field="on")
    if since is not None and on < since:
        raise Refusal("unit_on_past", f"{since:%Y-%m-%d} 已经改过一次，这次的日子不能比它早。", field="on")


def check_doors(kind: str, doors: tuple[tuple[str, str], ...]) -> None:
    """Raise Refusal unless it is a 党员中心户 and links as many households as one can know; none takes all back."""
    if kind != "party_household":
        raise Refusal("doors_unit", "只有党员中心户联系住户，请先选一个党员中心户。")
    least, most = HOUSEHOLDS_LINKED
    if len(set(doors)) != len(doors):
        raise Refusal("doors_twice", "有一户写了两次，请删去一行。", field="doors")
    if doors and not least <= len(doors) <= most:
        sentence = f"一个党员中心户联系 {least} 到 {most} 户，现在写了 {len(doors)} 户，请增减。"
        raise Refusal("doors_number", sentence, field="doors")


def door(text: str) -> tuple[str, str]:
    """“B0001 2-301” as number of the building and door. Raises Refusal when one of them is missing."""
    building, _, number = text.strip().partition(" ")
    number = "".join(number.split())
    if not building or not number or len(number) > 16:
        raise Refusal(
            "door", f"“{text.strip()}”看不出是哪一户，请写楼栋编号、空格、门号，例如 B0001 2-301。", field="doors"
        )
    return building, number
