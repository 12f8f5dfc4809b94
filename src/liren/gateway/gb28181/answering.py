"""What each message comes to: requests are answered once, alarms kept before they are, what watches people is counted and forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiosipua import SipMessage, SipRequest, SipResponse
from aiosipua.message import missing_required_headers

from liren.devices.intake import Came
from liren.devices.rules.sip import WIRE, type_of
from liren.gateway.gb28181 import body, tables
from liren.gateway.gb28181.lines import ALLOWED, Answered, Key, Say, Way, answer, key_of
from liren.gateway.gb28181.registrar import REFUSED, Registrar
from liren.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its bytes as they came, who says that he sends it, the way back, what its retransmission shares with it."""

    request: SipRequest
    raw: bytes
    number: str
    way: Way
    key: Key


class Answering:
    """Answers what comes through the doors. `keeper` is the gateway's; `drop` counts one more notice that is not kept."""

    def __init__(self, registrar: Registrar, keeper: Any, drop: Callable[[str], None]) -> None:
        self._registrar, self._keeper, self._drop = registrar, keeper, drop
        self._answered = Answered()
        self.malformed = 0

    def take(self, raw: bytes, way: Way) -> None:
        """One message as it came. Raises nothing, whatever the bytes."""
        try:
            message = SipMessage.parse(raw)
            if isinstance(message, SipResponse):
                self._registrar.catalogues.answered(message.call_id or "", message.status_code, way.peer)
                return
            if missing_required_headers(message):
                raise ValueError("a header is missing")
            sender = message.from_addr
            asked = Asked(message, raw, (sender.uri.user or "") if sender else "", way, key_of(message, way))
        except (ValueError, IndexError):
            self.malformed += 1
            return
        known = self._answered.again(asked.key)
        if known is None:
            self._request(asked)
        elif known:
            way.send(known)

    def _request(self, asked: Asked) -> None:
        say: Say = partial(self._say, asked)
        match asked.request.method:
            case "REGISTER":
                self._registrar.register(asked.request, asked.number, asked.way, say)
            case "MESSAGE" | "NOTIFY":
                self._message(asked, say)
            case "OPTIONS":
                say(200, ("Allow", ALLOWED))
            case "INVITE":
                say(488, ("Warning", '399 liren "signalling only, no media"'))
            case "ACK":
                return
            case _:
                say(405, ("Allow", ALLOWED))

    def _say(self, asked: Asked, status: int, *headers: tuple[str, str]) -> None:
        try:
            content = answer(asked.request, status, asked.way, headers)
        except (ValueError, IndexError):
            self.malformed += 1
            return
        self._answered.note(asked.key, content)
        asked.way.send(content)

    def _message(self, asked: Asked, say: Say) -> None:
        back = self._registrar.bound(asked.number, asked.way)
        if back is None:
            say(403, *REFUSED)
            return
        self._registrar.sources.heard(bytes.fromhex(asked.number), back)
        if len(asked.request.body) > body.MOST:
            say(413)
            return
        try:
            said = body.read(asked.request.body)
            page = body.part(said) if (said.root, said.command) == ("Response", "Catalog") else None
        except body.Bad:
            self.malformed += 1
            self._registrar.sources.denied(back)
            say(400)
            return
        if page is not None:
            say(200)
            this = asked.request.call_id, asked.request.get_header("cseq")
            self._registrar.catalogues.take(asked.number, said.serial, page, this)
        elif (said.root, said.command) == ("Notify", "Alarm"):
            self._alarm(asked, said, say)
        else:
            if said.command == "MobilePosition":
                self._drop(asked.number)
            say(200)

    def _alarm(self, asked: Asked, said: body.Said, say: Say) -> None:
        """What may be kept is kept before the 200. Kept are the head and the body that was read: what comes behind the
        Content-Length is padding."""
        told = body.alarm(said)
        if tables.meaning(told.method, told.type, type_of(told.device), told.words) is None:
            self._drop(asked.number)
            say(200)
            return
        if self._keeper.full:
            self._answered.forget(asked.key)
            return
        content = body.without_place(asked.request.body)
        head, _, _ = asked.raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in asked.raw else b"\n\n")
        self._keeper.keep(
            Came(
                id=new_id(), received_at=datetime.now(UTC), wire=WIRE, listener=asked.way.listener, peer=asked.way.peer,
                source=bytes.fromhex(asked.number), key=asked.number.encode() + content, raw=head + b"\r\n\r\n" + content,
            ),
            partial(say, 200),
        )  # fmt: skip
