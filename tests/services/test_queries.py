"""What is shown to whom: need and area before a claim, the door only to whoever has the order in hand, and a trace of each look."""

from datetime import timedelta

import pytest

from liren.kernel import Actor, AreaCode, Code, Missing
from liren.kernel.actor import ANONYMOUS, by_link
from liren.kernel.ids import new_id
from liren.services import commands as c
from liren.services import queries
from liren.services.queries import Filter
from liren.trust import journal, sql
from liren.trust.sight import reading
from tests.scene import FOUNDED
from tests.services.room import DESK, account, claimed, desk, do, done, listed, member, place, scheduled, state

ADDRESS, PHONE = "同心路 8 号 2 幢 301", "13800000147"


def spoken(thing) -> str:
    return repr(thing)


def test_the_door_is_shown_only_to_whoever_has_the_order_in_hand(town):
    _, who = member(town)
    _, other = member(town)
    order = listed(town)
    for viewer in (who, other, DESK, ANONYMOUS, by_link(order)):
        with pytest.raises(Missing):
            queries.where_to_go(viewer, order, "上门")
    do(town, c.ClaimOrder(order=order), who)
    found = queries.where_to_go(who, order, "上门前看地址")
    assert (found.address, found.phone, found.name) == (ADDRESS, PHONE, "赵奶奶")
    for viewer in (other, DESK, ANONYMOUS, by_link(order)):
        with pytest.raises(Missing):
            queries.where_to_go(viewer, order, "上门")
    looks = sql.rows("select what, purpose from trust_access where subject = %s", (order,))
    assert [(look["what"], look["purpose"]) for look in looks] == [("services.requester", "上门前看地址")]


def test_once_it_is_done_or_given_back_the_door_is_closed_again(town):
    _, who = member(town)
    for order in (done(town, who), scheduled(town, who)):
        if state(order).state == "scheduled":
            do(town, c.GiveBackOrder(order=order), who)
        with pytest.raises(Missing):
            queries.where_to_go(who, order, "上门")


def test_the_community_doing_it_itself_sees_the_door_as_whoever_took_it_over(town):
    order = place(town)
    do(town, c.TriageOrder(order=order))
    do(town, c.TakeOverOrder(order=order))
    assert queries.where_to_go(DESK, order, "社区自己办").phone == PHONE
    with pytest.raises(Missing):
        queries.where_to_go(desk(), order, "好奇")


def test_no_card_line_offer_or_suggestion_carries_the_door_or_the_number(town):
    _, who = member(town)
    order = listed(town)
    shown = [
        queries.order_card(who, order, town.now), queries.order_card(DESK, order, town.now),
        queries.order_card(by_link(order), order, town.now), queries.page(DESK, Filter(), town.now),
        queries.claimable(who, town.now), queries.suggest(DESK, str(state(order).scope)[:12], town.now),
    ]  # fmt: skip
    for thing in shown:
        assert ADDRESS not in spoken(thing)
        assert PHONE not in spoken(thing)
        assert "赵奶奶" not in spoken(thing)


def test_a_member_it_is_offered_to_reads_the_need_and_no_history(town):
    _, who = member(town)
    order = listed(town)
    card = queries.order_card(who, order, town.now)
    assert (card.roles, card.timeline, "理发" in card.words, card.may_look) == (frozenset({"member"}), (), True, False)
    assert [a.code for a in card.acts] == ["claim", "decline"]


def test_who_declined_never_sees_it_again(town):
    _, who = member(town)
    order = listed(town)
    assert order in [o.line.id for o in queries.claimable(who, town.now)]
    do(town, c.DeclineOrder(order=order), who)
    assert order not in [o.line.id for o in queries.claimable(who, town.now)]
    with pytest.raises(Missing):
        queries.order_card(who, order, town.now)
    assert order in [o.line.id for o in queries.claimable(member(town)[1], town.now)]


def test_after_somebody_claimed_it_the_others_do_not_see_it(town):
    _, who = member(town)
    _, other = member(town)
    order = claimed(town, who)
    assert queries.order_card(who, order, town.now).may_look
    with pytest.raises(Missing):
        queries.order_card(other, order, town.now)


@pytest.mark.parametrize("viewer", [ANONYMOUS, Actor(kind="resident", account=new_id()), desk(rights=("people.see",))])
def test_without_a_right_there_is_nothing(town, viewer):
    order = listed(town)
    with pytest.raises(Missing):
        queries.order_card(viewer, order, town.now)
    assert queries.page(viewer, Filter(), town.now).lines == ()
    assert set(queries.counts(viewer, town.now).values()) == {0}
    assert queries.claimable(viewer, town.now) == []
    assert queries.lines(viewer, [order]) == []


