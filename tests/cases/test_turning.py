"""A request for help goes on as a service order: who may say so, of which cases, and what is asked of the reporter then."""

import pytest

from liren.cases import commands as c
from liren.cases.rules.scene import Found
from liren.kernel import Code, Denied, Refusal
from tests.cases.scenes import DESK, HANDLER, KEEPER, REPORTER, a_case, dispatched

READY = Found(service_known=True, phone_left=True)


def turned():
    return a_case("elder_living_alone").do(DESK, c.TurnIntoOrder, found=READY)


def test_a_case_that_became_an_order_is_answered_and_nobody_asks_for_a_rating_of_it():
    life = turned()
    assert (life.case.state, life.case.confirm, life.case.closed_at) == ("replied", "none", life.now)
    assert [k.kind for k in life.clocks if k.ended_at is None] == [], (
        "no clock runs on, not even the silent one of a call-back"
    )
    for act in (c.ConfirmCase, c.ReopenCase):
        with pytest.raises(Refusal, match="转成了点单"):
            life.do(REPORTER, act)


@pytest.mark.parametrize("who", [DESK, KEEPER])
def test_the_desk_and_the_keeper_turn_a_fresh_report(who):
    life = a_case("elder_living_alone").do(DESK, c.HandToKeeper)
    assert life.do(who, c.TurnIntoOrder, found=READY).case.state == "replied"


def test_whoever_was_sent_the_case_does_not_pass_it_on_to_neighbours():
    life = dispatched(kind="elder_living_alone").do(HANDLER, c.TakeUpCase)
    with pytest.raises(Denied):
        life.do(HANDLER, c.TurnIntoOrder, found=READY)


@pytest.mark.parametrize(
    ("kind", "told", "found", "sentence"),
    [
        ("street_light_out", {}, READY, "不是邻居能帮的忙"),
        ("elder_living_alone", {}, Found(phone_left=True), "没有这项服务"),
        ("elder_living_alone", {}, Found(service_known=True), "没有留电话"),
        ("elder_living_alone", {"words": "  "}, READY, "对反映人说明"),
    ],
)
def test_what_neighbours_cannot_do_stays_a_case(kind, told, found, sentence):
    with pytest.raises(Refusal, match=sentence):
        a_case(kind).do(DESK, c.TurnIntoOrder, found=found, **told)


def test_an_order_is_named_in_the_event_and_no_word_is():
    event = turned().events[-1]
    assert event.service == Code("haircut")
    assert {"order", "service", "closed_at", "note"} <= set(event.__dataclass_fields__)
