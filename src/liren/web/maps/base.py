"""A base map from elsewhere, only when the operator configures one: LIREN_BASEMAP (docs/howto/base-map.md). Off by default."""

import json
import os
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@cache
def told() -> dict[str, Any] | None:
    """`{"tiles": [addresses with {z} {x} {y}], "says": whose map it is}`, None without a base map.

    Raises ImproperlyConfigured, in words for the operator, when the variable cannot be read.
    """
    text = os.environ.get("LIREN_BASEMAP", "").strip()
    if not text:
        return None
    try:
        given = json.loads(text)
        tiles, says = [str(one) for one in given["tiles"]], str(given["says"])
    except (ValueError, KeyError, TypeError):
        raise ImproperlyConfigured(
            'LIREN_BASEMAP 读不懂。请写成 {"tiles": ["https://…/{z}/{x}/{y}"], "says": "天地图"}。'
        ) from None
    if not tiles or any(urlsplit(one).scheme != "https" or not urlsplit(one).netloc for one in tiles):
        raise ImproperlyConfigured("LIREN_BASEMAP 里的每个地址都要以 https:// 开头。")
    return {"tiles": tiles, "says": says}


@cache
def origins() -> tuple[str, ...]:
    """The hosts that the content security policy must let pictures come from: https://t0.tianditu.gov.cn."""
    base = told()
    return tuple(sorted({"https://" + urlsplit(one).netloc for one in base["tiles"]})) if base else ()
