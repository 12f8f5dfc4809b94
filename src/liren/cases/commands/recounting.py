"""An order of the house about many cases: the working calendar they are counted under was published anew."""

from dataclasses import dataclass

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class RecountClocks(Command):
    """Count the running clocks of an area's open cases under the calendar in force; up to a thousand cases at a time."""

    area: AreaCode
