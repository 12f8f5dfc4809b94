"""WeCom and WeChat as the settings name them: their senders, and who fetches the photos that came with their messages."""

from django.conf import settings

from liren.channels import accounts, media
from liren.channels.wechat.client import Wechat
from liren.channels.wechat.sender import WechatSender
from liren.channels.wecom.client import Wecom
from liren.channels.wecom.sender import RobotSender, WecomSender
from liren.kernel import ports


def register() -> None:
    """Hang up what is set up. Raises ValueError with a sentence for settings that can't work."""
    corporation, official = accounts.wecom(), accounts.wechat()
    if (corporation or official) and not settings.SITE_URL:
        raise ValueError(
            "接企业微信或者微信，要写 LIREN_URL：消息里的链接从它开始，例如 https://liren.example.gov.cn。"
        )
    if corporation is not None:
        wecom = Wecom(corporation)
        ports.register(WecomSender(wecom))
        ports.register(RobotSender(wecom.provider))
        media.FETCHERS["wecom"] = wecom.photo
    if official is not None:
        wechat = Wechat(official)
        ports.register(WechatSender(wechat))
        media.FETCHERS["wechat"] = wechat.photo
