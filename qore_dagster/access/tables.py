"""The tables of the Access file: every column stated once.

Belongs here: names, kinds, sources and meanings; they drive DDL, load and documentation. Does not: which holding goes
to which table (`routing`), how a value is computed (`derived`).

Names, accents and order are those of the users' database where they are known. Of equities, fund quotas, credit rights,
returns and holders only the tables' names are; their columns have the canonical names. `Renda_Fixa_Qore` is the table
that older documents call `RF_Qore`. What no source tells is null: an opening quantity is not the closing one, a due
date is not the position date.
"""

from qore_dagster.access.columns import SCALES, AccessTable, Column, Kind, Origin, folded, kept, share, untold
from qore_dagster.model.fields import FieldType
from qore_dagster.model.tables import CASH, HOLDERS, HOLDINGS, PORTFOLIO, PROVISIONS, RETURNS

SINK = "access"
"""The name of this sink."""

KEY = (
    Column("DATA_INPUT", Kind.DATE, ("unit.data_pos",), "Position date.", Origin.USERS),
    Column("FUNDO", Kind.TEXT, ("fund.slug",), "The fund's slug in the registry: one spelling for ever.", Origin.USERS),
)
"""What every table begins with; a load replaces all rows of a pair."""

_MONEY, _PRICE, _QUANTITY = SCALES[FieldType.MONEY], SCALES[FieldType.PRICE], SCALES[FieldType.QUANTITY]
_OF_NET_WORTH = "Market value, % of the net worth; null where that is null or zero."
_SIGNED = "quantidade"


def _table(name: str, grain: str, canonical: str, *columns: Column) -> AccessTable:
    return AccessTable(name, grain, canonical, (*KEY, *columns))


def _held(name: str, grain: str, *columns: str) -> AccessTable:
    """A table of lots whose old columns are unknown: canonical names."""
    return _table(
        name,
        grain,
        HOLDINGS.name,
        *(kept(HOLDINGS, one, derived=_SIGNED if one == "quantidade" else "") for one in columns),
        share("%PL", "perc_pl", _OF_NET_WORTH, Origin.OURS),
    )


COTAS = _table(
    "Cotas_Patrimonio_Qore",
    PORTFOLIO.grain,
    PORTFOLIO.name,
    kept(PORTFOLIO, "patliq", "PL Posição"),
    untold("QtdeCota_antes", Kind.DECIMAL, "Units at the opening.", _QUANTITY),
    kept(PORTFOLIO, "quantidade", "QtdeCota"),
    kept(PORTFOLIO, "valorcota_bruta", "Valor da Cota Bruta"),
    kept(PORTFOLIO, "valorcota", "Valor da Cota Líquida"),
    untold("Valor da Cota Rendimento", Kind.DECIMAL, "Quota of income.", _PRICE),
)

CAIXA = _table(
    "Caixa_Qore",
    CASH.grain,
    CASH.name,
    kept(CASH, "descricao", "Descrição"),
    kept(CASH, "moeda", "Moeda_Origem"),
    kept(CASH, "saldo", "Valor"),
)

CPR = _table(
    "CPR_QORE",
    PROVISIONS.grain,
    PROVISIONS.name,
    kept(PROVISIONS, "descricao", "Descrição", "conta", "codigo"),
    untold("Lançamento", Kind.DATE, "Posting date."),
    kept(PROVISIONS, "data_vencimento", "Vencimento"),
    Column("Valor", Kind.DECIMAL, ("derived.valor_cpr",), "Amount, negative when payable.", Origin.USERS, _MONEY),
    share("%Valores", "perc_lado", "% of all payables, or of all receivables: of its own side."),
    share("%PL", "perc_pl_cpr", "% of the net worth, negative when payable; null where that is null or zero."),
)

RENDA_FIXA = _table(
    "Renda_Fixa_Qore",
    "one lot of a bond, private or government, or a repo",
    HOLDINGS.name,
    kept(HOLDINGS, "codigo_interno", "ID"),
    kept(HOLDINGS, "data_compra", "Operação"),
    kept(HOLDINGS, "data_emissao", "Emissão"),
    kept(HOLDINGS, "data_vencimento", "Vencimento"),
    kept(HOLDINGS, "descricao", "Titulo", "codigo", "isin"),
    kept(HOLDINGS, "nome_emissor", "Emissor", "cnpj_emissor"),
    kept(HOLDINGS, "quantidade", "Qtd", derived=_SIGNED),
    kept(HOLDINGS, "qtd_bloqueada", "QtdBloq"),
    kept(HOLDINGS, "taxa", "Taxa"),
    kept(HOLDINGS, "principal", "Valor_Aplic"),
    kept(HOLDINGS, "pu_mercado", "PU_Mercado"),
    untold("Valor_Bruto", Kind.DECIMAL, "Value before taxes.", _MONEY),
    kept(HOLDINGS, "tributos", "Tributos"),
    kept(HOLDINGS, "valor_mercado", "Valor_Liquido"),
    share("%RF", "perc_tabela", "Market value, % of this table's rows of the fund's day."),
    share("%PL", "perc_pl", _OF_NET_WORTH),
)

