"""An order of the house about many cases: their ground was divided anew."""

from dataclasses import dataclass

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class RescopeCases(Command):
    """Put the open cases of a grid into the micro-grids that answer for their places now. Closed ones stay as they are."""

    area: AreaCode
