"""Every page of every face, by who looks at it. A page added to the house without a line here fails
`test_every_page.test_no_page_is_left_out`."""

from liren.config.demo.cast import COMMUNITY, MICRO_GRID

RESIDENT = {
    "start": "/", "report-what": "/report/what/", "report-kind": "/report/kind/", "report-where": "/report/where/", "find": "/find/",
    "keeper": "/keeper/", "keeper-of": f"/keeper/?area={MICRO_GRID}", "keeper-none": "/keeper/?q=没有这条路",
    "seen": "/seen/", "privacy": "/privacy/", "access": "/access/", "developers": "/developers/", "developers-reference": "/developers/reference/", "account_login": "/login/",
    "account_inactive": "/login/closed/", "reset-password": "/login/reset/", "account_signup": "/login/signup/", "not-found": "/nowhere/",
    "offline": "/offline/", "public-venues": "/venues/", "camera-counts": "/cameras/public/", "footage": "/footage/", "public-venue": "", "venue-poster": "", "draws": "/draws/",
    "demo-texts": "/demo/texts/", "ask-which": "/help/", "ask": "/help/escort/", "enter": "/mine/enter/",
}  # fmt: skip
MINE = {"track": "/track/", "receipt": "/track/receipt/", "seen-mine": "/seen/"}
ONE = {"work": "/work/", "desk": "/desk/", "case": ""}
DESK = {"desk": "/desk/", "desk-empty": "/desk/?q=没有这件事", "case": "", "inbox": "/inbox/"}
OWN = {
    "account_logout": "/logout/", "account_set_password": "/login/password/", "mfa_index": "/mfa/",
    "mfa_activate_totp": "/mfa/totp/", "devices": "/login/devices/", "told": "/me/told/",
}  # fmt: skip
WITH_PASSWORD = {"account_change_password", "account_reauthenticate", "mfa_view_recovery_codes", "mfa_authenticate",
                 "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate"}  # fmt: skip
