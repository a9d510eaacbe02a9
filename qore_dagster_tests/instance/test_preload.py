"""Step processes are forked from a server that has everything; nothing of it is left running."""

import json
import subprocess
import sys

import pytest

from qore_dagster.instance import preload
from qore_dagster_tests.instance import imported_by_step
from qore_dagster_tests.instance.conftest import OpenInstance, step_server_pid, stop_step_server

WARM = """
import json, threading, psutil, gc
import qore_dagster.instance.warm
me = psutil.Process()
print(json.dumps({
    "threads": [t.name for t in threading.enumerate()],
    "connections": [c.status for c in me.net_connections() if c.raddr],
    "children": [c.name() for c in me.children()],
    "frozen": gc.get_freeze_count() > 100_000,
}))
"""

LIGHT = """
import json, sys
from qore_dagster.instance.preload import start_early
print(json.dumps([m for m in ("dagster", "pandas", "sqlalchemy", "pydantic") if m in sys.modules]))
"""


def say(program: str) -> object:
    """Run a program in a fresh process; what its last line says."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_warm_server_has_no_thread_no_connection_and_no_child() -> None:
    assert say(WARM) == {"threads": ["MainThread"], "connections": [], "children": [], "frozen": True}


def test_starting_it_early_imports_nothing_heavy_before() -> None:
    assert say(LIGHT) == []


def test_steps_are_forked_from_the_server_started_early_and_import_nothing(
    database_uri: str, open_instance: OpenInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_step_server()  # another test's
    monkeypatch.setattr(preload, "preload_modules", lambda: imported_by_step.PRELOAD)
    preload.start_early()
    early = step_server_pid()
    try:
        with open_instance(database_uri) as instance:
            assert imported_by_step.imported(instance) == {"first": [], "second": []}
        assert step_server_pid() == early
    finally:
        stop_step_server()
