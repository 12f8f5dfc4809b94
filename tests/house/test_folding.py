"""Rows are the truth, and the journal adds up to them: folding a case's entries gives its state fields, whatever was done."""

import random
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from liren.cases import queries
from liren.cases.commands import COMMANDS
from liren.cases.rules.fold import fold
from liren.kernel import Actor, Code, Missing, Refusal
from liren.kernel.actor import by_link
from liren.kernel.ids import new_id
from tests.scene import OFFICE, STATION, Scene, id_of

ACTS = 320
CASES = 24
KINDS = ("street_light_out", "stray_dog", "noise", "policy_question", "property_complaint")


def an_act(town: Scene, rng: random.Random) -> str:
    """One random order on one random case by somebody; what came of it, "" for done."""
    case = rng.choice(town.cases)
    state = town.state(case)
    who = rng.choice(["desk", "handler", "officer", "verifier", "supervisor", "arbiter", "double", "link", "keeper"])
    actor = by_link(case) if who == "link" else town.actor(str(state.area) if who == "keeper" else who)
    order = COMMANDS[_likely(town, case, actor, rng) or rng.choice(sorted(COMMANDS))]
    told = {
        "unit": id_of(rng.choice((STATION, OFFICE))), "result": Code(rng.choice(("explained", "unsolved", "solved"))),
        "passed": rng.random() < 0.7, "granted": rng.random() < 0.7, "into": rng.choice(town.cases), "level": None,
        "keeper": town.keeper(town.made.at(17)[3].code), "satisfied": rng.choice((None, 1, 3)),
    }  # fmt: skip
    told["kind"] = Code(rng.choice(KINDS) if order.act == "correct_kind" else state.relief or "extend")
    if order.act == "correct_place":
        told["lon"], told["lat"] = town.point(rng.randrange(20))
    try:
        town.do(actor, order, case, **told)
    except Refusal as no:
        return no.code
    return ""


def _likely(town: Scene, case: UUID, actor: Actor, rng: random.Random) -> str:
    """Mostly an act that the case page would offer this actor; "" for any at all."""
    try:
        card = queries.case_card(actor, case, town.now)
    except Missing:
        return ""
    offered = [a.code for a in card.acts if not a.why_not]
    return rng.choice(offered) if offered and rng.random() < 0.7 else ""


@pytest.fixture(scope="module")
def busy(town):
    """A town after several hundred random acts, a good part of them refused, with its flows and timers."""
    rng = random.Random(11)
    for n in range(CASES):
        sealed, actor = rng.random() < 0.3, town.actor("resident")
        town.report(actor, n=n % 22, kind=rng.choice(KINDS), sealed=sealed)
    town.came = Counter()
    for n in range(ACTS):
        town.came[an_act(town, rng)] += 1
        if n % 40 == 0:
            town.settle()
            town.now += timedelta(hours=rng.choice((3, 30)))
            town.ring()
    town.settle()
    return town


def test_the_database_is_busy(busy):
    done = busy.came.pop("", 0)
    assert done > 60
    assert sum(busy.came.values()) > 100, "refused ones are among them"
    assert len(busy.came) >= 4, "for several reasons"
    assert len({busy.state(case).state for case in busy.cases}) > 4


def test_folding_the_journal_of_every_case_gives_its_row(busy):
    names = set()
    for case in busy.cases:
        entries = busy.entries(case)
        mine = [e for e in entries if e.name != "NoticeTold"]
        names |= {e.name for e in mine}
        assert fold(e.event for e in mine) == busy.state(case)
        assert busy.state(case).version == len(mine)
    assert len(names) > 15


def test_a_row_that_was_changed_without_an_entry_is_noticed(busy):
    from django.db import transaction

    from liren.trust import sql

    case = busy.cases[0]
    with transaction.atomic():
        sql.run("update cases_case set urges = urges + 1 where id = %s", (case,))
        entries = [e.event for e in busy.entries(case) if e.name != "NoticeTold"]
        assert fold(entries) != busy.state(case)
        transaction.set_rollback(True)


def test_a_refused_act_leaves_neither_key_nor_entry_nor_word(busy):
    from liren.cases import commands as c
    from liren.trust import gate, sql

    case, key, note = busy.report(), new_id(), new_id()
    before = len(busy.entries(case))
    with pytest.raises(Refusal):
        gate.execute(
            c.VerifyCase(case=case, passed=True, note=note, words="看过"),
            actor=busy.actor("verifier"),
            now=busy.now,
            key=key,
        )
    assert len(busy.entries(case)) == before
    assert sql.value("select count(*) from trust_key where id = %s", (key,)) == 0
    assert sql.value("select count(*) from cases_note where id = %s", (note,)) == 0
