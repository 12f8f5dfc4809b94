"""What follows from an order's steps: offers, news for the requester, the community's turn, cases, orders given back."""

from datetime import timedelta

from liren.cases import queries as cases
from liren.cases.commands import TurnIntoOrder
from liren.cases.models import rows
from liren.kernel import AreaCode, Code
from liren.kernel.actor import by_link
from liren.kernel.ids import new_id
from liren.notices import queries as inbox
from liren.services import commands as c
from liren.services import queries
from liren.trust import sql
from tests.scene import TOWN
from tests.services.room import DESK, account, claimed, do, done, grid, listed, member, place, ring, scheduled, state


def told(order, code):
    found = sql.rows("select account, link from notices_notice where subject = %s and code = %s", (order, code))
    return [row["account"] or row["link"] for row in found]


def test_when_order_is_listed_offer_to_members(town):
    _, near = member(town)
    _, unskilled = member(town, skills=(Code("chat"),))
    order = listed(town)
    town.settle()
    assert near.account in told(order, "order_offered")
    assert unskilled.account not in told(order, "order_offered")
    assert DESK.account not in told(order, "order_offered")


def test_an_offer_names_the_need_to_the_member_and_to_nobody_else(town):
    _, near = member(town)
    order = listed(town)
    town.settle()
    assert "理发" in queries.names(near, [order])[order]
    assert queries.names(account(town), [order]) == {}


def test_when_order_is_claimed_tell_requester(town):
    who = account(town)
    _, helper = member(town)
    order = place(town, who)
    do(town, c.TriageOrder(order=order))
    do(town, c.ListOrder(order=order))
    do(town, c.ClaimOrder(order=order), helper)
    do(town, c.ScheduleOrder(order=order, at=town.now + timedelta(hours=2)), helper)
    town.settle()
    assert sorted(map(str, told(order, "order_moved"))) == sorted(map(str, [order, who.account] * 2))


def test_when_order_is_assigned_tell_member(town):
    id, who = member(town)
    order = place(town)
    do(town, c.TriageOrder(order=order))
    do(town, c.AssignOrder(order=order, member=id))
    town.settle()
    assert told(order, "order_assigned") == [who.account]


def test_when_order_is_called_off_tell_helper(town):
    _, who = member(town)
    order = scheduled(town, who)
    do(town, c.CancelOrder(order=order), by_link(order))
    town.settle()
    assert told(order, "order_called_off") == [who.account]


def test_when_order_is_unclaimed_widen_then_tell_community(town):
    places = [a.code for a in town.made.at(17)]
    far = next(n for n, code in enumerate(places) if code[:12] != places[0][:12])
    _, other = member(town, far)
    order = listed(town)
    town.settle()
    assert other.account not in told(order, "order_offered")
    ring(town, order, "order_claim")
    town.settle()
    assert other.account in told(order, "order_offered")
    assert told(order, "order_unclaimed") == []
    ring(town, order, "order_wide")
    town.settle()
    assert town.keeper(places[0][:12]) in told(order, "order_unclaimed")


def test_when_order_is_done_ask_requester(town):
    _, who = member(town)
    order = done(town, who)
    town.settle()
    assert told(order, "order_done") == [order]


def test_when_order_becomes_case_report_it(town):
    order, case = place(town, words="家里老房子漏水，电线也湿了"), new_id()
    do(
        town,
        c.ConvertOrder(
            order=order, case=case, kind=Code("water_power_gas"), note=new_id(), reason="有危险，要专业单位来"
        ),
    )
    town.settle()
    made = rows.load(case)
    assert made is not None
    assert (made.state.kind, made.state.on_behalf) == ("water_power_gas", True)
    assert made.plain["title"].startswith("家里老房子漏水")
    assert cases.reporter_whole(town.actor("desk"), case, "核对").phone == "13800000147"
    assert (state(order).state, state(order).case) == ("converted_to_case", case)


def test_when_member_leaves_give_orders_back(town):
    id, who = member(town)
    first, second = claimed(town, who), scheduled(town, who)
    do(town, c.LeaveMembership(member=id), who)
    town.settle()
    assert {state(first).state, state(second).state} == {"listed"}
    assert state(first).handler is None


def test_when_batch_is_asked_match_it(town):
    member(town, most_open=10)
    order, batch = listed(town), new_id()
    area = AreaCode(str(state(order).scope)[:12])
    do(town, c.AskBatch(batch=batch, area=area))
    assert not queries.batch_card(DESK, batch).ready
    town.settle()
    card = queries.batch_card(DESK, batch)
    assert card.ready
    found = next(s for s in card.suggestions if s.line.id == order)
    assert found.member is not None
    assert "理发" in [one.of for one in found.why]
    assert queries.last_batch(DESK, area) == batch


def test_every_notice_reads_as_a_sentence(town):
    id, who = member(town)
    first = place(town)
    do(town, c.TriageOrder(order=first))
    do(town, c.AssignOrder(order=first, member=id))
    order = listed(town)
    town.settle()
    do(town, c.ClaimOrder(order=order), who)
    do(town, c.ScheduleOrder(order=order, at=town.now + timedelta(hours=2)), who)
    do(town, c.FinishOrder(order=order), who)
    town.settle()
    for reader, titles in ((who, {"有人想请帮个忙", "请您帮个忙"}), (by_link(order), {"您点的单有进展", "办好了吗"})):
        lines = [line for group in inbox.inbox(reader, town.now) for line in group.lines]
        assert titles <= {line.title for line in lines}
        assert [line.body for line in lines if "{" in line.body or "无权查看" in line.body] == []


def test_when_case_becomes_order_place_it(town):
    case = town.report(kind=Code("elder_living_alone"), words="手抖，想请人来理发", place_words="2 幢 301", name="")
    turn = TurnIntoOrder(case=case, order=new_id(), service=Code("haircut"), note=new_id(), words="请志愿者来")
    town.order(turn, town.actor("desk"))
    town.settle()
    kept = sql.one("select id, channel, on_behalf, state from services_order where from_case = %s", (case,))
    assert kept == {"id": turn.order, "channel": "case", "on_behalf": True, "state": "requested"}
    assert told(case, "case_to_order") == [case]
    assert queries.answering(by_link(case), case) == turn.order
    assert queries.answering(account(town), case) is None
    read = sql.values("select purpose from trust_access where subject = %s", (case,))
    assert "事项转为点单" in read


def test_when_member_is_entered_tell_them(town):
    who, id = account(town), new_id()
    do(town, c.RegisterMember(
        member=id, account=who.account, home=grid(town), skills=(Code("chat"),), areas=(TOWN,), gender=Code("man"),
        free=(c.Free(weekday=6, part="morning"),),
    ))  # fmt: skip
    town.settle()
    assert told(id, "member_invited") == [who.account]
    do(town, c.ConfirmMember(member=id, how=Code("phone"), on=town.now.date()))
    town.settle()
    assert told(id, "member_entered") == [who.account]
    said = [line.body for group in inbox.inbox(who, town.now) for line in group.lines]
    assert any("本人在电话里同意" in body for body in said)
