"""Open311 read by anybody: the addresses, the formats, the filters, and how "no" is said."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from liren.api.open311 import tokens
from liren.cases import commands as c
from liren.cases.kinds import shipped_kinds
from liren.kernel import Code
from liren.kernel.ids import new_id
from tests.api import shapes

V2 = "/open311/v2"
LAMP, ROAD = Code("street_light_out"), Code("road_damage")


@pytest.fixture(scope="module")
def street(town):
    """Three matters of the street, of which one has ended, and one that lies about."""
    town.now = datetime.now(UTC)
    town.lamp = town.report(n=1, words="我姓欧阳，家门口的灯不亮", place_words="锦禾里 1 幢 305 门口")
    town.road = town.dispatched(n=2, kind=ROAD, words="路面塌了")
    town.ended = town.closed(n=3)
    town.idea = town.report(n=4, kind=Code("suggestion"), words="多种几棵树")
    return town


@pytest.fixture
def anybody():
    return Client(headers={"host": "localhost"})


def listed(client, **asked):
    answer = client.get(f"{V2}/requests.json", asked)
    assert answer.status_code == 200, answer.content.decode()
    return {one["service_request_id"]: one for one in answer.json()}


def refused(client, code, **asked):
    answer = client.get(f"{V2}/requests.json", asked)
    assert answer.status_code == code
    (error,) = answer.json()
    assert error["code"] == code
    return error["description"]


# ---- shapes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", ["/open311", V2, "/open311/test/v2"])
def test_the_discovery_names_a_production_and_a_test_endpoint(street, anybody, root):
    found = anybody.get(f"{root}/discovery.json").json()
    shapes.check(shapes.DISCOVERY, found)
    assert [one["type"] for one in found["endpoints"]] == ["production", "test"]
    assert [one["url"] for one in found["endpoints"]] == [
        "http://localhost/open311/v2",
        "http://localhost/open311/test/v2",
    ]
    for changed in (found["changeset"], *(one["changeset"] for one in found["endpoints"])):
        assert datetime.fromisoformat(changed).tzinfo


def test_the_discovery_in_xml_says_which_formats_there_are(street, anybody):
    root = ElementTree.fromstring(anybody.get("/open311/discovery.xml").content)
    assert [one.tag for one in root] == ["changeset", "contact", "key_service", "endpoints"]
    assert [f.text for f in root.iter("format")] == ["text/xml", "application/json"] * 2


def test_every_kind_on_offer_is_a_service_with_its_questions(street, anybody):
    found = anybody.get(f"{V2}/services.json").json()
    shapes.check(shapes.SERVICES, found)
    by_code = {one["service_code"]: one for one in found}
    assert set(by_code) == {code for code, kind in shipped_kinds().items() if kind.secrecy < 2 and kind.for_people}
    assert by_code[LAMP]["type"] == "realtime"
    assert by_code["suggestion"]["type"] == "batch"
    assert by_code["noise"]["type"] == "blackbox"
    for code, one in by_code.items():
        definition = anybody.get(f"{V2}/services/{code}.json").json()
        shapes.check(shapes.DEFINITION, definition)
        assert bool(definition["attributes"]) is one["metadata"]


def test_a_definition_carries_order_type_unit_and_values(anybody, street):
    lamp = anybody.get(f"{V2}/services/{LAMP}.json").json()["attributes"]
    assert [(a["order"], a["code"], a["datatype"]) for a in lamp] == [(1, "pole", "string"), (2, "lights", "number")]
    assert lamp[1]["datatype_description"] == "单位：盏"
    noise = anybody.get(f"{V2}/services/noise.json").json()["attributes"]
    assert noise[0]["datatype"] == "singlevaluelist"
    assert {"key": "施工", "name": "施工"} in noise[0]["values"]


def test_a_request_has_the_shape_of_the_standard(street, anybody):
    answer = anybody.get(f"{V2}/requests/{street.lamp}.json")
    shapes.check(shapes.REQUESTS, answer.json())
    (one,) = answer.json()
    assert (one["status"], one["service_code"]) == ("open", LAMP)
    assert one["description"].endswith("：路灯不亮")
    assert datetime.fromisoformat(one["requested_datetime"]) == street.state(street.lamp).reported_at.replace(
        microsecond=0
    )
    assert datetime.fromisoformat(one["expected_datetime"]) > street.now
    assert one["zipcode"] is one["media_url"] is one["service_notice"] is None


def test_a_closed_request_was_updated_when_it_was_closed(street, anybody):
    (one,) = anybody.get(f"{V2}/requests/{street.ended}.json").json()
    assert (one["status"], one["status_notes"]) == ("closed", "已核查结案")
    assert datetime.fromisoformat(one["updated_datetime"]) == street.state(street.ended).closed_at.replace(
        microsecond=0
    )
    assert one["expected_datetime"] is None


def test_xml_leaves_dates_without_a_value_out_and_says_the_same_as_json(street, anybody):
    for case in (street.lamp, street.ended):
        answer = anybody.get(f"{V2}/requests/{case}.xml")
        (told,) = anybody.get(f"{V2}/requests/{case}.json").json()
        root = ElementTree.fromstring(answer.content)
        assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        assert (root.tag, root[0].tag) == ("service_requests", "request")
        fields = {e.tag: e.text for e in root[0]}
        assert fields == {
            name: None if value is None else str(value)
            for name, value in told.items()
            if value is not None or not name.endswith("_datetime")
        }
    assert "expected_datetime" not in fields


@pytest.mark.parametrize(
    ("fmt", "kind"), [("xml", "text/xml; charset=utf-8"), ("json", "application/json; charset=utf-8")]
)
@pytest.mark.parametrize("path", ["services", "services/noise", "requests", "requests/none", "tokens/none", "nothing"])
def test_content_types_are_exactly_those_of_the_standard(street, anybody, path, fmt, kind):
    assert anybody.get(f"{V2}/{path}.{fmt}")["Content-Type"] == kind


# ---- filters ---------------------------------------------------------------------------------------------------------


def test_the_list_is_the_street_newest_first(street, anybody):
    assert list(listed(anybody)) == [str(case) for case in (street.ended, street.road, street.lamp)]


def test_filters_narrow_together(street, anybody):
    assert set(listed(anybody, service_code=f"{LAMP},{ROAD}")) == {
        str(street.lamp),
        str(street.road),
        str(street.ended),
    }
    assert set(listed(anybody, service_code=LAMP)) == {str(street.lamp), str(street.ended)}
    assert set(listed(anybody, service_code=LAMP, status="open")) == {str(street.lamp)}
    assert set(listed(anybody, status="open,closed")) == set(listed(anybody))
    assert listed(anybody, service_code=ROAD, status="closed") == {}


def test_ids_override_every_other_filter(street, anybody):
    both = f"{street.lamp},{street.ended},{new_id()},nonsense,{street.idea}"
    assert set(listed(anybody, service_request_id=both, status="closed", service_code=ROAD, start_date="1999-01-01")) == {
        str(street.lamp), str(street.ended),
    }  # fmt: skip


def test_an_empty_parameter_is_an_absent_one(street, anybody):
    empty = dict.fromkeys(
        ("service_request_id", "service_code", "status", "start_date", "end_date", "page", "bbox", "lat"), ""
    )
    assert listed(anybody, **empty) == listed(anybody)


def test_days_bound_the_list_and_more_than_ninety_are_refused(street, anybody):
    def at(days: float) -> str:
        return (street.now + timedelta(days=days)).isoformat()

    assert listed(anybody, start_date=at(-91), end_date=at(-1.5)) == {}
    assert len(listed(anybody, start_date=at(-1), end_date=at(1))) == 3
    assert len(listed(anybody, start_date=at(-1))) == 3
    assert listed(anybody, start_date=at(-100)) == {}, "with a beginning alone the span ends 90 days later"
    assert listed(anybody, end_date=at(-1)) == {}
    assert len(listed(anybody, end_date=at(89))) == 3
    assert "90 天" in refused(anybody, 400, start_date=at(-90), end_date=at(0.1))
    assert "对调" in refused(anybody, 400, start_date=at(0), end_date=at(-1))


@pytest.mark.parametrize(
    "text", ["2026-11-23T00:00:00Z", "2026-11-23", "2026-11-23T08:00:00 08:00", "2026-11-23T08:00:00"]
)
def test_dates_are_read_in_every_way_clients_write_them(street, anybody, text):
    assert anybody.get(f"{V2}/requests.json", {"start_date": text}).status_code == 200


def test_pages_follow_one_another_without_gap_or_repeat(street, anybody):
    pages = [list(listed(anybody, page_size=1, page=n)) for n in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [1, 1, 1, 0]
    assert [id for page in pages for id in page] == list(listed(anybody))


def test_a_box_and_a_circle_find_what_lies_in_them(street, anybody):
    found = listed(anybody)[str(street.road)]
    lat, lon = found["lat"], found["long"]
    around = ",".join(str(round(side, 5)) for side in (lon - 0.0002, lat - 0.0002, lon + 0.0002, lat + 0.0002))
    assert str(street.road) in listed(anybody, bbox=around)
    assert str(street.road) in listed(anybody, lat=lat, long=lon, radius=30)
    assert str(street.road) not in listed(anybody, lat=lat + 0.02, long=lon, radius=30)
    assert listed(anybody, bbox="0,0,1,1") == {}
    assert listed(anybody, lat=lat, long=lon, radius=30, status="closed", service_code=ROAD) == {}


@pytest.mark.parametrize(("asked", "status"), [
    ({"status": "done"}, 400), ({"status": "open,fixed"}, 400), ({"service_code": "033"}, 404),
    ({"start_date": "yesterday"}, 400), ({"start_date": "0001-01-01T00:00:00+14:00"}, 400), ({"end_date": "2026-13-01"}, 400),
    ({"page": "0"}, 400), ({"page": "-1"}, 400), ({"page": "１"}, 400), ({"page_size": "1001"}, 400),
    ({"page": "99999999999999999999"}, 400), ({"bbox": "1,2,3"}, 400), ({"bbox": "a,b,c,d"}, 400), ({"bbox": "5,1,4,2"}, 400),
    ({"lat": "32"}, 400), ({"lat": "nan", "long": "119"}, 400), ({"lat": "32", "long": "119", "radius": "-4"}, 400),
    ({"lat": "91", "long": "0"}, 400), ({"service_request_id": ",".join(["x"] * 1001)}, 400), ({"start_date": "\0"}, 400),
    ({"start_date": "9999-12-31"}, 400), ({"end_date": "0001-01-01"}, 400),
])  # fmt: skip
def test_what_is_wrong_is_named_with_the_right_code(street, anybody, asked, status):
    assert refused(anybody, status, **asked)


# ---- what is not there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [
    "services/033.json", "requests/033.json", "requests/00000000-0000-0000-0000-000000000000.json", "tokens/033.json",
    "tokens/\u00e9.json", "services.yaml", "services", "nothing.json", "", "requests/../x.json",
])  # fmt: skip
def test_what_is_not_there_is_404_with_errors(street, anybody, path):
    answer = anybody.get(f"{V2}/{path}")
    assert answer.status_code == 404
    if answer["Content-Type"].startswith("text/xml"):
        root = ElementTree.fromstring(answer.content)
        assert (root.tag, [e.tag for e in root[0]]) == ("errors", ["code", "description"])
        assert root[0][0].text == "404"
    else:
        shapes.check(shapes.ERRORS, answer.json())


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_another_method_is_405_and_says_which_there_are(street, anybody, method):
    answer = anybody.generic(method, f"{V2}/services.json")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    shapes.check(shapes.ERRORS, json.loads(answer.content))


def test_whoever_reads_english_is_told_in_english_what_is_wrong(street, anybody):
    answer = anybody.get(f"{V2}/requests.json", {"status": "x"}, headers={"accept-language": "en-GB,en;q=0.9"})
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert (answer.status_code, answer["Content-Language"]) == (400, "en")
    assert anybody.get(f"{V2}/services.json")["Content-Language"] == "zh-hans"


def test_control_characters_in_a_question_make_no_broken_xml(street, anybody):
    answer = anybody.get(f"{V2}/requests.xml", {"status": "a\x07<&\ufffe"})
    assert "<&" in ElementTree.fromstring(answer.content)[0][1].text


# ---- tokens ----------------------------------------------------------------------------------------------------------


def test_a_token_gives_the_id_once_the_case_may_be_shown(street, anybody):
    case = street.report(n=5, kind=Code("other"), words="这里的灯坏了")
    token = tokens.token_of(case)
    assert anybody.get(f"{V2}/tokens/{token}.json").status_code == 404
    street.do("desk", c.CorrectKind, case, kind=LAMP)
    answer = anybody.get(f"{V2}/tokens/{token}.json").json()
    assert answer == [{"service_request_id": str(case), "token": token}]
    street.do("desk", c.CorrectKind, case, kind=Code("other"))
    assert anybody.get(f"{V2}/tokens/{token}.json").status_code == 404


def test_a_token_that_was_made_up_or_changed_is_none(street, anybody):
    token = tokens.token_of(street.lamp)
    assert anybody.get(f"{V2}/tokens/{token}.json").status_code == 200
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[:-4], token + "AAAA", token.lower(), "*" * 32):
        assert anybody.get(f"{V2}/tokens/{wrong}.json").status_code == 404
