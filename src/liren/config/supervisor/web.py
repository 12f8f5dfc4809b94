"""The web server: granian with two worker processes that never outlive it."""

import importlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from .environment import THREADS
from .leash import tie

APPLICATION = "liren.config.wsgi:application"
WORKERS = 2


def serve(host: str, port: int, application: str = APPLICATION) -> None:
    """Serve until SIGTERM; returns when every worker has ended."""
    static = Path(os.environ["LIREN_STATIC"]) if "LIREN_STATIC" in os.environ else None
    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backpressure=256,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=6,
        static_path_mount=[static] if static and static.is_dir() else None,
        static_path_expires=3600,
    )
    if multiprocessing.get_start_method() == "fork":
        resolve(application)  # imported once and shared: half the time to start, and less memory for each worker
    server.serve(target_loader=load)


def load(application: str) -> Callable[..., Any]:
    """Runs in each worker: tie it to its parent, then import the application.

    A parent that died before the tie was made is noticed by `tie` through the pid."""
    parent = multiprocessing.parent_process()
    tie(signal.SIGKILL, parent.pid if parent and parent.pid else os.getppid())
    return resolve(application)


def resolve(application: str) -> Callable[..., Any]:
    """The WSGI callable behind `module:name`."""
    module, _, name = application.partition(":")
    target: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return target
