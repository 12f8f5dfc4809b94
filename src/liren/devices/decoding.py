"""What a kept frame says, in words, for pages: the doors that know a wire hang their reader up here.

Pages know no protocol and the gateway knows no page; what is shown is read anew from the raw bytes each time.
"""

from collections.abc import Callable, Mapping

Said = tuple[tuple[str, str], ...]
"""Pairs of a name and its words, in the order of the frame."""
Teller = Callable[[bytes, str], Said]
_TELLERS: dict[str, Teller] = {}
_PROFILES: dict[str, str] = {}


def register(wire: str, teller: Teller, profiles: Mapping[str, str]) -> None:
    """Let frames of a wire be told by `teller(raw, profile)`; `profiles` are the makers' readings it knows, by code."""
    _TELLERS[wire] = teller
    _PROFILES.update(profiles)


def profiles() -> dict[str, str]:
    """How makers read their wires: the label of each code."""
    return dict(_PROFILES)


def wires() -> tuple[str, ...]:
    """The wires whose frames can be told."""
    return tuple(sorted(_TELLERS))


def told(wire: str, raw: bytes, profile: str) -> Said:
    """What a frame says; nothing for a wire that nobody can tell."""
    teller = _TELLERS.get(wire)
    return teller(raw, profile) if teller else ()
