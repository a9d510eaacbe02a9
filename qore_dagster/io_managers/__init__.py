"""How values pass between assets, and where the truth about each partition is told to Dagster."""

from qore_dagster.io_managers.access_slices import AccessSliceIOManager
from qore_dagster.io_managers.archived_files import ArchivedFileIOManager
from qore_dagster.io_managers.frames import FrameIOManager
from qore_dagster.io_managers.postgres_slices import PostgresSliceIOManager
from qore_dagster.io_managers.raw_files import RawFileIOManager
from qore_dagster.io_managers.sink_load import SinkLoad
from qore_dagster.resources import AccessResource, WarehouseResource
from qore_dagster.settings import Settings

__all__ = [
    "AccessSliceIOManager",
    "ArchivedFileIOManager",
    "FrameIOManager",
    "PostgresSliceIOManager",
    "RawFileIOManager",
    "SinkLoad",
    "io_managers",
]


def io_managers(
    warehouse: WarehouseResource, settings: Settings, access: AccessResource | None = None
) -> dict[str, object]:
    """The IO managers by the keys that assets name; none for Access where there is none."""
    return {
        **({"access_slices": AccessSliceIOManager(access=access)} if access else {}),
        "raw_files": RawFileIOManager(warehouse=warehouse),
        "archived_files": ArchivedFileIOManager(warehouse=warehouse),
        "frames": FrameIOManager(base=str(settings.frames), warehouse=warehouse),
        "postgres_slices": PostgresSliceIOManager(warehouse=warehouse),
    }
