"""What WeChat says later of a template message: it arrived, or why it did not (event TEMPLATESENDJOBFINISH)."""

from datetime import datetime
from xml.etree.ElementTree import Element

from liren.kernel.ports import Report
from liren.notices.outbox import receipts

CHANNEL = "wechat"
SENTENCES = {"failed:user block": "对方拒收公众号的消息", "failed: system failed": "微信没有送到"}


def arrived(told: Element, at: datetime, now: datetime) -> None:
    """Settle the message that this is about; one that is not known, or settled already, changes nothing."""
    status = (told.findtext("Status") or "").strip()
    report = Report(
        id=(told.findtext("MsgID") or "").strip(),
        delivered=status == "success",
        at=at,
        trouble="" if status == "success" else SENTENCES.get(status, f"微信没有送到（{status[:60]}）"),
    )
    receipts.reported(CHANNEL, report, now)
