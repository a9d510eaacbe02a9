"""Load units to test with: those of the warehouse, with returns and holders."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from qore_dagster.access.shaping import AccessUnit
from qore_dagster.model.parsed import Row
from qore_dagster.model.tables import HOLDERS, RETURNS
from qore_dagster_tests.warehouse import units
from qore_dagster_tests.warehouse.units import DAY, holding

__all__ = ["DAY", "holding", "stake", "unit"]


def unit(slug: str = "alfa", day: date = DAY, version: int = 1, **changes: Any) -> AccessUnit:
    """A fund's day with a row of every section, a stake, a return and a holder; see `warehouse.units.unit`."""
    given = {name: changes.pop(name) for name in ("returns", "holders") if name in changes}
    if "holdings" not in changes:
        changes["holdings"] = [*(holding(n, secao) for n, secao in enumerate(units.SECTIONS, 1)), stake(15)]
    base = units.unit(slug, day, version, **changes)
    made = AccessUnit(**{one.name: getattr(base, one.name) for one in fields(base)}, **{**_more(), **given})
    for row in (*made.returns, *made.holders, *made.holdings):
        row |= {"data_pos": day, "fundo": slug}
    return made


def stake(ordinal: int, **changes: Any) -> Row:
    """A stake in a company that is not listed, as 5.0 tells of it."""
    return holding(ordinal, "EQUI", isin=None, codigo=None, tipo_codigo=None, cnpj_emissor="11222333000181") | changes


def _more() -> dict[str, list[Row]]:
    return {
        "returns": [
            {**dict.fromkeys(RETURNS.columns), "ordinal": 1, "descricao": "Fundo", "periodo": "Mês",
             "rentabilidade": Decimal("-0.0123")}
        ],
        "holders": [
            {**dict.fromkeys(HOLDERS.columns), "ordinal": 1, "nome": "Cotista Ação", "documento": "11222333000181",
             "quantidade": Decimal("1000000.5"), "percentual": Decimal(100)}
        ],
    }  # fmt: skip
