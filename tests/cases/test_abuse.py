"""A report marked as abuse: two people, one appeal to a third, taken back whole; nobody loses the right to report."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from liren.cases import queries
from liren.cases.commands.abuse import AppealMark, DecideMark, HearAppeal, LiftMark, MarkAbuse
from liren.cases.rules import abuse as rules
from liren.kernel import Code, Denied, Missing, Refusal
from liren.kernel.actor import by_link
from liren.kernel.ids import new_id
from liren.trust import sql

SPAM = "13800009999"
TITLE = "路灯不亮，已经三天了"


def marked(town, **told):
    case = town.report(**({"phone": SPAM} | told))
    town.order(MarkAbuse(mark=new_id(), case=case, reason=Code("advertising"), words="卖楼的广告"), town.actor("desk"))
    return case


def confirmed(town, **told):
    case = marked(town, **told)
    town.order(DecideMark(case=case, confirmed=True, words="看过，是广告"), town.actor("supervisor"))
    return case


def appealed(town, **told):
    case = confirmed(town, **told)
    town.order(AppealMark(case=case, words="我是真的来反映路灯"), by_link(case))
    return case


def title(case):
    return sql.value("select title from cases_case where id = %s", (case,))


def lifted(town, *cases):
    for case in cases:
        town.order(LiftMark(case=case, words="试验完了"), town.actor("desk"))


def test_one_person_alone_hides_nothing(town):
    case = marked(town)
    assert title(case) == TITLE
    with pytest.raises(Denied):
        town.order(DecideMark(case=case, confirmed=True, words="是"), town.actor("desk"))
    town.order(DecideMark(case=case, confirmed=False, words="不是广告"), town.actor("supervisor"))
    assert title(case) == TITLE
    assert queries.mark_of(town.actor("desk"), case).state == "declined"


def test_two_people_cover_the_title_and_the_case_goes_on(town):
    case = confirmed(town)
    before = town.state(case)
    assert title(case) == "（内容已收起：广告）"
    assert before.state == "reported"
    assert TITLE in queries.case_card(town.actor("desk"), case, town.now).words
    lifted(town, case)
    assert town.state(case) == before


def test_an_appeal_is_heard_by_a_third_person_and_undoes_it_whole(town):
    case = appealed(town)
    with pytest.raises((Denied, Missing)):
        town.order(HearAppeal(case=case, upheld=False, words="对"), town.actor("supervisor"))
    town.order(HearAppeal(case=case, upheld=False, words="确实是路灯的事"), town.actor("arbiter"))
    mark = queries.mark_of(town.actor("desk"), case)
    assert (mark.state, title(case)) == ("overturned", TITLE)
    assert sql.value("select sender from cases_abuse where id = %s", (mark.id,)) is None
    assert sql.value("select count(*) from trust_timer where subject = %s and kind = 'abuse_expires'", (case,)) == 0


def test_one_appeal_and_not_two(town):
    case = appealed(town)
    town.order(HearAppeal(case=case, upheld=True, words="还是广告"), town.actor("arbiter"))
    with pytest.raises(Refusal, match="已经申诉过一次"):
        town.order(AppealMark(case=case, words="再说一次"), by_link(case))
    lifted(town, case)


def test_only_the_reporter_appeals(town):
    case = confirmed(town)
    for actor in (town.actor("desk"), town.actor("resident"), by_link(new_id())):
        with pytest.raises((Missing, Denied)):
            town.order(AppealMark(case=case, words="不对"), actor)
    lifted(town, case)


@pytest.mark.parametrize("told", [{"severity": Code("urgent")}, {"sealed": True}, {"kind": Code("noise")}])
def test_urgent_and_sealed_reports_are_never_marked(town, told):
    case = town.report(**told)
    with pytest.raises(Refusal):
        town.order(MarkAbuse(mark=new_id(), case=case, reason=Code("harassment"), words="老打来"), town.actor("desk"))


def test_a_marked_number_is_slowed_down_and_everything_that_matters_passes(town):
    town.now += timedelta(days=2)
    case = confirmed(town)
    for _ in range(2):
        town.report(phone=SPAM)
    with pytest.raises(Refusal) as caught:
        town.report(phone=SPAM)
    assert caught.value.field == "phone"
    for way in ("110", "12345", "申诉", "您写的还在"):
        assert way in caught.value.sentence
    town.report(phone=SPAM, severity=Code("urgent"))
    town.report(phone=SPAM, sealed=True)
    town.report(phone=SPAM, kind=Code("noise"))
    town.report(phone="", name="")
    town.report(phone="13800001111")
    town.report(town.actor("desk"), phone=SPAM, on_behalf=True)
    town.now += timedelta(days=1, minutes=1)
    town.report(phone=SPAM)
    lifted(town, case)


def test_while_the_appeal_waits_nobody_is_slowed_down(town):
    town.now += timedelta(days=2)
    case = appealed(town, phone="13800008888")
    for _ in range(4):
        town.report(phone="13800008888")
    lifted(town, case)


def test_a_mark_ends_by_itself(town):
    case = confirmed(town, phone="13800007777")
    town.ring_for(case, "abuse_expires")
    assert (queries.mark_of(town.actor("desk"), case).state, title(case)) == ("expired", TITLE)
    assert sql.value("select count(*) from cases_abuse where sender is not null and case_id = %s", (case,)) == 0


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("cases_abuse_two_people", "decided_by = marked_by"),
        ("cases_abuse_third_person", "heard_by = decided_by"),
        ("cases_abuse_third_person", "heard_by = marked_by"),
    ],
)
def test_the_database_itself_wants_other_people(town, constraint, change):
    case = confirmed(town)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        sql.run(f"update cases_abuse set {change} where case_id = %s", (case,))
    lifted(town, case)


def test_a_handler_does_not_mark_and_a_stranger_does_not_see(town):
    case = town.dispatched()
    with pytest.raises(Denied):
        town.order(MarkAbuse(mark=new_id(), case=case, reason=Code("harassment"), words="烦"), town.actor("handler"))
    with pytest.raises(Missing):
        queries.mark_of(town.actor("neighbour"), case)


def test_no_word_and_no_number_is_in_its_events(town):
    case = appealed(town)
    told = " ".join(str(e.event) for e in town.entries(case))
    for hidden in (SPAM, "卖楼", "看过，是广告", "我是真的"):
        assert hidden not in told
    lifted(town, case)


# ---- by number -------------------------------------------------------------------------------------------------------


def test_a_whole_number_finds_its_cases_with_a_reason_and_leaves_a_trace(town):
    case = town.report(phone="138 1234 5678")
    looks = "select count(*) from trust_access where subject = %s and what = 'cases.phone'"
    found = queries.by_phone(town.actor("desk"), "13812345678", "caller")
    assert [line.id for line in found] == [case]
    assert sql.value(looks, (case,)) == 1
    queries.by_phone(town.actor("desk"), "13899990000", "caller")
    assert sql.value(looks, (town.account("desk"),)) == 1, "a try that finds nothing is kept too"


def test_a_sealed_reporter_is_never_found_by_number(town):
    sealed = town.report(phone="13812340000", sealed=True)
    assert queries.by_phone(town.actor("desk"), "13812340000", "caller") == []
    assert sql.value("select sender from cases_link where case_id = %s", (sealed,)) is None


@pytest.mark.parametrize("part", ["1381234", "138", "5678", "1381234567", ""])
def test_a_part_of_a_number_finds_nothing(town, part):
    town.report(phone="13812345678")
    with pytest.raises(Refusal) as caught:
        queries.by_phone(town.actor("desk"), part, "caller")
    assert caught.value.field == "phone"


def test_without_a_reason_or_the_right_there_is_no_answer(town):
    with pytest.raises(Refusal):
        queries.by_phone(town.actor("desk"), "13812345678", "")
    for who in ("handler", "verifier", "head", "resident", town.made.at(17)[0].code):
        with pytest.raises(Missing):
            queries.by_phone(town.actor(who), "13812345678", "caller")


def test_the_rules_name_every_state_once():
    assert set(rules.LIVE) | {"declined", "overturned", "lifted", "expired"} == set(rules.STATES)
    assert set(rules.REASONS) == set(rules.HIDDEN)
