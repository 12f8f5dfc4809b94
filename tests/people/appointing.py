"""Ready hands for room tests: persons, accounts and duties through the gate."""

from datetime import UTC, datetime
from uuid import UUID

from liren.kernel import Actor, AreaCode, Command, Grant
from liren.kernel.ids import new_id
from liren.people import commands
from liren.trust import gate, sql

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOWN = AreaCode("321181108")
COMMUNITY = AreaCode("321181108201")
GRID = AreaCode("321181108201001")
MICRO = AreaCode("32118110820100101")
OTHER_TOWN = AreaCode("321181109")

RIGHTS = ("people.see", "people.register", "people.appoint", "people.reveal", "trust.grant")


def clerk(area: AreaCode = TOWN, rights: tuple[str, ...] = RIGHTS, account: UUID | None = None) -> Actor:
    """Somebody with rights over an area."""
    grants = tuple(Grant(right=right, area=area, post="test") for right in rights)
    return Actor(kind="staff", account=account or UUID(int=7), name="管理员", grants=grants)


def order(command: Command, actor: Actor | None = None, now: datetime = NOW) -> dict:
    return gate.execute(command, actor=actor or clerk(), now=now, key=new_id())


def person(name: str = "王芳", area: AreaCode = TOWN, account: bool = True, **fields: str) -> UUID:
    """A registered person, with an account unless told otherwise."""
    id = new_id()
    order(commands.RegisterPerson(person=id, area=area, name=name, **fields))
    if account:
        order(commands.LinkAccount(person=id, account=new_id()))
    return id


def account_of(person: UUID) -> UUID:
    return sql.value("select account from people_person where id = %s", (person,))


def appointed(person: UUID, post: str, area: AreaCode, now: datetime = NOW, **more: object) -> UUID:
    duty = new_id()
    order(commands.AppointDuty(duty=duty, person=person, post=post, area=area, **{"starts": now, **more}), now=now)
    return duty
