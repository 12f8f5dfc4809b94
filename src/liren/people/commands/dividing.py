"""A grid divided anew and its keepers, in one act: no door is without a name for a second."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.places.commands import PartKeeper


@dataclass(frozen=True, kw_only=True)
class AdoptDivision(Command):
    """Let plans hold from a day on, and appoint a keeper for every new micro-grid in the same act.

    Where `keepers` names nobody, the keeper of the micro-grid that most of its households come from goes on. Whoever
    kept a micro-grid that vanishes is released at that moment.
    """

    area: AreaCode
    plans: tuple[UUID, ...]
    on: date
    keepers: tuple[PartKeeper, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EnactDivision(Command):
    """Bring the adopted plans of an area whose day has come into force, keepers and all."""

    area: AreaCode
