"""The registers `cad.*`: every column stated once.

Belongs here: names, types, sources and meanings of what keeps its identity over days. Does not: the position tables
(`tables`), what makes two rows the same thing (`identity`), how rows get in (`register_rows`).
"""

from qore_dagster.model.tables import CASH, HOLDERS, HOLDINGS, PROVISIONS
from qore_dagster.warehouse.columns import Column, Origin, Register, alias_of, from_canonical, unknown

_USERS, _SEED = Origin.USERS, Origin.SEED


def _register_key(name: str, kind: str = "bigint") -> Column:
    return Column(name, kind, "database", "Surrogate key, given at the first load.", _USERS, required=True)


_IDENTITY = Column(
    "identidade", "text", "identity", "Natural key: what makes it the same thing on another day.", required=True
)
_OWNER = Column("id_fundo", "integer", "cad.info_fundos", "The fund.", _USERS, required=True)
_TOLD_BY = (
    Column("fonte", "text", "unit.fonte", "The fund-day that told the present description; the newest tells.",
           required=True),
    Column("atualizado_em", "timestamptz", "database", "When the row was written last.", required=True),
)  # fmt: skip

INFO_FUNDOS = Register(
    "info_fundos",
    "one fund of the registry",
    "id_fundo",
    "slug",
    (
        _register_key("id_fundo", "integer"),
        Column("slug", "text", "fund.slug", "The fund's immutable slug in the registry.", required=True),
        unknown("codigo_britech", "text", "Code in BriTech."),
        Column("codigo_qore", "text", "fund.uuid", "The portal's UUID.", _USERS),
        unknown("codigo_maps", "text", "Code in MAPS."),
        Column("nome_fundo", "text", "fund.nome", "Legal name.", _USERS, required=True),
        Column("nome_curto", "text", "fund.nome_curto", "Short name.", _USERS),
        unknown("tipo_fundo", "text", "Kind of fund: FIDC, FIP, FIM, FIA."),
        Column("cnpj", "text", "fund.cnpj", "CNPJ, 14 characters.", _USERS),
        Column("is_active", "boolean", "fund.active", "Whether its files are wanted.", _USERS, required=True),
        Column("data_criacao", "timestamptz", "database", "When the row was made.", _USERS, required=True),
        Column("status", "text", "", "ATIVO or INATIVO.", _SEED,
               generated="CASE WHEN is_active THEN 'ATIVO' ELSE 'INATIVO' END"),
        unknown("data_inicio", "date", "First day of the fund.", _SEED),
        unknown("data_fim", "date", "Last day of the fund.", _SEED),
        *_TOLD_BY,
    ),
)  # fmt: skip

INFO_CONTAS = Register(
    "info_contas",
    "one cash account of a fund",
    "id_conta",
    "identidade",
    (
        _register_key("id_conta"),
        _OWNER,
        _IDENTITY,
        from_canonical(CASH, "instituicao", called="banco", origin=_USERS),
        unknown("agencia", "text", "Branch."),
        unknown("conta", "text", "Account number."),
        from_canonical(CASH, "tipo_conta", origin=_USERS),
        from_canonical(CASH, "descricao"),
        from_canonical(CASH, "moeda"),
        *_TOLD_BY,
    ),
)

INFO_RF = Register(
    "info_rf",
    "one fixed-income instrument",
    "id_ativo_rf",
    "identidade",
    (
        _register_key("id_ativo_rf"),
        _IDENTITY,
        from_canonical(HOLDINGS, "codigo", called="cod_ativo", origin=_USERS),
        from_canonical(HOLDINGS, "descricao", called="nome_ativo", origin=_USERS),
        Column("tipo_titulo", "text", "routing.tipo", "Asset type; of a loan, that of the bond lent.", _USERS,
               required=True),
        from_canonical(HOLDINGS, "indexador", origin=_USERS),
        from_canonical(HOLDINGS, "data_vencimento", origin=_USERS),
        from_canonical(HOLDINGS, "isin"),
        from_canonical(HOLDINGS, "tipo_codigo"),
        from_canonical(HOLDINGS, "cnpj_emissor"),
        from_canonical(HOLDINGS, "cfi"),
        from_canonical(HOLDINGS, "data_emissao"),
        from_canonical(HOLDINGS, "perc_indexador"),
        from_canonical(HOLDINGS, "taxa", origin=_SEED),
        alias_of("codigo", "text", "cod_ativo"),
        alias_of("emissor", "text", "cnpj_emissor"),
        alias_of("vencimento", "date", "data_vencimento"),
        *_TOLD_BY,
    ),
)  # fmt: skip