SOCIEDADE_LIMITADA = _table(
    "Sociedade_Limitada_QORE",
    "one stake in a company that is not listed",
    HOLDINGS.name,
    kept(HOLDINGS, "codigo_interno", "Id_Operacao"),
    kept(HOLDINGS, "descricao", "Descricao"),
    kept(HOLDINGS, "nome_emissor", "Emissor", "cnpj_emissor"),
    untold("Tipo_Companhia", Kind.TEXT, "Kind of company."),
    kept(HOLDINGS, "codigo", "Codigo"),
    kept(HOLDINGS, "data_compra", "Data_Aquisicao"),
    kept(HOLDINGS, "quantidade", "Qtde", derived=_SIGNED),
    kept(HOLDINGS, "qtd_bloqueada", "Qtde_Bloqueada"),
    kept(HOLDINGS, "pu_compra", "PU_Custo"),
    kept(HOLDINGS, "principal", "Valor_Custo"),
    kept(HOLDINGS, "pu_mercado", "Pu_Mercado"),
    kept(HOLDINGS, "valor_mercado", "Valor_Mercado"),
    share("%Outros_Ativos", "perc_tabela", "Market value, % of this table's rows of the fund's day."),
    share("%PL", "perc_pl", _OF_NET_WORTH),
)

_PAPER = ("secao", "codigo", "isin", "descricao")
_AMOUNTS = ("direcao", "quantidade", "qtd_bloqueada", "qtd_garantia", "pu_mercado", "pu_compra", "data_compra",
            "valor_mercado", "moeda")  # fmt: skip

RENDA_VARIAVEL = _held(
    "Renda_Variável_Qore", "one lot of shares", *_PAPER, "cnpj_emissor", "mercado", *_AMOUNTS, "aluguel_contrato",
    "aluguel_data_vencimento", "aluguel_taxa",
)  # fmt: skip
FUNDOS = _held(
    "Fundos_Qore", "one lot of quotas of a fund", *_PAPER, "cnpj_emissor", "nome_emissor", *_AMOUNTS, "tributos"
)
DIREITO_CREDITORIO = _held(
    "Direito_Creditorio_Qore", "one lot of credit rights", *_PAPER, "codigo_interno", "cnpj_emissor", "nome_emissor",
    "data_emissao", "data_vencimento", "indexador", "perc_indexador", "taxa", "perc_provisao", *_AMOUNTS,
)  # fmt: skip
DERIVATIVOS = _held(
    "Derivativos_Qore", "one lot of futures, options, forwards or swaps", *_PAPER, "nivel_2", "ativo_objeto", "serie",
    "tipo_opcao", "preco_exercicio", "data_vencimento", "data_exercicio", "valor_nocional", "swap_valor_ativo",
    "swap_indexador_ativo", "swap_valor_passivo", "swap_indexador_passivo", *_AMOUNTS,
)  # fmt: skip
OUTROS = _held(
    "Outros_Qore", "one lot of anything else: real estate, loans of no known paper, unknown", "secao_origem", *_PAPER,
    "cnpj_emissor", *_AMOUNTS,
)  # fmt: skip

RENTABILIDADE = _table(
    "Rentabilidade_Qore",
    RETURNS.grain,
    RETURNS.name,
    *(kept(RETURNS, name) for name in ("descricao", "periodo", "rentabilidade")),
)

PASSIVO = _table(
    "Passivo_Qore",
    HOLDERS.grain,
    HOLDERS.name,
    *(kept(HOLDERS, name) for name in ("nome", "documento", "quantidade", "valor_bruto", "tributos", "valor_liquido",
                                       "percentual")),
)  # fmt: skip

CONTROL = _table(
    "Carga_Qore",
    "one fund on one day, as this file holds it: which version of which document",
    "",
    Column("Nome_Fundo", Kind.MEMO, ("fund.nome",), "The fund's full name when it was loaded."),
    Column("CNPJ", Kind.TEXT, ("fund.cnpj",), "The fund's, 14 characters."),
    Column("Edicao", Kind.INTEGER, ("unit.version",), "Orders sources and versions (`model.edition`)."),
    Column("Fonte", Kind.TEXT, ("unit.fonte",), "The kind of document that the rows were read from."),
    Column("Versao", Kind.INTEGER, ("unit.numero",), "Version of that document, from 1."),
    Column("Arquivo", Kind.MEMO, ("unit.arquivo",), "The document's name as the portal gave it."),
    Column("SHA256", Kind.TEXT, ("unit.sha256",), "Hash of the document's bytes, lower-case hex."),
    Column("GUID", Kind.TEXT, ("unit.guid",), "The portal's id of the document."),
    Column("Conciliacao", Kind.TEXT, ("unit.verdict",), "Whether the portfolio reconciles: ok, fail, not_verifiable."),
    Column("PL", Kind.DECIMAL, ("unit.patliq",), "Net worth, signed.", scale=_MONEY),
    Column("Linhas", Kind.INTEGER, ("unit.rows",), "Rows over all tables but this."),
    Column("Execucao", Kind.TEXT, ("unit.run_id",), "The run that loaded."),
    Column("Carregado_Em", Kind.DATE, ("unit.loaded_at",), "When, in Brasília's time."),
)
"""Stands in the file itself, so that a restored backup tells the truth."""

DATA_TABLES: dict[str, AccessTable] = {
    table.name: table
    for table in (
        COTAS,
        CAIXA,
        CPR,
        RENDA_FIXA,
        RENDA_VARIAVEL,
        SOCIEDADE_LIMITADA,
        FUNDOS,
        DIREITO_CREDITORIO,
        DERIVATIVOS,
        OUTROS,
        RENTABILIDADE,
        PASSIVO,
    )
}
TABLES: dict[str, AccessTable] = {**DATA_TABLES, CONTROL.name: CONTROL}


def table_named(name: str) -> AccessTable:
    """The table of a name, case and accents apart.

    Raises:
        KeyError: there is none.
    """
    return {folded(table.name): table for table in TABLES.values()}[folded(name)]
