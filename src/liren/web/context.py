"""What every page knows: the present moment, the elder mode and where the reader is."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `now` (of the request), `elder` (the cookie is set), `here` (this address, to come back to)."""
    now: datetime | None = getattr(request, "now", None)
    return {"now": now, "elder": request.COOKIES.get("elder") == "1", "here": request.get_full_path()}
