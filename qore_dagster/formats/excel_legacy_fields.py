"""The legacy Excel layout: each section's title, closing row and columns, and where they go; tables only.

Belongs here: what the portal's `carteira-…` workbooks have (to December 2025). Does not: how they are read
(`sheet_rows`).

Source: titles and closing rows are those that the system before this one looked for; the columns of fixed income,
stakes, cash, provisions and quota are, in order, those of the Access tables that it filled by position. All that no
source tells is marked `assumed`. Shares of the section or the net worth are left out: they follow from the values.
"""

from qore_dagster.formats.identifiers import cnpj_of, identifier_of
from qore_dagster.formats.sheet_fields import Layout, SheetColumn, SheetSection
from qore_dagster.formats.sheet_instruments import ISSUER, fixed_income, of_section, provision, quota, stake
from qore_dagster.model.file_type import FileType
from qore_dagster.model.tables import CASH, HOLDERS, HOLDINGS, PORTFOLIO, PROVISIONS, RETURNS

_SHARE = "follows from the values"
_C = SheetColumn


def _share(header: str, *, assumed: bool = False) -> SheetColumn:
    return _C(header, left_out=_SHARE, assumed=assumed)


def _listed(code: SheetColumn, name: str, price: str, value: str, share: str) -> tuple[SheetColumn, ...]:
    """Shares, fund quotas and futures: no source tells their columns."""
    return (
        code,
        _C(name, "descricao", assumed=True),
        _C("ISIN", "isin", assumed=True, read=identifier_of),
        _C("Qtde", "quantidade", assumed=True, note="negative where held short"),
        _C("Qtde_Bloqueada", "qtd_bloqueada", assumed=True),
        _C(price, "pu_mercado", assumed=True),
        _C(value, "valor_mercado", required=True, assumed=True),
        _share(share, assumed=True),
        _share("%PL", assumed=True),
    )


