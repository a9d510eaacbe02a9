"""DEPARA and DIAS_UTEIS: two rows that say different things of one name, and what a person wrote before."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.access_writer import DATE, TEXT
from qore_dagster.migration.result import Result
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import DAY, MOMENT, write

_DEPARA = {"TIPO": TEXT, "DE": TEXT, "PARA": TEXT}


def _reasons(result: Result) -> dict[str, int]:
    (one,) = (one for one in result.sources if one.found)
    assert one.failure is None
    assert one.balanced
    assert result.exit_code == int("conflito" in one.reasons)
    return dict(one.reasons)


@pytest.mark.parametrize(
    ("rows", "reasons", "kept"),
    [
        ([("ATIVO", "X", "A"), ("ATIVOS", "X", "B")], {"conflito": 2}, []),
        ([("ATIVO", "X", "A"), ("ativos", "X", "A")], {"duplicada": 1}, [("X", "A")]),
        ([("ATIVO", "X", "A"), ("EMISSOR", "X", "B")], {}, [("X", "A")]),
        ([("ATIVO", "X", "A"), ("Ativo", "X", "A"), ("ATIVOS", "X", "B"), ("ATIVO", "Y", "C")], {"conflito": 3},
         [("Y", "C")]),
    ],
)  # fmt: skip
def test_a_name_that_two_kinds_of_one_table_tell(
    warehouse: Warehouse,
    tmp_path: Path,
    rows: Sequence[tuple[str, str, str]],
    reasons: dict[str, int],
    kept: Sequence[tuple[str, str]],
) -> None:
    result = warehouse.migrate(write(tmp_path / "a.accdb", DEPARA=(_DEPARA, rows)))
    assert _reasons(result) == reasons
    assert warehouse.rows("SELECT de, para FROM aux.depara_ativos") == kept


@pytest.mark.parametrize("said", ["W", "Q"])
def test_a_name_that_a_person_wrote_before_stands(warehouse: Warehouse, tmp_path: Path, said: str) -> None:
    warehouse.rows("INSERT INTO aux.depara_ativos (de, para, fonte) VALUES ('X', 'Q', 'pessoa') RETURNING 1")
    path = write(tmp_path / "a.accdb", DEPARA=(_DEPARA, [("ATIVO", "X", said), ("ATIVO", "Y", "C")]))
    for _ in range(2):
        assert _reasons(warehouse.migrate(path)) == {"ja_escrita": 1}
        assert warehouse.rows("SELECT de, para, fonte FROM aux.depara_ativos ORDER BY 1") == [
            ("X", "Q", "pessoa"),
            ("Y", "C", "DEPARA"),
        ]
    assert _told(warehouse) == [("X",)]


def test_a_day_that_a_person_wrote_before_stands(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.rows(
        "INSERT INTO cad.info_calendario (data, dia_util, fonte) VALUES (%s, false, 'pessoa') RETURNING 1", DAY
    )
    path = write(tmp_path / "a.accdb", DIAS_UTEIS=({"DATA": DATE}, [(MOMENT,)]))
    for _ in range(2):
        assert _reasons(warehouse.migrate(path)) == {"ja_escrita": 1}
        assert warehouse.rows("SELECT data, dia_util, fonte FROM cad.info_calendario") == [(DAY, False, "pessoa")]


def _told(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.rows("SELECT conteudo->>'de' FROM ctl.migrated_quarantine WHERE codigo = 'ja_escrita'")
