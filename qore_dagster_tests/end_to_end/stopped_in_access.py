"""The `qore` command, stopped at a step of its Access load: `python -m … STEP MARKER run …`.

Belongs here: the command of a test that kills it there; it makes the file MARKER when it has come to the step. Does
not: the steps (`access.loading`).
"""

import sys
from pathlib import Path

from qore_dagster.cli import main
from qore_dagster_tests.access.loading import stop_at

if __name__ == "__main__":
    _, step, marker, *arguments = sys.argv
    stop_at(int(step), Path(marker).touch)
    sys.argv = ["qore", *arguments]
    main()
