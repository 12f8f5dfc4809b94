"""Photos for a report: cleaned as those of any form, kept a day until a report takes them up."""

from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from liren.api.v1 import problems, shapes
from liren.api.v1.door import Call, Made
from liren.api.v1.problems import Problem
from liren.attachments import staging
from liren.kernel import Refusal

FIELD = "photo"
ENVELOPE = 64 * 1024
"""What the parts of a multipart body take besides the photo itself."""


def upload(call: Call) -> Made:
    """Take one photo in. The same Idempotency-Key with the same photo is the same photo, with another one a 409."""
    if call.key is None:
        raise LookupError("an upload needs once=True")
    with _file(call) as file:
        try:
            return _taken(call, file, call.key)
        except Refusal as no:
            problem = problems.of_refusal(no)
            taken = no.code == "photo_taken"
            raise Problem(409 if taken else no.status, no.code, problem.sentence, field=FIELD) from no


def _taken(call: Call, file: Any, key: UUID) -> Made:
    photo = uuid5(key, "photo")
    if call.client.sandbox:
        done = staging.rehearse(call.viewer, file, photo=photo, declared=file.size)
    else:
        form = uuid5(call.client.id, _digest(file))
        done = staging.stage(call.viewer, file, photo=photo, form=form, now=call.now, declared=file.size)
    until = call.now + staging.KEPT_FOR
    return Made(
        shapes.NewPhoto(id=done.id, width=done.width, height=done.height, until=until, sandbox=call.client.sandbox)
    )


def _file(call: Call) -> Any:
    request = call.request
    if (request.content_type or "").lower() != "multipart/form-data":
        raise Problem(415, "content_type", _("照片要用 multipart/form-data 传，项的名称是 photo。"))
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > settings.PHOTO_BYTES_MAX + ENVELOPE:
        words = _("照片最大 %(limit)d MB，请压缩后再传。") % {"limit": settings.PHOTO_BYTES_MAX // 1024**2}
        raise Problem(413, "too_large", words, field=FIELD)
    try:
        files, rest = request.FILES, request.POST
    except (MultiPartParserError, UnicodeDecodeError) as wrong:
        raise Problem(400, "not_multipart", _("内容不是完整的 multipart/form-data，请再发一次。")) from wrong
    found = files.getlist(FIELD)
    if len(found) != 1 or len(files) != 1 or rest:
        for _name, parts in files.lists():
            for part in parts:
                part.close()
        raise Problem(422, "one_photo", _("请只传一项，名称是 photo，内容是一张照片。"), field=FIELD)
    return found[0]


def _digest(file: Any) -> str:
    digest = sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
