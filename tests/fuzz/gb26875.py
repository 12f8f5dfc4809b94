"""The codec under coverage-guided fuzzing: python -m tests.fuzz.gb26875 --seconds 600 (needs the dependency group `fuzz`).

Whatever bytes come, cut however: nothing raises, what is held stays under its cap, every frame that is found parses alone,
is decoded in every profile, read into signals and told in words, and its confirmation is a frame. The same bytes in one
piece give the same frames. Begins with the public frames and with made ones; prints what was tried at the end.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["liren.gateway"]):
    from liren.gateway import gb26875
    from liren.gateway.codec import CODECS, Bad
    from liren.gateway.gb26875 import frame, signals, words
    from liren.gateway.gb26875.profiles import PROFILES
    from liren.gateway.gb26875.stream import HELD_MAX, Stream

from datetime import UTC, datetime

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FRAMES = Path(os.environ.get("LIREN_DATA", "/work/shared/data")) / "gb26875" / "frames.json"
MB_MOST = 256
"""Beyond this libFuzzer says that memory is not bounded."""
tried = {"inputs": 0, "bytes": 0, "frames": 0, "denied": 0}


def one(data: bytes) -> None:
    """The first byte says how the rest is cut; half of the inputs are mended into a frame with a checksum that holds."""
    if not data:
        return
    how, content = data[0], data[1:]
    if how & 1:
        content = mended(content)
    step = (1, 7, 64, 300)[how >> 1 & 3]
    stream, found = Stream(), []
    for n in range(0, len(content), step):
        found += stream.feed(content[n : n + step], n / 1000)
        assert len(stream._held) <= HELD_MAX
    found += stream.tick(1e6)
    whole = [f for f in Stream().feed(content, 0.0) if not isinstance(f, Bad)]
    frames = [f for f in found if not isinstance(f, Bad)]
    assert frames[: len(whole)] == whole
    tried["inputs"] += 1
    tried["bytes"] += len(content)
    tried["frames"] += len(frames)
    tried["denied"] += len(found) - len(frames)
    for bad in found:
        assert not isinstance(bad, Bad) or isinstance(frame.parse(bad.deny), frame.Frame)
    for good in frames:
        _read(good)


def _read(good: frame.Frame) -> None:
    assert frame.parse(good.raw) == good
    assert isinstance(frame.parse(frame.confirm(good, NOW)), frame.Frame)
    for codec in CODECS.values():
        if codec.standard == gb26875.NAME:
            json.dumps(codec.decode(good))
    for profile in PROFILES:
        signals.signals_of(good.raw, profile)
        words.told(good.raw, profile)


def mended(content: bytes) -> bytes:
    """The same bytes as the unit of a frame, so that fuzzing gets behind the checksum."""
    command, unit = (content[:1] or b"\2")[0], content[1 : 1 + frame.UNIT_MAX]
    return frame.build(command, unit, serial=len(content), source=b"\1\2\3\4\5\6", destination=b"\0" * 6, at=NOW)


def corpus(folder: Path) -> None:
    """The public frames, each plain, and with its unit alone for `mended`."""
    told = json.loads(FRAMES.read_text())
    for n, known in enumerate(told["frames"] if isinstance(told, dict) else told):
        raw = bytes.fromhex(known["hex"])
        (folder / f"{n}-plain").write_bytes(bytes((2 * (n % 4),)) + raw)
        (folder / f"{n}-unit").write_bytes(bytes((2 * (n % 4) + 1,)) + raw[26:-3])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="liren-fuzz-"))
    corpus(folder)
    words = (
        f"-max_total_time={asked.seconds}",
        f"-rss_limit_mb={MB_MOST}",
        "-max_len=3000",
        "-len_control=0",
        str(folder),
    )
    began = time.monotonic()

    def counted(data: bytes) -> None:
        one(data)
        if tried["inputs"] % 1_000 == 0:
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            line = {**tried, "seconds": round(time.monotonic() - began), "most_mb": grown}
            (folder / "tried.json").write_text(json.dumps(line))

    child = os.fork()  # libFuzzer ends its process itself; what was tried is told by this one
    if child == 0:
        atheris.Setup([sys.argv[0], *words], counted)
        atheris.Fuzz()
    _, status = os.waitpid(child, 0)
    sys.stdout.write((folder / "tried.json").read_text() + "\n")
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
