"""Load units to test with: invented funds, with rows of every table that Access has.

Belongs here: making units. Does not: what is expected of their load.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.reconciliation import Status
from qore_dagster.model.tables import HOLDERS, PORTFOLIO, RETURNS
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster_tests.warehouse.units import DAY, SECTIONS, cash, fund, holding, provision

__all__ = ["DAY", "SECTIONS", "cash", "holding", "provision", "stake", "unit"]

_TABLES = ("holdings", "cash", "provisions", "returns", "holders")


def unit(slug: str = "alfa", day: date = DAY, version: int = 1, **changes: Any) -> LoadUnit:
    """A fund's day with a lot of every section, a stake, two accounts, three payables, a return and a holder.

    Args:
        slug: the fund.
        day: the position date.
        version: version of its file; it shows in the name and hash of the file.
        **changes: rows of a table, by its name, or fields of `LoadUnit`, that differ.
    """
    portfolio: Row = dict.fromkeys(PORTFOLIO.columns)
    portfolio |= {
        "moeda": "BRL",
        "valorcota": Decimal("1.23456789"),
        "quantidade": Decimal("1000000.5"),
        "patliq": Decimal("1234568.51"),
        "formato": "XML_5_0",
        "arquivo": f"{slug}_v{version}.xml",
    }
    rows = {name: changes.pop(name) if name in changes else _ROWS[name]() for name in _TABLES}
    for row in (portfolio, *(row for table in rows.values() for row in table)):
        row |= {"data_pos": day, "fundo": slug}
    stated: dict[str, Any] = {
        "key": FundDay(day, slug),
        "version": version,
        "fund": fund(slug),
        "portfolio": portfolio,
        "rows": rows,
        "verdict": Status.HOLDS,
        "sha256": f"{abs(version):064x}",
        "guid": f"guid-{slug}-{version}",
        "run_id": "run-1",
    }
    return LoadUnit(**stated | changes)


def stake(ordinal: int, **changes: Any) -> Row:
    """A stake in a company that is not listed, as 5.0 tells of it."""
    return holding(ordinal, "EQUI", isin=None, codigo=None, tipo_codigo=None, cnpj_emissor="11222333000181") | changes


def _holdings() -> list[Row]:
    return [*(holding(place, secao) for place, secao in enumerate(SECTIONS, 1)), stake(len(SECTIONS) + 1)]


def _return() -> Row:
    row: Row = dict.fromkeys(RETURNS.columns)
    return row | {"ordinal": 1, "descricao": "Fundo", "periodo": "Mês", "rentabilidade": Decimal("-0.0123")}


def _holder() -> Row:
    row: Row = dict.fromkeys(HOLDERS.columns)
    return row | {"ordinal": 1, "nome": "Cotista Ação", "documento": "11222333000181",
                  "quantidade": Decimal("1000000.5"), "percentual": Decimal(100)}  # fmt: skip


_ROWS = {
    "holdings": _holdings,
    "cash": lambda: [cash(1), cash(2)],
    "provisions": lambda: [provision(1), provision(2), provision(3)],
    "returns": lambda: [_return()],
    "holders": lambda: [_holder()],
}
