"""One frame of GB/T 26875.3-2011, byte by byte (clause 6.2, figures 6 and 7). All multi-byte integers are little-endian.

@@ · serial 2 · version 2 · time 6 · source 6 · destination 6 · length 2 · command 1 · unit 0…1024 · checksum 1 · ##
"""

from datetime import datetime
from struct import Struct
from typing import NamedTuple
from zoneinfo import ZoneInfo

START, END = b"@@", b"##"
HEAD = Struct("<2sHBB6s6s6sHB")
TAIL = 3
SHORTEST = HEAD.size + TAIL
UNIT_MAX = 1024
LONGEST = SHORTEST + UNIT_MAX
CONTROL, SEND, CONFIRM, REQUEST, REPLY, DENY = range(1, 7)
COMMANDS = {CONTROL: "控制", SEND: "发送数据", CONFIRM: "确认", REQUEST: "请求", REPLY: "应答", DENY: "否认"}
USER_COMMANDS = 128
SHANGHAI = ZoneInfo("Asia/Shanghai")

REASONS = {
    "short": "不足一帧的长度（30 字节）",
    "start": "启动符不是 40 40",
    "length": "应用数据单元长度超过 1024",
    "size": "长度和声明的不符",
    "end": "结束符不是 23 23",
    "checksum": "校验和不对",
    "command": "没有这个控制命令字节",
}


class Frame(NamedTuple):
    """A frame whose marks, length, checksum and command hold. `source` and `destination` are the raw six bytes.

    `time` is the label as it came, six plain binary bytes from second to year: `at` reads it.
    """

    raw: bytes
    serial: int
    major: int
    user: int
    time: bytes
    source: bytes
    destination: bytes
    command: int
    unit: bytes

    @property
    def at(self) -> datetime | None:
        """The device's own time (Shanghai); None for a label that is no date."""
        return moment(self.time)

    @property
    def key(self) -> bytes:
        """What a retransmission shares with the first sending: source, serial, command and unit (6.5.4)."""
        return self.raw[12:18] + self.raw[2:4] + self.raw[26:-TAIL]

    @property
    def type(self) -> int | None:
        """The type flag of the unit; None for an empty one (a heartbeat, a confirmation)."""
        return self.unit[0] if self.unit else None


def parse(raw: bytes) -> Frame | str:
    """The frame these bytes are, or the reason (a key of REASONS) why they are none."""
    size = len(raw)
    if size < SHORTEST:
        return "short"
    start, serial, major, user, time, source, destination, length, command = HEAD.unpack_from(raw)
    if start != START:
        return "start"
    if length > UNIT_MAX:
        return "length"
    if size != SHORTEST + length:
        return "size"
    if raw[-2:] != END:
        return "end"
    if sum(raw[2:-TAIL]) & 0xFF != raw[-TAIL]:
        return "checksum"
    if not known(command):
        return "command"
    return Frame(bytes(raw), serial, major, user, time, source, destination, command, bytes(raw[HEAD.size : -TAIL]))


def known(command: int) -> bool:
    """1 to 6 of the standard, 128 to 255 of makers; the rest is reserved."""
    return CONTROL <= command <= DENY or command >= USER_COMMANDS


def build(
    command: int, unit: bytes, *, serial: int, source: bytes, destination: bytes, at: datetime, major: int = 1, user: int = 1
) -> bytes:  # fmt: skip
    """The bytes of a frame. Raises ValueError for a unit that is too long."""
    if len(unit) > UNIT_MAX:
        raise ValueError(REASONS["length"])
    head = HEAD.pack(START, serial, major, user, label(at), source, destination, len(unit), command)
    body = head[2:] + unit
    return START + body + bytes((sum(body) & 0xFF,)) + END


def answer(to: bytes, command: int, at: datetime) -> bytes:
    """CONFIRM or DENY: the serial and versions of the frame that is answered, its addresses the other way round, no unit."""
    _, serial, major, user, _, source, destination, _, _ = HEAD.unpack_from(to)
    return build(
        command, b"", serial=serial, source=destination, destination=source, at=at, major=major, user=user
    )  # fmt: skip


def confirm(frame: Frame, at: datetime) -> bytes:
    """What says that a frame is kept."""
    return answer(frame.raw, CONFIRM, at)


def label(at: datetime) -> bytes:
    """Second, minute, hour, day, month, year in plain binary, Shanghai time."""
    here = at.astimezone(SHANGHAI)
    return bytes((here.second, here.minute, here.hour, here.day, here.month, here.year % 100))


def moment(six: bytes) -> datetime | None:
    """The time of a label; None for one that is no date. Years are 2000 to 2099."""
    second, minute, hour, day, month, year = six
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=SHANGHAI)
    except ValueError:
        return None


def number(address: bytes) -> int:
    """An address as the integer it is on paper."""
    return int.from_bytes(address, "little")
