"""What a county wrote in its settings is checked when Liren starts, and said in a sentence that names the variable."""

import pytest
from django.conf import settings

from liren.channels import accounts, platforms
from liren.kernel import ports
from tests.fakes import wechat, wecom

NOTHING = {"WECOM": dict.fromkeys(settings.WECOM, ""), "WECHAT": dict.fromkeys(settings.WECHAT, "")}


@pytest.fixture
def write(monkeypatch):
    """Write settings of one platform; the other is not set up."""

    def written(name: str, **said: str) -> None:
        for each, blank in NOTHING.items():
            monkeypatch.setattr(settings, each, blank | (said if each == name else {}))
        monkeypatch.setattr(settings, "SITE_URL", "https://liren.example.gov.cn")
        monkeypatch.setattr(ports, "SENDERS", {})

    return written


def test_without_settings_no_channel_is_there(write):
    write("WECOM")
    platforms.register()
    assert (accounts.wecom(), accounts.wechat(), ports.SENDERS) == (None, None, {})


def test_what_is_set_up_is_registered(write):
    write("WECOM", **wecom.SETTINGS)
    platforms.register()
    assert set(ports.SENDERS) == {"wecom", "wecom_robot"}
    assert accounts.wecom().base == "https://qyapi.weixin.qq.com"
    write("WECHAT", **wechat.SETTINGS)
    platforms.register()
    assert "wechat" in ports.SENDERS


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("WECOM", {"corp": "ww1"}, "LIREN_WECOM_AGENT"),
        ("WECOM", {"corp": "ww1", "agent": "abc", "secret": "s"}, "LIREN_WECOM_AGENT"),
        ("WECOM", {"corp": "ww1", "agent": "1", "secret": "s", "token": "t"}, "缺了一个"),
        ("WECOM", {"corp": "ww1", "agent": "1", "secret": "s", "token": "t", "key": "short"}, "43 个字符"),
        ("WECHAT", {"app": "wx1"}, "LIREN_WECHAT_SECRET"),
    ],
)
def test_what_can_not_work_is_said(write, name, said, told):
    write(name, **said)
    with pytest.raises(ValueError, match=told):
        platforms.register()


def test_links_need_the_county_s_own_address(write, monkeypatch):
    write("WECOM", **wecom.SETTINGS)
    monkeypatch.setattr(settings, "SITE_URL", "")
    with pytest.raises(ValueError, match="LIREN_URL"):
        platforms.register()
