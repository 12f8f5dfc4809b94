"""How the holders of secret links are reached: the phone they left and the path of their own page, by kind of subject."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from liren.cases.queries import reached as cases
from liren.kernel import Actor
from liren.notices.kinds import Contact
from liren.services.queries import reached as services


def of_cases(house: Actor, ids: Sequence[UUID]) -> dict[UUID, Contact]:
    """By case: its reporter."""
    found = cases.reached(house, ids)
    return {id: Contact(phone=one.phone, path=reverse("link", args=[one.token])) for id, one in found.items()}


def of_orders(house: Actor, ids: Sequence[UUID]) -> dict[UUID, Contact]:
    """By order: who asked for it."""
    found = services.reached(house, ids)
    return {id: Contact(phone=one.phone, path=reverse("order-link", args=[one.token])) for id, one in found.items()}
