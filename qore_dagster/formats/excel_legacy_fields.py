"""The Excel layout before 19 December 2025: its sections and columns; tables only.

Belongs here: titles, headings, what each is in the canonical model. Does not: finding them on a sheet (`excel_blocks`).

Source: titles, totals and the columns of fixed income, stakes, cash, provisions and quota are those of the system that
read the layout until 2026. Headings marked assumed are documented nowhere; where one is missing the section is read all
the same, and said.
"""

from qore_dagster.formats.excel_blocks import Block, Heading
from qore_dagster.formats.excel_rows import classed, holding, nothing, provision
from qore_dagster.model.tables import CASH, HOLDERS, HOLDINGS, PORTFOLIO, PROVISIONS

MARGIN = 1
"""Titles stand in column B."""

RETURNS_TITLE = "Rentabilidades"


def _assumed(*pairs: tuple[str, str | None]) -> tuple[Heading, ...]:
    return tuple(Heading(text, column, assumed=True) for text, column in pairs)


_CODE_AND_NAME = (("Código", "codigo"), ("Nome", "descricao"))
_FUND = (("CNPJ", "cnpj_emissor"), ("Fundo", "descricao"))


def _listed(title: str, section: str, first: tuple[tuple[str, str], ...], price: str, value: str) -> Block:
    """A section of what has a price; the last two columns are shares of the section and of the net worth."""
    return Block(
        title,
        HOLDINGS,
        (
            *_assumed(*first, ("ISIN", "isin"), ("Qtde", "quantidade"), ("Qtde_Bloqueada", "qtd_bloqueada")),
            *_assumed((price, "pu_mercado")),
            Heading(value, "valor_mercado"),
            *_assumed(("%PL", None), ("%*", None)),
        ),
        holding(section),
    )


BLOCKS = (
    _listed("Ações", "EQUI", _CODE_AND_NAME, "PU_Mercado", "Valor_Mercado"),
    Block(
        "Participação em Sociedade Limitada",
        HOLDINGS,
        (
            Heading("Id_Operacao", "codigo_interno"),
            Heading("Descricao", "descricao"),
            Heading("Emissor", "nome_emissor"),
            Heading("Tipo_Companhia", ""),
            Heading("Codigo", "codigo"),
            Heading("Data_Aquisicao", "data_compra"),
            Heading("Qtde", "quantidade"),
            Heading("Qtde_Bloqueada", "qtd_bloqueada"),
            Heading("PU_Custo", "pu_compra"),
            Heading("Valor_Custo", "principal"),
            Heading("Pu_Mercado", "pu_mercado"),
            Heading("Valor_Mercado", "valor_mercado"),
            Heading("%Outros_Ativos", None),
            Heading("%PL", None),
        ),
        holding("EQUI"),
    ),
    Block(
        "Renda Fixa",
        HOLDINGS,
        (
            Heading("ID", "codigo_interno"),
            Heading("Operação", "data_compra"),
            Heading("Emissão", "data_emissao"),
            Heading("Vencimento", "data_vencimento"),
            Heading("Titulo", "descricao"),
            Heading("Emissor", "nome_emissor"),
            Heading("Qtd", "quantidade"),
            Heading("QtdBloq", "qtd_bloqueada"),
            Heading("Taxa", "taxa", or_text=True),  # whether it says `6,5` or `IPCA + 6,5%` no source tells
            Heading("Valor_Aplic", "principal"),
            Heading("PU_Mercado", "pu_mercado"),
            Heading("Valor_Bruto", ""),
            Heading("Tributos", "tributos"),
            Heading("Valor_Liquido", "valor_mercado"),
            Heading("%RF", None),
            Heading("%PL", None),
        ),
        # The section does not tell bonds from debentures: all that is not the Treasury's is private credit.
        classed("nome_emissor", {"TESOURO NACIONAL": "GOVE"}, "CORP"),
    ),
    _listed("Cotas de Investimento", "SHAR", _FUND, "Cota", "Valor_Mercado"),
    Block(
        "Direito Creditório",
        HOLDINGS,
        (
            *_assumed(("ID", "codigo_interno"), ("Descricao", "descricao"), ("CNPJ_Sacado", "cnpj_emissor")),
            *_assumed(("Aquisição", "data_emissao"), ("Vencimento", "data_vencimento"), ("Qtde", "quantidade")),
            *_assumed(("PU_Presente", "pu_mercado")),
            Heading("Valor_Presente", "valor_mercado"),
            *_assumed(("%DC", None), ("%PL", None)),
        ),
        holding("RECE"),
    ),
    _listed("Futuros", "FUTU", _CODE_AND_NAME, "PU_Ajuste", "Ajuste"),
    Block(
        "Saldos em Conta Corrente",
        CASH,
        (Heading("Descrição", "descricao"), Heading("Moeda_Origem", "moeda"), Heading("Valor", "saldo")),
        nothing,
    ),
    Block(
        "Valores a Liquidar",
        PROVISIONS,
        (
            Heading("Descrição", "descricao"),
            Heading("Lançamento", ""),
            Heading("Vencimento", "data_vencimento"),
            Heading("Valor", "valor"),
            Heading("%Valores", None),
            Heading("%PL", None),
        ),
        provision,
        total="Liquidação",
    ),
    Block(
        "Patrimônio Fechamento",
        PORTFOLIO,
        (
            Heading("PL Posição", "patliq"),
            Heading("QtdeCota_antes", ""),
            Heading("QtdeCota", "quantidade"),
            Heading("Valor da Cota Bruta", "valorcota_bruta"),
            Heading("Valor da Cota Líquida", "valorcota"),
            Heading("Valor da Cota Rendimento", ""),
        ),
        nothing,
    ),
    Block(
        "Investidor",
        HOLDERS,
        (
            Heading("Investidor", "nome"),
            *_assumed(("QtdeCota", "quantidade"), ("Valor da Cota", None)),
            *_assumed(("Valor", "valor_bruto")),
        ),
        nothing,
        untitled=True,
    ),
)
NET_WORTH_TITLE = "Patrimônio Fechamento"
