"""What routing looks at, gathered: the rules and the list in force, the units, and who gave the case back. One statement."""

from datetime import datetime
from typing import Any

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
    facts = Facts(
        kind=case.kind, group=catalogue.by_id(case.entry, epoch=epoch).spec.group, scope=case.scope,
        severity=case.severity, text_class=(found[0]["suggested"] or "") if found else "", about_unit=case.about_unit, item=case.return_item or "",
        gave_back=frozenset(row["id"] for row in found if row["gave_back"] and case.returns),
    )  # fmt: skip
    return answered(facts, rules, listed.spec if listed else NO_LIST, tuple(map(_unit, found)))


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
