"""What Liren asks of WeCom: send a card, fetch a photo, say who is signing in, speak in a group.

Source: developer.work.weixin.qq.com/document/path/90236 (message/send), 90254 (media/get), 91023 (auth/getuserinfo),
91770 (group robot: 20 messages a minute).
"""

from typing import Any
from urllib.parse import urlencode, urlsplit

from liren.channels.accounts import WecomAccount
from liren.channels.envelope import decrypted
from liren.channels.provider import Provider, Refused
from liren.kernel.ports import Undelivered

NAME = "企业微信"
AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
QR_SIGN_IN = "https://login.work.weixin.qq.com/wwlogin/sso/login"
TITLE_BYTES, TEXT_BYTES, ROBOT_BYTES = 128, 512, 2048
TWICE_S = 4 * 3600
GONE = {40003, 40031, 60111, 81013, 82001}
"""No such member, or not one who may see the application."""
ROBOT = "bot:"


class Wecom:
    """One application of one corporation."""

    def __init__(self, account: WecomAccount) -> None:
        self.account = account
        self.provider = Provider(NAME, account.base, self._ask_token)

    def _ask_token(self, provider: Provider) -> dict[str, Any]:
        query = {"corpid": self.account.corp, "corpsecret": self.account.secret}
        answer: dict[str, Any] = provider.send("GET", "/cgi-bin/gettoken", params=query).json()
        return answer

    def card(self, user: str, title: str, text: str, url: str) -> str:
        """One text card to one member; WeCom's number for it. The same content within four hours is shown once.

        Raises Undelivered, final for somebody who is no member or may not see the application.
        """
        body: dict[str, Any] = {"touser": user, "agentid": self.account.agent}
        if url:
            card = {
                "title": cut(title, TITLE_BYTES),
                "description": cut(text, TEXT_BYTES),
                "url": url,
                "btntxt": "打开",
            }
            body |= {"msgtype": "textcard", "textcard": card}
        else:
            body |= {"msgtype": "text", "text": {"content": cut(f"{title}\n{text}", ROBOT_BYTES)}}
        body |= {"enable_duplicate_check": 1, "duplicate_check_interval": TWICE_S}
        try:
            answer = self.provider.call("/cgi-bin/message/send", body)
        except Refused as no:
            raise Refused(str(no), code=no.code, down=no.down, final=no.code in GONE) from no
        if answer.get("invaliduser") or answer.get("unlicenseduser"):
            raise Undelivered(f"{NAME}里没有这个人，或者应用对他不可见。", final=True)
        return str(answer.get("msgid", ""))

    def photo(self, media: str) -> bytes:
        """A photo that somebody sent: by its id (three days), or of a robot by an address of its own (five minutes)."""
        if media.startswith(ROBOT):
            robot = self.account.robot
            if robot is None:
                raise Undelivered("没有设置智能机器人，取不到照片。", final=True)
            content = self.provider.send("GET", media.removeprefix(ROBOT)).content
            try:
                return decrypted(robot.key, content)
            except ValueError as error:
                raise Undelivered("照片解不开。", final=True) from error
        try:
            return self.provider.file("/cgi-bin/media/get", media_id=media)
        except Refused as no:
            raise Refused(str(no), code=no.code, down=no.down, final=not no.down) from no

    def member(self, code: str) -> str:
        """The member behind a sign-in code, "" for a visitor. Raises Undelivered; a code is good once, for five minutes."""
        return str(self.provider.call("/cgi-bin/auth/getuserinfo", code=code).get("userid", ""))

    def sign_in_at(self, back: str, state: str, *, inside: bool) -> str:
        """Where a browser goes to say who it is: silently inside WeCom, elsewhere by scanning."""
        if inside:
            query = {
                "appid": self.account.corp, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base",
                "state": state, "agentid": self.account.agent,
            }  # fmt: skip
            return f"{AUTHORIZE}?{urlencode(query)}#wechat_redirect"
        query = {
            "login_type": "CorpApp", "appid": self.account.corp, "agentid": self.account.agent, "redirect_uri": back,
            "state": state,
        }  # fmt: skip
        return f"{QR_SIGN_IN}?{urlencode(query)}"


def speak(provider: Provider, webhook: str, text: str) -> None:
    """One text into a group by its robot. Raises Undelivered, final for an address that is not the platform's."""
    if urlsplit(webhook).netloc != urlsplit(provider.base).netloc:
        raise Undelivered("群机器人的地址不是企业微信的。", final=True)
    body = {"msgtype": "text", "text": {"content": cut(text, ROBOT_BYTES)}}
    answer = provider.send("POST", webhook, json=body).json()
    try:
        provider.checked(answer)
    except Refused as no:
        raise Refused(str(no), code=no.code, down=no.down, final=no.code in (93000, 93004)) from no


def cut(text: str, most: int) -> str:
    """The text in at most so many bytes of UTF-8; what is missing shows as "…"."""
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - 3].decode(errors="ignore") + "…"
