"""What a desk keeps for itself: handovers that are read once, filters under a name, columns; each through the gate."""

from datetime import timedelta

import pytest

from liren.cases import queries
from liren.cases.commands import desks as c
from liren.cases.rules.desks import CHOSEN, shift_at
from liren.kernel import AreaCode, Code, Denied, Missing, Refusal
from liren.kernel.ids import new_id
from tests.scene import TOWN


def left(town, words="泰苑七幢电梯今晚还在修，维保的人 21 点到"):
    handover = new_id()
    town.order(c.LeaveHandover(handover=handover, area=TOWN, shift=Code("day"), words=words), town.actor("desk"))
    return handover


def test_a_handover_waits_for_whoever_comes_and_not_for_its_author(town, colleague):
    handover = left(town)
    assert queries.desk(town.actor("desk"), town.now).unread == 0
    assert queries.desk(colleague, town.now).unread == 1
    town.order(c.AcknowledgeHandover(handover=handover), colleague)
    town.order(c.AcknowledgeHandover(handover=handover), colleague)
    assert queries.desk(colleague, town.now).unread == 0
    card = queries.handovers(colleague, town.now)[0]
    assert (card.read, card.mine, card.shift_label, len(card.read_by)) == (True, False, "白班", 1)
    with pytest.raises(Denied, match="由接班的人"):
        town.order(c.AcknowledgeHandover(handover=handover), town.actor("desk"))


def test_a_handover_says_something_and_stays_in_its_area(town):
    with pytest.raises(Refusal, match="还没有写留给下一班的话"):
        left(town, "  ")
    with pytest.raises(Missing):
        town.order(
            c.LeaveHandover(handover=new_id(), area=AreaCode("321181109"), shift=Code("day"), words="有事"),
            town.actor("desk"),
        )
    with pytest.raises(Missing):
        queries.handovers(town.actor("handler"), town.now)


def test_an_old_handover_does_not_wait_for_ever(town, colleague):
    left(town)
    assert queries.desk(colleague, town.now + timedelta(days=4)).unread == 0
    assert queries.handovers(colleague, town.now + timedelta(days=15)) == []


@pytest.mark.parametrize(("utc", "shift"), [(1, "day"), (7, "day"), (8, "evening"), (15, "evening"), (17, "night")])
def test_the_shift_is_told_by_the_clock_here(town, utc, shift):
    assert shift_at(town.now.replace(hour=utc)) == shift


def test_a_filter_is_kept_taken_away_and_brought_back(town, colleague):
    desk, saved = town.actor("desk"), new_id()
    town.order(c.SaveFilter(saved=saved, name="夜里的噪音", query="tab=open&kind=noise"), desk)
    assert [s.name for s in queries.desk(desk, town.now).saved] == ["夜里的噪音"]
    assert queries.desk(colleague, town.now).saved == ()
    with pytest.raises(Refusal, match="换个名字"):
        town.order(c.SaveFilter(saved=new_id(), name="夜里的噪音", query="tab=late"), desk)
    with pytest.raises(Missing):
        town.order(c.RemoveFilter(saved=saved), colleague)
    town.order(c.RemoveFilter(saved=saved), desk)
    assert queries.desk(desk, town.now).saved == ()
    town.order(c.RestoreFilter(saved=saved), desk)
    assert [s.name for s in queries.desk(desk, town.now).saved] == ["夜里的噪音"]


def test_a_shared_filter_is_everybody_s_who_works_there_and_its_author_s_to_remove(town, colleague):
    saved = new_id()
    town.order(c.SaveFilter(saved=saved, name="全镇超期", query="tab=late", area=TOWN), town.actor("desk"))
    found = {s.id: s for s in queries.desk(colleague, town.now).saved}
    assert (found[saved].own, found[saved].shared) == (False, True)
    with pytest.raises(Missing):
        town.order(c.RemoveFilter(saved=saved), colleague)
    with pytest.raises(Denied, match="自己管的区域"):
        town.order(
            c.SaveFilter(saved=new_id(), name="别镇", query="tab=late", area=AreaCode("321181109")), town.actor("desk")
        )


def test_columns_are_chosen_for_oneself_and_only_those_there_are(town, colleague):
    desk = town.actor("desk")
    town.order(c.ChooseColumns(columns=(Code("state"), Code("kind"))), desk)
    assert queries.desk(desk, town.now).columns == ("state", "kind")
    assert queries.desk(colleague, town.now).columns == CHOSEN
    with pytest.raises(Refusal, match="现在没有了"):
        town.order(c.ChooseColumns(columns=(Code("shoe_size"),)), desk)
    town.order(c.ChooseColumns(), desk)
    assert queries.desk(desk, town.now).columns == CHOSEN


@pytest.fixture(scope="module")
def colleague(town):
    """A second dispatcher of the town."""
    from dataclasses import replace

    return replace(town.actor("desk"), account=town.account("head"), name="接班的人")
