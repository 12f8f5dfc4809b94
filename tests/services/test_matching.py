"""The batch: nobody over their limit, nobody without the skill, every wish kept, the same each time, never dearer than greedy."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liren.services import matching
from liren.services.matching import Members, Orders, candidates, greedy, match, spread
from liren.services.rules.reasons import NOBODY

SKILLS, PLACES = 4, 3
ROOT = Path(__file__).parents[2]


@st.composite
def towns(draw):
    """A few orders and members, thrown close together so that wishes, limits and ties bite."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, m = draw(st.integers(1, 40)), draw(st.integers(0, 12))
    side = draw(st.sampled_from([1, 300, 5000]))
    orders = Orders(
        skill=rng.integers(0, SKILLS, n), place=rng.integers(0, PLACES, n), grid=rng.integers(0, 3, n),
        gender=rng.choice([0, 1, 2], n, p=[0.6, 0.2, 0.2]), xy=np.floor(rng.random((n, 2)) * side),
        mask=rng.integers(1, 16, n), visit=rng.random(n) < 0.5, near=rng.random(n) < 0.2,
    )  # fmt: skip
    members = Members(
        skills=rng.random((m, SKILLS)) < 0.6, serves=rng.random((m, PLACES)) < 0.8, grid=rng.integers(0, 3, m),
        gender=rng.integers(1, 3, m), xy=np.floor(rng.random((m, 2)) * side), mask=rng.integers(1, 16, m),
        visits=rng.random(m) < 0.7, load=rng.integers(0, 4, m), most=rng.integers(1, 5, m),
    )  # fmt: skip
    barred = np.array([(i, j) for i in range(n) for j in range(m) if rng.random() < 0.05], np.int64).reshape(-1, 2)
    return orders, members, barred


def may(orders, members, barred, n, m) -> bool:
    """Said once more, plainly: may this member take this order?"""
    return bool(
        members.skills[m, orders.skill[n]]
        and members.serves[m, orders.place[n]]
        and orders.gender[n] in (0, members.gender[m])
        and (not orders.near[n] or orders.grid[n] == members.grid[m])
        and (not orders.visit[n] or members.visits[m])
        and orders.mask[n] & members.mask[m]
        and [n, m] not in barred.tolist()
    )


@settings(max_examples=60)
@given(towns())
def test_every_limit_and_every_wish_is_kept(made):
    orders, members, barred = made
    found = match(orders, members, barred)
    for n, m in enumerate(found.member):
        assert m < 0 or may(orders, members, barred, n, m)
    got = np.bincount(found.member[found.member >= 0], minlength=len(members))
    assert (got <= np.maximum(members.most - members.load, 0)).all()


@settings(max_examples=60)
@given(towns())
def test_nobody_is_left_without_a_reason_and_the_reason_is_true(made):
    orders, members, barred = made
    found = match(orders, members, barred)
    after = spread(found, members)
    for n, m in enumerate(found.member):
        assert (found.why[n] == "") == (m >= 0)
        fit = [j for j in range(len(members)) if may(orders, members, barred, n, j)]
        if m < 0 and fit:
            assert found.why[n] == "full"
            assert all(after[j] >= members.most[j] for j in fit), "somebody who could and had room was passed over"
        elif m < 0:
            assert found.why[n] in NOBODY
            assert found.why[n] != "full"


@settings(max_examples=60)
@given(towns())
def test_it_is_never_dearer_than_greedy_and_leaves_no_more_behind(made):
    orders, members, barred = made
    batch, list_wise = match(orders, members, barred), greedy(orders, members, barred)
    assert batch.cost <= list_wise.cost
    assert (batch.member < 0).sum() <= (list_wise.member < 0).sum()


@settings(max_examples=30)
@given(towns())
def test_the_cost_is_the_sum_of_ways_and_loads_counted_by_hand(made):
    orders, members, barred = made
    found = match(orders, members, barred)
    hand = members.load.copy()
    cost = 0
    for n, m in enumerate(found.member):
        if m < 0:
            cost += matching.UNASSIGNED
            continue
        cost += round(float(np.hypot(*(orders.xy[n] - members.xy[m]))))
        cost += (2 * int(hand[m]) + 1) * matching.LOAD_METRES
        hand[m] += 1
    assert found.cost == cost


