"""The JSON API as another system meets it: keys, lists that miss nothing, reports that are made once, plain refusals."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from liren.cases import commands as c
from liren.kernel.ids import new_id
from liren.trust import deliveries, sql
from tests.keys import issue, revoke
from tests.scene import OFFICE, id_of

ALL = ("cases.read", "cases.words", "cases.report", "cases.note", "services.read")


class Caller:
    """A program with a key."""

    def __init__(self, *scopes, **more):
        self.secret = issue(*(scopes or ALL), **({"per_minute": 6000} | more))
        self.client = Client(headers={"host": "localhost"})

    def ask(self, method, path, content=None, **headers):
        headers = {"authorization": f"Bearer {self.secret}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        told = {"data": json.dumps(content), "content_type": "application/json"} if content is not None else {}
        return self.client.generic(method, path, headers=headers, **told)

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, content, key=None, **headers):
        return self.ask("POST", path, content, **({"idempotency-key": key or str(uuid4())} | headers))


@pytest.fixture(autouse=True)
def today(town):
    """Requests come now, so the people act now, too."""
    town.now = datetime.now(UTC)


@pytest.fixture(scope="module")
def caller(town):
    return Caller()


def a_report(town, n=0, **more):
    lon, lat = town.point(n)
    return {"kind": "street_light_out", "words": "路灯不亮", "lon": lon, "lat": lat} | more


# ---- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [None, "Bearer", "Basic YTpi", "Bearer nonsense", "Bearer liren_live_" + "a" * 43])
def test_without_a_key_that_holds_the_answer_is_401_and_says_what_to_do(town, header):
    client = Client(headers={"host": "localhost"} | ({"authorization": header} if header else {}))
    answer = client.get("/api/v1/cases")
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] in ("key_missing", "key_unknown")


def test_a_revoked_key_is_told_so_at_once(town):
    id = new_id()
    caller = Caller("cases.read", client=id)
    assert caller.get("/api/v1/cases").status_code == 200
    revoke(id)
    assert caller.get("/api/v1/cases").json()["code"] == "key_revoked"


def test_a_key_without_the_scope_is_told_which_one_it_lacks_in_both_languages(town):
    caller = Caller("cases.report")
    answer = caller.get("/api/v1/cases")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope")
    assert "cases.read" in answer.json()["detail"]
    english = caller.get("/api/v1/cases", accept_language="en-GB,en;q=0.9")
    assert english.headers["Content-Language"] == "en"
    assert "cases.read" in english.json()["detail"]


def test_the_key_says_what_it_may_do(caller):
    said = caller.get("/api/v1/key").json()
    assert said["scopes"] == list(ALL)
    assert (said["area"], said["sandbox"], said["per_minute"]) == ("321181108", False, 6000)


def test_too_many_requests_are_told_when_to_come_back_and_then_served(town, monkeypatch):
    from liren.web import middleware

    class Clock(datetime):
        moment = datetime(2027, 3, 1, 8, 0, 30, tzinfo=UTC)

        @classmethod
        def now(cls, tz=None):
            return cls.moment

    monkeypatch.setattr(middleware, "datetime", Clock)
    caller = Caller("cases.read", per_minute=20, until=datetime(2027, 6, 1, tzinfo=UTC))
    answers = [caller.get("/api/v1/key") for _ in range(25)]
    assert [a.status_code for a in answers] == [200] * 20 + [429] * 5
    late = answers[-1]
    assert late.headers["Retry-After"] == "30"
    assert late.json()["code"] == "too_many"
    assert answers[0].headers["RateLimit"] == '"key";r=19;t=30'
    Clock.moment += timedelta(seconds=30)
    assert caller.get("/api/v1/key").status_code == 200


def test_ten_thousand_requests_lose_and_double_nothing(town):
    caller = Caller("cases.report", per_minute=40)
    key, made = str(uuid4()), set()
    statuses = []
    for _ in range(10_000):
        answer = caller.post("/api/v1/cases", a_report(town), key=key)
        statuses.append(answer.status_code)
        made |= {answer.json()["id"]} if answer.status_code == 201 else set()
    assert set(statuses) == {201, 429}
    assert len(made) == 1
    assert sql.value("select count(*) from cases_case where id = %s", (made.pop(),)) == 1
    used = sql.one("select sum(calls) as calls, max(in_minute) as most from trust_client_use where calls >= 10000")
    assert used["calls"] == 10_000


# ---- reading ---------------------------------------------------------------------------------------------------------


def read_all(caller, query=""):
    found, cursor = [], ""
    while cursor is not None:
        page = caller.get(f"/api/v1/cases?size=3{query}" + (f"&cursor={cursor}" if cursor else "")).json()
        found += page["cases"]
        cursor = page["next"]
    return found


def test_pages_miss_nothing_while_cases_change_under_way(town, caller):
    before = {town.report(n=n) for n in range(7)}
    first = caller.get("/api/v1/cases?size=3").json()
    moved = UUID(first["cases"][0]["id"])
    town.do("desk", c.DispatchCase, moved)
    later = town.report(n=8)
    seen, cursor = [*first["cases"]], first["next"]
    while cursor:
        page = caller.get(f"/api/v1/cases?size=3&cursor={cursor}").json()
        seen, cursor = [*seen, *page["cases"]], page["next"]
    ids = [UUID(one["id"]) for one in seen]
    assert {*before, later} <= set(ids)
    assert ids.count(moved) == 2, "what changed under way comes again, as it is now"
    assert seen[-1]["updated_at"] >= first["cases"][0]["updated_at"]


def test_a_page_is_one_statement_besides_the_key_and_its_pace(town, caller):
    with sql.counted() as seen:
        assert caller.get("/api/v1/cases").status_code == 200
    assert len(seen) == 3, [s[:80] for s in seen]


def test_what_changed_since_a_moment_and_other_filters(town, caller):
    case = town.report(n=3)
    town.do("desk", c.DispatchCase, case)
    scope = town.state(case).scope
    row = sql.one("select changed_at, now() as now from cases_case where id = %s", (case,))
    mine = read_all(caller, f"&area={scope}&state=dispatched&kind=street_light_out")
    assert str(case) in [one["id"] for one in mine]
    assert {one["area"] for one in mine} == {scope}
    later = (row["changed_at"] + timedelta(microseconds=1)).isoformat().replace("+", "%2B")
    assert str(case) not in [one["id"] for one in read_all(caller, f"&updated_since={later}")]
    assert read_all(caller, "&area=321181109") == []


def test_nothing_sealed_confidential_or_against_a_unit_is_there_whatever_the_scopes(town, caller):
    sealed = town.report(town.actor("resident"), sealed=True)
    against = town.report(about_unit=id_of(OFFICE))
    shown = {one["id"] for one in read_all(caller)}
    for case in (sealed, against):
        assert str(case) not in shown
        assert caller.get(f"/api/v1/cases/{case}").status_code == 404
        assert caller.post(f"/api/v1/cases/{case}/notes", {"words": "看得到吗"}).status_code == 404


def test_a_case_comes_with_its_timeline_and_words_only_for_the_scope(town, caller):
    case = town.closed(n=5)
    whole = caller.get(f"/api/v1/cases/{case}").json()
    assert [h["event"] for h in whole["timeline"]][:2] == ["CaseReported", "CaseDispatched"]
    assert whole["title"] == "路灯不亮，已经三天了"
    assert whole["timeline"][0]["words"] == "路灯不亮，已经三天了"
    bare = Caller("cases.read").get(f"/api/v1/cases/{case}").content.decode()
    assert "路灯" not in bare
    assert json.loads(bare)["lon"] is None
    for name in ("王小明", "13800000147", str(town.account("handler"))):
        assert name not in bare + json.dumps(whole, ensure_ascii=False)


def test_a_key_of_one_grid_sees_and_reports_nothing_next_door(town):
    here, there = (town.made.at(17)[n].code for n in (0, 15))
    caller = Caller(*ALL, area=str(here))
    mine, other = town.report(n=0), town.report(n=15)
    ids = {one["id"] for one in read_all(caller)}
    assert str(mine) in ids
    assert str(other) not in ids
    assert caller.get(f"/api/v1/cases/{other}").status_code == 404
    answer = caller.post("/api/v1/cases", a_report(town, 15))
    assert (answer.status_code, answer.json()["code"]) == (403, "key_area"), there


def test_reference_data_is_compared_by_its_tag(town, caller):
    for path in ("/api/v1/kinds", "/api/v1/areas", "/api/v1/units"):
        first = caller.get(path)
        assert first.status_code == 200
        again = caller.get(path, if_none_match=first.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")
    assert caller.get("/api/v1/cases").headers["Cache-Control"] == "no-store"


def test_areas_are_walked_down_and_points_found(town, caller):
    county = caller.get("/api/v1/areas").json()["areas"][0]
    towns = caller.get(f"/api/v1/areas?parent={county['code']}").json()["areas"]
    assert "321181108" in [a["code"] for a in towns]
    assert caller.get("/api/v1/areas/321181108").json()["level"] == "town"
    assert caller.get("/api/v1/areas/999").status_code == 404
    lon, lat = town.point(4)
    found = caller.get(f"/api/v1/locate?lon={lon}&lat={lat}").json()["areas"]
    assert found[0]["code"] == town.made.at(17)[4].code
    assert found[-1]["level"] in ("province", "city", "county")
    assert caller.get(f"/api/v1/locate?lon={lat}&lat={lon}").status_code == 422


# ---- writing ---------------------------------------------------------------------------------------------------------


def test_a_report_is_made_once_however_often_it_is_sent(town, caller):
    told, key = a_report(town, 2, phone="13900001111", name="李四"), "order-20261123-0001"
    first = caller.post("/api/v1/cases", told, key)
    assert first.status_code == 201, first.content
    again = caller.post("/api/v1/cases", told, key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert first.headers["Location"] == f"/api/v1/cases/{first.json()['id']}"
    other = caller.post("/api/v1/cases", told | {"words": "是另一件事"}, key)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    case = UUID(first.json()["id"])
    assert town.state(case).channel == "api"
    assert town.state(case).reporter is None, "the key is nobody who could rate or withdraw"
    entry = town.entries(case)[0]
    assert (entry.actor_kind, entry.actor_account is not None) == ("client", True)
    while deliveries.drain(lambda: datetime.now(UTC)):
        pass
    assert town.state(case).keeper is not None, "it goes the way of every report"


def test_a_place_in_words_alone_lies_in_the_area_of_the_key(town):
    community = str(town.made.at(17)[0].code[:12])
    answer = Caller("cases.report", area=community).post(
        "/api/v1/cases", {"kind": "street_light_out", "words": "路灯不亮", "place_words": "村口小店旁边"}
    )
    assert (answer.status_code, answer.json().get("area")) == (201, community), answer.content
    nowhere = Caller("cases.report").post("/api/v1/cases", {"kind": "street_light_out", "words": "路灯不亮"})
    assert (nowhere.status_code, nowhere.json()["field"]) == (422, "place_words")


def test_two_keys_with_the_same_idempotency_key_make_two_reports(town, caller):
    told, key = a_report(town), "the-same-for-both"
    other = Caller("cases.report")
    ids = {one.post("/api/v1/cases", told, key).json()["id"] for one in (caller, other)}
    assert len(ids) == 2


def test_without_an_idempotency_key_nothing_is_made(town, caller):
    answer = caller.ask("POST", "/api/v1/cases", a_report(town))
    assert (answer.status_code, answer.json()["field"]) == (400, "Idempotency-Key")


def test_the_sandbox_answers_as_the_real_thing_and_keeps_nothing(town):
    caller = Caller("cases.report", "cases.read", sandbox=True)
    before = sql.value("select count(*) from cases_case")
    answer = caller.post("/api/v1/cases", a_report(town))
    assert answer.status_code == 201
    assert answer.json()["sandbox"] is True
    assert answer.json()["number"]
    assert sql.value("select count(*) from cases_case") == before
    assert caller.post("/api/v1/cases", a_report(town, kind="no_such_kind")).status_code == 422
    assert caller.get(f"/api/v1/cases/{answer.json()['id']}").status_code == 404


def test_a_note_is_read_by_colleagues_and_signed_by_the_system(town):
    from liren.cases import queries

    caller = Caller("cases.note", name="热线平台")
    case = town.dispatched(n=6)
    answer = caller.post(f"/api/v1/cases/{case}/notes", {"words": "已回访"})
    assert answer.status_code == 201, answer.content
    card = queries.case_card(town.actor("desk"), case, town.now)
    note = card.notes[UUID(answer.json()["id"])]
    assert (note.text, note.author, note.visible_to_reporter) == ("已回访", "热线平台", False)
    assert caller.post(f"/api/v1/cases/{uuid4()}/notes", {"words": "没有这件"}).status_code == 404


def a_photo(colour="teal"):
    file = BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return SimpleUploadedFile("lamp.jpg", file.getvalue(), "image/jpeg")


def upload(caller, file, key=None, **more):
    headers = {"authorization": f"Bearer {caller.secret}", "idempotency-key": key or str(uuid4())}
    return caller.client.post("/api/v1/photos", {"photo": file} | more, headers=headers)


def test_a_photo_goes_along_with_its_report_and_is_the_same_photo_twice(town, caller):
    key = str(uuid4())
    first, again = upload(caller, a_photo(), key), upload(caller, a_photo(), key)
    assert (first.status_code, again.status_code) == (201, 201), first.content
    assert first.json()["id"] == again.json()["id"]
    assert upload(caller, a_photo("red"), key).status_code == 409
    made = caller.post("/api/v1/cases", a_report(town, photos=[first.json()["id"]]))
    assert made.status_code == 201, made.content
    assert town.state(UUID(made.json()["id"])).photos_before == 1
    another = Caller("cases.report").post(
        "/api/v1/cases", a_report(town, photos=[upload(caller, a_photo()).json()["id"]])
    )
    assert (another.status_code, another.json()["field"]) == (422, "photos"), "a photo of another key is not there"


def test_what_is_no_photo_is_refused_and_a_sandbox_keeps_none(town, caller):
    text = SimpleUploadedFile("lamp.jpg", b"not a picture", "image/jpeg")
    for answer, status in (
        (upload(caller, text), 422), (upload(caller, a_photo(), more=a_photo()), 422), (upload(caller, a_photo(), words="x"), 422),
        (caller.post("/api/v1/photos", {"photo": "x"}), 415),
    ):  # fmt: skip
        assert (answer.status_code, answer.json()["code"] != "") == (status, True), answer.content
    before = sql.value("select count(*) from attachments_photo")
    sandbox = Caller("cases.report", sandbox=True)
    photo = upload(sandbox, a_photo())
    assert (photo.status_code, photo.json()["sandbox"]) == (201, True)
    assert sandbox.post("/api/v1/cases", a_report(town, photos=[photo.json()["id"]])).status_code == 201
    assert sql.value("select count(*) from attachments_photo") == before


# ---- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": None}, "kind"), ({"lon": "119"}, "lon"), ({"lon": 500}, "lon"), ({"colour": "red"}, "colour"),
        ({"photos": ["x"]}, "photos[0]"), ({"words": "字" * 2001}, "words"), ({"severity": "very"}, "severity"),
        ({"phone": "1380000"}, "phone"), ({"answers": {"nothing": "x"}}, "nothing"), ({"words": "a\x00b"}, "words"),
        ({"lon": None}, "lon"), ({"occurred_at": "2020-01-01T00:00:00"}, "occurred_at"), ({"area": "32118110"}, "area"),
        ({"photos": [str(uuid4())]}, "photos"), ({"kind": "no_such_kind"}, "kind"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_its_remedy(town, caller, change, field):
    answer = caller.post("/api/v1/cases", a_report(town) | change)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert answer.json().get("field") == field
    assert len(answer.json()["detail"]) > 5


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("size=0", "size"), ("size=x", "size"), ("colour=red", "colour"), ("size=1&size=2", "size"), ("cursor=junk", None),
        ("updated_since=yesterday", "updated_since"), ("area=12x", "area"), ("kind=%00", "kind"), ("area=%EF%BC%91%EF%BC%92", "area"),
        ("cursor=MjAyNi0xMS0yMyAwMA%3D%3D", None), ("cursor=%C3%A4", None), ("cursor=MjAyNiBhYmM%3D", None),
    ],
)  # fmt: skip
def test_a_bad_question_is_answered_with_a_sentence(caller, query, field):
    answer = caller.get(f"/api/v1/cases?{query}")
    assert answer.status_code == 422, answer.content
    assert answer.json().get("field") == field


def test_a_thousand_fields_are_too_many(caller):
    assert caller.get("/api/v1/cases?" + "&".join(f"a{n}=1" for n in range(1_001))).status_code == 400
    assert upload(caller, a_photo(), **{f"a{n}": "1" for n in range(1_001)}).status_code == 400
    assert upload(caller, a_photo(), words="x" * 1_100_000).status_code == 413
    assert upload(caller, a_photo(), **{f"f{n}": a_photo() for n in range(101)}).status_code == 400


def test_methods_formats_and_addresses_that_are_not_there(town, caller):
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
        answer = caller.ask(method, "/api/v1/cases")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST"), method
    assert caller.get("/api/v1/cases", accept="text/csv").status_code == 406
    assert caller.ask("HEAD", "/api/v1/cases").status_code == 200
    told = {"idempotency-key": str(uuid4()), "authorization": f"Bearer {caller.secret}"}
    for content, kind, status in (
        ("<x/>", "application/xml", 415), ("{", "application/json", 400),
        ('{"kind": "\ud800"}'.encode("utf-8", "surrogatepass"), "application/json", 400),
        ("[" * 100_000, "application/json", 422), (" " * 300_000, "application/json", 413),
        (" " * 1_100_000, "application/json", 413),
    ):  # fmt: skip
        answer = caller.client.generic("POST", "/api/v1/cases", content, kind, headers=told)
        assert answer.status_code == status, (content[:9], answer.content)
    for path in ("/api/", "/api/v1/nothing", "/api/v1/cases/", "/api/v1/cases/12", "/api/v2/cases"):
        answer = caller.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json"), path


def test_cookies_and_sessions_have_no_part_in_it(town, caller):
    browser = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    browser.cookies["sessionid"] = "whatever"
    answer = browser.get("/api/v1/key", headers={"authorization": f"Bearer {caller.secret}"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert browser.post("/api/v1/cases", {}, content_type="application/json").status_code == 401
