"""What stops triage, said in one sentence with its remedy."""


class TriageError(Exception):
    """Raised with the sentence that the operator reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
