"""python -m liren.config.cli: the `liren` command, for the supervisor's children."""

import sys

from . import main

sys.exit(main())
