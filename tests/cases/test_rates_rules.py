"""The formulas of the rates: a real monthly report, α, the two variants, small samples, and what must stand together."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from liren.cases.followups import FollowUp, check
from liren.cases.rules import callbacks as draws
from liren.cases.rules import rates as r
from liren.kernel import Refusal
from liren.kernel.ids import new_id

RULE = FollowUp(code="standard", label="回访和三率", share=0.3, after_days=3, term_days=10, legal_basis="x")
TIANMEN = dict.fromkeys(r.SETS, 0) | {
    "reported": 1054, "accepted": 996, "due": 972, "closed": 911, "on_time": 737, "suspended": 0,
}  # fmt: skip
"""A city's monthly report (天门): 立案 996, 应结案 972, 结案 911, 按期 737 (domain.md §2.2)."""


def test_the_figures_of_a_real_monthly_report_come_out_to_the_second_decimal():
    assert r.filing(TIANMEN, RULE).percent == "94.50"
    assert r.closing(TIANMEN, RULE).percent == "93.72"
    assert r.on_time(TIANMEN, RULE).percent == "75.82"


def test_the_variant_with_suspended_cases_taken_off_divides_by_fewer():
    n = TIANMEN | {"suspended": 72}
    assert r.on_time(n, RULE).whole == 972
    assert r.on_time(n, replace(RULE, on_time="due_less_suspended")).whole == 900


@pytest.mark.parametrize(("alpha", "percent"), [(1.0, "90.00"), (0.5, "75.00"), (0.6, "78.00"), (0.0, "60.00")])
def test_alpha_weighs_fairly_satisfied(alpha, percent):
    n = dict.fromkeys(r.SETS, 0) | {"rated": 20, "satisfied": 12, "fairly": 6}
    assert r.satisfaction(n, replace(RULE, alpha=alpha)).percent == percent


def test_three_rates_are_counted_from_contacts_and_call_backs_alone():
    n = dict.fromkeys(r.SETS, 0) | {"must": 40, "responded": 37, "reached": 30, "solved": 24, "partly": 3}
    assert r.response(n, RULE).percent == "92.50"
    assert r.solving(n, RULE) == r.Rate(part=Decimal(24), whole=30), "solved in part is not solved"
    words = " ".join(one.where for one in r.SETS.values())
    assert not any(own in words for own in ("c.confirm", "c.solved", "c.satisfied")), (
        "silence and self-rating enter no rate"
    )


def test_fewer_than_ten_are_marked_and_of_nothing_nothing_is_said():
    assert r.Rate(part=Decimal(9), whole=9).few
    assert not r.Rate(part=Decimal(9), whole=10).few
    assert r.Rate(part=Decimal(0), whole=0).percent == ""


def test_halves_round_up_as_reports_print_them():
    assert r.Rate(part=Decimal(1), whole=800).percent == "0.13"


def test_median_and_p90_are_of_the_cases_themselves():
    hours = [3600 * n for n in range(1, 11)]
    found = r.spans(hours)
    assert (found.count, found.median_s, found.p90_s) == (10, 19800, 32400)
    assert r.spans([]) == r.Spans(count=0, median_s=None, p90_s=None)


def test_rework_return_and_extension_stand_beside_every_closing_rate():
    assert [figure.code for figure in r.BESIDE] == ["reworked", "returned", "extended"]
    assert {figure.code for figure in r.CLOSING} == {"closing", "on_time"}


def test_every_closing_figure_and_each_of_the_three_prints_what_was_taken_out():
    for figure in (*r.THREE, *r.CLOSING):
        assert any(name.endswith("_out") for name in figure.rest), figure.code


def test_no_set_and_no_figure_is_of_a_person():
    words = " ".join(one.where for one in r.SETS.values())
    assert not any(column in words for column in ("c.handler", "c.keeper", "c.verifier", "c.hands", "b.caller"))


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [("2026-11", (2026, 11, 1), (2026, 12, 1)), ("2026-12", (2026, 12, 1), (2027, 1, 1)),
     ("2026-Q1", (2026, 1, 1), (2026, 4, 1)), ("2026-Q4", (2026, 10, 1), (2027, 1, 1))],
)  # fmt: skip
def test_a_window_is_a_month_or_a_quarter_of_the_calendar_here(code, since, until):
    found = r.window(code)
    assert (found.since, found.until) == (draws.starts(date(*since)), draws.starts(date(*until)))


@pytest.mark.parametrize("code", ["", "2026", "2026-13", "2026-Q5", "2026-1", "x-y", "2026-00"])
def test_what_is_no_window_is_refused(code):
    with pytest.raises(ValueError, match="no window"):
        r.window(code)


def test_three_in_ten_are_drawn_and_a_rule_adds_who_must_be_called():
    day, cases = date(2026, 11, 20), []
    for _ in range(4000):
        cases.append(draws.Ended(id=new_id(), severity="normal", confirm="pending", satisfied=None))
    drew = draws.draw(cases, "321181108", day, "a7" * 32, RULE)
    assert 1080 < sum(one.why == "share" for one in drew) < 1320
    always = replace(RULE, always=("urgent", "disputed", "unsatisfied"))
    urgent = [
        replace(cases[0], severity="urgent"),
        replace(cases[1], confirm="disputed"),
        replace(cases[2], satisfied=3),
    ]
    assert all(one.why for one in draws.draw(urgent, "321181108", day, "a7" * 32, always))
    assert [one.case for one in drew] == [
        one.case for one in draws.draw(cases[::-1], "321181108", day, "a7" * 32, RULE)
    ]


def test_another_seed_another_draw_and_the_hash_fits_one_only():
    day = date(2026, 11, 20)
    assert draws.digest("321181108", day, "aa") != draws.digest("321181108", day, "ab")
    assert draws.digest("321181108", day, "aa") != draws.digest("321181109", day, "aa")


AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def test_the_third_try_is_on_another_day():
    first = draws.tried("no_answer", 0, 0, None, AT)
    assert (first.state, first.tries, first.days, first.next_at) == ("waiting", 1, 1, AT + draws.REST)
    second = draws.tried("no_answer", 1, 1, date(2026, 11, 23), AT)
    assert second.next_at == draws.starts(date(2026, 11, 24))
    with pytest.raises(Refusal) as caught:
        draws.tried("no_answer", 2, 1, date(2026, 11, 23), AT)
    assert caught.value.code == "same_day"
    assert draws.tried("no_answer", 2, 1, date(2026, 11, 22), AT).state == "unreachable"
    assert draws.tried("no_answer", 2, 2, date(2026, 11, 23), AT).state == "unreachable"


def test_a_rule_that_cannot_be_is_said_with_its_remedy():
    wrong = replace(RULE, share=0, alpha=2, after_days=0, term_days=1, always=("friends",), legal_basis="")
    keys = {problem.key for problem in check(wrong)}
    assert keys == {"share", "alpha", "after_days", "term_days", "always", "legal_basis"}
    assert all(problem.remedy for problem in check(wrong))
    assert check(RULE) == []
