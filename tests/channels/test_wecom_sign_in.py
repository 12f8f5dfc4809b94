"""Signing in with WeCom: only accounts that exist and are bound; TOTP is asked all the same; a state is good once, here."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client

from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.notices.commands import BindAddress
from liren.trust import gate
from liren.trust.accounts import Backend
from tests.cases.room import TOWN
from tests.web.staffroom import text

INSIDE = "Mozilla/5.0 wxwork/4.1.0 MicroMessenger/7.0.1"


@pytest.fixture
def browser():
    return Client(headers={"host": "localhost"})


def bind(room, name: str, member: str) -> None:
    account = room.scene.account(name)
    order = BindAddress(area=TOWN, account=account, channel=Code("wecom"), address=member, how=Code("desk"))
    gate.execute(order, actor=room.scene.actor(name), now=datetime.now(UTC), key=new_id())


def come_back(browser, wecom, member: str, **begin):
    """Off to WeCom and back with a code of this member."""
    off = browser.get("/wecom/login/", **begin)
    state = parse_qs(urlsplit(off.headers["Location"]).query)["state"][0]
    wecom.codes["code-1"] = member
    return browser.get(f"/wecom/login/done/?code=code-1&state={state}")


def signed_in(browser) -> bool:
    return "_auth_user_id" in browser.session


def test_inside_wecom_it_is_silent_elsewhere_it_is_scanned(browser, wecom, room):
    inside = urlsplit(browser.get("/wecom/login/", headers={"user-agent": INSIDE}).headers["Location"])
    assert (inside.netloc, inside.fragment) == ("open.weixin.qq.com", "wechat_redirect")
    query = {name: values[0] for name, values in parse_qs(inside.query).items()}
    assert (query["scope"], query["redirect_uri"]) == ("snsapi_base", "http://localhost/wecom/login/done/")
    assert query["state"].isalnum()
    assert len(query["state"]) <= 128
    assert urlsplit(browser.get("/wecom/login/").headers["Location"]).netloc == "login.work.weixin.qq.com"


def test_a_member_whose_account_is_bound_is_signed_in(browser, wecom, room):
    bind(room, "handler", "lihua")
    answer = come_back(browser, wecom, "lihua")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/home/")
    assert browser.session["_auth_user_id"] == str(room.scene.account("handler"))


def test_nobody_is_made_by_signing_in(browser, wecom, room):
    answer = come_back(browser, wecom, "stranger")
    assert answer.status_code == 403
    assert "先用账号和密码登录" in text(answer)
    assert not signed_in(browser)
    assert "不是这个企业的成员" in text(come_back(browser, wecom, ""))


def test_an_account_with_totp_is_asked_for_it_all_the_same(browser, wecom, room):
    bind(room, "verifier", "wanglan")
    TOTP.activate(Backend().get_user(room.scene.account("verifier")), generate_totp_secret())
    answer = come_back(browser, wecom, "wanglan")
    assert answer.headers["Location"].startswith("/mfa/code/")
    assert not signed_in(browser)


def test_a_state_of_another_browser_is_refused(browser, wecom, room):
    bind(room, "handler", "lihua")
    other = Client(headers={"host": "localhost"})
    state = parse_qs(urlsplit(other.get("/wecom/login/").headers["Location"]).query)["state"][0]
    wecom.codes["code-1"] = "lihua"
    browser.get("/wecom/login/")
    answer = browser.get(f"/wecom/login/done/?code=code-1&state={state}")
    assert answer.status_code == 403
    assert not signed_in(browser)


def test_a_code_that_was_used_is_refused_with_the_way_on(browser, wecom, room):
    off = browser.get("/wecom/login/")
    state = parse_qs(urlsplit(off.headers["Location"]).query)["state"][0]
    answer = browser.get(f"/wecom/login/done/?code=used&state={state}")
    assert answer.status_code == 403
    assert "密码登录" in text(answer)


def test_a_signed_in_member_of_staff_is_bound_once_and_nobody_takes_it_over(room, wecom):
    mine, other = room.browser("officer"), room.browser("officer2")
    assert come_back(mine, wecom, "wanglan").status_code == 302
    bearers = notices.bearers_of(the_house("x"), "wecom", "wanglan")
    assert [b.account for b in bearers] == [room.scene.account("officer")]
    answer = come_back(other, wecom, "wanglan")
    assert answer.status_code == 403
    assert "已经连着另一个" in text(answer)


def test_the_way_in_is_offered_where_it_is_set_up_and_only_there(browser, wecom, room, monkeypatch):
    assert "用企业微信登录" in text(browser.get("/login/"))
    assert "连上我的企业微信" in text(room.browser("officer").get("/me/told/"))
    monkeypatch.setattr(settings, "WECOM", dict.fromkeys(settings.WECOM, ""))
    assert "用企业微信登录" not in text(browser.get("/login/"))
    assert "连上我的企业微信" not in text(room.browser("officer").get("/me/told/"))
