"""A new calendar reaches every open case: recounted, told, journaled with old and new; and what each area publishes goes first."""

from datetime import datetime

import msgspec
import pytest

from liren.cases import commands as c
from liren.cases.events import CaseEvent
from liren.cases.models import rows
from liren.cases.rules.fold import fold
from liren.catalogue import families, shelf
from liren.catalogue.commands import PublishEntry
from liren.catalogue.worktime import SHANGHAI
from liren.config import recount
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql

YEAR_2027 = {
    "year": 2027,
    "notice": "国办发明电〔2026〕9号",
    "holidays": ["2027-01-01", "2027-01-04"],
    "workdays": ["2027-01-09"],
}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def publish(spec, now, area="", effective_from=None, family="calendar", code="china"):
    order = PublishEntry(
        entry=new_id(), family=family, code=code, area=area, spec=spec, effective_from=effective_from or now,
        legal_basis="", verified_by="",
    )  # fmt: skip
    gate.execute(order, actor=the_house("setup"), now=now, key=new_id())
    shelf._fresh(None, force=True)
    return order.entry


@pytest.fixture
def calendar():
    ((_, spec),) = families.shipped(families.FAMILIES["calendar"])
    return msgspec.json.decode(msgspec.json.encode(spec))


def solve(case):
    return next(k for k in rows.load(case).clocks if k.kind == "solve")


def test_publishing_next_year_recounts_what_was_provisional_and_keeps_old_and_new(town, calendar):
    town.now = at("2026-12-30 10:00")
    late_year, soon = town.in_progress(), town.in_progress(kind="manhole_cover")
    town.settle()
    before, untouched = town.state(late_year), town.state(soon)
    assert solve(late_year).provisional
    assert solve(late_year).due_at == at("2027-01-06 17:30")
    town.now = at("2026-12-30 11:00")
    entry = publish(calendar | {"years": [*calendar["years"], YEAR_2027]}, town.now)
    assert recount.step(town.now) == {"cases": 2, "moved": 1}
    assert recount.step(town.now) is None, "there is nothing left to recount"
    clock = solve(late_year)
    assert (clock.due_at, clock.provisional, clock.calendar) == (at("2027-01-08 17:30"), False, entry)
    told = town.entries(late_year)[-1].event
    assert type(told).__name__ == "ClocksRecalculated"
    assert (told.before, told.next_due_at) == (before.next_due_at, town.state(late_year).next_due_at)
    assert town.state(soon).version == untouched.version, "nothing moved, so nothing is told"
    assert {k.calendar for k in rows.load(soon).clocks if not k.ended_at} == {entry}
    bell = sql.value("select fire_at from trust_timer where subject = %s and kind = 'case_late'", (late_year,))
    assert bell >= town.state(late_year).next_due_at
    town.settle()


def test_a_town_may_close_on_a_day_of_its_own_and_no_other_town_notices(town, calendar):
    town.now = at("2026-12-30 12:00")
    case = town.in_progress()
    scope = town.state(case).scope
    holiday = calendar | {"label": "本镇庙会放假一天"}
    holiday["years"] = [
        *calendar["years"][:-1],
        calendar["years"][-1] | {"holidays": [*calendar["years"][-1]["holidays"], "2026-12-31"]},
        YEAR_2027,
    ]
    before = solve(case).due_at
    publish(holiday, town.now, area="321182")
    recount.step(town.now)
    assert solve(case).due_at == before
    mine = publish(holiday, town.now, area=scope[:9])
    assert recount.step(town.now)["moved"] >= 1
    assert (solve(case).calendar, solve(case).due_at > before) == (mine, True)
    town.settle()


def test_a_pack_dated_ahead_holds_from_its_day_on_whatever_is_published_in_between(town, calendar):
    kind = {
        **msgspec.json.decode(
            msgspec.json.encode(
                next(s for p, s in families.shipped(families.FAMILIES["case_kind"]) if p.stem == "noise")
            )
        )
    }

    def limited(days):
        return kind | {"limits": kind["limits"] | {"solve": {"amount": days, "unit": "work_day"}}}

    town.now = at("2026-11-23 10:00")
    ahead = publish(limited(2), town.now, "321181108", at("2027-03-01 00:00"), "case_kind", "noise")
    now = publish(limited(4), town.now, "321181108", at("2026-11-23 10:00"), "case_kind", "noise")
    held = [
        shelf.entry("case_kind", "noise", area="32118110801", at=at(day)).id
        for day in ("2026-11-24", "2027-02-28", "2027-03-01")
    ]
    assert held == [now, now, ahead]
    assert shelf.entry("case_kind", "noise", area="321182001", at=at("2027-03-02")).area == ""


def test_a_late_clock_stays_late_under_a_calendar_that_would_have_spared_it(town, calendar):
    town.now = at("2026-12-07 10:00")
    case = town.in_progress()
    town.settle()
    town.now = at("2026-12-16 09:00")
    kinder = calendar | {
        "years": [
            *calendar["years"][:-1],
            calendar["years"][-1] | {"holidays": [*calendar["years"][-1]["holidays"], "2026-12-14", "2026-12-15"]},
        ]
    }
    was = solve(case).due_at
    publish(kinder, town.now, area=town.state(case).scope[:9])
    recount.step(town.now)
    assert solve(case).late_at == was
    assert solve(case).due_at > was


def test_a_wait_that_a_new_calendar_moves_ends_on_its_new_day_wherever_it_is_read(town, calendar):
    town.now = at("2026-12-21 10:00")
    case = town.in_progress()
    town.do("handler", c.AskRelief, case, kind=Code("suspend"), days=3)
    town.do("supervisor", c.DecideRelief, case, kind=Code("suspend"))
    town.settle()
    assert town.state(case).suspended_until == at("2026-12-24 17:30")
    closed = {
        "years": [
            *calendar["years"][:-1],
            calendar["years"][-1] | {"holidays": [*calendar["years"][-1]["holidays"], "2026-12-23"]},
        ]
    }
    town.now = at("2026-12-21 15:00")
    publish(calendar | closed, town.now, area=town.state(case).scope[:9])
    recount.step(town.now)
    state = town.state(case)
    assert (state.next_clock, state.next_due_at) == ("resume", at("2026-12-25 17:30"))
    assert state.suspended_until == state.next_due_at
    assert fold(entry.event for entry in town.entries(case) if isinstance(entry.event, CaseEvent)) == state
    town.settle()
