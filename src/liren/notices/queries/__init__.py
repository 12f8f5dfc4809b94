"""What pages and other rooms may ask of notices. Every question begins with who is looking."""

from liren.notices.queries.addresses import AddressCard, Bearer, addresses_of, bearers_of, bound, choice_of, masked
from liren.notices.queries.inbox import DigestLine, Group, Line, digest, inbox, open_alerts, recipients, unread
from liren.notices.queries.sending import Health, ReceiptLine, health, receipts

__all__ = [
    "AddressCard",
    "Bearer",
    "DigestLine",
    "Group",
    "Health",
    "Line",
    "ReceiptLine",
    "addresses_of",
    "bearers_of",
    "bound",
    "choice_of",
    "digest",
    "health",
    "inbox",
    "masked",
    "open_alerts",
    "receipts",
    "recipients",
    "unread",
]
