"""From page to page: where the first case, person or room of a list is, and what is wrong on the way."""

import re

from tests.walks.pages import WALKS
from tests.walks.visitor import Visitor


def pages_of(visitor: Visitor, account: str) -> dict[str, str]:
    """The pages of this account's face with their addresses; one whose list is empty is left out."""
    found = {name: path or sample(visitor, name) for name, path in WALKS[account].items()}
    return {name: path for name, path in found.items() if path}


def sample(visitor: Visitor, name: str) -> str:
    """The address of the first case, person or duty on this person's own list."""
    lists = {"case": ("/home/", "case/"), "field-case": ("/field/", "field/case/"), "person": ("/office/people/", "office/people/"),
             "duty": ("/office/duties/", "office/duties/"), "unit": ("/office/units/", "office/units/"),
             "account": ("/office/accounts/", "office/accounts/"),
             "seat": ("/office/committees/", "office/committees/"), "worker": ("/office/workforce/", "office/workforce/"),
             "person-leave": ("/office/people/", "office/people/"),
             "duty-item": ("/office/duty-list/", "office/duty-list/"), "order": ("/orders/", "orders/"), "order-mine": ("/orders/offers/", "orders/"),
             "public-venue": ("/venues/", "venues/"), "venue-poster": ("/venues/", "venues/"),
             "venue": ("/office/venues/", "office/venues/"), "edit-venue": ("/office/venues/", "office/venues/"),
             "venue-week": ("/office/venues/", "office/venues/"), "room": ("/office/rooms/", "office/rooms/"),
             "hotline-pack": ("/office/hotline/", "office/hotline/pack/"), "hotline-return": ("/office/hotline/orders/?part=received", "case/"),
             "book-room": ("/office/rooms/", "office/rooms/"), "booking": ("/office/rooms/", "office/rooms/")}  # fmt: skip
    below = {
        "person-leave": "leave/",
        "venue-poster": "poster/",
        "edit-venue": "edit/",
        "venue-week": "week/",
        "book-room": "book/",
        "hotline-return": "hotline-return/",
    }
    if name == "board-topic":
        visitor.go("/board/topics/")
        return next(
            iter(
                visitor.page.locator("a[href*='topics/cases/']").evaluate_all(
                    "all => all.map(a => a.getAttribute('href'))"
                )
            ),
            "",
        )
    if name == "command-chain":
        visitor.go("/command/figures/judged/")
        return visitor.page.locator("tbody a[href*='/command/alarms/']").first.get_attribute("href") or ""
    at, start = lists[name]
    visitor.go(at)
    one = r"[\w.-]+" if name == "duty-item" else "[0-9a-f-]{36}"
    found = re.findall(rf'href="(/{start}{one}/)["?]', visitor.page.content())
    if name == "booking" and found:
        visitor.go(found[0])
        found = re.findall(r'href="(/office/bookings/[0-9a-f-]{36}/)"', visitor.page.content())
    return found[0] + below.get(name, "") if found else ""


def tour(visitor: Visitor, pages: dict[str, str], prefix: str) -> None:
    """Look at every page, and say what is wrong with any of them."""
    wrong = []
    for name, path in pages.items():
        status = visitor.go(path)
        if status >= 400 and name != "not-found":
            wrong.append(f"{path} answers {status}")
        try:
            visitor.look(prefix + name)
        except AssertionError as error:
            wrong.append(str(error).partition("\n")[0])
    assert wrong == [], "\n".join(wrong)


def chinese(words: str) -> bool:
    """Written in Chinese, and not the way back to it."""
    return bool(re.search(r"[\u4e00-\u9fff]", words)) and "中文" not in words
