"""What keeps tests apart from the machine they run on: no network, no settings of the developer's, no `.env`, no shell.

Belongs here: the pytest plugin that sees to it for all tests and for the processes they start. Does not: anything that
a test works with.
"""

import importlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from qore_dagster_tests import no_network

ROOT = Path(__file__).parents[1]

OURS = ("ACCESS_", "QORE_", "POSTGRES_", "DAGSTER_", "PG")
"""How the names begin of variables that the platform, Dagster and PostgreSQL's client read."""


def pytest_configure() -> None:
    """Before any test is collected, in every worker."""
    for name in [name for name in os.environ if name.startswith(OURS)]:
        del os.environ[name]
    # A background job inherits an ignored SIGINT; Dagster would then ignore SIGTERM as well, and all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    importlib.import_module(f"{no_network.__name__}.sitecustomize")
    ours = [str(Path(no_network.__file__).parent), str(ROOT)]  # the guard, and the modules that tests start
    given = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path not in {"", *ours}]
    os.environ["PYTHONPATH"] = os.pathsep.join([*ours, *given])


@pytest.fixture(scope="session", autouse=True)
def folder_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The working directory of all tests: empty, so that the clone's `.env` is not read."""
    before = Path.cwd()
    folder = tmp_path_factory.mktemp("cwd")
    os.chdir(folder)
    yield folder
    os.chdir(before)
