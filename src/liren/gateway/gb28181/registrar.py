"""The registrar: who is signed in from where. It knows no socket and no database.

A device signs in with the digest of its password. What it says afterwards is believed from the address it signed in from, until
that expires; another port of the same address is a router's, another address has to sign in.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from aiosipua import SipRequest
from cryptography.exceptions import InvalidTag

from liren.catalogue.worktime import SHANGHAI
from liren.devices.rules.sip import EVERY_S, NUMBER
from liren.devices.signalling import Account, Bound
from liren.gateway.gb28181 import digest
from liren.gateway.gb28181.catalogues import Catalogues
from liren.gateway.gb28181.lines import Say, Way
from liren.gateway.gb28181.memory import ends
from liren.gateway.listening.limits import Pace
from liren.gateway.listening.sources import Sources

LONGEST_S, SHORTEST_S = 86_400, 3_600
"""What a registration holds when it does not say, and the least it may (GB/T 28181, 9.1)."""
WRONG_S, WRONG_BURST, LOCKED_S = 1 / 6, 20.0, 60.0
"""Wrong passwords a second of one address in the long run, and at once; beyond that nothing of it is looked at for a minute."""
WATCHED = 10_000
STRAYS = 500
"""Numbers that stand on no register and are noted: a process notes so many and no more."""
REFUSED = (("Retry-After", "60"),)
"""Beside a no: GB/T 28181 wants a device to try again after a minute at the earliest."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Binding:
    """A device that signed in. `way` leads back to it; None after a restart, until it says something."""

    peer: str
    port: int
    transport: str
    edition: str
    expires_at: datetime
    way: Way | None


