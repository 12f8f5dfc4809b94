"""Which channel for whom, and what an address of a channel must look like."""

import re
from collections.abc import Collection, Sequence

from liren.kernel import Refusal
from liren.notices.kinds import CHANNELS

HOWS = {"code": "收到验证码", "sign_in": "登录时带来", "desk": "工作人员登记", "hand": "自己填写"}
STOPS = {
    "page": "自己在网页上停",
    "word": "回复了退订",
    "desk": "工作人员停",
    "replaced": "换了新的",
    "bounced": "退了回来",
}
CORRECTIONS = {"told": "本人来说的", "called": "打电话问过", "register": "照登记的改"}
"""How the desk came to know another address."""
PROVED = frozenset({"code", "desk"})
LONGEST = 200

_MOBILE = re.compile(r"1[3-9]\d{9}")
_EMAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\".]+")


def mobile(phone: str) -> str:
    """The eleven digits of a mobile phone, "" for anything that takes no SMS (a landline)."""
    digits = re.sub(r"[\s-]", "", phone).removeprefix("+86")
    return digits if _MOBILE.fullmatch(digits) else ""


def cleaned(channel: str, address: str) -> str:
    """The address as it is kept. Raises Refusal for one that can't be of this channel."""
    if channel not in CHANNELS:
        raise Refusal(
            "channel", f"没有“{channel}”这种联系方式，可用：{'、'.join(CHANNELS.values())}。", field="channel"
        )
    text = address.strip()
    if channel == "sms":
        text = mobile(text)
        if not text:
            raise Refusal("address", "短信要发到手机，手机号是 1 开头的 11 位数字，请核对。", field="address")
    elif channel == "email":
        if len(text) > LONGEST or not _EMAIL.fullmatch(text):
            raise Refusal("address", "邮箱地址应当像 wang@example.cn，请核对。", field="address")
    elif not text or len(text) > LONGEST:
        raise Refusal("address", "没有认出这个账号，请重新绑定。", field="address")
    return text


def order(
    allowed: Sequence[str], chosen: Sequence[str] | None, reached: Collection[str], tried: Collection[str]
) -> list[str]:
    """The channels left for one notice, the first to be tried in front.

    `allowed`: what the wording allows, in its order. `chosen`: the person's own order, None when nothing was chosen.
    `reached`: channels with an address that was not stopped. `tried`: those that failed for this notice already.
    """
    wanted = allowed if chosen is None else [channel for channel in chosen if channel in allowed]
    return [channel for channel in wanted if channel in reached and channel not in tried]
