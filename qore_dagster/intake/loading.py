"""From positions to load units: one fund's day over all tables of a sink.

Belongs here: joining the canonical tables, the registry and the reconciliation's verdict. Does not: which row goes
to which table (`warehouse.routing`), loading (`warehouse.slices`).
"""

from collections.abc import Mapping

from qore_dagster.model.batch import Batch
from qore_dagster.model.edition import SOURCES, source_of
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.reconciliation import verdict
from qore_dagster.registry.funds import Fund
from qore_dagster.warehouse.ledger import Ledger
from qore_dagster.warehouse.slices import LoadUnit


def load_units(
    tables: Mapping[str, Batch[list[Row]]], funds: Mapping[str, Fund], ledger: Ledger, *, run_id: str
) -> Batch[LoadUnit]:
    """Join the canonical tables of each fund-day into what a sink loads.

    Args:
        tables: the canonical tables, by name.
        funds: the registry by slug.
        ledger: for the verdict and the portal's id of the file.
        run_id: the run that loads.
    """
    portfolio = tables["portfolio"]
    pinned = {key: good.version for key, good in portfolio.good.items()}
    verdicts = {key: verdict(results) for key, results in ledger.reconciliation(list(pinned), pinned=pinned).items()}
    sources = {key: source_of(edition) for key, edition in pinned.items()}
    files = {
        key: file
        for source in SOURCES
        if (versions := {key: number for key, (found, number) in sources.items() if found is source})
        for key, file in ledger.versions(list(versions), source, pinned=versions).items()
    }

    def unit(key: FundDay, header: list[Row]) -> LoadUnit:
        sha256 = header[0]["sha256"]
        if not isinstance(sha256, str):
            raise AssertionError("the schema requires the hash")
        return LoadUnit(
            key=key,
            version=pinned[key],
            fund=funds[key.fund],
            portfolio=header[0],
            rows={name: table.good[key].value for name, table in tables.items() if name != "portfolio"},
            verdict=verdicts[key],
            sha256=sha256,
            guid=files[key].guid,
            run_id=run_id,
        )

    return portfolio.map(unit, doing="preparar a carga")
