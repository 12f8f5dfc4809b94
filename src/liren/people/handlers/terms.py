"""Terms of the two committees: set once, put right, and the seats that run to their end."""

from liren.kernel import AreaCode, Code, Refusal
from liren.people import commands, events
from liren.people.kinds import BODIES
from liren.people.match_seats import until
from liren.people.rules.committees import check_term
from liren.people.terms import terms
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

SEATS = "update people_seat set during = daterange(lower(during), %s), version = version + 1"
OF_TERM = "where area = %s and body = %s and term = %s"


def over_area(command: commands.SetTerm, act: Act) -> Target:
    """The community, under a lock: two terms of one committee must not be set at the same moment."""
    sql.run("select pg_advisory_xact_lock(hashtext(%s))", (f"people_term {command.area}",))
    return Target(scope=command.area)


def set_term(command: commands.SetTerm, target: Target, act: Act) -> Outcome:
    area, body, number = str(command.area), command.body, command.number
    check_term(area=command.area, body=body, number=number, starts=command.starts, last=command.last)
    known = [t for t in terms(area) if t.body == body]
    held = next((t for t in known if t.number == number), None)
    for other in known:
        if other is not held and other.starts <= command.last and command.starts <= other.last:
            said = (
                f"第 {other.number} 届{BODIES[body]}是 {other.starts:%Y-%m-%d} 到 {other.last:%Y-%m-%d}，两届不能重叠。"
            )
            raise Refusal("terms_overlap", said, field="starts")
    sql.setting("liren.scopes", area)
    ends, old = until(command.last), until(held.last) if held else None
    closed = sql.run(
        f"{SEATS} {OF_TERM} and (upper_inf(during) or upper(during) = %s) and lower(during) < %s",
        (ends, area, body, number, old, ends),
    )
    outside = sql.value(
        f"select count(*) from people_seat {OF_TERM} and not during <@ daterange(%s, %s)",
        (area, body, number, command.starts, ends),
    )
    if outside:
        raise Refusal(
            "seats_outside", f"这一届有 {outside} 个席位不在这几天里，请先改席位，或者改届期。", field="starts"
        )
    id = held.id if held else command.term
    sql.run(
        """insert into people_term (id, area, body, number, during, version) values (%s, %s, %s, %s, daterange(%s, %s), 1)
           on conflict (area, body, number) do update set during = excluded.during, version = people_term.version + 1""",
        (id, area, body, number, command.starts, ends),
    )
    event = events.TermSet(
        term=id,
        area=AreaCode(area),
        body=Code(body),
        number=number,
        starts=command.starts,
        last=command.last,
        seats=closed,
    )
    return Outcome(events=(Told(event, id, area),), answer={"term": str(id), "seats": closed}, scopes=(command.area,))
