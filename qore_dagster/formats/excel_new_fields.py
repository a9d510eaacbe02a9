"""The new Excel layout: each section's title and columns, and where they go; tables only.

Belongs here: what the portal's `CARTEIRA_DIARIA_…` workbooks have (from December 2025). Does not: how they are read
(`sheet_rows`).

Source: the titles, and the columns Patrimônio…, Descrição, Nome, Quantidade, Preço, Vl. Mercado…, Moeda, Saldo, Valor,
are those that the system before this one looked for. All that no source tells is marked `assumed`.
"""

from qore_dagster.formats.identifiers import identifier_of
from qore_dagster.formats.sheet_fields import Layout, SheetColumn, SheetSection
from qore_dagster.formats.sheet_instruments import CLASS, by_class, provision, quota
from qore_dagster.model.file_type import FileType
from qore_dagster.model.tables import CASH, HOLDINGS, PORTFOLIO, PROVISIONS

_C = SheetColumn

TOTALS = SheetSection(
    "Totais",
    PORTFOLIO,
    (
        _C("Patrimônio", "patliq", required=True, opens=True),
        _C("Valor da Cota", "valorcota", assumed=True),
        _C("Quantidade de Cotas", "quantidade", assumed=True),
        _C("Total de Ativos", "valorativos", assumed=True),
        _C("A Receber", "valorreceber", assumed=True),
        _C("A Pagar", "valorpagar", assumed=True),
        _C("Cotas a Emitir", "vlcotasemitir", assumed=True),
        _C("Cotas a Resgatar", "vlcotasresgatar", assumed=True),
    ),
    complete=quota,
    required=True,
)
UNCATEGORISED = SheetSection(
    "Outros (Não Categorizados)",
    HOLDINGS,
    (
        _C("Descrição", "codigo", note="the paper's code, as the system before took it; else the administrator's id"),
        _C("Nome", "descricao"),
        _C(CLASS, assumed=True, note="tells `secao`; without it, or with a class that is not known, UNKN"),
        _C("ISIN", "isin", assumed=True, read=identifier_of),
        _C("Quantidade", "quantidade", required=True, note="negative where held short (assumed)"),
        _C("Preço", "pu_mercado"),
        _C("Vl. Mercado", "valor_mercado", required=True, opens=True),
        _C("% PL", left_out="follows from the values", assumed=True),
    ),
    complete=by_class,
    total_of="valor_mercado",
)
ACCOUNTS = SheetSection(
    "Caixa",
    CASH,
    (
        _C("Conta", "descricao", assumed=True),
        _C("Moeda", "moeda", required=True),
        _C("Saldo", "saldo", required=True),
    ),
    total_of="saldo",
)
PAYABLES_AND_RECEIVABLES = SheetSection(
    "Provisões",
    PROVISIONS,
    (
        _C("Descrição", "descricao", required=True, opens=True),
        _C("Vencimento", "data_vencimento", assumed=True),
        _C("Valor", "valor", required=True, opens=True, note="negative is payable (assumed)"),
    ),
    complete=provision,
    total_of="valor",
)

LAYOUT = Layout(
    "Excel novo",
    FileType.CARTEIRA_EXCEL,
    (TOTALS, UNCATEGORISED, ACCOUNTS, PAYABLES_AND_RECEIVABLES),
    currency="BRL",  # `R$` in the header of the market value
)
