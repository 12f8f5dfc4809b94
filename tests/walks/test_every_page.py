"""No page is left out; and every page of a resident: nothing scrolls sideways, no glyph is missing, axe is content.

The pages of staff are walked in files of their own, so that two workers share them.
"""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.walks import steps
from tests.walks.pages import MINE, NO_PAGE, RESIDENT, SEEN_ELSEWHERE, WALKS, WITH_PASSWORD
from tests.walks.touring import chinese, sample, tour


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all addresses."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
        else:
            yield one.name


def test_no_page_is_left_out():
    """The doors for programs (api, channels) have none."""
    seen = (
        {name for walk in (RESIDENT, MINE, *WALKS.values()) for name in walk}
        | SEEN_ELSEWHERE.keys()
        | WITH_PASSWORD
        | NO_PAGE
    )
    assert set(addresses(get_resolver("liren.web.urls").url_patterns)) - seen == set()


@pytest.mark.parametrize(("width", "elder"), [(390, 0), (1440, 0), (390, 1)], ids=["phone", "wide", "elder"])
def test_the_pages_of_a_resident(visit, width, elder):
    visitor = visit(width=width)
    visitor.go(f"/look/elder/{elder}/")
    visitor.go("/report/")
    visitor.fill(visitor.page.locator("main form"), words=steps.LAMP)
    visitor.page.get_by_role("button", name="下一步：在哪里").click()
    pages = {name: path or sample(visitor, name) for name, path in RESIDENT.items()}
    tour(visitor, pages, "elder-" if elder else "resident-")


@pytest.mark.parametrize("elder", [0, 1], ids=["plain", "elder"])
def test_the_pages_of_ones_own_report(visit, elder):
    phone, wide = visit(width=390), visit()
    got = steps.report(phone, photos=steps.photo())
    for visitor in (phone, wide):
        visitor.go(f"/look/elder/{elder}/")
        visitor.go(got.link)
        tour(visitor, MINE, "elder-" if elder else "resident-")


def test_main_pages_read_in_english_have_no_chinese_in_their_frame(visit):
    visitor = visit(width=390)
    for path in ("/", "/report/what/", "/find/", "/keeper/"):
        visitor.go(f"/look/language/en/?next={path}")
        if path == "/report/what/":
            visitor.go("/report/")
        visitor.look("english-" + (path.strip("/").replace("/", "-") or "start"))
        words = visitor.page.locator("h1, h2, label, legend, button, .btn, .tile, nav").all_inner_texts()
        assert [text for text in words if chinese(text)] == []
