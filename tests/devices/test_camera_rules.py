"""What may stand in the register of cameras, who may look and who may not, and how small counts are merged."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from liren.devices.rules import cameras, footage, law, views
from liren.devices.rules.purposes import Purpose, Terms, check, check_terms, opened_by
from liren.kernel import Refusal

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ME, UNIT = uuid4(), uuid4()
ENTRY = cameras.Entry(
    name="兰汀小区东门", place="同心路 1 号东门立柱", position="gate", type="fixed", owner=UNIT, engine_path="jiepai/gate-01",
    stream="rtsp://10.8.0.21:554/ch1", sign_posted=True, installed_on=date(2026, 9, 1), filing_number="镇公视〔2026〕12 号",
    filed_on=date(2026, 9, 20), retention_days=30, grade="",
)  # fmt: skip
OFFER = views.Offer(
    units=frozenset({UNIT}), accounts=frozenset(), barred_unit=None, barred_account=None, case_kind="blocked_fire_lane", purpose="",
    mode="", until=NOW + timedelta(days=1), withdrawn_at=None,
)  # fmt: skip
VIEWER = views.Viewer(account=ME, units=frozenset({UNIT}))
FIRE = Purpose(code="fire_safety", label="核实消防隐患", kinds=("blocked_fire_lane",), legal_basis="x")
TICKET = views.Ticket(
    id=uuid4(), path="jiepai/gate-01", mode="live", issued_at=NOW, expires_at=NOW + timedelta(minutes=10), revoked_at=None,
    session="", ended=False, camera_retired=False, offer_live=True,
)  # fmt: skip
CALL = views.Call(path="jiepai/gate-01", action="read", session="s1", identified=True)


def refused(entry: cameras.Entry) -> str:
    with pytest.raises(Refusal) as no:
        cameras.check(entry, date(2026, 11, 23), fresh=True)
    return no.value.code


def test_an_ordinary_camera_may_stand_in_the_register():
    cameras.check(ENTRY, date(2026, 11, 23), fresh=True)


@pytest.mark.parametrize("position", cameras.FORBIDDEN)
def test_a_forbidden_place_is_refused_with_the_article(position):
    with pytest.raises(Refusal, match="第八条"):
        cameras.check(replace(ENTRY, position=position), date(2026, 11, 23), fresh=True)


@pytest.mark.parametrize("place", ["二楼女卫生间", "浴室", "员工宿舍 302"])
def test_a_place_whose_words_say_a_forbidden_room_is_refused(place):
    assert refused(replace(ENTRY, place=place)) == "forbidden_place"


def test_outside_a_public_toilet_is_no_toilet():
    cameras.check(replace(ENTRY, place="菜场公厕门口朝外"), date(2026, 11, 23), fresh=True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"retention_days": 29}, "retention"), ({"filing_number": ""}, "filing"), ({"filed_on": date(2026, 11, 24)}, "filing"),
        ({"stream": "http://10.8.0.21/ch1"}, "stream"), ({"stream": "rtsp://admin:secret@10.8.0.21/ch1"}, "stream"),
        ({"engine_path": "../x"}, "engine_path"), ({"owner": None}, "no_owner"), ({"grade": "D"}, "grade"),
        ({"installed_on": date(2027, 1, 1)}, "installed_on"), ({"type": "drone"}, "camera_type"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused_by_its_field(change, code):
    assert refused(replace(ENTRY, **change)) == code


def test_a_camera_is_to_be_filed_within_thirty_days():
    assert law.filing_due(date(2026, 9, 1), None, None, None) == date(2026, 10, 1)


def issue(offer: views.Offer | None, viewer=VIEWER, purpose=FIRE, mode="live", words="看消防通道还堵不堵") -> str:
    try:
        views.check_issue(offer, viewer, purpose, mode, words, NOW)
    except Refusal as no:
        return no.code
    return "yes"


def test_without_a_case_there_is_no_view():
    assert issue(None) == "no_offer"


@pytest.mark.parametrize(
    ("offer", "viewer", "purpose", "mode", "words", "code"),
    [
        (OFFER, VIEWER, FIRE, "live", "看消防通道还堵不堵", "yes"),
        (replace(OFFER, withdrawn_at=NOW), VIEWER, FIRE, "live", "看消防通道", "offer_over"),
        (replace(OFFER, until=NOW), VIEWER, FIRE, "live", "看消防通道", "offer_over"),
        (OFFER, replace(VIEWER, units=frozenset()), FIRE, "live", "看消防通道", "not_offered"),
        (replace(OFFER, barred_account=ME), VIEWER, FIRE, "live", "看消防通道", "about_you"),
        (replace(OFFER, barred_unit=UNIT), VIEWER, FIRE, "live", "看消防通道", "about_you"),
        (OFFER, VIEWER, None, "live", "看消防通道", "purpose"),
        (OFFER, VIEWER, replace(FIRE, kinds=("standing_water",)), "live", "看消防通道", "purpose"),
        (OFFER, VIEWER, FIRE, "live", "看看", "view_words"),
        (OFFER, VIEWER, FIRE, "playback", "看消防通道", "four_eyes"),
        (OFFER, VIEWER, FIRE, "export", "看消防通道", "four_eyes"),
        (OFFER, VIEWER, FIRE, "snapshot", "截一张图附案件", "yes"),
        (replace(OFFER, case_kind="", purpose="alarm", mode="live"), VIEWER, FIRE, "live", "看消防通道", "not_approved"),
    ],
)  # fmt: skip
def test_who_may_look_is_decided_by_offer_purpose_and_person(offer, viewer, purpose, mode, words, code):
    assert issue(offer, viewer, purpose, mode, words) == code


@pytest.mark.parametrize(
    ("ticket", "call", "verdict"),
    [
        (TICKET, CALL, "open"),
        (None, CALL, "unknown"),
        (replace(TICKET, session="s1"), CALL, "replayed"),
        (replace(TICKET, session="s2"), CALL, "used"),
        (replace(TICKET, session="hls:1"), replace(CALL, session="hls:1", identified=False), ""),
        (replace(TICKET, expires_at=NOW), CALL, "expired"),
        (replace(TICKET, revoked_at=NOW), CALL, "revoked"),
        (replace(TICKET, offer_live=False), CALL, "expired"),
        (replace(TICKET, ended=True, session="s1"), CALL, "over"),
        (TICKET, replace(CALL, path="jiepai/gate-02"), "path"),
        (TICKET, replace(CALL, action="publish"), "action"),
        (TICKET, replace(CALL, action="playback"), "action"),
        (replace(TICKET, mode="playback"), replace(CALL, action="playback"), "open"),
        (replace(TICKET, camera_retired=True), CALL, "retired"),
        (TICKET, replace(CALL, session="", identified=False), ""),
    ],
)
def test_a_reader_of_the_engine_is_let_in_once(ticket, call, verdict):
    assert views.admit(ticket, call, NOW) == verdict


def test_a_ticket_goes_on_once_and_never_beyond_its_offer():
    views.check_renewal(TICKET, 0, NOW)
    with pytest.raises(Refusal, match="续过一次"):
        views.check_renewal(TICKET, 1, NOW)
    assert views.expires(NOW, 10, NOW + timedelta(minutes=4)) == NOW + timedelta(minutes=4)


def test_nobody_approves_their_own_request():
    with pytest.raises(Refusal, match="自己的申请"):
        views.check_decision(ME, ME, "看过情况，同意", decided=False)


def test_small_counts_are_named_together_and_never_alone():
    assert views.merged([("a", 9), ("b", 3), ("c", 4)], 5) == ([("a", 9)], 7)
    assert views.merged([("a", 9), ("b", 3)], 5) == ([], 12)
    assert views.merged([("a", 9), ("b", 0)], 5) == ([("a", 9)], 0)


def test_a_purpose_that_nobody_could_use_is_found_out():
    assert [p.key for p in check(Purpose(code="x", label="随便看看", legal_basis="x"))] == ["kinds"]
    assert opened_by([FIRE], "noise") == []


def test_a_ticket_of_eleven_minutes_cannot_be_set():
    terms = Terms(
        code="s", label="x", ticket_minutes=11, radius=300, most=4, request_minutes=60, answer_days=15, small=5
    )
    assert [p.key for p in check_terms(terms)] == ["ticket_minutes"]


def test_a_resident_says_where_when_and_why():
    wish = footage.Wish(
        place="同心路菜场北门", since=NOW - timedelta(hours=3), until=NOW - timedelta(hours=2), ground="property", relation="self",
        words="电动车被撞，想看是谁", name="王小明", phone="13800000147",
    )  # fmt: skip
    footage.check(wish, NOW)
    for change, field in (
        ({"since": None}, "since"), ({"until": NOW + timedelta(hours=1)}, "until"), ({"ground": "curious"}, "ground"),
        ({"phone": "12"}, "phone"), ({"until": NOW - timedelta(hours=4)}, "until"), ({"words": "看"}, "words"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as no:
            footage.check(replace(wish, **change), NOW)
        assert no.value.field == field
