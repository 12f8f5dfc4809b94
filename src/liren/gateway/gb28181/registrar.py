"""The registrar: who is signed in from where, and what each request comes to. It knows no socket and no database.

A device signs in with the digest of its password. What it says afterwards is believed from the address it signed in from, until
that expires; another port of the same address is a router's, another address has to sign in.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiosipua import SipMessage, SipRequest, SipResponse
from aiosipua.message import missing_required_headers
from cryptography.exceptions import InvalidTag

from liren.catalogue.worktime import SHANGHAI
from liren.devices.intake import Came
from liren.devices.rules.sip import EVERY_S, NUMBER, WIRE, type_of
from liren.devices.signalling import Account, Bound
from liren.gateway.gb28181 import body, digest, tables
from liren.gateway.gb28181.catalogues import Catalogues
from liren.gateway.gb28181.lines import ALLOWED, Answered, Key, Way, answer, key_of
from liren.gateway.gb28181.memory import ends
from liren.gateway.listening.limits import Pace
from liren.gateway.listening.sources import Sources
from liren.kernel.ids import new_id

LONGEST_S, SHORTEST_S = 86_400, 3_600
"""What a registration holds when it does not say, and the least it may (GB/T 28181, 9.1)."""
WRONG_S, WRONG_BURST, LOCKED_S = 1 / 6, 20.0, 60.0
"""Wrong passwords a second of one address in the long run, and at once; beyond that nothing of it is looked at for a minute."""
WATCHED = 10_000
STRAYS = 500
"""Numbers that stand on no register and are noted: a process notes so many and no more."""
REFUSED = (("Retry-After", "60"),)
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
    """Answers requests. `keep` is the keeper's, `write` and `drop` are the memory's, `unseal` opens a kept HA1."""

    def __init__(
        self, *, sources: Sources, keeper: Any, catalogues: Catalogues, write: Callable[[Bound], None],
        drop: Callable[[str], None], unseal: Callable[[bytes], str],
    ) -> None:  # fmt: skip
        self.sources, self.keeper, self.catalogues = sources, keeper, catalogues
        self._write, self._drop, self._unseal = write, drop, unseal
        self.accounts: dict[str, Account] = {}
        self.bindings: dict[str, Binding] = {}
        self.wrong: dict[str, Pace] = {}
        self.locked: dict[str, float] = {}
        self.malformed = self.refused = 0
        self._nonces, self._answered = digest.Nonces(), Answered()
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

    def take(self, raw: bytes, way: Way) -> None:
        """One message as it came. Raises nothing, whatever the bytes."""
        try:
            message = SipMessage.parse(raw)
            if isinstance(message, SipResponse):
                self.catalogues.answered(message.call_id or "", message.status_code, way.peer)
                return
            if missing_required_headers(message):
                raise ValueError("a header is missing")
            key, sender = key_of(message, way), message.from_addr
            number = (sender.uri.user or "") if sender else ""
        except (ValueError, IndexError):
            self.malformed += 1
            return
        known = self._answered.again(key)
        if known is not None:
            if known:
                way.send(known)
            return
        self._request(message, raw, number, way, key)

    def _request(self, request: SipRequest, raw: bytes, number: str, way: Way, key: Key) -> None:
        say = partial(self._say, request, way, key)
        if request.method == "REGISTER":
            self._register(request, number, way, say)
        elif request.method in ("MESSAGE", "NOTIFY"):
            self._message(request, raw, number, way, key, say)
        elif request.method == "OPTIONS":
            say(200, ("Allow", ALLOWED))
        elif request.method == "INVITE":
            say(488, ("Warning", '399 liren "signalling only, no media"'))
        elif request.method != "ACK":
            say(405, ("Allow", ALLOWED))

    def _say(self, request: SipRequest, way: Way, key: Key, status: int, *headers: tuple[str, str]) -> None:
        try:
            content = answer(request, status, way, headers)
        except (ValueError, IndexError):
            self.malformed += 1
            return
        self._answered.note(key, content)
        way.send(content)

    # ---- REGISTER -----------------------------------------------------------------------------------------------

    def _register(self, request: SipRequest, number: str, way: Way, say: Callable[..., None]) -> None:
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

    def _bind(self, request: SipRequest, account: Account, way: Way, say: Callable[..., None]) -> None:
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

    # ---- MESSAGE ------------------------------------------------------------------------------------------------

    def _message(
        self, request: SipRequest, raw: bytes, number: str, way: Way, key: Key, say: Callable[..., None]
    ) -> None:
        binding = self._bound(number, way)
        if binding is None or binding.way is None:
            self.refused += 1
            say(403, *REFUSED)
            return
        self.sources.heard(bytes.fromhex(number), binding.way)
        if len(request.body) > body.MOST:
            say(413)
            return
        try:
            said = body.read(request.body)
            page = body.part(said) if (said.root, said.command) == ("Response", "Catalog") else None
        except body.Bad:
            self.malformed += 1
            self.sources.denied(binding.way)
            say(400)
            return
        if page is not None:
            say(200)
            self.catalogues.take(number, said.serial, page, (request.call_id, request.get_header("cseq")))
        elif (said.root, said.command) == ("Notify", "Alarm"):
            self._alarm(request, said, raw, number, way, key, say)
        else:
            if said.command == "MobilePosition":
                self._drop(number)
            say(200)

    def _bound(self, number: str, way: Way) -> Binding | None:
        """The binding of a sender, its way back brought up to date."""
        binding = self.bindings.get(number)
        account = self.accounts.get(number)
        at = datetime.now(UTC)
        if account is None or binding is None or binding.peer != way.peer or binding.expires_at <= at:
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
        return binding

    def _alarm(
        self,
        request: SipRequest,
        said: body.Said,
        raw: bytes,
        number: str,
        way: Way,
        key: Key,
        say: Callable[..., None],
    ) -> None:
        """What may be kept is kept before the 200; what watches people is counted and forgotten.

        Kept are the head and the body that was read: what a device sends behind its Content-Length is padding.
        """
        told = body.alarm(said)
        if tables.meaning(told.method, told.type, type_of(told.device), told.words) is None:
            self._drop(number)
            say(200)
            return
        if self.keeper.full:
            self._answered.forget(key)
            return
        content = body.without_place(request.body)
        head, _, _ = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")
        self.keeper.keep(
            Came(
                id=new_id(), received_at=datetime.now(UTC), wire=WIRE, listener=way.listener, peer=way.peer,
                source=bytes.fromhex(number), key=number.encode() + content, raw=head + b"\r\n\r\n" + content,
            ),
            partial(say, 200),
        )  # fmt: skip

    # ---- time ---------------------------------------------------------------------------------------------------

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
