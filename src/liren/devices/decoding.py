"""What a kept frame says, in words, for pages: the doors that know a wire hang their reader up here.

Pages know no protocol and the gateway knows no page; what is shown is read anew from the raw bytes each time.
"""

from collections.abc import Callable, Collection, Mapping

Said = tuple[tuple[str, str], ...]
"""Pairs of a name and its words, in the order of the frame."""
Teller = Callable[[bytes, str], Said]
Profiles = Mapping[str, str] | Callable[[], Mapping[str, str]]
_TELLERS: dict[str, Teller] = {}
_PROFILES: dict[str, Profiles] = {}
_LABELS: dict[str, str] = {}
_ORDERS: dict[str, frozenset[str]] = {}


def register(wire: str, teller: Teller, profiles: Profiles, orders: Collection[str] = (), *, label: str = "") -> None:
    """Let frames of a wire be told by `teller(raw, profile)`; `profiles` are the makers' readings it knows, by code.

    A callable is asked each time: readings that are data of the catalogue change while the process runs. `orders` are the
    codes of what can be asked of a device on it.
    """
    _TELLERS[wire] = teller
    _PROFILES[wire] = profiles
    _LABELS[wire] = label or wire
    _ORDERS[wire] = frozenset(orders)


def profiles(wire: str = "") -> dict[str, str]:
    """How makers read one wire, or all of them: the label of each code."""
    asked = [wire] if wire else list(_PROFILES)
    return {code: label for one in asked for code, label in _of(one).items()}


def _of(wire: str) -> Mapping[str, str]:
    found = _PROFILES.get(wire, {})
    return found() if callable(found) else found


def wires() -> tuple[str, ...]:
    """The wires whose frames can be told."""
    return tuple(sorted(_TELLERS))


def label(wire: str) -> str:
    """What a wire is called; its code where nobody told."""
    return _LABELS.get(wire, wire)


def orders(wire: str) -> frozenset[str]:
    """What can be asked of a device on this wire; nothing where it only speaks."""
    return _ORDERS.get(wire, frozenset())


def taking(order: str) -> tuple[str, ...]:
    """The wires on which an order can be given."""
    return tuple(sorted(wire for wire, orders in _ORDERS.items() if order in orders))


def told(wire: str, raw: bytes, profile: str) -> Said:
    """What a frame says; nothing for a wire that nobody can tell."""
    teller = _TELLERS.get(wire)
    return teller(raw, profile) if teller else ()
