"""The Access file brought to what PostgreSQL holds: written, compared and read back by other code than wrote it."""

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.access.database import AccessDatabase
from qore_dagster.access.jackcess import JackcessEngine
from qore_dagster.intake import access_rebuild
from qore_dagster.intake.access_rebuild import Asked, Rebuilt, rebuild
from qore_dagster.model.fund_day import FundDay
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.slices import load
from qore_dagster_tests.access.dumping import dump
from qore_dagster_tests.access.second_reader import rows_by_parser
from qore_dagster_tests.access.units import DAY, cash, unit
from qore_dagster_tests.warehouse.units import fund

SLUGS = ("alfa", "beta", "gama")
REGISTRY = {slug: fund(slug) for slug in SLUGS}
NEXT = date(2025, 11, 21)


@pytest.fixture
def access(tmp_path: Path) -> AccessDatabase:
    """A real Access file, not made yet."""
    return AccessDatabase(tmp_path / "Base Fundos.accdb", JackcessEngine())


def both(connection: Connection, access: AccessDatabase, *units: LoadUnit) -> None:
    """Load into both sinks, as a run does."""
    assert len(load(connection, units).good) == len(units)
    assert len(access.load(units).good) == len(units)


def days() -> list[LoadUnit]:
    """Three funds on two days; what a column of Access rounds, and texts with all sorts of characters."""
    odd = {"descricao": "“ação” \\ tab\t nova\nlinha", "saldo": Decimal("0.123456785")}
    return [unit(slug, day, cash=[cash(1, **odd), cash(2)]) for slug in SLUGS for day in (DAY, NEXT)]


def again(connection: Connection, access: AccessDatabase, **asked: Any) -> Rebuilt:
    return rebuild(connection, access, REGISTRY, Asked(DAY, NEXT, **asked))


def test_a_deleted_file_is_made_as_it_was(connection: Connection, access: AccessDatabase) -> None:
    both(connection, access, *days())
    before = dump(access.path)
    access.path.unlink()

    done = again(connection, access)

    assert dump(access.path) == before
    assert (len(done.written()), done.equal(), done.batch.failed, done.only_in_access) == (6, [], {}, [])
    assert done.days == [DAY, NEXT]


def test_a_file_without_a_byte_is_made_as_it_was(connection: Connection, access: AccessDatabase) -> None:
    both(connection, access, *days())
    before = dump(access.path)
    access.path.write_bytes(b"")
    assert len(again(connection, access).written()) == 6
    assert dump(access.path) == before


def test_the_second_time_nothing_is_written(connection: Connection, access: AccessDatabase) -> None:
    load(connection, days())
    again(connection, access)
    before = access.path.read_bytes()

    done = again(connection, access)

    assert (done.written(), len(done.equal()), done.equal(DAY)) == ([], 6, [FundDay(DAY, slug) for slug in SLUGS])
    assert access.path.read_bytes() == before


def test_only_what_differs_is_written(connection: Connection, access: AccessDatabase) -> None:
    both(connection, access, *days())
    load(connection, [unit("beta", version=2, cash=[cash(1)])])  # Access is behind
    with access._engine.open(access.path) as opened:  # and a user has deleted a row
        [row] = [
            row for row in opened.rows("Cotas_Patrimonio_Qore") if (row["FUNDO"], row["DATA_INPUT"].day) == ("gama", 21)
        ]
        assert opened.delete("Cotas_Patrimonio_Qore", ["DATA_INPUT", "FUNDO"], [(row["DATA_INPUT"], "gama")]) == 1

    done = again(connection, access)

    assert done.written() == [FundDay(DAY, "beta"), FundDay(NEXT, "gama")]
    assert access.loaded([FundDay(DAY, "beta")])[FundDay(DAY, "beta")].version == 2
    found = dump(access.path)
    access.path.unlink()
    again(connection, access)
    assert dump(access.path) == found


def test_a_newer_version_than_postgres_has_gives_way(connection: Connection, access: AccessDatabase) -> None:
    both(connection, access, unit("alfa"))
    before = dump(access.path)
    access.load([unit("alfa", version=2, cash=[])])
    assert again(connection, access).written() == [FundDay(DAY, "alfa")]
    assert dump(access.path) == before


