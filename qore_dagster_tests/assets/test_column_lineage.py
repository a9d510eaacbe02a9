"""Column lineage: complete, pointing at columns that there are, and true of rows that a real run has loaded."""

from collections import Counter
from typing import Any

import dagster as dg
import pytest

from qore_dagster.access.tables import DATA_TABLES
from qore_dagster.assets.column_lineage import access_lineage, in_words, positions_lineage, warehouse_lineage
from qore_dagster.assets.keys import POSITIONS, REGISTRY, SINK, SINK_TABLES, positions_key, raw_key, table_key
from qore_dagster.definitions import build_defs
from qore_dagster.formats.raw_fields import raw_fields
from qore_dagster.io_managers import FrameIOManager
from qore_dagster.model.file_type import FileType
from qore_dagster.model.tables import TABLES
from qore_dagster.resources import WarehouseResource
from qore_dagster.settings import load_settings
from qore_dagster.warehouse.columns import PositionTable
from qore_dagster_tests.rooms_fixture import DAYS, Rooms

LINEAGE = "dagster/column_lineage"
OF_THE_LOAD = {"database", "unit.fonte", "unit.guid", "unit.ordinal", "unit.run_id", "unit.situacao_conciliacao",
               "unit.version"}  # fmt: skip
"""What no column of a frame tells: the ledger, the run, the checks."""

EVERY: dict[str, dg.TableColumnLineage] = {
    **{positions_key(name).to_user_string(): positions_lineage(table) for name, table in TABLES.items()},
    **{table_key(name).to_user_string(): warehouse_lineage(table) for name, table in SINK_TABLES.items()},
    **{f"access/{name}": access_lineage(table) for name, table in DATA_TABLES.items()},
}


def test_every_column_of_the_warehouse_that_a_frame_or_the_registry_tells_says_so() -> None:
    for name, table in SINK_TABLES.items():
        given = warehouse_lineage(table).deps_by_column
        for column in table.columns:
            told = bool(column.generated) or (bool(column.source) and column.source not in OF_THE_LOAD)
            assert bool(given.get(column.name)) is told, f"{name}.{column.name}"


def test_every_column_of_access_that_has_a_source_says_so() -> None:
    for name, table in DATA_TABLES.items():
        given = access_lineage(table).deps_by_column
        assert {column.name for column in table.columns if column.sources} == {*given}, name


@pytest.mark.parametrize("asset", EVERY)
def test_lineage_points_at_columns_that_there_are(asset: str) -> None:
    raw = {raw_key(file_type): file_type for file_type in FileType}
    for column, deps in EVERY[asset].deps_by_column.items():
        for dep in deps:
            if dep.asset_key in raw:
                fields = raw_fields(asset.split("/")[1])[column]
                assert (raw[dep.asset_key], dep.column_name) in {(each.file_type, each.path) for each in fields}
            elif dep.asset_key in POSITIONS:
                assert dep.column_name in TABLES[dep.asset_key.path[-1]].columns
            elif dep.asset_key in SINK:
                assert dep.column_name in {c.name for c in SINK_TABLES[".".join(dep.asset_key.path)].columns}
            else:
                assert dep.asset_key == REGISTRY


def _deps(lineage: dg.TableColumnLineage, column: str) -> set[tuple[str, str]]:
    return {(dep.asset_key.to_user_string(), dep.column_name) for dep in lineage.deps_by_column[column]}


def test_a_price_is_followed_from_the_table_to_the_files_of_all_formats() -> None:
    assert _deps(EVERY["pos/pos_rf"], "pu_mercado") == {("positions/holdings", "pu_mercado")}
    assert {
        ("raw/xml_5_0", "SubAcctDtls/BalForSubAcct/PricDtls[MRKT]/Val/Amt"),
        ("raw/xml_4_01", "titpublico/puposicao"),
        ("raw/carteira_excel", "Renda Fixa/PU_Mercado"),
        ("raw/carteira_excel", "Outros (Não Categorizados)/Preço"),
    } <= _deps(EVERY["positions/holdings"], "pu_mercado")


