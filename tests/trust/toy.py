"""A toy room: one row that counts, so that the gate can be tried before and apart from any real room."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Code, Command, Event, Refusal
from liren.kernel.actor import Actor, Grant
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.timers import Ring

TOWN = AreaCode("321181108")


@dataclass(frozen=True, kw_only=True)
class AddOne(Command):
    """Raise a counter by one."""

    counter: UUID
    area: AreaCode = TOWN
    refuse: bool = False
    crash: bool = False


@dataclass(frozen=True, kw_only=True)
class Thank(Command):
    """What the toy flow orders."""

    counter: UUID
    area: AreaCode = TOWN


@dataclass(frozen=True, kw_only=True)
class Wind(Command):
    """Ask for timers."""

    counter: UUID
    rings: tuple[Ring, ...]
    area: AreaCode = TOWN


@dataclass(frozen=True, kw_only=True)
class OneAdded(Event):
    """The counter rose."""

    counter: UUID
    now_at: int
    why: Code


@dataclass(frozen=True, kw_only=True)
class Thanked(Event):
    """Somebody said thank you."""

    counter: UUID


FLOW_FAILS = {"on": False}


def load(command: AddOne | Thank | Wind, act: Act) -> Target:
    row = sql.one("select id, n, version from toy where id = %s for update", (command.counter,))
    version = row["version"] if row else 0
    return Target(scope=command.area, row=row, version=version, now_is={"n": row["n"] if row else 0})


def add_one(command: AddOne, target: Target, act: Act) -> Outcome:
    n = (target.row["n"] if target.row else 0) + 1
    sql.run(
        "insert into toy (id, n, version) values (%s, %s, 1) "
        "on conflict (id) do update set n = excluded.n, version = toy.version + 1",
        (command.counter, n),
    )
    if command.refuse:
        raise Refusal("no", "今天不行，请明天再来。")
    if command.crash:
        raise ZeroDivisionError
    event = OneAdded(counter=command.counter, now_at=n, why=Code("asked"))
    return Outcome(events=(Told(event, command.counter, command.area),), answer={"n": n}, scopes=(command.area,))


def thank(command: Thank, target: Target, act: Act) -> Outcome:
    sql.run("update toy set thanks = thanks + 1 where id = %s", (command.counter,))
    return Outcome(events=(Told(Thanked(counter=command.counter), command.counter, command.area),))


def wind(command: Wind, target: Target, act: Act) -> Outcome:
    act.ring(command.rings)
    return Outcome()


def when_added_thank(event: OneAdded, entry: object) -> list[Command]:
    if FLOW_FAILS["on"]:
        raise Refusal("flow", "今天谢不了。")
    return [Thank(counter=event.counter)]


def hang_up() -> None:
    """Register the toy; called by the tests that use it."""
    registry.right("toy.add", "加一")
    registry.right("toy.see", "看")
    registry.command(AddOne, label="加一", handler=add_one, target=load, reach="within", right="toy.add", see="toy.see")
    registry.command(Thank, label="道谢", handler=thank, target=load, reach="own")
    registry.command(Wind, label="上发条", handler=wind, target=load, reach="open")
    registry.events(OneAdded, Thanked)
    if "when_added_thank" not in registry.FLOWS:
        registry.flow("when_added_thank", on=OneAdded, do=when_added_thank, may=[Thank])
    registry.constraint("toy_small", "toy_small", "数到一百就够了。")


def take_down() -> None:
    """Leave the registry as the house knows it."""
    for right in ("toy.add", "toy.see"):
        registry.RIGHTS.pop(right, None)
    for command in (AddOne, Thank, Wind):
        registry.DEEDS.pop(command, None)
    for event in (OneAdded, Thanked):
        registry.EVENTS.pop(event.__name__, None)
    registry.FLOWS.pop("when_added_thank", None)
    registry.HOUSES.pop("when_added_thank", None)
    registry._LISTENERS.pop(OneAdded, None)
    registry.CONSTRAINTS.pop("toy_small", None)


TABLE = """
create table toy (id uuid primary key, n int not null, version int not null, thanks int not null default 0,
                  constraint toy_small check (n <= 100));
"""


def adder(area: str = TOWN, *rights: str) -> Actor:
    """Somebody who may add over an area."""
    from liren.kernel.ids import new_id

    grants = tuple(Grant(right=r, area=AreaCode(area)) for r in (rights or ("toy.add",)))
    return Actor(kind="staff", account=new_id(), grants=grants)
