"""The web server: granian with two worker processes that never outlive it.

Its interface is RSGI, so that a worker can hold thousands of open live lines beside its few threads of pages
(decision 0011).
"""

import importlib
import multiprocessing
import os
import signal
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from .leash import tie
from .limits import many_files

APPLICATION = "liren.config.front:application"
WORKERS = 2
LINES = 4096
"""Requests under way in one worker, open live lines among them."""


def serve(host: str, port: int, application: str = APPLICATION) -> None:
    """Serve until SIGTERM; returns when every worker has ended."""
    many_files()
    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=WORKERS,
        backpressure=LINES,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=6,
    )
    if multiprocessing.get_start_method() == "fork":
        resolve(application)  # imported once and shared: half the time to start, and less memory for each worker
    server.serve(target_loader=load)


def load(application: str) -> Any:
    """Runs in each worker: tie it to its parent, then import the application.

    A parent that died before the tie was made is noticed by `tie` through the pid."""
    parent = multiprocessing.parent_process()
    tie(signal.SIGKILL, parent.pid if parent and parent.pid else os.getppid())
    return resolve(application)


def resolve(application: str) -> Any:
    """The application behind `module:name`."""
    module, _, name = application.partition(":")
    return getattr(importlib.import_module(module), name)
