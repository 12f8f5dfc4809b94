"""The `liren` command. Each subcommand is a module here with `add(subparsers)` and `run(args) -> int`."""

import argparse
import importlib
import os
import sys

from liren.config.supervisor.trouble import Trouble, from_os_error

COMMANDS = (
    "up",
    "demo",
    "status",
    "backup",
    "restore",
    "test_db",
    "migrate",
    "web",
    "events",
    "worker",
    "found",
    "account",
    "key",
    "import_",
    "replay",
    "coverage",
    "partition",
    "partition_graph",
    "triage",
    "docs",
    "check_catalogue",
    "due",
    "gateway",
    "gb26875",
    "mqtt",
    "simulate",
)
READER_GONE = 141
"""What the shell says of a command whose reader has closed the pipe (128 + SIGPIPE): `liren … | head`."""


def main(words: list[str] | None = None) -> int:
    """Run one subcommand; returns the exit code.

    What an operator can mend is one sentence on stderr, never a traceback."""
    try:
        asked = sys.argv[1:] if words is None else words
        args = _parser(asked[0] if asked else "").parse_args(asked)
        return int(args.run(args))
    except Trouble as trouble:
        print(f"liren：{trouble.sentence}", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the interpreter flushes once more at its end
        return READER_GONE
    except OSError as error:
        known = from_os_error(error)
        if known is None:
            raise
        print(f"liren：{known.sentence}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _parser(named: str = "") -> argparse.ArgumentParser:
    """All commands, or the one that was named: a process that runs for months need not hold the others in memory."""
    parser = argparse.ArgumentParser(prog="liren", description="里仁：县域基层治理平台。", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    subparsers = parser.add_subparsers(title="命令", metavar="命令", required=True)
    for name in [one for one in COMMANDS if one.strip("_").replace("_", "-") == named] or COMMANDS:
        importlib.import_module(f"{__name__}.{name}").add(subparsers)
    return parser