"""Pages of accounts that have a password; nobody in the demonstration has one (tests/web/test_login.py goes there)."""
FIELD = {
    "field": "/field/", "field-report": "/field/report/", "ground": "/field/ground/", "me": "/field/me/", "field-case": "", "groups": "/field/groups/", "group-registry": "/field/groups/list/",
    "inbox": "/inbox/",
}  # fmt: skip
OFFICE = {
    "people": "/office/people/", "people-none": "/office/people/?q=没有这个人", "person": "", "duties": "/office/duties/",
    "duty": "", "units": "/office/units/", "areas": "/office/areas/", "areas-in": f"/office/areas/?in={COMMUNITY}",
    "areas-micro-grid": f"/office/areas/?in={MICRO_GRID}", "kinds": "/office/kinds/", "imports": "/office/import/",
    "import": "/office/import/buildings/", "labels": f"/office/labels/?in={COMMUNITY}", "import-people": "/office/import/persons/", "keys": "/office/keys/", "hooks": "/office/hooks/", "cameras": "/cameras/", "new-camera": "/cameras/new/", "camera-filing": "/cameras/filing/", "offered-cameras": "/cameras/offered/", "looks": "/office/looks/", "inbox": "/inbox/",
    "setup": "/office/setup/", "unit": "", "troubles": "/office/troubles/", "letters": "/office/troubles/letters/", "entry": "/office/kinds/case_kind/noise/",
    "grids": "/office/grids/", "studio": f"/office/grids/{MICRO_GRID[:15]}/studio/", "boards": f"/office/grids/{MICRO_GRID[:15]}/boards/",
    "new-draft": "/office/kinds/calendar/china/draft/", "triage": "/office/triage/", "coverage": "/office/coverage/",
    "committees": "/office/committees/", "terms": "/office/committees/terms/", "seat": "", "workforce": "/office/workforce/", "worker": "", "device-list": "/office/devices/", "device-strays": "/office/devices/strays/", "new-device": "/office/devices/new/", "import-devices": "/office/import/devices/", "party-tree": "/office/units/?tree=both", "without-party": "/office/units/?tree=gaps",
}  # fmt: skip
WALKS: dict[str, dict[str, str]] = {
    "demo-dispatcher": DESK | OWN | {"desk-handover": "/desk/handover/", "search": "/search/?q=路灯", "search-number": "/search/?q=13800000147", "abuse": "/desk/abuse/", "callbacks": "/callbacks/", "exclusions": "/callbacks/exclusions/", "orders": "/orders/", "order": "", "order-batch": "/orders/batch/", "order-new": "/orders/new/", "team": "/orders/team/", "team-invite": "/orders/team/invite/", "duty-list": "/office/duty-list/", "duty-item": "", "routing": "/office/routing/", "hotline": "/office/hotline/", "hotline-orders": "/office/hotline/orders/?part=all", "hotline-pack": "", "hotline-import": "/office/import/hotline/", "desk-call": "/desk/call/", "hotline-return": "", "alarms": "/alarms/", "command": "/command/", "command-all": "/command/?layers=alarms,cases,devices,keepers", "command-figure": "/command/figures/judged/", "command-chain": "", "post-checks": "/office/devices/checks/", "post-checks-list": "/office/devices/checks/list/"}, "demo-keeper": FIELD, "demo-member": {"offers": "/orders/offers/", "membership": "/orders/me/", "order-mine": ""}, "demo-handler": DESK | {"work": "/work/"}, "demo-verifier": ONE | {"drawn": "/work/drawn/"},
    "demo-supervisor": ONE | {"camera-requests": "/cameras/requests/", "pressed": "/work/pressed/", "pressures": "/callbacks/pressure/"}, "demo-arbiter": ONE, "demo-deputy": ONE | {"drills": "/office/drills/", "new-drill": "/office/drills/new/"}, "demo-secretary": {
        "home": "/home/", "venues": "/office/venues/", "new-venue": "/office/venues/new/", "venue": "", "edit-venue": "", "venue-week": "",
        "rooms": "/office/rooms/", "room": "", "book-room": "", "booking": "", "siting": "/office/siting/",
    },
    "demo-head": {"board": "/board/", "command-wall": "/command/?mode=wall", "board-party": "/board/party/", "board-topics": "/board/topics/", "board-topic": "", "board-wall": "/board/?mode=wall", "board-cases": "/board/cases/reported/", "board-rates": "/board/rates/", "rates-cases": "/board/rates/reported/", "coverage": "/office/coverage/"},
    "demo-admin": OFFICE, "demo-auditor": {"audit": "/audit/", "audit-looks": "/audit/looks/", "audit-views": "/cameras/register/"}, "demo-resident": {"start": "/", "own": "/mine/"},
    "demo-security": {"person": "", "duties": "/office/duties/", "duty": "", "import-duties": "/office/import/duties/",
                      "accounts": "/office/accounts/", "account": "", "coverage": "/office/coverage/", "outdated": "/office/duties/rights/",
                      "coverage-place": f"/office/coverage/{MICRO_GRID}/", "person-leave": ""},
}  # fmt: skip
SEEN_ELSEWHERE = {
    "drill": "tests/web/test_drills", "drill-paper": "tests/web/test_drills",
    "alarm": "tests/web/test_alarms", "device": "tests/web/test_alarms", "edit-device": "tests/web/test_alarms",
    "camera": "tests/web/test_cameras", "edit-camera": "tests/web/test_cameras", "ask-view": "tests/web/test_cameras", "ticket": "tests/web/test_cameras",
    "footage-request": "tests/web/test_cameras", "footage-mine": "tests/web/test_cameras",
    "hook": "tests/web/test_hooks",
    "device-sip": "tests/web/test_sip_pages", "device-mqtt": "tests/web/test_mqtt_login",
    "hotline-ledger": "tests/web/test_hotline", "desk-call-told": "tests/web/test_call",
    "audit-entry": "test_auditor", "draft": "test_auditor", "edit-draft": "test_auditor", "search-phone": "test_auditor",
    "abuse-case": "test_auditor", "draw": "tests/web/test_followup", "exclusion": "tests/web/test_followup",
    "ask-receipt": "test_orders", "order-track": "test_orders", "order-link": "test_orders", "order-act": "test_orders", "order-told": "tests/web/test_order_entry",
    "rules": "tests/web/test_routing", "rule": "tests/web/test_routing", "whistle": "test_whistle", "whistles-mine": "test_whistle", "whistles": "test_whistle",
    "case-paper": "test_work", "field-board": "test_keeper_phone", "field-act": "test_keeper_phone",
    "report-more": "test_report_to_rating", "report-alike": "test_resident",
    "report-check": "test_report_to_rating", "link": "test_report_to_rating", "act": "test_side_ways",
    "desk-bulk": "test_desk_keyboard", "desk-merge": "test_desk_keyboard", "track-act": "test_side_ways", "case-number": "every walk", "demo_login": "every walk",
    "dry-run": "test_office", "import-run": "tests/web/test_imports", "imported": "test_office", "setup-county": "test_office_set_up",
    "reset-account": "test_office_set_up", "mine": "test_wrong_doors", "inbox-read": "test_wrong_doors", "here": "tests/web/test_posted",
}  # fmt: skip
NO_PAGE = {"drill-real", "command-now", "command-map", "case-alarm", "desk-alarms", "audit-month", "areas-map", "desk-map", "map-frame", "map-where", "tile", "revoke-key", "report", "report-guess", "home", "office", "staged-photo", "case-photo", "track-photo", "reveal-reporter", "callback-number", "draw-tickets", "rates-table", "rates-file", "order-where", "order-do", "team-confirm", "team-withdraw", "order-from-case", "arrange-rules", "rehearse-draft",
           "hotline-settle", "hotline-resend", "hotline-compare", "inbox-know", "reveal-person", "correct-person", "appoint", "elder", "language", "mfa_download_recovery_codes",
           "desk-rows", "desk-pane", "desk-undo", "desk-handover-read", "desk-saved", "desk-saved-remove",
           "publish-draft", "discard-draft", "undo-import", "cancel-import", "rename-area", "close-area", "end-session", "end-sessions", "close-account",
           "cut-grids", "stop-cut", "adopt-cut", "start-plan", "move-buildings", "take-back-move", "drop-plan", "adopt-plan",
           "desk-saved-restore", "desk-columns", "desk-export", "board-map",
           "venues-map", "public-venues-map", "siting-map", "ask-walks", "stop-walks", "venue-calendar", "room-calendar", "own-data", "own-close", "own-order", "consent", "track-told", "order-told",
           "incoming", "discard-incoming", "change-group", "wecom-callback", "wecom-robot", "wecom-login", "wecom-signed-in", "wechat-callback", "media-auth", "footage-link"}  # fmt: skip
