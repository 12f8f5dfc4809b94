"""An SMS as it arrives, and how many parts it takes. Pure."""

import re

ONE = 70
EACH = 67
"""Characters (UCS-2) of a single SMS, and of each part of a longer one (3GPP TS 23.040, 9.2.3.24.1)."""


def whole(sign: str, body: str, url: str) -> str:
    """【界牌镇】您反映的事办好了，请您评价。https://…"""
    return f"【{sign}】{body}{' ' if url else ''}{url}"


def parts(text: str) -> int:
    """How many SMS the county pays for."""
    return 1 if len(text) <= ONE else -(-len(text) // EACH)


def filled(short: str) -> str:
    """A short wording with its blanks shown as they are called."""
    return re.sub(r"\{(\w+)\}", "□□", short)
