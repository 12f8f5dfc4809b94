"""One frame of GB/T 26875.3-2011, byte by byte (clause 6.2, figures 6 and 7). All multi-byte integers are little-endian.

@@ · serial 2 · version 2 · time 6 · source 6 · destination 6 · length 2 · command 1 · unit 0…1024 · checksum 1 · ##
"""

from datetime import datetime
from functools import lru_cache
from struct import Struct
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


class Frame:
    """A frame whose marks, length, checksum and command hold: its bytes, read where they are asked for.

    Thousands of these wait for their commit, and most fields of most are never asked for.
    """

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frame) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"Frame({self.raw.hex()})"

    @property
    def serial(self) -> int:
        return self.raw[2] | self.raw[3] << 8

    @property
    def major(self) -> int:
        return self.raw[4]

    @property
    def user(self) -> int:
        """The version that a maker is free to count."""
        return self.raw[5]

    @property
    def time(self) -> bytes:
        """The label as it came, six plain binary bytes from second to year: `at` reads it."""
        return self.raw[6:12]

    @property
    def source(self) -> bytes:
        return self.raw[12:18]

    @property
    def destination(self) -> bytes:
        return self.raw[18:24]

    @property
    def command(self) -> int:
        return self.raw[26]

    @property
    def unit(self) -> bytes:
        return self.raw[HEAD.size : -TAIL]

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
        return self.raw[HEAD.size] if len(self.raw) > SHORTEST else None


def parse(raw: bytes) -> Frame | str:
    """The frame these bytes are, or the reason (a key of REASONS) why they are none."""
    size = len(raw)
    if size < SHORTEST:
        return "short"
    if raw[:2] != START:
        return "start"
    length = raw[24] | raw[25] << 8
    if length > UNIT_MAX:
        return "length"
    if size != SHORTEST + length:
        return "size"
    if raw[-2:] != END:
        return "end"
    if sum(raw[2:-TAIL]) & 0xFF != raw[-TAIL]:
        return "checksum"
    if not known(raw[26]):
        return "command"
    return Frame(bytes(raw))


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
    body = to[2:6] + label(at) + to[18:24] + to[12:18] + bytes((0, 0, command))
    return START + body + bytes((sum(body) & 0xFF,)) + END


def confirm(frame: Frame, at: datetime) -> bytes:
    """What says that a frame is kept."""
    return answer(frame.raw, CONFIRM, at)


def label(at: datetime) -> bytes:
    """Second, minute, hour, day, month, year in plain binary, Shanghai time."""
    return _label(int(at.timestamp()))


@lru_cache(maxsize=64)
def _label(second: int) -> bytes:
    here = datetime.fromtimestamp(second, SHANGHAI)
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
