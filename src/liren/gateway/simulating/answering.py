"""What a made-up transmission unit answers when it is asked or told something: as a good device does (clause 6.5)."""

from datetime import datetime, timedelta

from liren.gateway.gb26875.down import POST_CHECK, READ_CLOCK, READ_CONFIGURATION, READ_STATUS, READ_VERSION, SET_CLOCK
from liren.gateway.gb26875.frame import CONFIRM, CONTROL, DENY, REPLY, REQUEST, Frame, answer, build, label, moment

STATUS, VERSION, CONFIGURATION, CLOCK, OPERATION = 21, 25, 26, 28, 24
NORMAL, PRESSED = 0b1, 0b10_0000
TEXT = "模拟的传输装置，一层消防控制室"


class Answers:
    """One unit's side: its clock is `off` by so much until it is set. `post_s` seconds pass before somebody presses the button."""

    def __init__(self, off: timedelta = timedelta(), post_s: float = 20.0) -> None:
        self.off, self.post_s = off, post_s

    def now(self, at: datetime) -> datetime:
        """What the unit's clock shows."""
        return at + self.off

    def to(self, frame: Frame, at: datetime) -> bytes:
        """The answer to an order, b"" to what is none; one that this unit does not know is denied."""
        if frame.command == REQUEST:
            unit = self._read(frame.type, at)
            if unit is None:
                return answer(frame.raw, DENY, self.now(at))
            return build(
                REPLY, unit, serial=frame.serial, source=frame.destination, destination=frame.source, at=self.now(at)
            )
        if frame.command != CONTROL:
            return b""
        if frame.type == SET_CLOCK and (told := moment(frame.unit[2:8])) is not None:
            self.off = told - at
        known = frame.type in (SET_CLOCK, POST_CHECK)
        return answer(frame.raw, CONFIRM if known else DENY, self.now(at))

    def rings(self, frame: Frame) -> bool:
        """Whether an order makes the unit ring until somebody presses the button."""
        return frame.command == CONTROL and frame.type == POST_CHECK

    def pressed(self, at: datetime) -> bytes:
        """查岗应答, by operator 1."""
        return bytes((OPERATION, 1, PRESSED, 1)) + label(self.now(at))

    def _read(self, kind: int | None, at: datetime) -> bytes | None:
        text = TEXT.encode("gb18030")
        return {
            READ_STATUS: bytes((STATUS, 1, NORMAL)) + label(self.now(at)),
            READ_VERSION: bytes((VERSION, 1, 1, 6)),
            READ_CONFIGURATION: bytes((CONFIGURATION, 1, len(text))) + text,
            READ_CLOCK: bytes((CLOCK, 1)) + label(self.now(at)),
        }.get(kind or 0)
