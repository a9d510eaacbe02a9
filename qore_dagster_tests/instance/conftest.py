"""Instances on real databases, each with the tables of its own."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import dagster as dg
import psycopg2
import pytest
import yaml

from qore_dagster.warehouse.lease import Lease
from qore_dagster_tests.instance import small_day

OpenInstance = Callable[..., AbstractContextManager[dg.DagsterInstance]]


@pytest.fixture(autouse=True)
def unbatched_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The storage says its batch size to Dagster by a variable; it must not reach the next test."""
    monkeypatch.setenv("DAGSTER_EVENT_BATCH_SIZE", "0")
    monkeypatch.delenv("DAGSTER_EVENT_BATCH_SIZE")


@pytest.fixture
def new_database(postgres: Lease) -> Iterator[Callable[[], str]]:
    """Make empty databases; all are dropped after the test."""
    names: list[str] = []

    def create() -> str:
        names.append(f"test_{secrets.token_hex(6)}")
        _on_server(postgres, f"create database {names[-1]} strategy file_copy")
        return postgres.uri(names[-1])

    yield create
    for name in names:
        _on_server(postgres, f"drop database {name} with (force)")


@pytest.fixture
def open_instance(tmp_path: Path) -> OpenInstance:
    """Open an instance of QoreStorage on a database: `open_instance(url, batched=...)`."""

    @contextmanager
    def opened(url: str, *, batched: bool = True) -> Iterator[dg.DagsterInstance]:
        home = tmp_path / secrets.token_hex(4)
        home.mkdir()
        storage = {
            "module": "qore_dagster.instance.storage",
            "class": "QoreStorage",
            "config": {"url": url, "batched": batched},
        }
        config = {"telemetry": {"enabled": False}, "storage": {"custom": storage}}
        (home / "dagster.yaml").write_text(yaml.safe_dump(config))
        with dg.DagsterInstance.from_config(str(home)) as instance:
            yield instance

    return opened


@pytest.fixture
def step_server(unbatched_environment: None) -> Iterator[None]:
    """The server of step processes, started in a clean environment and stopped after the test."""
    stop_step_server()  # another test may have started it with other modules
    forkserver.set_forkserver_preload(small_day.PRELOAD)
    forkserver.ensure_running()
    yield
    stop_step_server()


def stop_step_server() -> None:
    """Stop multiprocessing's fork server, by the way it has for tests."""
    server: Any = vars(forkserver)["_forkserver"]
    server._stop()


def step_server_pid() -> int | None:
    """The process id of multiprocessing's fork server."""
    server: Any = vars(forkserver)["_forkserver"]
    pid: int | None = server._forkserver_pid
    return pid


def _on_server(server: Lease, statement: str) -> None:
    with closing(psycopg2.connect(server.uri("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
