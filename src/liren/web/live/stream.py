"""Server-sent events as bytes (WHATWG HTML, "Server-sent events"). Pure."""

from datetime import datetime

OVER = b"event: over\ndata: {}\n\n"
"""The last word to somebody who is not, or no longer, signed in: the page stops asking."""


def position(moment: datetime) -> int:
    """A moment as the id of a stream: microseconds since 1970."""
    return round(moment.timestamp() * 1_000_000)


def frame(at: datetime, event: str, data: bytes = b"{}") -> bytes:
    """One event with the moment up to which everything has been said."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (position(at), event.encode(), data)
