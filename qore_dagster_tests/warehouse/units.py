"""Load units to test with: invented funds, instruments and figures, every section of a portfolio among them.

Belongs here: making units. Does not: what is expected of their load.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import Row
from qore_dagster.model.reconciliation import Status
from qore_dagster.model.tables import CASH, HOLDERS, HOLDINGS, PORTFOLIO, PROVISIONS, TABLES
from qore_dagster.registry.funds import Fund
from qore_dagster.warehouse.load_unit import LoadUnit

DAY = date(2025, 11, 19)

SECTIONS = ("GOVE", "CORP", "DEBE", "REPO", "EQUI", "SHAR", "RECE", "STRU", "FUTU", "OPTN", "FWRD", "SWAP", "REAL",
            "UNKN")  # fmt: skip


def fund(slug: str, **changes: Any) -> Fund:
    """An invented fund."""
    stated: dict[str, Any] = {
        "slug": slug,
        "uuid": str(uuid5(NAMESPACE_DNS, slug)),
        "cnpj": "11222333000181",
        "nome": f"FUNDO {slug.upper()} DE INVESTIMENTO",
        "nome_curto": slug.upper(),
        "listed": True,
        "wanted": True,
        "types": tuple(FileType),
        "position": 1,
    }
    return Fund(**stated | changes)


def holding(ordinal: int, secao: str, **changes: Any) -> Row:
    """A lot; its instrument follows from `ordinal`, so that funds hold the same ones."""
    row: Row = dict.fromkeys(HOLDINGS.columns)
    row |= {
        "ordinal": ordinal,
        "secao": secao,
        "isin": f"BRXYZ{ordinal:06}1",
        "codigo": f"XYZ{ordinal}",
        "tipo_codigo": "CETI",
        "descricao": f"PAPEL {ordinal}",
        "direcao": "LONG",
        "quantidade": Decimal("1000.00000"),
        "pu_mercado": Decimal("10.12345678"),
        "pu_compra": Decimal("9.87"),
        "valor_mercado": Decimal("10123.46"),
        "moeda": "BRL",
        "data_vencimento": date(2030, 1, 1),
        "hedge": ordinal % 2 == 0,
    }
    return row | changes


def cash(ordinal: int, **changes: Any) -> Row:
    """A cash account."""
    row: Row = dict.fromkeys(CASH.columns)
    row |= {"ordinal": ordinal, "tipo_conta": "D", "instituicao": "BRBANK", "descricao": f"CONTA {ordinal}",
            "moeda": "BRL", "saldo": Decimal("-12.34")}  # fmt: skip
    return row | changes


def provision(ordinal: int, **changes: Any) -> Row:
    """A payable."""
    row: Row = dict.fromkeys(PROVISIONS.columns)
    row |= {"ordinal": ordinal, "tipo_cpr": "PAGAR", "codigo": str(ordinal), "descricao": f"TAXA {ordinal}",
            "data_vencimento": date(2025, 12, 5), "valor": Decimal("100.01")}  # fmt: skip
    return row | changes


def holder(ordinal: int, **changes: Any) -> Row:
    """A holder of quotas."""
    row: Row = dict.fromkeys(HOLDERS.columns)
    row |= {"ordinal": ordinal, "nome": f"COTISTA {ordinal}", "quantidade": Decimal("10.5"),
            "valor_bruto": Decimal("12.96"), "formato": "CARTEIRA_EXCEL",
            "arquivo": "carteira.xlsx", "sha256": f"{7:064x}"}  # fmt: skip
    return row | changes


OTHER_ROWS: dict[str, Row] = {
    "returns": {"descricao": "Fundo (%)", "periodo": "Mês", "rentabilidade": Decimal("-0.123456"),
                "formato": "CARTEIRA_EXCEL", "arquivo": "carteira.xlsx", "sha256": f"{7:064x}"},
    "expenses": {"secao_origem": "despesas", "codigo": "txadm", "valor": Decimal("55.10"), "taxa": Decimal("0.2")},
    "classes": {"nivel": "SUBCLASSE", "nome": "SUBCLASSE A", "valorcota": Decimal("1.5")},
    "details": {"tabela": "holdings", "linha_tabela": 1, "bloco": "imoveis", "campo": "uf", "valor": "SP"},
    "unknown": {"caminho": "fundo/novidade", "linha": 12, "conteudo": "<novidade/>"},
    "quarantine": {"tabela": "holdings", "secao_origem": "acoes", "caminho": "fundo/acoes", "linha": 40,
                   "motivo": "'x' não é um número", "conteudo": "<acoes/>", "formato": "XML_4_01",
                   "arquivo": "alfa.xml", "sha256": f"{1:064x}"},
}  # fmt: skip
"""One row of each of the other tables."""


def unit(slug: str = "alfa", day: date = DAY, version: int = 1, **changes: Any) -> LoadUnit:
    """A fund's day with a row of every section, two accounts, three payables, two holders, one of all else.

    Args:
        slug: the fund.
        day: the position date.
        version: version of its file; it shows in the name and hash of the file.
        **changes: fields of `LoadUnit`, or rows of a canonical table, that differ.
    """
    portfolio: Row = dict.fromkeys(PORTFOLIO.columns)
    portfolio |= {
        "cnpj": "11222333000181",
        "moeda": "BRL",
        "valorcota": Decimal("1.23456789"),
        "casas_cota": 8,
        "quantidade": Decimal("1000000.5"),
        "patliq": Decimal("1234568.51"),
        "criado_em": datetime(2025, 11, 20, 9, 30, tzinfo=UTC),
        "formato": "XML_5_0",
        "arquivo": f"{slug}_v{version}.xml",
    }
    stated: dict[str, Any] = {
        "key": FundDay(day, slug),
        "version": version,
        "fund": fund(slug),
        "portfolio": portfolio,
        "verdict": Status.HOLDS,
        "sha256": f"{abs(version):064x}",
        "guid": f"guid-{slug}-{version}",
        "run_id": "run-1",
    }
    rows: dict[str, list[Row]] = {
        "holdings": [holding(place, secao) for place, secao in enumerate(SECTIONS, 1)],
        "cash": [cash(1), cash(2)],
        "provisions": [provision(1), provision(2), provision(3)],
        "holders": [holder(1), holder(2, documento="11222333000181")],
        **{name: [dict.fromkeys(TABLES[name].columns) | row | {"ordinal": 1}] for name, row in OTHER_ROWS.items()},
    }
    rows |= {name: changes.pop(name) for name in tuple(changes) if name in rows}
    made = LoadUnit(rows=rows, **stated | changes)
    for row in (made.portfolio, *(row for each in rows.values() for row in each)):
        row |= {"data_pos": day, "fundo": slug}
    return made


NOTHING: dict[str, Any] = {name: [] for name in TABLES if name != "portfolio"}
"""Changes that leave a unit its header only."""
