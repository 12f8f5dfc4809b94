"""Photos of a report: those that wait in the draft, and those of one's own case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from liren.attachments import queries as attachments
from liren.kernel import Missing
from liren.web import photos
from liren.web.forms import Problems
from liren.web.resident import draft as drafts
from liren.web.resident.draft import Draft
from liren.web.secret_link import CASE


def stage(request: HttpRequest, draft: Draft, problems: Problems) -> None:
    """Take in what was chosen on the first step; good photos stay even when another one is refused."""
    taken, sentences = photos.take_in(request, UUID(draft.key))
    draft.photos = list(dict.fromkeys([*draft.photos, *map(str, taken)]))
    for sentence in sentences:
        problems.add("photos", sentence)


@require_safe
def staged(request: HttpRequest, photo: UUID) -> HttpResponse:
    """The thumbnail of a photo that waits in this visitor's draft."""
    draft = drafts.load(request)
    if draft is None or str(photo) not in draft.photos:
        raise Missing
    return photos.send(attachments.open_staged(request.actor, UUID(draft.key), photo))  # type: ignore[attr-defined]


@require_safe
def of_case(request: HttpRequest, photo: UUID) -> HttpResponse:
    """A photo of the case that is open in this browser; ?small is its thumbnail."""
    viewer, _ = CASE.opened(request)
    return photos.send(attachments.open_photo(viewer, photo, thumb="small" in request.GET))
