"""What steps print, kept in files under QORE_HOME.

Belongs here: where those files are. Does not: how they are written and read, which is Dagster's own.
"""

from collections.abc import Mapping
from typing import Any

from dagster._config.config_schema import UserConfigSchema
from dagster._core.storage.local_compute_log_manager import LocalComputeLogManager
from dagster._serdes import ConfigurableClassData

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
