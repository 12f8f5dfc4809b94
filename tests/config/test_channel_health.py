"""liren status tells how mail and SMS fare from what the worker noted, without asking the database."""

from datetime import UTC, datetime

from liren.config.cli import status
from liren.config.supervisor import channels

NOW = datetime(2026, 11, 23, 6, 2, tzinfo=UTC)
DOWN = {
    "channel": "sms", "succeeded_at": NOW.timestamp() - 4000, "down_since": NOW.timestamp() - 3000, "trouble": "连不上短信平台",
    "waiting": 7, "oldest": NOW.timestamp() - 3500,
}  # fmt: skip
WELL = {"channel": "email", "succeeded_at": None, "down_since": None, "trouble": "", "waiting": 0, "oldest": None}


def test_a_channel_that_is_down_says_since_when_why_and_what_waits(tmp_path):
    channels.write(tmp_path, [DOWN, WELL], NOW)
    down, well = map(status._channel, channels.read(str(tmp_path)))
    assert down.split()[:2] == ["短信", "不通，自"]
    assert "等着 7 条" in down
    assert down.endswith("：连不上短信平台")
    assert well.split() == ["邮件", "正常"]


def test_a_home_without_a_record_or_with_a_torn_one_has_no_channels(tmp_path):
    assert channels.read(str(tmp_path)) == []
    (tmp_path / channels.FILE).write_text("{")
    assert channels.read(str(tmp_path)) == []
