"""The gateway's door: where devices call. LIREN_GATEWAY says which (0.0.0.0:5200), or off; unsaid, this machine's 5200."""

import os
import socket
from importlib.util import find_spec

from liren.gateway.mqtt.broker import broker

from .port import reserve
from .trouble import Trouble

USUAL = ("127.0.0.1", 5200)
OFF = "off"


def gateway() -> socket.socket | None:
    """The held port, as the web's is; None when no gateway is wanted.

    Where nobody asked for a port and the usual one is taken (a second demonstration), any free one does. Raises Trouble
    for one that was asked for and cannot be had.
    """
    asked = os.environ.get("LIREN_GATEWAY", "").strip()
    if asked == OFF:
        return None
    if not asked:
        try:
            return reserve(*USUAL)
        except Trouble:
            return reserve(USUAL[0], 0)
    host, _, number = asked.rpartition(":")
    if not host or not number.isdigit():
        raise Trouble(f"LIREN_GATEWAY 要写成 地址:端口，例如 0.0.0.0:5200，不要网关就写 off，现在是“{asked}”。")
    try:
        return reserve(host.strip("[]"), int(number))
    except Trouble as taken:
        raise Trouble(f"网关的端口 {asked} 用不了，可能别的程序占着。请改 LIREN_GATEWAY，或先停止那个程序。") from taken


def sip() -> str:
    """Where GB/T 28181 devices sign in (LIREN_SIP), "" for nowhere. Raises Trouble before anything is started."""
    asked = os.environ.get("LIREN_SIP", "").strip()
    if asked in ("", OFF):
        return ""
    host, _, number = asked.rpartition(":")
    if not host or not number.isdigit() or int(number) > 65535:
        raise Trouble(f"LIREN_SIP 要写成 地址:端口，例如 0.0.0.0:5060，不要就不写，现在是“{asked}”。")
    sip_installed("LIREN_SIP")
    return asked


def sip_installed(named: str) -> None:
    """Raises Trouble, naming what asked for it, when the extra is not installed."""
    if find_spec("aiosipua") is None:
        raise Trouble(f"GB/T 28181 要另装一个库：pip install 'liren[gb28181]'，装好再启动；不用就去掉 {named}。")


def mqtt() -> None:
    """Raises Trouble, before anything is started, for a broker (LIREN_MQTT) that is written wrongly."""
    try:
        broker(os.environ)
    except ValueError as error:
        raise Trouble(str(error)) from None


def said(door: socket.socket) -> str:
    """127.0.0.1:5200"""
    host, port = door.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
