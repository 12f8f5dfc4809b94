"""The shape of a published phone line (lines/*.toml): a number of a county, a town or a community that is no person's."""

import re
from dataclasses import dataclass

from liren.catalogue.kinds import Key, Problem

LINE_FAMILY = "public_line"
LINE_EDITABLE = {"label": Key(label="名称"), "phone": Key(label="号码")}
NUMBER = re.compile(r"\+?[0-9](?:[0-9 -]{1,18})[0-9]")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line as it is printed on a posted board; an area may have its own."""

    code: str
    label: str
    phone: str


def check_line(line: Line) -> list[Problem]:
    """What is wrong with a line."""
    found = []
    if not line.label.strip():
        found.append(Problem(key="label", sentence="没有写叫什么。", remedy="写一个名称，例如“监督电话”。"))
    if not NUMBER.fullmatch(line.phone):
        found.append(
            Problem(
                key="phone",
                sentence=f"“{line.phone}”不像电话号码。",
                remedy="只写数字、空格和横线，例如 12345 或 0511-86880000。",
            )
        )
    return found
