"""Several loads at once: the newest version stays whichever ends last, and nobody sees half a day."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.model.parsed import Row
from qore_dagster.warehouse.dump import canonical_dump
from qore_dagster.warehouse.slices import SINK_TABLES, load, read
from qore_dagster.warehouse.years import ensure_years
from qore_dagster_tests.spawned import spawned
from qore_dagster_tests.warehouse.gate import Gate
from qore_dagster_tests.warehouse.loading import load_or_exit, loading_threads
from qore_dagster_tests.warehouse.units import holding, provision, unit

BEFORE_COMMIT = "AFTER INSERT OR UPDATE ON ctl.slice_load"
V1 = unit(version=1)
V2 = unit(version=2, holdings=[holding(1, "EQUI")], provisions=[provision(9)])


@pytest.fixture
def corrected(connection: Connection) -> str:
    """What the warehouse holds after an unbroken load of version 2 alone; the warehouse is empty again."""
    load(connection, [V2])
    dump = canonical_dump(connection, [V2.key])
    with connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE cad.info_fundos, ctl.slice_load CASCADE")
    return dump


def test_version_1_stands_before_its_commit_when_version_2_comes(
    connection: Connection, corrected: str, gate: Gate, warehouse_uri: str
) -> None:
    gate.close(BEFORE_COMMIT, condition="new.version = 1", per="ROW")
    with loading_threads(warehouse_uri) as loader:
        first = loader.start(V1)
        gate.wait_for_one()
        second = loader.start(V2)
        gate.wait_for_queue()
        assert read(connection, "pos.pos_cota", [V1.key]).empty  # nobody sees what is not committed
        gate.open()
        assert first.result().good[V1.key].version == 1
        assert second.result().good[V2.key].version == 2
    assert canonical_dump(connection, [V2.key]) == corrected


def test_version_2_stands_before_its_commit_when_version_1_comes(
    connection: Connection, corrected: str, gate: Gate, warehouse_uri: str
) -> None:
    gate.close(BEFORE_COMMIT, condition="new.version = 2", per="ROW")
    with loading_threads(warehouse_uri) as loader:
        second = loader.start(V2)
        gate.wait_for_one()
        first = loader.start(V1)
        gate.wait_for_queue()
        gate.open()
        assert second.result().good[V2.key].version == 2
        late = first.result()
    assert late.missing == {V1.key: "substituído pela versão 2 do XML 5.0, que já está carregada"}
    assert not late.good
    assert not late.failed
    assert canonical_dump(connection, [V2.key]) == corrected


def test_readers_see_a_day_whole_or_not_at_all(connection: Connection, gate: Gate, warehouse_uri: str) -> None:
    load(connection, [V1])
    before = canonical_dump(connection, [V1.key])
    gate.close(BEFORE_COMMIT)
    with loading_threads(warehouse_uri) as loader:
        second = loader.start(V2)
        gate.wait_for_one()
        assert canonical_dump(connection, [V1.key]) == before
        gate.open()
        assert second.result().good
    assert {len(read(connection, f"pos.{table}", [V1.key])) for table in ("pos_rf", "pos_outros")} == {0}


def test_funds_do_not_wait_for_each_other(connection: Connection, gate: Gate, warehouse_uri: str) -> None:
    load(connection, [unit("alfa"), unit("beta")])
    gate.close(BEFORE_COMMIT, condition="new.fund = 'alfa'", per="ROW")
    with loading_threads(warehouse_uri) as loader:
        alfa = loader.start(unit("alfa", version=2))
        gate.wait_for_one()
        assert load(connection, [unit("beta", version=2)]).good  # with alfa's load still open
        gate.open()
        assert alfa.result().good


def test_two_processes_load_the_same_day(connection: Connection, warehouse_uri: str) -> None:
    units = [unit(f"fundo-{place:02}") for place in range(20)]
    with spawned(load_or_exit, warehouse_uri, units) as one, spawned(load_or_exit, warehouse_uri, units[::-1]) as other:
        one.join(60)
        other.join(60)
        assert (one.exitcode, other.exitcode) == (0, 0)
    twice = canonical_dump(connection)

    load(connection, units)

    assert canonical_dump(connection) == twice
    assert len(read(connection, "pos.pos_cota", [one.key for one in units])) == 20


def test_many_loads_with_shared_instruments_do_not_deadlock(connection: Connection, warehouse_uri: str) -> None:
    def described(name: str, words: str) -> list[Row]:
        return [holding(place, "GOVE", descricao=f"{words} {name} {place}") for place in range(1, 30)]

    days = [[unit(f"f{place}-{turn}", holdings=described(f"f{place}", str(turn))) for place in range(8)]
            for turn in range(4)]  # fmt: skip
    with loading_threads(warehouse_uri) as loader:
        running = [loader.start(*(units if turn % 2 else units[::-1])) for turn, units in enumerate(days * 2)]
        results = [one.result() for one in running]
    assert [(result.failed, len(result.good)) for result in results] == [({}, 8)] * 8
    assert len(read(connection, "pos.pos_cota", [one.key for units in days for one in units])) == 32


def test_eight_writers_make_the_same_year_with_a_reader_open(connection: Connection, warehouse_uri: str) -> None:
    start = Barrier(8)
    years = range(2031, 2037)  # some rounds: the race that this is about is not lost each time

    def make(_: int) -> None:
        with closing(psycopg2.connect(warehouse_uri)) as own:
            for year in years:
                start.wait(60)
                ensure_years(own, [year])

    with connection.cursor() as reader:
        reader.execute("SELECT count(*) FROM pos.pos_cota")  # its transaction stays open
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(make, range(8)))
    connection.rollback()
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = ANY(%s::regclass[])",
                       (list(SINK_TABLES),))  # fmt: skip
        assert cursor.fetchone() == (len(years) * len(SINK_TABLES),)
