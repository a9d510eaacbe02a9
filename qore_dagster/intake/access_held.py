"""What the Access file holds, and what it lacks of what another sink holds.

Belongs here: asking the file. Does not: loading it (`access.database`).
"""

from collections.abc import Collection

from qore_dagster.access.database import AccessDatabase
from qore_dagster.model.faults import QoreError
from qore_dagster.model.fund_day import FundDay
from qore_dagster.warehouse.ledger import Ledger, LoadedSlice


def held_by(database: AccessDatabase, keys: Collection[FundDay]) -> dict[FundDay, LoadedSlice]:
    """What the Access file says that it holds; nothing where it cannot be read, which the next load will tell."""
    try:
        return database.loaded(keys)
    except QoreError:
        return {}


def missing_in(database: AccessDatabase, ledger: Ledger, keys: Collection[FundDay], sink: str) -> list[FundDay]:
    """The fund-days of which Access holds nothing, or an older version than another sink."""
    elsewhere, held = ledger.loaded(keys, sink), held_by(database, keys)
    return [key for key, one in elsewhere.items() if key not in held or held[key].version < one.version]
