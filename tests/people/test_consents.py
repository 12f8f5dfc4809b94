"""Consents of residents: told before, given once, taken back as easily, kept with the words they were given under."""

from datetime import UTC, datetime

import pytest

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Code, Missing, Refusal
from liren.kernel.actor import ANONYMOUS
from liren.kernel.ids import new_id
from liren.people import kinds
from liren.people import queries as people
from liren.people.commands import GiveConsent, WithdrawConsent
from liren.trust import gate, sql

NOW = datetime.now(UTC)


def somebody() -> Actor:
    return Actor(kind="resident", account=new_id(), name="居民")


def say(who: Actor, order) -> None:
    gate.execute(order, actor=who, now=NOW, key=new_id())


def yes(who: Actor, purpose: str = "earlier") -> None:
    say(who, GiveConsent(consent=new_id(), purpose=Code(purpose)))


def test_nothing_is_agreed_to_before_it_is_said(town):
    who = somebody()
    assert [(c.spec.code, c.given_at) for c in people.consents(who, NOW)] == [("sign_in", None), ("earlier", None)]
    assert not people.agreed(who, "earlier")


def test_a_yes_holds_until_it_is_taken_back_and_its_row_stays(town):
    who = somebody()
    yes(who)
    assert people.agreed(who, "earlier")
    say(who, WithdrawConsent(purpose=Code("earlier")))
    assert not people.agreed(who, "earlier")
    kept = sql.rows("select entry, ended_at from people_consent where account = %s", (who.account,))
    shown = catalogue.entry(kinds.CONSENT_FAMILY, "earlier", at=NOW).id
    assert [(row["entry"], row["ended_at"]) for row in kept] == [(shown, NOW)]


def test_a_yes_said_twice_is_one(town):
    who = somebody()
    yes(who)
    yes(who)
    assert sql.value("select count(*) from people_consent where account = %s", (who.account,)) == 1


def test_the_consent_that_signing_in_needs_is_taken_back_by_closing_the_account(town):
    who = somebody()
    yes(who, "sign_in")
    with pytest.raises(Refusal, match="注销"):
        say(who, WithdrawConsent(purpose=Code("sign_in")))
    assert people.agreed(who, "sign_in")


def test_nobody_agrees_without_having_signed_in(town):
    with pytest.raises(Missing):
        yes(ANONYMOUS)


def test_a_consent_whose_words_do_not_say_what_for_is_not_published():
    wrong = kinds.Consent(code="x", label="登录", text=" ", kept="")
    assert [problem.key for problem in kinds.check_consent(wrong)] == ["text", "kept"]
