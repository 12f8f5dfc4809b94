"""What Liren asks of the WeChat official account: send a template message or an answer, fetch a photo.

Source: developers.weixin.qq.com, stable_token, message/template/send, message/custom/send (48 hours after the follower
last wrote), media/get.
"""

from typing import Any

from liren.channels.accounts import WechatAccount
from liren.channels.provider import Provider, Refused

NAME = "微信"
GONE = {40003, 43004, 43101, 45015, 45047}
"""No such follower, not following any more, refused such messages, or silent for more than 48 hours."""
SENTENCES = {
    43004: "对方没有关注公众号", 43101: "对方不接收这种消息", 45015: "对方超过 48 小时没有在公众号说话，只能用模板消息",
    45047: "对方没有再说话，客服消息的条数用完了", 40037: "微信模板的编号不对，请在通知用语里改",
}  # fmt: skip


class Wechat:
    """One official account."""

    def __init__(self, account: WechatAccount) -> None:
        self.account = account
        self.provider = Provider(NAME, account.base, self._ask_token)

    def _ask_token(self, provider: Provider) -> dict[str, Any]:
        body = {"grant_type": "client_credential", "appid": self.account.app, "secret": self.account.secret}
        answer: dict[str, Any] = provider.send("POST", "/cgi-bin/stable_token", json=body).json()
        return answer

    def template(self, openid: str, template: str, slots: dict[str, str], url: str, key: str) -> str:
        """One template message; WeChat's number for it. `key` keeps it from coming twice (client_msg_id)."""
        data = {name: {"value": value} for name, value in slots.items()}
        body = {"touser": openid, "template_id": template, "url": url, "client_msg_id": key, "data": data}
        return str(self._call("/cgi-bin/message/template/send", body).get("msgid", ""))

    def text(self, openid: str, words: str) -> None:
        """Words to somebody who wrote within the last 48 hours."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": words}}
        self._call("/cgi-bin/message/custom/send", body)

    def photo(self, media: str) -> bytes:
        """A photo that somebody sent, by its id (three days)."""
        try:
            return self.provider.file("/cgi-bin/media/get", media_id=media)
        except Refused as no:
            raise Refused(str(no), code=no.code, down=no.down, final=not no.down) from no

    def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            return self.provider.call(path, body)
        except Refused as no:
            trouble = f"{SENTENCES[no.code]}（{no.code}）" if no.code in SENTENCES else str(no)
            raise Refused(trouble, code=no.code, down=no.down, final=no.code in GONE) from no
