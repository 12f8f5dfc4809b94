"""Who could go along where two people should go: for the one who has the order in hand, and the community's desk."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.kernel.area import Level
from liren.services import reading
from liren.services.reading import account_names
from liren.services.seeing import seen


@dataclass(frozen=True, slots=True)
class Companion:
    """A member to ask, by name."""

    member: UUID
    name: str


def companions(viewer: Actor, order: UUID) -> list[Companion]:
    """Active members of the order's community, by name. Raises Missing for who neither handles nor assigns it."""
    row, who, _ = seen(viewer, order)
    if not who.roles & {"handler", "desk"}:
        raise Missing
    hands = [h for h in reading.hands_for([str(row["scope"])[: Level.COMMUNITY]]) if h.account != row["handler"]]
    names = account_names(h.account for h in hands)
    return sorted(
        (Companion(h.id, names[h.account]) for h in hands if h.account in names), key=lambda c: (c.name, c.member)
    )
