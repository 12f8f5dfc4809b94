"""A camera that speaks a little RTSP over a real socket: OPTIONS and DESCRIBE, with Digest when it has a password."""

import hashlib
import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SDP = b"v=0\r\ns=fake\r\nm=video 0 RTP/AVP 96\r\n"
NONCE = "5d8c1f"


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: Camera = self.server  # type: ignore[assignment]
        while True:
            lines = []
            while (line := self.rfile.readline().decode().strip()) != "":
                lines.append(line)
            if not lines:
                return
            server.heard.append(lines[0])
            if server.mood == "mute":
                threading.Event().wait(5)
                return
            if server.mood == "nonsense":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
                return
            self._answer(server, lines)

    def _answer(self, server: "Camera", lines: list[str]) -> None:
        method, url, _ = lines[0].split(" ")
        headers = dict(line.split(": ", 1) for line in lines[1:])
        cseq = headers["CSeq"]
        if method == "OPTIONS":
            self._say(200, cseq, "Public: OPTIONS, DESCRIBE, SETUP, PLAY\r\n")
        elif server.password and not server.proves(method, url, headers.get("Authorization", "")):
            asked = f'WWW-Authenticate: Digest realm="cam", nonce="{NONCE}", qop="auth"\r\n'
            self._say(401, cseq, asked + 'WWW-Authenticate: Basic realm="cam"\r\n')
        elif not url.endswith("/ch1"):
            self._say(404, cseq)
        else:
            self._say(200, cseq, f"Content-Type: application/sdp\r\nContent-Length: {len(SDP)}\r\n", SDP)

    def _say(self, status: int, cseq: str, more: str = "", body: bytes = b"") -> None:
        self.wfile.write(f"RTSP/1.0 {status} X\r\nCSeq: {cseq}\r\n{more}\r\n".encode() + body)


class Camera(socketserver.ThreadingTCPServer):
    """One camera with a stream at /ch1. `mood`: kind, mute (says nothing), nonsense (speaks something else)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, password: str = "", mood: str = "kind") -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.password, self.mood = password, mood
        self.heard: list[str] = []

    def address(self, path: str = "/ch1") -> str:
        return f"rtsp://127.0.0.1:{self.server_address[1]}{path}"

    def proves(self, method: str, url: str, proof: str) -> bool:
        """The Digest of RFC 2617 with qop auth, reckoned by the book."""
        told = {name: quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', proof)}
        if not proof.startswith("Digest ") or told.get("nonce") != NONCE:
            return False

        def h(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        ha1, ha2 = h(f"{told['username']}:cam:{self.password}"), h(f"{method}:{url}")
        return told["response"] == h(f"{ha1}:{NONCE}:{told['nc']}:{told['cnonce']}:auth:{ha2}")


@contextmanager
def camera(password: str = "", mood: str = "kind") -> Iterator[Camera]:
    """A camera that answers until the block ends."""
    with Camera(password, mood) as made:
        threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
        yield made
        made.shutdown()
