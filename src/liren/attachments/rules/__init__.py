"""Decisions about photos: what is taken in, what it becomes, what may be attached."""

from liren.attachments.rules.attaching import Staged, check_attach
from liren.attachments.rules.pictures import Cleaned, check_size, clean

__all__ = ["Cleaned", "Staged", "check_attach", "check_size", "clean"]
