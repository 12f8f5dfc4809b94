"""Every page of every face, at a phone's width and at a desk's: nothing scrolls sideways, no glyph is missing, axe is
content. A page added to the house without a visit here fails the first test."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from liren.config.demo.cast import COMMUNITY, MICRO_GRID
from tests.walks import steps
from tests.walks.visitor import Visitor

RESIDENT = {
    "start": "/", "report-what": "/report/what/", "report-kind": "/report/kind/", "report-where": "/report/where/", "find": "/find/",
    "keeper": "/keeper/", "keeper-of": f"/keeper/?area={MICRO_GRID}", "keeper-none": "/keeper/?q=没有这条路",
    "seen": "/seen/", "privacy": "/privacy/", "access": "/access/", "account_login": "/login/",
    "account_inactive": "/login/closed/", "reset-password": "/login/reset/", "account_signup": "/login/signup/", "not-found": "/nowhere/",
    "offline": "/offline/", "public-venues": "/venues/", "public-venue": "", "venue-poster": "",
}  # fmt: skip
MINE = {"track": "/track/", "receipt": "/track/receipt/", "seen-mine": "/seen/"}
ONE = {"work": "/work/", "desk": "/desk/", "case": ""}
DESK = {"desk": "/desk/", "desk-empty": "/desk/?q=没有这件事", "case": "", "inbox": "/inbox/"}
OWN = {
    "account_logout": "/logout/", "account_set_password": "/login/password/", "mfa_index": "/mfa/",
    "mfa_activate_totp": "/mfa/totp/", "devices": "/login/devices/",
}  # fmt: skip
WITH_PASSWORD = {"account_change_password", "account_reauthenticate", "mfa_view_recovery_codes", "mfa_authenticate",
                 "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate"}  # fmt: skip
"""Pages of accounts that have a password; nobody in the demonstration has one (tests/web/test_login.py goes there)."""
FIELD = {
    "field": "/field/", "field-report": "/field/report/", "ground": "/field/ground/", "me": "/field/me/", "field-case": "", "groups": "/field/groups/",
    "inbox": "/inbox/",
}  # fmt: skip
OFFICE = {
    "people": "/office/people/", "people-none": "/office/people/?q=没有这个人", "person": "", "duties": "/office/duties/",
    "duty": "", "units": "/office/units/", "areas": "/office/areas/", "areas-in": f"/office/areas/?in={COMMUNITY}",
    "areas-micro-grid": f"/office/areas/?in={MICRO_GRID}", "kinds": "/office/kinds/", "imports": "/office/import/",
    "import": "/office/import/buildings/", "import-people": "/office/import/persons/", "looks": "/office/looks/", "inbox": "/inbox/",
    "setup": "/office/setup/", "unit": "", "troubles": "/office/troubles/", "entry": "/office/kinds/case_kind/noise/",
    "grids": "/office/grids/", "studio": f"/office/grids/{MICRO_GRID[:15]}/studio/", "boards": f"/office/grids/{MICRO_GRID[:15]}/boards/",
    "new-draft": "/office/kinds/calendar/china/draft/", "coverage": "/office/coverage/",
    "committees": "/office/committees/", "seat": "", "workforce": "/office/workforce/", "worker": "", "party-tree": "/office/units/?tree=both", "without-party": "/office/units/?tree=gaps",
}  # fmt: skip
WALKS: dict[str, dict[str, str]] = {
    "demo-dispatcher": DESK | OWN | {"desk-handover": "/desk/handover/", "search": "/search/?q=路灯", "search-number": "/search/?q=13800000147", "abuse": "/desk/abuse/"}, "demo-keeper": FIELD, "demo-handler": DESK | {"work": "/work/"}, "demo-verifier": ONE | {"drawn": "/work/drawn/"},
    "demo-supervisor": ONE | {"pressed": "/work/pressed/"}, "demo-arbiter": ONE, "demo-deputy": ONE, "demo-secretary": {
        "home": "/home/", "venues": "/office/venues/", "new-venue": "/office/venues/new/", "venue": "", "edit-venue": "", "venue-week": "",
        "rooms": "/office/rooms/", "room": "", "book-room": "", "booking": "", "siting": "/office/siting/",
    },
    "demo-head": {"board": "/board/", "board-party": "/board/party/", "board-wall": "/board/?mode=wall", "board-cases": "/board/cases/reported/", "coverage": "/office/coverage/"},
    "demo-admin": OFFICE, "demo-auditor": {"audit": "/audit/", "audit-looks": "/audit/looks/"}, "demo-resident": {"start": "/"},
    "demo-security": {"person": "", "duties": "/office/duties/", "duty": "", "import-duties": "/office/import/duties/",
                      "accounts": "/office/accounts/", "account": "", "coverage": "/office/coverage/", "outdated": "/office/duties/rights/",
                      "coverage-place": f"/office/coverage/{MICRO_GRID}/", "person-leave": ""},
}  # fmt: skip
SEEN_ELSEWHERE = {
    "audit-entry": "test_auditor", "draft": "test_auditor", "edit-draft": "test_auditor", "search-phone": "test_auditor",
    "abuse-case": "test_auditor",
    "case-paper": "test_work", "field-board": "test_keeper_phone", "field-act": "test_keeper_phone",
    "report-more": "test_report_to_rating", "report-alike": "test_resident",
    "report-check": "test_report_to_rating", "link": "test_report_to_rating", "act": "test_side_ways",
    "desk-bulk": "test_desk_keyboard", "desk-merge": "test_desk_keyboard", "track-act": "test_side_ways", "case-number": "every walk", "demo_login": "every walk",
    "dry-run": "test_office", "import-run": "tests/web/test_imports", "imported": "test_office", "setup-county": "test_office_set_up",
    "reset-account": "test_office_set_up", "mine": "test_wrong_doors", "inbox-read": "test_wrong_doors",
}  # fmt: skip
NO_PAGE = {"areas-map", "desk-map", "map-frame", "map-where", "tile", "healthz", "report", "report-guess", "home", "office", "staged-photo", "case-photo", "track-photo", "reveal-reporter",
           "inbox-know", "reveal-person", "correct-person", "appoint", "elder", "language", "mfa_download_recovery_codes",
           "desk-rows", "desk-pane", "desk-undo", "desk-handover-read", "desk-saved", "desk-saved-remove",
           "publish-draft", "discard-draft", "undo-import", "cancel-import", "rename-area", "close-area", "end-session", "end-sessions", "close-account",
           "cut-grids", "stop-cut", "adopt-cut", "start-plan", "move-buildings", "take-back-move", "drop-plan", "adopt-plan",
           "desk-saved-restore", "desk-columns", "desk-export", "board-map",
           "venues-map", "public-venues-map", "siting-map", "venue-calendar", "room-calendar"}  # fmt: skip
"""Answers that are not pages: redirects, pictures, what a map draws, forms that lead back to their page, the second step of a sign-in."""


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all addresses."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
        else:
            yield one.name


def test_no_page_is_left_out():
    seen = (
        {name for walk in (RESIDENT, MINE, *WALKS.values()) for name in walk}
        | SEEN_ELSEWHERE.keys()
        | WITH_PASSWORD
        | NO_PAGE
    )
    assert set(addresses(get_resolver().url_patterns)) - seen == set()


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


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("account", WALKS)
def test_the_pages_of_staff(visit, account, width):
    visitor = visit(account, width=width)
    pages = {name: path or sample(visitor, name) for name, path in WALKS[account].items()}
    tour(visitor, {name: path for name, path in pages.items() if path}, account.removeprefix("demo-") + "-")


@pytest.mark.parametrize("account", WALKS)
def test_the_pages_of_staff_in_english_and_large_on_the_smallest_screen(visit, account):
    """320 px is also what 400 % zoom leaves of a desk."""
    visitor = visit(account, width=320)
    pages = {name: path or sample(visitor, name) for name, path in WALKS[account].items()}
    visitor.read(language="en", elder=True)
    wrong = []
    for name, path in pages.items():
        if path:
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


FRAME = "nav a:not([href*='in=']):not([href*='-']), thead th, label, legend, summary, button, .btn, .tab, .sections a"
"""Words of the house, never of the county: only crumbs of areas and of single things (an id in the address) carry names."""
OF_ONE = {
    "home", "case", "field", "field-case", "inbox", "desk", "person", "duty", "unit", "account", "entry", "new-draft", "kinds", "me", "ground", "areas",
    "areas-in", "areas-micro-grid", "board-cases", "coverage", "coverage-place", "person-leave",
    "venues", "venue", "edit-venue", "venue-week", "rooms", "room", "book-room", "booking", "siting",
    "committees", "seat", "workforce", "worker", "party-tree", "without-party", "board-party",
    "grids", "studio", "boards",
}  # fmt: skip
"""Pages whose headings say who, where or what the county calls it."""
OF_POSTS = {"coverage-place", "person-leave", "committees", "workforce", "worker"}
"""Pages whose labels and headings of columns name a post, a background or a definition, which are the county's own data."""


