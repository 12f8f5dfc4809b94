"""A WeChat official account as its documents describe it: followers, templates, the 48 hours, callbacks in safe mode.

Source: developers.weixin.qq.com, stable_token, message/template/send, message/custom/send, media/get, Access_Overview.
"""

from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from tests.fakes.tencent import KEY, TOKEN, Answer, Platform, sealed, sign, unsealed

APP, SECRET, ACCOUNT = "wx5823bf96d3bd56c7", "app-secret", "gh_liren"
SETTINGS = {"app": APP, "secret": SECRET, "token": TOKEN, "key": KEY}


class Wechat(Platform):
    """`followers` may be told by template; those who are `silent` for 48 hours not by words. `sent` is what reached them."""

    def __init__(self) -> None:
        super().__init__()
        self.followers = {"o-wang", "o-li"}
        self.silent: set[str] = set()
        self.templates = {"tpl-progress": {"step"}}
        self.sent: list[dict[str, Any]] = []
        self._keys: dict[str, int] = {}

    def open_paths(self) -> set[str]:
        return {"/cgi-bin/stable_token"}

    def routes(self) -> dict[str, Callable[[dict[str, str], Any], Answer]]:
        return {
            "/cgi-bin/stable_token": self._stable_token,
            "/cgi-bin/message/template/send": self._template,
            "/cgi-bin/message/custom/send": self._custom,
            "/cgi-bin/media/get": lambda query, body: self.photo(query),
        }

    def _stable_token(self, query: dict[str, str], body: Any) -> Answer:
        if (body.get("appid"), body.get("secret")) != (APP, SECRET):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        return self.new_token()

    def _template(self, query: dict[str, str], body: Any) -> Answer:
        if body["touser"] not in self.followers:
            return {"errcode": 43004, "errmsg": "require subscribe"}
        blanks = self.templates.get(body["template_id"])
        if blanks is None:
            return {"errcode": 40037, "errmsg": "invalid template_id"}
        if set(body["data"]) != blanks:
            return {"errcode": 47003, "errmsg": "argument invalid"}
        known = self._keys.get(body["client_msg_id"])
        if known is None:
            known = self._keys[body["client_msg_id"]] = len(self.sent) + 1
            self.sent.append(body)
        return {"errcode": 0, "errmsg": "ok", "msgid": known}

    def _custom(self, query: dict[str, str], body: Any) -> Answer:
        if body["touser"] not in self.followers:
            return {"errcode": 43004, "errmsg": "require subscribe"}
        if body["touser"] in self.silent:
            return {"errcode": 45015, "errmsg": "response out of time limit or subscription is canceled"}
        self.sent.append(body)
        return {"errcode": 0, "errmsg": "ok"}


def xml(number: str, kind: str, author: str = "o-wang", at: int = 0, **parts: str) -> bytes:
    """A message as it stands inside the envelope; events have no number."""
    fields = {"ToUserName": ACCOUNT, "FromUserName": author, "CreateTime": str(at or int(time())), "MsgType": kind}
    fields |= {"MsgId": number} if number else {}
    return ("<xml>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in (fields | parts).items()) + "</xml>").encode()


def callback(message: bytes, *, at: int = 0, nonce: str = "486452656") -> tuple[str, bytes]:
    """The query and the body in safe mode."""
    timestamp, encrypted = str(at or int(time())), sealed(message, APP)
    query = {
        "signature": sign(TOKEN, timestamp, nonce), "timestamp": timestamp, "nonce": nonce, "encrypt_type": "aes",
        "msg_signature": sign(TOKEN, timestamp, nonce, encrypted),
    }  # fmt: skip
    body = f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return urlencode(query), body.encode()


def proof(word: str, *, token: str = TOKEN) -> str:
    """The query with which WeChat proves an address."""
    timestamp, nonce = str(int(time())), "1372623149"
    return urlencode(
        {"signature": sign(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce, "echostr": word}
    )


def read(answer: bytes) -> str:
    """The words of an encrypted answer, after its signature was checked."""
    outer = ElementTree.fromstring(answer)
    parts = {part.tag: part.text or "" for part in outer}
    assert parts["MsgSignature"] == sign(TOKEN, parts["TimeStamp"], parts["Nonce"], parts["Encrypt"])
    return ElementTree.fromstring(unsealed(parts["Encrypt"])).findtext("Content") or ""
