"""Webhooks: what may be subscribed to, where to, how a call is signed, and when it is tried again. Pure.

The signature is that of Standard Webhooks (github.com/standard-webhooks): HMAC-SHA256 over `id.timestamp.body`.
"""

import hmac
import ipaddress
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from liren.kernel import Refusal

EVENTS: dict[str, str] = {
    "case.reported": "上报",
    "case.filed": "立案",
    "case.dispatched": "派遣",
    "case.taken_up": "签收",
    "case.returned": "退回",
    "case.suspended": "缓办",
    "case.resumed": "恢复办理",
    "case.extended": "延期",
    "case.result_reported": "反馈结果",
    "case.solved_on_spot": "自办自结",
    "case.sent_back": "核查不通过",
    "case.closed": "核查结案",
    "case.confirmed": "反映人评价",
    "case.reopened": "重办",
    "case.merged": "并案",
    "case.unmerged": "撤销并案",
    "case.refused": "不予受理",
    "case.withdrawn": "撤回",
    "case.kind_corrected": "改类别",
    "case.place_corrected": "改地点",
}
PING = "ping"
PREFIX = "whsec_"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
LONGEST_URL = 500
MOST_HOOKS = 10
"""Of one key."""

FIRST, LONGEST = timedelta(seconds=5), timedelta(hours=1)
TRIES = 80
"""A call that the receiver refuses for itself (400, 422) is over after so many tries, some three days; the next of its case go on."""
DISABLE_AFTER = timedelta(days=5)
"""A receiver that took nothing for this long is not called again until somebody says so; what waits is kept."""
KEPT = timedelta(days=30)
ITS_OWN_FAULT = frozenset({400, 406, 409, 411, 413, 415, 422})
"""Answers about this one call. Every other "no" is about the receiver as a whole."""
GONE = 410


def check_url(url: str, *, private: bool) -> str:
    """The address, trimmed. Raises Refusal for one that may not be called: https and a public host, no name or password in it."""
    text = url.strip()
    parts = urlsplit(text)
    try:
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or not text.isascii() or any(c.isspace() for c in text) or len(text) > LONGEST_URL:
        raise Refusal(
            "url", f"回调地址要像 https://example.cn/hook 这样写，最多 {LONGEST_URL} 个字符，不带空格。", field="url"
        )
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise Refusal("url", "回调地址要以 https:// 开头，内容才不会被路上的人看见。", field="url")
    if parts.username or parts.password or parts.fragment:
        raise Refusal("url", "回调地址里不要写用户名、密码和 # 后面的部分。", field="url")
    if not private and (host == "localhost" or not _public_if_literal(host)):
        raise Refusal("url", "不能回调内网或本机的地址，请写公网能访问的域名。", field="url")
    return text


def check_events(events: Sequence[str]) -> list[str]:
    """The events, each once. Raises Refusal for none and for one that there is not."""
    odd = [code for code in events if code not in EVENTS]
    if odd:
        raise Refusal("events", f"没有“{odd[0]}”这种事件，可以选：{'、'.join(EVENTS)}。", field="events")
    if not events:
        raise Refusal("events", "请至少选一种要回调的事件。", field="events")
    return list(dict.fromkeys(events))


def check_secret(secret: str) -> str:
    """The secret. Raises Refusal for anything but whsec_ and 32 bytes in base64."""
    if not SECRET.fullmatch(secret):
        raise Refusal("secret", "签名密钥的写法不对，请重新打开页面再试。", field="secret")
    return secret


def secret_of(content: bytes) -> str:
    """32 bytes as a secret is written."""
    return PREFIX + b64encode(content).decode()


def public(address: str) -> bool:
    """Whether an IP address is out on the internet: not private, loopback, link-local, multicast, or a disguise of such."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return public(str(inner))
        if ip.is_site_local:
            return False
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """The header webhook-signature: v1 and the MAC in base64."""
    key = b64decode(secret.removeprefix(PREFIX))
    mac = hmac.digest(key, f"{id}.{timestamp}.".encode() + body, "sha256")
    return "v1," + b64encode(mac).decode()


def wait(failures: int) -> timedelta:
    """How long after so many failures in a row: 5 s, doubling, an hour at most."""
    doubled: timedelta = FIRST * (1 << min(max(failures - 1, 0), 20))
    return min(doubled, LONGEST)


def spent(tries: int) -> bool:
    """A call refused for itself is over."""
    return tries >= TRIES


def to_be_disabled(failing_since: datetime | None, now: datetime) -> bool:
    """The receiver has taken nothing for days."""
    return failing_since is not None and now - failing_since >= DISABLE_AFTER


def _public_if_literal(host: str) -> bool:
    """A name, or an address out on the internet; a host that ends in a number is an address in a disguise."""
    try:
        return public(host)
    except ValueError:
        return not re.fullmatch(r"\d+|0x[0-9a-f]*", host.rpartition(".")[2])
