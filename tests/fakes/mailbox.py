"""A mail server's mailbox on a local socket: as much of IMAP4rev1 (RFC 3501) as asking for new mail takes."""

import re
import socket
import threading
from contextlib import suppress

USER, PASSWORD = "liren", "secret"


class Mailbox:
    """`mails` are the messages by their uid; `seen` those that were marked as read."""

    def __init__(self, mails: list[bytes]) -> None:
        self.mails = dict(enumerate(mails, 1))
        self.seen: set[int] = set()
        self.fetched: list[str] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self.listening.accept()
            except OSError:
                return
            with link, link.makefile("rwb") as line:
                self._talk(line)

    def _talk(self, line) -> None:  # type: ignore[no-untyped-def]
        def say(text: str | bytes) -> None:
            line.write((text.encode() if isinstance(text, str) else text) + b"\r\n")
            line.flush()

        say("* OK ready")
        for heard in line:
            tag, _, rest = heard.decode().strip().partition(" ")
            verb = rest.split()[0].upper()
            if verb == "CAPABILITY":
                say("* CAPABILITY IMAP4rev1")
            elif verb == "LOGIN" and rest.split()[1:] != [USER, f'"{PASSWORD}"']:
                say(f"{tag} NO wrong password")
                continue
            elif verb == "SELECT":
                say(f"* {len(self.mails)} EXISTS")
            elif verb == "UID":
                self._uid(rest.split(" ", 2)[1].upper(), rest.split(" ", 2)[2], say)
            elif verb == "LOGOUT":
                say("* BYE")
                say(f"{tag} OK")
                return
            say(f"{tag} OK done")

    def _uid(self, verb: str, rest: str, say) -> None:  # type: ignore[no-untyped-def]
        if verb == "SEARCH":
            say("* SEARCH " + " ".join(str(uid) for uid in self.mails if uid not in self.seen))
            return
        uid = int(rest.split()[0])
        if verb == "STORE":
            self.seen.add(uid)
            say(f"* {uid} FETCH (UID {uid} FLAGS (\\Seen))")
            return
        content = self.mails[uid]
        self.fetched.append(rest)
        if "RFC822.SIZE" in rest:
            say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(content)})")
            return
        part = re.search(r"BODY\.PEEK\[(\w*)\]", rest)
        if part and part.group(1) == "HEADER":
            content = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(content)}}}".encode())
        say(content + b")")
