"""Code: a short machine word from a closed list (a state, a kind, a post), never free text."""

import re

_SHAPE = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,63}")


class Code(str):
    """Lower-case ASCII, digits and `_ . : -`, at most 64 characters.

    Events may carry codes and ids but never words a person wrote; making that a type lets a house test
    read every event's annotations and refuse a plain `str`.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> "Code":
        if not _SHAPE.fullmatch(value):
            raise ValueError(f"not a code: {value!r}")
        return super().__new__(cls, value)
