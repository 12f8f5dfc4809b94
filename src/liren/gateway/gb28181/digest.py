"""Digest of SIP as GB/T 28181 wants it: MD5, qop auth or none (RFC 3261 §22, RFC 2617). Nonces need no table until they are used.

A nonce says when and for which address it was made; it holds for five minutes, and each of its counts once.
"""

import hmac
import os
import re
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from aiosipua.headers import AuthChallenge, parse_auth, stringify_auth

from liren.devices.rules.sip import REALM

HOLDS_S = 300
REMEMBERED = 10_000
COUNT = re.compile(r"[0-9a-fA-F]{1,8}")


@dataclass(frozen=True, slots=True)
class Proof:
    """What an Authorization says."""

    user: str
    realm: str
    nonce: str
    uri: str
    response: str
    algorithm: str
    qop: str
    nc: str
    cnonce: str


def proof_of(header: str) -> Proof | None:
    """An Authorization as it is read; None when it is no digest."""
    said = parse_auth(header, credentials=True)
    if said.scheme.lower() != "digest":
        return None
    given = {name.lower(): text for name, text in said.params.items()}
    named = {"user": "username"}
    return Proof(**{name: given.get(named.get(name, name), "") for name in Proof.__slots__})


def challenge(nonce: str, *, stale: bool = False) -> str:
    """The WWW-Authenticate that asks for one."""
    asked: dict[str, Any] = {"realm": REALM, "nonce": nonce, "algorithm": "MD5", "qop": "auth"}
    return stringify_auth(AuthChallenge("Digest", asked | ({"stale": "true"} if stale else {})))


def right(proof: Proof, number: str, ha1: str, method: str) -> bool:
    """Whether a proof was made with this password."""
    if proof.user != number or proof.realm != REALM or proof.algorithm.upper() not in ("", "MD5"):
        return False
    ha2 = _h(f"{method}:{proof.uri}")
    if proof.qop == "auth":
        due = _h(f"{ha1}:{proof.nonce}:{proof.nc}:{proof.cnonce}:auth:{ha2}")
    elif proof.qop:
        return False
    else:
        due = _h(f"{ha1}:{proof.nonce}:{ha2}")
    return hmac.compare_digest(due.encode(), proof.response.lower().encode())


def _h(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


class Nonces:
    """Makes nonces and remembers those that were used. `now` is a monotonic clock in seconds."""

    def __init__(self) -> None:
        self._secret = os.urandom(32)
        self._used: dict[str, tuple[int, float]] = {}

    def make(self, peer: str, now: float) -> str:
        stamp = f"{int(now * 1000):x}.{os.urandom(4).hex()}"
        return f"{stamp}.{self._sign(stamp, peer)}"

    def holds(self, nonce: str, peer: str, now: float) -> bool:
        """Whether it was made here for this address within five minutes."""
        stamp, _, sign = nonce.rpartition(".")
        if not hmac.compare_digest(sign.encode(), self._sign(stamp, peer).encode()):
            return False
        return now - int(stamp.partition(".")[0], 16) / 1000 <= HOLDS_S

    def spend(self, proof: Proof, now: float) -> bool:
        """Take a nonce's count; False when it or a later one was taken: a replay. Without qop it is good once."""
        count = int(proof.nc, 16) if COUNT.fullmatch(proof.nc) else 1
        before, _ = self._used.pop(proof.nonce, (0, 0.0))
        while len(self._used) >= REMEMBERED or (self._used and self._oldest() < now - HOLDS_S):
            del self._used[next(iter(self._used))]
        self._used[proof.nonce] = (max(count, before), now)
        return count > before

    def _oldest(self) -> float:
        return next(iter(self._used.values()))[1]

    def _sign(self, stamp: str, peer: str) -> str:
        return hmac.digest(self._secret, f"{stamp}|{peer}".encode(), "sha256").hex()[:32]
