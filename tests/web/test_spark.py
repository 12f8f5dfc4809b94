"""A small line: where its points lie, and what it leaves out."""

from liren.web.spark import EDGE, HEIGHT, WIDTH, spark


def test_the_oldest_is_left_the_newest_right_the_most_on_top():
    line = spark([("a", 1.0), ("b", 3.0)])
    assert line.runs == (f"{EDGE:.1f},{HEIGHT - EDGE:.1f} {WIDTH - EDGE:.1f},{EDGE:.1f}",)
    assert line.last == (f"{WIDTH - EDGE:.1f}", f"{EDGE:.1f}")


def test_a_week_without_a_figure_is_a_gap_and_one_alone_still_shows():
    line = spark([("a", 2.0), ("b", None), ("c", 1.0), ("d", 2.0)])
    alone, pair = (run.split() for run in line.runs)
    assert alone[0] == alone[1]
    assert pair[0] != pair[1]
    assert [words for _x, words in line.columns] == ["a", "b", "c", "d"]


def test_the_goal_is_in_the_picture_even_when_no_figure_comes_near_it():
    line = spark([("a", 50.0), ("b", 60.0)], goal=95)
    assert line.goal == f"{EDGE:.1f}"
    assert spark([("a", 50.0)]).goal == ""


def test_figures_that_are_all_the_same_lie_in_the_middle_and_none_draw_nothing():
    assert spark([("a", 5.0), ("b", 5.0)]).last == (f"{WIDTH - EDGE:.1f}", f"{HEIGHT / 2:.1f}")
    assert spark([("a", None)]).runs == ()
    assert spark([("a", None)]).last is None
