"""SMS by Tencent Cloud 短信 (API 2021-01-11): SendSms out, PullSmsSendStatus and PullSmsReplyStatus back.

Receipts are fetched with our own signature instead of taken at a call-back address, because those calls carry none that could
be checked. The provider knows no key for de-duplication: `SessionContext` carries ours through, and a message whose answer was
lost is sent again (at least once).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from liren.channels.sms import tc3
from liren.channels.sms.tencent_codes import REPORTED, trouble_of
from liren.kernel.ports import Answer, Outgoing, Receipt, Report, Undelivered

VERSION, SERVICE = "2021-01-11", "sms"
TIMEOUT = httpx.Timeout(8, connect=4)
PULLED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The county's key at the provider; `base` is scheme and host, `app` the SmsSdkAppId."""

    id: str
    key: str
    base: str
    app: str
    region: str


class TencentSender:
    """A Sender; every message goes by a template that the provider has approved."""

    name = "sms"

    def __init__(self, account: Account, sign: str) -> None:
        self.account = account
        self.sign = sign

    def send(self, message: Outgoing) -> Receipt:
        """One number, one template. Raises Undelivered with the provider's code in plain Chinese."""
        if not message.template:
            raise Undelivered("这条通知还没有填短信模板的编号，请到“目录”的“通知用语”里填", final=True)
        answer = self._call(
            "SendSms",
            {
                "PhoneNumberSet": [f"+86{message.address}"],
                "SmsSdkAppId": self.account.app,
                "SignName": self.sign,
                "TemplateId": message.template,
                "TemplateParamSet": [value for _, value in message.slots],
                "SessionContext": message.key,
            },
        )
        status = (answer.get("SendStatusSet") or [{}])[0]
        if status.get("Code") != "Ok":
            raise trouble_of(str(status.get("Code", "")))
        return Receipt(id=str(status.get("SerialNo", "")))

    def heard(self) -> Iterator[Report | Answer]:
        """Receipts and answers that the provider holds for us; it gives each away once."""
        for one in self._pull("PullSmsSendStatus", "PullSmsSendStatusSet"):
            good = one.get("ReportStatus") == "SUCCESS"
            yield Report(
                id=str(one.get("SerialNo", "")), delivered=good, at=_moment(one.get("UserReceiveTime")),
                trouble="" if good else REPORTED.get(_code(one), f"运营商没有送到（{_code(one)}）"),
            )  # fmt: skip
        for one in self._pull("PullSmsReplyStatus", "PullSmsReplyStatusSet"):
            yield Answer(
                address=str(one.get("SubscriberNumber") or one.get("PhoneNumber", "")),
                words=str(one.get("ReplyContent", "")), at=_moment(one.get("ReplyTime")),
            )  # fmt: skip

    def _pull(self, action: str, name: str) -> Iterator[dict[str, Any]]:
        answer = self._call(action, {"Limit": PULLED, "SmsSdkAppId": self.account.app})
        yield from answer.get(name) or []

    def _call(self, action: str, told: dict[str, Any]) -> dict[str, Any]:
        body, now = json.dumps(told, ensure_ascii=False).encode(), datetime.now(UTC)
        host = self.account.base.partition("://")[2]
        headers = {
            "Authorization": tc3.authorization(
                id=self.account.id, key=self.account.key, service=SERVICE, host=host, action=action, body=body, at=now
            ),
            "Content-Type": tc3.CONTENT_TYPE, "Host": host, "X-TC-Action": action, "X-TC-Version": VERSION,
            "X-TC-Timestamp": str(int(now.timestamp())), "X-TC-Region": self.account.region,
        }  # fmt: skip
        try:
            answer = httpx.post(f"{self.account.base}/", content=body, headers=headers, timeout=TIMEOUT)
            answer.raise_for_status()
            found = answer.json()["Response"]
        except httpx.ConnectError as error:
            raise Undelivered("连不上短信平台", down=True) from error
        except httpx.ConnectTimeout as error:
            raise Undelivered("连不上短信平台（超时）", down=True) from error
        except httpx.HTTPStatusError as error:
            raise Undelivered(f"短信平台答复 {error.response.status_code}", down=True) from error
        except httpx.TransportError as error:
            raise Undelivered("短信平台没有答复，不知道发出去没有", down=True, unsure=True) from error
        except (ValueError, KeyError, TypeError) as error:
            raise Undelivered("短信平台的答复看不懂", down=True, unsure=True) from error
        if "Error" in found:
            raise trouble_of(str(found["Error"].get("Code", "")))
        return dict(found)


def _code(one: dict[str, Any]) -> str:
    return str(one.get("Description", "")).split("(")[0].split("（")[0].strip() or "没有说明"


def _moment(seconds: Any) -> datetime:
    """A Unix time; now when the provider gives none."""
    return datetime.fromtimestamp(int(seconds), UTC) if str(seconds or "").isdigit() else datetime.now(UTC)
