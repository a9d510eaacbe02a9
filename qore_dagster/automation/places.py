"""Where a day is kept beside PostgreSQL: the Access file and the archive, each where the settings name one.

Belongs here: which there are, and their assets. Does not: what a day still needs in them (`done`).
"""

from collections.abc import Collection
from dataclasses import dataclass

import dagster as dg

from qore_dagster.access.backend import open_backend
from qore_dagster.access.database import AccessDatabase
from qore_dagster.archive.destinations import destinations
from qore_dagster.assets.keys import ACCESS, POSITIONS, RAW, SINK, archive_key
from qore_dagster.model.file_type import FileType
from qore_dagster.settings import Settings


@dataclass(frozen=True, slots=True)
class Places:
    """Those there are.

    Attributes:
        archived: the file types that have a place in the archive.
        access: the Access file; nothing of it is opened or made yet.
    """

    archived: Collection[FileType] = ()
    access: AccessDatabase | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Places":
        """Those of the settings."""
        return cls(destinations(settings), open_backend(settings))

    @property
    def loaded(self) -> tuple[dg.AssetKey, ...]:
        """The positions, and the tables that they are loaded into."""
        return (*POSITIONS, *SINK, *(ACCESS if self.access else ()))

    @property
    def assets(self) -> tuple[dg.AssetKey, ...]:
        """All assets of a day."""
        return (*RAW, *self.loaded, *map(archive_key, self.archived))
