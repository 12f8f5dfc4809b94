"""liren simulate devices: made-up transmission units against a gateway, and what it confirmed."""

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING, Any

from liren.config.supervisor.trouble import Trouble

if TYPE_CHECKING:
    from liren.gateway.simulating.gb26875 import Asked, Report

MOST, FOR_EVER = 100_000, 1e9
FIRST = 900_000
"""Their source addresses begin here, so that no real device is mistaken for one."""


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("simulate", help="模拟设备向网关发报文：试网关，看告警怎么走")
    below = parser.add_subparsers(title="模拟什么", metavar="什么", required=True)
    devices = below.add_parser("devices", help="GB/T 26875.3 用户信息传输装置：连上、心跳，再一起报火警")
    devices.add_argument("--count", type=int, default=10, metavar="N", help="几台设备，默认 10")
    devices.add_argument("--storm", type=int, default=0, metavar="M", help="一共报几次火警，默认不报")
    devices.add_argument("--host", default="127.0.0.1", help="网关的地址，默认本机")
    devices.add_argument("--port", type=int, default=5200, help="网关的 TCP 端口，默认 5200")
    devices.add_argument("--first", type=int, default=FIRST, metavar="号", help=f"第一台的源地址，默认 {FIRST}")
    devices.add_argument(
        "--lines", type=int, default=0, metavar="L", help="共用几条连接（集中器），默认一台一条，多到一万条为止"
    )
    devices.add_argument("--udp", action="store_true", help="走 UDP，不走 TCP")
    devices.add_argument(
        "--stay",
        type=float,
        default=0,
        metavar="秒",
        help="报完以后还连着几秒，照发心跳，答复读状态、校时、查岗，默认不留",
    )
    devices.add_argument("--keep", action="store_true", help="报完以后一直连着，按 Ctrl-C 为止")
    devices.set_defaults(run=run)
    pushed = below.add_parser("ctwing", help="天翼物联推送来的感烟探测器：先报正常，再报火警")
    pushed.add_argument(
        "--to", required=True, metavar="网址", help="推送的地址，带令牌，例如 http://127.0.0.1:8000/push/ctwing?token=…"
    )
    pushed.add_argument("--count", type=int, default=10, metavar="N", help="几台设备，默认 10")
    pushed.add_argument("--storm", type=int, default=0, metavar="M", help="一共报几次火警，默认不报")
    pushed.add_argument("--first", type=int, default=FIRST, metavar="号", help=f"第一台的 IMEI，默认 {FIRST}")
    pushed.set_defaults(run=run_ctwing)


def run(args: argparse.Namespace) -> int:
    """0 when everything was confirmed, 1 when something was not."""
    from liren.config.supervisor.limits import many_files
    from liren.gateway.simulating.gb26875 import Asked, Report, simulate

    if not 0 < args.count <= MOST or min(args.storm, args.stay, args.lines) < 0:
        raise Trouble(f"--count 写 1 到 {MOST:,} 的整数，--storm、--stay 和 --lines 写 0 或更大的数。")
    many_files()
    asked = Asked(
        count=args.count, storm=args.storm, first=args.first, lines=args.lines, udp=args.udp,
        stay=FOR_EVER if args.keep else args.stay,
    )  # fmt: skip
    made = Report()

    async def shown() -> None:
        showing = asyncio.create_task(_progress(asked, made))
        await simulate(args.host, args.port, asked, made)
        showing.cancel()

    asyncio.run(shown())
    if not made.connected:
        raise Trouble(f"连不上 {args.host}:{args.port}。请先启动网关（liren up 或者 liren gateway），再核对端口。")
    print(f"连上 {made.connected:,} 台，没连上 {made.refused:,} 台")
    print(
        f"发出心跳 {made.heartbeats:,} 次，火警 {made.alarms:,} 次，连重发共 {made.sent:,} 帧，用时 {made.seconds:.1f} 秒"
    )
    if made.orders:
        print(f"答复了 {made.orders:,} 条命令")
    print(f"确认 {made.confirmed:,} 帧，否认 {made.denied:,} 帧，没有答复 {made.silent:,} 帧")
    print(f"确认用时：一半在 {1000 * made.quantile(0.5):.0f} 毫秒内，99% 在 {1000 * made.quantile(0.99):.0f} 毫秒内")
    return 0 if made.confirmed == made.heartbeats + made.alarms + made.pressed else 1


async def _progress(asked: "Asked", made: "Report") -> None:
    """How far it is, once a second, on a terminal in one line."""
    end = "\r" if sys.stderr.isatty() else "\n"
    while True:
        await asyncio.sleep(1)
        said = f"连上 {made.connected:,}/{asked.count:,} 台，心跳 {made.heartbeats:,} 次，火警 {made.alarms:,}/{asked.storm:,} 次"
        print(f"{said}，确认 {made.confirmed:,} 帧", end=end, file=sys.stderr, flush=True)


def run_ctwing(args: argparse.Namespace) -> int:
    """0 when every push was answered with 200, 1 when one was not."""
    import httpx

    from liren.gateway.simulating.ctwing import PRODUCT, simulate

    if not 0 < args.count <= MOST or args.storm < 0:
        raise Trouble(f"--count 写 1 到 {MOST:,} 的整数，--storm 写 0 或更大的数。")
    with httpx.Client() as client:
        try:
            made = simulate(client, args.to, count=args.count, fires=args.storm, first=args.first)
        except httpx.InvalidURL:
            raise Trouble(
                f"--to 要写网址，例如 http://127.0.0.1:8000/push/ctwing?token=…，现在是“{args.to}”。"
            ) from None
    sent = made.reports + made.fires
    print(
        f"推送正常 {made.reports:,} 条，火警 {made.fires:,} 条；答 200 的 {made.confirmed:,} 条，没有连上 {made.unreached:,} 次"
    )
    for status, times in sorted(made.statuses.items()):
        print(f"答 {status} 的 {times:,} 次，为什么见 docs/howto/ctwing.md")
    print(f"登记其中一台：协议 CTWing，标识 {PRODUCT}:{args.first:015d}，读法“力安独立式感烟（CTWing）”")
    return 0 if made.confirmed == sent else 1
