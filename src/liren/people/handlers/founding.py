"""The first hour of a county: its code, and the three administrators who do everything else."""

from liren.kernel import AreaCode, Refusal
from liren.kernel.area import Level
from liren.people import commands, events
from liren.people.handlers.duties import seat
from liren.people.rules import Duty, check_founding, clean_name
from liren.places.commands import DivisionRow, ImportDivisions
from liren.trust import sql
from liren.trust.commands import IssueResetCode, OpenAccount
from liren.trust.registry import Act, Outcome, Target, Told


def empty(command: commands.FoundCounty, act: Act) -> Target:
    """A county nobody can sign in to yet. Two that come at once wait for each other."""
    sql.run("lock table people_person in share row exclusive mode")
    if sql.value("select exists (select from trust_account)"):
        raise Refusal("founded", "这里已经有账号了，建县码不再有用。请从登录页进去。")
    return Target(scope=command.area)


def found(command: commands.FoundCounty, target: Target, act: Act) -> Outcome:
    check_founding(command)
    province, city = command.above
    names = {Level.PROVINCE: province, Level.CITY: city, Level.COUNTY: command.name}
    rows = tuple(
        DivisionRow(row=n, code=AreaCode(command.area[:level]), name=clean_name(name))
        for n, (level, name) in enumerate(names.items(), start=1)
    )
    act.do(ImportDivisions(area=command.area, rows=rows))
    told: list[Told] = []
    for one in command.administrators:
        told += _administrator(one, command.area, act)
    return Outcome(events=tuple(told), answer={"area": str(command.area)}, scopes=(command.area,))


def _administrator(one: commands.Administrator, area: AreaCode, act: Act) -> list[Told]:
    name = clean_name(one.name)
    act.do(
        OpenAccount(account=one.account, username=one.username, name=name, password=None, must_use_totp=True, area=area)
    )
    act.do(IssueResetCode(account=one.account, code=one.code, area=area))
    sql.insert(
        "people_person",
        {"id": one.person, "area": area, "name": name, "work_phone": "", "work_email": "", "account": one.account,
         "version": 1},
    )  # fmt: skip
    duty = Duty(
        id=one.duty, person=one.person, post=one.post, area=area, unit=None, building=None, kinds=(), starts=act.now,
        ends=None,
    )  # fmt: skip
    return [
        Told(events.PersonRegistered(person=one.person, area=area), one.person, area),
        Told(events.AccountLinked(person=one.person, account=one.account), one.person, area),
        seat(duty, one.account, act),
    ]
