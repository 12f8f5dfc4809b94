"""Every page of the staff in English, large, at 320 px, which is also what 400 % zoom leaves of a desk."""

import pytest

from tests.walks.pages import FRAME, OF_ONE, OF_POSTS, WALKS
from tests.walks.touring import chinese, pages_of


@pytest.mark.parametrize("account", WALKS)
def test_the_pages_of_staff_in_english_and_large_on_the_smallest_screen(visit, account):
    visitor = visit(account, width=320)
    pages = pages_of(visitor, account)
    visitor.read(language="en", elder=True)
    wrong = []
    for name, path in pages.items():
        visitor.go(path)
        try:
            visitor.check(f"{account} {name} in English and large")
        except AssertionError as error:
            wrong.append(str(error).partition("\n")[0])
        heads = "" if name in OF_ONE else ", h1, h2, h3"
        frame = "nav a:not([href*='in=']):not([href*='-']), .tab, .sections a" if name in OF_POSTS else FRAME
        wrong += [
            f"{name}: {words}" for words in visitor.page.locator(frame + heads).all_inner_texts() if chinese(words)
        ]
    assert wrong == [], "\n".join(wrong)
