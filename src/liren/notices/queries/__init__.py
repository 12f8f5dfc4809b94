"""What pages and other rooms may ask of notices. Every question begins with who is looking."""

from liren.notices.queries.addresses import AddressCard, Bearer, addresses_of, bearers_of, bound, choice_of
from liren.notices.queries.hooks import (
    CALLS_SHOWN,
    CallCard,
    HookCard,
    Listener,
    calls,
    hook,
    hook_names,
    hooks,
    listening,
)
from liren.notices.queries.inbox import DigestLine, Group, Line, digest, inbox, open_alerts, recipients, unread
from liren.notices.queries.sending import Health, ReceiptLine, health, receipts

__all__ = [
    "CALLS_SHOWN",
    "AddressCard",
    "Bearer",
    "CallCard",
    "DigestLine",
    "Group",
    "Health",
    "HookCard",
    "Line",
    "Listener",
    "ReceiptLine",
    "addresses_of",
    "bearers_of",
    "bound",
    "calls",
    "choice_of",
    "digest",
    "health",
    "hook",
    "hook_names",
    "hooks",
    "inbox",
    "listening",
    "open_alerts",
    "receipts",
    "recipients",
    "unread",
]
