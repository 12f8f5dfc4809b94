"""A receiver of webhooks on a real socket: checks signature and age, answers what it is told to, remembers what it took."""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

TOLERANCE = 300


@dataclass
class Receiver:
    """What arrived. `answers` are the next statuses to give (200 when it is empty); `pause` seconds before each answer."""

    secret: str = ""
    now: float = 0
    pause: float = 0
    answers: list[int] = field(default_factory=list)
    always: int = 200
    calls: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def taken(self) -> list[dict[str, Any]]:
        """The calls that were answered with a yes, each id once, in their order."""
        return list({one["id"]: one for one in self.calls if one["status"] == 200}.values())

    def told(self, case: object) -> list[str]:
        """The events of one case, as they were taken."""
        return [one["body"]["type"] for one in self.taken if one["body"]["data"].get("case") == str(case)]

    def check(self, headers: Any, body: bytes) -> str:
        """What is wrong with a call, "" when nothing is (Standard Webhooks)."""
        id, stamp, signed = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
        key = b64decode(self.secret.removeprefix("whsec_"))
        mac = b64encode(hmac.digest(key, f"{id}.{stamp}.".encode() + body, "sha256")).decode()
        if f"v1,{mac}" not in signed.split(" "):
            return "signature"
        return "" if abs(int(stamp) - self.now) <= TOLERANCE else "timestamp"


@contextmanager
def receiving(**more: Any) -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    receiver = Receiver(**more)

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if fault := receiver.check(self.headers, body):
                receiver.wrong.append(fault)
            status = receiver.answers.pop(0) if receiver.answers else receiver.always
            sleep(receiver.pause)
            receiver.calls.append(
                {"id": self.headers["webhook-id"], "status": status, "body": json.loads(body), "path": self.path,
                 "host": self.headers["host"]}
            )  # fmt: skip
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("location", f"{receiver.address}/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
