"""Where a notice leads: the page of its subject, and the words of the button under an alert."""

from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from liren.kernel import Actor


class Link(NamedTuple):
    """An address ("" where a subject has no page) and what the way there is called."""

    href: str
    words: str


PAGES = {
    "case": "case", "order": "order", "device": "device", "camera": "camera", "footage": "footage-request",
}  # fmt: skip
WHOLE = {"call": "pressures", "member": "membership", "coverage": "coverage", "view_request": "camera-requests"}
"""Subjects that have no page of their own, but a list in which they stand."""


NEEDS = {
    "device": "devices.see",
    "camera": "cameras.see",
    "footage": "cameras.approve",
    "view_request": "cameras.approve",
}
"""The right that a page asks for, where whoever is told may not hold it: the people of a unit that keeps a device."""


def link_to(viewer: Actor, kind: str, subject: UUID) -> Link:
    """The way to the subject of a notice; none where the page is not there for this viewer."""
    words = {
        "call": _("去看反映人说被为难的"), "device": _("看这台设备"), "camera": _("看这台摄像头"), "footage": _("看这份申请"),
        "view_request": _("去答复"),
    }.get(kind, _("看这件事"))  # fmt: skip
    if kind in NEEDS and not viewer.holds(NEEDS[kind]):
        return Link("", words)
    if kind in PAGES:
        return Link(reverse(PAGES[kind], args=[subject]), words)
    return Link(reverse(WHOLE[kind]) if kind in WHOLE else "", words)
