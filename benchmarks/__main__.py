"""python -m benchmarks [name …]: all of them, or those named."""

import importlib
import sys
import time

NAMES = (
    "paths",
    "replay",
    "kills",
    "live",
    "console",
    "pages",
    "export",
    "partition",
    "siting",
    "triage",
    "hot",
    "matching",
    "open311",
    "gateway",
    "storms",
    "alarms",
)


def main(names: list[str]) -> int:
    """Run them one after another; 2 for an unknown name."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"没有“{'、'.join(unknown)}”这项测量。可以写：{'、'.join(NAMES)}。", file=sys.stderr)
        return 2
    for name in names or NAMES:
        began = time.monotonic()
        print(f"── {name} " + "─" * 60, flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
        print(f"── {name}：用时 {time.monotonic() - began:.0f} 秒\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
