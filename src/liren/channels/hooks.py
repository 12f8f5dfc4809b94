"""Webhooks over HTTP: one POST, no redirect, nothing of the answer kept but its status.

A host is looked up at the moment of the call and the call goes to the very address that was checked: a name that
points inside, or changes between look and call, reaches nothing here. LIREN_HOOKS_PRIVATE=1 lets it, for a receiver on
the county's own network.
"""

import socket
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings

from liren.kernel.ports import Undelivered
from liren.notices.rules.hooks import public

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
PORTS = {"https": 443, "http": 80}


class Caller:
    """The port's caller (kernel/ports.py)."""

    def call(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """POST the body. Raises Undelivered with what went wrong, in plain Chinese."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or PORTS[parts.scheme]
        address = _address(host, port)
        literal = f"[{address}]" if ":" in address else address
        pinned = urlunsplit((parts.scheme, f"{literal}:{port}", parts.path or "/", parts.query, ""))
        named = {"host": parts.netloc, "content-type": "application/json", "user-agent": "Liren-Webhook/1"}
        try:
            with _client().stream(
                "POST",
                pinned,
                content=body,
                headers={**named, **headers},
                timeout=TIMEOUT,
                extensions={"sni_hostname": host},
            ) as answer:
                return answer.status_code
        except httpx.TimeoutException as error:
            raise Undelivered("10 秒内没有答复", down=True, unsure=True) from error
        except httpx.HTTPError as error:
            raise Undelivered(f"连不上（{type(error).__name__}）", down=True) from error


@cache
def _client() -> httpx.Client:
    """One client, so that certificates are read once. It keeps no line open: the next name may live at the same address."""
    return httpx.Client(follow_redirects=False, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))


def _address(host: str, port: int) -> str:
    """One address of the host, all of which must be out on the internet."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Undelivered("找不到这个域名", down=True) from error
    addresses = [str(info[4][0]).partition("%")[0] for info in found]
    if not settings.HOOKS_PRIVATE and not all(map(public, addresses)):
        raise Undelivered("域名指向内网或本机，没有发", down=True)
    return addresses[0]
