"""Open311 of the running demonstration, read and posted to by clients that nobody here wrote. No browser."""

import itertools
import json
import warnings
from http.client import HTTPConnection

import pytest
from georeport import GeoReport

from liren.config.demo.cast import COMMUNITY
from liren.config.supervisor import state
from liren.trust.clients import DEMO_SECRET
from tests.api.npm_client import installed, walked
from tests.config.running import liren

LAMP = "street_light_out"


@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_georeport_reads_the_demonstration(site, fmt):
    client = GeoReport(f"{site}/open311/v2", output_format=fmt)
    assert LAMP in {one["service_code"] for one in client.get_service_list()}
    assert client.get_service_definition(LAMP)["service_code"] == LAMP
    found = client.get_service_requests(status="closed")
    assert len(found) > 20
    assert {one["status"] for one in found} == {"closed"}
    assert client.get_service_request(found[0]["service_request_id"]) == found[0]


def test_three_lists_and_tries_a_report_with_the_sandbox_key(site, monkeypatch):
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it was written for Python 2
        from three import Three

        client = Three(f"{site}/open311/v2/", api_key=DEMO_SECRET)
    (last,) = client.requests(count=1)
    (answer,) = client.post(last["service_code"], lat=last["lat"], long=last["long"], description="three 试报")
    assert answer["service_request_id"]
    assert client.request(answer["service_request_id"])[0]["code"] == 404, "a sandbox keeps nothing"
    client.session.close()


def test_the_client_from_npm_reports_with_a_key_of_the_command_line_and_finds_its_report(site, tmp_path):
    home = next(one["home"] for one in state.running() if one["url"].rstrip("/") == site)
    made = liren("key", "create", "--scopes", "cases.report", "--name", "npm", "--json", "--data", home)
    key = json.loads(made.stdout)["key"]
    elsewhere = GeoReport(f"{site}/open311/v2", output_format="json").get_service_requests(status="closed")
    there = next(one for one in elsewhere if one["lat"] and not one["address_id"].startswith(COMMUNITY))
    found = walked(installed(tmp_path / "clients"), site, key, there["lat"], there["long"])
    (posted,) = found["posted"]
    assert LAMP in {one["service_code"] for one in found["services"]}
    assert [one["service_request_id"] for one in found["request"]] == [posted["service_request_id"]]
    assert posted["service_request_id"] in {one["service_request_id"] for one in found["requests"]}


@pytest.mark.parametrize("method", ["TRACE", "DELETE", "PUT"])
def test_methods_that_are_not_listed_are_405_through_the_whole_house(site, method):
    line = HTTPConnection(site.removeprefix("http://"), timeout=20)
    line.request(method, "/open311/v2/services.json")
    answer = line.getresponse()
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    line.close()
