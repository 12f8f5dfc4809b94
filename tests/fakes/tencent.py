"""What the fakes of WeCom and WeChat share: a server with tokens that end, errors on demand, photos, and callbacks.

with Wecom() as wecom:      # wecom.base is its address
    wecom.down = True       # connections are dropped without an answer
    wecom.fail(45009)       # the next call gets this errcode
    wecom.expire()          # the tokens given so far are refused with 42001
"""

import json
import threading
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Callable
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import urandom
from time import sleep
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
TOKEN = "QDG6eK"
Answer = dict[str, Any] | bytes


def sign(*parts: str) -> str:
    return sha1("".join(sorted(parts)).encode()).hexdigest()


def sealed(message: bytes, receiver: str, key: str = KEY) -> str:
    """The platforms' envelope, written down a second time so that ours is not judged by itself."""
    raw = b64decode(key + "=")
    plain = urandom(16) + len(message).to_bytes(4, "big") + message + receiver.encode()
    padding = 32 - len(plain) % 32
    engine = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).encryptor()
    return b64encode(engine.update(plain + bytes([padding]) * padding) + engine.finalize()).decode()


def unsealed(encrypted: str, key: str = KEY) -> bytes:
    raw = b64decode(key + "=")
    engine = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).decryptor()
    plain = engine.update(b64decode(encrypted)) + engine.finalize()
    plain = plain[16 : -plain[-1]]
    length = int.from_bytes(plain[:4], "big")
    return plain[4 : 4 + length]


class Platform:
    """One platform on a port of its own. `asked` is everything that was asked, as (path, query, body)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.media: dict[str, bytes] = {}
        self.down = False
        self.slow = 0.0
        self._errors: deque[int] = deque()
        self._tokens: dict[str, bool] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fail(self, *errcodes: int) -> None:
        self._errors.extend(errcodes)

    def expire(self) -> None:
        self._tokens = dict.fromkeys(self._tokens, False)

    def calls(self, path: str) -> list[tuple[str, dict[str, str], Any]]:
        return [asked for asked in self.asked if asked[0] == path]

    # ---- what a platform answers --------------------------------------------------------------------------------

    def new_token(self) -> dict[str, Any]:
        """Every caller gets the same token while it holds, as gettoken and stable_token do."""
        good = next((token for token, holds in self._tokens.items() if holds), None)
        if good is None:
            good = f"token-{len(self._tokens) + 1}"
            self._tokens[good] = True
        return {"errcode": 0, "errmsg": "ok", "access_token": good, "expires_in": 7200}

    def token_trouble(self, query: dict[str, str]) -> dict[str, Any] | None:
        token = query.get("access_token", "")
        if not self._tokens.get(token, False):
            code = 42001 if token in self._tokens else 40014
            return {"errcode": code, "errmsg": "access_token is not good"}
        return None

    def photo(self, query: dict[str, str]) -> Answer:
        found = self.media.get(query.get("media_id", ""))
        return found if found is not None else {"errcode": 40007, "errmsg": "invalid media_id"}

    def routes(self) -> dict[str, Callable[[dict[str, str], Any], Answer]]:
        raise NotImplementedError

    def open_paths(self) -> set[str]:
        """Paths that need no token."""
        raise NotImplementedError

    def answer(self, path: str, query: dict[str, str], body: Any) -> Answer | None:
        """None: no such path."""
        with self._lock:
            self.asked.append((path, query, body))
            act = self.routes().get(path)
            if act is None:
                return self.media.get(path)
            if path not in self.open_paths():
                if trouble := self.token_trouble(query):
                    return trouble
                if self._errors:
                    code = self._errors.popleft()
                    return {"errcode": code, "errmsg": f"error {code}"}
            return act(query, body)

    def _handler(platform) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                if platform.down:
                    self.close_connection = True
                    self.connection.close()
                    return
                sleep(platform.slow)
                url = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(url.query).items()}
                raw = self.rfile.read(int(self.headers.get("content-length", 0)))
                found = platform.answer(url.path, query, json.loads(raw) if raw else None)
                if found is None:
                    self.send_error(404)
                    return
                content = found if isinstance(found, bytes) else json.dumps(found).encode()
                self.send_response(200)
                self.send_header("content-type", "image/jpeg" if isinstance(found, bytes) else "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _do  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        return Handler
