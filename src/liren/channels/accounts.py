"""What a county has set up at WeCom and WeChat, read from the settings. None: not set up, the channel is not there."""

from dataclasses import dataclass

from django.conf import settings

from liren.channels.envelope import Envelope

WECOM, WECHAT = "https://qyapi.weixin.qq.com", "https://api.weixin.qq.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class WecomAccount:
    """An application of the county's own in WeCom. `callback` and `robot` open what WeCom and its robot send here."""

    corp: str
    agent: int
    secret: str
    base: str
    callback: Envelope | None
    robot: Envelope | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WechatAccount:
    """The county's official account."""

    app: str
    secret: str
    base: str
    callback: Envelope | None


def wecom() -> WecomAccount | None:
    """Raises ValueError with a sentence for settings that can't work."""
    said = settings.WECOM
    if not said["corp"]:
        return None
    if not said["agent"].isdigit() or not said["secret"]:
        raise ValueError("写了 LIREN_WECOM_CORP，还要写 LIREN_WECOM_AGENT（数字）和 LIREN_WECOM_SECRET。")
    return WecomAccount(
        corp=said["corp"], agent=int(said["agent"]), secret=said["secret"], base=said["base"] or WECOM,
        callback=_envelope(said["token"], said["key"], said["corp"]),
        robot=_envelope(said["robot_token"], said["robot_key"], ""),
    )  # fmt: skip


def wechat() -> WechatAccount | None:
    """Raises ValueError with a sentence for settings that can't work."""
    said = settings.WECHAT
    if not said["app"]:
        return None
    if not said["secret"]:
        raise ValueError("写了 LIREN_WECHAT_APP，还要写 LIREN_WECHAT_SECRET。")
    return WechatAccount(
        app=said["app"], secret=said["secret"], base=said["base"] or WECHAT,
        callback=_envelope(said["token"], said["key"], said["app"]),
    )  # fmt: skip


def _envelope(token: str, key: str, receiver: str) -> Envelope | None:
    if bool(token) != bool(key):
        raise ValueError("回调的 Token 和 EncodingAESKey 要一起写，缺了一个。")
    return Envelope(token, key, receiver) if token else None
