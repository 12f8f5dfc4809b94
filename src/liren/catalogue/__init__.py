"""册: configurable data with a checker; immutable published versions."""

from liren.catalogue.families import family
from liren.catalogue.kinds import Problem

__all__ = ["Problem", "family"]
