"""One order after the other through the gate: who may do what when, what the timers do, what is kept and what is not."""

from datetime import timedelta

import pytest

from liren.kernel import Actor, Code, Conflict, Denied, Missing, Refusal
from liren.kernel.actor import ANONYMOUS, by_link, the_house
from liren.kernel.ids import new_id
from liren.services import commands as c
from liren.trust import journal, sql
from tests.scene import FOUNDED, HOUSE, TOWN
from tests.services.room import (
    DESK,
    account,
    claimed,
    desk,
    do,
    done,
    grid,
    listed,
    member,
    place,
    ring,
    scheduled,
    state,
    timers,
)


def entries(order):
    return journal.timeline(HOUSE, order, FOUNDED)


def test_an_order_goes_from_the_request_to_the_rating(town):
    _, who = member(town)
    order = place(town)
    link = by_link(order)
    do(town, c.TriageOrder(order=order, note=new_id(), words="打过电话，需求清楚"))
    do(town, c.ListOrder(order=order))
    do(town, c.ClaimOrder(order=order), who)
    do(town, c.ScheduleOrder(order=order, at=town.now + timedelta(hours=5)), who)
    do(town, c.FinishOrder(order=order), who)
    do(town, c.ConfirmOrder(order=order, solved=True), link)
    do(town, c.RateOrder(order=order, satisfied=1), link)
    kept = state(order)
    assert (kept.state, kept.solved, kept.satisfied, kept.member is not None) == ("rated", True, 1, True)
    assert [e.name for e in entries(order)] == [
        "OrderPlaced", "OrderTriaged", "OrderListed", "OrderClaimed", "OrderScheduled", "OrderDone", "OrderConfirmed",
        "OrderRated",
    ]  # fmt: skip
    assert timers(order) == {"order_forget"}


def test_the_events_of_an_order_fold_to_its_row(town):
    from liren.services.rules.fold import fold

    _, who = member(town)
    order = done(town, who)
    do(town, c.ConfirmOrder(order=order, solved=False), by_link(order))
    assert fold(e.event for e in entries(order)) == state(order)


def test_nobody_claims_so_the_circle_widens_and_then_the_community_has_it(town):
    order = listed(town)
    ring(town, order, "order_claim")
    assert (state(order).state, state(order).circle) == ("listed", "town")
    ring(town, order, "order_wide")
    assert state(order).state == "unclaimed"
    assert timers(order) == set()
    do(town, c.TakeOverOrder(order=order))
    assert (state(order).state, state(order).member, state(order).handler) == ("assigned", None, DESK.account)


def test_a_member_of_another_community_waits_until_the_circle_widens(town):
    places = [a.code for a in town.made.at(17)]
    far = next(n for n, code in enumerate(places) if code[:12] != places[0][:12])
    _, who = member(town, far)
    order = listed(town, n=0)
    with pytest.raises(Refusal) as caught:
        do(town, c.ClaimOrder(order=order), who)
    assert caught.value.code == "unfit_circle"
    ring(town, order, "order_claim")
    do(town, c.ClaimOrder(order=order), who)
    assert state(order).state == "claimed"


def test_seven_days_of_silence_are_unconfirmed_and_never_solved(town):
    _, who = member(town)
    order = done(town, who)
    ring(town, order, "order_lapse")
    assert (state(order).state, state(order).solved) == ("unconfirmed", None)
    do(town, c.ConfirmOrder(order=order, solved=True), by_link(order))
    assert state(order).state == "confirmed", "who speaks late is heard"


def test_not_solved_goes_back_to_the_community(town):
    _, who = member(town)
    order = done(town, who)
    do(town, c.ConfirmOrder(order=order, solved=False, note=new_id(), words="只理了一半"), by_link(order))
    kept = state(order)
    assert (kept.state, kept.handler, kept.reworks) == ("triaged", None, 1)


def test_the_second_to_claim_gets_a_sentence(town):
    _, first = member(town)
    _, second = member(town)
    order = claimed(town, first)
    with pytest.raises(Conflict) as caught:
        do(town, c.ClaimOrder(order=order), second)
    assert "接走" in caught.value.sentence
    with pytest.raises(Conflict) as again:
        do(town, c.ClaimOrder(order=order), first)
    assert "您手上" in again.value.sentence


