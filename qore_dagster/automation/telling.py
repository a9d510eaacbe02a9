"""What is told at once of files that the portal does not list: no run is made for them.

Belongs here: which assets and partitions are told, and when once is enough. Does not: what is asked for (`requests`),
what a run tells of its own partitions (`assets.outcome`).
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import dagster as dg

from qore_dagster.assets.keys import archive_key, raw_key
from qore_dagster.assets.outcome import absence
from qore_dagster.automation.places import Places
from qore_dagster.instance.runless_events import report_observations
from qore_dagster.intake.fetch import NOT_LISTED
from qore_dagster.model.edition import SOURCES
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.warehouse.ledger import FileState, Ledger
from qore_dagster.warehouse.tables import SINK as SINK_NAME

File = tuple[FundDay, FileType]


def tell_absent(
    instance: dg.DagsterInstance,
    ledger: Ledger,
    *,
    absent: Mapping[FileType, Sequence[FundDay]],
    there: AbstractSet[File],
    places: Places,
) -> None:
    """Tell the event log; what the ledger knows already is not told again.

    Args:
        instance: whose event log is told.
        ledger: what is known so far.
        absent: what the portal does not list, by file type.
        there: what it lists, or whose listing could not be read.
        places: where a day is kept beside PostgreSQL.
    """
    keys = sorted({key for of_type in absent.values() for key in of_type})
    known = {file: status.state for file, status in ledger.statuses(keys).items()}
    loaded = ledger.loaded(keys, SINK_NAME)
    news = [
        (key, file_type)
        for file_type, of_type in absent.items()
        for key in of_type
        if known.get((key, file_type)) is not FileState.MISSING
    ]
    after = known | dict.fromkeys(there, FileState.RECEIVED) | dict.fromkeys(news, FileState.MISSING)
    without_source = [
        key
        for key in sorted({key for key, file_type in news if file_type in SOURCES})
        if key not in loaded
        and all(after.get((key, source), FileState.MISSING) is FileState.MISSING for source in SOURCES)
    ]
    told = [absence(raw_key(file_type), key, NOT_LISTED) for key, file_type in news]
    told += [
        absence(archive_key(file_type), key, NOT_LISTED) for key, file_type in news if file_type in places.archived
    ]
    told += [absence(asset, key, NOT_LISTED) for asset in places.loaded for key in without_source]
    report_observations(instance, told)
