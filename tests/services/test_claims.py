"""One order, two hundred members who want it at the same moment: exactly one has it, and the database would say so alone."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore

import pytest
from django.db import IntegrityError, connection, transaction

from liren.kernel import Actor, Refusal
from liren.kernel.ids import new_id
from liren.services import commands as c
from liren.services import queries
from liren.services.rules import stations
from liren.trust import gate, sql
from liren.trust.registry import CONSTRAINTS
from tests.services.room import TOWN, claimed, do, grid, listed, member, state

CLAIMERS, CONNECTIONS = 200, 60
FRIENDLY = {"taken", "busy"}


def many_members(town, count):
    """Members straight into the table: two hundred registrations are not what is tested."""
    who = []
    for _ in range(count):
        id = new_id()
        who.append(id)
        sql.insert("services_member", {
            "id": new_id(), "account": id, "state": "active", "home": grid(town), "skills": ["haircut"], "areas": [TOWN],
            "free": 7, "gender": "woman", "visits": True, "most_open": 3, "paused": False, "entered_by": None,
            "entered_at": town.now, "joined_at": town.now, "consent": "own", "consent_on": town.now.date(), "left_at": None,
            "version": 1,
        })  # fmt: skip
    return who


def test_of_two_hundred_claims_at_once_exactly_one_wins(town):
    order, members = listed(town), many_members(town, CLAIMERS)
    start, room = Barrier(CLAIMERS), BoundedSemaphore(CONNECTIONS)

    def claim(account):
        start.wait()
        with room:
            try:
                gate.execute(
                    c.ClaimOrder(order=order), actor=Actor(kind="resident", account=account), now=town.now, key=new_id()
                )
            except Refusal as no:
                return no.code
            finally:
                connection.close()
        return "won"

    with ThreadPoolExecutor(CLAIMERS) as pool:
        came = Counter(pool.map(claim, members))
    assert came["won"] == 1, came
    assert set(came) <= {"won", *FRIENDLY}, came
    assert came.total() == CLAIMERS
    held = sql.rows("select handler from services_claim where order_id = %s and ended_at is null", (order,))
    assert [row["handler"] for row in held] == [state(order).handler]


def test_the_database_alone_lets_one_have_it(town):
    _, who = member(town)
    order = claimed(town, who)
    second = {"id": new_id(), "order_id": order, "member": None, "handler": new_id(), "at": town.now, "ended_at": None}
    with pytest.raises(IntegrityError, match="services_claim_one"), transaction.atomic():
        sql.insert("services_claim", second)


def test_with_the_rule_gone_the_second_claim_still_gets_the_sentence(town, monkeypatch):
    _, first = member(town)
    _, second = member(town)
    order = claimed(town, first)
    lax = stations.Move(act="claim", to="claimed", by=("member",))
    monkeypatch.setattr("liren.services.rules.acts.find", lambda *_: lax)
    with pytest.raises(Refusal) as caught:
        do(town, c.ClaimOrder(order=order), second)
    assert (caught.value.code, caught.value.sentence) == CONSTRAINTS["services_claim_one"]
    monkeypatch.undo()
    assert state(order).handler == first.account


def test_two_claims_at_once_of_one_member_do_not_pass_the_limit(town):
    _, who = member(town, most_open=1)
    orders = [listed(town) for _ in range(4)]
    start = Barrier(len(orders))

    def claim(order):
        start.wait()
        try:
            gate.execute(c.ClaimOrder(order=order), actor=who, now=town.now, key=new_id())
        except Refusal as no:
            return no.code
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(len(orders)) as pool:
        came = Counter(pool.map(claim, orders))
    assert came["won"] == 1, came
    assert queries.mine(who, town.now)["handling"] == 1


def test_the_same_tap_twice_is_one_claim(town):
    _, who = member(town)
    order, key = listed(town), new_id()
    first = do(town, c.ClaimOrder(order=order), who, key=key)
    assert do(town, c.ClaimOrder(order=order), who, key=key) == first
    assert sql.value("select count(*) from services_claim where order_id = %s", (order,)) == 1


def test_a_claim_after_giving_back_is_a_new_one(town):
    _, first = member(town)
    _, second = member(town)
    order = claimed(town, first)
    do(town, c.GiveBackOrder(order=order), first)
    do(town, c.ClaimOrder(order=order), second)
    rows = sql.rows("select handler, ended_at from services_claim where order_id = %s order by at, id", (order,))
    assert [(row["handler"], row["ended_at"] is None) for row in rows] == [
        (first.account, False),
        (second.account, True),
    ]
