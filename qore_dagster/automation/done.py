"""What of a day is done, by the word of ledger, event log and Access file.

Belongs here: the groups of assets that a listed file still needs. Does not: listing, and the runs to make (`requests`).

*Present* means loaded in every enabled sink, archived where the archive is on, materialized in Dagster after what it is
made of, **and** looked at by the checks beyond one portfolio: what only the ledger has (a kill between commit and
event, or before the last step) is requested again, and passes by its hash without the portal.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import dagster as dg

from qore_dagster.assets.keys import ACCESS, POSITIONS, SINK, archive_key, raw_key
from qore_dagster.assets.shown import last_shown
from qore_dagster.automation.places import Places
from qore_dagster.intake.access_held import held_by
from qore_dagster.intake.fetch import is_same_file
from qore_dagster.intake.positions import READING_FAULTS
from qore_dagster.intake.supplement import SUPPLEMENTING
from qore_dagster.model.cross_checks import CROSS_CHECKS
from qore_dagster.model.edition import SOURCES, edition_of, source_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.portal.files import PortalFile
from qore_dagster.warehouse.ledger import FileState, FileVersion, Ledger, LoadedSlice
from qore_dagster.warehouse.tables import SINK as SINK_NAME

POSITIONS_GROUP = "positions"
ACCESS_GROUP = "access"


def archive_group(file_type: FileType) -> str:
    """The group of a file type's archive."""
    return archive_key(file_type).to_user_string()


class Done:
    """What is done of some fund-days.

    Args:
        instance: whose event log is asked.
        ledger: what is known, received, loaded and checked.
        keys: the fund-days.
        places: where they are to be kept.
        vain: whether a file that is there and could not be read is needed again. It will not be read this time either,
            but by another version of the platform; the portal's next file is another file.
    """

    def __init__(
        self, instance: dg.DagsterInstance, ledger: Ledger, keys: Sequence[FundDay], places: Places, *, vain: bool
    ) -> None:
        self._places = places
        self._vain = vain
        self._in_access = held_by(places.access, keys) if places.access else {}
        self._known = ledger.statuses(keys)
        self._versions: dict[FileType, dict[FundDay, FileVersion]] = {
            file_type: ledger.versions(keys, file_type) for file_type in FileType
        }
        self._loaded: Mapping[FundDay, LoadedSlice] = ledger.loaded(keys, SINK_NAME)
        self._checked = ledger.checked(keys, CROSS_CHECKS[-1].name)  # all are recorded together
        received = sorted({key for versions in self._versions.values() for key in versions})
        self._materialized = last_shown(instance, received, places.assets)

    def still_needed(self, key: FundDay, file_type: FileType, file: PortalFile | None) -> set[str]:
        """The groups that a listed file (None: its listing could not be read) still needs."""
        needed: set[str] = set()
        raw, version = raw_key(file_type), self._versions[file_type].get(key)
        if (
            file is None
            or version is None
            or not is_same_file(version, file)
            or not self._shows(raw, key, version.version)
            or self._known[key, file_type].state is not FileState.RECEIVED  # a later attempt could not see it
        ):
            needed.add(file_type.slug)
        if needed and not self._vain and self._is_unreadable(key, file_type, file):
            return set()
        renewed = bool(needed)
        if file_type in SOURCES and self._positions_needed(key, file_type, version, renewed=renewed):
            needed.add(POSITIONS_GROUP)
        beside = file_type is SUPPLEMENTING and file is not None and key in self._loaded
        if beside and (renewed or not self._follow(POSITIONS, [raw], key)):
            needed.add(POSITIONS_GROUP)  # its returns and holders go with positions that are read from another file
        if file_type in SOURCES and self._places.access and self._access_needed(key, needed):
            needed.add(ACCESS_GROUP)
        if file_type in self._places.archived and (renewed or not self._is_archived(key, file_type, version)):
            needed.add(archive_group(file_type))
        return needed

    def _positions_needed(self, key: FundDay, source: FileType, version: FileVersion | None, *, renewed: bool) -> bool:
        """Whether positions are to be read because of a source's file: only if it is not loaded from a better one."""
        loaded = self._loaded.get(key)
        if loaded is not None and SOURCES.index(source_of(loaded.version)[0]) < SOURCES.index(source):
            return False
        if renewed or version is None or loaded is None:
            return True
        edition = edition_of(source, version.version)
        shown = all(self._shows(asset, key, edition) for asset in (*POSITIONS, *SINK))
        return (
            loaded.version != edition
            or not shown
            or not self._follow(SINK, POSITIONS, key)
            or (key, edition) not in self._checked
        )

    def _access_needed(self, key: FundDay, needed: AbstractSet[str]) -> bool:
        """Whether Access is to be loaded: with new positions, or with those of PostgreSQL that it lacks."""
        if POSITIONS_GROUP in needed:
            return True
        loaded, held = self._loaded.get(key), self._in_access.get(key)
        if loaded is None:
            return False
        if held is not None and held.version > loaded.version:
            return False  # it takes nothing older; `qore access rebuild` settles that
        behind = held is None or held.version < loaded.version
        shown = all(self._shows(asset, key, loaded.version) for asset in ACCESS)
        return behind or not shown or not self._follow(ACCESS, POSITIONS, key)

    def _is_unreadable(self, key: FundDay, file_type: FileType, file: PortalFile | None) -> bool:
        """Whether what the portal lists is the very file that could not be read."""
        status, version = self._known.get((key, file_type)), self._versions[file_type].get(key)
        return (
            file is not None
            and version is not None
            and status is not None
            and is_same_file(version, file)
            and self._shows(raw_key(file_type), key, version.version)
            and status.code in READING_FAULTS
        )

    def _is_archived(self, key: FundDay, file_type: FileType, version: FileVersion | None) -> bool:
        return version is not None and self._shows(archive_key(file_type), key, version.version)

    def _shows(self, asset: dg.AssetKey, key: FundDay, version: int) -> bool:
        shown = self._materialized.get((asset, key))
        return shown is not None and shown.version >= version

    def _follow(self, made: Iterable[dg.AssetKey], of: Iterable[dg.AssetKey], key: FundDay) -> bool:
        """Whether all of the assets were made after what they are made of."""
        events = {asset: shown.event for asset in (*made, *of) if (shown := self._materialized.get((asset, key)))}
        return min(events.get(asset, 0) for asset in made) > max(events.get(asset, 0) for asset in of)