def test_what_is_computed_says_what_of() -> None:
    assert _deps(EVERY["pos/pos_rf"], "valor_custo") == {
        ("positions/holdings", "quantidade"),
        ("positions/holdings", "pu_compra"),
    }
    assert _deps(EVERY["access/CPR_QORE"], "%PL") == {
        ("positions/portfolio", "patliq"),
        ("positions/provisions", "tipo_cpr"),
        ("positions/provisions", "valor"),
    }
    assert ("positions/cash", "instituicao") in _deps(EVERY["cad/info_contas"], "identidade")


def test_people_read_it_in_the_column_schema() -> None:
    assert in_words(["portfolio.valorcota"]) == (
        "XML 5.0: `…/PricDtls[NAVL]/Val/Amt`; XML 4.01: `valorcota` (header); "
        "EXCEL: `Valor da Cota Líquida` (Patrimônio Fechamento), `Valor da Cota` (Totais)"
    )
    assert in_words(["fund.slug", "unit.version"]) == ""


def test_every_asset_with_columns_of_files_has_it_on_its_definition() -> None:
    settings = load_settings(_env_file=None, access_path="base.accdb", qore_home="/nirvana")
    specs = {spec.key.to_user_string(): spec for spec in build_defs(settings=settings).resolve_all_asset_specs()}
    for asset, lineage in EVERY.items():
        name = asset if asset in specs else asset.replace("á", "a")
        assert specs[name].metadata[LINEAGE] == lineage
    assert {name for name, spec in specs.items() if LINEAGE in spec.metadata} == {
        name.replace("á", "a") for name in EVERY
    }


def _values(rows: list[dict[str, Any]], column: str) -> Counter[object]:
    return Counter(row[column] for row in rows)


def test_the_rows_of_a_real_run_have_the_values_of_the_columns_that_they_are_said_to_come_from(rooms: Rooms) -> None:
    day = DAYS[-1]
    assert rooms.execute(days=[day]).success
    frames = {name: _frame(rooms, name) for name in TABLES}
    compared = 0
    for name, table in SINK_TABLES.items():
        if not isinstance(table, PositionTable):
            continue
        rows = _rows(rooms, name)
        for column, deps in warehouse_lineage(table).deps_by_column.items():
            frame, one = frames[table.canonical.name], deps[0].column_name
            stated = next(each for each in table.columns if each.name == column)
            if stated.source == f"{table.canonical.name}.{one}":
                loaded, told = _values(rows, column), _values(frame, one)
                assert loaded == told if len(rows) == len(frame) else loaded <= told, f"{name}.{column}"
                compared += 1
    assert compared > 400
    [event] = rooms.instance.fetch_materializations(table_key("pos.pos_rf"), limit=1).records
    assert event.asset_materialization is not None
    assert LINEAGE not in event.asset_materialization.metadata, (
        "it is the same for all partitions: it stands on the definition"
    )


def _rows(rooms: Rooms, table: str) -> list[dict[str, Any]]:
    names = [column.name for column in SINK_TABLES[table].columns]
    return [dict(zip(names, row, strict=True)) for row in rooms.rows(f"SELECT {', '.join(names)} FROM {table}")]


def _frame(rooms: Rooms, table: str) -> list[dict[str, Any]]:
    keys = rooms.keys(DAYS[-1])
    asking = dg.build_input_context(
        asset_key=positions_key(table),
        asset_partition_key_range=dg.PartitionKeyRange(str(keys[0]), str(keys[-1])),
        asset_partitions_def=rooms.partitions,
        instance=rooms.instance,
    )
    frames = FrameIOManager(base=str(rooms.settings.qore_home / "frames"), warehouse=WarehouseResource())
    return [row for good in frames.load_input(asking).good.values() for row in good.value]
