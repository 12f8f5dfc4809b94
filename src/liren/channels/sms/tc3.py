"""The signature of Tencent Cloud API 3.0 (TC3-HMAC-SHA256), for POST with a JSON body. Pure.

Source: 腾讯云 API 文档 “签名方法 v3”: canonical request over content-type, host and x-tc-action; a key derived from day, service
and the word tc3_request; the moment may be off by at most five minutes.
"""

import hmac
from datetime import UTC, datetime
from hashlib import sha256

ALGORITHM = "TC3-HMAC-SHA256"
CONTENT_TYPE = "application/json; charset=utf-8"
SIGNED = "content-type;host;x-tc-action"


def authorization(*, id: str, key: str, service: str, host: str, action: str, body: bytes, at: datetime) -> str:
    """The Authorization header of one request."""
    day = at.astimezone(UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    headers = f"content-type:{CONTENT_TYPE}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    request = f"POST\n/\n\n{headers}\n{SIGNED}\n{sha256(body).hexdigest()}"
    signed = f"{ALGORITHM}\n{int(at.timestamp())}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    derived = f"TC3{key}".encode()
    for step in (day, service, "tc3_request", signed):
        derived = hmac.digest(derived, step.encode(), "sha256")
    return f"{ALGORITHM} Credential={id}/{scope}, SignedHeaders={SIGNED}, Signature={derived.hex()}"
