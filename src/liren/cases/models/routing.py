"""What routing looks at, gathered: the rules and the list in force, the units, and who gave the case back. One statement."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.cases import duties, routes
from liren.cases.duties import DutyList
from liren.cases.published import NO_LIST, entry_of
from liren.cases.receivers import Unit
from liren.cases.routes import Routing
from liren.cases.rules.fold import CaseState
from liren.cases.rules.routing import Facts, Routed, decide
from liren.catalogue import queries as catalogue
from liren.catalogue.queries import Entry
from liren.people.kinds import BESIDE
from liren.trust import sql

UNITS = """
select u.id, u.kind, u.name, u.area,
       exists (select from cases_party p
               where p.case_id = %(case)s and p.role = 'unit' and p.who = u.id and p.until is not null) as gave_back,
       (select s.kind from cases_suggested s where s.case_id = %(case)s) as suggested
from people_unit u where u.closed_on is null and u.kind <> all(%(beside)s) order by u.name
"""


def routed(case: CaseState, now: datetime, *, epoch: int | None = None) -> Routed | None:
    """Where the rules in force would send a case, with every step; None where no rules are published."""
    rules = entry_of(routes.FAMILY, routes.CODE, case.scope, now, epoch)
    if rules is None:
        return None
    listed = entry_of(duties.FAMILY, duties.CODE, case.scope, now, epoch)
    found = sql.rows(UNITS, {"case": case.id, "beside": list(BESIDE)})
    back = frozenset(row["id"] for row in found if row["gave_back"] and case.returns)
    facts = facts_of(case, (found[0]["suggested"] or "") if found else "", back, epoch)
    return answered(facts, rules, listed.spec if listed else NO_LIST, tuple(map(_unit, found)))


MANY = """
select c.id as case, s.kind as suggested,
       coalesce((select array_agg(p.who) from cases_party p
                 where p.case_id = c.id and p.role = 'unit' and p.until is not null), '{}') as gave_back
from cases_case c left join cases_suggested s on s.case_id = c.id where c.id = any(%s)
"""


def routed_each(cases: Iterable[CaseState], now: datetime) -> dict[UUID, Routed]:
    """Where the rules in force would send each of some cases; one without published rules is not there. Two statements."""
    asked = {case.id: case for case in cases}
    around = units()
    known = {row["case"]: row for row in sql.rows(MANY, (list(asked),))}
    found = {}
    for case in asked.values():
        rules = entry_of(routes.FAMILY, routes.CODE, case.scope, now)
        if rules is not None:
            listed = entry_of(duties.FAMILY, duties.CODE, case.scope, now)
            back = frozenset(known[case.id]["gave_back"]) if case.returns else frozenset()
            told = facts_of(case, known[case.id]["suggested"] or "", back)
            found[case.id] = answered(told, rules, listed.spec if listed else NO_LIST, around)
    return found


def facts_of(case: CaseState, text_class: str, gave_back: frozenset[UUID], epoch: int | None = None) -> Facts:
    """What rules may know of a case."""
    return Facts(
        kind=case.kind, group=catalogue.by_id(case.entry, epoch=epoch).spec.group, scope=case.scope,
        severity=case.severity, text_class=text_class, about_unit=case.about_unit, item=case.return_item or "",
        gave_back=gave_back,
    )  # fmt: skip


def answered(facts: Facts, rules: Entry, listed: DutyList, units: tuple[Unit, ...]) -> Routed:
    """The decision of an entry of rules for some facts, with what it was made from."""
    routing: Routing = rules.spec
    return Routed(
        entry=rules.id, decision=decide(facts, routing, listed, units), facts=facts, duties=listed, units=units
    )


def units() -> tuple[Unit, ...]:
    """Every unit that cases can be sent to."""
    return tuple(map(_unit, sql.rows(UNITS, {"case": None, "beside": list(BESIDE)})))


def _unit(row: dict[str, Any]) -> Unit:
    return Unit(row["id"], row["kind"], row["name"], row["area"])
