"""What may be written in an order: not empty, not endless, a number one can call. And how times are said."""

import re
import unicodedata
from datetime import datetime, timedelta, timezone

from liren.kernel import Refusal

SHANGHAI = timezone(timedelta(hours=8))
LONGEST = 1000
MOBILE_DIGITS = 11


def said(words: str, *, field: str, what: str, longest: int = LONGEST) -> str:
    """The words, trimmed. Raises Refusal when nothing is said in them, or too much; what was typed is kept."""
    text = words.strip()
    if not any(unicodedata.category(c)[0] in "LN" for c in text):
        raise Refusal("no_words", f"还没有写{what}，写一句话就可以。", field=field)
    return short_enough(text, field=field, longest=longest)


def short_enough(words: str, *, field: str, longest: int = LONGEST) -> str:
    """The words, trimmed, if they are not too long. Raises Refusal saying by how many characters they are."""
    text = words.strip()
    if len(text) > longest:
        over = len(text) - longest
        raise Refusal(
            "too_long", f"写了 {len(text):,} 个字，最多 {longest:,} 个，请删去 {over:,} 个。您写的还在。", field=field
        )
    return text


def phone(number: str) -> str:
    """The digits of a number. Raises Refusal for what nobody could call."""
    digits = re.sub(r"[\s-]", "", number)
    if not digits:
        raise Refusal("phone", "请留一个电话，接单的人要先和您约时间。只有接单的人看得到。", field="phone")
    if not (digits.isascii() and digits.isdigit()):
        raise Refusal("phone", "电话里有不是数字的字，请只写号码。", field="phone")
    if digits.startswith("1") and len(digits) != MOBILE_DIGITS:
        off = MOBILE_DIGITS - len(digits)
        wrong = f"少 {off} 位" if off > 0 else f"多 {-off} 位"
        raise Refusal("phone", f"{wrong}，手机号是 {MOBILE_DIGITS} 位。", field="phone")
    if not digits.startswith("1") and not 7 <= len(digits) <= 12:
        raise Refusal("phone", "座机号是 7 或 8 位，前面可以加区号，请核对。", field="phone")
    return digits


def moment(at: datetime) -> str:
    """A moment as people here write it: 11 月 30 日 17:30."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M}"
