"""Asking devices for their catalogues: a question each, sent again until it is heard, and the pages of the answer put together.

A catalogue counts when it is whole: as many entries came under the question's SN as it says there are. Until then, and when
it never gets so far, the one before stays.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from aiosipua import SipRequest
from aiosipua.utils import generate_branch, generate_tag

from liren.devices.rules.sip import LATE_S
from liren.devices.signalling import Account, Listed
from liren.gateway.gb28181.body import Part
from liren.gateway.gb28181.lines import EDITION, Way

AGAIN_S, SLOWEST_S, GIVEN_UP_S = 0.5, 4.0, 32.0
"""Timers E and F of RFC 3261."""
QUERY = (
    '<?xml version="1.0" encoding="GB2312"?>\r\n<Query>\r\n<CmdType>Catalog</CmdType>\r\n<SN>{serial}</SN>\r\n'
    "<DeviceID>{number}</DeviceID>\r\n</Query>\r\n"
)


@dataclass(slots=True)
class Question:
    """One question and what came of it. `pages` are keyed by what a page's retransmission shares with it."""

    account: Account
    serial: str
    way: Way
    content: bytes
    asked: float
    next: float
    wait: float = AGAIN_S
    heard: bool = False
    total: int = -1
    pages: dict[object, Part] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(page.count for page in self.pages.values())


class Catalogues:
    """The questions that are open, one a device. `whole(account, listed, count)` and `failed(account, trouble)` are told."""

    def __init__(
        self, centre: str, whole: Callable[[Account, list[Listed], int], None], failed: Callable[[Account, str], None]
    ) -> None:
        self._centre, self._whole, self._failed = centre, whole, failed
        self._open: dict[str, Question] = {}
        self._serial = 0
        self.asked: dict[str, tuple[float, datetime]] = {}

    def ask(self, account: Account, way: Way, door: tuple[str, int], now: float, at: datetime) -> None:
        """Send a question; one that was open for this device is dropped. `door` is where we listen."""
        self._serial += 1
        serial = str(self._serial)
        content = bytes(_message(self._centre, account.number, serial, way, door))
        self.asked[account.number] = now, at
        asked = Question(account, serial, way, content, now, now + AGAIN_S)
        self._open[account.number] = asked
        way.send(content)

    def moved(self, number: str, way: Way) -> None:
        """A device is to be reached elsewhere now."""
        if number in self._open:
            self._open[number].way = way

    def answered(self, call: str, status: int, peer: str) -> None:
        """A device answered the message itself, from where it was asked: it need not be sent again."""
        for number, asked in tuple(self._open.items()):
            if peer == asked.way.peer and call == _call(asked.serial, number, self._centre):
                asked.heard = True
                if status >= 300:
                    self._end(number, "silent")

    def take(self, number: str, serial: str, page: Part, key: object) -> None:
        """A page came; those that nobody asked for are passed over."""
        asked = self._open.get(number)
        if asked is None or asked.serial != serial:
            return
        asked.heard, asked.total = True, page.total
        asked.pages[key] = page
        if asked.count >= page.total:
            del self._open[number]
            self._whole(asked.account, [one for page in asked.pages.values() for one in page.listed], page.total)

    def tick(self, now: float) -> None:
        """Send again what was not heard, give up what never gets whole."""
        for number, asked in tuple(self._open.items()):
            if now - asked.asked > LATE_S or (not asked.heard and now - asked.asked > GIVEN_UP_S):
                self._end(number, "part" if asked.pages else "silent")
            elif not asked.heard and asked.way.transport == "udp" and now >= asked.next:
                asked.wait = min(asked.wait * 2, SLOWEST_S)
                asked.next = now + asked.wait
                asked.way.send(asked.content)

    def _end(self, number: str, trouble: str) -> None:
        self._failed(self._open.pop(number).account, trouble)


def _call(serial: str, number: str, centre: str) -> str:
    return f"catalog-{serial}-{number}@{centre}"


def _message(centre: str, number: str, serial: str, way: Way, door: tuple[str, int]) -> SipRequest:
    there = f"[{way.peer}]:{way.port}" if ":" in way.peer else f"{way.peer}:{way.port}"
    host = _seen_from(way.peer) if door[0] in ("0.0.0.0", "::") else door[0]
    here = f"[{host}]:{door[1]}" if ":" in host else f"{host}:{door[1]}"
    asked = SipRequest(
        method="MESSAGE", uri=f"sip:{number}@{there}", body=QUERY.format(serial=serial, number=number).encode()
    )
    for name, text in (
        ("Via", f"SIP/2.0/{way.transport.upper()} {here};rport;branch={generate_branch()}"), ("Max-Forwards", "70"),
        ("From", f"<sip:{centre}@{centre[:10]}>;tag={generate_tag()}"), ("To", f"<sip:{number}@{there}>"),
        ("Call-ID", _call(serial, number, centre)), ("CSeq", f"{serial} MESSAGE"),
        ("X-GB-Ver", EDITION), ("Content-Type", "Application/MANSCDP+xml"),
    ):  # fmt: skip
        asked.add_header(name, text)
    return asked


def _seen_from(peer: str) -> str:
    """Our own address on the way to a device; nothing is sent."""
    with socket.socket(socket.AF_INET6 if ":" in peer else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((peer, 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
