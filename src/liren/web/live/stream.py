"""Server-sent events as bytes (WHATWG HTML, "Server-sent events"). Pure."""

from datetime import datetime

OVER = b"event: over\ndata: {}\n\n"
"""The last word to somebody who is not, or no longer, signed in: the page stops asking."""


def position(moment: datetime) -> int:
    """A moment as the id of a stream: microseconds since 1970."""
    return round(moment.timestamp() * 1_000_000)


def frame(at: datetime, event: str = "message", data: bytes = b"") -> bytes:
    """One event. Without data a browser only remembers the id."""
    head = b"id: %d\n" % position(at)
    return head + (b"event: %s\ndata: %s\n\n" % (event.encode(), data) if data else b"\n")
