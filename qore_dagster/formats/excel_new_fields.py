"""The Excel layout from 19 December 2025 (`CARTEIRA_DIARIA_…`): its sections and columns; tables only.

Belongs here: titles, headings, what each is in the canonical model. Does not: finding them on a sheet (`excel_blocks`).

Source: titles and the headings that are not marked assumed are those of the system that read the layout until 2026.
"""

from qore_dagster.formats.excel_blocks import Block, Heading
from qore_dagster.formats.excel_rows import classed, nothing, provision
from qore_dagster.model.tables import CASH, HOLDINGS, PORTFOLIO, PROVISIONS

MARGIN = 0
"""Titles stand in column A."""

TOTALS_TITLE = "Totais"
HOLDINGS_TITLE = "Outros (Não Categorizados)"

_CLASSES = {
    "TÍTULO PÚBLICO": "GOVE",
    "OPERAÇÃO COMPROMISSADA": "REPO",
    "TÍTULO PRIVADO": "CORP",
    "DEBÊNTURE": "DEBE",
    "AÇÃO": "EQUI",
    "PARTICIPAÇÃO": "EQUI",
    "FUTURO": "FUTU",
    "COTA DE FUNDO": "SHAR",
    "DIREITO CREDITÓRIO": "RECE",
}
"""Assumed, as the column that holds them; another text, or none, is UNKN and never a guess."""

BLOCKS = (
    Block(
        TOTALS_TITLE,
        PORTFOLIO,
        (
            Heading("Patrimônio*", "patliq"),
            Heading("Valor da Cota", "valorcota", assumed=True),
            Heading("Quantidade de Cotas", "quantidade", assumed=True),
            Heading("Total de Ativos", "valorativos", assumed=True),
            Heading("A Receber", "valorreceber", assumed=True),
            Heading("A Pagar", "valorpagar", assumed=True),
            Heading("Cotas a Emitir", "vlcotasemitir", assumed=True),
            Heading("Cotas a Resgatar", "vlcotasresgatar", assumed=True),
        ),
        nothing,
    ),
    Block(
        HOLDINGS_TITLE,
        HOLDINGS,
        (
            Heading("Descrição", "codigo"),
            Heading("Nome", "descricao"),
            Heading("Classe", "nivel_2", assumed=True),
            Heading("ISIN", "isin", assumed=True),
            Heading("Quantidade", "quantidade"),
            Heading("Preço", "pu_mercado"),
            Heading("Vl. Mercado*", "valor_mercado"),
            Heading("% PL", None, assumed=True),
        ),
        classed("nivel_2", _CLASSES, "UNKN"),
    ),
    Block(
        "Caixa",
        CASH,
        (Heading("Conta", "descricao", assumed=True), Heading("Moeda", "moeda"), Heading("Saldo", "saldo")),
        nothing,
    ),
    Block(
        "Provisões",
        PROVISIONS,
        (
            Heading("Descrição*", "descricao"),
            Heading("Vencimento", "data_vencimento", assumed=True),
            Heading("Valor", "valor"),
        ),
        provision,
    ),
)
