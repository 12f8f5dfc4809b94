"""SMS over a real socket to a provider that checks the signature, and by files in a folder."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from liren.channels.sms import FolderSender, TencentSender, sender_of, tc3, tencent
from liren.kernel.ports import Answer, Outgoing, Receipt, Report, Undelivered
from liren.notices.rules.texts import parts, whole
from tests.fakes.sms import Provider

MESSAGE = Outgoing(
    address="13800000147", title="请您评价", body="您反映的事办好了，请您评价。", url="https://liren.example.cn/t/abc",
    key="0198f0c0", template="1110001", slots=(("url", "https://liren.example.cn/t/abc"),),
)  # fmt: skip


@pytest.fixture
def provider():
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def sender(provider) -> TencentSender:
    return sender_of(provider.url)


def test_a_message_reaches_the_provider_signed_with_its_template_and_words(provider, sender):
    receipt = sender.send(MESSAGE)
    (taken,) = provider.taken
    assert (taken["PhoneNumberSet"], taken["TemplateId"], taken["SignName"]) == (
        ["+8613800000147"],
        "1110001",
        "界牌镇",
    )
    assert taken["TemplateParamSet"] == ["https://liren.example.cn/t/abc"]
    assert (taken["SessionContext"], receipt.id) == ("0198f0c0", taken["SerialNo"])


def test_the_signature_is_the_one_of_the_provider_s_own_example():
    """The example request of the provider's page “签名方法 v3” (2019-02-25, service cvm), its host and its secret."""
    body = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    header = tc3.authorization(
        id="AKID********************************", key="********************************", service="cvm",
        host="cvm.tencentcloudapi.com", action="DescribeInstances", body=body,
        at=datetime.fromtimestamp(1551113065, UTC),
    )  # fmt: skip
    assert header.endswith("Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f")


def test_a_wrong_key_or_a_clock_off_by_an_hour_stops_the_channel_and_not_the_message(provider, sender):
    stranger = TencentSender(replace(sender.account, key="wrong"), "界牌镇")
    with pytest.raises(Undelivered, match="核对密钥（AuthFailure") as caught:
        stranger.send(MESSAGE)
    assert caught.value.down
    provider.drift = 3600
    with pytest.raises(Undelivered, match="时钟不准") as caught:
        sender.send(MESSAGE)
    assert caught.value.down
    assert provider.taken == []


@pytest.mark.parametrize(
    ("code", "words", "final", "down"),
    [
        ("InvalidParameterValue.IncorrectPhoneNumber", "号码不对", True, False),
        ("FailedOperation.PhoneNumberInBlacklist", "退订过", True, False),
        ("LimitExceeded.PhoneNumberDailyLimit", "今天给这个号码发得太多", False, False),
        ("FailedOperation.InsufficientBalanceInSmsPackage", "短信套餐用完了", False, True),
        ("InternalError.Timeout", "内部出错", False, True),
        ("Something.New", "没有收下（Something.New）", False, False),
    ],
)
def test_a_code_of_the_provider_says_in_chinese_what_to_do(provider, sender, code, words, final, down):
    provider.answers = [code]
    with pytest.raises(Undelivered, match=words) as caught:
        sender.send(MESSAGE)
    assert (caught.value.final, caught.value.down) == (final, down)


def test_a_provider_that_is_away_is_down_and_one_that_falls_silent_leaves_us_unsure(provider, sender, monkeypatch):
    provider.down = True
    with pytest.raises(Undelivered, match="503") as caught:
        sender.send(MESSAGE)
    assert (caught.value.down, caught.value.unsure) == (True, False)
    provider.down, provider.silent = False, True
    monkeypatch.setattr(tencent, "TIMEOUT", 0.2)
    with pytest.raises(Undelivered, match="不知道发出去没有") as caught:
        sender.send(MESSAGE)
    assert caught.value.unsure
    assert len(provider.taken) == 1


