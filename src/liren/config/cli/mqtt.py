"""liren mqtt files: writes the files by which mosquitto knows the devices and their passwords."""

import argparse
import os
from pathlib import Path
from typing import Any

from liren.config.supervisor.attach import application
from liren.config.supervisor.trouble import Trouble


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("mqtt", help="给 MQTT 服务（mosquitto）写设备的密码文件和权限文件")
    verbs = parser.add_subparsers(title="做什么", metavar="做什么", required=True)
    files = verbs.add_parser("files", help="写 passwords、access 和一份 liren.conf 的样子；变了的才写")
    files.add_argument("--to", required=True, metavar="目录", help="写到哪个目录，例如 /etc/mosquitto/liren")
    files.add_argument("--data", metavar="目录", help="数据目录，不写则用默认目录")
    files.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write what changed and say which; mosquitto reads the files again on SIGHUP."""
    from liren.gateway.mqtt import broker

    folder = Path(args.to)
    if not folder.is_dir():
        raise Trouble(f"没有 {folder} 这个目录，请先建好。")
    try:
        own = broker.password(os.environ)
    except ValueError as error:
        raise Trouble(str(error)) from None
    with application(args.data):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django

        django.setup()
        changed, devices = written(folder, os.environ.get("LIREN_MQTT_USER", "") or broker.USER, own)
    told = f"写好了 {'、'.join(changed)}" if changed else "没有变，没有写"
    print(f"{told}：{devices} 台设备有密码。改了以后请让 mosquitto 重读：systemctl reload mosquitto")
    return 0


def written(folder: Path, user: str, own: str) -> tuple[list[str], int]:
    """The names of the files that changed, and how many devices may log in. Raises Trouble for a name that is taken."""
    from liren.devices.queries import credentials
    from liren.devices.rules.credentials import SALT, hashed
    from liren.gateway.mqtt import files
    from liren.kernel.actor import the_house
    from liren.trust import sealed

    logins = [(one.user, one.hash) for one in credentials.logins(the_house("gateway"))]
    if user in dict(logins):
        raise Trouble(
            f"有一台设备也叫 {user}，和里仁自己的用户名一样。请改那台设备的标识，或者换一个 LIREN_MQTT_USER。"
        )
    salt = sealed.derive("mqtt", own.encode())[:SALT]
    contents = {
        files.PASSWORDS: files.passwords([(user, hashed(own, salt)), *logins]),
        files.ACCESS: files.access(user),
        files.EXAMPLE: files.example(folder),
    }
    return [name for name, text in contents.items() if files.write(folder, name, text)], len(logins)
