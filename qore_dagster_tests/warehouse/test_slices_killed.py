"""A load that is killed leaves what was there; the next one leaves what an unbroken one would have left.

Killed at every numbered point between the first delete and the commit: before and in each table. While the load stands
there, a reader sees the old slices, whole.
"""

from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.warehouse.dump import canonical_dump
from qore_dagster.warehouse.slices import load
from qore_dagster.warehouse.tables import POSITION_TABLES
from qore_dagster_tests.spawned import spawned
from qore_dagster_tests.warehouse.gate import Gate
from qore_dagster_tests.warehouse.loading import load_or_exit
from qore_dagster_tests.warehouse.units import fund, provision, unit

OLD = [unit(f"fundo-{place}") for place in range(5)]
NEW = [
    unit(name, version=2, fund=fund(name, nome="FUNDO DE NOME NOVO"), provisions=[provision(9)])
    for name in (one.key.fund for one in OLD)
]
POINTS = [
    "BEFORE UPDATE ON cad.info_fundos",
    "BEFORE INSERT ON cad.info_cpr",
    *(f"BEFORE DELETE ON {table.qualified}" for table in POSITION_TABLES.values()),
    *(f"BEFORE INSERT ON {table.qualified}" for table in POSITION_TABLES.values()),
    "AFTER INSERT ON ctl.slice_load",
]
"""In the order of a load."""


@pytest.mark.parametrize("where", POINTS)
def test_kill_then_load_again(connection: Connection, gate: Gate, warehouse_uri: str, where: str) -> None:
    load(connection, OLD)
    load(connection, NEW)
    unbroken = canonical_dump(connection)
    with connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE cad.info_fundos, cad.info_rf, cad.info_rv, ctl.slice_load CASCADE")
    load(connection, OLD)
    before = canonical_dump(connection)

    gate.close(where)
    with spawned(load_or_exit, warehouse_uri, NEW) as process:
        gate.wait_for_one()
        with closing(psycopg2.connect(warehouse_uri)) as reader:
            assert canonical_dump(reader) == before
        process.kill()
        process.join()
    gate.open()

    assert len(load(connection, OLD).good) == len(OLD)  # waits for nobody, and finds nothing newer
    assert canonical_dump(connection) == before
    assert len(load(connection, NEW).good) == len(NEW)
    assert canonical_dump(connection) == unbroken
