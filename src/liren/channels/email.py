"""E-mail by SMTP, when the county has named a server: LIREN_SMTP=smtp+tls://user:password@host:587/?from=liren@example.cn"""

from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.mail import EmailMessage, get_connection

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
        know them. Nobody is answered automatically (RFC 3834).
        """
        server = self.server
        connection = get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=server.host, port=server.port, username=server.username, password=server.password,
            use_tls=server.scheme == "smtp+tls", use_ssl=server.scheme == "smtps", timeout=TIMEOUT,
        )  # fmt: skip
        host = server.sent_from.rpartition("@")[2].rstrip(">")
        headers = {
            "Message-ID": f"<{message.key}@{host}>",
            "X-Entity-Ref-ID": message.key,
            "Auto-Submitted": "auto-generated",
        }
        text = f"{message.body}\n{message.url}\n" if message.url else message.body
        letter = EmailMessage(
            message.title, text, server.sent_from, [message.address], connection=connection, headers=headers
        )
        try:
            letter.send()
        except SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise Undelivered(f"收件地址被拒绝（{codes[0]}）", final=codes[0] >= 500) from error
        except SMTPResponseException as error:
            raise Undelivered(f"邮件服务器答复 {error.smtp_code}") from error
        except (SMTPException, OSError) as error:
            raise Undelivered(f"连不上邮件服务器（{type(error).__name__}）", down=True) from error
        return Receipt(id=message.key)
