"""Residents' sign-in by phone and code: one account a phone, one use a code, ten minutes, and nothing of a number in the journal."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from liren.kernel import Missing, Refusal
from liren.kernel.actor import ANONYMOUS
from liren.kernel.ids import new_id
from liren.trust import accounts, gate, phones, sql
from liren.trust.commands import CloseOwnAccount, SignInByPhone
from tests.house import dump

NOW = datetime.now(UTC)
PHONE = "13800000147"


@pytest.fixture(autouse=True)
def house(db):
    sql.run("delete from trust_phone_code")
    return db


def enter(code: str, phone: str = PHONE, now: datetime = NOW) -> UUID:
    answer = gate.execute(
        SignInByPhone(account=new_id(), phone=phone, code=code), actor=ANONYMOUS, now=now, key=new_id()
    )
    return UUID(answer["account"])


def test_the_first_code_opens_an_account_and_the_next_opens_the_same_one():
    first = enter(phones.ask(PHONE, NOW))
    later = NOW + timedelta(hours=1)
    assert enter(phones.ask(PHONE, later), "138 0000 0147", later) == first
    assert accounts.actor_of(first).kind == "resident"
    assert phones.mine(accounts.actor_of(first)) == PHONE


def test_a_code_is_good_once():
    code = phones.ask(PHONE, NOW)
    enter(code)
    with pytest.raises(Refusal, match="验证码不对"):
        enter(code)


def test_a_code_is_good_for_ten_minutes():
    code = phones.ask(PHONE, NOW)
    with pytest.raises(Refusal, match="10 分钟"):
        enter(code, now=NOW + timedelta(minutes=10))


def test_a_code_opens_no_other_phone():
    phones.ask("13900000258", NOW)
    with pytest.raises(Refusal, match="验证码不对"):
        enter(phones.ask(PHONE, NOW), "13900000258")


def test_a_second_code_within_a_minute_is_refused_and_the_first_stays_good():
    code = phones.ask(PHONE, NOW)
    with pytest.raises(Refusal, match="一分钟后"):
        phones.ask(PHONE, NOW + timedelta(seconds=59))
    assert enter(code)


def test_a_later_code_voids_the_one_before():
    old, later = phones.ask(PHONE, NOW), NOW + timedelta(minutes=2)
    new = phones.ask(PHONE, later)
    if old != new:
        with pytest.raises(Refusal):
            enter(old, now=later)
    assert enter(new, now=later)


@pytest.mark.parametrize("phone", ["", "1380000014", "051186900000", "23800000147", "一三八零零零零零一四七"])
def test_what_is_no_mobile_number_gets_a_sentence(phone):
    with pytest.raises(Refusal, match="11 位") as no:
        phones.normal(phone)
    assert no.value.field == "phone"


def test_a_number_with_its_country_code_is_the_same_number():
    assert phones.normal("+86 138-0000-0147") == PHONE


def test_a_closed_account_forgets_the_number_and_the_next_sign_in_is_somebody_new():
    mine = enter(phones.ask(PHONE, NOW))
    gate.execute(CloseOwnAccount(account=mine), actor=accounts.actor_of(mine), now=NOW, key=new_id())
    assert accounts.actor_of(mine) == ANONYMOUS
    assert sql.value("select count(*) from trust_phone where account = %s", (mine,)) == 0
    later = NOW + timedelta(minutes=5)
    assert enter(phones.ask(PHONE, later), now=later) != mine


def test_nobody_closes_the_account_of_somebody_else():
    mine = enter(phones.ask(PHONE, NOW))
    other = enter(phones.ask("13900000258", NOW), "13900000258")
    with pytest.raises(Missing):
        gate.execute(CloseOwnAccount(account=mine), actor=accounts.actor_of(other), now=NOW, key=new_id())


def test_no_row_of_the_database_holds_the_number_or_the_code(house):
    code = phones.ask(PHONE, NOW)
    enter(code)
    again = phones.ask(PHONE, NOW + timedelta(minutes=2))
    held = [table for table, row in dump.rows(house) if PHONE in row or (table == "trust_phone_code" and again in row)]
    assert held == []
