"""Signing in: a password and a code for staff, five tries, and no demonstration accounts on a real county."""

import hashlib
import hmac
import re
import struct
import time
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from liren.trust.commands import OpenAccount

PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def house(db):
    sql.run("delete from web_rate")
    return db


def opened(username: str, **more: object) -> str:
    command = OpenAccount(
        account=new_id(), username=username, name="沈佳禾，受理员", area=AreaCode("321181108"),
        **{"password": PASSWORD, "must_use_totp": False, **more},
    )  # fmt: skip
    gate.execute(command, actor=the_house("founding"), now=datetime.now(UTC), key=new_id())
    return username


def browser() -> Client:
    return Client(headers={"host": "localhost"})


def enter(client: Client, username: str, password: str = PASSWORD):
    return client.post("/login/", {"login": username, "password": password})


def told(answer) -> list[str]:
    """What a page says was just done."""
    return re.findall(r'<p role="status"><b>([^<]*)</b>', answer.content.decode())


def test_the_right_password_opens_the_door():
    client = browser()
    answer = enter(client, opened("right-one"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/home/")
    assert "_auth_user_id" in client.session


def test_a_wrong_password_is_a_sentence_and_keeps_the_name():
    answer = enter(browser(), opened("wrong-one"), "not-this-one-please")
    page = answer.content.decode()
    assert answer.status_code in (200, 422)
    assert 'value="wrong-one"' in page
    assert 'role="alert"' in page


def test_after_five_failures_even_the_right_password_waits():
    username = opened("locked-one")
    for _ in range(5):
        enter(browser(), username, "not-this-one-please")
    client = browser()
    answer = enter(client, username)
    assert answer.status_code != 302
    assert "_auth_user_id" not in client.session


def test_failures_of_one_account_do_not_lock_another():
    victim, other = opened("victim"), opened("neighbour")
    for _ in range(5):
        enter(browser(), victim, "not-this-one-please")
    assert enter(browser(), other).status_code == 302


def test_a_closed_account_opens_nothing_though_its_session_lives():
    client = browser()
    enter(client, opened("leaver"))
    sql.run("update trust_account set is_active = false where username = 'leaver'")
    assert client.get("/login/password/").status_code == 302


def code(secret: str, at: float) -> str:
    """RFC 6238 in eight lines, so that the test does not trust the library it tests."""
    import base64

    key = base64.b32decode(secret)
    mac = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_an_account_that_must_use_totp_is_led_to_it_and_then_asked_for_it():
    client, username = browser(), opened("admin-one", must_use_totp=True)
    enter(client, username)
    assert client.get("/home/").headers["Location"] == "/mfa/totp/"
    answer = client.get("/mfa/totp/")
    assert answer.status_code == 200, answer.headers
    page = answer.content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page.replace(" ", "")
    answer = client.post("/mfa/totp/", {"code": code(secret, time.time())})
    assert answer.status_code == 302, answer.content.decode()
    again = browser()
    answer = enter(again, username)
    assert answer.headers["Location"].startswith("/mfa/code/")
    assert "_auth_user_id" not in again.session
    sql.run("delete from web_rate")
    wrong = again.post("/mfa/code/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in again.session


def test_only_our_own_words_are_said_after_signing_in_and_setting_up_the_second_step():
    client = browser()
    enter(client, opened("second-step"))
    client.get("/mfa/totp/")
    answer = client.post("/mfa/totp/", {"code": code(client.session["mfa.totp.secret"], time.time())}, follow=True)
    codes = "这是新的一组恢复码，以前的都作废。"
    assert told(answer) == ["两步验证打开了，下次登录要密码，还要验证码。", codes]
    new = {"oldpassword": PASSWORD, "password1": "another-horse-battery", "password2": "another-horse-battery"}
    answer = client.post("/login/password/", new, follow=True)
    assert told(answer) == ["密码改好了，下次登录用新密码。"]
    assert told(client.post("/mfa/recovery/new/", follow=True)) == [codes]
    assert told(client.post("/mfa/totp/off/", follow=True)) == ["两步验证关掉了，登录只要密码。"]
    assert told(client.post("/logout/", follow=True)) == []


def test_nobody_signs_up():
    answer = browser().post("/login/signup/", {"username": "x", "password1": PASSWORD})
    assert sql.value("select count(*) from trust_account where username = 'x'") == 0
    assert answer.status_code in (200, 403, 404)


def test_a_real_county_has_no_demonstration_accounts(monkeypatch):
    opened("demo-keeper", demo=True, password=None)
    monkeypatch.setattr(settings, "LIREN_DEMO", False)
    assert "data-demo-accounts" not in browser().get("/login/").content.decode()
    client = browser()
    assert client.post("/login/demo/", {"username": "demo-keeper"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_demonstration_opens_with_one_click_but_only_demonstration_accounts(monkeypatch):
    opened("demo-click", demo=True, password=None)
    opened("real-one")
    monkeypatch.setattr(settings, "LIREN_DEMO", True)
    assert "data-demo-accounts" in browser().get("/login/").content.decode()
    client = browser()
    assert client.post("/login/demo/", {"username": "demo-click"}).status_code == 302
    assert "_auth_user_id" in client.session
    assert browser().post("/login/demo/", {"username": "real-one"}).status_code == 404
