"""The page for integrators, its reference, and the office's page of keys."""

import html
import itertools
import json
import re
import shlex
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from liren.kernel import AreaCode
from liren.kernel.ids import new_id
from liren.people.commands import AppointDuty, LinkAccount, RegisterPerson
from liren.trust import clients, gate, sql
from liren.trust.commands import IssueKey, OpenAccount
from liren.trust.registry import SCOPES
from tests.keys import issue
from tests.scene import FOUNDED, HOUSE, TOWN, id_of
from tests.web.staffroom import Room, key_of, text


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    account, person = id_of("account:admin"), id_of("person:admin")
    for order in (
        OpenAccount(account=account, username="admin", name="管管", password=None, must_use_totp=False, area=TOWN),
        RegisterPerson(person=person, area=TOWN, name="管管"),
        LinkAccount(person=person, account=account),
        AppointDuty(duty=new_id(), person=person, post="system_admin", area=TOWN, starts=FOUNDED),
    ):
        gate.execute(order, actor=HOUSE, now=FOUNDED, key=new_id())
    return made


@pytest.fixture(scope="module")
def admin(room):
    return room.browser("admin")


def form(page, **told):
    usual = {"key": key_of(page.content.decode()), "new-name": "热线平台", "new-scopes": ["cases.read", "cases.report"],
             "new-area": TOWN, "new-days": "365", "new-per_minute": "600"}  # fmt: skip
    return usual | {f"new-{name}": value for name, value in told.items()}


def secret_of(answer):
    return re.search(r"liren_(?:live|test)_[A-Za-z0-9_-]{43}", answer.content.decode()).group()


def test_a_key_is_issued_and_shown_once_and_a_second_click_shows_the_same(admin):
    filled = form(admin.get("/office/keys/"))
    first, again = admin.post("/office/keys/", filled), admin.post("/office/keys/", filled)
    assert (first.status_code, again.status_code) == (200, 200)
    secret = secret_of(first)
    assert secret == secret_of(again)
    assert clients.actor_of_key(secret, datetime.now(UTC)).scopes == ("cases.read", "cases.report")
    page = text(admin.get("/office/keys/"))
    assert secret not in page
    assert secret[11:17] in page
    assert "还没用过" in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(admin):
    page = admin.get("/office/keys/")
    for told, words in (
        ({"name": ""}, "给哪个系统用"), ({"scopes": []}, "至少选一个"), ({"days": "900"}, "1 到 730"),
        ({"area": "不知道"}, "没有这个区域"), ({"per_minute": "x"}, "每分钟几次"), ({"per_minute": "9000"}, "1 到 6000"),
    ):  # fmt: skip
        answer = admin.post("/office/keys/", form(page, **told))
        assert answer.status_code == 422, told
        assert words in text(answer)
        if "name" not in told:
            assert 'value="热线平台"' in answer.content.decode()


def test_a_key_is_revoked_with_a_reason_that_stays(admin):
    secret = secret_of(admin.post("/office/keys/", form(admin.get("/office/keys/"), name="要停的")))
    client = clients.actor_of_key(secret, datetime.now(UTC)).id
    without = admin.post(f"/office/keys/{client}/revoke/", {"key": new_id()})
    assert (without.status_code, "为什么停用" in text(without)) == (422, True)
    done = admin.post(f"/office/keys/{client}/revoke/", {"key": new_id(), f"{client}-reason": "系统下线"}, follow=True)
    assert "系统下线" in text(done)
    assert clients.actor_of_key(secret, datetime.now(UTC)) is None
    assert b"\xef\xbb\xbf" in admin.get("/office/keys/?csv").getvalue()[:3]


def test_only_who_keeps_the_keys_finds_the_page(room):
    assert room.browser("desk").get("/office/keys/").status_code == 404
    assert room.browser("desk").post("/office/keys/", {}).status_code == 404


# ---- the page for integrators ----


