"""E-mail by SMTP, when the county has named a server: LIREN_SMTP=smtp+tls://user:password@host:587/?from=liren@example.cn"""

from dataclasses import dataclass
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.mail import EmailMessage, get_connection

from liren.channels.mail.replies import reply_to
from liren.kernel.ports import Outgoing, Receipt, Undelivered

TIMEOUT = 20
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where letters go out and whose name they carry."""

    scheme: str
    host: str
    port: int
    username: str
    password: str
    sent_from: str


def parse(url: str) -> Server:
    """Read the address of a mail server. Raises ValueError with a sentence for one that can't work."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("LIREN_SMTP 应当像 smtp+tls://用户:密码@mail.example.cn:587/?from=liren@example.cn。")
    sent_from = parse_qs(parts.query).get("from", [""])[0]
    if "@" not in sent_from:
        raise ValueError("LIREN_SMTP 没有写发件地址，请在末尾加上 ?from=liren@example.cn。")
    return Server(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sent_from=sent_from,
    )


class EmailSender:
    """A Sender on the kernel's port; Django's SMTP backend does the talking."""

    name = "email"

    def __init__(self, server: Server) -> None:
        self.server = server

    def send(self, message: Outgoing) -> Receipt:
        """One plain-text letter. A refused recipient is final, everything else is tried again.

        Message-ID and X-Entity-Ref-ID come from the key: a letter that was sent twice is shown once by mail programs that
        know them. An answer to a letter about a report goes to that report (mail/replies.py).
        """
        headers = {"Auto-Submitted": "auto-generated"}
        if message.about is not None:
            headers["Reply-To"] = reply_to(self._address, message.about)
            if message.url:
                headers["List-Unsubscribe"] = f"<{message.url}>"
        self._post(message, headers)
        return Receipt(id=message.key)

    def answer(self, message: Outgoing, *, to: str) -> None:
        """An answer to the mail with the Message-ID `to`; programs do not answer it again (RFC 3834). Raises as `send`."""
        self._post(message, {"Auto-Submitted": "auto-replied", "In-Reply-To": to, "References": to})

    @property
    def _address(self) -> str:
        return parseaddr(self.server.sent_from)[1]

    def _post(self, message: Outgoing, headers: dict[str, str]) -> None:
        server = self.server
        connection = get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=server.host, port=server.port, username=server.username, password=server.password,
            use_tls=server.scheme == "smtp+tls", use_ssl=server.scheme == "smtps", timeout=TIMEOUT,
        )  # fmt: skip
        host = self._address.rpartition("@")[2]
        known = {"Message-ID": f"<{message.key}@{host}>", "X-Entity-Ref-ID": message.key}
        text = f"{message.body}\n{message.url}\n" if message.url else message.body
        title = " ".join(message.title.split())
        letter = EmailMessage(
            title, text, server.sent_from, [message.address], connection=connection, headers=known | _one_line(headers)
        )
        try:
            letter.send()
        except SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise Undelivered(f"收件地址被拒绝（{codes[0]}）", final=codes[0] >= 500) from error
        except SMTPResponseException as error:
            raise Undelivered(f"邮件服务器答复 {error.smtp_code}") from error
        except (SMTPException, OSError) as error:
            cut = isinstance(error, SMTPServerDisconnected | TimeoutError)
            raise Undelivered(f"连不上邮件服务器（{type(error).__name__}）", down=True, unsure=cut) from error


def _one_line(headers: dict[str, str]) -> dict[str, str]:
    """Headers that a stranger's mail had a part in hold no line breaks, and nothing empty."""
    return {name: " ".join(value.split()) for name, value in headers.items() if value.strip()}
