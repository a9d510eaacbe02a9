"""Load units to test with: invented funds, with rows of every table that Access has.

Belongs here: making units. Does not: what is expected of their load.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from qore_dagster.model.parsed import Row
from qore_dagster.model.tables import HOLDERS, RETURNS
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster_tests.warehouse import units
from qore_dagster_tests.warehouse.units import DAY, SECTIONS, cash, holding, provision

_WORKBOOK: Row = {"formato": "CARTEIRA_EXCEL", "arquivo": "carteira.xlsx", "sha256": f"{7:064x}"}

__all__ = ["DAY", "SECTIONS", "cash", "holding", "provision", "stake", "unit"]


def unit(slug: str = "alfa", day: date = DAY, version: int = 1, **changes: Any) -> LoadUnit:
    """A fund's day as PostgreSQL gets it, and with a stake, a return and a holder besides.

    Args:
        slug: the fund.
        day: the position date.
        version: version of its file; it shows in the name and hash of the file.
        **changes: rows of a table, by its name, or fields of `LoadUnit`, that differ.
    """
    ours: dict[str, Any] = {"holdings": _holdings(), "returns": [_return()], "holders": [_holder()]}
    return units.unit(slug, day, version, **(ours | changes))


def stake(ordinal: int, **changes: Any) -> Row:
    """A stake in a company that is not listed, as 5.0 tells of it."""
    return holding(ordinal, "EQUI", isin=None, codigo=None, tipo_codigo=None, cnpj_emissor="11222333000181") | changes


def _holdings() -> list[Row]:
    return [*(holding(place, secao) for place, secao in enumerate(SECTIONS, 1)), stake(len(SECTIONS) + 1)]


def _return() -> Row:
    row: Row = dict.fromkeys(RETURNS.columns)
    return row | _WORKBOOK | {"ordinal": 1, "descricao": "Fundo", "periodo": "Mês", "rentabilidade": Decimal("-0.0123")}


def _holder() -> Row:
    row: Row = dict.fromkeys(HOLDERS.columns)
    return row | _WORKBOOK | {"ordinal": 1, "nome": "Cotista Ação", "documento": "11222333000181",
                              "quantidade": Decimal("1000000.5"), "percentual": Decimal(100)}  # fmt: skip
