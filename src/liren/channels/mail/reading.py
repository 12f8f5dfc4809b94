"""A mail read: who wrote what with which photos, or that a program wrote it, or that one of ours came back. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from hashlib import sha256
from html import unescape

QUOTED = re.compile(
    r"^[^\S\n]*(>|-{2,}\s*(原始邮件|Original Message|转发邮件|Forwarded)|在.{0,80}写道[:：]|On .{0,120} wrote:|发件人[:：]|From:[^\S\n].+@|_{10,}|--\s*$)",
    re.M,
)
UNSEEN = re.compile(r"(?is)<(style|script|head)\b.*?(?:</\1>|\Z)|<blockquote.*")
BREAK = re.compile(r"(?i)<br[^\S\n]?/?>|</p>|</div>")
TAG = re.compile(r"<[^<>]+>")
"""Strangers write what these read: each goes over a text once, whatever stands in it."""
BULK = {"bulk", "junk", "list", "auto_reply"}
MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(\+|@|$)", re.I)
PHOTO = re.compile(r"image/(jpe?g|png|heic|heif|webp)", re.I)

HEADER_MAX = 8192
"""Characters of one header that are read: Python takes minutes for one that is a hundred times as long."""


class Bounded(EmailPolicy):
    """Python's policy for mail, with an end to each header."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, text = super().header_source_parse(list(sourcelines))
        return name, text[:HEADER_MAX]


POLICY = Bounded()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A mail of ours that did not arrive (or did): its key, and the status of RFC 3463."""

    key: str
    delivered: bool
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """`id` is the same for the same mail; `to` all addresses it went to; `automatic`: a program wrote it.

    `words` are the writer's own, without what they quote and sign; photos are name and content.
    """

    id: str
    message_id: str
    author: str
    to: tuple[str, ...]
    subject: str
    words: str
    at: float
    photos: tuple[tuple[str, bytes], ...] = ()
    others: tuple[str, ...] = ()
    automatic: bool = False
    bounce: Bounce | None = None


def read(content: bytes) -> Mail:
    """Read a mail, whole or its head alone. What cannot be decoded is replaced.

    Python's reader itself raises for some mails that nobody writes by hand: the caller puts them aside.
    """
    mail = message_from_bytes(content, policy=POLICY)
    assert isinstance(mail, EmailMessage)
    photos, others = _attached(mail)
    return Mail(
        id=sha256(_header(mail, "Message-ID").encode() or content).hexdigest(), message_id=_header(mail, "Message-ID"),
        author=parseaddr(_header(mail, "From"))[1].lower(),
        to=tuple(a.lower() for _, a in getaddresses([_header(mail, h) for h in ("To", "Cc", "Delivered-To", "X-Original-To")])),
        subject=_header(mail, "Subject").strip(), words=own_words(_text(mail)), at=_moment(mail), photos=photos, others=others,
        automatic=_automatic(mail), bounce=_bounce(mail),
    )  # fmt: skip


def own_words(text: str) -> str:
    """What was written above the first quotation or signature."""
    found = QUOTED.search(text)
    return (text[: found.start()] if found else text).strip()


def _header(mail: Message, name: str) -> str:
    try:
        return _clean(str(mail.get(name, "")))
    except (ValueError, LookupError, RecursionError):
        return ""


def _moment(mail: Message) -> float:
    """When it was written by its own clock; 0 when it does not say."""
    try:
        return parsedate_to_datetime(_header(mail, "Date")).timestamp()
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    text = _decoded(body)
    if body.get_content_type() == "text/html":
        text = unescape(TAG.sub("", BREAK.sub("\n", UNSEEN.sub("", text))))
    return re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n"))


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    for name in (part.get_content_charset() or "utf-8", "utf-8", "gb18030"):
        try:
            return _clean(raw.decode(name))
        except (LookupError, UnicodeDecodeError):
            continue
    return _clean(raw.decode("utf-8", "replace"))


def _clean(text: str) -> str:
    """Without what PostgreSQL can't keep: zero bytes, and the halves of characters that Python makes of raw bytes."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def _attached(mail: EmailMessage) -> tuple[tuple[tuple[str, bytes], ...], tuple[str, ...]]:
    """Photos with their content, and the names of what else hangs on it."""
    photos: list[tuple[str, bytes]] = []
    others: list[str] = []
    for part in mail.walk():
        name = _clean(part.get_filename() or "")
        if PHOTO.fullmatch(part.get_content_type()) or (
            name and re.search(r"\.(jpe?g|png|heic|heif|webp)$", name, re.I)
        ):
            content = part.get_payload(decode=True)
            photos.append((name, content if isinstance(content, bytes) else b""))
        elif name and not part.is_multipart():
            others.append(name)
    return tuple(photos), tuple(others)


def _automatic(mail: EmailMessage) -> bool:
    """Whether a program wrote it (RFC 3834 and what programs do that do not know it): it gets no answer and makes no draft."""
    author = parseaddr(_header(mail, "From"))[1]
    return (
        _header(mail, "Auto-Submitted").split(";")[0].strip().lower() not in ("", "no")
        or _header(mail, "Precedence").strip().lower() in BULK
        or any(
            mail.get(name) is not None
            for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id", "X-Failed-Recipients")
        )
        or _header(mail, "Return-Path").strip() == "<>"
        or not author
        or bool(MACHINES.match(author))
    )


def _bounce(mail: EmailMessage) -> Bounce | None:
    """What a delivery status notification (RFC 3464) says of one of our mails; None for any other mail, and for a delay."""
    if mail.get_content_type() != "multipart/report":
        return None
    text = "\n".join(part.as_string() for part in mail.walk() if part.get_content_type() == "message/delivery-status")
    action, status = (re.search(rf"(?im)^{name}:\s*(\S+)", text) for name in ("Action", "Status"))
    ours = [
        part.as_string()
        for part in mail.walk()
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
    ]
    key = re.search(r"(?im)^Message-ID:\s*<([0-9a-f]{32})@", "\n".join(ours))
    said = action.group(1).lower() if action else ""
    if key is None or said not in ("failed", "delivered", "relayed"):
        return None
    return Bounce(key=key.group(1), delivered=said != "failed", status=status.group(1) if status else "")
