"""The suggested kind comes from the words, and says nothing when they point two ways."""

from liren.cases.kinds import shipped_kinds
from liren.web.resident.guess import kind_of

HINTS = {code: kind.hints for code, kind in shipped_kinds().items()}


def test_a_street_light_is_recognised():
    assert kind_of("永胜路 23 号门口的路灯不亮，已经三天了", HINTS) == "street_light_out"


def test_words_that_hint_at_nothing_are_not_guessed():
    assert kind_of("想问一下", {"a": ("路灯",)}) == ""
    assert kind_of("路灯", {}) == ""


def test_two_kinds_that_fit_equally_are_left_open():
    assert kind_of("路灯和井盖", {"a": ("路灯",), "b": ("井盖",)}) == ""


def test_a_longer_hint_weighs_more():
    assert kind_of("电动自行车在楼道里", {"a": ("电动自行车",), "b": ("楼道",)}) == "a"
