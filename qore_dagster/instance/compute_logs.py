"""What steps print, kept in files under QORE_HOME.

Belongs here: where those files are, and who writes them. Does not: how they are read, which is Dagster's own.

Dagster takes a compute log manager of a user's own by `dagster.yaml`, a documented key, and exports none of the names
that one is made of. `qore_dagster_tests/instance/test_compute_logs.py` writes and reads with it, and fails when Dagster
changes them; the way back is to leave the key out of `dagster.yaml`.
"""

import multiprocessing
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from dagster._config.config_schema import UserConfigSchema
from dagster._core.execution.compute_logs import redirect_to_file
from dagster._core.storage.compute_log_manager import CapturedLogContext, ComputeIOType
from dagster._core.storage.local_compute_log_manager import IO_TYPE_EXTENSION, LocalComputeLogManager
from dagster._serdes import ConfigurableClassData
from dagster._utils import ensure_file, touch_file

from qore_dagster.instance.orphans import end_with_parent
from qore_dagster.settings import load_settings


class QoreComputeLogManager(LocalComputeLogManager):
    """Dagster's own, with the folder from the settings: `dagster.yaml` can name no path that fits every machine."""

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Nothing to configure."""
        return {}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "QoreComputeLogManager":
        """Make it from the settings."""
        return cls(base_dir=str(load_settings().dagster_home / "compute_logs"), inst_data=inst_data)

    @contextmanager
    def capture_logs(self, log_key: Sequence[str]) -> Generator[CapturedLogContext, None, None]:
        """Send what a step process prints to its files alone.

        Dagster would also repeat it on the terminal, by four processes for each step (two that read, two that watch): a
        third of a second of processor time a day, and 20 MB. A run in one process keeps that: its terminal is ours.
        """
        if multiprocessing.parent_process() is None:
            with super().capture_logs(log_key) as context:
                yield context
            return
        end_with_parent()  # the first words of ours that a step process comes to
        out, err = (
            self.get_captured_local_path(log_key, IO_TYPE_EXTENSION[kind])
            for kind in (ComputeIOType.STDOUT, ComputeIOType.STDERR)
        )
        ensure_file(out)
        ensure_file(err)
        with redirect_to_file(sys.stdout, out), redirect_to_file(sys.stderr, err):
            yield CapturedLogContext(log_key)
        touch_file(self.complete_artifact_path(log_key))
