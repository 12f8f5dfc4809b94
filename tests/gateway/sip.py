"""A centre of the test's own that devices of GB/T 28181 sign in at, SIPp as such devices, and requests made by hand."""

import asyncio
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from pathlib import Path

from liren.gateway.gb28181.lines import Way
from liren.gateway.gb28181.serving import Serving
from liren.gateway.listening.process import Gateway
from liren.gateway.listening.store import Store
from liren.trust.sealed import unseal
from tests.debian import need

SCENES = Path(__file__).with_name("sipp")
CENTRE = "34020000002000000001"


@contextmanager
def centre(url: str) -> Iterator[Serving]:
    """A gateway with nothing but SIP, running on a loop of its own thread; stopped as SIGTERM stops it."""
    made: dict[str, object] = {}
    begun = threading.Event()

    async def serve() -> None:
        stop, sip = asyncio.Event(), Serving(url, unseal, ("127.0.0.1", 0))
        door = Gateway(Store(url), sip=sip)
        made.update(stop=stop, sip=sip, loop=asyncio.get_running_loop())
        running = asyncio.create_task(door.run([], [], stop))
        await door.ready.wait()
        begun.set()
        await running

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert begun.wait(10)
    try:
        yield made["sip"]
    finally:
        made["loop"].call_soon_threadsafe(made["stop"].set)
        thread.join(15)
        assert not thread.is_alive()


def sipp(scene: str, port: int, *words: str, here: int, calls: int = 1, **keys: str) -> subprocess.CompletedProcess:
    """Play a scene of tests/gateway/sipp/ from the local port `here`; a device that waits for a question is given 15 seconds."""
    told = [word for name, text in keys.items() for word in ("-key", name, text)]
    return subprocess.run(
        [need("sipp", "sip-tester"), "-sf", str(SCENES / f"{scene}.xml"), f"127.0.0.1:{port}", "-i", "127.0.0.1", "-p", str(here),
         "-m", str(calls), "-nostdin", "-timeout", "15s", "-timeout_error", *told, *words],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


class Ear(Way):
    """A way back that remembers what was sent over it."""

    def __init__(self, peer: str = "10.8.0.7", port: int = 5060, transport: str = "udp") -> None:
        super().__init__(transport, peer, port)
        self.got: list[bytes] = []

    def send(self, content: bytes) -> None:
        self.got.append(content)

    @property
    def status(self) -> int:
        """Of the latest answer."""
        return int(self.got[-1].split()[1])

    def header(self, name: str) -> str:
        found = [line for line in self.got[-1].decode().split("\r\n") if line.lower().startswith(f"{name.lower()}:")]
        return found[0].partition(":")[2].strip() if found else ""


_branches = iter(range(1, 1_000_000))


def request(method: str, number: str, body: bytes = b"", *, branch: str = "", **headers: str) -> bytes:
    """A request of a device, as new as its branch."""
    branch = branch or f"z9hG4bK{next(_branches)}"
    told = {"Content_Type": "Application/MANSCDP+xml", **headers} if body else headers
    lines = [
        f"{method} sip:{CENTRE}@3402000000 SIP/2.0", f"Via: SIP/2.0/UDP 192.168.1.9:5060;rport;branch={branch}",
        f"From: <sip:{number}@3402000000>;tag=1", f"To: <sip:{CENTRE}@3402000000>", f"Call-ID: {branch}", f"CSeq: 1 {method}",
        *(f"{name.replace('_', '-')}: {text}" for name, text in told.items()), f"Content-Length: {len(body)}",
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def proof(number: str, password: str, challenge: str, *, nc: str = "00000001", qop: bool = True) -> str:
    """The Authorization that answers a challenge, made without our own code (RFC 2617)."""
    asked = dict(part.strip().split("=", 1) for part in challenge.removeprefix("Digest ").split(","))
    realm, nonce = (asked[name].strip('"') for name in ("realm", "nonce"))
    uri = f"sip:{CENTRE}@3402000000"

    def h(text: str) -> str:
        return md5(text.encode()).hexdigest()

    ha1, ha2 = h(f"{number}:{realm}:{password}"), h(f"REGISTER:{uri}")
    response = h(f"{ha1}:{nonce}:{nc}:abc:auth:{ha2}") if qop else h(f"{ha1}:{nonce}:{ha2}")
    more = f', qop=auth, nc={nc}, cnonce="abc"' if qop else ""
    return f'Digest username="{number}", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{response}", algorithm=MD5{more}'


def notify(command: str, inner: str, *, device: str, serial: int = 1, encoding: str = "GB2312") -> bytes:
    """A body as a device sends it."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\r\n<Notify>\r\n<CmdType>{command}</CmdType>\r\n<SN>{serial}</SN>\r\n'
        f"<DeviceID>{device}</DeviceID>\r\n{inner}</Notify>\r\n"
    )
    return text.encode("utf-8" if encoding.upper() == "UTF-8" else "gb18030")


def alarm(
    method: str, type: str, *, device: str, words: str = "", at: str = "2026-11-23T10:11:12", **more: object
) -> bytes:
    inner = (
        f"<AlarmPriority>1</AlarmPriority><AlarmMethod>{method}</AlarmMethod><AlarmTime>{at}</AlarmTime>"
        f"<AlarmDescription>{words}</AlarmDescription><Info><AlarmType>{type}</AlarmType></Info>"
    )
    return notify("Alarm", inner, device=device, **more)
