"""An address as a page shows it to its bearer."""

from liren.trust import sealed

SHOWN = 3


def masked(channel: str, address: str) -> str:
    """138****0147, wan***@example.cn; an account of a provider is not shown at all."""
    if channel == "sms":
        return sealed.mask_phone(address)
    if channel == "email":
        name, _, host = address.partition("@")
        return f"{name[:SHOWN]}***@{host}"
    return ""
