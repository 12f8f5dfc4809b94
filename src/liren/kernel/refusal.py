"""Refusal: "no" in one Chinese sentence a neighbour would accept, with a code a program can read."""

from typing import Any


class Refusal(Exception):
    """The answer is no: 422. Rolls everything back, the key too.

    `field` names the input that is wrong, so that a form can show the sentence beside it.
    """

    status = 422

    def __init__(self, code: str, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.field = field


class Missing(Refusal):
    """Not there, or not to be seen by this viewer: the two look the same. 404."""

    status = 404

    def __init__(self, sentence: str = "没有找到，或者您无权查看。") -> None:
        super().__init__("missing", sentence)


class Denied(Refusal):
    """Seen, but this act is not this actor's. 403."""

    status = 403

    def __init__(self, sentence: str = "您现在的职责不包括这项操作。", *, code: str = "denied") -> None:
        super().__init__(code, sentence)


class Conflict(Refusal):
    """Somebody else was faster; `current` says what it is now. 409."""

    status = 409

    def __init__(self, code: str, sentence: str, *, current: dict[str, Any] | None = None) -> None:
        super().__init__(code, sentence)
        self.current = current or {}
