"""Where the broker is and how Liren logs in there, out of the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PORTS = {"mqtts": 8883, "mqtt": 1883}
NEAR = frozenset({"127.0.0.1", "localhost", "::1"})
USER = "liren"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """`ca` is the file of the authority that signed the broker's certificate ("" those of the system)."""

    host: str
    port: int
    tls: bool
    ca: str
    user: str
    password: str


def broker(environment: Mapping[str, str]) -> Broker | None:
    """The broker that LIREN_MQTT names, None when there is none. Raises ValueError with a sentence that says what to write."""
    url = environment.get("LIREN_MQTT", "").strip()
    if not url:
        return None
    parts = urlsplit(url)
    try:
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port = "", 0
    if parts.scheme not in PORTS or not host or parts.username:
        raise ValueError(f"LIREN_MQTT 要写成 mqtts://主机:8883，用户名和密码另写，现在是“{url}”。")
    if parts.scheme == "mqtt" and host not in NEAR:
        raise ValueError("LIREN_MQTT 只有在本机才能不加密，别的主机请写 mqtts://。")
    ca = environment.get("LIREN_MQTT_CA", "")
    if ca and not Path(ca).is_file():
        raise ValueError(f"没有 LIREN_MQTT_CA 写的 {ca} 这个文件，请写签发 MQTT 服务证书的 CA 证书。")
    return Broker(
        host=host, port=port, tls=parts.scheme == "mqtts", ca=ca,
        user=environment.get("LIREN_MQTT_USER", "") or USER, password=password(environment),
    )  # fmt: skip


def password(environment: Mapping[str, str]) -> str:
    """Liren's own password, out of its file. Raises ValueError when it can't be read."""
    file = environment.get("LIREN_MQTT_PASSWORD_FILE", "")
    if not file:
        raise ValueError("没有写 LIREN_MQTT_PASSWORD_FILE：里仁登录 MQTT 服务的密码放在哪个文件里。")
    try:
        found = Path(file).read_text("utf-8").strip()
    except (OSError, ValueError):
        raise ValueError(f"读不了 LIREN_MQTT_PASSWORD_FILE 写的 {file}，请看看有没有这个文件、能不能读。") from None
    if not found:
        raise ValueError(f"{file} 是空的，请把里仁的 MQTT 密码写在第一行。")
    return found