"""Answers that are not pages: redirects, pictures, what a map draws, forms that lead back to their page, the second step of a sign-in."""

FRAME = "nav a:not([href*='in=']):not([href*='-']), thead th, label, legend, summary, button, .btn, .tab, .sections a"
"""Words of the house, never of the county: only crumbs of areas and of single things (an id in the address) carry names."""
OF_ONE = {
    "command", "command-all", "command-wall", "command-figure", "command-chain",
    "cameras", "drills", "new-drill", "new-camera", "camera-filing", "camera-requests", "footage", "audit-views",
    "home", "case", "field", "field-case", "inbox", "desk", "person", "duty", "unit", "account", "entry", "new-draft", "kinds", "me", "ground", "areas",
    "areas-in", "areas-micro-grid", "board-cases", "board-topic", "board-topics", "board-rates", "rates-cases", "coverage", "coverage-place", "person-leave",
    "venues", "venue", "edit-venue", "venue-week", "rooms", "room", "book-room", "booking", "siting",
    "committees", "keys", "hooks", "terms", "seat", "workforce", "worker", "party-tree", "without-party", "board-party",
    "grids", "studio", "boards", "labels", "orders", "order", "order-batch", "order-new", "team-invite", "duty-list", "duty-item", "routing", "order-mine", "team", "offers", "membership", "alarms",
}  # fmt: skip
"""Pages whose headings say who, where or what the county calls it."""
OF_POSTS = {
    "coverage-place",
    "person-leave",
    "committees",
    "terms",
    "workforce",
    "worker",
    "membership",
    "order",
    "order-batch",
    "team",
    "groups",
    "alarms",
    "command",
    "command-all",
    "post-checks",
    "camera-filing",
    "command-figure",
}
"""Pages whose labels and headings of columns name a post, a background or a definition, which are the county's own data."""
