"""SMS, when the county has named a way: LIREN_SMS=folder:/var/lib/liren/sms?sign=界牌镇, or tencent://… (docs/howto/sms.md)."""

from urllib.parse import parse_qs, unquote, urlsplit

from liren.channels.sms.folder import FolderSender
from liren.channels.sms.tencent import Account, TencentSender

__all__ = ["FolderSender", "TencentSender", "sender_of"]

REGION = "ap-guangzhou"


def sender_of(url: str) -> FolderSender | TencentSender:
    """The sender that an address names. Raises ValueError with a sentence for one that can't work."""
    parts = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    sign = asked.get("sign", "")
    if not sign:
        raise ValueError("LIREN_SMS 没有写签名，请在末尾加上 ?sign=界牌镇（【】里的那几个字）。")
    if parts.scheme == "folder" and parts.path.startswith("/"):
        return FolderSender(unquote(parts.path), sign)
    if parts.scheme in ("tencent", "tencent+http") and parts.hostname and parts.username and parts.password:
        app = parts.path.strip("/")
        if not app.isdigit():
            raise ValueError(
                "LIREN_SMS 没有写短信应用的编号，地址像 tencent://SecretId:SecretKey@sms.tencentcloudapi.com/1400006666。"
            )
        scheme = "http" if parts.scheme == "tencent+http" else "https"
        host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
        account = Account(
            id=unquote(parts.username), key=unquote(parts.password), base=f"{scheme}://{host}", app=app,
            region=asked.get("region", REGION),
        )  # fmt: skip
        return TencentSender(account, sign)
    raise ValueError(
        "LIREN_SMS 应当像 folder:/var/lib/liren/sms?sign=界牌镇，"
        "或者 tencent://SecretId:SecretKey@sms.tencentcloudapi.com/1400006666?sign=界牌镇。"
    )
