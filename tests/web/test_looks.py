"""The living page shows what is there, and no pair of colours is fainter than it may be."""

import pytest

from liren.web.office import looks
from tests.web.staffroom import Room


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.mark.parametrize("pair", looks.pairs(), ids=lambda p: f"{p.front} on {p.ground}")
def test_every_pair_of_colours_is_strong_enough(pair):
    assert pair.ratio >= pair.least, f"{pair.front} on {pair.ground}: {pair.ratio:.2f} < {pair.least}"


def test_colours_are_those_of_paper_and_not_of_a_mode_that_raises_them():
    assert looks.tokens()["paper"] == "#f7f4ed"
    assert looks.tokens()["ink-2"] == "#4a453d"


def test_contrast_is_that_of_wcag():
    assert looks.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert looks.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_page_shows_every_component_and_icon(room):
    page = room.browser("desk").get("/office/looks/")
    assert page.status_code == 200
    text = page.content.decode()
    for icon in looks._icons():
        assert f"#i-{icon}" in text
    for mark in ("btn-main", "note-late", "risk-late", "risk-hold", "field-bad", "rail", "tl", "step3", "why", "blank"):
        assert mark in text, mark
