"""The web process starts without the compiler: SciPy and Numba are loaded by what computes, when it computes."""

import subprocess
import sys

LOOK = """
import os, sys
import liren.places.partition
early = {"numba", "scipy"} & set(sys.modules)
import django
django.setup()
import liren.config.urls, liren.config.cli
liren.config.cli._parser()
late = {"numba", "scipy"} & set(sys.modules)
print(sorted(early | late))
"""


def test_neither_the_room_nor_the_web_nor_the_command_line_loads_the_compiler_at_start():
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", LOOK], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
