"""List, compare, request: what a day still needs, in as few runs as that takes.

Belongs here: the one function behind `qore run`, the daily schedule and the late-files sensor. Does not: executing runs
(`run_now`, the daemon), geometry (`rectangles`).

*Present* means loaded in every enabled sink, archived where the archive is on, materialized in Dagster **and** looked
at by the checks beyond one portfolio: what only the ledger has (a kill between commit and event, or before the last
step) is requested again, and passes by its hash without the portal.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import dagster as dg

from qore_dagster.assets.keys import POSITIONS, SINK, archive_key, raw_key
from qore_dagster.assets.outcome import edition_shown
from qore_dagster.assets.raw import REQUEST_TAG
from qore_dagster.automation.rectangles import Rectangle, parts, rectangles
from qore_dagster.automation.telling import tell_absent
from qore_dagster.automation.unfinished import Covered
from qore_dagster.calendar import business_days
from qore_dagster.intake.fetch import NOT_LISTED, Intake, is_same_file, list_files
from qore_dagster.intake.supplement import SUPPLEMENTING
from qore_dagster.model.batch import Batch
from qore_dagster.model.cross_checks import CROSS_CHECKS
from qore_dagster.model.edition import SOURCES, edition_of, source_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import FUNDS, range_tags
from qore_dagster.portal.files import PortalFile
from qore_dagster.registry.funds import Fund
from qore_dagster.resources import SESSION_TAG
from qore_dagster.warehouse.ledger import FileState, FileVersion, LoadedSlice
from qore_dagster.warehouse.tables import SINK as SINK_NAME

POSITIONS_GROUP = "positions"
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
    archive = [archive_key(file_type) for file_type in FileType if archive_group(file_type) in rectangle.groups]
    return [*raw, *(POSITIONS + SINK if POSITIONS_GROUP in rectangle.groups else ()), *archive]


def archive_group(file_type: FileType) -> str:
    """The group of a file type's archive."""
    return archive_key(file_type).to_user_string()


def run_config(rectangle: Rectangle) -> dict[str, dict[str, object]]:
    """In one process for a handful of files; otherwise as the settings say."""
    told_once = {group.removeprefix("archive/") for group in rectangle.groups}
    if rectangle.size * len(told_once) <= IN_PROCESS_FILES:
        return {"execution": {"config": {"mode": "in_process"}}}
    return {}


def make_request(
    instance: dg.DagsterInstance,
    intake: Intake,
    asked: Asked,
    running: Covered,
    *,
    archived: Collection[FileType] = (),
) -> Request:
    """Ask the portal what there is, compare with ledger and event log, and say what to run, but for what is `running`.

    Ledger and event log are told at once of files that the portal does not list; a listing that could not be read is
    requested all the same, so that its failure is seen.

    Args:
        instance: Dagster's instance.
        intake: the session, store and ledger to use.
        asked: what was asked for.
        running: what unfinished runs cover.
        archived: the file types that have a place in the archive: complete only where they lie there.
    """
    request_id = uuid4().hex
    keys = asked.keys
    wanted = {file_type: asked.keys_for(file_type) for file_type in FileType}
    listed, unreadable = list_files(intake, wanted)
    there = {*listed, *unreadable}
    absent = {file_type: [key for key in wanted[file_type] if (key, file_type) not in there] for file_type in wanted}
    # Told before it is written down: a kill between the two has it told twice, never not at all.
    tell_absent(instance, intake.ledger, absent=absent, there=there, archived=archived)
    for file_type, of_type in absent.items():
        intake.ledger.set_status(file_type, request_id, Batch[object](missing=dict.fromkeys(of_type, NOT_LISTED)))
    missing = [(key, file_type) for file_type, of_type in absent.items() for key in of_type]
    intake.ledger.record_listing(request_id, listed, unreadable, missing)

    done = _Done(instance, intake, keys, archived)
    needs: dict[FundDay, set[str]] = {}
    present: set[tuple[FundDay, FileType]] = set()
    under_way: set[tuple[FundDay, FileType]] = set()
    for key, file_type in there:
        still = done.still_needed(key, file_type, listed.get((key, file_type)))
        if not still:
            present.add((key, file_type))
        elif (key, _first_asset(still, file_type)) in running:
            under_way.add((key, file_type))
        else:
            needs.setdefault(key, set()).update(still)
    days = business_days(asked.days[0], asked.days[-1])
    exact = {key: frozenset(groups) for key, groups in needs.items()}
    cover = rectangles(exact, instance.get_dynamic_partitions(FUNDS.name or ""), days)
    runs = tuple(part for rectangle in cover for part in parts(rectangle, days))
    return Request(request_id, asked, frozenset(present), frozenset(under_way), runs)