SHARES = SheetSection(
    "Ações",
    HOLDINGS,
    _listed(_C("Código", "codigo", assumed=True), "Nome", "PU_Mercado", "Valor_Mercado", "%Ações"),
    complete=of_section("EQUI"),
    total_of="valor_mercado",
)
STAKES = SheetSection(
    "Participação em Sociedade Limitada",
    HOLDINGS,
    (
        _C("Id_Operacao", "codigo_interno"),
        _C("Descricao", "descricao"),
        _C("Emissor"),
        _C("Tipo_Companhia"),
        _C("Codigo", "codigo", note="the company's CNPJ if the check digits say so: then `cnpj_emissor` too"),
        _C("Data_Aquisicao", "data_compra"),
        _C("Qtde", "quantidade"),
        _C("Qtde_Bloqueada", "qtd_bloqueada"),
        _C("PU_Custo", "pu_compra"),
        _C("Valor_Custo", note="not `valor_contabil`: what was paid, not what the books say today"),
        _C("Pu_Mercado", "pu_mercado"),
        _C("Valor_Mercado", "valor_mercado", required=True),
        _share("%Outros_Ativos"),
        _share("%PL"),
    ),
    complete=stake,
    total_of="valor_mercado",
    note="EQUI, as a share is: ANBIMA's types have none for stakes",
)
FIXED_INCOME = SheetSection(
    "Renda Fixa",
    HOLDINGS,
    (
        _C("ID", "codigo_interno"),
        _C("Operação", "data_compra", assumed=True, note="the name is known, that it is the trade's date is not"),
        _C("Emissão", "data_emissao"),
        _C("Vencimento", "data_vencimento", note="of a repo, the day on which it goes back"),
        _C("Titulo", "descricao"),
        _C(ISSUER),
        _C("Qtd", "quantidade"),
        _C("QtdBloq", "qtd_bloqueada"),
        _C("Taxa", "taxa", assumed=True, note="the name is known, that it is % a year is not"),
        _C("Valor_Aplic", note="not `principal`: whether it counts the whole quantity is not known"),
        _C("PU_Mercado", "pu_mercado"),
        _C("Valor_Bruto", note="there is one market value in the model, and it is the net one here"),
        _C("Tributos", "tributos"),
        _C("Valor_Liquido", "valor_mercado", required=True, note="assumed to be what enters the net worth"),
        _share("%RF"),
        _share("%PL"),
    ),
    complete=fixed_income,
    total_of="valor_mercado",
    note="GOVE, CORP, DEBE and REPO share the section: the paper's name tells, else the issuer (Tesouro Nacional: "
    "GOVE, another: CORP), else UNKN; a repo whose name is the bond's is taken for the bond",
)
QUOTAS = SheetSection(
    "Cotas de Investimento",
    HOLDINGS,
    _listed(_C("CNPJ", "cnpj_emissor", assumed=True, read=cnpj_of), "Fundo", "Cota", "Valor_Mercado", "%Cotas"),
    complete=of_section("SHAR"),
    total_of="valor_mercado",
)
CREDIT_RIGHTS = SheetSection(
    "Direito Creditório",
    HOLDINGS,
    (
        _C("ID", "codigo_interno", assumed=True),
        _C("Descricao", "descricao", assumed=True),
        _C("CNPJ_Sacado", "cnpj_emissor", assumed=True, read=cnpj_of, note="who owes the right"),
        _C("Aquisição", "data_compra", assumed=True),
        _C("Vencimento", "data_vencimento", assumed=True),
        _C("Qtde", "quantidade", assumed=True),
        _C("PU_Presente", "pu_mercado", assumed=True),
        _C("Valor_Presente", "valor_mercado", required=True, assumed=True),
        _share("%DC", assumed=True),
        _share("%PL", assumed=True),
    ),
    complete=of_section("RECE"),
    total_of="valor_mercado",
)
FUTURES = SheetSection(
    "Futuros",
    HOLDINGS,
    _listed(_C("Código", "codigo", assumed=True), "Nome", "PU_Ajuste", "Ajuste", "%Futuros"),
    complete=of_section("FUTU"),
    total_of="valor_mercado",
    assumed=True,
    note="the value is the day's adjustment: what enters total assets",
)
PAYABLES_AND_RECEIVABLES = SheetSection(
    "Valores a Liquidar",
    PROVISIONS,
    (
        _C("Descrição", "descricao"),
        _C("Lançamento", note="the model has the settlement date only"),
        _C("Vencimento", "data_vencimento"),
        _C("Valor", "valor", required=True, note="negative is payable (assumed)"),
        _share("%Valores"),
        _share("%PL"),
    ),
    complete=provision,
    total_of="valor",
    totals=("Total Liquidação",),
)
ACCOUNTS = SheetSection(
    "Saldos em Conta Corrente",
    CASH,
    (
        _C("Descrição", "descricao"),
        _C("Moeda_Origem", "moeda"),
        _C("Valor", "saldo", required=True, note="in the fund's currency, whatever the account's (assumed)"),
    ),
    total_of="saldo",
    totals=("Total Saldo em Conta Corrente",),
)
NET_WORTH = SheetSection(
    "Patrimônio Fechamento",
    PORTFOLIO,
    (
        _C("PL Posição", "patliq", required=True),
        _C("QtdeCota_antes", note="of the day before, or before the day's flows: not known"),
        _C("QtdeCota", "quantidade"),
        _C("Valor da Cota Bruta", "valorcota_bruta"),
        _C("Valor da Cota Líquida", "valorcota"),
        _C("Valor da Cota Rendimento", note="what it is, no source tells"),
    ),
    complete=quota,
    required=True,
)
RETURNS_OF_THE_FUND = SheetSection(
    "Rentabilidades", RETURNS, (), periods=True, note="one row per return; the periods are the headers' texts (assumed)"
)
QUOTA_HOLDERS = SheetSection(
    "Investidor",
    HOLDERS,
    (
        _C("Investidor", "nome", required=True),
        _C("QtdeCota", "quantidade", assumed=True),
        _C("Valor da Cota", left_out="the portfolio's own quota, again", assumed=True),
        _C("Valor", "valor_bruto", assumed=True, note="quotas times quota: before the holder's taxes"),
    ),
    total_of="valor_bruto",
    by_quota=True,
)

LAYOUT = Layout(
    "Excel legado",
    FileType.CARTEIRA_EXCEL,
    (
        SHARES,
        STAKES,
        FIXED_INCOME,
        QUOTAS,
        CREDIT_RIGHTS,
        FUTURES,
        PAYABLES_AND_RECEIVABLES,
        ACCOUNTS,
        NET_WORTH,
        RETURNS_OF_THE_FUND,
        QUOTA_HOLDERS,
    ),
    currency="BRL",  # the files name no other for their totals
)