@pytest.fixture(scope="module")
def sandbox(room):
    """The demonstration's key, as `liren demo` issues it."""
    gate.execute(
        IssueKey(
            client=new_id(), secret=clients.DEMO_SECRET, name="沙箱", scopes=tuple(SCOPES), area=AreaCode(TOWN[:6]), sandbox=True,
        ),
        actor=HOUSE, now=datetime.now(UTC), key=new_id(),
    )  # fmt: skip


@pytest.fixture
def demo(monkeypatch):
    monkeypatch.setattr(settings, "LIREN_DEMO", True)


def test_the_examples_work_as_they_stand(room, sandbox, demo):
    client = Client(headers={"host": "localhost"})
    page = client.get("/developers/").content.decode()
    assert clients.DEMO_SECRET in page
    examples = [html.unescape(one) for one in re.findall(r'<pre id="try-(?!export)\w+"[^>]*>(.*?)</pre>', page, re.S)]
    assert len(examples) == 5
    before = sql.value("select count(*) from cases_case")
    for example in examples:
        words = shlex.split(example.replace("\\\n", " ").replace("$LIREN_KEY", clients.DEMO_SECRET))
        assert words[0] == "curl"
        headers = dict(w.split(": ", 1) for flag, w in itertools.pairwise(words) if flag == "-H")
        data = next((w for flag, w in itertools.pairwise(words) if flag == "-d"), None)
        address = words[-1].removeprefix("http://localhost")
        content_type = headers.pop("Content-Type", "application/octet-stream")
        method = "POST" if data else "GET"
        answer = client.generic(
            method, address, data or "", content_type, headers={k.lower(): v for k, v in headers.items()}
        )
        assert answer.status_code in (200, 201), (example, answer.content)
    assert sql.value("select count(*) from cases_case") == before


def test_without_a_demonstration_the_page_says_whom_to_ask(db):
    page = text(Client(headers={"host": "localhost"}).get("/developers/"))
    assert "系统管理员" in page
    assert clients.DEMO_SECRET not in page


def test_the_page_explains_every_status_that_the_document_names(db):
    client = Client(headers={"host": "localhost"})
    document = client.get("/api/openapi.json").json()
    page = client.get("/developers/").content.decode()
    statuses = {
        s for path in document["paths"].values() for told in path.values() for s in told["responses"] if s >= "400"
    }
    assert {s for s in statuses if f'id="error-{s}"' not in page} == set()


def test_the_reference_names_every_operation_and_field(db):
    client = Client(headers={"host": "localhost"})
    document = client.get("/api/openapi.json").json()
    page = client.get("/developers/reference/").content.decode()
    for path in document["paths"].values():
        for told in path.values():
            assert f'id="{told["operationId"]}"' in page
    for name in ("resume_since", "Idempotency-Key", "place_words", "ProblemDetails"):
        assert name in page


def test_the_document_is_kept_by_its_tag_and_comes_in_english(db):
    client = Client(headers={"host": "localhost"})
    first = client.get("/api/openapi.json")
    assert json.loads(first.content)["openapi"] == "3.1.0"
    assert client.get("/api/openapi.json", headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    english = client.get("/api/openapi.json", headers={"accept-language": "en"})
    assert english.headers["Content-Language"] == "en"
    assert client.post("/api/openapi.json").status_code == 405


def test_the_desk_reads_which_system_reported_and_what_it_noted(room):
    secret = issue("cases.report", "cases.note", name="巡查平台")
    lon, lat = room.scene.point()
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})
    told = {"kind": "street_light_out", "words": "路灯不亮", "lon": lon, "lat": lat}
    made = client.post("/api/v1/cases", told, "application/json", headers={"idempotency-key": "inspection-1"})
    case = made.json()["id"]
    words = {"words": "巡查时拍到的"}
    client.post(f"/api/v1/cases/{case}/notes", words, "application/json", headers={"idempotency-key": "inspection-2"})
    page = text(room.browser("desk").get(f"/case/{case}/"))
    assert page.count("巡查平台") >= 2
    assert "巡查时拍到的" in page
