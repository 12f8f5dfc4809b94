"""What the venues room has built upon areas: an import of the map is not undone under somebody's feet."""

from datetime import datetime

from liren.trust import sql


def on_areas(codes: list[str], since: datetime | None) -> str:
    """Venues in new areas. A redrawn outline (`since`) moves none of them."""
    if since is not None:
        return ""
    found = sql.value("select count(*) from venues_venue where area = any(%s)", (codes,))
    return f"这些区域里已有 {found} 个阵地" if found else ""
