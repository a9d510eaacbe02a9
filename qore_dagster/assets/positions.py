"""`positions/*`: the canonical portfolio, read from the best file there is, validated and reconciled.

Belongs here: what Dagster shows of it. Does not: parsing and rules (`intake.positions`, `formats`, `model`).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import dagster as dg

from qore_dagster.assets.batch_type import BATCH
from qore_dagster.assets.column_lineage import positions_lineage
from qore_dagster.assets.column_schema import column_schema
from qore_dagster.assets.keys import POSITIONS, positions_key, raw_key
from qore_dagster.assets.outcome import observe, raise_for, version_metadata
from qore_dagster.checks import log_check_results, reconciliation_specs
from qore_dagster.instance.partition_metadata import add_partition_metadata
from qore_dagster.intake.fetch import RawFile
from qore_dagster.intake.positions import POSITION_TABLES, Position, read_positions
from qore_dagster.model.batch import Batch
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.reconciliation import CheckResult, verdict
from qore_dagster.model.tables import TABLES
from qore_dagster.resources import RawStoreResource, WarehouseResource

_PREVIEW = ("secao", "isin", "codigo", "quantidade", "valor_mercado")


def positions_asset(partitions_def: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """One step that makes all canonical tables."""
    specs = reconciliation_specs(positions_key("portfolio"), partitions_def)

    @dg.multi_asset(
        name="positions",
        outs={
            table: dg.AssetOut(
                key=positions_key(table),
                description=f"One row: {TABLES[table].grain}.",
                io_manager_key="frames",
                metadata={
                    "dagster/column_schema": column_schema(TABLES[table]),
                    "dagster/column_lineage": positions_lineage(TABLES[table]),
                },
                group_name="positions",
                kinds={"parquet"},
                owners=["team:backoffice"],
            )
            for table in POSITION_TABLES
        },
        ins={kind.slug: dg.AssetIn(key=raw_key(kind), dagster_type=BATCH) for kind in FileType},
        check_specs=specs,
        partitions_def=partitions_def,
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def positions(
        context: dg.AssetExecutionContext,
        xml_5_0: Batch[RawFile],
        xml_4_01: Batch[RawFile],
        carteira_excel: Batch[RawFile],
        carteira_pdf: Batch[RawFile],
        raw_store: RawStoreResource,
        warehouse: WarehouseResource,
    ) -> Iterator[object]:
        files = {
            FileType.XML_5_0: xml_5_0,
            FileType.XML_4_01: xml_4_01,
            FileType.CARTEIRA_EXCEL: carteira_excel,
            FileType.CARTEIRA_PDF: carteira_pdf,
        }
        outcome = read_positions(files, raw_store.open(), warehouse.funds())
        read = outcome.batch
        checked: Batch[Sequence[CheckResult]] = read.map(lambda _, value: value.checks, doing="conciliar")
        with warehouse.ledger() as ledger:
            ledger.record_reconciliations(context.run.run_id, checked)
            for source, faults in outcome.faults.items():
                ledger.set_status(source, context.run.run_id, Batch[object](failed=dict(faults)))
        add_partition_metadata(context, dict(_metadata(read)))
        yield from observe(context, POSITIONS, read)
        for table in POSITION_TABLES:
            yield dg.Output(
                read.map(lambda _, value, t=table: value.parsed.rows(t), doing="separar tabelas"), output_name=table
            )
        yield from log_check_results(context, specs, checked)
        raise_for(outcome.new_faults, what="ler posições")

    return positions


def _metadata(read: Batch[Position]) -> Iterator[tuple[tuple[dg.AssetKey, FundDay], dict[str, object]]]:
    for key, good in read.good.items():
        parsed, checks = good.value.parsed, good.value.checks
        shown: dict[str, dict[str, object]] = {
            "portfolio": {
                "patliq": str(parsed.portfolio["patliq"]),
                "valorcota": str(parsed.portfolio["valorcota"]),
                "conciliacao": verdict(checks).value,
                "arquivo": parsed.portfolio["arquivo"],
                "linhas_em_quarentena": len(parsed.quarantine),
                "elementos_nao_entendidos": len(parsed.unknown),
                "avisos": "; ".join(parsed.warnings),
            },
            "holdings": {"amostra": _preview(parsed.holdings)},
        }
        for table in POSITION_TABLES:
            counted = {"dagster/partition_row_count": len(parsed.rows(table)), **version_metadata(good.version)}
            yield (positions_key(table), key), {**counted, **shown.get(table, {})}


def _size(row: Row) -> Decimal:
    value = row.get("valor_mercado")
    return abs(value) if isinstance(value, Decimal) else Decimal(0)


def _preview(rows: list[Row], size: int = 5) -> dg.MarkdownMetadataValue:
    """The largest rows as a small table (under 1 kB: years of events must stay readable)."""
    largest = sorted(rows, key=_size, reverse=True)[:size]
    lines = ["|" + "|".join(_PREVIEW) + "|", "|" + "---|" * len(_PREVIEW)]
    lines += ["|" + "|".join("" if row.get(c) is None else str(row[c]) for c in _PREVIEW) + "|" for row in largest]
    return dg.MetadataValue.md("\n".join(lines))