def chinese(words: str) -> bool:
    """Written in Chinese, and not the way back to it."""
    return bool(re.search(r"[\u4e00-\u9fff]", words)) and "中文" not in words


def sample(visitor: Visitor, name: str) -> str:
    """The address of the first case, person or duty on this person's own list."""
    lists = {"case": ("/home/", "case/"), "field-case": ("/field/", "field/case/"), "person": ("/office/people/", "office/people/"),
             "duty": ("/office/duties/", "office/duties/"), "unit": ("/office/units/", "office/units/"),
             "account": ("/office/accounts/", "office/accounts/"),
             "seat": ("/office/committees/", "office/committees/"), "worker": ("/office/workforce/", "office/workforce/"),
             "person-leave": ("/office/people/", "office/people/"),
             "public-venue": ("/venues/", "venues/"), "venue-poster": ("/venues/", "venues/"),
             "venue": ("/office/venues/", "office/venues/"), "edit-venue": ("/office/venues/", "office/venues/"),
             "venue-week": ("/office/venues/", "office/venues/"), "room": ("/office/rooms/", "office/rooms/"),
             "book-room": ("/office/rooms/", "office/rooms/"), "booking": ("/office/rooms/", "office/rooms/")}  # fmt: skip
    below = {
        "person-leave": "leave/",
        "venue-poster": "poster/",
        "edit-venue": "edit/",
        "venue-week": "week/",
        "book-room": "book/",
    }
    at, start = lists[name]
    visitor.go(at)
    found = re.findall(rf'href="(/{start}[0-9a-f-]{{36}}/)["?]', visitor.page.content())
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


def test_main_pages_read_in_english_have_no_chinese_in_their_frame(visit):
    visitor = visit(width=390)
    for path in ("/", "/report/what/", "/find/", "/keeper/"):
        visitor.go(f"/look/language/en/?next={path}")
        if path == "/report/what/":
            visitor.go("/report/")
        visitor.look("english-" + (path.strip("/").replace("/", "-") or "start"))
        words = visitor.page.locator("h1, h2, label, legend, button, .btn, .tile, nav").all_inner_texts()
        assert [text for text in words if chinese(text)] == []
