"""What was just done, said once, with the order that takes it back where there is one."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.kernel.ids import new_id

REVERSED = {"merge": "unmerge"}
"""Acts that another act takes back. A dispatch, a note or an urging was read by somebody: it is corrected, not undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """A sentence; `undo` is where 撤销 is posted, with `picks` and a key; "" when nothing takes it back."""

    text: str
    good: bool
    undo: str = ""
    picks: tuple[str, ...] = ()
    key: UUID


def tell(request: HttpRequest, text: str, *, undo: str = "", picks: tuple[UUID, ...] = (), good: bool = True) -> None:
    """Say it on the next page. `undo` names the address that takes it back."""
    tags = " ".join(["undo", undo, *(str(p) for p in picks)]) if undo else ""
    messages.add_message(request, messages.SUCCESS if good else messages.WARNING, text, extra_tags=tags)


def acted(request: HttpRequest, act: str, case: UUID, verb: str) -> None:
    """Say that one act on one case was done."""
    undo = reverse("desk-undo", args=[REVERSED[act]]) if act in REVERSED else ""
    tell(request, _("办好了：%(what)s。") % {"what": verb}, undo=undo, picks=(case,))


def toasts(request: HttpRequest) -> list[Toast]:
    """Everything that waits to be said."""
    found = []
    for message in messages.get_messages(request):
        word, *rest = (message.extra_tags or "").split() or [""]
        undo, picks = (rest[0], tuple(rest[1:])) if word == "undo" and rest else ("", ())
        good = message.level < messages.WARNING
        found.append(Toast(text=str(message.message), good=good, undo=undo, picks=picks, key=new_id()))
    return found
