"""What a corrected file, or a better source, replaced is kept, and nothing else is."""

from dataclasses import replace
from typing import Any

from psycopg2.extensions import connection as Connection

from qore_dagster.model.edition import MIGRATED, edition_of
from qore_dagster.model.file_type import FileType
from qore_dagster.warehouse.history import COLUMNS
from qore_dagster.warehouse.slices import load, read
from qore_dagster.warehouse.tables import SINK_TABLES
from qore_dagster_tests.warehouse.units import holding, unit


def _rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_each_table_has_a_history_with_its_columns(connection: Connection) -> None:
    for name, table in SINK_TABLES.items():
        columns = {
            schema: dict(
                _rows(
                    connection,
                    f"""SELECT attname, (format_type(atttypid, atttypmod), col_description(attrelid, attnum))
                        FROM pg_attribute WHERE attrelid = '{schema}'::regclass AND attnum > 0 AND NOT attisdropped""",
                )
            )
            for schema in (name, f"hist.{table.name}")
        }
        kept, history = columns.values()
        assert {column: told for column, told in history.items() if column not in COLUMNS} == kept, name
        assert set(COLUMNS) <= set(history)


def test_a_correction_keeps_every_row_that_it_replaces(connection: Connection) -> None:
    first = unit()
    load(connection, [first, unit("beta")])
    before = {name: read(connection, name, [first.key]).to_dict("records") for name in SINK_TABLES}

    load(connection, [unit(version=2, run_id="run-2", holdings=[holding(1, "EQUI")])])

    for name, table in SINK_TABLES.items():
        columns = [column.name for column in table.columns]
        kept = _rows(connection, f"SELECT {', '.join(columns)} FROM hist.{table.name} ORDER BY ordinal")
        assert [dict(zip(columns, row, strict=True)) for row in kept] == [
            {column: row[column] for column in columns} for row in before[name]
        ], name
        told = _rows(connection, f"SELECT DISTINCT edicao, substituido_por FROM hist.{table.name}")
        assert told == [(1, "run-2")], name


def test_the_same_edition_again_leaves_no_trace_and_each_other_one_does(connection: Connection) -> None:
    lesser = edition_of(FileType.XML_4_01, 3)
    for version, run in ((lesser, "run-1"), (lesser, "run-2"), (1, "run-3"), (1, "run-4"), (2, "run-5")):
        load(connection, [replace(unit(version=version), run_id=run)])

    found = _rows(connection, "SELECT edicao, run_id, substituido_por FROM hist.pos_cota ORDER BY substituido_em")
    assert found == [(lesser, "run-2", "run-3"), (1, "run-4", "run-5")]


def test_what_came_from_the_old_access_database_is_kept_as_well(connection: Connection) -> None:
    """Its rows are in no ledger; the holders among them no file of the portal may tell again."""
    load(connection, [unit()])
    with connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM ctl.slice_load")
        for table in SINK_TABLES:
            cursor.execute(f"UPDATE {table} SET version = 0, run_id = 'migracao:teste'")

    load(connection, [unit(run_id="run-1", holders=[])])

    assert _rows(connection, "SELECT DISTINCT edicao, run_id, substituido_por FROM hist.pos_passivo") == [
        (MIGRATED, "migracao:teste", "run-1")
    ]
    assert _rows(connection, "SELECT count(*) FROM pos.pos_passivo") == [(0,)]
    load(connection, [unit(run_id="run-2")])
    assert _rows(connection, "SELECT DISTINCT substituido_por FROM hist.pos_cota") == [("run-1",)]


def test_a_correction_that_the_database_refuses_leaves_no_history(connection: Connection) -> None:
    load(connection, [unit()])
    bad = unit(version=2)
    bad.rows["holdings"][3]["valor_mercado"] = None

    assert load(connection, [bad]).failed

    assert _rows(connection, "SELECT count(*) FROM hist.pos_rf") == [(0,)]
