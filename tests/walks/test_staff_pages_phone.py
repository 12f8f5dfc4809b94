"""Every page of the staff at a phone's width: nothing scrolls sideways, no glyph is missing, axe is content."""

import pytest

from tests.walks.pages import WALKS
from tests.walks.touring import pages_of, tour


@pytest.mark.parametrize("account", WALKS)
def test_the_pages_of_staff_at_phone_s_width(visit, account):
    visitor = visit(account, width=390)
    tour(visitor, pages_of(visitor, account), account.removeprefix("demo-") + "-")
