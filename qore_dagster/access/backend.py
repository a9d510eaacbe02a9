"""Which engine works on the Access file: chosen by the settings, imported only then.

Belongs here: from settings to the database. Does not: what `auto` means (`settings`).
"""

from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.engine import Engine
from qore_dagster.settings import AccessBackend, Settings


def open_backend(settings: Settings) -> AccessDatabase | None:
    """The Access file of the settings; None where there is none. Nothing is opened or made yet."""
    if settings.access is AccessBackend.OFF or settings.access_path is None:
        return None
    return AccessDatabase(settings.access_path, engine_of(settings.access))


def engine_of(backend: AccessBackend) -> Engine:
    """The engine of a backend that is neither `off` nor `auto`."""
    if backend is AccessBackend.ODBC:
        from qore_dagster.access.odbc import OdbcEngine

        return OdbcEngine()
    from qore_dagster.access.jackcess import JackcessEngine

    return JackcessEngine()
