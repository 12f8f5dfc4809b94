"""What may stand in a device's entry. Each check returns the cleaned value or raises a Refusal naming the field."""

import re
from collections.abc import Collection

from liren.devices.kinds import GRADES
from liren.kernel import Refusal

HEX = re.compile(r"(?:[0-9a-f]{2}){1,32}")
BYTES = "设备标识要写十六进制，两位一个字节，例如 790300000000。"
WRITTEN: dict[str, tuple[re.Pattern[str], str]] = {
    "mqtt": (
        re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
        "设备标识写它登录 MQTT 的用户名：英文字母、数字和 . _ -，最多 64 个，例如 smoke-3-201。",
    ),
    "ctwing": (
        re.compile(r"[0-9]{1,20}:[A-Za-z0-9._-]{4,64}"),
        "设备标识写产品 ID、冒号、IMEI，例如 15014772:860374051096202；没有 IMEI 的写设备 ID。",
    ),
    "onenet": (
        re.compile(r"[A-Za-z0-9]{1,32}/[A-Za-z0-9._-]{1,64}"),
        "设备标识写产品 ID、斜线、设备名称，例如 jP3kXq81aZ/smoke-3-201。",
    ),
}
"""Wires on which a device is known by words and not by bytes: their form, and the sentence for what has another."""
WIRE = re.compile(r"[a-z0-9][a-z0-9:._-]{0,31}")


def clean_source(text: str, wire: str = "") -> str:
    """The raw identity in lower-case hexadecimal: of the bytes that were typed so, or of the words of a wire in WRITTEN."""
    if wire in WRITTEN:
        form, sentence = WRITTEN[wire]
        if not form.fullmatch(text.strip()):
            raise Refusal("source", sentence, field="source")
        return text.strip().encode().hex()
    plain = re.sub(r"[\s:-]", "", text).lower()
    if not HEX.fullmatch(plain):
        raise Refusal("source", BYTES, field="source")
    return plain


def source_words(raw: bytes, wire: str) -> str:
    """A raw identity as people read and type it; the reverse of `clean_source`."""
    return bytes(raw).decode("utf-8", "replace") if wire in WRITTEN else bytes(raw).hex()


def check_profile(profile: str, wire: str, known: Collection[str]) -> str:
    """A sensor's reading must be one of its wire; other wires read what they don't know as the standard says."""
    if wire in WRITTEN and profile not in known:
        raise Refusal("profile", "还没有选读法，选和设备型号对应的一种，不然读不出它报的是什么。", field="profile")
    return profile


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
