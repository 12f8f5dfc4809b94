"""The tiles of the county's own map and how old they are. Public, like everything drawn on them."""

from dataclasses import dataclass

from liren.places import tiles
from liren.places.mercator import Tile
from liren.trust.epochs import current as read_epoch


@dataclass(frozen=True, slots=True)
class TileCut:
    """A tile's bytes (b"" where nothing is) and the epoch of the map they were cut from."""

    content: bytes
    epoch: int


def tile_epochs() -> dict[str, int]:
    """The layer sets of the map's tiles and how often each has changed; it belongs into a tile's address."""
    return {layers: read_epoch(name) for layers, name in tiles.SETS.items()}


def tile(layers: str, z: int, x: int, y: int, epoch: int) -> TileCut | None:
    """One tile of today's map, public like everything drawn on it; None when there is no such set or tile.

    `epoch` is the one of its address: a process whose map is older reads it again first.
    """
    if layers not in tiles.SETS:
        return None
    try:
        place = Tile(z, x, y)
    except ValueError:
        return None
    name = tiles.SETS[layers]
    now = read_epoch(name)
    return TileCut(tiles.cut(layers, place, {name: min(epoch, now)}), now)
