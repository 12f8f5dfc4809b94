"""这就是我说的: who is shown what of the cases around, and what comes of joining one. The curious neighbour learns nothing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from liren.cases import commands as c
from liren.cases import queries
from liren.cases.kinds import shipped_kinds
from liren.cases.models import rows
from liren.cases.queries import neighbours
from liren.cases.queries.related import related
from liren.cases.rules import joining
from liren.kernel import Code, Refusal
from liren.kernel.actor import ANONYMOUS, by_link
from tests.cases.room import DESK, HANDLER, RESIDENT, VERIFIER, Desk, import_town

LAMP = "street_light_out"


@pytest.fixture(scope="module")
def desk(db, tmp_path_factory):
    return Desk(import_town(tmp_path_factory.mktemp("town")), now=datetime.now(UTC))


def near(desk: Desk, n: int, kind: str = LAMP) -> list[neighbours.StreetCase]:
    return neighbours.close_by(ANONYMOUS, kind, *desk.point(n), desk.now)


def test_an_open_lamp_close_by_is_shown_by_kind_state_and_rough_place_only(desk):
    case = desk.report(n=3, words="我家二楼窗外的灯不亮，我姓欧阳", place_words="锦禾里 1 幢 305 门口")
    (shown,) = near(desk, 3)
    assert (shown.id, shown.kind_label, shown.state, shown.others) == (case, "路灯不亮", "reported", 0)
    assert "欧阳" not in repr(shown)
    assert "305 门口" not in repr(shown)
    assert not {"lon", "lat", "number", "title", "place_words", "reporter", "keeper"} & set(shown.__dataclass_fields__)


@pytest.mark.parametrize("kind", ["noise", "neighbour_dispute", "elder_living_alone", "property_complaint", "other"])
def test_the_curious_neighbour_is_shown_no_matter_of_a_home(desk, kind):
    desk.report(n=4, kind=Code(kind), words="楼上天天吵")
    assert near(desk, 4, kind) == []


def test_a_sealed_report_and_one_about_a_unit_are_not_shown(desk):
    desk.report(n=5, sealed=True)
    desk.report(n=5, about_unit=UUID(int=7))
    assert near(desk, 5) == []


def test_no_kind_about_people_is_on_the_street():
    shown = {code for code, kind in shipped_kinds().items() if joining.on_the_street(kind)}
    assert LAMP in shown
    assert not shown & {
        "fire_alarm",
        "noise",
        "neighbour_dispute",
        "elder_living_alone",
        "property_complaint",
        "suggestion",
        "other",
    }
    assert all(shipped_kinds()[code].secrecy == 0 for code in shown)


def test_every_point_of_a_square_gets_the_same_answer():
    """Stepping around tells no more of a case than which square it lies in."""
    edge = joining.SQUARE * 53_000
    inside = {joining.squares(edge + joining.SQUARE * part) for part in (0.001, 0.3, 0.5, 0.999)}
    assert len(inside) == 1


def test_what_has_ended_what_is_far_and_what_is_old_is_not_shown(desk):
    desk.do(DESK, c.RefuseCase, desk.report(n=6))
    desk.report(n=40)
    assert near(desk, 6) == []
    desk.report(n=8)
    assert neighbours.close_by(ANONYMOUS, LAMP, *desk.point(8), desk.now + timedelta(days=61)) == []


def test_who_joins_keeps_a_number_words_and_link_of_ones_own_and_sees_how_far_it_is(desk):
    first = desk.report(n=9, words="别人写的话")
    mine = desk.report(n=9, same_as=first, words="我写的话")
    state = rows.load(mine).state
    assert (state.state, state.into) == ("merged", first)
    assert queries.receipt(ANONYMOUS, mine).number != queries.receipt(ANONYMOUS, first).number
    me = by_link(mine)
    desk.do(DESK, c.DispatchCase, first)
    desk.do(HANDLER, c.TakeUpCase, first)
    shared = neighbours.folded_into(me, mine)
    assert (shared.state, shared.others) == ("in_progress", 1)
    assert first not in queries.visible_ids(me, [first])
    assert "别人写的话" not in repr(queries.case_card(me, mine, desk.now))
    assert neighbours.folded_into(by_link(first), mine) is None
    assert near(desk, 9)[0].others == 1


def test_who_joined_by_mistake_stands_alone_again_with_the_same_words(desk):
    first = desk.report(n=10)
    mine = desk.report(n=10, actor=RESIDENT, same_as=first, words="我写的话")
    desk.do(by_link(mine), c.UnmergeCase, mine)
    state = rows.load(mine).state
    assert (state.state, state.into, state.next_due_at is not None) == ("filed", None, True)
    assert queries.case_card(by_link(mine), mine, desk.now).words == "我写的话"
    with pytest.raises(Refusal):
        desk.do(by_link(first), c.UnmergeCase, mine)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"sealed": True}, "same_sealed"),
        ({"kind": Code("road_damage")}, "same_unlike"),
        ({"same_as": UUID(int=3)}, "same_unlike"),
    ],
)
def test_what_cannot_be_joined_is_refused_with_the_way_on(desk, told, code):
    first = desk.report(n=11)
    with pytest.raises(Refusal) as caught:
        desk.report(n=11, **{"same_as": first} | told)
    assert caught.value.code == code
    assert "不是同一件" in caught.value.sentence


def test_a_case_that_has_just_ended_is_not_joined(desk):
    first = desk.report(n=12)
    desk.do(DESK, c.RefuseCase, first)
    with pytest.raises(Refusal, match="刚刚办结"):
        desk.report(n=12, same_as=first)


def test_a_sealed_case_is_not_joined_by_who_knows_its_id(desk):
    sealed = desk.report(n=13, sealed=True)
    with pytest.raises(Refusal):
        desk.report(n=13, same_as=sealed)


def ended(desk: Desk, n: int) -> tuple[UUID, UUID]:
    """A case that was verified, and a report that was merged into it."""
    first = desk.report(n=n)
    mine = desk.report(n=n, same_as=first)
    desk.do(DESK, c.DispatchCase, first)
    desk.do(HANDLER, c.TakeUpCase, first)
    desk.do(HANDLER, c.ReportResult, first, result=Code("explained"))
    with pytest.raises(Refusal, match="还没有办完"):
        desk.do(by_link(mine), c.RateJoined, mine)
    desk.do(VERIFIER, c.VerifyCase, first)
    return first, mine


def test_who_joined_rates_the_end_and_the_case_is_still_confirmed_by_its_first_reporter(desk):
    first, mine = ended(desk, 14)
    assert "rate_joined" in {
        act.code for act in queries.case_card(by_link(mine), mine, desk.now).acts if not act.why_not
    }
    desk.do(by_link(mine), c.RateJoined, mine, solved=False, satisfied=3, words="还是一闪一闪")
    own, common = rows.load(mine).state, rows.load(first).state
    assert (own.state, own.solved, own.satisfied, own.confirm, own.confirmed_at) == ("merged", False, 3, "none", None)
    assert (common.confirm, common.solved, common.satisfied) == ("pending", None, None)
    desk.do(by_link(first), c.ConfirmCase, first, solved=True, satisfied=1)
    assert rows.load(first).state.confirm == "confirmed"
    assert related(DESK, first).answers == {mine: (False, 3)}


def test_what_was_said_of_the_common_case_is_said_anew_and_forgotten_when_one_stands_alone(desk):
    _first, mine = ended(desk, 15)
    desk.do(by_link(mine), c.RateJoined, mine, solved=False)
    desk.do(by_link(mine), c.RateJoined, mine, solved=True, satisfied=2)
    assert (rows.load(mine).state.solved, rows.load(mine).state.satisfied) == (True, 2)
    desk.do(by_link(mine), c.UnmergeCase, mine)
    assert (rows.load(mine).state.solved, rows.load(mine).state.satisfied) == (None, None)


def test_whoever_handled_the_common_case_does_not_rate_it(desk):
    first = desk.report(n=16)
    mine = desk.report(n=16, actor=HANDLER, same_as=first)
    desk.do(DESK, c.DispatchCase, first)
    desk.do(HANDLER, c.TakeUpCase, first)
    desk.do(HANDLER, c.ReportResult, first, result=Code("explained"))
    desk.do(VERIFIER, c.VerifyCase, first)
    with pytest.raises(Refusal, match="您办的"):
        desk.do(HANDLER, c.RateJoined, mine)
