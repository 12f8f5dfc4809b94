"""A camera's clock by ONVIF: GetSystemDateAndTime, which every device answers without signing in (ONVIF Core, 8.3.4)."""

import re
from datetime import UTC, datetime

import httpx

TIMEOUT = httpx.Timeout(2.0)
MOST = 64 * 1024
BODY = (
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>'
    '<GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/></s:Body></s:Envelope>'
)
UTC_PART = re.compile(rb"<(?:\w+:)?UTCDateTime>(.*?)</(?:\w+:)?UTCDateTime>", re.S)
NUMBER = re.compile(rb"<(?:\w+:)?(Year|Month|Day|Hour|Minute|Second)>\s*(\d{1,4})\s*</")


def clock_of(answer: bytes) -> datetime | None:
    """What a device says the time is, None when it says none that exists. Read by pattern: no XML of strangers is expanded."""
    found = UTC_PART.search(answer)
    parts = {name.decode(): int(value) for name, value in NUMBER.findall(found[1])} if found else {}
    try:
        return datetime(
            parts["Year"],
            parts["Month"],
            parts["Day"],
            parts["Hour"],
            parts["Minute"],
            min(parts["Second"], 59),
            tzinfo=UTC,
        )
    except (KeyError, ValueError):
        return None


async def drift(host: str, now: datetime, *, port: int = 80) -> int | None:
    """Seconds by which a device's clock is ahead; None when it does not speak ONVIF there. Never raises."""
    literal = f"[{host}]" if ":" in host else host
    headers = {"Content-Type": "application/soap+xml; charset=utf-8"}
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
            asked = await client.post(f"http://{literal}:{port}/onvif/device_service", content=BODY, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return None
    told = clock_of(asked.content[:MOST]) if asked.is_success else None
    return round((told - now).total_seconds()) if told else None
