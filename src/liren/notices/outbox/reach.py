"""How the people behind some notices are reached at this moment: their addresses, what they chose, what they stopped."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from liren.kernel.actor import the_house
from liren.notices import queries
from liren.notices.kinds import CONTACTS
from liren.notices.models.blind import blind
from liren.notices.rules.channels import mobile
from liren.people import queries as people
from liren.trust import sql

INBOX = "/inbox/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Addresses by person and channel, chosen channels by person, the page that a message leads to by person."""

    addresses: dict[tuple[UUID, str], str]
    chosen: dict[UUID, list[str]]
    urls: dict[UUID, str]

    def channels(self, person: UUID) -> set[str]:
        """The channels by which a person has an address that was not stopped."""
        return {channel for who, channel in self.addresses if who == person}

    def unwanted(self, row: dict[str, Any]) -> bool:
        """Whether this person chose to hear of nothing outside the inbox."""
        return self.chosen.get(row["account"] or row["link"]) == []


def of(rows: Sequence[dict[str, Any]]) -> Reach:
    """How the recipients of these notices are reached. An address that somebody bound stands before the one on record."""
    house = the_house("notices")
    accounts = {row["account"] for row in rows if row["account"]}
    links: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        if row["link"]:
            links[row["subject_kind"]].add(row["link"])
    found: dict[tuple[UUID, str], str] = {}
    urls = {account: _address(INBOX) for account in accounts}
    for account, email in people.emails_of(house, accounts).items():
        found[account, "email"] = email
    for kind, ids in links.items():
        for link, contact in (CONTACTS[kind](house, sorted(ids)) if kind in CONTACTS else {}).items():
            urls[link] = _address(contact.path)
            if phone := mobile(contact.phone):
                found[link, "sms"] = phone
    persons = accounts.union(*links.values()) if links else accounts
    found |= queries.bound(house, persons)
    return Reach(addresses=_left_alone(found), chosen=_chosen(persons), urls=urls)


def _address(path: str) -> str:
    """The page as somebody outside opens it; "" while the county has not said its own address."""
    return settings.SITE_URL + path if settings.SITE_URL else ""


def _left_alone(found: dict[tuple[UUID, str], str]) -> dict[tuple[UUID, str], str]:
    """Without the addresses whose owners said stop."""
    marks = {key: blind(key[1], address) for key, address in found.items()}
    stopped = {
        (row["channel"], bytes(row["blind"]))
        for row in sql.rows("select channel, blind from notices_stop where blind = any(%s)", (list(marks.values()),))
    }
    return {key: address for key, address in found.items() if (key[1], marks[key]) not in stopped}


def _chosen(persons: set[UUID]) -> dict[UUID, list[str]]:
    ids = list(persons)
    rows = sql.rows(
        "select coalesce(account, link) as person, channels from notices_choice where account = any(%s) or link = any(%s)",
        (ids, ids),
    )
    return {row["person"]: row["channels"] for row in rows}
