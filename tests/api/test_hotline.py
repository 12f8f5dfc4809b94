"""A hotline's own system over the API: orders in once, packs out and the same again, receipts back, rehearsed in the sandbox."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from liren.trust import sql
from tests.api.test_v1 import Caller

ORDERS, PACKS, RESULTS = "/api/v1/hotline/orders", "/api/v1/hotline/packs", "/api/v1/hotline/results"


@pytest.fixture(autouse=True)
def today(town):
    town.now = datetime.now(UTC)


@pytest.fixture(scope="module")
def hotline(town):
    return Caller("hotline")


def an_order(number: str, **more):
    at = datetime.now(UTC) - timedelta(hours=1)
    usual = {
        "number": number,
        "received_at": at.isoformat(),
        "words": "永胜路口的路灯不亮",
        "sort": "公用设施/路灯照明",
        "community": "界中社区",
    }
    return usual | more


def fates(answer):
    assert answer.status_code == 201, answer.content
    return [one["what"] for one in answer.json()["orders"]]


def test_the_same_order_makes_one_case_however_often_it_comes(hotline):
    order = an_order("API20261123001")
    assert fates(hotline.post(ORDERS, {"orders": [order, order]})) == ["taken", "taken"]
    assert fates(hotline.post(ORDERS, {"orders": [order]})) == ["known"]
    assert fates(hotline.post(ORDERS, {"orders": [order | {"words": "改口说是两盏"}]})) == ["differs"]
    assert sql.value("select count(*) from cases_reference where number = 'API20261123001'") == 1
    assert sql.value("select count(*) from cases_note where text like '%%改口说是两盏%%'") == 0


def test_bad_orders_are_refused_one_by_one_and_the_good_ones_taken(hotline):
    orders = [
        an_order("API20261123011"), an_order("?!"), an_order("API20261123012", phone="一三八"),
        an_order("API20261123013", limit="尽快"), an_order("API20261123014", received_at="2099-01-01T00:00:00+08:00"),
        an_order("API20261123015", limit="99999999999999 工作日"), an_order("API20261123016", received_at="0001-01-01T00:00:00+00:00"),
        an_order("API20261123017", limit="3 个工作日", secret=True),
    ]  # fmt: skip
    answer = hotline.post(ORDERS, {"orders": orders})
    assert fates(answer) == ["taken", *["refused"] * 6, "taken"]
    assert all(one["sentence"] for one in answer.json()["orders"] if one["what"] == "refused")
    case = UUID(answer.json()["orders"][-1]["case"])
    assert sql.one("select secrecy, channel from cases_case where id = %s", (case,)) == {
        "secrecy": 1,
        "channel": "12345",
    }


def test_answers_come_pack_by_pack_and_receipts_go_back(hotline):
    hotline.post(ORDERS, {"orders": [an_order("API20261123021"), an_order("API20261123022")]})
    key = str(uuid4())
    made = hotline.post(PACKS, {}, key=key)
    assert made.status_code == 201, made.content
    assert hotline.post(PACKS, {}, key=key).json() == made.json()
    no = made.json()["no"]
    first, again = (hotline.get(f"{RESULTS}?since={no - 1}") for _ in range(2))
    assert first.content == again.content
    told = {row["number"]: row for row in first.json()["rows"]}
    assert told["API20261123021"]["standing"] == "received"
    assert told["API20261123021"]["cells"]["办理状态"] == "待受理"
    receipts = [
        {"number": n, "taken": n != "API20261123022", "words": "" if n != "API20261123022" else "少了联系情况"}
        for n in told
    ]
    kept = hotline.post(RESULTS + "/acknowledge", {"pack": first.json()["id"], "receipts": receipts})
    assert (kept.json()["taken"], kept.json()["refused"]) == (len(told) - 1, 1)
    assert hotline.post(PACKS, {}).json()["code"] == "nothing_new"
    assert hotline.get(f"{RESULTS}?since={no}").json() == {"id": None, "no": None, "digest": None, "rows": []}
    strange = hotline.post(
        RESULTS + "/acknowledge", {"pack": first.json()["id"], "receipts": [{"number": "XX404", "taken": True}]}
    )
    assert (strange.status_code, strange.json()["code"]) == (422, "not_in_pack")
    assert hotline.post(RESULTS + "/acknowledge", {"pack": str(uuid4()), "receipts": receipts}).status_code == 404


def test_a_sandbox_key_gets_the_real_answer_and_leaves_nothing(town):
    trying = Caller("hotline", sandbox=True)
    answer = trying.post(ORDERS, {"orders": [an_order("API20261123031")]})
    assert fates(answer) == ["taken"]
    assert answer.json()["sandbox"] is True
    assert sql.value("select count(*) from cases_reference where number = 'API20261123031'") == 0


def test_only_a_key_for_the_exchange_gets_in_and_never_more_than_a_hundred(hotline):
    assert Caller("cases.read").post(ORDERS, {"orders": [an_order("API20261123041")]}).json()["code"] == "scope"
    many = hotline.post(ORDERS, {"orders": [an_order(f"API2026112305{n:03}") for n in range(101)]})
    assert many.status_code == 422
    assert hotline.post(ORDERS, {"orders": []}).status_code == 422
