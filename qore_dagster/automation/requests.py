"""List, compare, request: what a day still needs, in as few runs as that takes.

Belongs here: the one function behind `qore run`, the daily schedule and the late-files sensor. Does not: executing runs
(`run_now`, the daemon), geometry (`rectangles`).

*Present* means loaded in every enabled sink **and** materialized in Dagster: what only the ledger has (a kill between
commit and event) is requested again, and passes by its hash without the portal.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import dagster as dg

from qore_dagster.access.database import AccessDatabase
from qore_dagster.assets.keys import ACCESS, POSITIONS, SINK, raw_key
from qore_dagster.assets.outcome import edition_shown, tell_missing
from qore_dagster.assets.raw import REQUEST_TAG
from qore_dagster.automation.rectangles import Rectangle, parts, rectangles
from qore_dagster.automation.unfinished import Covered
from qore_dagster.calendar import business_days
from qore_dagster.intake.access_units import held_by
from qore_dagster.intake.fetch import NOT_LISTED, Intake, is_same_file, list_files
from qore_dagster.model.batch import Batch
from qore_dagster.model.edition import SOURCES, edition_of, source_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import FUNDS, range_tags
from qore_dagster.portal.files import PortalFile
from qore_dagster.registry.funds import Fund
from qore_dagster.resources import SESSION_TAG
from qore_dagster.warehouse.ledger import FileState, FileStatus, FileVersion, LoadedSlice
from qore_dagster.warehouse.tables import SINK as SINK_NAME

POSITIONS_GROUP = "positions"
ACCESS_GROUP = "access"
_NEVER = -1_000_000_000
IN_PROCESS_FILES = 8
"""A run over at most this many files is executed in one process: starting step processes would cost more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, whether or not the portal has it.

    Attributes:
        days: business days, ascending.
        wanted: file types wanted, by the slug of each active fund.
    """

    days: tuple[date, ...]
    wanted: Mapping[str, tuple[FileType, ...]]

    @classmethod
    def of(cls, days: Sequence[date], funds: Iterable[Fund], types: Sequence[FileType]) -> "Asked":
        """Of each fund, those of `types` that the registry wants of it."""
        return cls(tuple(days), {fund.slug: tuple(t for t in types if t in fund.types) for fund in funds})

    @property
    def keys(self) -> list[FundDay]:
        """All fund-days."""
        return [FundDay(day, fund) for day in self.days for fund in self.wanted]

    def keys_for(self, file_type: FileType) -> list[FundDay]:
        """The fund-days of which a file type is wanted."""
        return [key for key in self.keys if file_type in self.wanted[key.fund]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is needed of what was asked for.

    Attributes:
        id: names the listing in the ledger.
        asked: what was asked for.
        present: files that nothing needs to be done about.
        running: files that the run of somebody else covers.
        rectangles: the runs to make.
    """

    id: str
    asked: Asked
    present: frozenset[tuple[FundDay, FileType]]
    running: frozenset[tuple[FundDay, FileType]]
    rectangles: tuple[Rectangle, ...]

    def tags(self, rectangle: Rectangle) -> dict[str, str]:
        """The tags of the run of one rectangle."""
        return {**range_tags(rectangle.first, rectangle.last), REQUEST_TAG: self.id, SESSION_TAG: self.id}


def asset_selection(rectangle: Rectangle) -> list[dg.AssetKey]:
    """The assets that the run of a rectangle makes."""
    raw = [raw_key(file_type) for file_type in FileType if file_type.slug in rectangle.groups]
    loaded = POSITIONS + SINK if POSITIONS_GROUP in rectangle.groups else ()
    return [*raw, *loaded, *(ACCESS if ACCESS_GROUP in rectangle.groups else ())]


def run_config(rectangle: Rectangle) -> dict[str, dict[str, object]]:
    """In one process for a handful of files; otherwise as the settings say."""
    if rectangle.size * len(rectangle.groups) <= IN_PROCESS_FILES:
        return {"execution": {"config": {"mode": "in_process"}}}
    return {}


def make_request(
    instance: dg.DagsterInstance,
    intake: Intake,
    asked: Asked,
    running: Covered,
    *,
    access: AccessDatabase | None = None,
) -> Request:
    """Ask the portal what there is, compare with ledger and event log, and say what to run, but for what is `running`.

    Ledger and event log are told at once of files that the portal does not list; a listing that could not be read is
    requested all the same, so that its failure is seen.

    Args:
        instance: Dagster's instance.
        intake: the session, store and ledger to use.
        asked: what was asked for.
        running: what unfinished runs cover.
        access: the Access file, where there is one: what it holds, it says itself.
    """
    request_id = uuid4().hex
    keys = asked.keys
    wanted = {file_type: asked.keys_for(file_type) for file_type in FileType}
    missing: list[tuple[FundDay, FileType]] = []
    listed, unreadable = list_files(intake, wanted)
    known = intake.ledger.statuses(keys)
    for file_type, of_type in wanted.items():
        seen = {key for key, kind in [*listed, *unreadable] if kind is file_type}
        absent = [key for key in of_type if key not in seen]
        missing += [(key, file_type) for key in absent]
        intake.ledger.set_status(file_type, request_id, Batch[object](missing=dict.fromkeys(absent, NOT_LISTED)))
        told = {key for key, kind in known if kind is file_type and known[key, kind].state is FileState.MISSING}
        tell_missing(instance, raw_key(file_type), [key for key in absent if key not in told], NOT_LISTED)
    intake.ledger.record_listing(request_id, listed, unreadable, missing)

    loaded = (*POSITIONS, *SINK, *(ACCESS if access else ()))
    _tell_unread(instance, loaded, wanted, {*listed, *unreadable}, known)

    done = _Done(instance, intake, keys, known, access)
    needs: dict[FundDay, set[str]] = {}
    present: set[tuple[FundDay, FileType]] = set()
    under_way: set[tuple[FundDay, FileType]] = set()
    for key, file_type in [*listed, *unreadable]:
        still = done.still_needed(key, file_type, listed.get((key, file_type)))
        if not still:
            present.add((key, file_type))
        elif (key, raw_key(file_type)) in running:
            under_way.add((key, file_type))
        else:
            needs.setdefault(key, set()).update(still)
    days = business_days(asked.days[0], asked.days[-1])
    exact = {key: frozenset(groups) for key, groups in needs.items()}
    cover = rectangles(exact, instance.get_dynamic_partitions(FUNDS.name or ""), days)
    runs = tuple(part for rectangle in cover for part in parts(rectangle, days))
    return Request(request_id, asked, frozenset(present), frozenset(under_way), runs)


