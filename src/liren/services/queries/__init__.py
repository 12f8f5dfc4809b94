"""What pages and other rooms may ask of services. Every question begins with who is looking."""

from liren.services.queries.batches import (
    AT_ONCE,
    BatchCard,
    Suggestion,
    batch_card,
    candidates,
    last_batch,
    pairings,
    suggest,
    waiting,
)
from liren.services.queries.cards import (
    NoteCard,
    OrderCard,
    names,
    order_card,
    requester_masked,
    where_to_go,
)
from liren.services.queries.companions import Companion, companions
from liren.services.queries.converting import Handed, handed
from liren.services.queries.doors import Receipt, by_code, by_link, read_out, receipt
from liren.services.queries.figures import Figure, figures
from liren.services.queries.lists import QUEUES, Filter, OrderLine, counts, export, lines, mine, page
from liren.services.queries.members import (
    Found,
    MemberCard,
    account_of,
    invited_name,
    member_card,
    member_counts,
    member_list,
    member_names,
    membership,
    to_invite,
)
from liren.services.queries.offers import Offer, claimable, in_hand, last_hand, reach, requester_account
from liren.services.reading import WhereToGo

__all__ = [
    "AT_ONCE",
    "QUEUES",
    "BatchCard",
    "Companion",
    "Figure",
    "Filter",
    "Found",
    "Handed",
    "MemberCard",
    "NoteCard",
    "Offer",
    "OrderCard",
    "OrderLine",
    "Receipt",
    "Suggestion",
    "WhereToGo",
    "account_of",
    "batch_card",
    "by_code",
    "by_link",
    "candidates",
    "claimable",
    "companions",
    "counts",
    "export",
    "figures",
    "handed",
    "in_hand",
    "invited_name",
    "last_batch",
    "last_hand",
    "lines",
    "member_card",
    "member_counts",
    "member_list",
    "member_names",
    "membership",
    "mine",
    "names",
    "order_card",
    "page",
    "pairings",
    "reach",
    "read_out",
    "receipt",
    "requester_account",
    "requester_masked",
    "suggest",
    "to_invite",
    "waiting",
    "where_to_go",
]
