"""Letters over a real socket to a mail server that is written out here, line by line."""

import socket
import threading

import pytest

from liren.channels.email import EmailSender, Server, parse
from liren.kernel.ports import Outgoing, Receipt, Undelivered


class MailServer:
    """Speaks just enough SMTP (RFC 5321) to take one letter, or to refuse its recipient."""

    def __init__(self, recipient_reply: str = "250 ok") -> None:
        self.recipient_reply = recipient_reply
        self.letter = ""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.thread = threading.Thread(target=self._talk)
        self.thread.start()

    def _talk(self) -> None:
        link, _ = self.listening.accept()
        with link, link.makefile("rw", newline="\r\n", encoding="utf-8") as line:

            def say(text: str) -> None:
                line.write(text + "\n")
                line.flush()

            say("220 test")
            for heard in line:
                verb = heard.split()[0].upper()
                if verb == "DATA":
                    say("354 go")
                    while (text := line.readline()) not in (".\n", ".\r\n"):
                        self.letter += text
                    say("250 taken")
                elif verb == "RCPT":
                    say(self.recipient_reply)
                elif verb == "QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 ok")

    def close(self) -> None:
        self.thread.join(5)
        self.listening.close()


def sender(port: int) -> EmailSender:
    return EmailSender(parse(f"smtp://127.0.0.1:{port}/?from=liren@example.cn"))


def letter(address: str, title: str = "题", body: str = "文") -> Outgoing:
    return Outgoing(address=address, title=title, body=body, key="0198f0c0", url="https://liren.example.cn/inbox/")


def test_a_letter_arrives_with_its_words():
    server = MailServer()
    receipt = sender(server.port).send(letter("wang@example.cn", "里仁：已超时", "甲已超时。"))
    server.close()
    assert receipt == Receipt(id="0198f0c0")
    assert "Message-ID: <0198f0c0@example.cn>" in server.letter, "the same letter has the same id however often it goes"
    assert "Auto-Submitted: auto-generated" in server.letter
    assert "To: wang@example.cn" in server.letter
    assert "From: liren@example.cn" in server.letter
    assert "甲已超时" in server.letter or "55Sy5bey6LaF5pe2" in server.letter


def test_a_refused_recipient_is_final():
    server = MailServer("550 no such user")
    with pytest.raises(Undelivered, match="收件地址被拒绝（550）") as caught:
        sender(server.port).send(letter("nobody@example.cn"))
    server.close()
    assert caught.value.final


def test_a_full_mailbox_is_tried_again():
    server = MailServer("452 mailbox full")
    with pytest.raises(Undelivered) as caught:
        sender(server.port).send(letter("full@example.cn"))
    server.close()
    assert not caught.value.final


def test_a_server_that_is_away_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Undelivered, match="连不上邮件服务器") as caught:
        sender(port).send(letter("wang@example.cn"))
    assert not caught.value.final
    assert caught.value.down, "the server is to blame, not the letter"


def test_the_address_of_a_mail_server_is_read_whole():
    assert parse("smtp+tls://liren:p%40ss@mail.example.cn/?from=liren@example.cn") == Server(
        scheme="smtp+tls", host="mail.example.cn", port=587, username="liren", password="p@ss",
        sent_from="liren@example.cn",
    )  # fmt: skip


@pytest.mark.parametrize("url", ["mail.example.cn", "http://mail.example.cn/?from=a@b.cn", "smtp://mail.example.cn"])
def test_an_address_that_cannot_work_says_how_it_should_look(url):
    with pytest.raises(ValueError, match="LIREN_SMTP"):
        parse(url)