class Registrar:
    """Knows who is signed in. `write` tells it to the database, `unseal` opens a kept HA1."""

    def __init__(
        self, sources: Sources, catalogues: Catalogues, write: Callable[[Bound], None], unseal: Callable[[bytes], str]
    ) -> None:
        self.sources, self.catalogues, self._write, self._unseal = sources, catalogues, write, unseal
        self.accounts: dict[str, Account] = {}
        self.bindings: dict[str, Binding] = {}
        self.wrong: dict[str, Pace] = {}
        self.locked: dict[str, float] = {}
        self.refused = 0
        self._nonces = digest.Nonces()
        self._strays: set[str] = set()

    def know(self, accounts: dict[str, Account]) -> None:
        """The accounts as they are now. Who was signed in before a restart still is; who lost the account or got another
        password is not."""
        now = datetime.now(UTC)
        for number, account in accounts.items():
            before = self.accounts.get(number)
            if before is None and account.expires_at and account.expires_at > now and number not in self.bindings:
                self.bindings[number] = Binding(
                    account.peer, account.port, account.transport, account.edition, account.expires_at, None
                )
            elif before is not None and before.ha1 != account.ha1:
                self.bindings.pop(number, None)
        for number in self.bindings.keys() - accounts.keys():
            del self.bindings[number]
        self.accounts = accounts

    def register(self, request: SipRequest, number: str, way: Way, say: Say) -> None:
        """Answer a REGISTER: a challenge, a no, or the way to the device is known from now on."""
        now = time.monotonic()
        account = self.accounts.get(number)
        if self._locked(way.peer, now):
            self.refused += 1
            say(403, *REFUSED)
            return
        if account is None:
            self._fail(way.peer, now)
            self._stray(number, way)
            say(404 if NUMBER.fullmatch(number) else 403, *REFUSED)
            return
        proof = digest.proof_of(request.get_header("authorization") or "")
        if proof is None or not self._nonces.holds(proof.nonce, way.peer, now):
            say(401, ("WWW-Authenticate", digest.challenge(self._nonces.make(way.peer, now), stale=proof is not None)))
            return
        if not self._proved(proof, account):
            self._fail(way.peer, now)
            self.refused += 1
            say(403, *REFUSED)
            return
        if not self._nonces.spend(proof, now):
            say(401, ("WWW-Authenticate", digest.challenge(self._nonces.make(way.peer, now), stale=True)))
            return
        self._bind(request, account, way, say)

    def _proved(self, proof: digest.Proof, account: Account) -> bool:
        try:
            return digest.right(proof, account.number, self._unseal(account.ha1), "REGISTER")
        except InvalidTag:
            log.error("the password of %s was sealed with another key", account.number)
            return False

    def _bind(self, request: SipRequest, account: Account, way: Way, say: Say) -> None:
        asked = _expires(request)
        if 0 < asked < SHORTEST_S:
            say(423, ("Min-Expires", str(SHORTEST_S)))
            return
        seconds, at = min(asked, LONGEST_S), datetime.now(UTC)
        edition = "2022" if (request.get_header("X-GB-Ver") or "").startswith("3") else "2016"
        self.sources.heard(bytes.fromhex(account.number), way)
        expires_at = ends(at, seconds) if seconds else None
        self._write(
            Bound(
                device=account.device, transport=way.transport, peer=way.peer, port=way.port, edition=edition,
                expires_at=expires_at, registered_at=at,
            )
        )  # fmt: skip
        before = self.bindings.pop(account.number, None)
        if expires_at:
            self.bindings[account.number] = Binding(way.peer, way.port, way.transport, edition, expires_at, way)
        contact = request.get_header("contact") or f"<sip:{account.number}@{way.peer}:{way.port}>"
        say(
            200, ("Contact", contact), ("Expires", str(seconds)),
            ("Date", at.astimezone(SHANGHAI).isoformat(timespec="milliseconds")[:23]),
        )  # fmt: skip
        if expires_at and (before is None or (before.peer, before.port) != (way.peer, way.port)):
            self.catalogues.asked.pop(account.number, None)

    def _locked(self, peer: str, now: float) -> bool:
        return self.locked.get(peer, 0.0) > now

    def _fail(self, peer: str, now: float) -> None:
        """One more wrong password or invented number of an address."""
        if peer not in self.wrong:
            if len(self.wrong) >= WATCHED:
                oldest = next(iter(self.wrong))
                del self.wrong[oldest]
                self.locked.pop(oldest, None)
            self.wrong[peer] = Pace(WRONG_S, WRONG_BURST, now)
        if self.wrong[peer].take(1, now):
            self.locked[peer] = now + LOCKED_S

    def _stray(self, number: str, way: Way) -> None:
        """A number that stands on no register is noted, so that a person may enter it."""
        if NUMBER.fullmatch(number) and (number in self._strays or len(self._strays) < STRAYS):
            self._strays.add(number)
            self.sources.heard(bytes.fromhex(number), way)

    def bound(self, number: str, way: Way) -> Way | None:
        """The way back to a sender, brought up to date; None for one that has to sign in first."""
        binding = self.bindings.get(number)
        account = self.accounts.get(number)
        at = datetime.now(UTC)
        if account is None or binding is None or binding.peer != way.peer or binding.expires_at <= at:
            self.refused += 1
            return None
        moved = (binding.port, binding.transport) != (way.port, way.transport)
        binding.port, binding.transport = way.port, way.transport
        if moved or binding.way is None or way.transport == "tcp":
            binding.way = way
        if moved:
            self.catalogues.moved(number, way)
            self._write(
                Bound(
                    device=account.device, transport=way.transport, peer=way.peer, port=way.port, edition=binding.edition,
                    expires_at=binding.expires_at, registered_at=None,
                )
            )  # fmt: skip
        return binding.way

    def tick(self, door: tuple[str, int], ways: Callable[[Binding], Way | None]) -> None:
        """Once a second: registrations that ran out, catalogues that are due. `ways` makes a way back after a restart."""
        now, at = time.monotonic(), datetime.now(UTC)
        for number, binding in tuple(self.bindings.items()):
            if binding.expires_at <= at:
                del self.bindings[number]
                continue
            account = self.accounts.get(number)
            if account is None or not self._due(account, now):
                continue
            way = binding.way or ways(binding)
            if way is not None:
                self.catalogues.ask(replace(account), way, door, now, at)
        self.catalogues.tick(now)

    def _due(self, account: Account, now: float) -> bool:
        asked = self.catalogues.asked.get(account.number)
        if asked is None:
            return True
        return now - asked[0] >= EVERY_S or (account.asked_at is not None and account.asked_at > asked[1])


def _expires(request: SipRequest) -> int:
    """The seconds that a registration asks for: of its Contact, else of Expires, else the usual day."""
    contact = request.contact
    text = (contact[0].params.get("expires") if contact else None) or request.get_header("expires") or ""
    return min(int(text), LONGEST_S) if text.isdecimal() and len(text) < 10 else LONGEST_S
