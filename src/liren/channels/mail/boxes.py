"""Where mail comes in: a mailbox that is asked by IMAP, or a Maildir into which a mail server of the county drops it."""

import imaplib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

LARGEST = 40 * 1024 * 1024
"""Bytes of a whole mail, photos included; beyond it only the head is read."""
AT_ONCE = 20
TIMEOUT = 20


@dataclass(frozen=True, slots=True)
class Post:
    """One mail as it lies there. `content` is its head alone when it is `too_large`."""

    content: bytes
    too_large: bool = False


class Mailbox(Protocol):
    """Where people write to."""

    @property
    def address(self) -> str:
        """The county's address, without a report in it."""

    def waiting(self) -> Iterator[tuple[Post, Callable[[], None]]]:
        """What nobody has read, the oldest first, each with how to mark it as read. Raises OSError when it can't be reached."""


BOXES: list[Mailbox] = []


def box_of(url: str) -> Mailbox:
    """The mailbox that an address names. Raises ValueError with a sentence for one that can't work."""
    parts = urlsplit(url)
    address = parse_qs(parts.query).get("address", [""])[0]
    if "@" not in address:
        raise ValueError("LIREN_MAIL_IN 没有写收信地址，请在末尾加上 ?address=liren@example.cn。")
    if parts.scheme == "maildir" and parts.path.startswith("/"):
        return Maildir(Path(unquote(parts.path)), address)
    if parts.scheme in ("imaps", "imap") and parts.hostname and parts.username:
        return Imap(
            host=parts.hostname, port=parts.port or {"imaps": 993, "imap": 143}[parts.scheme], secure=parts.scheme == "imaps",
            username=unquote(parts.username), password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX", address=address,
        )  # fmt: skip
    raise ValueError(
        "LIREN_MAIL_IN 应当像 imaps://用户:密码@mail.example.cn/INBOX?address=liren@example.cn，"
        "或者 maildir:/var/mail/liren?address=liren@example.cn。"
    )


@dataclass(frozen=True, slots=True)
class Maildir:
    """A folder with `new` and `cur` (maildir(5)): what was read moves from one to the other."""

    folder: Path
    address: str

    def waiting(self) -> Iterator[tuple[Post, Callable[[], None]]]:
        files = sorted((self.folder / "new").iterdir(), key=lambda f: (f.stat().st_mtime, f.name))
        for file in files[:AT_ONCE]:
            large = file.stat().st_size > LARGEST
            with file.open("rb") as read:
                content = read.read(64 * 1024).partition(b"\n\n")[0] if large else read.read()
            yield Post(content, large), lambda file=file: self._read(file)  # type: ignore[misc]

    def _read(self, file: Path) -> None:
        (self.folder / "cur").mkdir(exist_ok=True)
        os.replace(file, self.folder / "cur" / f"{file.name.partition(':')[0]}:2,S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imap:
    """A mailbox at a server (RFC 3501): what was read is marked \\Seen."""

    host: str
    port: int
    secure: bool
    username: str
    password: str
    folder: str
    address: str

    def waiting(self) -> Iterator[tuple[Post, Callable[[], None]]]:
        with self._opened() as server:
            numbers = _said(server.uid("search", None, "UNSEEN")[1]).split()  # type: ignore[arg-type]
            for number in numbers[:AT_ONCE]:
                uid = number.decode()
                size = int(
                    _said(server.uid("fetch", uid, "(RFC822.SIZE)")[1]).rpartition(b"RFC822.SIZE ")[2].split(b")")[0]
                )
                part = "BODY.PEEK[HEADER]" if size > LARGEST else "BODY.PEEK[]"
                answer = server.uid("fetch", uid, f"({part})")[1]
                content = next((one[1] for one in answer if isinstance(one, tuple)), b"")
                yield Post(content, size > LARGEST), lambda uid=uid: _seen(server, uid)  # type: ignore[misc]

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        kind = imaplib.IMAP4_SSL if self.secure else imaplib.IMAP4
        try:
            with kind(self.host, self.port, timeout=TIMEOUT) as server:
                server.login(self.username, self.password)
                server.select(self.folder)
                yield server
        except imaplib.IMAP4.error as error:
            raise OSError(str(error)) from error


def _seen(server: imaplib.IMAP4, uid: str) -> None:
    server.uid("store", uid, "+FLAGS", "(\\Seen)")


def _said(answer: list[object]) -> bytes:
    first = answer[0] if answer else b""
    return first if isinstance(first, bytes) else b""
