"""List, compare, request: what a day still needs, in as few runs as that takes.

Belongs here: the one function behind `qore run`, the daily schedule and the late-files sensor. Does not: what is done
already (`done`), executing runs (`run_now`, the daemon), geometry (`rectangles`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import dagster as dg

from qore_dagster.assets.keys import ACCESS, POSITIONS, SINK, archive_key, raw_key
from qore_dagster.assets.raw import REQUEST_TAG
from qore_dagster.automation.done import ACCESS_GROUP, POSITIONS_GROUP, Done, archive_group
from qore_dagster.automation.places import Places
from qore_dagster.automation.rectangles import Rectangle, parts, rectangles
from qore_dagster.automation.telling import tell_absent
from qore_dagster.automation.unfinished import Covered
from qore_dagster.calendar import business_days
from qore_dagster.intake.fetch import NOT_LISTED, Intake, list_files
from qore_dagster.model.batch import Batch
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.partitions import FUNDS, range_tags
from qore_dagster.registry.funds import Fund
from qore_dagster.resources import SESSION_TAG

IN_PROCESS_FILES = 8
"""A run over at most this many files is executed in one process: starting step processes would cost more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, whether or not the portal has it.

    Attributes:
        days: business days, ascending.
        wanted: file types wanted, by the slug of each active fund.
        vain: whether a file that could not be read is asked for again although the portal has no other.
    """

    days: tuple[date, ...]
    wanted: Mapping[str, tuple[FileType, ...]]
    vain: bool = True

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

    def run_requests(self) -> Iterator[dg.RunRequest]:
        """The runs, as a schedule or sensor asks the daemon for them."""
        for rectangle in self.rectangles:
            yield dg.RunRequest(
                run_key=f"{self.id}:{rectangle.first}:{rectangle.last}",
                tags=self.tags(rectangle),
                asset_selection=asset_selection(rectangle),
                run_config=run_config(rectangle),
            )


def asset_selection(rectangle: Rectangle) -> list[dg.AssetKey]:
    """The assets that the run of a rectangle makes."""
    raw = [raw_key(file_type) for file_type in FileType if file_type.slug in rectangle.groups]
    archive = [archive_key(file_type) for file_type in FileType if archive_group(file_type) in rectangle.groups]
    loaded = POSITIONS + SINK if POSITIONS_GROUP in rectangle.groups else ()
    return [*raw, *loaded, *(ACCESS if ACCESS_GROUP in rectangle.groups else ()), *archive]


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
    places: Places,
) -> Request:
    """Ask the portal what there is, compare with ledger and event log, and say what to run, but for what is `running`.

    Ledger and event log are told at once of files that the portal does not list; a listing that could not be read is
    requested all the same, so that its failure is seen.

    Args:
        instance: Dagster's instance.
        intake: the session, store and ledger to use.
        asked: what was asked for.
        running: what unfinished runs cover.
        places: where a day is kept beside PostgreSQL: it is complete only where it is there, too.
    """
    request_id = uuid4().hex
    keys = asked.keys
    wanted = {file_type: asked.keys_for(file_type) for file_type in FileType}
    listed, unreadable = list_files(intake, wanted)
    there = {*listed, *unreadable}
    absent = {file_type: [key for key in wanted[file_type] if (key, file_type) not in there] for file_type in wanted}
    # Told before it is written down: a kill between the two has it told twice, never not at all.
    tell_absent(instance, intake.ledger, absent=absent, there=there, places=places)
    for file_type, of_type in absent.items():
        intake.ledger.set_status(file_type, request_id, Batch[object](missing=dict.fromkeys(of_type, NOT_LISTED)))
    missing = [(key, file_type) for file_type, of_type in absent.items() for key in of_type]
    intake.ledger.record_listing(request_id, listed, unreadable, missing)

    done = Done(instance, intake.ledger, keys, places, vain=asked.vain)
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
    if file_type.slug in needed:
        return raw_key(file_type)
    if POSITIONS_GROUP in needed:
        return POSITIONS[0]
    return ACCESS[0] if ACCESS_GROUP in needed else archive_key(file_type)
