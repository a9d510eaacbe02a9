"""From load units of PostgreSQL to those of Access: the same fund-days, with every canonical table.

Belongs here: joining the rows. Does not: which row goes to which table (`access.routing`), loading (`access.database`),
and what Access holds of what PostgreSQL does (`missing_in`).
"""

from collections.abc import Collection, Mapping

from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.unit import AccessUnit
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import QoreError
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.warehouse.ledger import Ledger, LoadedSlice
from qore_dagster.warehouse.load_unit import LoadUnit


def access_units(units: Batch[LoadUnit], tables: Mapping[str, Batch[list[Row]]]) -> Batch[AccessUnit]:
    """The same units for Access.

    Args:
        units: as PostgreSQL gets them.
        tables: the canonical tables by name.
    """

    def unit(key: FundDay, one: LoadUnit) -> AccessUnit:
        return AccessUnit(
            key=key,
            version=one.version,
            fund=one.fund,
            portfolio=one.portfolio,
            rows={name: batch.good[key].value for name, batch in tables.items() if key in batch.good},
            verdict=one.verdict,
            sha256=one.sha256,
            guid=one.guid,
            run_id=one.run_id,
        )

    return units.map(unit, doing="preparar a carga do Access")


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
