"""Starting the command with nothing but what a test gives it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from qore_dagster_tests.end_to_end.killing import kill_all

QORE = Path(sys.executable).with_name("qore")

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the command in an empty home: `start("funds", POSTGRES_URI=uri)`; ended with all it started."""
    with ExitStack() as stack:

        def begin(*arguments: str, **variables: str) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [str(QORE), *arguments],
                env=os.environ | {"QORE_HOME": str(tmp_path / "home"), "COLUMNS": "140"} | variables,
                cwd=tmp_path,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            stack.enter_context(process)
            stack.callback(_end, process)
            return process

        yield begin


def _end(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        kill_all(process)
