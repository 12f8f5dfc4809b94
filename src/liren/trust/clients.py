"""Keys of other systems: who comes with one, what it opens, how often it may be used, and what the office sees of it.

A key is 256 random bits behind a word that secret scanners know; what is stored is its digest and six letters to tell
keys apart. It acts as a client: with the rights of its scopes over its area, at secrecy 0, whatever its scopes are.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from liren.kernel import Actor, AreaCode, Grant, Refusal
from liren.trust import sealed, sql
from liren.trust.commands import IssueKey, RevokeKey
from liren.trust.registry import SCOPES
from liren.trust.sight import need, where

RIGHT = "trust.keys"
LIVE, SANDBOX = "liren_live_", "liren_test_"
DEMO_SECRET = SANDBOX + "demonstration-sandbox-key-nothing-is-kept--"
"""The sandbox key of a demonstration, known to everybody: `liren demo` issues it, nobody else does."""
SHAPE = re.compile(r"liren_(live|test)_[A-Za-z0-9_-]{43}")
YEAR, LONGEST = timedelta(days=365), timedelta(days=730)
NAME, REASON = 64, 200
DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Another system that came with a key that holds now. `actor` is who it acts as."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    area: str
    sandbox: bool
    per_minute: int
    until: datetime
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCard:
    """A key as the office sees it. `last_day` is the last day of use, `days` how many calls on each of the last 14."""

    id: UUID
    name: str
    head: str
    scopes: tuple[str, ...]
    area: str
    sandbox: bool
    per_minute: int
    issued_at: datetime
    issuer: str | None
    until: datetime
    revoked_at: datetime | None
    reason: str
    last_day: date | None
    days: tuple[tuple[date, int], ...]

    def holds(self, now: datetime) -> bool:
        """It opens something at this moment."""
        return self.revoked_at is None and now < self.until


def secret_for(form: UUID, *, sandbox: bool) -> str:
    """The secret that a form will give out: derived from its key, so that a second click shows the same one."""
    letters = urlsafe_b64encode(sealed.derive("client", form.bytes)).decode().rstrip("=")
    return (SANDBOX if sandbox else LIVE) + letters


def head(secret: str) -> str:
    """The six letters by which a key is recognised."""
    return secret[len(LIVE) :][:6]


def digest(secret: str) -> bytes:
    """What is stored of a secret; 256 random bits need no salt."""
    return sha256(secret.encode()).digest()


def check_issue(command: IssueKey, now: datetime) -> datetime:
    """Until when the key will hold. Raises Refusal for a name, scopes, a day or a secret that will not do."""
    if not command.name.strip() or len(command.name.strip()) > NAME:
        raise Refusal("name", f"请写给哪个系统用，最多 {NAME} 个字，例如“12345 平台”。", field="name")
    unknown = [code for code in command.scopes if code not in SCOPES]
    if unknown:
        raise Refusal("scopes", f"没有权限范围“{unknown[0]}”，可以选：{'、'.join(SCOPES)}。", field="scopes")
    if not command.scopes or len(set(command.scopes)) < len(command.scopes):
        raise Refusal("scopes", "请至少选一个权限范围，同一个不要写两次。", field="scopes")
    if not SHAPE.fullmatch(command.secret) or command.secret.startswith(SANDBOX) != command.sandbox:
        raise Refusal("secret", "密钥的写法不对，请重新打开页面再发。", field="secret")
    until = command.until or now + YEAR
    if not now < until <= now + LONGEST:
        raise Refusal("until", "有效期最长两年，到期日要在今天以后。", field="until")
    return until


def check_revoke(command: RevokeKey) -> None:
    """Raises Refusal without a reason."""
    if not command.reason.strip() or len(command.reason.strip()) > REASON:
        raise Refusal("reason", f"请写明为什么停用，最多 {REASON} 个字，例如“系统下线”。", field="reason")


def actor_of_key(secret: str, now: datetime) -> Client | None:
    """Who comes with this key, with what holds now; None for an unknown, revoked or expired one. One statement."""
    row = _row(secret)
    if row is None or row["revoked_at"] is not None or now >= row["until"]:
        return None
    actor = _actor(row)
    shown = {name: row[name] for name in ("id", "name", "area", "sandbox", "per_minute", "until")}
    return Client(**shown, scopes=actor.scopes, actor=actor)


def clients_of(ids: Iterable[UUID], now: datetime) -> dict[UUID, Actor]:
    """What some keys may do now, by their ids, for what is told to their owners unasked; one that ended is not among them."""
    found = sql.rows(
        "select id, scopes, area, sandbox from trust_client where id = any(%s) and revoked_at is null and until > %s",
        (list(ids), now),
    )
    return {row["id"]: _actor(row) for row in found}


def _actor(row: dict[str, Any]) -> Actor:
    """A key's rights are those of its scopes over its area."""
    scopes = tuple(code for code in row["scopes"] if code in SCOPES)
    rights = dict.fromkeys(right for code in scopes for right in SCOPES[code].rights)
    grants = tuple(Grant(right=right, area=AreaCode(row["area"])) for right in rights)
    return Actor(
        kind="client", account=row["id"], grants=grants, house_area=row["area"], scopes=scopes, sandbox=row["sandbox"]
    )


def why_not(secret: str, now: datetime) -> str:
    """What is wrong with a key that opens nothing: code unknown, revoked or expired. Only its holder can ask."""
    row = _row(secret)
    if row is None:
        return "unknown"
    return "revoked" if row["revoked_at"] is not None else "expired"


def _row(secret: str) -> dict[str, Any] | None:
    if not SHAPE.fullmatch(secret):
        return None
    found: dict[str, Any] | None = sql.one(
        """select id, name, scopes, area, sandbox, per_minute, until, revoked_at from trust_client where digest = %s""",
        (digest(secret),),
    )
    return found


KEYS = """
select c.id, c.name, c.head, c.scopes, c.area, c.sandbox, c.per_minute, c.issued_at, a.name as issuer, c.until,
       c.revoked_at, c.reason, (select max(u.day) from trust_client_use u where u.client = c.id) as last_day,
       (select coalesce(json_agg(json_build_array(u.day, u.calls) order by u.day), '[]') from trust_client_use u
        where u.client = c.id and u.day > %s) as days
from trust_client c left join trust_account a on a.id = c.issued_by
where {seen} order by c.revoked_at is not null, c.issued_at desc, c.id
"""


def keys(viewer: Actor, today: date) -> list[KeyCard]:
    """Every key of the viewer's areas, those in use first. One statement. Raises Missing without the right."""
    need(viewer, RIGHT)
    seen = where(viewer, RIGHT, "c.area")
    found = sql.rows(KEYS.format(seen=seen.sql), (today - timedelta(days=DAYS), *seen.params))
    return [_card(row) for row in found]


def _card(row: dict[str, Any]) -> KeyCard:
    days = tuple((date.fromisoformat(day), calls) for day, calls in row.pop("days"))
    return KeyCard(**{**row, "scopes": tuple(row["scopes"]), "days": days})


def names(viewer: Actor, ids: set[UUID]) -> dict[UUID, str]:
    """What systems are called, for histories: a system's name is nobody's secret."""
    found = sql.rows("select id, name from trust_client where id = any(%s)", (list(ids),)) if ids else []
    return {row["id"]: row["name"] for row in found}
