"""Starting the command with nothing but what a test gives it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from qore_dagster.warehouse.lease import lease
from qore_dagster_tests.process_family import end

QORE = Path(sys.executable).with_name("qore")

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the command in an empty home: `start("funds", POSTGRES_URI=uri)`; ended with all it started."""
    with ExitStack() as stack:

        def begin(*arguments: str, command: str = str(QORE), **variables: str) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [command, *arguments],
                env=os.environ | {"QORE_HOME": str(tmp_path / "home"), "COLUMNS": "140"} | variables,
                cwd=tmp_path,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            stack.enter_context(process)
            stack.callback(_end, process, tmp_path / "home")
            return process

        yield begin


def _end(process: "subprocess.Popen[str]", home: Path) -> None:
    end(process)
    if (home / "pg18").exists():  # its server is no child of it, and outlives a command that was killed
        lease(home, durable=False).release()