def test_a_provider_that_nobody_answers_at_is_down():
    made = Provider()
    made.close()
    with pytest.raises(Undelivered, match="连不上") as caught:
        sender_of(made.url).send(MESSAGE)
    assert (caught.value.down, caught.value.unsure) == (True, False)


def test_without_a_template_the_provider_is_not_asked(provider, sender):
    with pytest.raises(Undelivered, match="短信模板的编号") as caught:
        sender.send(replace(MESSAGE, template=""))
    assert caught.value.final
    assert provider.taken == []


def test_receipts_and_answers_are_fetched_once(provider, sender):
    provider.report("5000:1", arrived=True)
    provider.report("5000:2", arrived=False, why="MK:0001")
    provider.report("5000:3", arrived=False, why="XX:9999")
    provider.reply("13800000147", "T")
    good, bad, odd, answer = list(sender.heard())
    assert isinstance(good, Report)
    assert (good.id, good.delivered, bad.trouble) == ("5000:1", True, "号码是空号（MK:0001）")
    assert odd.trouble == "运营商没有送到（XX:9999）"
    assert isinstance(answer, Answer)
    assert (answer.address, answer.words) == ("13800000147", "T")
    assert list(sender.heard()) == []


def test_a_message_in_the_folder_is_one_line_and_there_once_however_often_it_goes(tmp_path):
    sender = FolderSender(str(tmp_path / "sms"), "界牌镇")
    assert sender.send(MESSAGE) == sender.send(MESSAGE) == Receipt(id="0198f0c0")
    (file,) = (tmp_path / "sms" / "out").iterdir()
    (line,) = file.read_text("utf-8").splitlines()
    told = json.loads(line)
    assert (told["to"], told["text"]) == (
        "13800000147", "【界牌镇】您反映的事办好了，请您评价。 https://liren.example.cn/t/abc",
    )  # fmt: skip
    assert [f.name for f in (tmp_path / "sms").iterdir() if f.name.startswith(".")] == []


def test_receipts_in_the_folder_are_read_once_and_what_cannot_be_read_is_put_aside(tmp_path):
    sender = FolderSender(str(tmp_path), "界牌镇")
    sender.send(MESSAGE)
    at = "2026-11-23T14:02:00+08:00"
    (tmp_path / "receipts" / "a.json").write_text(json.dumps({"key": "0198f0c0", "state": "delivered", "at": at}))
    (tmp_path / "receipts" / "b.json").write_text("{nothing")
    (tmp_path / "answers" / "c.json").write_text(json.dumps({"from": "13800000147", "text": "T", "at": at}))
    moment = datetime.fromisoformat(at)
    assert list(sender.heard()) == [
        Report(id="0198f0c0", delivered=True, at=moment), Answer(address="13800000147", words="T", at=moment),
    ]  # fmt: skip
    assert list(sender.heard()) == []
    assert [f.name for f in (tmp_path / "unread").iterdir()] == ["b.json"]


def test_a_folder_that_cannot_be_written_is_a_provider_that_is_down(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Undelivered, match="短信文件夹写不进去") as caught:
        FolderSender(str(tmp_path / "file" / "sms"), "界牌镇").send(MESSAGE)
    assert caught.value.down


def test_a_long_message_is_paid_for_in_parts():
    text = whole("界牌镇", "您反映的事办好了，请您评价。", "")
    assert text == "【界牌镇】您反映的事办好了，请您评价。"
    assert [parts("字" * n) for n in (1, 70, 71, 134, 135)] == [1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("folder:/var/lib/liren/sms", "签名"),
        ("folder:sms?sign=镇", "应当像"),
        ("tencent://id:key@sms.tencentcloudapi.com/?sign=镇", "短信应用的编号"),
        ("http://sms.example.cn/?sign=镇", "应当像"),
    ],
)
def test_an_address_that_cannot_work_says_how_it_should_look(url, words):
    with pytest.raises(ValueError, match=words):
        sender_of(url)
