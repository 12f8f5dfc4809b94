"""Keys of other systems: what is kept of them, what they open, when they end, and how often they may be used."""

from datetime import UTC, datetime, timedelta

import pytest

from liren.cases.commands import NoteCase
from liren.kernel import Actor, AreaCode, Denied, Grant, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import clients, gate, pace, rights, sql
from liren.trust.commands import IssueKey, RedeemResetCode
from liren.trust.registry import DEEDS, Target
from liren.trust.sight import look
from tests.house import dump
from tests.keys import KEEPER_OF_KEYS, TOWN, issue, revoke

NOW = datetime.now(UTC)


def order(**more):
    told = {
        "client": new_id(), "secret": clients.secret_for(new_id(), sandbox=False), "name": "12345 平台",
        "scopes": ("cases.read",), "area": TOWN,
    }  # fmt: skip
    return IssueKey(**(told | more))


def refused(**more):
    with pytest.raises(Refusal) as caught:
        gate.execute(order(**more), actor=KEEPER_OF_KEYS, now=NOW, key=new_id())
    return caught.value


def test_a_key_opens_the_rights_of_its_scopes_over_its_area_and_nothing_sealed(db):
    came = clients.actor_of_key(issue("cases.read", "cases.report"), NOW)
    assert came is not None
    assert (came.actor.kind, came.actor.account, came.area) == ("client", came.id, TOWN)
    assert came.actor.scopes == ("cases.read", "cases.report")
    assert [(g.right, g.area, g.secrecy) for g in came.actor.grants] == [("cases.see", TOWN, 0)]


def test_no_row_holds_the_secret_and_six_letters_are_shown_to_know_it_by(db):
    secret = issue("cases.read", name="热线平台")
    assert [table for table, row in dump.rows(db) if secret in row or secret[11:] in row] == []
    card = next(k for k in clients.keys(KEEPER_OF_KEYS, NOW.date()) if k.name == "热线平台")
    assert card.head == secret[len("liren_live_") :][:6]
    assert card.last_day is None
    assert card.days == ()


def test_a_second_click_shows_the_same_secret_and_another_form_another_one(db):
    form = new_id()
    assert clients.secret_for(form, sandbox=False) == clients.secret_for(form, sandbox=False)
    assert clients.secret_for(form, sandbox=False) != clients.secret_for(new_id(), sandbox=False)


def test_a_key_ends_after_a_year_or_on_its_day_and_at_once_when_revoked(db):
    id = new_id()
    secret = issue("cases.read", client=id, now=NOW)
    assert clients.actor_of_key(secret, NOW + timedelta(days=364)) is not None
    assert clients.actor_of_key(secret, NOW + timedelta(days=365)) is None
    assert clients.why_not(secret, NOW + timedelta(days=365)) == "expired"
    revoke(id)
    assert clients.actor_of_key(secret, NOW) is None
    assert clients.why_not(secret, NOW) == "revoked"
    assert clients.why_not("liren_live_" + "a" * 43, NOW) == "unknown"
    with pytest.raises(Refusal, match="已经停用"):
        revoke(id)


@pytest.mark.parametrize("junk", ["", "x", "liren_live_", "liren_live_" + "a" * 42, "liren_live_" + "ä" * 43, "\x00"])
def test_what_is_no_key_is_not_looked_for(db, junk):
    with sql.counted() as seen:
        assert clients.actor_of_key(junk, NOW) is None
    assert seen == []


def test_what_will_not_do_is_said_beside_its_field(db):
    assert refused(name=" ").field == "name"
    assert refused(scopes=()).field == "scopes"
    assert refused(scopes=("cases.read", "cases.read")).field == "scopes"
    assert "cases.read" in refused(scopes=("all",)).sentence
    assert refused(until=NOW + timedelta(days=800)).field == "until"
    assert refused(until=NOW - timedelta(days=1)).field == "until"
    assert refused(secret="12345").field == "secret"
    assert refused(per_minute=0).code == "per_minute"


def test_a_key_is_given_only_over_areas_one_administers(db):
    with pytest.raises(Missing):
        gate.execute(order(area=AreaCode("321181109")), actor=KEEPER_OF_KEYS, now=NOW, key=new_id())
    stranger = Actor(kind="staff", account=new_id(), grants=(Grant(right="trust.grant", area=TOWN),))
    with pytest.raises(Missing):
        gate.execute(order(), actor=stranger, now=NOW, key=new_id())
    with pytest.raises(Missing):
        clients.keys(stranger, NOW.date())


def test_calls_are_counted_by_the_minute_and_by_the_day_in_one_statement(db):
    id = new_id()
    issue("cases.read", client=id)
    minute = NOW.replace(second=10, microsecond=0)
    with sql.counted() as seen:
        first = pace.take(id, 3, minute)
    assert len(seen) == 1
    assert (first.left, first.wait, first.over) == (2, 50, False)
    pace.take(id, 3, minute)
    assert [pace.take(id, 3, minute).over for _ in range(3)] == [False, True, True]
    assert pace.take(id, 3, minute + timedelta(minutes=1)).left == 2
    assert pace.take(id, 3, minute).left == 1, "a clock that lags does not open a new window"
    card = next(k for k in clients.keys(KEEPER_OF_KEYS, NOW.date()) if k.id == id)
    assert sum(calls for _, calls in card.days) == 7


def test_a_key_orders_only_what_its_scopes_name_even_what_is_open_to_anybody(db):
    actor = clients.actor_of_key(issue("cases.read"), NOW).actor
    redeem = RedeemResetCode(username="x", code="y", password="z" * 12)
    with pytest.raises(Denied, match="不能用密钥来做"):
        gate.execute(redeem, actor=actor, now=NOW, key=new_id())


def test_a_key_gives_no_keys_and_ends_none(db):
    actor = clients.actor_of_key(issue("cases.read", "cases.note"), NOW).actor
    with pytest.raises(Denied):
        gate.execute(order(), actor=actor, now=NOW, key=new_id())


@pytest.mark.parametrize("told", [{"secrecy": 1}, {"secrecy": 2}, {"about_unit": new_id()}])
def test_what_is_sealed_or_against_a_unit_is_not_there_for_a_key(told):
    actor = Actor(
        kind="client", account=new_id(), house_area=TOWN, scopes=("cases.note",),
        grants=(Grant(right="cases.note", area=TOWN, secrecy=2),),
    )  # fmt: skip
    with pytest.raises(Missing):
        rights.check(DEEDS[NoteCase], actor, Target(scope=TOWN, roles=frozenset({"client"}), **told))
    rights.check(DEEDS[NoteCase], actor, Target(scope=TOWN, roles=frozenset({"client"})))
    with pytest.raises(Denied):
        rights.check(DEEDS[NoteCase], actor, Target(scope="321181109", roles=frozenset({"client"})))


def test_the_journal_names_the_key_and_the_access_log_does_too(db):
    actor = clients.actor_of_key(issue("cases.read"), NOW).actor
    subject = new_id()
    with look(actor, purpose="查", subject=subject, what="toy", area=TOWN):
        pass
    row = sql.one("select account, actor_kind from trust_access where subject = %s", (subject,))
    assert (row["account"], row["actor_kind"]) == (actor.account, "client")
