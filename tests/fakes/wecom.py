"""WeCom as its documents describe it: one application, members, a group robot, callbacks of both.

Source: developer.work.weixin.qq.com/document/path/90236 (message/send), 90238 (callbacks), 100719 and 101033 (robot), 91770.
"""

import json
from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import urlencode

from tests.fakes.tencent import KEY, TOKEN, Answer, Platform, sealed, sign, unsealed

CORP, AGENT, SECRET = "ww1234567890", "1000002", "app-secret"
ROBOT_TOKEN, ROBOT_KEY = "robotTOKEN", "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210zyxwvut"
A_MINUTE = 20
SETTINGS = {
    "corp": CORP, "agent": AGENT, "secret": SECRET, "token": TOKEN, "key": KEY, "robot_token": ROBOT_TOKEN,
    "robot_key": ROBOT_KEY,
}  # fmt: skip


class Wecom(Platform):
    """`members` may be written to; `sent` is what reached them; `groups` what robots said; `codes` open who signs in."""

    def __init__(self) -> None:
        super().__init__()
        self.members = {"wanglan", "lihua"}
        self.codes: dict[str, str] = {}
        self.sent: list[dict[str, Any]] = []
        self.groups: dict[str, list[str]] = {"group-key": []}
        self._seen: set[str] = set()
        self._number = 0

    def open_paths(self) -> set[str]:
        return {"/cgi-bin/gettoken", "/cgi-bin/webhook/send"}

    def routes(self) -> dict[str, Callable[[dict[str, str], Any], Answer]]:
        return {
            "/cgi-bin/gettoken": self._gettoken,
            "/cgi-bin/message/send": self._send,
            "/cgi-bin/media/get": lambda query, body: self.photo(query),
            "/cgi-bin/auth/getuserinfo": self._who,
            "/cgi-bin/webhook/send": self._robot,
        }

    def _gettoken(self, query: dict[str, str], body: Any) -> Answer:
        if (query.get("corpid"), query.get("corpsecret")) != (CORP, SECRET):
            return {"errcode": 40001, "errmsg": "invalid credential"}
        return self.new_token()

    def _send(self, query: dict[str, str], body: Any) -> Answer:
        if body["touser"].lower() not in self.members:
            return {"errcode": 81013, "errmsg": "all touser invalid", "invaliduser": body["touser"]}
        if len(body.get("textcard", {}).get("description", "").encode()) > 512:
            return {"errcode": 45004, "errmsg": "description size out of limit"}
        self._number += 1
        content = json.dumps(body, sort_keys=True)
        if not (body.get("enable_duplicate_check") and content in self._seen):
            self.sent.append(body)
        self._seen.add(content)
        return {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": f"msg-{self._number}"}

    def _who(self, query: dict[str, str], body: Any) -> Answer:
        member = self.codes.pop(query.get("code", ""), None)
        if member is None:
            return {"errcode": 40029, "errmsg": "invalid code"}
        return {"errcode": 0, "errmsg": "ok", **({"userid": member} if member else {"openid": "visitor"})}

    def _robot(self, query: dict[str, str], body: Any) -> Answer:
        said = self.groups.get(query.get("key", ""))
        if said is None:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        if len(said) >= A_MINUTE:
            return {"errcode": 45009, "errmsg": "api freq out of limit"}
        said.append(body["text"]["content"])
        return {"errcode": 0, "errmsg": "ok"}

    @property
    def webhook(self) -> str:
        return f"{self.base}/cgi-bin/webhook/send?key=group-key"


def xml(number: str, kind: str, author: str = "wanglan", at: int = 0, **parts: str) -> bytes:
    """A message to the application as it stands inside the envelope."""
    fields = {
        "ToUserName": CORP, "FromUserName": author, "CreateTime": str(at or int(time())), "MsgType": kind,
        "MsgId": number, "AgentID": AGENT, **parts,
    }  # fmt: skip
    return ("<xml>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in fields.items()) + "</xml>").encode()


def callback(message: bytes, *, at: int = 0, nonce: str = "1372623149", token: str = TOKEN) -> tuple[str, bytes]:
    """The query and the body with which WeCom calls the application."""
    timestamp, encrypted = str(at or int(time())), sealed(message, CORP)
    query = {"msg_signature": sign(token, timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce}
    body = f"<xml><ToUserName>{CORP}</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt><AgentID>{AGENT}</AgentID></xml>"
    return urlencode(query), body.encode()


def proof(word: str, *, at: int = 0) -> str:
    """The query with which WeCom proves an address when it is saved."""
    timestamp, encrypted, nonce = str(at or int(time())), sealed(word.encode(), CORP), "263014780"
    return urlencode({
        "msg_signature": sign(TOKEN, timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce,
        "echostr": encrypted,
    })  # fmt: skip


def read(answer: bytes) -> str:
    """The words of an encrypted answer, after its signature was checked."""
    from xml.etree import ElementTree

    outer = ElementTree.fromstring(answer)
    parts = {part.tag: part.text or "" for part in outer}
    assert parts["MsgSignature"] == sign(TOKEN, parts["TimeStamp"], parts["Nonce"], parts["Encrypt"])
    inner = ElementTree.fromstring(unsealed(parts["Encrypt"]))
    return inner.findtext("Content") or ""


def mention(number: str, words: str, photos: list[str], author: str = "wanglan") -> tuple[str, bytes]:
    """@里仁 in a group, with photos: the query and the body with which WeCom calls the robot."""
    items: list[dict[str, Any]] = [{"msgtype": "text", "text": {"content": f"@里仁 {words}"}}]
    items += [{"msgtype": "image", "image": {"url": url}} for url in photos]
    told = {
        "msgid": number, "aibotid": "AIBOT", "chatid": "CHAT", "chattype": "group", "from": {"userid": author},
        "msgtype": "mixed", "mixed": {"msg_item": items},
    }  # fmt: skip
    encrypted = sealed(json.dumps(told, ensure_ascii=False).encode(), "", ROBOT_KEY)
    timestamp, nonce = str(int(time())), "777"
    query = {"msg_signature": sign(ROBOT_TOKEN, timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce}
    return urlencode(query), json.dumps({"encrypt": encrypted}).encode()


def read_robot(answer: dict[str, Any]) -> str:
    """What the whole group reads."""
    signed = sign(ROBOT_TOKEN, str(answer["timestamp"]), answer["nonce"], answer["encrypt"])
    assert answer["msgsignature"] == signed
    inner = json.loads(unsealed(answer["encrypt"], ROBOT_KEY))
    assert (inner["msgtype"], inner["stream"]["finish"]) == ("stream", True)
    return str(inner["stream"]["content"])
