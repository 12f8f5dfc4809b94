"""Clients that nobody here wrote, against the served town: georeport and three from PyPI, open311 from npm."""

import itertools
import warnings
from datetime import UTC, datetime
from http.client import HTTPConnection
from io import BytesIO

import pytest
from georeport import GeoReport

from liren.attachments import queries as attachments
from liren.cases import commands as c
from liren.kernel import Code
from liren.trust import sql
from tests.api.npm_client import installed, walked
from tests.api.served import served
from tests.attachments.pictures import jpeg
from tests.keys import issue

LAMP = "street_light_out"


@pytest.fixture(scope="module")
def city(town):
    """A town with two lamps, of which one is done, a matter that is nobody else's, and a key."""
    town.now = datetime.now(UTC)
    town.lamp, town.ended = town.report(n=1), town.closed(n=2)
    town.home = town.report(n=3, kind=Code("noise"))
    town.key = issue("cases.report")
    with served() as address:
        town.address = address
        yield town


# ---- georeport, unmodified -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", ["json", "xml"])
@pytest.mark.parametrize("root", ["/open311/v2", "/open311/test/v2"])
def test_georeport_reads_services_definitions_and_requests(city, fmt, root):
    client = GeoReport(city.address + root, output_format=fmt, jurisdiction="city.gov")
    services = {one["service_code"]: one for one in client.get_service_list()}
    assert services[LAMP]["service_name"] == "路灯不亮"
    definition = client.get_service_definition(LAMP)
    assert definition["service_code"] == LAMP
    found = {one["service_request_id"]: one for one in client.get_service_requests(service_code=LAMP)}
    assert set(found) >= {str(city.lamp), str(city.ended)}
    assert str(city.home) not in found
    assert [one["status"] for one in (found[str(city.lamp)], found[str(city.ended)])] == ["open", "closed"]
    assert client.get_service_request(str(city.lamp)) == found[str(city.lamp)]


# ---- three, with the one line that Python 3 took from it -------------------------------------------------------------


@pytest.fixture
def three(city, monkeypatch):
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it was written for Python 2
        from three import Three

    client = Three(f"{city.address}/open311/v2/", api_key=city.key, discovery=f"{city.address}/open311/discovery.json")
    yield client
    client.session.close()


def test_three_finds_its_way_and_lists(city, three):
    assert [one["type"] for one in three.discovery()["endpoints"]] == ["production", "test"]
    assert LAMP in {one["service_code"] for one in three.services()}
    assert three.services(LAMP)["attributes"][0]["order"] == 1
    today = f"{city.now:%m-%d-%Y}"
    assert {one["service_code"] for one in three.requests(LAMP, count=5)} == {LAMP}
    assert three.requests(start=today) == []
    assert len(three.requests(count=1)) == 1
    assert three.request(str(city.lamp))[0]["service_request_id"] == str(city.lamp)


def test_three_posts_with_a_file_and_finds_what_it_posted(city, three):
    photo = BytesIO(jpeg(colour="olive"))
    photo.name = "lamp.jpg"
    lon, lat = city.point(4)
    (answer,) = three.post(
        LAMP, lat=lat, long=lon, name="Zach Williams", phone="13800000147", description="three：路灯不亮", media=photo
    )
    (found,) = three.request(answer["service_request_id"])
    assert found["status"] == "open"
    area = city.state(answer["service_request_id"]).scope
    assert len(attachments.photos_of(city.actor("desk"), "case", [answer["service_request_id"]], area=area)) == 1


def test_three_turns_a_token_into_an_id_when_there_is_one(city, three):
    lon, lat = city.point(5)
    (answer,) = three.post("other", lat=lat, long=lon, description="three：这里黑")
    assert three.token(answer["token"])[0]["code"] == 404
    case = sql.value("select case_id from cases_note where text = 'three：这里黑'")
    city.now = datetime.now(UTC)
    city.do("desk", c.CorrectKind, case, kind=Code(LAMP))
    assert three.token(answer["token"]) == [{"service_request_id": str(case), "token": answer["token"]}]


def test_three_without_a_key_is_told_403(city, three):
    three.api_key = "x"
    assert three.post(LAMP, address="路口")[0]["code"] == 403


# ---- open311 from npm ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def npm_client(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("npm") / "clients")


def test_the_client_from_npm_finds_reads_and_posts(city, npm_client):
    lon, lat = city.point(6)
    found = walked(npm_client, city.address, city.key, lat, lon)
    assert found["endpoint"] == f"{city.address}/open311/v2/"
    assert LAMP in {one["service_code"] for one in found["services"]}
    assert [one["code"] for one in found["definition"]["attributes"]] == ["pole", "lights"]
    (posted,) = found["posted"]
    assert [one["service_request_id"] for one in found["request"]] == [posted["service_request_id"]]
    assert posted["service_request_id"] in {one["service_request_id"] for one in found["requests"]}
    assert [one["service_request_id"] for one in found["both"]] == [posted["service_request_id"]]
    assert found["request"][0]["updated_datetime"].startswith("20")


# ---- by hand ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["TRACE", "DELETE", "PROPFIND"])
def test_methods_that_are_not_listed_are_405_on_the_wire_too(city, method):
    line = HTTPConnection(city.address.removeprefix("http://"))
    line.request(method, "/open311/v2/services.json")
    assert line.getresponse().status == 405
    line.close()