INFO_RV = Register(
    "info_rv",
    "one share or other equity instrument",
    "id_ativo_rv",
    "identidade",
    (
        _register_key("id_ativo_rv"),
        _IDENTITY,
        from_canonical(HOLDINGS, "codigo", called="cod_papel", origin=_USERS),
        from_canonical(HOLDINGS, "descricao", called="nome_papel", origin=_USERS),
        Column("categoria", "text", "routing.tipo", "Asset type; of a loan, that of the paper lent.", _USERS,
               required=True),
        from_canonical(HOLDINGS, "cfi", called="tipo_papel", origin=_USERS),
        from_canonical(HOLDINGS, "isin"),
        from_canonical(HOLDINGS, "tipo_codigo"),
        from_canonical(HOLDINGS, "cnpj_emissor"),
        alias_of("ticker", "text", "cod_papel"),
        alias_of("nome", "text", "nome_papel"),
        unknown("setor", "text", "Sector of the issuer.", _SEED),
        alias_of("tipo", "text", "tipo_papel"),
        *_TOLD_BY,
    ),
)  # fmt: skip

INFO_DIR_CRED = Register(
    "info_dir_cred",
    "one credit right of a fund",
    "id_ativo_dc",
    "identidade",
    (
        _register_key("id_ativo_dc"),
        _OWNER,
        _IDENTITY,
        from_canonical(HOLDINGS, "codigo", called="cod_ativo_dc", origin=_USERS),
        unknown("nome_sacado", "text", "Debtor's name."),
        Column("tipo_recebivel", "text", "routing.tipo", "Asset type.", _USERS, required=True),
        unknown("cnpj_sacado", "text", "Debtor's CNPJ."),
        from_canonical(HOLDINGS, "descricao"),
        from_canonical(HOLDINGS, "isin"),
        from_canonical(HOLDINGS, "tipo_codigo"),
        from_canonical(HOLDINGS, "cnpj_emissor"),
        from_canonical(HOLDINGS, "data_emissao"),
        from_canonical(HOLDINGS, "data_vencimento"),
        *_TOLD_BY,
    ),
)

INFO_CPR = Register(
    "info_cpr",
    "one payable or receivable of a fund: side, code, description and due date, the same on every day it stands",
    "id_cpr",
    "identidade",
    (
        _register_key("id_cpr"),
        _OWNER,
        _IDENTITY,
        from_canonical(PROVISIONS, "tipo_cpr", origin=_USERS),
        from_canonical(PROVISIONS, "codigo"),
        from_canonical(PROVISIONS, "descricao", origin=_USERS),
        unknown("contraparte", "text", "Counterparty."),
        from_canonical(PROVISIONS, "data_vencimento", origin=_USERS),
        unknown("valor_original", "numeric", "Amount when it was agreed."),
        unknown("status", "text", "Whether it was paid."),
        *_TOLD_BY,
    ),
)

_PERSON = "CASE length(cpf_cnpj) WHEN 11 THEN 'PF' WHEN 14 THEN 'PJ' END"

INFO_COTISTAS = Register(
    "info_cotistas",
    "one holder of quotas: by CNPJ or CPF; without one, a fund's own, by name",
    "id_cotista",
    "identidade",
    (
        _register_key("id_cotista"),
        _IDENTITY,
        unknown("codigo_britech", "text", "Code in BriTech."),
        from_canonical(HOLDERS, "nome", called="nome_cotista", origin=_USERS),
        unknown("nome_curto", "text", "Short name."),
        from_canonical(HOLDERS, "documento", called="cpf_cnpj", origin=_USERS),
        Column("tipo_pessoa", "text", "", "PF a person, PJ a company; null without a document.", _USERS,
               generated=_PERSON),
        Column("tipo_cotista", "text", "", "The same as `tipo_pessoa`.", _SEED, generated=_PERSON),
        unknown("is_active", "boolean", "Whether the holder still holds quotas."),
        *_TOLD_BY,
    ),
)  # fmt: skip

REGISTERS = (INFO_FUNDOS, INFO_CONTAS, INFO_RF, INFO_RV, INFO_DIR_CRED, INFO_CPR, INFO_COTISTAS)