def test_a_decline_leaves_no_entry_and_goes_with_the_order_s_end(town):
    _, who = member(town)
    order = listed(town)
    before = len(entries(order))
    do(town, c.DeclineOrder(order=order), who)
    assert len(entries(order)) == before
    with pytest.raises(Refusal) as caught:
        do(town, c.ClaimOrder(order=order), who)
    assert caught.value.code == "unfit_declined"
    do(town, c.CancelOrder(order=order), by_link(order))
    assert sql.value("select count(*) from services_decline") == 0


def test_giving_back_names_nobody_and_does_not_offer_it_again(town):
    _, who = member(town)
    order = scheduled(town, who)
    do(town, c.GiveBackOrder(order=order), who)
    last = entries(order)[-1]
    assert (last.name, state(order).state, state(order).handler) == ("OrderGivenBack", "listed", None)
    assert last.actor_account not in (None, who.account)
    with pytest.raises(Refusal):
        do(town, c.ClaimOrder(order=order), who)


@pytest.mark.parametrize(
    ("wish", "entry", "code"),
    [
        ({"gender": Code("man")}, {}, "unfit_man"),
        ({}, {"visits": False}, "unfit_visits"),
        ({"neighbour": True}, {"n": 21}, "unfit_neighbour"),
    ],
)
def test_the_requester_s_wishes_are_limits(town, wish, entry, code):
    _, who = member(town, **entry)
    order = listed(town, "town", **wish)
    with pytest.raises(Refusal) as caught:
        do(town, c.ClaimOrder(order=order), who)
    assert caught.value.code == code


def test_nobody_takes_more_than_they_wanted(town):
    _, who = member(town, most_open=1)
    claimed(town, who)
    second = listed(town)
    with pytest.raises(Refusal) as caught:
        do(town, c.ClaimOrder(order=second), who)
    assert caught.value.code == "unfit_full"
    with pytest.raises(Refusal) as desk_too:
        do(town, c.AssignOrder(order=second, member=sql.value(
            "select id from services_member where account = %s", (who.account,))))  # fmt: skip
    assert "请另选一位" in desk_too.value.sentence


def test_where_two_people_should_go_a_companion_is_named(town):
    _, who = member(town, skills=(Code("housework"),))
    mate, _ = member(town, skills=(Code("housework"),))
    order = claimed(town, who, kind=Code("housework"))
    at = town.now + timedelta(hours=2)
    with pytest.raises(Refusal) as caught:
        do(town, c.ScheduleOrder(order=order, at=at), who)
    assert caught.value.field == "companion"
    do(town, c.ScheduleOrder(order=order, at=at, companion=mate), who)
    assert state(order).companion == mate


def test_a_resident_who_joins_waits_for_the_community_and_one_invited_for_themselves(town):
    who, id = account(town), new_id()
    told = {"home": grid(town), "skills": (Code("chat"),), "areas": (TOWN,), "gender": Code("man"),
            "free": (c.Free(weekday=6, part="morning"),)}  # fmt: skip
    do(town, c.RegisterMember(member=id, account=who.account, **told), who)
    assert sql.value("select state from services_member where id = %s", (id,)) == "applied"
    with pytest.raises(Denied):
        do(town, c.ConfirmMember(member=id), who)
    do(town, c.ConfirmMember(member=id))
    other, invited = account(town), new_id()
    do(town, c.RegisterMember(member=invited, account=other.account, **told))
    with pytest.raises(Denied):
        do(town, c.ConfirmMember(member=invited))
    with pytest.raises(Denied):
        do(town, c.ConfirmMember(member=invited, how=Code("phone"), on=town.now.date()), desk(rights=("services.see",)))
    do(town, c.ConfirmMember(member=invited), other)
    assert sql.value("select state from services_member where id = %s", (invited,)) == "active"
    do(town, c.LeaveMembership(member=invited), other)
    do(town, c.RegisterMember(member=new_id(), account=other.account, **told), other)


