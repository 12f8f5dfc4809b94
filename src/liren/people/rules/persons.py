"""What a name, a phone and an address must look like, each with the sentence that helps to mend it."""

import re

from liren.kernel import Refusal

NAME_LIMIT = 64
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_SEPARATORS = str.maketrans("", "", " -\u3000（）()")


def clean_name(text: str) -> str:
    """A name without stray spaces. Raises Refusal for none or one longer than a card."""
    name = " ".join(text.split())
    if not name:
        raise Refusal("no_name", "没有写姓名，请填写姓名。", field="name")
    if len(name) > NAME_LIMIT:
        raise Refusal("long_name", f"姓名超过 {NAME_LIMIT} 个字，请只写姓名。", field="name")
    return name


def clean_mobile(text: str, field: str = "phone") -> str:
    """Eleven digits of a mainland mobile number, or "" for none."""
    digits = text.translate(_SEPARATORS).removeprefix("+86")
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        raise Refusal("phone_letters", "手机号里有数字以外的字，请只写 11 位数字。", field=field)
    if len(digits) != 11:
        few = f"少 {11 - len(digits)} 位" if len(digits) < 11 else f"多 {len(digits) - 11} 位"
        raise Refusal("phone_length", f"{few}，手机号是 11 位。请核对后重写。", field=field)
    if digits[0] != "1" or digits[1] in "012":
        raise Refusal("phone_prefix", f"没有 {digits[:2]} 开头的手机号，请核对后重写。", field=field)
    return digits


def clean_work_phone(text: str) -> str:
    """A mobile, a landline with area code (0511-86881234) or a three- to five-digit service number, or ""."""
    digits = text.translate(_SEPARATORS)
    if re.fullmatch(r"0\d{9,11}|[1-9]\d{6,7}|1\d{2,4}|9\d{4}", digits):
        return " ".join(text.split())
    return clean_mobile(text, field="work_phone")


def clean_email(text: str) -> str:
    """An address with one @ and a domain, or ""."""
    address = text.strip()
    if address and not _EMAIL.fullmatch(address):
        raise Refusal("email", "邮箱地址不完整，应当像 name@example.cn。", field="work_email")
    return address
