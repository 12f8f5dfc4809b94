"""Call-backs: drawn by a seed that stood before the day, called by who had no hand in it, seen by nobody else."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from liren.cases import commands as c
from liren.cases import queries
from liren.cases.commands.followup import CommitSeed, DrawCallBacks, RecordCall, RevealSeed, SettlePressure, TakeCall
from liren.cases.queries import followup
from liren.cases.rules.callbacks import today
from liren.config import callbacks
from liren.kernel import Actor, Code, Denied, Grant, Missing, Refusal
from liren.kernel.actor import by_link, the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from liren.trust.sight import reading
from tests.scene import STATION, TOWN, id_of

HOUSE = the_house("callbacks")
URGENT = {"severity": Code("urgent"), "phone": "13800001111"}


def drawn(town, **told):
    """An urgent case that ended and was drawn; the moment is the morning of the calls."""
    town.now += timedelta(days=3)
    callbacks.step(town.now)
    town.now += timedelta(days=1)
    case = town.closed(**(URGENT | told))
    town.now += timedelta(days=6)
    callbacks.step(town.now)
    return case


def row_of(case):
    return sql.one("select * from cases_callback where case_id = %s order by id desc", (case,))


def take(town, who="desk"):
    return town.order(TakeCall(), town.actor(who))["call"]


def tell(town, call, who="desk", **told):
    usual = {"outcome": Code("reached"), "contacted": True, "solved": Code("yes"), "satisfied": 1, "note": new_id()}
    return town.order(RecordCall(call=call, **(usual | told)), town.actor(who))


def clear(town):
    """Call everybody who still waits, so that the next test begins with an empty list."""
    while (call := take(town)) is not None:
        tell(town, call, outcome=Code("refused"), contacted=None, solved=None, satisfied=None)


def test_a_seed_stands_before_its_day_and_nobody_is_told_more_than_its_hash(town):
    callbacks.step(town.now)
    days = [card for card in followup.draws(town.actor("handler"), TOWN, town.now) if card.day > today(town.now)]
    assert len(days) == 7
    assert all(card.committed_at < card.committed_at + timedelta(days=1) and len(card.digest) == 64 for card in days)
    assert all((card.seed, card.eligible, card.share) == (None, None, None) for card in days)
    before = sql.value("select count(*) from cases_draw")
    callbacks.step(town.now + timedelta(minutes=10))
    assert sql.value("select count(*) from cases_draw") == before, "asked again it commits nothing again"
    with pytest.raises(Refusal) as late:
        town.order(CommitSeed(draw=new_id(), town=TOWN, day=today(town.now) - timedelta(days=40)), HOUSE)
    assert late.value.code == "seed_late"


def test_anybody_can_draw_again_from_the_published_seed(town):
    case = drawn(town)
    row = row_of(case)
    day = sql.value("select day from cases_draw where id = %s", (row["draw_id"],))
    with pytest.raises(Refusal) as shut:
        town.order(RevealSeed(draw=row["draw_id"]), HOUSE)
    assert shut.value.code == "calls_run"
    clear(town)
    town.now += timedelta(days=25)
    callbacks.step(town.now)
    card = followup.draw_card(town.actor("resident"), TOWN, day)
    assert sha256(f"里仁为美:回访:{TOWN}:{day}:{card.seed}".encode()).hexdigest() == card.digest
    ticket = sha256(f"里仁为美:回访:{TOWN}:{day}:{card.seed}:{case}".encode()).hexdigest()
    listed = {t.ticket: t.why for t in followup.tickets(town.actor("resident"), TOWN, day)}
    assert listed[ticket] == ("share" if int(ticket[:16], 16) < 0.3 * 2**64 else "urgent")
    assert card.eligible == len(listed)
    assert card.by_chance + card.by_rule == sum(why != "" for why in listed.values())
    with pytest.raises(Refusal):
        town.order(DrawCallBacks(draw=card.id), HOUSE)


def test_only_the_house_draws(town):
    draw = sql.value("select id from cases_draw limit 1")
    for order in (DrawCallBacks(draw=draw), RevealSeed(draw=draw)):
        with pytest.raises((Missing, Denied)):
            town.order(order, town.actor("desk"))
    with pytest.raises(Denied):
        town.order(DrawCallBacks(draw=draw), the_house("demo"))


def test_the_answers_of_a_call_are_the_reporter_s_own_word_once(town):
    case = drawn(town)
    call = take(town)
    assert str(row_of(case)["id"]) == call
    card = followup.in_hand(town.actor("desk"), town.now)
    assert (card.case, card.tries, "路灯不亮" in card.words) == (case, 0, True)
    tell(town, call, solved=Code("partly"), satisfied=2)
    state = town.state(case)
    assert (state.confirm, state.solved, state.satisfied) == ("disputed", False, 2)
    assert followup.in_hand(town.actor("desk"), town.now) is None
    with pytest.raises(Refusal):
        tell(town, call)
    rated = drawn(town)
    town.do(by_link(rated), c.ConfirmCase, rated, solved=True, satisfied=3)
    tell(town, take(town), solved=Code("yes"), satisfied=1)
    assert town.state(rated).satisfied == 3, "what the reporter said himself stands"
    assert row_of(rated)["satisfied"] == 1


def test_a_reporter_who_wants_it_done_again_gets_it_opened(town):
    case = drawn(town)
    call = take(town)
    for told in ({"solved": Code("yes"), "reason": "还是黑的"}, {"solved": Code("no"), "reason": " "}):
        with pytest.raises(Refusal):
            tell(town, call, reopen=True, **told)
    assert row_of(case)["state"] == "waiting", "what was refused has left nothing"
    tell(town, call, solved=Code("no"), satisfied=3, reopen=True, reason="第二天又黑了")
    assert (town.state(case).state, town.state(case).reopens) == ("filed", 1)
    assert row_of(case)["solved"] == "no"


def test_three_tries_on_two_days_are_unreachable_and_say_nothing_about_satisfaction(town):
    case = drawn(town)
    none = {"outcome": Code("no_answer"), "contacted": None, "solved": None, "satisfied": None}
    tell(town, take(town), **none)
    assert take(town) is None, "not again at once"
    town.now += timedelta(hours=3)
    call = take(town)
    tell(town, call, **none)
    town.now += timedelta(hours=3)
    assert take(town) is None, "the third try is on another day"
    town.now += timedelta(days=1)
    with pytest.raises(Refusal):
        tell(town, take(town), outcome=Code("no_answer"), satisfied=1, contacted=None, solved=None)
    tell(town, call, **none)
    row = row_of(case)
    assert (row["state"], row["tries"], row["days"]) == ("unreachable", 3, 2)
    assert (town.state(case).confirm, town.state(case).satisfied) in (("pending", None), ("unconfirmed", None))


def test_nobody_of_the_unit_that_handled_it_can_be_given_the_call(town):
    case = drawn(town)
    row = row_of(case)
    head_of_unit = Actor(
        kind="staff", account=new_id(),
        grants=(Grant(right="cases.call_back", area=TOWN, secrecy=1, unit=id_of(STATION)),
                Grant(right="cases.urge", area=TOWN, secrecy=1, unit=id_of(STATION))),
    )  # fmt: skip
    vengeful = Actor(
        kind="staff",
        account=town.account("handler"),
        grants=(Grant(right="cases.call_back", area=TOWN, secrecy=1), Grant(right="cases.urge", area=TOWN, secrecy=1)),
    )
    for insider in (head_of_unit, vengeful):
        assert town.order(TakeCall(), insider)["call"] is None
        found = followup.waiting(insider, town.now)
        assert (found.now, found.later) == (0, 0)
        for order in (
            RecordCall(call=row["id"], outcome=Code("refused"), note=new_id()),
            SettlePressure(call=row["id"]),
        ):
            with pytest.raises(Missing):
                town.order(order, insider)
    clear(town)


def test_a_case_s_history_and_the_journal_name_no_case_that_was_drawn(town):
    spared = town.closed()
    case = drawn(town)
    names = {entry.name for entry in town.entries(case)}
    assert not names & {"CallBacksDrawn", "CallTaken", "CallMade", "SeedCommitted"}
    clear(town)
    with reading(HOUSE):
        told = sql.rows(
            "select data::text as data from trust_entry where name in ('CallBacksDrawn', 'CallTaken', 'CallMade')"
        )
    assert told
    assert not any(str(id) in row["data"] for row in told for id in (case, spared))
    handler = town.actor("handler")
    for asking in (followup.waiting, followup.in_hand):
        with pytest.raises(Missing):
            asking(handler, town.now)
    with pytest.raises(Missing):
        followup.pressures(handler)
    card = queries.case_card(handler, case, town.now)
    assert "回访" not in str([entry.event for entry in card.timeline])


def test_what_was_said_of_pressure_is_sealed_and_for_an_uninvolved_supervisor(town):
    case = drawn(town)
    tell(town, take(town), solved=Code("no"), satisfied=3, pressure="他们上门要我改口说满意")
    raw = bytes(row_of(case)["pressure"])
    assert "改口".encode() not in raw
    card = followup.pressures(town.actor("supervisor"))[0]
    assert card.case == case
    assert followup.pressure_words(town.actor("supervisor"), card.id, "查是谁上的门") == "他们上门要我改口说满意"
    seen = sql.value("select count(*) from trust_access where what = 'cases.pressure' and subject = %s", (case,))
    assert seen == 1
    with pytest.raises(Missing):
        followup.pressure_words(town.actor("desk"), card.id, "看看")
    assert not any("改口" in text for text in sql.values("select text from cases_note where case_id = %s", (case,)))
    town.order(SettlePressure(call=card.id), town.actor("supervisor"))
    assert followup.pressures(town.actor("supervisor"))[0].settled_at == town.now


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        (
            "cases_callback_unreachable",
            "state = 'unreachable', tries = 2, contacted = null, solved = null, satisfied = null",
        ),
        ("cases_callback_answers", "state = 'refused', satisfied = 1"),
        ("cases_callback_finished", "finished_at = null"),
        ("cases_callback_tries", "tries = 4"),
    ],
)
def test_the_database_keeps_what_a_call_back_is(town, constraint, change):
    one = sql.value("select id from cases_callback where state = 'reached' limit 1")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        sql.run(f"update cases_callback set {change} where id = %s", (one,))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("cases_draw_seed_first", "committed_at = starts_at + interval '1 second'"),
        ("cases_draw_seed_shut", "seed = repeat('0', 64), revealed_at = null"),
        ("cases_draw_after_the_day", "drawn_at = ends_at - interval '1 second'"),
    ],
)
def test_the_database_keeps_what_a_draw_is(town, constraint, change):
    one = sql.value("select id from cases_draw where drawn_at is not null limit 1")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        sql.run(f"update cases_draw set {change} where id = %s", (one,))


def test_a_day_has_one_draw(town):
    day = sql.value("select max(day) from cases_draw")
    assert isinstance(day, date)
    with pytest.raises(Refusal) as caught:
        town.order(CommitSeed(draw=new_id(), town=TOWN, day=day), HOUSE)
    assert caught.value.code == "drawn_twice"


# ---- a week and more without a worker ------------------------------------------------------------------------------


def test_the_days_of_a_long_stop_are_made_up_with_seeds_that_nobody_chose(town):
    clear(town)
    town.now += timedelta(days=1)
    callbacks.step(town.now)
    last = today(town.now) + timedelta(days=7)
    town.now += timedelta(days=10)
    case = town.closed(**URGENT)
    missed = today(town.now)
    town.now += timedelta(days=8)
    callbacks.step(town.now)
    card = followup.draw_card(town.actor("resident"), TOWN, missed)
    assert (card.follows, card.seed) == (last, None)
    assert card.drawn_at is not None, "its calls are due"
    assert row_of(case)["draw_id"] == card.id
    assert followup.gaps(town.actor("resident"), TOWN, town.now) == []
    town.now += timedelta(days=30)
    callbacks.step(town.now)
    seeds = {day: followup.draw_card(town.actor("resident"), TOWN, day).seed for day in (last, missed)}
    made = sha256(f"里仁为美:回访:补抽:{TOWN}:{missed}:{seeds[last]}".encode()).hexdigest()
    assert seeds[missed] == made
    assert sha256(f"里仁为美:回访:{TOWN}:{missed}:{made}".encode()).hexdigest() == card.digest


def test_a_missed_day_does_not_follow_from_a_seed_that_is_out_or_lies_behind_it(town):
    open_one = sql.one("select id, day from cases_draw where revealed_at is not null order by day limit 1")
    shut = sql.one(
        "select id, day from cases_draw where revealed_at is null and follows is null order by day desc limit 1"
    )

    def commit(follows, day):
        return CommitSeed(draw=new_id(), town=TOWN, day=day, follows=follows)

    for follows, day, code in (
        (open_one["id"], open_one["day"] + timedelta(days=1), "seed_open"),
        (shut["id"], shut["day"], "follows"),
        (new_id(), shut["day"], "follows"),
        (shut["id"], shut["day"] + timedelta(days=30), "day_ahead"),
    ):
        with pytest.raises(Refusal) as no:
            town.order(commit(follows, day), HOUSE)
        assert no.value.code == code


def test_a_seed_without_one_to_follow_still_stands_before_its_day(town):
    with pytest.raises(Refusal) as no:
        town.order(CommitSeed(draw=new_id(), town=TOWN, day=today(town.now) - timedelta(days=200)), HOUSE)
    assert no.value.code == "seed_late"