def _first_asset(needed: AbstractSet[str], file_type: FileType) -> dg.AssetKey:
    """The asset by which a run that is at the file is known."""
    return archive_key(file_type) if needed == {archive_group(file_type)} else raw_key(file_type)


class _Done:
    """What ledger and event log say is done, for the keys of a request."""

    def __init__(
        self,
        instance: dg.DagsterInstance,
        intake: Intake,
        keys: Sequence[FundDay],
        archived: Collection[FileType],
    ) -> None:
        self._archived = archived
        self._known = intake.ledger.statuses(keys)
        self._versions: dict[FileType, dict[FundDay, FileVersion]] = {
            file_type: intake.ledger.versions(keys, file_type) for file_type in FileType
        }
        self._loaded: Mapping[FundDay, LoadedSlice] = intake.ledger.loaded(keys, SINK_NAME)
        self._checked = intake.ledger.checked(keys, CROSS_CHECKS[-1].name)  # all are recorded together
        received = sorted({key for versions in self._versions.values() for key in versions})
        self._materialized = _materialized_versions(instance, received, archived)

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
        renewed = bool(needed)
        if file_type in SOURCES and self._positions_needed(key, file_type, version, renewed=renewed):
            needed.add(POSITIONS_GROUP)
        if file_type is SUPPLEMENTING and renewed and file is not None:
            needed.add(POSITIONS_GROUP)  # its returns and holders go with positions that are read from another file
        if file_type in self._archived and (renewed or not self._is_archived(key, file_type, version)):
            needed.add(archive_group(file_type))
        return needed

    def _is_archived(self, key: FundDay, file_type: FileType, version: FileVersion | None) -> bool:
        return version is not None and self._shown(archive_key(file_type), key, version.version)

    def _positions_needed(self, key: FundDay, source: FileType, version: FileVersion | None, *, renewed: bool) -> bool:
        """Whether positions are to be read because of a source's file: only if it is not loaded from a better one."""
        loaded = self._loaded.get(key)
        if loaded is not None and SOURCES.index(source_of(loaded.version)[0]) < SOURCES.index(source):
            return False
        if renewed or version is None or loaded is None:
            return True
        edition = edition_of(source, version.version)
        shown = all(self._shown(asset, key, edition) for asset in (*POSITIONS, *SINK))
        return loaded.version != edition or not shown or (key, edition) not in self._checked

    def _shown(self, asset: dg.AssetKey, key: FundDay, version: int) -> bool:
        return self._materialized.get((asset, key), _NEVER) >= version


def _materialized_versions(
    instance: dg.DagsterInstance, keys: Sequence[FundDay], archived: Iterable[FileType]
) -> dict[tuple[dg.AssetKey, FundDay], int]:
    """The last version or edition that Dagster shows as materialized, by asset and key; only of keys ever received."""
    found: dict[tuple[dg.AssetKey, FundDay], int] = {}
    if not keys:
        return found
    names = [str(key) for key in keys]
    for asset in (*map(raw_key, FileType), *POSITIONS, *SINK, *map(archive_key, archived)):
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
