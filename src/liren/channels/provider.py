"""Asking a platform: its access token kept until it ends or is refused, errors as sentences, never a retry of one's own.

Both platforms give every caller the same token while it holds (WeCom gettoken; WeChat stable_token), so each process
keeps its own copy. Errcodes: 40014 and 42001 mean that the token is no longer good, -1 that the platform is busy, 45009
that it was asked too often. Source: developer.work.weixin.qq.com/document/path/90313 and 91039.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

from liren.kernel.ports import Undelivered

TIMEOUT = httpx.Timeout(10, connect=5)
EARLY_S = 300
STALE_TOKEN = {40001, 40014, 42001, 41001}
BUSY = {-1, 6000}
TOO_OFTEN = {45009, 45033, 45011}
PHOTO_BYTES_MAX = 21 * 1024 * 1024


class Provider:
    """One platform. `ask_token(client)` gives (token, seconds it holds); `name` is how people call it."""

    def __init__(self, name: str, base: str, ask_token: Callable[["Provider"], dict[str, Any]]) -> None:
        self.name, self.base, self.ask_token = name, base.rstrip("/"), ask_token
        self.client = httpx.Client(timeout=TIMEOUT, follow_redirects=False)
        self._token, self._until, self._lock = "", 0.0, threading.Lock()

    def call(self, path: str, body: dict[str, Any] | None = None, **query: Any) -> dict[str, Any]:
        """GET, or POST with a body, with the token. Raises Undelivered; a refused token is asked for anew, once."""
        answer = self._asked(path, body, query)
        if answer.get("errcode") in STALE_TOKEN:
            self._until = 0.0
            answer = self._asked(path, body, query)
        return self.checked(answer)

    def file(self, path: str, **query: Any) -> bytes:
        """Bytes, with the token. Raises as `call`, final for what the platform no longer has."""
        for _ in range(2):
            response = self.send("GET", path, params={"access_token": self.token(), **query})
            if response.headers.get("content-type", "").split(";")[0] not in ("application/json", "text/plain"):
                return response.content
            answer = response.json()
            if answer.get("errcode") not in STALE_TOKEN:
                break
            self._until = 0.0
        self.checked(answer)
        raise Undelivered(f"{self.name}没有给照片。", final=True)

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request. Raises Undelivered: `down` when the platform was not reached, `unsure` when no answer came back."""
        url = path if path.startswith("http") else self.base + path
        try:
            response = self.client.request(method, url, **more)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Undelivered(f"连不上{self.name}（{type(error).__name__}）", down=True) from error
        except httpx.HTTPError as error:
            trouble = f"{self.name}没有答复（{type(error).__name__}）"
            raise Undelivered(trouble, down=True, unsure=True) from error
        if response.status_code >= 500:
            raise Undelivered(f"{self.name}答复 {response.status_code}", down=True)
        if response.status_code != 200:
            raise Undelivered(f"{self.name}答复 {response.status_code}")
        if len(response.content) > PHOTO_BYTES_MAX:
            raise Undelivered("照片超过 20 MB。", final=True)
        return response

    def token(self) -> str:
        """The token as long as it holds; five minutes before its end a new one."""
        with self._lock:
            if time.monotonic() >= self._until:
                answer = self.checked(self.ask_token(self))
                self._token = str(answer["access_token"])
                self._until = time.monotonic() + max(int(answer["expires_in"]) - EARLY_S, 30)
            return self._token

    def checked(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer, when it is one. Raises Undelivered with what the errcode means for the sender."""
        code = answer.get("errcode", 0)
        if code == 0:
            return answer
        trouble = f"{self.name}答复 {code}：{str(answer.get('errmsg', ''))[:80]}"
        if code in TOO_OFTEN:
            raise Undelivered(f"{self.name}说发得太多了（{code}），歇一会儿再发。", down=True)
        raise Refused(trouble, code=code, down=code in BUSY)

    def _asked(self, path: str, body: dict[str, Any] | None, query: dict[str, Any]) -> dict[str, Any]:
        params = {"access_token": self.token(), **query}
        response = self.send("GET" if body is None else "POST", path, params=params, json=body)
        try:
            answer = response.json()
        except ValueError as error:
            raise Undelivered(f"{self.name}的答复读不懂。", down=True, unsure=body is not None) from error
        return answer if isinstance(answer, dict) else {}


class Refused(Undelivered):
    """The platform said no; `code` is its errcode, and whoever asked knows whether that is final."""

    def __init__(self, trouble: str, *, code: int, down: bool = False, final: bool = False) -> None:
        super().__init__(trouble, down=down, final=final)
        self.code = code
