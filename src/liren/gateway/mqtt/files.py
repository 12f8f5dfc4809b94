"""The files by which mosquitto knows devices: who may log in with which password, and on which topics each may speak.

Its user name is all that tells whose a message is, so no topic of another may ever be open to it, and a client's id must be its
user name (`use_username_as_clientid`): else a device could take over Liren's session by calling itself so.
"""

from collections.abc import Iterable
from pathlib import Path

from liren.gateway.mqtt import topics

PASSWORDS, ACCESS, EXAMPLE = "passwords", "access", "liren.conf"


def passwords(logins: Iterable[tuple[str, str]]) -> str:
    """mosquitto's password_file: one `user:hash` a line."""
    return "".join(f"{user}:{hash}\n" for user, hash in logins)


def access(user: str) -> str:
    """mosquitto's acl_file. `user` is Liren's own name; every other reads and writes below its own."""
    lines = [f"user {user}", *(f"topic read {one}" for one in topics.FILTERS)]
    lines += [f"topic write {topics.DOWN.format(user='+')}"]
    lines += [f"topic write {topics.ONE_JSON.format(user='+', what=what)}{topics.REPLY}" for what in topics.WHAT]
    lines += ["", f"pattern write {topics.UP.format(user='%u')}", f"pattern read {topics.DOWN.format(user='%u')}"]
    for what in topics.WHAT:
        own = topics.ONE_JSON.format(user="%u", what=what)
        lines += [f"pattern write {own}", f"pattern read {own}{topics.REPLY}"]
    return "\n".join(lines) + "\n"


def example(folder: Path) -> str:
    """A mosquitto.conf that keeps what it confirmed and lets in only who is known."""
    return EXAMPLE_CONF.format(folder=folder, longest=topics.LONGEST)


EXAMPLE_CONF = """\
# 抄进 /etc/mosquitto/conf.d/liren.conf；证书换成自己的。
per_listener_settings false
allow_anonymous false
password_file {folder}/passwords
acl_file {folder}/access
message_size_limit {longest}
# 里仁不在的时候替它留着，每 5 秒写一次盘。里仁在的时候，消息几毫秒就到了它的数据库里。
persistence true
autosave_interval 5
max_queued_messages 100000
max_inflight_messages 500
persistent_client_expiration 7d

listener 8883
certfile /etc/mosquitto/certs/server.crt
keyfile /etc/mosquitto/certs/server.key
tls_version tlsv1.2
# 这一行要在 listener 下面：没有它，一台设备把自己叫作 liren 就能顶掉里仁。
use_username_as_clientid true
"""


def write(folder: Path, name: str, text: str) -> bool:
    """Write a file whole, readable by its owner and group only; False when it is so already. Raises OSError."""
    path = folder / name
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    fresh = path.with_name(f".{name}.new")
    fresh.write_text(text, "utf-8")
    fresh.chmod(0o640)
    fresh.replace(path)
    return True
