"""POST requests: a report by another system, with a key of the scope cases.report.

The answer is the id where anybody may read the case, else a token; the secret link for the reporter stands in the
service_notice, for whoever posted and nobody else. A picture is taken from the POST itself (`media`); a media_url of
another host is never fetched: what a stranger names must not make this server open addresses, inside or outside.

The same POST by the same key within a minute is the same report: its id and the gate's key are made from what was
sent, so a nervous client gets its first answer again. At the test endpoint, and with a sandbox key, everything is
checked and then taken back.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.api.open311 import given as posted
from liren.api.open311.errors import Wrong
from liren.api.open311.formats import Listed, answer
from liren.api.open311.given import Given
from liren.api.open311.tokens import token_of
from liren.attachments import staging
from liren.cases import queries as cases
from liren.cases.queries.street import street_kinds
from liren.kernel import Actor, Refusal
from liren.kernel.ids import id_at
from liren.trust import clients, gate, pace

MINUTE = timedelta(minutes=1)
PHOTOS = ("media", "media[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The ids of one report: of its case, its words and its form. The same POST has the same ones for a minute."""

    case: UUID
    note: UUID
    form: UUID


def post(request: HttpRequest, fmt: str) -> HttpResponse:
    """POST requests at the production endpoint."""
    return _posted(request, fmt, test=False)


def rehearsed(request: HttpRequest, fmt: str) -> HttpResponse:
    """POST requests at the test endpoint: the same checks and the same answer, and nothing is kept."""
    return _posted(request, fmt, test=True)


def _posted(request: HttpRequest, fmt: str, *, test: bool) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    given = posted.read(request)
    actor = _actor(given, now)
    if test:
        actor = replace(actor, sandbox=True)
    kind = posted.kind_of(given, now)
    files: list[Any] = [file for name in PHOTOS for file in request.FILES.getlist(name)]
    digests = [_digest(file) for file in files]
    report = _ids(actor, posted.same_again(given, digests), now)
    with _staged(actor, report, zip(files, digests, strict=True), now) as photos:
        command = posted.report(given, kind, case=report.case, note=report.note, photos=photos)
        done = gate.execute(command, actor=actor, now=now, key=report.form)
    record: dict[str, Any] = {}
    if command.kind in street_kinds(actor, now):
        record["service_request_id"] = str(report.case)
    else:
        record["token"] = token_of(report.case)
    record["service_notice"] = _notice(request, given, actor, report.case, done["number"])
    record["account_id"] = None
    return answer(fmt, Listed(wrapper="service_requests", item="request", records=[record]))


def _actor(given: Given, now: datetime) -> Actor:
    """Who posts. Raises Wrong: 403 without a key that holds, 429 for one that is used too often."""
    secret = given.text(posted.SECRET)
    if not secret:
        raise Wrong(403, _("没有写 api_key。密钥由管理员发。"))
    client = clients.actor_of_key(secret, now)
    if client is None:
        raise Wrong(403, _("这个 api_key 不对、已停用或者过期了，请向管理员另要一个。"))
    taken = pace.take(client.id, client.per_minute, now)
    if taken.over:
        wrong = _("这个 api_key 每分钟最多用 %(limit)d 次，请 %(wait)d 秒后再发。")
        raise Wrong(429, wrong % {"limit": taken.limit, "wait": taken.wait}, retry_after=taken.wait)
    return client.actor


def _ids(actor: Actor, said: str, now: datetime) -> Report:
    """The report that was made of the same words a minute ago, else a new one."""
    start = now.replace(second=0, microsecond=0)
    report = _made(actor, said, start)
    earlier = _made(actor, said, start - MINUTE)
    return earlier if cases.taken_since(actor, earlier.case, now - MINUTE) else report


def _made(actor: Actor, said: str, minute: datetime) -> Report:
    whole = hashlib.sha256(f"{actor.account}\0{actor.sandbox}\0{minute.isoformat()}\0{said}".encode()).digest()
    case = id_at(minute, whole)
    return Report(case=case, note=uuid5(case, "note"), form=uuid5(case, "form"))


@contextmanager
def _staged(
    actor: Actor, report: Report, files: Iterator[tuple[Any, str]], now: datetime
) -> Iterator[tuple[UUID, ...]]:
    """The photos, cleaned and kept for this report; what is only tried out is dropped again."""
    photos: list[UUID] = []
    try:
        for file, digest in files:
            photo = uuid5(report.form, digest)
            try:
                staging.stage(actor, file, photo=photo, form=report.form, now=now, declared=file.size)
            except Refusal as no:
                raise Wrong(400, f"{file.name}：{no.sentence}") from no
            photos.append(photo)
        yield tuple(dict.fromkeys(photos))
    finally:
        if actor.sandbox:
            for photo in photos:
                staging.drop(actor, photo=photo, form=report.form)


def _notice(request: HttpRequest, given: Given, actor: Actor, case: UUID, number: str) -> str:
    """What whoever posted should know: the number, the secret link for the reporter, what was not taken."""
    said = [_("已收到，编号 %(number)s。") % {"number": number}]
    kept = cases.receipt(actor, case)
    if actor.sandbox:
        said = [_("测试：全部检查通过，什么也没有保存。")]
    elif kept is not None:
        address = request.build_absolute_uri(reverse("link", args=[kept.token]))
        said.append(_("查询链接只交给反映人：%(address)s") % {"address": address})
    if given.text("media_url"):
        said.append(_("media_url 里的图片没有取，照片请用 media 随表单上传。"))
    return " ".join(said)


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
