"""The register of community workers: employment, certificates, assessments, and the warning before something ends."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.people import commands, events
from liren.people.match_seats import until
from liren.people.rules.committees import check_end
from liren.people.rules.workforce import (
    bells,
    check_certificate,
    check_employment,
    clean_number,
    pass_until,
    stages,
)
from liren.trust import sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.timers import Ring

SHANGHAI = ZoneInfo("Asia/Shanghai")
BELL = "certificate_ends"
TOLD_AT = time(8)
CERTIFICATE = """
select id, person, area, level, issued_on, pass_until, registered_until, version from people_certificate
"""


def today(act: Act) -> date:
    """The day it is here."""
    return act.now.astimezone(SHANGHAI).date()


def new_employment(command: commands.EmployWorker, act: Act) -> Target:
    """An employment about to begin, of somebody registered."""
    _person(command.person)
    return Target(scope=command.area)


def load_employment(command: commands.EndEmployment, act: Act) -> Target:
    """The employment a command names, locked."""
    row = sql.one(
        """select id, person, area, lower(during) as starts, upper(during) as until, version from people_employment
           where id = %s for update""",
        (command.employment,),
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"])


def load_worker(command: commands.RecordCertificate | commands.AssessWorker, act: Act) -> Target:
    """The person a command is about, in the area where they work (else where they are registered)."""
    person = _person(command.person)
    area = sql.value(
        "select area from people_employment where person = %s order by lower(during) desc limit 1", (command.person,)
    )
    return Target(scope=area or person["area"], row=person)


def load_certificate(command: commands.RenewCertificate | commands.WarnOfEnd, act: Act) -> Target:
    """The certificate a command names, locked; row-level security shows it where the actor may act."""
    if act.actor.kind == "staff":
        sql.setting("liren.scopes", ",".join(sorted({str(g.area) for g in act.actor.grants})))
    row = sql.one(f"{CERTIFICATE} where id = %s for update", (command.certificate,))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, version=row["version"])


def employ(command: commands.EmployWorker, target: Target, act: Act) -> Outcome:
    check_employment(command.contract, command.entry_year, command.starts, command.last)
    sql.run(
        """insert into people_employment (id, person, area, unit, contract, entry_year, during, version)
           values (%s, %s, %s, %s, %s, %s, daterange(%s, %s), 1)""",
        (command.employment, command.person, command.area, command.unit, command.contract, command.entry_year,
         command.starts, until(command.last)),
    )  # fmt: skip
    return Outcome(
        events=(employed(command, command.person, command.unit),),
        answer={"employment": str(command.employment)},
        scopes=(command.area,),
    )


def end(command: commands.EndEmployment, target: Target, act: Act) -> Outcome:
    row = target.row
    check_end(row["starts"], row["until"], command.last)
    sql.run(
        "update people_employment set during = daterange(lower(during), %s), version = version + 1 where id = %s",
        (until(command.last), command.employment),
    )
    area = AreaCode(target.scope)
    event = events.EmploymentEnded(employment=command.employment, person=row["person"], area=area, last=command.last)
    return Outcome(events=(Told(event, row["person"], area),), answer={"ended": True}, scopes=(area,))


def record(command: commands.RecordCertificate, target: Target, act: Act) -> Outcome:
    check_certificate(command.level, command.issued_on, command.registered_until, today(act))
    sql.setting("liren.scopes", target.scope)
    number = clean_number(command.number)
    ends = pass_until(command.level, command.issued_on)
    sql.insert(
        "people_certificate",
        {
            "id": command.certificate,
            "person": command.person,
            "area": target.scope,
            "level": command.level,
            "number": sealed.seal(number),
            "number_blind": sealed.blind(number),
            "issued_on": command.issued_on,
            "pass_until": ends,
            "registered_until": command.registered_until,
            "version": 1,
        },
    )
    ring(command.certificate, target.scope, ends, command.registered_until, act)
    return Outcome(
        events=(recorded(command.certificate, command.person, target.scope, command.level, command.issued_on),),
        answer={"certificate": str(command.certificate)},
        scopes=(target.scope,),
    )


def renew(command: commands.RenewCertificate, target: Target, act: Act) -> Outcome:
    row = target.row
    if command.registered_until is None and command.pass_until is None:
        raise Refusal("nothing", "还没有写新的到期日，请写一个。", field="registered_until")
    passed, registered = command.pass_until or row["pass_until"], command.registered_until or row["registered_until"]
    for name, new, old in (
        ("registered_until", registered, row["registered_until"]),
        ("pass_until", passed, row["pass_until"]),
    ):
        if new is not None and old is not None and new < old:
            raise Refusal("renewed_back", f"新的到期日早于现在的（{old:%Y-%m-%d}），请核对。", field=name)
    sql.update(
        "people_certificate",
        {"pass_until": passed, "registered_until": registered, "version": row["version"] + 1},
        {"id": command.certificate},
    )
    ring(command.certificate, row["area"], passed, registered, act)
    area = AreaCode(row["area"])
    event = events.CertificateRenewed(
        certificate=command.certificate, area=area, pass_until=passed, registered_until=registered
    )
    return Outcome(events=(Told(event, row["person"], area),), answer={"renewed": True}, scopes=(area,))


def assess(command: commands.AssessWorker, target: Target, act: Act) -> Outcome:
    """Under the definition that is in force where the person works."""
    if command.on > today(act):
        raise Refusal("assessed_future", "评定的日子还没有到，请写评定的那一天。", field="on")
    entry = catalogue.entry("qualification_tag", command.tag, area=target.scope, at=act.now)
    sql.insert(
        "people_assessment",
        {
            "id": command.assessment,
            "person": command.person,
            "area": target.scope,
            "tag": command.tag,
            "entry": entry.id,
            "passed": command.passed,
            "assessed_on": command.on,
            "version": 1,
        },
    )
    told = assessed(command.assessment, command.person, target.scope, command.tag, entry.id, command.passed, command.on)
    return Outcome(events=(told,), answer={"assessment": str(command.assessment)}, scopes=(target.scope,))


def warn(command: commands.WarnOfEnd, target: Target, act: Act) -> Outcome:
    """Tell it once, and only while it still ends then: a renewal drops the bell."""
    row = target.row
    what, _ = stages()[command.no]
    ends = row["pass_until"] if what == "pass" else row["registered_until"]
    left = (ends - today(act)).days if ends else -1
    if left < 0:
        return Outcome(answer={"told": False})
    area = AreaCode(row["area"])
    event = events.CertificateNearsEnd(
        certificate=row["id"], person=row["person"], area=area, what=Code(what), days=left, ends_on=ends
    )
    return Outcome(events=(Told(event, row["person"], area),), answer={"told": True}, scopes=(area,))


def ring(certificate: UUID, area: str, passed: date | None, registered: date | None, act: Act) -> None:
    """Set the bells of a certificate at eight in the morning of their days, drop those that are not needed."""
    act.ring(
        Ring(subject=certificate, kind=BELL, no=no, area=str(area),
             fire_at=max(act.now, datetime.combine(day, TOLD_AT, SHANGHAI)) if day else None)
        for no, day in enumerate(bells(passed, registered, today(act)))
    )  # fmt: skip


def employed(one: commands.EmployWorker | commands.WorkerRow, person: UUID, unit: UUID | None) -> Told:
    event = events.WorkerEmployed(
        employment=one.employment, person=person, area=one.area, unit=unit, contract=Code(one.contract),
        starts=one.starts, last=one.last,
    )  # fmt: skip
    return Told(event, person, one.area)


def recorded(certificate: UUID, person: UUID, area: str, level: str, issued_on: date) -> Told:
    event = events.CertificateRecorded(
        certificate=certificate, person=person, area=AreaCode(area), level=Code(level), issued_on=issued_on
    )
    return Told(event, person, area)


def assessed(id: UUID, person: UUID, area: str, tag: str, entry: UUID, passed: bool, on: date) -> Told:
    event = events.WorkerAssessed(
        assessment=id, person=person, area=AreaCode(area), tag=Code(tag), entry=entry, passed=passed, on=on
    )
    return Told(event, person, area)


def _person(id: UUID) -> dict[str, Any]:
    row: dict[str, Any] | None = sql.one("select id, area from people_person where id = %s for share", (id,))
    if row is None:
        raise Missing("没有找到这个人，请先在人员名册里登记。")
    return row
