"""What may be written: not empty, not only pictures, not endless. And how times are said."""

import unicodedata
from datetime import datetime

from liren.catalogue.worktime import SHANGHAI
from liren.kernel import Refusal

LONGEST = 5000


def said(words: str, *, field: str, what: str) -> str:
    """The words, trimmed. Raises Refusal when nothing is said in them, or too much; what was typed is kept."""
    text = words.strip()
    if not text:
        raise Refusal("no_words", f"还没有写{what}，写一句话就可以。", field=field)
    if not any(unicodedata.category(c)[0] in "LN" for c in text):
        raise Refusal("only_symbols", f"只有表情或符号，看不出{what}，请补几个字。", field=field)
    return short_enough(text, field=field)


def short_enough(words: str, *, field: str) -> str:
    """The words, if they are not too long. Raises Refusal saying by how many characters they are."""
    if len(words) > LONGEST:
        over = len(words) - LONGEST
        raise Refusal(
            "too_long",
            f"写了 {len(words):,} 个字，最多 {LONGEST:,} 个，请删去 {over:,} 个。您写的还在。",
            field=field,
        )
    return words


def moment(at: datetime) -> str:
    """A moment as people here write it: 11 月 30 日 17:30."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M}"


def stretch(seconds: int) -> str:
    """A length of time: 1 时 20 分."""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} 时 {minutes} 分" if hours else f"{minutes} 分"