def test_the_requester_comes_back_by_link_or_code_and_reads_no_internal_note(town):
    order = place(town)
    do(town, c.TriageOrder(order=order, note=new_id(), words="内部：电话里听着着急"))
    do(town, c.MessageRequester(order=order, note=new_id(), words="明天上午有人联系您"))
    paper = queries.receipt(ANONYMOUS, order)
    assert queries.by_link(ANONYMOUS, paper.token, town.now) == order
    assert queries.by_code(ANONYMOUS, paper.code, "0147", town.now) == order
    assert queries.by_code(ANONYMOUS, paper.code, "0000", town.now) is None
    assert queries.by_link(ANONYMOUS, "x" * 43, town.now) is None
    card = queries.order_card(by_link(order), order, town.now)
    assert card.as_requester
    assert {n.text for n in card.notes.values()} == {"老人腿脚不便，想请人上门理发", "明天上午有人联系您"}
    masked = queries.requester_masked(by_link(order), order)
    assert (masked.name, masked.phone) == ("赵**", "138****0147")
    assert ADDRESS not in masked.address


def test_a_signed_in_requester_finds_the_order_and_the_journal_does_not_name_them(town):
    who = account(town)
    order = place(town, who)
    assert [line.id for line in queries.page(who, Filter(queue="asked"), town.now).lines] == [order]
    card = queries.order_card(DESK, order, town.now)
    first = journal.timeline(DESK, order, FOUNDED)[0]
    assert first.actor_account not in (None, who.account)
    assert str(who.account) not in spoken(card)


def test_each_queue_counts_exactly_the_rows_it_shows(town):
    _, who = member(town, most_open=10)
    place(town)
    listed(town)
    done(town, who)
    claimed(town, who)
    later = town.now + timedelta(days=3)
    counts = queries.counts(DESK, later)
    for name, number in counts.items():
        assert number == len(queries.page(DESK, Filter(queue=name), later, size=500).lines), name
    assert counts["late"] > 0
    assert counts["open"] >= 4


def test_pages_follow_each_other_without_gaps_or_doubles(town):
    for _ in range(5):
        place(town)
    whole = queries.page(DESK, Filter(), town.now, size=500).lines
    pieces, after = [], ""
    while True:
        piece = queries.page(DESK, Filter(), town.now, after=after, size=2)
        pieces += piece.lines
        after = piece.after
        if not after:
            break
    assert pieces == list(whole)


def test_every_figure_opens_the_records_it_counted(town):
    _, who = member(town, most_open=10)
    listed(town)
    claimed(town, who)
    for figure in queries.figures(DESK, town.now):
        rows = [line for f in figure.opens for line in queries.page(DESK, f, town.now, size=1000).lines]
        assert figure.records == len(rows), figure.code
        assert len({line.id for line in rows}) == len(rows)


def test_a_batch_suggests_with_reasons_and_says_why_nobody(town):
    area = str(state(place(town)).scope)[:12]
    member(town, most_open=10)
    good, lonely = listed(town), listed(town, kind=Code("law_advice"), words="想问劳动合同")
    found = {s.line.id: s for s in queries.suggest(DESK, area, town.now).suggestions}
    assert found[good].member is not None
    does, near, hands = found[good].why
    assert (does.code, does.of, near.code, hands.code in ("free", "load")) == ("does", "理发", "same_place", True)
    assert found[lonely].member is None
    assert [one.code for one in found[lonely].why] == ["no_skill"]
    by_hand = queries.candidates(DESK, good, town.now)
    assert found[good].member in {s.member for s in by_hand}
    with pytest.raises(Missing):
        queries.suggest(ANONYMOUS, area, town.now)


def test_a_list_is_taken_away_only_after_the_log_kept_it(town):
    listed(town)
    rows = [line for part in queries.export(DESK, Filter(), town.now, "月度核对") for line in part]
    assert len(rows) == queries.counts(DESK, town.now)["open"]
    assert sql.value("select count(*) from trust_access where what = 'services.export'") == 1


def test_a_forgotten_filter_shows_no_requester_at_all(town):
    order = place(town)
    assert sql.value("select current_user") == "liren_app"
    assert sql.value("select count(*) from services_requester where order_id = %s", (order,)) == 0
    with reading(DESK):
        assert sql.value("select count(*) from services_requester where order_id = %s", (order,)) == 1
    with reading(desk(AreaCode("321181109"))):
        assert sql.value("select count(*) from services_requester where order_id = %s", (order,)) == 0
