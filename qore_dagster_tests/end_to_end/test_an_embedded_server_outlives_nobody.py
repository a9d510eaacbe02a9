"""A `qore run` that had started the embedded PostgreSQL is killed: the next one works at once, and stops the server."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from qore_dagster.warehouse.server import EmbeddedServer
from qore_dagster_tests.end_to_end.killing import stalled_in_downloads, wait_until
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform
from qore_dagster_tests.portal_fixture import StartPortal
from qore_dagster_tests.process_family import PATIENCE, kill_all

if TYPE_CHECKING:
    import subprocess

_SOON = 180.0  # seconds: far more than a run takes, far less than any time-out of the platform
_FILES = 2 * 4


@pytest.fixture
def embedded(tmp_path: Path, portal: StartPortal) -> Iterator[Platform]:
    """A platform without any database but its own, which nobody has started."""
    home = tmp_path / "home"
    home.mkdir()
    yield Platform(home, portal(funds=2, days=1, last_day=LAST_DAY), "", "")
    server = EmbeddedServer(home)
    if server.running():  # only after a test that failed
        server.stop()


def kill_one(process: "subprocess.Popen[str]") -> None:
    """SIGKILL the command, and none of the processes that it started."""
    process.kill()
    process.communicate()


@pytest.mark.parametrize("kill", [kill_all, kill_one])
@pytest.mark.parametrize("executor", ["in_process", "multiprocess"])
def test_the_next_run_after_a_killed_one_works_at_once_and_leaves_no_server(
    embedded: Platform, kill: Callable[["subprocess.Popen[str]"], None], executor: str
) -> None:
    embedded = replace(embedded, extra={"QORE_EXECUTOR": executor})
    with stalled_in_downloads(embedded) as process:
        family = psutil.Process(process.pid).children(recursive=True)
        kill(process)
    assert EmbeddedServer(embedded.home).running(), "a killed process cannot stop it"

    began = time.monotonic()
    again = embedded.run()

    assert time.monotonic() - began < _SOON
    assert again.code == 0, again.err
    assert (again.json["processed"], again.json["failed"], again.json["missing"]) == (_FILES, 0, 0)
    _, alive = psutil.wait_procs(family, timeout=PATIENCE)
    assert alive == [], "what the killed command had started has ended too"
    wait_until(lambda: not EmbeddedServer(embedded.home).running(), "the server was left running")