def test_what_only_access_has_stays_and_is_told(connection: Connection, access: AccessDatabase) -> None:
    both(connection, access, unit("alfa"))
    access.load([unit("beta"), unit("gama", day=NEXT), unit("beta", day=date(2025, 11, 24))])
    with access._engine.open(access.path) as opened:  # a row of before, in a user's spelling
        names = ["DATA_INPUT", "FUNDO", "PL Posição"]
        [day] = {row["DATA_INPUT"] for row in opened.rows("Caixa_Qore") if row["FUNDO"] == "alfa"}
        opened.insert("Cotas_Patrimonio_Qore", names, [[day], ["FIP Velho (1)"], [Decimal(7)]])
    before = dump(access.path)

    done = again(connection, access)

    assert done.only_in_access == [FundDay(DAY, "FIP Velho (1)"), FundDay(DAY, "beta"), FundDay(NEXT, "gama")]
    assert done.equal() == [FundDay(DAY, "alfa")]
    assert dump(access.path) == before


def test_only_the_funds_that_are_named(connection: Connection, access: AccessDatabase) -> None:
    load(connection, days())
    access.load([unit("gama", day=date(2025, 11, 20))])
    done = again(connection, access, funds=["alfa"])
    assert (done.written(), done.only_in_access) == ([FundDay(DAY, "alfa"), FundDay(NEXT, "alfa")], [])
    assert {row["FUNDO"] for row in rows_by_parser(access.path, "Caixa_Qore")} == {"alfa", "gama"}


def test_a_fund_that_access_cannot_take_costs_no_other(connection: Connection, access: AccessDatabase) -> None:
    load(connection, [unit("alfa"), unit("beta", cash=[cash(1, moeda="R" * 256)]), unit("gama")])
    done = again(connection, access)
    assert done.written() == [FundDay(DAY, "alfa"), FundDay(DAY, "gama")]
    fault = done.batch.failed[FundDay(DAY, "beta")]
    assert "2025-11-19|beta: beta_v1.xml: Caixa_Qore.Moeda_Origem" in fault.reason


def test_a_file_in_use_is_left_alone(connection: Connection, access: AccessDatabase) -> None:
    both(connection, access, unit("alfa"))
    load(connection, [unit("beta")])
    access.path.with_suffix(".laccdb").touch()
    before = access.path.read_bytes()
    done = again(connection, access)
    assert done.equal() == [FundDay(DAY, "alfa")]
    assert done.batch.failed[FundDay(DAY, "beta")].code == "access_in_use"
    assert access.path.read_bytes() == before


def test_many_fund_days_are_few_edits_of_the_file(
    connection: Connection, access: AccessDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    both(connection, access, *days())
    before = dump(access.path)
    access.path.unlink()
    monkeypatch.setattr(access_rebuild, "_READ_AT_ONCE", 1)
    monkeypatch.setattr(access_rebuild, "_WRITTEN_AT_ONCE", 40)  # two fund-days have 46 rows
    edits: list[int] = []
    write = access.load

    def noted(units: list[LoadUnit], **how: bool) -> Any:
        edits.append(len(units))
        return write(units, **how)

    monkeypatch.setattr(access, "load", noted)

    assert len(again(connection, access).written()) == 6
    assert edits == [2, 2, 2]
    assert dump(access.path) == before


@pytest.mark.parametrize("before", [True, False], ids=["before_ours", "after_ours"])
def test_what_is_loaded_meanwhile_is_brought_up_to_date(
    connection: Connection, warehouse_uri: str, access: AccessDatabase, monkeypatch: pytest.MonkeyPatch, *, before: bool
) -> None:
    load(connection, days())
    write = access.load
    newer = unit("beta", version=2, cash=[cash(1)], run_id="run-2")

    def overtaken(units: list[LoadUnit], **how: bool) -> Any:
        """Another run loads both sinks between our reading and what we do after our writing, once."""
        monkeypatch.setattr(access, "load", write)
        with closing(psycopg2.connect(warehouse_uri)) as other:
            load(other, [newer])
        if before:
            write([newer])
        done = write(units, **how)
        if not before:
            write([newer])
        return done

    monkeypatch.setattr(access, "load", overtaken)

    done = again(connection, access)

    assert (len(done.written()), done.batch.good[newer.key].version) == (6, 2)
    assert access.loaded([newer.key])[newer.key].version == 2
    assert access.differing([newer]) == set()
