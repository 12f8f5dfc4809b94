"""Photos through the door: taken in under a form's key, sent out after the attachments room has said yes."""

import hashlib
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse

from liren.attachments import staging
from liren.attachments.queries import OpenPhoto
from liren.kernel import Refusal


def take_in(request: HttpRequest, form: UUID, field: str = "photos") -> tuple[list[UUID], list[str]]:
    """Stage every photo of the field: their ids, and the sentence for each one that is not taken.

    The id comes from form and content, so the same photo sent twice is one photo. One bad file spoils no other.
    """
    taken: list[UUID] = []
    sentences: list[str] = []
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    files: Any = request.FILES
    for file in files.getlist(field):
        id = uuid5(form, _digest(file))
        try:
            staging.stage(actor, file, photo=id, form=form, now=now, declared=file.size)
            taken.append(id)
        except Refusal as no:
            sentences.append(f"{file.name}：{no.sentence}")
    return taken, sentences


def send(photo: OpenPhoto) -> HttpResponse:
    """The bytes, named by their content; a private one is never kept by a cache."""
    answer = HttpResponse(photo.path.read_bytes(), content_type=photo.media_type)
    answer.headers["ETag"] = f'"{photo.sha256}"'
    answer.headers["Cache-Control"] = "no-store" if photo.private else "private, max-age=3600"
    return answer


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
