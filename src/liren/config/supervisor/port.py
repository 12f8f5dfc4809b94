"""The web port: found free, then held as long as the supervisor lives."""

import errno
import socket

from .trouble import Trouble


def reserve(host: str, port: int) -> socket.socket:
    """Bind without listening; `getsockname()[1]` is the port (0 asks for any). Raises Trouble when it is taken.

    granian listens with SO_REUSEPORT, which would share the port with a stranger in silence: so first bound without
    it, to see whether anybody is there, then with it, so that nobody comes between while the web server restarts."""
    family, _, _, _, address = _resolve(host, port)
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            address = probe.getsockname()
        held = socket.socket(family, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(address)
    except PermissionError as error:
        raise Trouble(f"没有权限使用端口 {port}。请用 --port 换一个 1024 以上的端口。") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Trouble(f"端口 {port} 已被别的程序占用。请用 --port 换一个，或先停止那个程序。") from error
        raise Trouble(f"不能在 {host}:{port} 上监听（{error.strerror}）。请用 --host 指定本机的地址。") from error
    return held


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, int, int, str, tuple[object, ...]]:
    if not 0 <= port <= 65535:
        raise Trouble(f"端口 {port} 不存在。端口是 1–65535 之间的数。")
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise Trouble(f"找不到主机 {host}。请用 --host 指定本机的地址，例如 127.0.0.1 或 0.0.0.0。") from error
