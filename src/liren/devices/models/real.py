"""What is counted: alarms that were not received in a drill, and those of which a person said since that they are real."""

from typing import Final

REAL: Final = "(a.drill is null or a.real_at is not null)"
"""The condition on an alarm `a`."""
DRILL: Final = "case when a.real_at is null then a.drill end"
"""The drill that an alarm still belongs to, null for none."""