def test_a_keeper_who_joins_is_vouched_for_by_the_post(town):
    code = str(grid(town))
    id, who = new_id(), town.actor(code)
    if not who.holds("services.claim"):
        pytest.fail("the micro-grid's keeper has no services.claim")
    told = c.RegisterMember(
        member=id, account=who.account, home=grid(town), skills=(Code("chat"),), areas=(TOWN,), gender=Code("man"),
        free=(c.Free(weekday=6, part="morning"),),
    )  # fmt: skip
    do(town, told, who)
    assert sql.value("select state from services_member where id = %s", (id,)) == "active"


@pytest.mark.parametrize("who", [ANONYMOUS, Actor(kind="resident", account=new_id()), desk(rights=("people.see",))])
def test_to_a_stranger_an_order_is_not_there(town, who):
    order = listed(town)
    for command in (c.TriageOrder(order=order), c.ClaimOrder(order=order), c.CancelOrder(order=order)):
        with pytest.raises(Missing):
            do(town, command, who)


def test_a_request_says_what_is_wrong_with_it(town):
    for told, field in (
        ({"words": " "}, "words"), ({"phone": "1380000"}, "phone"), ({"address": ""}, "address"), ({"name": ""}, "name"),
        ({"kind": Code("astrology")}, "kind"), ({"kind": Code("repair"), "no_visit": True}, "no_visit"),
        ({"area": None}, "area"), ({"gender": Code("cat")}, "gender"),
        ({"times": (c.Time(day=(town.now - timedelta(days=2)).date(), part="morning"),)}, "times"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as caught:
            place(town, **told)
        assert caught.value.field == field, told


def test_after_its_retention_an_order_is_forgotten_but_still_counted(town):
    _, who = member(town)
    order = done(town, who)
    do(town, c.ConfirmOrder(order=order, solved=True), by_link(order))
    assert timers(order) == {"order_forget"}
    do(town, c.RateOrder(order=order, satisfied=1, note=new_id(), words="很好"), by_link(order))
    with pytest.raises(Refusal):
        do(town, c.ForgetOrder(order=order), the_house("timer.order_forget"))
    ring(town, order, "order_forget")
    kept = state(order)
    assert (kept.state, kept.satisfied, kept.forgotten_at is not None) == ("rated", 1, True)
    for table in ("services_requester", "services_link", "services_note"):
        assert sql.value(f"select count(*) from {table} where order_id = %s", (order,)) == 0, table
    row = sql.one("select title, requester, times from services_order where id = %s", (order,))
    assert row == {"title": "", "requester": None, "times": []}
    assert timers(order) == set()
    assert town.now - kept.closed_at >= timedelta(days=180)


def test_an_order_that_is_taken_up_again_is_not_forgotten(town):
    _, who = member(town)
    order = done(town, who)
    ring(town, order, "order_lapse")
    assert "order_forget" in timers(order)
    do(town, c.ConfirmOrder(order=order, solved=False), by_link(order))
    assert timers(order) == set()


def test_no_journal_entry_carries_a_word_a_number_or_a_door(town):
    from tests.house import dump

    marks = ("暗号甲乙丙", "13900009876", "暗巷 7 号", "莫须有")
    _, who = member(town)
    told = {"words": marks[0], "phone": marks[1], "address": marks[2], "name": marks[3]}
    order = scheduled(town, who, **told)
    do(town, c.FinishOrder(order=order, note=new_id(), words=marks[0]), who)
    do(town, c.ConfirmOrder(order=order, solved=False, note=new_id(), words=marks[0]), by_link(order))
    town.settle()
    for pattern in ("trust%", "notices%", "fact%"):
        for table, row in dump.rows(town.cluster, pattern):
            assert [m for m in marks if m in row] == [], table
    sealed = [row for table, row in dump.rows(town.cluster, "services%") if table != "services_note"]
    assert [row for row in sealed if any(m in row for m in marks[1:])] == []


def test_the_desk_does_not_press_an_order_on_who_declined_it_and_is_not_told_so(town):
    id, who = member(town)
    order = listed(town)
    do(town, c.DeclineOrder(order=order), who)
    with pytest.raises(Refusal) as caught:
        do(town, c.AssignOrder(order=order, member=id))
    assert caught.value.sentence == "这位队员现在不方便接这一单，请另选一位。"
