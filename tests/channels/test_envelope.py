"""The envelope against one written down independently, and against the platform's own published example."""

from datetime import UTC, datetime, timedelta

import pytest

from liren.channels.envelope import Envelope, Rejected, check_fresh, decrypted, encrypted_bytes, signature
from tests.fakes import tencent
from tests.fakes.tencent import KEY, TOKEN

NOW = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)

# From the sample code that WeCom publishes with WXBizMsgCrypt (Sample.py): what its server would send.
SAMPLE_KEY, SAMPLE_TOKEN, SAMPLE_CORP = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "QDG6eK", "wx5823bf96d3bd56c7"
SAMPLE_ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="


def test_the_platforms_own_example_is_opened():
    envelope = Envelope(SAMPLE_TOKEN, SAMPLE_KEY, SAMPLE_CORP)
    envelope.check("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780", SAMPLE_ECHO)
    assert envelope.open(SAMPLE_ECHO) == b"1616140317555161061"


def test_what_one_seals_the_other_opens():
    envelope = Envelope(TOKEN, KEY, "ww1")
    for message in (b"", b"x" * 11, "路灯坏了".encode() * 300):
        assert envelope.open(tencent.sealed(message, "ww1")) == message
        assert tencent.unsealed(envelope.seal(message)) == message


def test_somebody_else_s_envelope_is_rejected():
    with pytest.raises(Rejected, match="别的企业") as caught:
        Envelope(TOKEN, KEY, "ww1").open(tencent.sealed(b"hello", "ww2"))
    assert caught.value.code == "receiver"


@pytest.mark.parametrize(
    "encrypted", ["", "not base64 at all", "QUJD", tencent.sealed(b"x", "ww1")[:-8] + "AAAAAAA="],
    ids=("empty", "no base64", "too short", "spoilt"),
)  # fmt: skip
def test_what_was_not_sealed_under_the_key_is_rejected(encrypted):
    with pytest.raises(Rejected):
        Envelope(TOKEN, KEY, "ww1").open(encrypted)


def test_another_signature_is_rejected():
    envelope = Envelope(TOKEN, KEY, "ww1")
    envelope.check(signature(TOKEN, "1", "2", "3"), "1", "2", "3")
    for signed in ("", signature("other", "1", "2", "3"), signature(TOKEN, "9", "2", "3"), "路" * 40):
        with pytest.raises(Rejected):
            envelope.check(signed, "1", "2", "3")


@pytest.mark.parametrize("off", [timedelta(0), timedelta(minutes=5), timedelta(minutes=-5)])
def test_a_callback_of_these_minutes_is_fresh(off):
    check_fresh(str(int((NOW - off).timestamp())), NOW)


def test_a_clock_that_is_off_by_an_hour_is_said():
    with pytest.raises(Rejected, match=r"早 1 小时 0 分.*校时"):
        check_fresh(str(int((NOW - timedelta(hours=1)).timestamp())), NOW)
    with pytest.raises(Rejected, match="晚 1 小时 0 分"):
        check_fresh(str(int((NOW + timedelta(hours=1)).timestamp())), NOW)


@pytest.mark.parametrize("timestamp", ["", "yesterday", "-1", "１７", "9" * 40])
def test_a_callback_without_a_time_is_rejected(timestamp):
    with pytest.raises(Rejected):
        check_fresh(timestamp, NOW)


def test_photos_of_a_robot_come_in_the_same_cipher():
    key = Envelope(TOKEN, KEY, "").key
    assert decrypted(key, encrypted_bytes(key, b"jpeg")) == b"jpeg"
    with pytest.raises(ValueError, match=r"padding|length|multiple"):
        decrypted(key, b"no cipher text")


@pytest.mark.parametrize("key", ["", "short", "x" * 44, "路" * 43])
def test_a_key_that_can_not_be_one_is_said_at_boot(key):
    with pytest.raises(ValueError, match="43 个字符"):
        Envelope(TOKEN, key, "ww1")
