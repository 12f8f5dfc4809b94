"""Ways back to SIP devices: a datagram's sender, or a TCP connection; and what they sent before, answered alike."""

from collections import OrderedDict
from typing import Protocol

from aiosipua import SipRequest, SipResponse
from aiosipua.headers import parse_via, stringify_via

from liren.gateway.listening.sources import Line

REMEMBERED = 4096
ALLOWED = "REGISTER, MESSAGE, NOTIFY, OPTIONS"
PHRASES = {
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    413: "Request Entity Too Large", 423: "Interval Too Brief", 488: "Not Acceptable Here", 503: "Service Unavailable",
}  # fmt: skip
EDITION = "3.0"
"""X-GB-Ver of GB/T 28181-2022; 2.0 is the edition of 2016."""
Key = tuple[str, int, str, str, str]


class Say(Protocol):
    """Answers one request."""

    def __call__(self, status: int, *headers: tuple[str, str]) -> None: ...


class Way(Line):
    """A line that knows its port and transport ("udp" or "tcp")."""

    __slots__ = ("port", "transport")

    def __init__(self, transport: str, peer: str, port: int) -> None:
        super().__init__(f"sip-{transport}", peer)
        self.transport, self.port = transport, port


def answer(request: SipRequest, status: int, way: Way, headers: tuple[tuple[str, str], ...] = ()) -> bytes:
    """The answer to a request (RFC 3261 §8.2.6), its topmost Via stamped with where it came from (RFC 3581)."""
    made = SipResponse(status_code=status, reason_phrase=PHRASES[status])
    first, *others = request.headers.get("via")
    via = parse_via(first)
    via.received = way.peer
    if "rport" in via.params:
        via.rport = str(way.port)
    for text in (stringify_via(via), *others):
        made.add_header("Via", text)
    for name in ("From", "To", "Call-ID", "CSeq"):
        text = request.get_header(name) or ""
        made.add_header(name, f"{text};tag=liren" if name == "To" and ";tag=" not in text else text)
    made.add_header("X-GB-Ver", EDITION)
    for name, text in headers:
        made.add_header(name, text)
    return bytes(made)


class Answered:
    """What was answered to whom: a request that comes again gets the same, one that is still in work gets nothing."""

    def __init__(self) -> None:
        self._known: OrderedDict[Key, bytes] = OrderedDict()

    def again(self, key: Key) -> bytes | None:
        """The answer to a request that came before ("" while it is in work); None for a new one, which is noted."""
        known = self._known.get(key)
        if known is None:
            self._known[key] = b""
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return known

    def note(self, key: Key, content: bytes) -> None:
        if key in self._known:
            self._known[key] = content

    def forget(self, key: Key) -> None:
        """It was not taken: when it comes again it is new."""
        self._known.pop(key, None)


def key_of(request: SipRequest, way: Way) -> Key:
    """What a request's retransmission shares with it (RFC 3261 §17.2.3)."""
    via = parse_via(request.headers.get("via")[0])
    return way.peer, way.port, via.branch or "", request.call_id or "", request.get_header("cseq") or ""