@settings(max_examples=30)
@given(towns())
def test_the_same_batch_twice_is_the_same(made):
    one, two = match(*made), match(*made)
    assert one.member.tolist() == two.member.tolist()
    assert (one.load.tolist(), one.why) == (two.load.tolist(), two.why)


def everybody(n, m, seed=0):
    """n orders and m members without wishes in a square of five kilometres."""
    rng = np.random.default_rng(seed)
    orders = Orders(
        skill=np.zeros(n, np.int64), place=np.zeros(n, np.int64), grid=np.zeros(n, np.int64), gender=np.zeros(n, np.int64),
        xy=rng.random((n, 2)) * 5000, mask=np.ones(n, np.int64), visit=np.zeros(n, np.bool_), near=np.zeros(n, np.bool_),
    )  # fmt: skip
    members = Members(
        skills=np.ones((m, 1), np.bool_), serves=np.ones((m, 1), np.bool_), grid=np.zeros(m, np.int64),
        gender=np.ones(m, np.int64), xy=rng.random((m, 2)) * 5000, mask=np.ones(m, np.int64), visits=np.ones(m, np.bool_),
        load=np.zeros(m, np.int64), most=np.full(m, 50),
    )  # fmt: skip
    return orders, members


def test_the_load_is_shared_more_evenly_than_greedy_s():
    orders, members = everybody(600, 90)
    batch, list_wise = spread(match(orders, members), members), spread(greedy(orders, members), members)
    assert batch.std() < 0.6 * list_wise.std()
    assert batch.max() < list_wise.max()


def test_each_order_is_asked_of_its_24_nearest():
    orders, members = everybody(50, 200)
    edges = candidates(orders, members)
    assert (np.bincount(edges.order) == matching.NEAREST).all()
    for n in range(50):
        away = np.hypot(*(orders.xy[n] - members.xy).T)
        nearest = set(np.argsort(away)[: matching.NEAREST].tolist())
        assert set(edges.member[edges.order == n].tolist()) == nearest


def test_where_wishes_leave_few_of_the_nearest_the_others_are_asked_too():
    orders, members = everybody(20, 300)
    only = np.zeros(300, np.int64)
    only[np.argsort(members.xy[:, 0])[-30:]] = 2
    some = Members(**{f: getattr(members, f) for f in Members.__slots__} | {"gender": np.where(only == 2, 2, 1)})
    asks = Orders(**{f: getattr(orders, f) for f in Orders.__slots__} | {"gender": np.full(20, 2)})
    found = match(asks, some)
    assert (found.member >= 0).all()
    assert (some.gender[found.member] == 2).all()


@pytest.mark.parametrize(("n", "m"), [(0, 5), (5, 0)])
def test_nobody_to_help_or_nobody_to_do_it_is_no_fault(n, m):
    orders, members = everybody(max(n, 1), max(m, 1))
    orders = Orders(**{f: getattr(orders, f)[:n] for f in Orders.__slots__})
    members = Members(**{f: getattr(members, f)[:m] for f in Members.__slots__})
    found = match(orders, members)
    assert len(found.member) == n
    assert set(found.why) <= {"skill"}


def test_small_and_large_batches_ask_the_same_members(monkeypatch):
    orders, members = everybody(60, 200, seed=5)
    plain = candidates(orders, members)
    monkeypatch.setattr(matching, "PLAIN", 0)
    tree = candidates(orders, members)
    assert [plain.order.tolist(), plain.member.tolist(), plain.metres.tolist()] == [
        tree.order.tolist(), tree.member.tolist(), tree.metres.tolist(),
    ]  # fmt: skip


def test_a_page_loads_neither_solver_nor_tree_before_a_batch_and_no_tree_for_a_small_one():
    code = """
import os, sys, json
os.environ.update(DJANGO_SETTINGS_MODULE="liren.config.settings", LIREN_SECRET_KEY="x", LIREN_SEAL_KEY="00",
                  LIREN_DATABASE_URL="postgresql:///nowhere")
import django; django.setup()
import liren.config.urls, liren.services.queries
from liren.services.matching import match
heavy = lambda: [name for name in ("ortools", "scipy") if name in sys.modules]
before = heavy()
from tests.services.test_matching import everybody
match(*everybody(200, 1312))
print(json.dumps([before, heavy()]))
"""
    came = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert json.loads(came.stdout.splitlines()[-1]) == [[], ["ortools"]]
