"""What no public source tells about the portal's files, and what the simulator does in its place.

Belongs here: every assumption of the renderers, as a value that they use or as a line below. Does not: what is known
(ANBIMA's schemas and manual, file names and section titles seen).

ANBIMA 5.0
    * The schema has no sign for a price: the quota of a fund of negative net worth is written without one; its sign
      is that of the net worth.
    * A credit right is a holding under TABELA NIVEL 1 = RECE (the manual keeps rights in an extension of the fund).
    * A stake in an unlisted company is a holding under EQUI with the company's CNPJ, a filler ISIN and no code.
    * File names: by the manual (FC or FD, CNPJ, dates), with eight characters of the guid as the free part.
ANBIMA 4.01
    * File names: FD, CNPJ, dates, as one public producer has them.
    * A credit right is one `fidc` row, a stake one `participacoes` row.
    * Encoding: both that were seen occur (none declared, and ISO-8859-1 declared).
Excel, both layouts
    * The sheet's name. Payables are negative. A short future has a negative quantity; its value is the adjustment.
Excel, new layout
    * All columns but Descrição, Nome, Quantidade, Preço, Vl. Mercado, Moeda, Saldo, Valor; CNPJ and date in row 2.
Excel, legacy layout
    * Column A is empty; the fund's name stands in B1; sections of holdings without rows are left out.
    * The columns of shares, fund quotas, receivables, returns and holders; the section of futures; the returns' CDI.
PDF
    * The whole layout (`pdf`).
"""

from datetime import date
from decimal import Decimal

from qore_dagster.calendar import business_days
from qore_dagster.simulator.content.draw import Draw
from qore_dagster.simulator.content.funds import SimFund
from qore_dagster.simulator.content.instruments import company
from qore_dagster.simulator.content.portfolio import Portfolio, cents
from qore_dagster.simulator.render.sheet import Row

PDF_SEAL_TURNS = {False: 3_200, True: 5_900}  # legacy and new: about 81 and 140 kB, as seen in the portal
FILLER_ISIN = "BR0000000000"
EXCEL_SHEET = "Carteira"
NEW_TOTAL_COLUMNS = (
    "Patrimônio Líquido", "Valor da Cota", "Quantidade de Cotas", "Total de Ativos", "A Receber", "A Pagar",
    "Cotas a Emitir", "Cotas a Resgatar",
)  # fmt: skip
NEW_HOLDING_COLUMNS = ("Descrição", "Nome", "Classe", "ISIN", "Quantidade", "Preço", "Vl. Mercado (R$)", "% PL")
LEGACY_SHARES = ("Código", "Nome", "ISIN", "Qtde", "Qtde_Bloqueada", "PU_Mercado", "Valor_Mercado", "%Ações", "%PL")
LEGACY_QUOTAS = ("CNPJ", "Fundo", "ISIN", "Qtde", "Qtde_Bloqueada", "Cota", "Valor_Mercado", "%Cotas", "%PL")
LEGACY_FUTURES = ("Código", "Nome", "ISIN", "Qtde", "Qtde_Bloqueada", "PU_Ajuste", "Ajuste", "%Futuros", "%PL")
LEGACY_RECEIVABLES = (
    "ID", "Descricao", "CNPJ_Sacado", "Aquisição", "Vencimento", "Qtde", "PU_Presente", "Valor_Presente", "%DC", "%PL",
)  # fmt: skip
_CDI_A_DAY = Decimal("0.000551")
_HOLDERS = 300  # where the companies that hold quotas start


def declares_latin_1(fund: SimFund) -> bool:
    """Whether the fund's 4.01 files are declared and written in ISO-8859-1: one fund in four."""
    return fund.index % 4 == 3  # one in four


def cdi(after: date, until: date) -> Decimal:
    """The CDI's growth, in %, over the business days after one day until another."""
    return ((1 + _CDI_A_DAY) ** (len(business_days(after, until)) - 1) - 1) * 100


def holders(portfolio: Portfolio) -> list[Row]:
    """The legacy layout's block of quota holders: two to five, who hold all quotas."""
    fund = portfolio.fund
    draw = Draw("holders", fund.uuid)
    count = draw.between(2, 5)
    weights = [draw.between(1, 9) for _ in range(count)]
    units = [round(fund.quotas * weight / sum(weights), 8) for weight in weights[1:]]
    rows: list[Row] = [("Investidor", "QtdeCota", "Valor da Cota", "Valor")]
    for number, held in enumerate((fund.quotas - sum(units), *units)):
        name = company(_HOLDERS + fund.index % _HOLDERS + number).name
        rows.append((name, held, portfolio.quota, cents(held * portfolio.quota)))
    rows.append(("Total", fund.quotas, None, portfolio.net_worth))
    return rows
