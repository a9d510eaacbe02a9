"""The tables of ANBIMA 5.0: complete, and consistent with the canonical model."""

import pytest

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats.reading import Column, paths_of
from qore_dagster.model.fields import Table
from qore_dagster.model.tables import CASH, EXPENSES, HOLDINGS, PORTFOLIO, PROVISIONS

_ROW = {"data_pos", "fundo", "ordinal"}


@pytest.mark.parametrize(
    ("table", "columns", "otherwise"),
    [
        (
            PORTFOLIO,
            fields.REPORT_COLUMNS + fields.ACCOUNT_COLUMNS,
            {"fundo", "casas_cota", "criado_em", "formato", "arquivo", "sha256"} | fields.NOT_TOLD["portfolio"],
        ),
        (
            HOLDINGS,
            fields.HOLDING_COLUMNS,
            _ROW | {"secao", "secao_origem", "codigo", "tipo_codigo", "direcao", "hedge"} | fields.NOT_TOLD["holdings"],
        ),
        (CASH, fields.CASH_COLUMNS, _ROW),
        (PROVISIONS, fields.PROVISION_COLUMNS, _ROW | {"tipo_cpr", "data_vencimento", "conta"}),
        (EXPENSES, fields.EXPENSE_COLUMNS, _ROW | {"secao_origem", "conta"} | fields.NOT_TOLD["expenses"]),
    ],
)
def test_every_column_of_the_model_is_read_once(table: Table, columns: tuple[Column, ...], otherwise: set[str]) -> None:
    names = [column.name for column in columns]
    assert len(names) == len(set(names))
    assert set(names) | otherwise == set(table.columns)
    assert not set(names) & otherwise


@pytest.mark.parametrize(
    ("columns", "ignored"),
    [
        (fields.REPORT_COLUMNS, fields.REPORT_IGNORED),
        (fields.ACCOUNT_COLUMNS + fields.CREDIT_RIGHTS_COLUMNS + fields.MARGIN_COLUMNS, fields.ACCOUNT_IGNORED),
        (fields.HOLDING_COLUMNS + fields.CASH_COLUMNS, fields.POSITION_IGNORED),
        (fields.PROVISION_COLUMNS, fields.PROVISION_IGNORED),
    ],
)
def test_nothing_taken_is_ignored_and_each_omission_has_its_reason(
    columns: tuple[Column, ...], ignored: dict[str, str]
) -> None:
    taken = {path.partition("@")[0] for path in paths_of(columns)}
    assert not [path for path in taken for skipped in ignored if f"{path}/".startswith(f"{skipped}/")]
    assert all(ignored.values())


@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        (fields.ACCOUNT_COLUMNS + fields.CREDIT_RIGHTS_COLUMNS + fields.MARGIN_COLUMNS, fields.ACCOUNT_KEPT),
        (fields.HOLDING_COLUMNS + fields.CASH_COLUMNS, fields.POSITION_KEPT),
    ],
)
def test_nothing_is_said_to_be_kept_that_a_column_takes(columns: tuple[Column, ...], kept: tuple[str, ...]) -> None:
    assert not {path.partition("@")[0] for path in paths_of(columns)} & set(kept)
