"""Residents' sign-in: a phone, a code that is sent to it, and the account behind both. For a report none of it is needed.

The number is sealed and found by a keyed digest only; of a code only the digest is kept, for ten minutes, for one use.
Codes stand in a login table beside the gate; whom the page sends them with is the channel's business.
"""

from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import randbelow

from liren.kernel import Actor, Refusal
from liren.trust import sealed, sql

CODE_LENGTH = 6
GOOD_FOR = timedelta(minutes=10)
APART = timedelta(seconds=60)
MOBILE = 11


def normal(phone: str) -> str:
    """The eleven digits of a mobile number however it is written. Raises Refusal for anything else."""
    digits = "".join(c for c in phone if c.isdigit() and c.isascii()).removeprefix("86" if "+" in phone else "")
    if len(digits) != MOBILE or not digits.startswith("1"):
        raise Refusal(
            "phone", "手机号是 11 位，以 1 开头，请核对。座机不能收验证码，可以用查询码查进度。", field="phone"
        )
    return digits


def blind(phone: str) -> bytes:
    """The keyed digest by which a number's account and code are found."""
    return sealed.blind(f"trust.phone:{phone}")


def ask(phone: str, now: datetime) -> str:
    """A fresh code for a number; the one before is void. Raises Refusal within a minute of the last one."""
    code = f"{randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"
    kept = sql.run(
        """insert into trust_phone_code (blind, digest, until, sent_at) values (%s, %s, %s, %s)
           on conflict (blind) do update set digest = excluded.digest, until = excluded.until, sent_at = excluded.sent_at
           where trust_phone_code.sent_at <= %s""",
        (blind(phone), _digest(phone, code), now + GOOD_FOR, now, now - APART),
    )
    if not kept:
        raise Refusal(
            "code_soon", "验证码刚发过，一分钟后可以再要一次。收不到，看看是不是被拦进了垃圾短信。", field="phone"
        )
    return code


def fits(phone: str, code: str, digest: bytes) -> bool:
    """Whether this is the code that was sent to the number."""
    return compare_digest(_digest(phone, code), bytes(digest))


def mine(viewer: Actor) -> str:
    """The viewer's own sign-in number, "" for an account without one."""
    found = sql.value("select sealed from trust_phone where account = %s", (viewer.account,))
    return sealed.unseal(found) if found else ""


def _digest(phone: str, code: str) -> bytes:
    return sealed.blind(f"trust.code:{phone}:{''.join(c for c in code if c.isdigit())}")
