"""Parts of one matter: split off, done apart, counted by their parent, which can't end before them. No database."""

from dataclasses import replace

import pytest

from liren.cases import commands as c
from liren.cases.rules import children
from liren.cases.rules.allowed import allowed
from liren.cases.rules.fold import apply
from liren.cases.rules.scene import Found
from liren.kernel import Code, Refusal
from tests.cases.scenes import (
    CALLBACK,
    DESK,
    HANDLER,
    KEEPER,
    VERIFIER,
    Life,
    a_case,
    an_id,
    closed,
    dispatched,
    fed_back,
    in_progress,
    terms,
)

ROAD = Found(terms=terms("road_damage"))


def a_child(life: Life) -> Life:
    """The same life, as if its case had been split off from another."""
    life.case = replace(life.case, parent=an_id("parent"))
    return life


def split(life: Life, parts: int = 1, who=DESK, **told: object) -> Life:
    for _ in range(parts):
        life.do(who, c.AddChild, found=ROAD, **told)
    return life


def refusal(life: Life, who, order, **told: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        life.do(who, order, **told)
    return caught.value


def offered(life: Life, who) -> dict[str, str]:
    return {a.code: a.why_not for a in allowed(life.scene(who))}


def test_a_part_is_counted_and_the_parent_stays_where_it_is():
    life = split(in_progress(), 3)
    assert (life.case.children, life.case.open_children, life.case.state) == (3, 3, "in_progress")
    assert life.case.handler == HANDLER.account


def test_the_lead_handler_splits_without_choosing_who_does_it():
    life = in_progress()
    assert split(life, who=HANDLER, unit=None).case.children == 1
    assert refusal(life, HANDLER, c.AddChild, found=ROAD).code == "child_unit"


def test_a_case_nobody_has_filed_is_not_split():
    assert "add_child" not in offered(a_case(), DESK)
    assert "add_child" in offered(dispatched(), DESK)


def test_the_parent_says_which_part_it_waits_for():
    life = split(in_progress(), 2)
    no = refusal(
        life, HANDLER, c.ReportResult, found=Found(children=("界牌〔2026〕000124 排水", "界牌〔2026〕000125 路面"))
    )
    assert no.code == "child_open"
    assert "2 个子件" in no.sentence
    assert "界牌〔2026〕000124 排水、界牌〔2026〕000125 路面" in no.sentence


@pytest.mark.parametrize(("who", "act"), [(DESK, "merge"), (HANDLER, "report_result")])
def test_every_way_to_the_end_waits_for_the_parts(who, act):
    assert "子件没有办完" in offered(split(in_progress()), who)[act]


def test_when_the_last_part_ends_the_parent_may_answer():
    life = split(in_progress(), 2)
    for how in ("closed", "taken_back"):
        child = replace(life.case, id=an_id("child"), parent=life.case.id, state=Code(how))
        life.case = apply(life.case, children.ended(life.case, child))
    assert (life.case.children, life.case.open_children) == (1, 0), "one that was taken back is counted no more"
    assert life.do(HANDLER, c.ReportResult).case.state == "feedback"


def test_a_part_set_going_again_is_counted_again():
    parent = split(in_progress(), 2).case
    done = replace(parent, id=an_id("child"), parent=parent.id, state=Code("closed"))
    back = replace(done, state=Code("taken_back"))
    assert children.reopened(replace(parent, open_children=1), done).children == 2
    assert children.reopened(replace(parent, children=1, open_children=1), back).children == 2


def test_a_child_has_no_children():
    assert refusal(a_child(in_progress()), DESK, c.AddChild, found=ROAD).code == "child_of_child"


def test_ten_parts_are_enough():
    assert refusal(split(in_progress(), children.MOST), DESK, c.AddChild, found=ROAD).code == "many_children"


def test_a_child_is_neither_merged_nor_refused():
    life = a_child(dispatched())
    assert "子件" in offered(life, DESK)["merge"]
    assert refusal(a_child(a_case()), DESK, c.RefuseCase).code == "child"


@pytest.mark.parametrize("make", [dispatched, in_progress, fed_back])
def test_the_desk_takes_a_child_back_with_a_reason(make):
    life = a_child(make())
    assert refusal(life, DESK, c.TakeBackChild, reason=" ").code == "no_words"
    life.do(DESK, c.TakeBackChild)
    assert (life.case.state, life.case.closed_at) == ("taken_back", life.now)
    assert all(k.ended_at for k in life.clocks)


def test_a_case_that_is_no_child_is_not_offered_to_be_taken_back():
    assert "take_back" not in offered(in_progress(), DESK)
    assert refusal(in_progress(), DESK, c.TakeBackChild).code == "not_a_child"


def test_a_closed_child_waits_for_nobody_s_rating():
    life = a_child(fed_back()).do(VERIFIER, c.VerifyCase)
    assert (life.case.state, life.case.confirm) == ("closed", "none")


def test_a_child_is_done_again_once_while_its_parent_is_at_work():
    parent = Found(other=in_progress().case)
    life = a_child(closed())
    assert refusal(life, DESK, c.ReopenChild, found=Found(other=closed().case)).code == "parent_ended"
    assert refusal(life, DESK, c.ReopenChild, found=Found(other=fed_back().case)).code == "parent_answered"
    life.do(DESK, c.ReopenChild, found=parent)
    assert (life.case.state, life.case.reopens) == ("filed", 1)
    life.do(DESK, c.TakeBackChild)
    assert refusal(life, DESK, c.ReopenChild, found=parent).code == "second_reopen"


def test_a_keeper_does_not_solve_over_an_open_part():
    life = a_case()
    life.case = replace(life.case, children=1, open_children=1)
    assert refusal(life, KEEPER, c.SolveOnSpot).code == "child_open"


def test_nobody_reported_a_part_so_nobody_is_written_to():
    life = a_child(in_progress())
    assert not {"contact", "message", "join"} & offered(life, DESK).keys()
    assert refusal(life, DESK, c.MessageReporter).code == "nobody_reported"
    assert "message" in offered(in_progress(), DESK)


def test_turned_says_ended_and_set_going():
    open_, over = in_progress().case, closed().case
    assert [children.turned(*pair) for pair in ((open_, over), (over, open_), (open_, open_))] == [1, -1, 0]


def test_the_callback_has_no_part_in_children():
    assert "reopen_child" not in offered(a_child(closed()), CALLBACK)
