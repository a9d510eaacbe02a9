"""The instance's home, and that both ways to start Dagster see the same data."""

import os
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.instance.ref import InstanceRef

from qore_dagster.instance import home
from qore_dagster.instance.compute_logs import QoreComputeLogManager
from qore_dagster.instance.event_log import BatchedEventLogStorage, StockEventLogStorage
from qore_dagster.instance.home import HomeError, instance, put_config, repository_config
from qore_dagster.instance.launcher import QoreRunLauncher
from qore_dagster.settings import Settings, load_settings
from qore_dagster.warehouse.server import EmbeddedServer


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with a folder and an embedded server of the test's own."""
    for name in ("POSTGRES_URI", "DAGSTER_POSTGRES_URL", "QORE_EVENT_STORAGE", "DAGSTER_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QORE_HOME", str(tmp_path / "qore"))
    return load_settings()


@dg.job
def nothing() -> None:
    """A job to have runs of."""


def test_qore_and_plain_dagster_dev_work_on_the_same_data(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = EmbeddedServer(settings.qore_home)
    with instance(settings) as by_qore:
        assert os.environ["DAGSTER_HOME"] == str(settings.dagster_home)
        assert isinstance(by_qore.event_log_storage, BatchedEventLogStorage)
        assert isinstance(by_qore.run_launcher, QoreRunLauncher)
        run_id = by_qore.create_run_for_job(nothing).run_id
        _forked_child_uses_it_and_leaves(by_qore)
        # a second instance of the process leaves; the first goes on
        with dg.DagsterInstance.get() as second:
            assert second.has_run(run_id)
        assert by_qore.has_run(run_id)
        assert server.running()
    assert "DAGSTER_HOME" not in os.environ
    assert not server.running()

    monkeypatch.setenv("QORE_EVENT_STORAGE", "stock")
    monkeypatch.delenv("DAGSTER_EVENT_BATCH_SIZE", raising=False)
    # as `dagster dev` does without DAGSTER_HOME: a temporary home, the dagster.yaml of the current folder
    temporary = InstanceRef.from_dir(str(tmp_path), config_dir=str(repository_config().parent))
    with dg.DagsterInstance.from_ref(temporary) as by_dagster_dev:
        assert by_dagster_dev.has_run(run_id)
        assert type(by_dagster_dev.event_log_storage) is StockEventLogStorage
        assert "DAGSTER_EVENT_BATCH_SIZE" not in os.environ
        logs = by_dagster_dev.compute_log_manager
        assert isinstance(logs, QoreComputeLogManager)
        where = logs.get_captured_local_path(["a-run"], "out")
        assert where.startswith(str(settings.dagster_home))
    assert not server.running()


def _forked_child_uses_it_and_leaves(opened: dg.DagsterInstance) -> None:
    runs = opened.get_runs_count()
    child = os.fork()
    if child == 0:
        same = opened.get_runs_count() == runs
        opened.dispose()
        os._exit(0 if same else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert opened.get_runs_count() == runs


def test_the_instance_is_as_dagster_yaml_says(settings: Settings) -> None:
    with instance(settings) as opened:
        assert not opened.telemetry_enabled
        assert opened.run_monitoring_enabled
        assert opened.run_monitoring_settings["free_slots_after_run_end_seconds"] == 30
        assert opened.run_retries_enabled
        assert not opened.run_retries_retry_on_asset_or_op_failure
        queue = opened.get_concurrency_config().run_queue_config
        assert queue is not None
        assert not queue.should_block_op_concurrency_limited_runs


def test_a_dagster_yaml_that_differs_is_moved_aside(settings: Settings) -> None:
    assert put_config(settings) is None
    assert put_config(settings) is None
    target = settings.dagster_home / "dagster.yaml"
    target.write_text("telemetry: {enabled: true}\n")
    moved = put_config(settings)
    assert moved is not None
    assert moved.read_text() == "telemetry: {enabled: true}\n"
    assert target.read_bytes() == repository_config().read_bytes()
    assert sorted(path.name for path in settings.dagster_home.iterdir()) == ["dagster.yaml", moved.name]


def test_a_package_without_its_repository_says_how_to_install_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "__file__", str(tmp_path / "site-packages" / "qore_dagster" / "instance" / "home.py"))
    with pytest.raises(HomeError, match="pip install -e"):
        put_config(settings)
