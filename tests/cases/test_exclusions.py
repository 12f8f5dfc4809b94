"""剔除 and the numbers of the rates on a real database: two people, nobody of the unit, and sizes recomputed by hand."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from liren.cases import commands as c
from liren.cases.commands.followup import AskExclusion, DecideExclusion, RecordCall, TakeCall
from liren.cases.queries import exclusions, rates
from liren.cases.queries.rates import Slice
from liren.cases.rules.rates import SETS
from liren.config import callbacks
from liren.kernel import Actor, Code, Denied, Grant, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.scene import STATION, TOWN, id_of

URGENT = Code("urgent")


def ask(town, case, who="desk", **told):
    usual = {"reason": Code("legal_channel"), "item": "已向法院起诉", "words": "看过受理通知书"}
    actor = town.actor(who) if isinstance(who, str) else who
    town.order(AskExclusion(exclusion=new_id(), case=case, **(usual | told)), actor)


def decide(town, case, who="supervisor", confirmed=True):
    actor = town.actor(who) if isinstance(who, str) else who
    town.order(DecideExclusion(case=case, confirmed=confirmed, words="同意"), actor)


def of_unit(*rights):
    """Somebody of the unit that handled it, whatever else they may do."""
    return Actor(
        kind="staff", account=new_id(),
        grants=tuple(Grant(right=f"cases.{right}", area=TOWN, secrecy=1, unit=id_of(STATION)) for right in ("see", *rights)),
    )  # fmt: skip


def test_one_asks_another_decides_and_both_are_kept(town):
    case = town.closed()
    ask(town, case)
    with pytest.raises(Refusal) as again:
        ask(town, case)
    assert again.value.code == "excluded"
    decide(town, case)
    card = exclusions.exclusion_of(town.actor("supervisor"), case)
    assert (card.state, card.asked_by, card.decided_by) == (
        "confirmed",
        town.account("desk"),
        town.account("supervisor"),
    )
    assert case in {one.case for one in exclusions.exclusions_of(town.actor("desk"), town.now)}


def test_who_asked_can_not_decide_not_even_past_the_rule(town):
    case = town.closed()
    both = Actor(
        kind="staff", account=new_id(),
        grants=tuple(Grant(right=f"cases.{r}", area=TOWN, secrecy=1) for r in ("see", "dispatch", "urge")),
    )  # fmt: skip
    ask(town, case, both)
    with pytest.raises(Refusal) as caught:
        decide(town, case, both)
    assert caught.value.code == "two_people"
    with pytest.raises(IntegrityError, match="cases_exclusion_two_people"), transaction.atomic():
        sql.run("update cases_exclusion set state = 'confirmed', decided_by = asked_by where case_id = %s", (case,))
    decide(town, case, confirmed=False)
    assert exclusions.exclusion_of(town.actor("desk"), case).state == "declined"


def test_a_handler_and_the_unit_s_own_people_never_exclude_their_own_order(town):
    case = town.closed()
    for insider in (town.actor("handler"), of_unit("dispatch", "call_back", "urge", "approve"), of_unit("handle")):
        with pytest.raises((Denied, Missing)):
            ask(town, case, insider)
        with pytest.raises(Missing):
            exclusions.exclusion_of(insider, case)
    ask(town, case)
    with pytest.raises((Denied, Missing)):
        decide(town, case, of_unit("urge", "approve", "arbitrate"))
    assert exclusions.exclusion_of(town.actor("desk"), case).state == "asked"


@pytest.mark.parametrize(
    ("told", "code"),
    [({"reason": Code("friends")}, "reason"), ({"item": " "}, "no_words"), ({"words": ""}, "no_words")],
)
def test_a_reason_of_the_list_with_its_item_and_words(town, told, code):
    with pytest.raises(Refusal) as caught:
        ask(town, town.closed(), **told)
    assert caught.value.code == code


def test_what_is_excluded_is_not_called_back_and_leaves_every_rate_for_a_number_of_its_own(town):
    town.now += timedelta(days=2)
    callbacks.step(town.now)
    town.now += timedelta(days=1)
    since = town.now
    kept, out = (town.fed_back(severity=URGENT, phone="13800002222") for _ in range(2))
    for case in (kept, out):
        town.do("verifier", c.VerifyCase, case)
    part = Slice(area=TOWN, since=since, until=since + timedelta(days=40))
    town.now += timedelta(days=6)
    callbacks.step(town.now)
    before = rates.counted(town.actor("head"), part, town.now)[""]
    ask(town, out)
    decide(town, out)
    after = rates.counted(town.actor("head"), part, town.now)[""]
    moved = {name: after[name] - before[name] for name in ("due", "closed", "due_out", "called_out")}
    assert moved == {"due": -1, "closed": -1, "due_out": 1, "called_out": 1}
    call = town.order(TakeCall(), town.actor("desk"))["call"]
    told = RecordCall(
        call=call, outcome=Code("reached"), contacted=True, solved=Code("yes"), satisfied=2, note=new_id()
    )
    town.order(told, town.actor("desk"))
    assert town.order(TakeCall(), town.actor("desk"))["call"] is None, "the excluded one is not called"
    found = rates.counted(town.actor("head"), part, town.now)[""]
    assert {name: found[name] for name in ("reached", "solved", "rated", "satisfied", "fairly", "by_rule")} == {
        "reached": 1, "solved": 1, "rated": 1, "satisfied": 0, "fairly": 1, "by_rule": found["by_rule"],
    }  # fmt: skip
    town.do("desk", c.ReopenCase, kept)
    assert rates.counted(town.actor("head"), part, town.now)[""]["solved"] == 1, "what was said at the call stays said"


def test_every_set_is_valid_sql_and_its_list_is_as_long_as_its_number(town):
    part = Slice(area=TOWN, since=town.now - timedelta(days=90), until=town.now + timedelta(days=90))
    head = town.actor("head")
    n = rates.counted(head, part, town.now)[""]
    assert set(n) == set(SETS)
    assert n["reported"] > 5
    for name, one in SETS.items():
        if not one.calls:
            found = rates.listed(head, name, part, town.now)
            assert (found.count, len(found.lines) + found.hidden) == (n[name], n[name]), name
    for by in ("town", "community", "unit"):
        groups = rates.counted(head, part, town.now, by)
        for name in SETS:
            assert sum(group[name] for group in groups.values()) == n[name], (by, name)


def test_silence_is_in_no_rate(town):
    town.now += timedelta(hours=1)
    case = town.closed()
    since = town.now
    town.wait_for(case, "case_lapse")
    assert town.state(case).confirm == "unconfirmed"
    n = rates.counted(town.actor("head"), Slice(area=TOWN, since=since, until=town.now + timedelta(days=9)), town.now)[
        ""
    ]
    assert (n["reached"], n["rated"], n["solved"]) == (0, 0, 0)


def test_time_from_dispatch_to_result_is_working_time(town):
    since = town.now
    case = town.in_progress(n=7)
    town.now += timedelta(days=7)
    town.do("handler", c.ReportResult, case)
    part = Slice(area=TOWN, since=since, until=town.now + timedelta(minutes=1), unit=id_of(STATION))
    found = rates.spent(town.actor("head"), part, town.now)[""]
    assert found.count == 1
    assert 0 < found.median_s < 7 * 10 * 3600


def test_no_rate_without_the_right_over_the_area(town):
    part = Slice(area=TOWN, since=town.now, until=town.now)
    for who in ("handler", "desk", "verifier", "resident"):
        with pytest.raises(Missing):
            rates.counted(town.actor(who), part, town.now)
        with pytest.raises(Missing):
            rates.listed(town.actor(who), "reported", part, town.now)
