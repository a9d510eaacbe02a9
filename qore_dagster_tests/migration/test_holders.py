"""Holders and their positions: a holder told twice, of another file, with another document than before."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.access_writer import DATE, DOUBLE, LONG, TEXT
from benchmarks.old_database import cpf, name
from qore_dagster.migration.result import Result
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CARTEIRAS, MOMENT, Table, write

HOLDERS = {"ID_COTISTA": LONG, "NOME": TEXT, "CPF_CNPJ": TEXT}
STAKES = {"DATA_HISTORICO": DATE, "ID_CARTEIRA": LONG, "ID_COTISTA": LONG, "VALOR_BRUTO": DOUBLE}
STAKE_TABLES = ("BriTech_Posicao_Cotista", "BriTech_Passivo_Fundos")


def _stakes(path: Path, holders: Table | None, table: str = STAKE_TABLES[0], known: Sequence[int] = (1, 2)) -> Path:
    """A file in which each of some holders has a stake in one portfolio."""
    tables: dict[str, Table] = {
        "BriTech_Carteiras": (CARTEIRAS, [(7, "Carteira sete", name(1), "FIM", None)]),
        table: (STAKES, [(MOMENT, 7, number, 10.0 * number) for number in known]),
    }
    return write(path, **tables, **({} if holders is None else {"BriTech_Cotistas": holders}))


def _held(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.rows("SELECT nome, valor_bruto FROM pos.pos_passivo ORDER BY valor_bruto")


def _reasons(result: Result, table: str) -> dict[str, int]:
    (one,) = (one for one in result.sources if one.table == table)
    assert one.failure is None
    assert one.balanced
    return dict(one.reasons)


@pytest.mark.parametrize("table", STAKE_TABLES)
def test_a_holder_told_twice_holds_once(warehouse: Warehouse, tmp_path: Path, table: str) -> None:
    holders = [(1, "José", cpf(1)), (1, "José", cpf(1)), (2, "Ana", cpf(2))]
    result = warehouse.migrate(_stakes(tmp_path / "antiga.accdb", (HOLDERS, holders), table))
    assert _reasons(result, "BriTech_Cotistas") == {"duplicada": 1}
    assert _reasons(result, table) == {}
    assert _held(warehouse) == [("José", 10), ("Ana", 20)]


@pytest.mark.parametrize("table", STAKE_TABLES)
def test_a_holder_told_in_two_ways_keeps_nobody_else_from_holding(
    warehouse: Warehouse, tmp_path: Path, table: str
) -> None:
    holders = [(1, "José", cpf(1)), (1, "José da Silva", cpf(1)), (2, "Ana", cpf(2))]
    result = warehouse.migrate(_stakes(tmp_path / "antiga.accdb", (HOLDERS, holders), table))
    assert _reasons(result, "BriTech_Cotistas") == {"conflito": 2}
    assert _reasons(result, table) == {"cotista_desconhecido": 1}
    assert _held(warehouse) == [("Ana", 20)]


@pytest.mark.parametrize("broken", [None, ({"CODIGO": LONG, "NOME": TEXT}, [(1, "Outro"), (2, "Outra")])])
@pytest.mark.parametrize("is_first", [True, False])
def test_positions_are_never_joined_with_the_holders_of_another_file(
    warehouse: Warehouse, tmp_path: Path, broken: Table | None, *, is_first: bool
) -> None:
    if not is_first:
        warehouse.migrate(_stakes(tmp_path / "a.accdb", (HOLDERS, [(1, "José", cpf(1)), (2, "Ana", cpf(2))])))
    before = _held(warehouse)
    result = warehouse.migrate(_stakes(tmp_path / "b.accdb", broken, known=(2, 1)))
    (failed,) = (one.failure for one in result.sources if one.table == "BriTech_Posicao_Cotista")
    assert failed is not None
    assert "BriTech_Posicao_Cotista" in failed.reason
    assert "BriTech_Cotistas" in failed.reason
    assert "UndefinedTable" not in failed.reason
    assert result.exit_code == 1
    assert _held(warehouse) == before


_REGISTERED = "SELECT identidade, codigo_britech, nome_cotista FROM cad.info_cotistas ORDER BY codigo_britech, 1"


def test_a_holder_whose_document_is_corrected_leaves_nothing_behind(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.migrate(_stakes(tmp_path / "a.accdb", (HOLDERS, [(1, "José", cpf(1)), (2, "Ana", None)])))
    assert warehouse.rows(_REGISTERED) == [(f"DOC|{cpf(1)}", "1", "José"), ("BRITECH|2", "2", "Ana")]
    # Ana's document comes to be known, and what stood as José's was hers.
    corrected = [(1, "José", cpf(3)), (2, "Ana", cpf(1))]
    result = warehouse.migrate(_stakes(tmp_path / "b.accdb", (HOLDERS, corrected)))
    assert result.exit_code == 0
    assert warehouse.rows(_REGISTERED) == [(f"DOC|{cpf(3)}", "1", "José"), (f"DOC|{cpf(1)}", "2", "Ana")]
    assert _held(warehouse) == [("José", 10), ("Ana", 20)]


def test_a_holder_that_somebody_refers_to_stays_and_gives_up_the_code(warehouse: Warehouse, tmp_path: Path) -> None:
    before = (HOLDERS, [(1, "José", cpf(1)), (2, "Ana", None)])
    warehouse.migrate(_stakes(tmp_path / "a.accdb", before))
    warehouse.rows("UPDATE pos.pos_passivo SET run_id = 'à mão', ordinal = 99 WHERE nome = 'Ana' RETURNING 1")
    warehouse.migrate(_stakes(tmp_path / "b.accdb", (HOLDERS, [(1, "José", cpf(1)), (2, "Ana", cpf(2))])))
    assert warehouse.rows(_REGISTERED) == [
        (f"DOC|{cpf(1)}", "1", "José"),
        (f"DOC|{cpf(2)}", "2", "Ana"),
        ("BRITECH|2", None, "Ana"),
    ]


def test_holders_without_positions_stay_also_where_a_file_tells_of_none(warehouse: Warehouse, tmp_path: Path) -> None:
    holders = (HOLDERS, [(1, "José", cpf(1)), (2, "Ana", None)])
    warehouse.migrate(_stakes(tmp_path / "a.accdb", holders, known=(1,)))
    assert len(warehouse.rows(_REGISTERED)) == 2
    warehouse.migrate(_stakes(tmp_path / "b.accdb", None, known=()))
    assert len(warehouse.rows(_REGISTERED)) == 2
