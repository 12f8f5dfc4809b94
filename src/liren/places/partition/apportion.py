"""How many parts each grid gets: Sainte-Laguë (Webster), the divisor method that favours neither large nor small.

Source: M. Balinski, H. P. Young, Fair Representation (1982). Every grid gets at least one part and never more than it
has buildings, because a building cannot be cut.
"""

import heapq
from collections.abc import Sequence

from liren.places.partition.trouble import BadWeight, TooManyParts, listed


def apportion(weight: Sequence[float], most: Sequence[int], total: int) -> list[int]:
    """`total` parts over grids of `weight` people and `most` buildings each; the answer adds up to `total`.

    Ties go to the grid that stands first. Raises TooManyParts when total is below the number of grids or above that
    of all buildings, BadWeight for a negative weight.
    """
    bad = [i for i, w in enumerate(weight) if not w >= 0]
    if bad:
        raise BadWeight(f"第 {listed(bad)} 个网格的人口不是数，或是负数。", bad)
    empty = [i for i, m in enumerate(most) if m < 1]
    if empty:
        raise TooManyParts(f"第 {listed(empty)} 个网格里没有楼栋，不能划分。", empty)
    if not len(weight) <= total <= sum(most):
        raise TooManyParts(
            f"{len(weight)} 个网格、{sum(most)} 栋楼，分不成 {total} 个微网格：每格至少一个，一栋楼不能拆开。"
        )
    parts = [1] * len(weight)
    queue = [(-w / 3.0, i) for i, w in enumerate(weight) if most[i] > 1]
    heapq.heapify(queue)
    for _ in range(total - len(weight)):
        _, i = heapq.heappop(queue)
        parts[i] += 1
        if parts[i] < most[i]:
            heapq.heappush(queue, (-weight[i] / (2 * parts[i] + 1), i))
    return parts
