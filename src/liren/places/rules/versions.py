"""What an import does to the dated versions: nothing, a correction of today's, or a new one from today on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from liren.kernel import AreaCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The version of an area that holds now; `shape` is WKB or None."""

    name: str
    shape: bytes | None
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The name and outline that an area shall have; an outline of None keeps the present one, unless `exact`."""

    code: AreaCode
    name: str
    shape: bytes | None
    exact: bool = False


@dataclass(slots=True)
class Plan:
    """`added` and `replaced` begin a version today (the latter end one first); `corrected` change today's own.

    `before` is what held until now, by code.
    """

    added: list[Wanted] = field(default_factory=list)
    replaced: list[Wanted] = field(default_factory=list)
    corrected: list[Wanted] = field(default_factory=list)
    before: Mapping[str, Current] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        return len(self.replaced) + len(self.corrected)


def plan(wanted: Iterable[Wanted], current: Mapping[str, Current], today: date) -> Plan:
    """Sort the wishes. A version is frozen at midnight: until then it is corrected, afterwards it is replaced."""
    made = Plan(before=current)
    for wish in wanted:
        now = current.get(wish.code)
        if now is None:
            made.added.append(wish)
            continue
        whole = Wanted(code=wish.code, name=wish.name, shape=wish.shape if wish.exact else wish.shape or now.shape)
        if (whole.name, whole.shape) != (now.name, now.shape):
            (made.corrected if now.since >= today else made.replaced).append(whole)
    return made
