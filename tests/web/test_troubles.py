"""Deliveries in trouble: what, since when, how often, why; retried one by one or all; shut to everybody else."""

from datetime import timedelta

import pytest

from liren.kernel import Missing
from liren.trust import deliveries, registry, sql, troubles
from liren.trust.registry import FLOWS
from tests import scene
from tests.scene import TOWN
from tests.web.staffroom import Room, text

FLOW = "when_case_is_reported_hand_to_keeper"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("admin", "system_admin"), ("auditor", "auditor"), ("security", "security_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    return made


def broken(event, entry):
    raise ValueError("通讯录暂时打不开")
    yield


@pytest.fixture
def stuck(room, monkeypatch):
    """Two reports whose flow failed eight times."""
    flow = FLOWS[FLOW]
    town = room.scene
    with monkeypatch.context() as patch:
        patch.setitem(
            FLOWS, FLOW, registry.Flow(name=flow.name, on=flow.on, do=broken, may=flow.may, on_replay=flow.on_replay)
        )
        cases = [town.report(n=n) for n in (1, 2)]
        for _ in range(8):
            town.now += timedelta(minutes=5)
            deliveries.drain(lambda: town.now)
    yield cases
    sql.run("delete from trust_delivery where flow = %s", (FLOW,))


def test_the_list_says_what_is_stuck_since_when_how_often_and_why(room, stuck):
    page = text(room.browser("admin").get("/office/troubles/"))
    for words in ("新报的交给网格员", "2 条停下了", "通讯录暂时打不开", "重试这 2 条", "重试这一条"):
        assert words in page, words
    assert "没送到的 2" in page, "the figure beside the page's name"


def test_one_lane_is_retried_and_the_other_waits(room, stuck):
    answer = room.browser("admin").post("/office/troubles/", {"flow": FLOW, "lane": str(stuck[0])}, follow=True)
    assert "已放回 1 条" in text(answer)
    room.scene.now += timedelta(seconds=1)
    deliveries.drain(lambda: room.scene.now)
    left = troubles.troubles(room.scene.actor("admin"))
    assert [(one.lane, one.parked) for one in left] == [(stuck[1], True)]
    assert room.scene.state(stuck[0]).keeper is not None


def test_a_whole_flow_is_retried_with_an_entry_that_says_who(room, stuck):
    room.browser("admin").post("/office/troubles/", {"flow": FLOW})
    room.scene.now += timedelta(seconds=1)
    deliveries.drain(lambda: room.scene.now)
    assert troubles.troubles(room.scene.actor("admin")) == []
    assert all(room.scene.state(case).keeper for case in stuck)


def test_nothing_stuck_is_said_with_when_it_was_last_looked(room):
    sql.run(
        "insert into trust_heartbeat (name, at) values ('worker', now()) on conflict (name) do update set at = now()"
    )
    page = text(room.browser("admin").get("/office/troubles/"))
    assert "没有卡住的" in page
    assert "后台进程上一次看是今天" in page
    answer = room.browser("admin").post("/office/troubles/", {"flow": FLOW})
    assert answer.status_code == 422
    assert "已经没有卡住的了" in text(answer)


@pytest.mark.parametrize("who", ["auditor", "security", "desk"])
def test_nobody_else_sees_or_retries_it(room, stuck, who):
    client = room.browser(who)
    assert client.get("/office/troubles/").status_code == 404
    assert client.post("/office/troubles/", {"flow": FLOW}).status_code == 404
    with pytest.raises(Missing):
        troubles.troubles(room.scene.actor(who))
    assert troubles.trouble_count(room.scene.actor(who)) == 0
