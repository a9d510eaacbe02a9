"""The Excel layout of `CARTEIRA_DIARIA_*` (from 19 December 2025): titles in column A, one block below the other.

Belongs here: its rows. Does not: the workbook (`excel`). Column names and places known from the system that read it:
Descrição, Nome, Quantidade, Preço, Vl. Mercado; Moeda, Saldo; Descrição, Valor. The rest: see `assumed`.
"""

from qore_dagster.simulator.content.portfolio import Holding, Portfolio
from qore_dagster.simulator.render.assumed import NEW_HOLDING_COLUMNS, NEW_TOTAL_COLUMNS
from qore_dagster.simulator.render.sheet import Row, share


def rows(portfolio: Portfolio) -> list[Row]:
    """All rows of the sheet."""
    return [
        (portfolio.fund.nome,),
        (portfolio.fund.cnpj, portfolio.day),
        (),
        ("Totais",),
        NEW_TOTAL_COLUMNS,
        _totals(portfolio),
        (),
        (),
        ("Outros (Não Categorizados)",),
        NEW_HOLDING_COLUMNS,
        *(_holding(holding, portfolio) for holding in portfolio.holdings),
        (),
        ("Caixa",),
        ("Conta", "Moeda", "Saldo"),
        *((f"{account.bank} {account.number}", "BRL", account.balance) for account in portfolio.cash),
        (),
        ("Provisões",),
        ("Descrição", "Vencimento", "Valor"),
        *((row.account.text, row.due, row.signed) for row in portfolio.provisions),
    ]


def _totals(portfolio: Portfolio) -> Row:
    return (
        portfolio.net_worth,
        portfolio.quota,
        portfolio.fund.quotas,
        portfolio.assets,
        portfolio.receivable,
        portfolio.payable,
        portfolio.to_issue,
        portfolio.to_redeem,
    )


def _holding(holding: Holding, portfolio: Portfolio) -> Row:
    instrument = holding.instrument
    return (
        instrument.code or holding.internal_id,
        instrument.description,
        str(holding.kind),
        instrument.isin,
        -holding.quantity if holding.short else holding.quantity,
        holding.price,
        holding.value,
        share(holding.value, portfolio.net_worth),
    )
