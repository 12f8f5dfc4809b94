"""Actor: who acts or looks, with the grants that hold at this moment."""

from dataclasses import dataclass, field
from uuid import UUID

from liren.kernel.area import AreaCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One right over one area, for a period, given by a duty.

    `kinds` empty means every kind. `secrecy` is the highest level it opens: 0 open, 1 reporter sealed.
    (Level 2, confidential, is for account parties only and is never granted over an area.)
    """

    right: str
    area: AreaCode
    unit: UUID | None = None
    kinds: tuple[str, ...] = ()
    secrecy: int = 0
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person signed in, a resident with or without a secret link, another system, or the house itself (a flow, a replay).

    `kind`: staff | resident | link | anonymous | client | house. `link_case` is the one case a secret link opens.
    `house` names the flow or job; `house_area` is where it may act ("" is the whole county).
    A client is another system with a key: `account` is the key's id, `house_area` the key's area, `scopes` what it was
    issued for; what a `sandbox` key orders is checked and rolled back.
    """

    kind: str
    account: UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = field(default=())
    link_case: UUID | None = None
    house: str = ""
    house_area: str = ""
    scopes: tuple[str, ...] = ()
    sandbox: bool = False

    @property
    def units(self) -> frozenset[UUID]:
        """Units this actor works for, by the duties that hold now."""
        return frozenset(g.unit for g in self.grants if g.unit)

    def holds(self, right: str) -> tuple[Grant, ...]:
        """The grants of one right; more than one when several duties give it."""
        return tuple(g for g in self.grants if g.right == right)


ANONYMOUS = Actor(kind="anonymous")


def the_house(name: str, area: str = "") -> Actor:
    """The named house actor; `area` is the reach of the entry that caused the act."""
    return Actor(kind="house", house=name, house_area=area)


def by_link(case: UUID) -> Actor:
    """Whoever holds a case's secret link: sees and acts on that one case as its reporter."""
    return Actor(kind="link", link_case=case)
