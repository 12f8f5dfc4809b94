"""What becomes of a mail: a draft whose author gets the link, a note on the report that the address names, or a receipt.

Nothing is written twice: a mail is known by its Message-ID, so one that was not marked as read comes to the same draft.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from django.db import DataError, Error

from liren.attachments import staging
from liren.cases.commands import AddWords
from liren.cases.commands.incoming import KeepIncoming
from liren.cases.rules.incoming import MOST_PHOTOS, TERM, too_many
from liren.channels.answering import link_of
from liren.channels.email import EmailSender
from liren.channels.mail import replies
from liren.channels.mail.boxes import BOXES, LARGEST, Mailbox, Post
from liren.channels.mail.reading import Bounce, Mail, read
from liren.kernel import Code, Refusal
from liren.kernel.actor import by_link, the_house
from liren.kernel.ids import id_at
from liren.kernel.ports import SENDERS, Outgoing, Report, Undelivered
from liren.notices import queries as notices
from liren.notices.outbox import receipts
from liren.trust import gate

HOUSE = the_house("messages")
ANSWERS_AN_HOUR = 10
"""To one address: a program that answers programs without saying so is not talked to for ever."""
TOO_LARGE = f"您的邮件超过 {LARGEST // 1024**2} 兆，没有收。请把照片减少或者缩小再发，或者在网页上反映。"
CONFIRM = "收到了，还没有报上去。请点开核对、确认，7 天内有效："
NOT_NOTED = "您回的话没有记上："
ELSEWHERE = "照片请在进度页补，回信里的没有收。"
STATUSES = {
    "5.1": "没有这个邮箱",
    "5.2": "邮箱满了或者停用了",
    "5.7": "对方的邮箱不收我们的信",
    "4": "对方的邮箱一直收不了",
}
log = structlog.get_logger()
_answered: dict[str, list[datetime]] = defaultdict(list)


def step(now: datetime) -> int:
    """Read what waits in every mailbox; how many mails. A mail that could not be dealt with stays and is read again."""
    count = 0
    for box in BOXES:
        try:
            for post, done in box.waiting():
                if _survived(box, post, now):
                    done()
                    count += 1
        except OSError as trouble:
            log.warning("mailbox not reached", address=box.address, trouble=str(trouble))
    return count


def _survived(box: Mailbox, post: Post, now: datetime) -> bool:
    """A mail that breaks the reader is put aside like one that was read; the log has what happened."""
    try:
        return _dealt_with(box, post, now)
    except DataError:
        log.exception("a mail can't be kept")
    except (Error, OSError):
        raise
    except Exception:
        log.exception("a mail can't be dealt with")
    return True


def _dealt_with(box: Mailbox, post: Post, now: datetime) -> bool:
    """False: the answer could not be sent, so it is tried again with the next look."""
    mail = read(post.content)
    if mail.bounce is not None:
        _returned(mail.bounce, now)
        return True
    if mail.automatic or mail.author == box.address.lower():
        return True
    case = next((found for one in mail.to if (found := replies.about(one)) is not None), None)
    if post.too_large:
        said = TOO_LARGE
    elif case is not None:
        said = _noted(case, mail, now)
    else:
        said = _kept(mail, now)
    return not said or _answer(mail, said, now)


def _returned(bounce: Bounce, now: datetime) -> None:
    why = next(
        (words for start, words in STATUSES.items() if bounce.status.startswith(start)), "对方的邮件服务器没有收"
    )
    trouble = "" if bounce.delivered else f"退信：{why}（{bounce.status or '没有说明'}）"
    receipts.reported("email", Report(id=bounce.key, delivered=bounce.delivered, at=now, trouble=trouble), now)


def _noted(case: UUID, mail: Mail, now: datetime) -> str:
    """An answer to a progress mail, kept as the reporter's own words; "" when there is nothing to say about it."""
    key = uuid5(NAMESPACE_URL, f"mail-note:{mail.id}")
    try:
        gate.execute(AddWords(case=case, note=key, words=mail.words), actor=by_link(case), now=now, key=key)
    except Refusal as no:
        return NOT_NOTED + no.sentence
    return ELSEWHERE if mail.photos else ""


def _kept(mail: Mail, now: datetime) -> str:
    """A draft, with the photos that the limit allows; what to answer."""
    written = datetime.fromtimestamp(mail.at, UTC) if mail.at else now
    draft = id_at(min(written, now), sha256(f"email:{mail.id}".encode()).digest())
    taken, left_out = _photos(mail, draft, now)
    words = "\n".join(part for part in (mail.subject, mail.words) if part)
    account = next((b.account for b in _bearers(mail.author) if b.account), None)
    order = KeepIncoming(
        draft=draft, channel=Code("email"), external=mail.id, author=mail.author, account=account, words=words,
        photos=taken, left_out=tuple(left_out),
    )  # fmt: skip
    try:
        kept = gate.execute(order, actor=HOUSE, now=now, key=uuid5(NAMESPACE_URL, f"incoming:email:{mail.id}"))
    except Refusal as no:
        return no.sentence
    return "\n".join((f"{CONFIRM}{link_of(None, kept['draft'])}", *left_out))


def _bearers(author: str) -> list[notices.Bearer]:
    try:
        return notices.bearers_of(HOUSE, "email", author)
    except Refusal:
        return []


def _photos(mail: Mail, draft: UUID, now: datetime) -> tuple[tuple[UUID, ...], list[str]]:
    """The first nine, cleaned and kept under the draft; a sentence for each that was left out."""
    taken: list[UUID] = []
    left_out: list[str] = []
    for n, (name, content) in enumerate(mail.photos[:MOST_PHOTOS], 1):
        photo = uuid5(draft, f"{n}:{sha256(content).hexdigest()}")
        try:
            staging.stage(
                HOUSE, BytesIO(content), photo=photo, form=draft, now=now, declared=len(content), until=now + TERM
            )
            taken.append(photo)
        except Refusal as no:
            left_out.append(f"第 {n} 张照片（{name or '没有名字'}）没有收：{no.sentence}")
    if (over := len(mail.photos) - MOST_PHOTOS) > 0:
        left_out.append(too_many(MOST_PHOTOS + 1, over))
    left_out += [f"“{name}”不是照片，没有收。" for name in mail.others]
    return tuple(taken), left_out


def _answer(mail: Mail, said: str, now: datetime) -> bool:
    """One answer to one mail, by the county's sender; none to somebody who had ten within the hour."""
    sender = SENDERS.get("email")
    lately = [at for at in _answered[mail.author] if at > now - timedelta(hours=1)]
    if not isinstance(sender, EmailSender) or len(lately) >= ANSWERS_AN_HOUR:
        log.info("mail not answered", many=len(lately))
        return True
    key = sha256(f"answer:{mail.id}".encode()).hexdigest()[:32]
    title = f"回复：{mail.subject}" if mail.subject else "您发给里仁的邮件"
    try:
        sender.answer(Outgoing(address=mail.author, title=title[:200], body=said, key=key), to=mail.message_id)
    except Undelivered as trouble:
        log.warning("mail not answered", trouble=str(trouble))
        return trouble.final
    _answered[mail.author] = [*lately, now]
    return True
