"""The suggested kind comes from the words of the catalogue, and says nothing when they point two ways."""

from liren.cases.kinds import shipped_kinds
from liren.cases.triage.keywords import suggest

HINTS = {code: kind.hints for code, kind in shipped_kinds().items()}


def test_a_street_light_is_recognised_and_the_words_that_did_it_are_told():
    words = "永胜路 23 号门口的路灯不亮，已经三天了"
    said = suggest(words, HINTS)
    assert said.label == "street_light_out"
    assert said.why
    assert all(words[span.start : span.end] == span.text for span in said.why)
    assert not said.learnt


def test_words_that_hint_at_nothing_are_not_guessed():
    assert suggest("想问一下", {"a": ("路灯",)}).label == ""
    assert suggest("路灯", {}).label == ""


def test_two_kinds_that_fit_equally_are_left_open_and_both_are_told():
    said = suggest("路灯和井盖", {"a": ("路灯",), "b": ("井盖",)})
    assert said.label == ""
    assert {code for code, _ in said.ranked} == {"a", "b"}


def test_a_longer_hint_weighs_more():
    assert suggest("电动自行车在楼道里", {"a": ("电动自行车",), "b": ("楼道",)}).label == "a"
