"""liren gateway: the process that devices speak to, for the supervisor and for a second machine."""

import argparse
import asyncio
import logging
import os
import signal
from typing import TYPE_CHECKING, Any

from liren.config.supervisor.doors import sip_installed
from liren.config.supervisor.trouble import Trouble
from liren.gateway.mqtt import broker as mqtt

if TYPE_CHECKING:
    from liren.gateway.gb28181.serving import Serving

TCP = "127.0.0.1:5200"


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("gateway", help="只运行设备网关：GB/T 26875.3 用户信息传输装置（由 liren up 调用）")
    parser.add_argument("--tcp", action="append", metavar="地址:端口", help=f"TCP 监听，可写多次，默认 {TCP}")
    parser.add_argument("--udp", action="append", default=[], metavar="地址:端口", help="UDP 监听，可写多次，默认不开")
    parser.add_argument(
        "--sip", metavar="地址:端口", help="GB/T 28181 信令，UDP 和 TCP，默认不开；要先装 liren[gb28181]"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT. A port that is taken is a sentence."""
    tcp = [door(text, "--tcp") for text in args.tcp or [TCP]]
    udp = [door(text, "--udp") for text in args.udp]
    sip = door(args.sip, "--sip") if args.sip else None
    url = os.environ.get("LIREN_DATABASE_URL", "")
    if not url:
        raise Trouble("没有写 LIREN_DATABASE_URL：网关要知道把报文存到哪里。平时由 liren up 启动它，不用自己写。")
    try:
        broker = mqtt.broker(os.environ)
    except ValueError as error:
        raise Trouble(str(error)) from None
    import uvloop

    from liren.config.supervisor.limits import many_files

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    many_files()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(url, tcp, udp, broker, signalling(url, sip) if sip else None))
    return 0


def signalling(url: str, door: tuple[str, int]) -> "Serving":
    """GB/T 28181 on a port. Raises Trouble without the extra, or for a number of the centre that is none."""
    sip_installed("--sip")
    from liren.devices.rules.sip import NUMBER
    from liren.gateway.gb28181.serving import USUAL, Serving

    centre = os.environ.get("LIREN_SIP_NUMBER", USUAL)
    if not NUMBER.fullmatch(centre):
        raise Trouble(f"LIREN_SIP_NUMBER 要写中心自己的 20 位数字编号，例如 {USUAL}，现在是“{centre}”。")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    from liren.trust.sealed import unseal

    return Serving(url, unseal, door, centre)


async def _serve(
    url: str, tcp: list[tuple[str, int]], udp: list[tuple[str, int]], broker: mqtt.Broker | None, sip: "Serving | None"
) -> None:
    from liren.gateway import gb26875
    from liren.gateway.listening.book import Book
    from liren.gateway.listening.process import Gateway
    from liren.gateway.listening.store import Store

    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    try:
        book = Book(url, f"{gb26875.NAME}:{gb26875.VERSION}")
        await Gateway(Store(url), book, broker, sip).run(tcp, udp, stop)
    except OSError as error:
        raise Trouble(
            f"网关的端口打不开（{error.strerror or error}），请换一个，或者看看是不是已经有一个网关在运行。"
        ) from error


def door(text: str, option: str) -> tuple[str, int]:
    """127.0.0.1:5200 as host and port. Raises Trouble with the way to write it."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise Trouble(f"{option} 要写成 地址:端口，例如 {TCP}，现在是“{text}”。")
    return host.strip("[]"), int(port)