def _tell_unread(
    instance: dg.DagsterInstance,
    assets: Iterable[dg.AssetKey],
    wanted: Mapping[FileType, Sequence[FundDay]],
    there: AbstractSet[tuple[FundDay, FileType]],
    known: Mapping[tuple[FundDay, FileType], FileStatus],
) -> None:
    """Say on positions and tables too, once, that the portal has no file that they could be read from."""
    sources: dict[FundDay, set[FileType]] = {}
    for file_type in SOURCES:
        for key in wanted[file_type]:
            sources.setdefault(key, set()).add(file_type)
    unread = [
        key
        for key, types in sources.items()
        if not any((key, file_type) in there for file_type in types)
        and not any((key, file_type) in known for file_type in types)  # told, or loaded, before
    ]
    for asset in assets:
        tell_missing(instance, asset, unread, NOT_LISTED)


class _Done:
    """What ledger and event log say is done, for the keys of a request."""

    def __init__(
        self,
        instance: dg.DagsterInstance,
        intake: Intake,
        keys: Sequence[FundDay],
        known: Mapping[tuple[FundDay, FileType], FileStatus],
        access: AccessDatabase | None,
    ) -> None:
        self._in_access = None if access is None else held_by(access, keys)
        self._known = known
        self._versions: dict[FileType, dict[FundDay, FileVersion]] = {
            file_type: intake.ledger.versions(keys, file_type) for file_type in FileType
        }
        self._loaded: Mapping[FundDay, LoadedSlice] = intake.ledger.loaded(keys, SINK_NAME)
        received = sorted({key for versions in self._versions.values() for key in versions})
        self._materialized = _materialized_versions(
            instance, received, (*map(raw_key, FileType), *POSITIONS, *SINK, *(ACCESS if access else ()))
        )

    def still_needed(self, key: FundDay, file_type: FileType, file: PortalFile | None) -> set[str]:
        """The groups that a listed file (None: its listing could not be read) still needs."""
        needed: set[str] = set()
        version = self._versions[file_type].get(key)
        if (
            file is None
            or version is None
            or not is_same_file(version, file)
            or not self._shown(raw_key(file_type), key, version.version)
            or self._known[key, file_type].state is not FileState.RECEIVED  # a later attempt could not see it
        ):
            needed.add(file_type.slug)
        if file_type in SOURCES and self._positions_needed(key, file_type, version, renewed=bool(needed)):
            needed.add(POSITIONS_GROUP)
        if file_type in SOURCES and self._in_access is not None and self._access_needed(key, needed):
            needed.add(ACCESS_GROUP)
        return needed

    def _access_needed(self, key: FundDay, needed: AbstractSet[str]) -> bool:
        """Whether Access is to be loaded: with new positions, or with those of PostgreSQL that it lacks."""
        if POSITIONS_GROUP in needed:
            return True
        loaded, held = self._loaded.get(key), (self._in_access or {}).get(key)
        if loaded is None:
            return False
        behind = held is None or held.version < loaded.version
        return behind or not all(self._shown(asset, key, loaded.version) for asset in ACCESS)

    def _positions_needed(self, key: FundDay, source: FileType, version: FileVersion | None, *, renewed: bool) -> bool:
        """Whether positions are to be read because of a source's file: only if it is not loaded from a better one."""
        loaded = self._loaded.get(key)
        if loaded is not None and SOURCES.index(source_of(loaded.version)[0]) < SOURCES.index(source):
            return False
        if renewed or version is None or loaded is None:
            return True
        edition = edition_of(source, version.version)
        shown = all(self._shown(asset, key, edition) for asset in (*POSITIONS, *SINK))
        return loaded.version != edition or not shown

    def _shown(self, asset: dg.AssetKey, key: FundDay, version: int) -> bool:
        return self._materialized.get((asset, key), _NEVER) >= version


def _materialized_versions(
    instance: dg.DagsterInstance, keys: Sequence[FundDay], assets: Iterable[dg.AssetKey]
) -> dict[tuple[dg.AssetKey, FundDay], int]:
    """The last version or edition that Dagster shows as materialized, by asset and key; only of keys ever received."""
    found: dict[tuple[dg.AssetKey, FundDay], int] = {}
    if not keys:
        return found
    names = [str(key) for key in keys]
    for asset in assets:
        cursor: str | None = None
        while True:
            page = instance.fetch_materializations(
                dg.AssetRecordsFilter(asset_key=asset, asset_partitions=names),
                limit=1000,
                cursor=cursor,
                ascending=True,
            )
            for record in page.records:
                event = record.asset_materialization
                if event is None or event.partition is None:
                    continue
                found[asset, FundDay.parse(event.partition)] = edition_shown(event)
            if not page.has_more:
                break
            cursor = page.cursor
    return found
