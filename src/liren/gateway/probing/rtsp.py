"""RTSP health: OPTIONS and DESCRIBE with Basic or Digest, never SETUP or PLAY: no picture crosses the line.

RFC 2326 (RTSP 1.0), RFC 2617 and 7616 (Digest, MD5 and SHA-256, qop auth or none).
"""

import asyncio
import hashlib
import os
import re
import ssl
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import urlsplit

HEAD_MOST = 16 * 1024
BODY_MOST = 64 * 1024
TIMEOUT_S = 3.0
PORTS = {"rtsp": 554, "rtsps": 322}
FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status and its headers (names in lower case; of a repeated one all values)."""

    status: int
    headers: dict[str, list[str]]


class Nonsense(Exception):
    """What came is no RTSP."""


async def probe(address: str, user: str = "", password: str = "", *, timeout: float = TIMEOUT_S) -> str:
    """The health of a camera by its stream's address: a code of devices.rules.cameras.HEALTH. Never raises."""
    try:
        async with asyncio.timeout(timeout):
            return await _asked(address, user, password)
    except TimeoutError:
        return "silent"
    except OSError:
        return "unreachable"
    except (Nonsense, ValueError):
        return "broken"


async def _asked(address: str, user: str, password: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("not an RTSP address")
    reader, writer = await asyncio.open_connection(
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        ssl=_tls() if parts.scheme == "rtsps" else None,
        limit=HEAD_MOST,
    )
    try:
        first = await _send(reader, writer, "OPTIONS", address, 1, "")
        if first.status not in (200, 401):
            return _health(first.status)
        told = await _send(reader, writer, "DESCRIBE", address, 2, "")
        if told.status == 401 and user:
            proof = authorize(told.headers.get("www-authenticate", []), "DESCRIBE", address, user, password)
            if proof:
                told = await _send(reader, writer, "DESCRIBE", address, 3, proof)
        return _health(told.status)
    finally:
        writer.close()


def _tls() -> ssl.SSLContext:
    """Cameras sign their own certificates; what is asked holds no picture and no password in clear (Digest)."""
    made = ssl.create_default_context()
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


async def _send(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, address: str, number: int, proof: str
) -> Answer:
    lines = [f"{method} {address} RTSP/1.0", f"CSeq: {number}", "User-Agent: Liren-Probe/1"]
    if method == "DESCRIBE":
        lines.append("Accept: application/sdp")
    if proof:
        lines.append(f"Authorization: {proof}")
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    await writer.drain()
    return await _answer(reader)


async def _answer(reader: asyncio.StreamReader) -> Answer:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise Nonsense("no end of the head") from error
    status, *fields = head.decode("latin-1").split("\r\n")
    found = re.fullmatch(r"RTSP/1\.\d (\d{3})(?: .*)?", status)
    if not found:
        raise Nonsense("no status line")
    headers: dict[str, list[str]] = {}
    for line in fields:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), []).append(value.strip())
    length = headers.get("content-length", ["0"])[0]
    if not length.isdigit() or int(length) > BODY_MOST:
        raise Nonsense("a body of that length is no description")
    if int(length):
        try:
            await reader.readexactly(int(length))
        except asyncio.IncompleteReadError as error:
            raise Nonsense("the body ends early") from error
    return Answer(int(found[1]), headers)


def authorize(challenges: list[str], method: str, address: str, user: str, password: str) -> str:
    """The Authorization of a request for the strongest challenge that is understood, "" for none."""
    digests = [dict(_fields(c)) for c in challenges if c.lower().startswith("digest")]
    known = [d for d in digests if d.get("algorithm", "MD5").upper() in HASHES and "nonce" in d]
    if known:
        best = max(known, key=lambda d: d.get("algorithm", "MD5").upper() == "SHA-256")
        return _digest(best, method, address, user, password)
    if any(c.lower().startswith("basic") for c in challenges):
        return "Basic " + b64encode(f"{user}:{password}".encode()).decode()
    return ""


def _fields(challenge: str) -> list[tuple[str, str]]:
    return [(name.lower(), quoted or plain) for name, quoted, plain in FIELD.findall(challenge.partition(" ")[2])]


def _digest(asked: dict[str, str], method: str, address: str, user: str, password: str) -> str:
    algorithm = asked.get("algorithm", "MD5").upper()

    def h(text: str) -> str:
        return HASHES[algorithm](text.encode()).hexdigest()

    realm, nonce = asked.get("realm", ""), asked["nonce"]
    ha1, ha2 = h(f"{user}:{realm}:{password}"), h(f"{method}:{address}")
    said = [f'username="{user}"', f'realm="{realm}"', f'nonce="{nonce}"', f'uri="{address}"']
    if "auth" in [one.strip() for one in asked.get("qop", "").split(",")]:
        cnonce = os.urandom(8).hex()
        response = h(f"{ha1}:{nonce}:00000001:{cnonce}:auth:{ha2}")
        said += ["qop=auth", "nc=00000001", f'cnonce="{cnonce}"']
    else:
        response = h(f"{ha1}:{nonce}:{ha2}")
    said.append(f'response="{response}"')
    if "algorithm" in asked:
        said.append(f"algorithm={asked['algorithm']}")
    if "opaque" in asked:
        said.append(f'opaque="{asked["opaque"]}"')
    return "Digest " + ", ".join(said)


def _health(status: int) -> str:
    """200 answers; 401 and 403 know us not; 404 has no such stream; anything else is broken."""
    return {200: "online", 401: "refused", 403: "refused", 404: "missing"}.get(status, "broken")
