"""What the two engines send and want to hear back, made one. Pure.

MediaMTX `authMethod: http`: JSON {user, password, token, ip, action, path, protocol, id, query}; any 2xx lets in.
ZLMediaKit web hooks: `on_play` {app, stream, schema, params, ip, port, id, vhost, mediaServerId}, answered {"code": 0};
`on_stream_none_reader` {app, stream, schema, vhost, mediaServerId}, answered {"code": 0, "close": true}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

BROWSER = frozenset({"webrtc", "hls", ""})
"""How a browser takes a picture. Others ask twice or never say who asks, and no page of ours uses them."""
MOST = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question. `what`: play or nobody (no reader is left). `engine`: mediamtx or zlm."""

    engine: str
    what: str
    path: str
    action: str = "read"
    protocol: str = ""
    secret: str = ""
    session: str = ""
    identified: bool = False


def read(body: Mapping[str, Any], hook: str) -> Asked | None:
    """The question, None when it is neither engine's. `hook` is what the address says (ZLMediaKit)."""
    if "action" in body and "path" in body:
        return _mediamtx(body)
    if "stream" in body and "app" in body:
        return _zlm(body, hook)
    return None


def _mediamtx(body: Mapping[str, Any]) -> Asked:
    """WebRTC gives each reader an id, HLS none: there the address stands for the reader; a WebRTC question without one is for the page."""
    id, protocol, ip = _text(body, "id"), _text(body, "protocol"), _text(body, "ip")
    held = parse_qs(_text(body, "query")).get("ticket", [""])[0]
    return Asked(
        engine="mediamtx", what="play", path=_text(body, "path").strip("/"), action=_text(body, "action"),
        protocol=protocol, secret=held or _text(body, "token") or _text(body, "password"),
        session=id or ("" if protocol == "webrtc" else f"{protocol}:{ip}"), identified=bool(id),
    )  # fmt: skip


def _zlm(body: Mapping[str, Any], hook: str) -> Asked:
    path = f"{_text(body, 'app')}/{_text(body, 'stream')}"
    if hook == "on_stream_none_reader" or (not hook and "params" not in body):
        return Asked(engine="zlm", what="nobody", path=path)
    held = parse_qs(_text(body, "params").lstrip("?")).get("ticket", [""])[0]
    session = _text(body, "id") or f"{_text(body, 'ip')}:{_text(body, 'port')}"
    return Asked(
        engine="zlm", what="play", path=path, secret=held, session=session, identified=True,
    )  # fmt: skip


def _text(body: Mapping[str, Any], name: str) -> str:
    """A field as text: null and what is no text are nothing; long nonsense is cut."""
    found = body.get(name)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found[: MOST * 4] if isinstance(found, str) else ""
