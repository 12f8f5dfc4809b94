"""What is counted: cases that are no drill (演练). Every figure of this room asks it, and nothing else says it.

A drill case runs the same loop as any other and stands in the lists of open work with its tag; no figure, rate, draw, model or
list for the public knows of it. When somebody says that it is real it is counted from then on, with the time of its report.
"""

from typing import Final

REAL: Final = "c.drill is null"
"""The condition on a case `c`. The fact views (facts.sql) hold only such cases."""
