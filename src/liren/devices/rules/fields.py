"""What may stand in a device's entry. Each check returns the cleaned value or raises a Refusal naming the field."""

import re

from liren.devices.kinds import GRADES
from liren.kernel import Refusal

HEX = re.compile(r"(?:[0-9a-f]{2}){1,32}")
WIRE = re.compile(r"[a-z0-9][a-z0-9:._-]{0,31}")


def clean_source(text: str) -> str:
    """The raw identity in lower-case hexadecimal."""
    plain = re.sub(r"[\s:-]", "", text).lower()
    if not HEX.fullmatch(plain):
        raise Refusal("source", "设备标识要写十六进制，两位一个字节，例如 790300000000。", field="source")
    return plain


def clean_wire(text: str) -> str:
    if not WIRE.fullmatch(text):
        raise Refusal("wire", "没有这种协议，请在列表里选。", field="wire")
    return text


def clean_name(text: str, field: str = "name") -> str:
    name = " ".join(text.split())
    if not name:
        raise Refusal("name", "还没有写名称，写一个现场看得懂的，例如“3 幢消防控制室传输装置”。", field=field)
    if len(name) > 60:
        raise Refusal("name", f"名称最多 60 个字，现在 {len(name)} 个，请写短一点。", field=field)
    return name


def clean_position(text: str, field: str = "position") -> str:
    position = " ".join(text.split())
    if len(position) > 120:
        raise Refusal("position", f"位置最多 120 个字，现在 {len(position)} 个，请写短一点。", field=field)
    return position


def clean_filing(text: str) -> str:
    number = text.strip()
    if len(number) > 60:
        raise Refusal("filing", "备案编号最多 60 个字，请核对。", field="filing")
    return number


def check_grade(grade: str) -> str:
    if grade not in GRADES:
        raise Refusal("grade", "安全等级只有 A、B、C 三级，没有登记就空着。", field="grade")
    return grade


def check_interval(seconds: int) -> int:
    if not 5 <= seconds <= 604800:
        raise Refusal("interval", "信号间隔写 5 秒到 7 天之间的秒数。", field="interval")
    return seconds


def check_retention(days: int | None) -> int | None:
    if days is not None and not 1 <= days <= 3650:
        raise Refusal("retention_days", "保存期写 1 到 3650 之间的天数，不留存就空着。", field="retention_days")
    return days
