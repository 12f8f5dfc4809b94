"""What every wire format offers, and the register in which a listener finds it by (standard, version, profile).

A frame is kept as it came; what is read out of it can be read again under a better codec. GB/T 26875.3-2011 is under
revision (plan 20252122-T-906) and GB 26875.9-2026 comes into force on 2027-03-01: a new edition is a new entry here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class Frame(Protocol):
    """One whole frame. `raw` are its bytes, `source` the identity it came under, `key` what a retransmission shares."""

    raw: bytes

    @property
    def source(self) -> bytes: ...
    @property
    def destination(self) -> bytes: ...
    @property
    def key(self) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """Bytes that are no frame: why, and where the header could be read the answer that denies them ("" for none)."""

    reason: str
    deny: bytes = b""


class Stream(Protocol):
    """The bytes of one connection cut into frames; holds at most a few kilobytes, whatever comes."""

    def feed(self, chunk: bytes, now: float) -> list[Any]:
        """The frames and bad spots that these bytes complete; `now` is a monotonic clock in seconds."""

    def tick(self, now: float) -> list[Any]:
        """What turns up when an unfinished frame is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """One edition of one standard in one maker's reading of it."""

    standard: str
    version: str
    profile: str
    stream: Callable[[], Stream]
    decode: Callable[[Any], dict[str, Any]]
    confirm: Callable[[Any, datetime], bytes]


CODECS: dict[tuple[str, str, str], Codec] = {}


def register(codec: Codec) -> Codec:
    """Make a codec known. Raises LookupError when its place is taken."""
    place = (codec.standard, codec.version, codec.profile)
    if place in CODECS:
        raise LookupError(f"codec {place} is registered twice")
    CODECS[place] = codec
    return codec


def codec(standard: str, version: str, profile: str = "standard") -> Codec:
    """The codec of one edition; a profile that is not known is read as the standard says. Raises LookupError."""
    found = CODECS.get((standard, version, profile)) or CODECS.get((standard, version, "standard"))
    if found is None:
        raise LookupError(f"no codec for {standard} {version}")
    return found
