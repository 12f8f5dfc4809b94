"""The partitioner: buildings into balanced, connected, compact micro-grids that follow roads. Plain arrays, no Django.

`partition` cuts one grid, `partition_many` a town, `neighbours` says who touches whom, `apportion` how many parts each
grid gets. Nothing here imports SciPy or Numba before it computes: the web process starts without them.
"""

from liren.places.partition.adjacency import Adjacency, dissolve, neighbours, touching
from liren.places.partition.apportion import apportion
from liren.places.partition.limits import Bounds, Reason
from liren.places.partition.many import Many, partition_many
from liren.places.partition.result import Progress, Result
from liren.places.partition.run import partition
from liren.places.partition.score import Metrics, Weights
from liren.places.partition.trouble import PartitionError

__all__ = [
    "Adjacency",
    "Bounds",
    "Many",
    "Metrics",
    "PartitionError",
    "Progress",
    "Reason",
    "Result",
    "Weights",
    "apportion",
    "dissolve",
    "neighbours",
    "partition",
    "partition_many",
    "touching",
]
