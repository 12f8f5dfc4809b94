"""转为点单: the desk hands a request for help to the neighbours, and its reporter follows it by the link they have."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from liren.cases import queries as cases
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.trust import sql
from tests.web.staffroom import Room, text

WORDS = "老人一个人住，手抖，想请人帮忙理发"


@pytest.fixture(scope="module")
def office(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture(scope="module")
def desk(office):
    return office.browser("desk")


def reported(office, **told):
    lon, lat = office.scene.point(0)
    return office.scene.report(kind=Code("elder_living_alone"), words=WORDS, lon=lon, lat=lat, **told)


def settle(office):
    office.scene.now = datetime.now(UTC) + timedelta(seconds=5)
    office.scene.settle()


def test_a_request_for_help_becomes_an_order_and_the_reporter_finds_it_by_the_same_link(office, desk):
    case = reported(office, place_words="2 幢 301")
    page = desk.get(f"/case/{case}/").content.decode()
    assert "转为点单" in page
    assert 'value="haircut"' in page
    answer = office.act(desk, case, "to_order", {"service": "haircut", "words": "请志愿者上门理发，先打电话"})
    assert answer.status_code in (302, 303), text(answer)
    settle(office)
    order = sql.one(
        "select id, state, kind, channel, on_behalf, from_case from services_order where from_case = %s", (case,)
    )
    assert (order["state"], order["kind"], order["channel"], order["on_behalf"]) == (
        "requested",
        "haircut",
        "case",
        True,
    )
    ended = desk.get(f"/case/{case}/")
    assert "没有人，已经结束" in text(ended)
    assert "评价" not in ended.content.decode().split('class="rail"')[1].split("</ol>")[0], "nobody is asked to rate it"
    assert "case_to_order" in sql.values("select code from notices_notice where subject = %s", (case,))

    visitor = Client(headers={"host": "localhost"})
    kept = cases.receipt(the_house("demo"), case)
    visitor.get(f"/t/{kept.token}")
    page = visitor.get("/track/")
    assert "转为点单，请看点单的进度" in text(page)
    assert "请志愿者上门理发" in text(page)
    assert 'name="solved"' not in page.content.decode(), "how it went is asked in the order"
    assert visitor.get("/help/from-report/").status_code == 303
    assert WORDS in text(visitor.get("/help/track/"))

    assert f"/orders/{order['id']}/" in desk.get(f"/case/{case}/").content.decode()
    shown = text(desk.get(f"/orders/{order['id']}/"))
    assert "从事项转来" in shown
    assert WORDS in shown


def test_a_street_lamp_is_no_help_of_neighbours_and_the_page_says_why(office, desk):
    case = office.scene.report()
    answer = office.act(desk, case, "to_order", {"service": "haircut", "words": "请志愿者来"})
    assert answer.status_code == 422
    assert "不是邻居能帮的忙" in text(answer)


def test_without_a_report_open_in_the_browser_there_is_no_order_to_go_to(office):
    assert Client(headers={"host": "localhost"}).get("/help/from-report/").status_code == 404
    assert sql.value("select count(*) from services_order where from_case = %s", (uuid4(),)) == 0
