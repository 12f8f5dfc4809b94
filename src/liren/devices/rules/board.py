"""What the command board counts of alarms: sets of groups, each a condition that both its number and its list are made of.

Counted is the group, not the alarm: a storm that rang in one house is one. `a` is the first alarm of a group; drills are out
(`models.real`). Data only.
"""

from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(days=30)
FEW = 10
"""Below so many no share is said."""


@dataclass(frozen=True, slots=True)
class AlarmSet:
    """Groups that meet `where`; `judged` ones are counted in the window by the moment of their verdict."""

    label: str
    where: str
    judged: bool = False


_OPEN = "m.closed_at is null"
SETS: dict[str, AlarmSet] = {
    "open": AlarmSet("没有了结的告警", f"a.id in (select m.head from devices_alarm m where {_OPEN})"),
    "waiting": AlarmSet(
        "等人核实的告警",
        f"""a.id in (select m.head from devices_alarm m where {_OPEN} and m.judged = ''
                     and (m."case" is not null or m.seen_at is null))""",
    ),
    "judged": AlarmSet("有人核实了的告警", "a.judged in ('confirmed', 'false')", judged=True),
    "false": AlarmSet("判为误报的告警", "a.judged = 'false'", judged=True),
}
