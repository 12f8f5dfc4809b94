"""示范短信箱: what the demonstration's SMS say, since nobody's phone rings. Not there outside a demonstration."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liren.kernel import Missing
from liren.web.display import moment_words

MOST = 50


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """The latest fifty, newest first. Raises Missing outside a demonstration."""
    folder: Path | None = settings.SMS_FOLDER
    if not settings.LIREN_DEMO or folder is None:
        raise Missing
    files = sorted(
        (f for sub in ("out", "shown") for f in (folder / sub).glob("*.json")), key=lambda f: f.name, reverse=True
    )
    found = [_read(file, request.now) for file in files[:MOST]]  # type: ignore[attr-defined]
    return render(request, "demo/texts.html", {"texts": [one for one in found if one]})


def _read(file: Path, now: datetime) -> dict[str, Any] | None:
    """One message; the address in it apart, to be opened. None for a file that has just moved."""
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    text, _, address = told["text"].partition(" http")
    when = moment_words(datetime.fromisoformat(told["at"]), now)
    return {"to": told["to"], "when": when, "text": text, "address": f"http{address}" if address else ""}
