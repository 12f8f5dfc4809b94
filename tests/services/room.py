"""Ready hands for tests of services: an order placed in the scene's town, members who take orders, a desk."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from liren.kernel import Actor, AreaCode, Code, Command, Grant
from liren.kernel.actor import ANONYMOUS, the_house
from liren.kernel.ids import new_id
from liren.services import commands as c
from liren.services import reading
from liren.services.rules.fold import OrderState
from liren.trust import gate, sql
from liren.trust.commands import OpenAccount
from tests.scene import HOUSE, TOWN, Scene

ALL = ("services.see", "services.triage", "services.manage", "people.see", "places.see")
EVERY_DAY = tuple(c.Free(weekday=d, part=p) for d in range(1, 8) for p in ("morning", "afternoon", "evening"))
SKILLS = tuple(map(Code, ("errand", "haircut", "repair", "phone_help")))


def desk(area: AreaCode = TOWN, rights: tuple[str, ...] = ALL) -> Actor:
    """Somebody at the community's desk."""
    return Actor(
        kind="staff",
        account=new_id(),
        name="社区小李",
        grants=tuple(Grant(right=r, area=area, post="test") for r in rights),
    )


DESK = desk()


def do(town: Scene, command: Command, actor: Actor | None = None, **more: Any) -> dict[str, Any]:
    """One order through the gate; by the desk unless somebody else is named."""
    return gate.execute(command, actor=actor or DESK, now=town.now, key=more.pop("key", None) or new_id(), **more)


def grid(town: Scene, n: int = 0) -> AreaCode:
    """The n-th micro-grid."""
    return AreaCode(town.made.at(17)[n].code)


def account(town: Scene, name: str = "队员") -> Actor:
    """A resident with an account and no duty."""
    id = new_id()
    opened = OpenAccount(account=id, username=str(id)[-12:], name=name, password=None, must_use_totp=False, area=TOWN)
    gate.execute(opened, actor=HOUSE, now=town.now, key=new_id())
    return Actor(kind="resident", account=id, name=name)


def member(town: Scene, n: int = 0, **told: Any) -> tuple[UUID, Actor]:
    """An active member who lives in the n-th micro-grid; the membership and the actor."""
    who, id = told.pop("who", None) or account(town), new_id()
    filled: dict[str, Any] = {
        "home": grid(town, n), "skills": SKILLS, "areas": (TOWN,), "free": EVERY_DAY, "gender": Code("woman"),
    }  # fmt: skip
    do(town, c.RegisterMember(member=id, account=who.account, **(filled | told)), who)
    do(town, c.ConfirmMember(member=id))
    return id, who


def place(town: Scene, actor: Actor = ANONYMOUS, n: int = 0, **told: Any) -> UUID:
    """A request for a haircut from the n-th micro-grid; the id of its order."""
    filled: dict[str, Any] = {
        "order": new_id(), "note": new_id(), "kind": Code("haircut"), "words": "老人腿脚不便，想请人上门理发",
        "address": "同心路 8 号 2 幢 301", "phone": "13800000147", "name": "赵奶奶", "area": grid(town, n),
    }  # fmt: skip
    command = c.PlaceOrder(**(filled | told))
    do(town, command, actor)
    return command.order


def listed(town: Scene, circle: str = "community", **told: Any) -> UUID:
    order = place(town, **told)
    do(town, c.TriageOrder(order=order))
    do(town, c.ListOrder(order=order, circle=Code(circle)))
    return order


def claimed(town: Scene, who: Actor, **told: Any) -> UUID:
    order = listed(town, **told)
    do(town, c.ClaimOrder(order=order), who)
    return order


def scheduled(town: Scene, who: Actor, **told: Any) -> UUID:
    order = claimed(town, who, **told)
    do(town, c.ScheduleOrder(order=order, at=town.now + timedelta(hours=3)), who)
    return order


def done(town: Scene, who: Actor, **told: Any) -> UUID:
    order = scheduled(town, who, **told)
    do(town, c.FinishOrder(order=order, note=new_id(), words="理好了"), who)
    return order


def state(order: UUID) -> OrderState:
    row = reading.load(order)
    assert row is not None
    return reading.state_of(row)


def ring(town: Scene, order: UUID, kind: str) -> None:
    """Move to the moment a timer of an order rings and let all that is due ring."""
    town.ring_for(order, kind)


def timers(order: UUID) -> set[str]:
    return set(sql.values("select kind from trust_timer where subject = %s", (order,)))


def house(name: str) -> Actor:
    return the_house(name)
