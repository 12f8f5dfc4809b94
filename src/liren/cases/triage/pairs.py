"""Scores of many pairs of texts at once: the runs are weighed by how rare they are among the texts themselves."""

from collections.abc import Sequence

from liren.cases.triage.same import alike, rarity


def scores(left: Sequence[str], right: Sequence[str]) -> list[float]:
    """How alike the two texts of each row are, 0 to 1."""
    rare = rarity([*left, *right])
    return [alike(a, b, rare) for a, b in zip(left, right, strict=True)]
