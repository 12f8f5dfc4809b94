"""How a wording looks as an SMS, beside it in the office: with the county's signature, its length and what it costs in parts."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from liren.kernel.ports import SENDERS
from liren.notices.rules.texts import filled, parts, whole

LINK = "/t/" + "x" * 43
"""As long as the path of a progress page."""


def as_text(family: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """{} for anything that is not sent as SMS; else the text, its characters and parts, and the provider's number for it."""
    short = str(spec.get("short", ""))
    if family != "notice" or not short:
        return {}
    sign = str(getattr(SENDERS.get("sms"), "sign", "")) or "签名"
    shown = whole(sign, filled(short), "")
    url = f" {settings.SITE_URL or 'https://liren.example.cn'}{LINK}" if spec.get("code") != "login_code" else ""
    length = len(shown) + len(url)
    return {
        "text": shown, "link": bool(url), "length": length, "parts": parts("x" * length),
        "template": str(spec.get("sms_template", "")),
    }  # fmt: skip
