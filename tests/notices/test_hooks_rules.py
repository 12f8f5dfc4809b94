"""Webhooks without a database: addresses that may be called, the signature, the waits."""

from datetime import UTC, datetime, timedelta

import pytest

from liren.kernel import Refusal
from liren.notices.rules import hooks as rules

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "url", ["https://example.cn/hook", "https://example.cn:8443/a?b=c", " https://93.184.216.34/ "]
)
def test_an_address_out_on_the_internet_may_be_called(url):
    assert rules.check_url(url, private=False) == url.strip()


@pytest.mark.parametrize("url", [
    "", "example.cn", "http://example.cn/", "ftp://example.cn/", "https://", "https://localhost/", "https://127.0.0.1/",
    "https://10.1.2.3/", "https://192.168.0.1/", "https://169.254.169.254/latest", "https://[::1]/", "https://0.0.0.0/",
    "https://[::ffff:10.0.0.1]/", "https://2130706433/", "https://0x7f.1/", "https://user:secret@example.cn/",
    "https://example.cn/#a", "https://example.cn/a b", "https://example.cn/" + "a" * 500, "https://exämple.cn/",
    "https://example.cn:99999/", "https://[fd00::1]/", "https://[64:ff9b::7f00:1]/", "https://100.64.0.1/",
])  # fmt: skip
def test_an_address_that_points_inside_or_is_none_may_not(url):
    with pytest.raises(Refusal) as no:
        rules.check_url(url, private=False)
    assert no.value.field == "url"


@pytest.mark.parametrize(("address", "out"), [
    ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("127.0.0.1", False), ("10.0.0.1", False),
    ("172.16.5.4", False), ("169.254.169.254", False), ("224.0.0.1", False), ("::1", False), ("fe80::1", False),
    ("::ffff:192.168.1.1", False), ("::ffff:93.184.216.34", True), ("64:ff9b::a00:1", False), ("2002:0a00:0001::1", False),
    ("0.0.0.0", False), ("255.255.255.255", False), ("192.0.2.1", False), ("fec0::1", False),
])  # fmt: skip
def test_which_addresses_are_out_on_the_internet(address, out):
    assert rules.public(address) is out


def test_with_the_county_s_leave_a_receiver_inside_is_called():
    assert rules.check_url("http://10.0.0.9:8080/hook", private=True)


def test_the_signature_is_the_one_in_the_standard_s_own_example():
    """github.com/standard-webhooks/standard-webhooks, specification and libraries' tests."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    signed = rules.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_thirty_two_bytes_in_base64():
    assert rules.check_secret(rules.secret_of(b"\0" * 32))
    for wrong in ("", "whsec_", "whsec_" + "A" * 44, "x" * 50):
        with pytest.raises(Refusal):
            rules.check_secret(wrong)


def test_waits_double_from_five_seconds_to_an_hour():
    assert [rules.wait(n).total_seconds() for n in (1, 2, 3, 4)] == [5, 10, 20, 40]
    assert rules.wait(99) == timedelta(hours=1)
    tried, at = 0, NOW
    while at < NOW + timedelta(days=1):
        tried += 1
        at += rules.wait(tried)
    assert 30 < tried < 40, "a receiver that is down for a day is asked some thirty times, not thousands"


def test_what_is_refused_for_itself_is_over_after_three_days_and_a_dead_receiver_after_five():
    assert timedelta(days=2.9) <= sum((rules.wait(n) for n in range(1, rules.TRIES)), timedelta()) < timedelta(days=4)
    assert [rules.spent(n) for n in (1, rules.TRIES - 1, rules.TRIES)] == [False, False, True]
    assert not rules.to_be_disabled(None, NOW)
    assert not rules.to_be_disabled(NOW, NOW + timedelta(days=4))
    assert rules.to_be_disabled(NOW, NOW + timedelta(days=5))


def test_events_are_named_and_each_once():
    assert rules.check_events(["case.closed", "case.closed"]) == ["case.closed"]
    for wrong in ([], ["case.exploded"]):
        with pytest.raises(Refusal):
            rules.check_events(wrong)
