"""python -m liren.places.partition.ahead: compile every hot loop once, so that nobody's first plan waits for it."""

import numpy as np

from liren.places.partition import run
from liren.places.partition.run import partition


def main() -> None:
    """A grown plan, a halved one and one that starts from the plan in force, each over a small raster."""
    side = 9
    n = side * side
    y, x = np.divmod(np.arange(n), side)
    pairs = [(i, i + 1) for i in range(n) if (i + 1) % side] + [(i, i + side) for i in range(n - side)]
    land = (np.column_stack([x, y]) * 20.0, np.ones(n), np.full(n, 400.0), np.array(pairs))
    border = (np.full(len(pairs), 20.0), np.zeros(len(pairs), np.uint8))
    first = partition(*land, *border, 4, steps=100)
    partition(*land, *border, 4, ref=np.where(np.arange(n) < 3, -1, first.labels), steps=100)
    run.MANY = n - 1
    partition(*land, *border, 4, steps=100)


if __name__ == "__main__":
    main()
