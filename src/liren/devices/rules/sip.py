"""Numbers, passwords and catalogues of GB/T 28181 as the register of devices keeps them. Pure.

A number has 20 digits: 8 of the place, 2 of the trade, 3 of the type, 1 of the network, 6 of the one (GB/T 28181-2022, annex E).
"""

import re
from hashlib import md5

from liren.kernel import Refusal

WIRE = "gb28181:2022"
REALM = "liren"
"""One realm for good: a password stays good when the centre's number changes."""
NUMBER = re.compile(r"\d{20}", re.A)
PASSWORD = re.compile(r"[A-Za-z0-9]{12,32}", re.A)
CAMERAS = frozenset({131, 132})
"""摄像机 and 网络摄像机: the only entries of a catalogue that are kept."""
EVERY_S = 3600
"""A catalogue is asked for again after an hour, for who is on and who is off."""
LATE_S = 180
"""A catalogue that is not whole after three minutes is given up; the one before stays."""
TROUBLES = {"": "", "silent": "没有答复", "part": "只答了一部分，仍用上一份"}
"""What became of the latest question for a catalogue."""


def type_of(number: str) -> int:
    """The type in a number: 118 NVR, 131 camera, 132 IP camera, 134 alarm input, 200 centre …; 0 for no number."""
    return int(number[10:13]) if NUMBER.fullmatch(number) else 0


def ha1(number: str, password: str) -> str:
    """What the digest of RFC 2617 starts from. GB/T 28181 knows MD5 only; it is kept sealed."""
    return md5(f"{number}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()


def check_password(password: str) -> str:
    """A password that recorders can take. Raises Refusal."""
    if not PASSWORD.fullmatch(password):
        raise Refusal("sip_password", "密码用 12 到 32 个字母和数字，可以就用页面给的那个。", field="password")
    return password


def check_source(wire: str, source: str) -> str:
    """An identity as this wire writes it: 20 digits are ten bytes. Raises Refusal; other wires are let through."""
    if wire == WIRE and not NUMBER.fullmatch(source):
        raise Refusal("source", "GB/T 28181 的设备标识是 20 位数字，例如 34020000001180000001。", field="source")
    return source
