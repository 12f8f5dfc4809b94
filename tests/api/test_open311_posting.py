"""Open311 posted to: what a report needs, what it comes back with, and what an adversary gets out of it: nothing."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liren.attachments import queries as attachments
from liren.cases import queries as cases
from liren.kernel.actor import the_house
from liren.trust import pace, sql
from tests.api import shapes
from tests.attachments.pictures import jpeg
from tests.keys import issue
from tests.written import entries

V2, TEST = "/open311/v2", "/open311/test/v2"
HOUSE = the_house("test")
FORM = "application/x-www-form-urlencoded; charset=utf-8"


@pytest.fixture(scope="module")
def street(town):
    town.now = datetime.now(UTC)
    town.key = issue("cases.report")
    town.reader = issue("cases.read")
    town.tried = issue("cases.report", sandbox=True)
    return town


@pytest.fixture
def system():
    return Client(headers={"host": "localhost"})


def told(town, n=1, **more):
    """A report of a dark lamp in the n-th micro-grid, different each time."""
    lon, lat = town.point(n)
    told.count += 1
    whole = {"api_key": town.key, "service_code": "street_light_out", "lat": lat, "long": lon,
             "description": f"路灯不亮，第 {told.count} 次"}  # fmt: skip
    return {name: value for name, value in (whole | more).items() if value is not None}


told.count = 0


def post(client, said, root=V2, fmt="json", **more):
    return client.post(f"{root}/requests.{fmt}", said, **more)


def posted(client, said, root=V2):
    answer = post(client, said, root)
    assert answer.status_code == 200, answer.content.decode()
    shapes.check(shapes.POSTED, answer.json())
    return answer.json()[0]


def refused(client, status, said, root=V2, **more):
    before = sql.value("select count(*) from cases_case")
    answer = post(client, said, root, **more)
    assert answer.status_code == status, answer.content.decode()
    shapes.check(shapes.ERRORS, answer.json())
    assert {one["code"] for one in answer.json()} == {status}
    assert sql.value("select count(*) from cases_case") == before
    return "".join(one["description"] for one in answer.json())


def card(town, id):
    return cases.case_card(HOUSE, id, town.now)


# ---- what comes of it ------------------------------------------------------------------------------------------------


def test_a_report_with_a_key_is_a_case_that_anybody_finds_by_its_id(street, system):
    said = told(street, description="路灯不亮\n已经三天了", first_name="小明", last_name="王", phone="13800000147",
                email="a@example.org", device_id="x", **{"attribute[lights]": "2", "attribute[pole][]": "A-7"})  # fmt: skip
    answer = posted(system, said)
    made = card(street, answer["service_request_id"])
    assert (made.words, made.case.channel, made.case.kind) == ("路灯不亮\n已经三天了", "open311", "street_light_out")
    assert made.answers == {"lights": "2", "pole": "A-7"}
    assert made.case.contactable
    assert made.case.reporter is None
    reporter = cases.reporter_masked(street.actor("desk"), made.case.id)
    assert reporter.phone.startswith("138")
    (found,) = system.get(f"{V2}/requests/{made.case.id}.json").json()
    assert (found["status"], found["service_code"]) == ("open", "street_light_out")


def test_the_secret_link_stands_in_the_notice_of_whoever_posted_and_nowhere_else(street, system):
    answer = posted(system, told(street))
    (link,) = re.findall(r"http://localhost(/t/\S+)", answer["service_notice"])
    assert system.get(link).status_code == 303
    followed = system.get("/track/receipt/")
    assert card(street, answer["service_request_id"]).number in followed.content.decode()
    assert (
        link
        not in Client()
        .get(f"{V2}/requests/{answer['service_request_id']}.json", headers={"host": "localhost"})
        .content.decode()
    )


def test_a_kind_that_is_not_for_everybody_comes_back_with_a_token_and_no_id(street, system):
    for kind in ("noise", "other", "suggestion"):
        answer = posted(system, told(street, service_code=kind))
        assert "service_request_id" not in answer
        assert system.get(f"{V2}/tokens/{answer['token']}.json").status_code == 404
        assert "/t/" in answer["service_notice"]


def test_xml_is_answered_in_xml(street, system):
    answer = post(system, told(street), fmt="xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert (root.tag, root[0].tag) == ("service_requests", "request")
    assert [one.tag for one in root[0]] == ["service_request_id", "service_notice", "account_id"]


def test_key_and_parameters_may_stand_in_the_address(street, system):
    said = told(street)
    key = said.pop("api_key")
    body = "&".join(f"{name}={value}" for name, value in said.items() if name != "description")
    answer = system.post(f"{V2}/requests.json?api_key={key}&jurisdiction_id=city.gov", body, content_type=FORM)
    assert answer.status_code == 200, answer.content.decode()


def test_a_photo_travels_with_the_form_and_an_outside_address_is_not_opened(street, system):
    photo = SimpleUploadedFile("lamp.jpg", jpeg(colour="navy"), "image/jpeg")
    answer = posted(system, told(street, description=None, media=photo, media_url="http://127.0.0.1:1/x.jpg"))
    made = card(street, answer["service_request_id"])
    assert made.case.photos_before == 1
    (kept,) = attachments.photos_of(HOUSE, "case", [made.case.id], area=made.case.scope)
    assert kept.role == "before"
    assert "media_url" in answer["service_notice"]
    (found,) = system.get(f"{V2}/requests/{made.case.id}.json").json()
    assert found["media_url"] is None


def test_a_report_may_say_where_in_words_by_area_or_by_building(street, system):
    lamp = posted(system, told(street, lat=None, long=None, address_string="界牌镇政府门口的路灯"))
    assert card(street, lamp["service_request_id"]).place_words == "界牌镇政府门口的路灯"
    area = street.made.at(12)[0].code
    by_area = posted(system, told(street, lat=None, long=None, address_id=area))
    assert card(street, by_area["service_request_id"]).case.area == area
    building = sql.value("select id from places_building limit 1")
    by_building = posted(system, told(street, lat=None, long=None, address_id=str(building)))
    assert card(street, by_building["service_request_id"]).building == building


def test_without_words_and_photo_the_kind_stands_for_them(street, system):
    answer = posted(system, told(street, 6, description=""))
    assert card(street, answer["service_request_id"]).words == "路灯不亮（提交的系统没有写说明）"


# ---- twice -----------------------------------------------------------------------------------------------------------


def test_a_nervous_client_posts_twice_and_there_is_one_case(street, system):
    said = told(street)
    first, again = posted(system, said), posted(system, said)
    assert again == first
    other = posted(system, said | {"description": said["description"] + "！"})
    assert other["service_request_id"] != first["service_request_id"]
    assert (
        posted(system, said | {"api_key": issue("cases.report")})["service_request_id"] != first["service_request_id"]
    )


def test_with_a_photo_twice_is_once_too(street, system):
    said = told(street)
    found = {
        posted(system, said | {"media": SimpleUploadedFile("a.jpg", jpeg(colour="red"), "image/jpeg")})[
            "service_request_id"
        ]
        for _ in range(2)
    }
    assert len(found) == 1


def test_over_the_turn_of_a_minute_it_is_still_once_and_later_it_is_new(street, system, monkeypatch):
    from liren.web import middleware

    said, start = told(street), street.now.replace(second=50, microsecond=0) + timedelta(minutes=2)

    class Clock:
        at = start

        @classmethod
        def now(cls, zone):
            return cls.at

    monkeypatch.setattr(middleware, "datetime", Clock)
    first = posted(system, said)
    Clock.at = start + timedelta(seconds=40)
    assert posted(system, said) == first
    Clock.at = start + timedelta(seconds=75)
    assert posted(system, said)["service_request_id"] != first["service_request_id"]


# ---- the test endpoint -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["endpoint", "key"])
def test_what_is_tried_out_is_checked_and_not_kept(street, system, how):
    tables = (
        "cases_case",
        "cases_note",
        "trust_key",
        "attachments_photo",
        "trust_timer",
        "trust_delivery",
    )

    def rows():
        return [entries(), *(sql.value(f"select count(*) from {table}") for table in tables)]

    root, key = (TEST, street.key) if how == "endpoint" else (V2, street.tried)
    before = rows()
    photo = SimpleUploadedFile("lamp.jpg", jpeg(), "image/jpeg")
    answer = posted(system, told(street, api_key=key, media=photo), root)
    assert rows() == before
    assert system.get(f"{V2}/requests/{answer['service_request_id']}.json").status_code == 404
    assert "/t/" not in answer["service_notice"]
    assert "没有保存" in answer["service_notice"]
    refused(system, 400, told(street, api_key=key, lat="95"), root)
    refused(system, 400, told(street, api_key=key, phone="123"), root)


# ---- "no" ------------------------------------------------------------------------------------------------------------


def test_without_a_key_that_holds_nothing_is_taken(street, system):
    for key in (None, "", "x", "liren_live_" + "A" * 43):
        refused(system, 403, told(street, api_key=key))
    assert "cases.report" in refused(system, 403, told(street, api_key=street.reader))


def test_a_key_of_another_community_reports_nothing_here(street, system):
    here = street.made.at(17)[1].code
    elsewhere = next(area.code for area in street.made.at(12) if not here.startswith(area.code))
    key = issue("cases.report", area=elsewhere)
    assert "区域" in refused(system, 403, told(street, 1, api_key=key))


@pytest.mark.parametrize(("change", "status"), [
    ({"service_code": None}, 400), ({"service_code": "033"}, 404), ({"lat": None}, 400), ({"long": "x"}, 400),
    ({"lat": None, "long": None}, 400), ({"lat": "10", "long": "10"}, 400), ({"lat": "119.7", "long": "32.1"}, 400),
    ({"phone": "1380000"}, 400), ({"description": "字" * 4001}, 400), ({"description": "🙂"}, 400),
    ({"attribute[nothing]": "1"}, 400), ({"attribute[lights]": "viele"}, 400), ({"attribute[lights][]": ["1", "2"]}, 400),
    ({"lat": None, "long": None, "address_id": "999"}, 400), ({"lat": None, "long": None, "address_id": "321181108999"}, 400),
    ({"service_code": "noise", "attribute[source]": "外星人"}, 400), ({"description": "a\0b"}, 400),
])  # fmt: skip
def test_what_is_wrong_with_a_report_is_said_and_nothing_is_kept(street, system, change, status):
    assert refused(system, status, told(street, **change))


def test_a_file_that_is_no_photo_is_named(street, system):
    file = SimpleUploadedFile("virus.exe", b"MZ" + b"\0" * 100, "application/octet-stream")
    assert "virus.exe" in refused(system, 400, told(street, media=file))


def test_too_many_photos_are_refused_and_none_is_kept(street, system):
    files = [SimpleUploadedFile(f"{n}.jpg", jpeg(colour=f"#0000{n:02x}"), "image/jpeg") for n in range(20)]
    assert "9" in refused(system, 400, told(street, media=files))


@pytest.mark.parametrize(("body", "kind"), [
    (b"{}", "application/json"), (b"--x\r\nbroken", "multipart/form-data; boundary=x"), (b"a", "multipart/form-data"),
    (b"&".join(b"a%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
    (b"description=" + b"a" * 1_100_000, "application/x-www-form-urlencoded"),
])  # fmt: skip
def test_a_body_that_is_no_form_is_said_so(street, system, body, kind):
    answer = system.generic("POST", f"{V2}/requests.json?api_key={street.key}", body, kind)
    assert answer.status_code == 400
    shapes.check(shapes.ERRORS, answer.json())


def test_one_key_cannot_post_without_end(street, system):
    slow = issue("cases.report", per_minute=3)
    answers = [post(system, told(street, api_key=slow, lat="x")) for _ in range(5)]
    assert [a.status_code for a in answers] == [400, 400, 400, 429, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= pace.WINDOW
    shapes.check(shapes.ERRORS, answers[-1].json())
