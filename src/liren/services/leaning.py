"""What the services room has built upon areas: an import of the map is not undone under somebody's feet."""

from datetime import datetime

from liren.trust import sql


def on_areas(codes: list[str], since: datetime | None) -> str:
    """Orders in new areas; in redrawn ones those placed after the redrawing, which found their place by it."""
    found = sql.value(
        """select count(*) from services_order
           where scope = any(%(codes)s) and (%(since)s::timestamptz is null or requested_at >= %(since)s)""",
        {"codes": codes, "since": since},
    )
    return f"这些区域里已有 {found} 单点单" if found else ""
