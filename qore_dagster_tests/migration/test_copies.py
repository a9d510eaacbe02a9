"""Equal rows of one fund and day: which are lines of their own, and which are copies under another name of the fund."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.access_writer import DATE, DOUBLE, TEXT
from benchmarks.old_database import name
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, MOMENT, write

_CPR = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Descrição": TEXT, "Valor": DOUBLE}
OURS, COPY, OTHER = name(4), f"{name(4)} (1)", f"{name(4)} - OBS"
Line = tuple[str, float]


def _loaded(warehouse: Warehouse, folder: Path, lines: Sequence[Line]) -> tuple[list[Decimal], dict[str, int]]:
    """The amounts loaded of one fund's day, whose rows stand under some names of it, and what became of the others."""
    mapping = folder / "depara.csv"
    mapping.write_text(f"nome;fundo\n{COPY};fim-acucena-04\n{OTHER};fim-acucena-04\n", encoding="utf-8")
    rows = [(MOMENT, said, "Conta", "BRL", amount) for said, amount in lines]
    result = warehouse.migrate(write(folder / "antiga.accdb", Caixa_Qore=(CAIXA, rows)), mapping)
    (cash,) = (one for one in result.sources if one.found)
    assert cash.failure is None
    assert cash.balanced
    amounts = warehouse.rows("SELECT saldo_fechamento FROM pos.pos_caixa ORDER BY 1")
    return [amount for (amount,) in amounts], dict(cash.reasons)


def test_equal_payables_under_one_name_are_payables_of_their_own(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = [(MOMENT, name(1), "Auditoria", -10.0)] * 2
    result = warehouse.migrate(write(tmp_path / "antiga.accdb", CPR_QORE=(_CPR, rows)))
    assert [(dict(one.reasons), one.balanced) for one in result.sources if one.found] == [({}, True)]
    assert warehouse.rows("SELECT valor_presente FROM pos.pos_cpr") == [(Decimal(10),)] * 2
    assert warehouse.rows("SELECT count(*) FROM cad.info_cpr") == [(1,)]


@pytest.mark.parametrize(
    ("lines", "amounts", "reasons"),
    [
        # Access finds one by the other: they were deleted and written together, and are one name.
        ([(OURS, 1.0), (OURS, 2.0), (OURS.lower(), 3.0)], [1, 2, 3], {}),
        ([(OURS, 1.0), (OURS.lower(), 1.0)], [1, 1], {}),
        # To Access these are two names: what is equal under both is a copy.
        ([(OURS, 1.0), (OURS.replace("Ç", "C"), 1.0)], [1], {"duplicada": 1}),
        ([(OURS, 1.0), (OURS, 1.0), (COPY, 1.0), (COPY, 1.0)], [1, 1], {"duplicada": 2}),
        # One name has all that the other has: that is the whole day, whichever of the names it is.
        ([(OURS, 1.0), (OURS, 1.0), (COPY, 1.0)], [1, 1], {"duplicada": 1}),
        ([(OURS, 1.0), (COPY, 1.0), (COPY, 1.0)], [1, 1], {"duplicada": 1}),
        ([(COPY, 1.0), (COPY, 2.0), (OURS, 1.0), (OTHER, 2.0)], [1, 2], {"duplicada": 2}),
        # Each has what the other lacks: nobody knows which day is right, and they are not added up.
        ([(OURS, 1.0), (COPY, 2.0)], [], {"conflito": 2}),
        ([(OURS, 1.0), (OURS, 2.0), (COPY, 1.0), (COPY, 3.0)], [], {"conflito": 3, "duplicada": 1}),
        ([(OURS, 1.0), (OURS, 2.0), (COPY, 1.0), (COPY, 1.0)], [], {"conflito": 3, "duplicada": 1}),
    ],
)
def test_what_stands_under_several_names_of_a_fund(
    warehouse: Warehouse,
    tmp_path: Path,
    lines: Sequence[Line],
    amounts: Sequence[int],
    reasons: dict[str, int],
) -> None:
    assert _loaded(warehouse, tmp_path, lines) == (list(amounts), reasons)
