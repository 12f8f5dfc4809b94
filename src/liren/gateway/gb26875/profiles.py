"""How makers read the standard: what they add, and how their component addresses are written on the wall.

A profile never changes what is kept: the four raw address bytes are the key, the profile only says how they are read out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from liren.gateway.gb26875.objects import Layout

HEARTBEAT_S = 30
UNIT_MAX = 1024


def plain(address: bytes) -> str:
    """The standard leaves the address opaque: one number."""
    return str(int.from_bytes(address, "little"))


def zone_and_point(address: bytes) -> str:
    """区号 and 位号, two little-endian words: 0A 00 02 00 is zone 10 point 2."""
    return f"{int.from_bytes(address[:2], 'little')} 区 {int.from_bytes(address[2:], 'little')} 号"


def point_and_loop(address: bytes) -> str:
    """位号 and 回路, two little-endian words: D9 00 06 00 is loop 6 point 217."""
    return f"{int.from_bytes(address[2:], 'little')} 回路 {int.from_bytes(address[:2], 'little')} 号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One maker's reading. `heartbeat` is the expected interval in seconds; silence of three of them is offline."""

    code: str
    label: str
    address: Callable[[bytes], str] = plain
    heartbeat: int = HEARTBEAT_S
    unit_max: int = UNIT_MAX
    more: Mapping[int, Layout] = field(default_factory=dict)


STANDARD = Profile(code="standard", label="GB/T 26875.3-2011")
PROFILES = {
    profile.code: profile
    for profile in (
        STANDARD,
        Profile(code="zone_point", label="部件地址是区号和位号", address=zone_and_point),
        Profile(code="loop_point", label="部件地址是回路号和位号", address=point_and_loop),
        Profile(code="dahua_1_03", label="大华 V1.03，数据单元最长 512 字节", unit_max=512),
        Profile(
            code="fb2024", label="富贝 FB2024，0x87 等类型每条 16 字节",
            more={n: Layout(16, lambda body: {"maker_bytes": body.hex()}, False) for n in (0x87, 0x88, 0x96, 0x97)},
        ),
    )
}  # fmt: skip
"""By code. What a maker's own types mean is not public; their objects are kept whole and confirmed."""
