"""WeCom and WeChat as the settings name them: their senders, and who fetches the photos that came with their messages."""

from liren.channels import accounts, media
from liren.channels.wechat.client import Wechat
from liren.channels.wechat.sender import WechatSender
from liren.channels.wecom.client import Wecom
from liren.channels.wecom.sender import RobotSender, WecomSender
from liren.kernel import ports


def register() -> None:
    """Hang up what is set up. Raises ValueError with a sentence for settings that can't work."""
    if (corporation := accounts.wecom()) is not None:
        wecom = Wecom(corporation)
        ports.register(WecomSender(wecom))
        ports.register(RobotSender(wecom.provider))
        media.FETCHERS["wecom"] = wecom.photo
    if (official := accounts.wechat()) is not None:
        wechat = Wechat(official)
        ports.register(WechatSender(wechat))
        media.FETCHERS["wechat"] = wechat.photo
