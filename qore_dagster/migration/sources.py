"""The fifteen tables of the old Access database that are migrated: every column stated once.

Belongs here: names, kinds, targets, matching, what is summed. Drives staging, the way into PostgreSQL, the
reconciliation and `docs/migrate-access.md`. Does not: the vocabulary (`fields`).

What no column of the target holds stays in `stage`, and so does, as `outras`, what no field names. A source whose
columns nobody has written down (`documented=False`) has the names that such tables usually have.
"""

from qore_dagster.access.columns import folded
from qore_dagster.migration.fields import Kind, Landing, Source, SourceField, System
from qore_dagster.migration.holders import HOLDER_IDENTITY
from qore_dagster.warehouse.registers import INFO_CONTAS, INFO_CPR, INFO_DIR_CRED, INFO_RF, INFO_RV

_K = Kind


def _field(name: str, kind: Kind, *called: str, required: bool = False, not_negative: bool = False) -> SourceField:
    return SourceField(name, kind, called or (name,), required, not_negative)


def _fund(*called: str) -> SourceField:
    return _field("fundo", _K.CODE, *called, required=True)


def _day(*called: str) -> SourceField:
    return _field("data_pos", _K.DATE, *called, required=True)


_QORE = (_day("DATA_INPUT"), _fund("FUNDO"))
_BRITECH_FUND = _fund("Id_Carteira", "ID_CARTEIRA")
_BY_NAME = "FUNDO, a name of `aux.depara_fundos` of the system QORE, letter by letter but for case, accents and blanks"
_BY_CODE = "Id_Carteira, a code of `aux.depara_fundos` of the system BRITECH"

_HOLDER_FIELDS = (
    _day("DATA_HISTORICO", "DATA", "DATA_INPUT"),
    _BRITECH_FUND,
    _field("id_cotista", _K.CODE, "ID_COTISTA", required=True),
    _field("valor_bruto", _K.MONEY, "VALOR_BRUTO", required=True),
    _field("valor_liquido", _K.MONEY, "VALOR_LIQUIDO"),
    _field("quantidade", _K.QUANTITY, "QUANTIDADE", "QT_COTAS", not_negative=True),
    _field("cota_dia", _K.PRICE, "COTA_DIA"),
    _field("valor_aplicado", _K.MONEY, "VALOR_APLICADO"),
    _field("data_aplicacao", _K.DATE, "DATA_APLICACAO"),
    _field("cota_aplicacao", _K.PRICE, "COTA_APLICACAO"),
    _field("quantidade_bloqueada", _K.QUANTITY, "QUANTIDADE_BLOQUEADA", not_negative=True),
    _field("valor_ir", _K.MONEY, "VALOR_IR"),
    _field("valor_iof", _K.MONEY, "VALOR_IOF"),
    _field("valor_performance", _K.MONEY, "VALOR_PERFORMACE", "VALOR_PERFORMANCE"),
    _field("valor_rendimento", _K.MONEY, "VALOR_RENDIMENTO"),
)
_HOLDER_LANDING = Landing(
    columns={
        "id_cotista": "c.id_cotista",
        "nome": "c.nome_cotista",
        "documento": "c.cpf_cnpj",
        "qt_cotas": "s.quantidade",
        "qt_cotas_bloqueadas": "s.quantidade_bloqueada",
        "cota_aplicacao": "s.cota_aplicacao",
        "cota_dia": "s.cota_dia",
        "valor_aplicado": "s.valor_aplicado",
        "valor_bruto": "s.valor_bruto",
        "valor_liquido": "s.valor_liquido",
        "valor_rendimento": "s.valor_rendimento",
        "valor_ir": "s.valor_ir",
        "valor_iof": "s.valor_iof",
        "valor_performance": "s.valor_performance",
        "data_aplicacao": "s.data_aplicacao",
        "formato": "'ACCESS'",
    },
    total="p.valor_bruto",
    joins=f"""LEFT JOIN stage.stg_britech_cotistas h ON h.id_cotista = s.id_cotista AND h.codigo IS NULL
              LEFT JOIN cad.info_cotistas c ON c.identidade = {HOLDER_IDENTITY}""",
    missing="c.id_cotista IS NULL",
)

_CASH_LANDING = Landing(
    columns={
        "banco": "s.banco",
        "descricao": "s.descricao",
        "moeda": "s.moeda",
        "saldo_fechamento": "s.valor",
    },
    total="p.saldo_fechamento",
    register=INFO_CONTAS,
    described={"instituicao": "s.banco", "descricao": "s.descricao", "moeda": "s.moeda"},
)

_CREDIT_RIGHT = {
    "secao": "'RECE'",
    "codigo": "s.codigo_ativo",
    "descricao": "s.descricao",
    "data_emissao": "s.data_emissao",
    "data_vencimento": "s.data_vencimento",
}


def _credit_right_landing(source: str) -> Landing:
    return Landing(
        columns={
            "valor_presente": "s.valor_presente",
            "status": "s.situacao",
            "secao": "'RECE'",
            "secao_origem": f"'{source}'",
            "direcao": "'LONG'",
            "codigo": "s.codigo_ativo",
            "descricao": "s.descricao",
            "quantidade": "s.quantidade",
            "data_emissao": "s.data_emissao",
            "data_vencimento": "s.data_vencimento",
            "taxa": "s.taxa",
        },
        total="p.valor_presente",
        register=INFO_DIR_CRED,
        described=_CREDIT_RIGHT,
        told={"nome_sacado": "s.nome_sacado", "cnpj_sacado": "s.documento_sacado"},
    )


CARTEIRAS = Source(
    "BriTech_Carteiras",
    "cad.info_fundos",
    "one portfolio of BriTech; its names go to aux.depara_fundos",
    "a name of the registry's fund, letter by letter but for case, accents and blanks; else a fund of its own, "
    "`britech-<Id_Carteira>`",
    (
        _field("id_carteira", _K.CODE, "Id_Carteira", required=True),
        _field("nome", _K.TEXT, "Nome", required=True),
        _field("de_para_qore", _K.TEXT, "de_para_qore"),
        _field("tipo_fundo", _K.TEXT, "Tipo_Fundo"),
        _field("de_para_maps", _K.CODE, "de_para_maps"),
    ),
)

DEPARA = Source(
    "DEPARA",
    "aux.depara_fundos, aux.depara_ativos, aux.depara_emissores",
    "one name and what it stands for",
    "the kind of the row says which table; of a fund, PARA is a name of it",
    (
        _field("tipo", _K.TEXT, "TIPO", "TABELA", "SISTEMA"),
        _field("de", _K.TEXT, "DE", "ORIGEM", "DEPARA", required=True),
        _field("para", _K.TEXT, "PARA", "DESTINO", required=True),
    ),
    documented=False,
)

COTISTAS = Source(
    "BriTech_Cotistas",
    "cad.info_cotistas",
    "one holder of quotas in BriTech",
    "CPF or CNPJ with its lost zeros put back; a holder without a valid one is `BRITECH|<ID_COTISTA>`",
    (
        _field("id_cotista", _K.CODE, "ID_COTISTA", required=True),
        _field("nome", _K.TEXT, "NOME", required=True),
        _field("documento", _K.DOCUMENT, "CPF_CNPJ"),
    ),
)

DIAS_UTEIS = Source(
    "DIAS_UTEIS",
    "cad.info_calendario",
    "one day; a business day unless a column says otherwise",
    "the day",
    (
        _field("data", _K.DATE, "DATA", "DIA", "DIAS_UTEIS", "DIAS UTEIS", required=True),
        _field("dia_util", _K.FLAG, "DIA_UTIL", "UTIL"),
        _field("descricao", _K.TEXT, "DESCRICAO", "FERIADO"),
    ),
    documented=False,
)

HISTORICO_COTA = Source(
    "BriTech_Historico_Cota",
    "pos.pos_cota",
    "the quota of one portfolio on one day",
    _BY_CODE,
    (
        _day("Data"),
        _BRITECH_FUND,
        _field("cota_abertura", _K.PRICE, "Cota_Abertura"),
        _field("cota_fechamento", _K.PRICE, "Cota_Fechamento"),
        _field("pl_abertura", _K.MONEY, "PL _Abertura", "PL_Abertura"),
        _field("pl_fechamento", _K.MONEY, "PL_Fechamento", required=True),
        _field("quantidade", _K.QUANTITY, "Quantidade_Fechamento", not_negative=True),
        _field("valor_entrada", _K.MONEY, "Valor_Entrada"),
        _field("valor_saida", _K.MONEY, "Valor_Saida"),
    ),
    System.BRITECH,
    "pl_fechamento",
    Landing(
        {
            "cota_abertura": "s.cota_abertura",
            "cota_fechamento": "s.cota_fechamento",
            "pl_abertura": "s.pl_abertura",
            "pl_fechamento": "s.pl_fechamento",
            "qt_cotas_fech": "s.quantidade",
            "valor_entrada": "s.valor_entrada",
            "valor_saida": "s.valor_saida",
            "moeda": "'BRL'",
            "formato": "'ACCESS'",
        },
        "p.pl_fechamento",
        one_a_day=True,
    ),
)

COTAS_PATRIMONIO = Source(
    "Cotas_Patrimonio_Qore",
    "pos.pos_cota",
    "the quota and net worth of one fund on one day",
    _BY_NAME,
    (
        *_QORE,
        _field("pl_posicao", _K.MONEY, "PL Posição", "PL_Posicao", required=True),
        _field("quantidade_antes", _K.QUANTITY, "QtdeCota_antes", not_negative=True),
        _field("quantidade", _K.QUANTITY, "QtdeCota", not_negative=True),
        _field("cota_bruta", _K.PRICE, "Valor da Cota Bruta"),
        _field("cota_liquida", _K.PRICE, "Valor da Cota Líquida"),
        _field("cota_rendimento", _K.PRICE, "Valor da Cota Rendimento"),
    ),
    System.QORE,
    "pl_posicao",
    Landing(
        {
            "pl_fechamento": "s.pl_posicao",
            "qt_cotas_abert": "s.quantidade_antes",
            "qt_cotas_fech": "s.quantidade",
            "cota_bruta": "s.cota_bruta",
            "cota_fechamento": "s.cota_liquida",
            "moeda": "'BRL'",
            "formato": "'ACCESS'",
        },
        "p.pl_fechamento",
        one_a_day=True,
    ),
    after=(HISTORICO_COTA.table,),
)

POSICAO_COTISTA = Source(
    "BriTech_Posicao_Cotista",
    "pos.pos_passivo",
    "one subscription of a holder on one day",
    f"{_BY_CODE}; ID_COTISTA of BriTech_Cotistas",
    _HOLDER_FIELDS,
    System.BRITECH,
    "valor_bruto",
    _HOLDER_LANDING,
)

PASSIVO_FUNDOS = Source(
    "BriTech_Passivo_Fundos",
    "pos.pos_passivo",
    "one holder of a portfolio on one day",
    f"{_BY_CODE}; ID_COTISTA of BriTech_Cotistas",
    _HOLDER_FIELDS,
    System.BRITECH,
    "valor_bruto",
    _HOLDER_LANDING,
    after=(POSICAO_COTISTA.table,),
    documented=False,
)

CAIXA_QORE = Source(
    "Caixa_Qore",
    "pos.pos_caixa",
    "one cash account of a fund on one day",
    _BY_NAME,
    (
        *_QORE,
        _field("banco", _K.TEXT, "Banco"),
        _field("descricao", _K.TEXT, "Descrição"),
        _field("moeda", _K.TEXT, "Moeda_Origem"),
        _field("valor", _K.MONEY, "Valor", required=True),
    ),
    System.QORE,
    "valor",
    _CASH_LANDING,
)

SALDO_CAIXA = Source(
    "BriTech_Saldo_Caixa",
    "pos.pos_caixa",
    "the cash of one portfolio on one day",
    _BY_CODE,
    (
        _day("DATA", "DATA_HISTORICO", "DATA_INPUT"),
        _BRITECH_FUND,
        _field("banco", _K.TEXT, "BANCO"),
        _field("descricao", _K.TEXT, "DESCRICAO", "CONTA"),
        _field("moeda", _K.TEXT, "MOEDA"),
        _field("valor", _K.MONEY, "SALDO", "SALDO_FECHAMENTO", "SALDO_CAIXA", "VALOR", required=True),
    ),
    System.BRITECH,
    "valor",
    _CASH_LANDING,
    after=(CAIXA_QORE.table,),
    documented=False,
)

CPR = Source(
    "CPR_QORE",
    "pos.pos_cpr",
    "one payable (negative) or receivable of a fund on one day",
    f"{_BY_NAME}; side, description and due date say which payable it is",
    (
        *_QORE,
        _field("descricao", _K.TEXT, "Descrição"),
        _field("data_lancamento", _K.DATE, "Lançamento"),
        _field("data_vencimento", _K.DATE, "Vencimento"),
        _field("valor", _K.MONEY, "Valor", required=True),
        _field("perc_valores", _K.RATE, "%Valores"),
        _field("perc_pl", _K.RATE, "%PL"),
    ),
    System.QORE,
    "valor",
    Landing(
        {
            "valor_presente": "abs(s.valor)",
            "tipo_cpr": "CASE WHEN s.valor < 0 THEN 'PAGAR' ELSE 'RECEBER' END",
            "descricao": "s.descricao",
            "data_vencimento": "s.data_vencimento",
        },
        "CASE p.tipo_cpr WHEN 'PAGAR' THEN -p.valor_presente ELSE p.valor_presente END",
        INFO_CPR,
        {
            "tipo_cpr": "CASE WHEN s.valor < 0 THEN 'PAGAR' ELSE 'RECEBER' END",
            "descricao": "s.descricao",
            "data_vencimento": "s.data_vencimento",
        },
    ),
)

RENDA_FIXA = Source(
    "Renda_Fixa_Qore",
    "pos.pos_rf",
    "one lot of a bond of a fund on one day",
    f"{_BY_NAME}; the fund's own words, issue and maturity say which bond it is: no code of the market is there",
    (
        *_QORE,
        _field("id_operacao", _K.CODE, "ID"),
        _field("operacao", _K.TEXT, "Operação"),
        _field("data_emissao", _K.DATE, "Emissão"),
        _field("data_vencimento", _K.DATE, "Vencimento"),
        _field("titulo", _K.TEXT, "Titulo"),
        _field("emissor", _K.TEXT, "Emissor"),
        _field("quantidade", _K.QUANTITY, "Qtd", not_negative=True),
        _field("qtd_bloqueada", _K.QUANTITY, "QtdBloq", not_negative=True),
        _field("taxa", _K.RATE, "Taxa"),
        _field("valor_aplicado", _K.MONEY, "Valor_Aplic"),
        _field("pu_mercado", _K.PRICE, "PU_Mercado"),
        _field("valor_bruto", _K.MONEY, "Valor_Bruto", required=True),
        _field("tributos", _K.MONEY, "Tributos"),
        _field("valor_liquido", _K.MONEY, "Valor_Liquido"),
        _field("perc_rf", _K.RATE, "%RF"),
        _field("perc_pl", _K.RATE, "%PL"),
    ),
    System.QORE,
    "valor_bruto",
    Landing(
        {
            "valor_mercado": "s.valor_bruto",
            "secao": "'UNKN'",
            "secao_origem": "'Renda_Fixa_Qore'",
            "direcao": "'LONG'",
            "codigo_interno": "s.id_operacao",
            "descricao": "s.titulo",
            "nome_emissor": "s.emissor",
            "quantidade": "s.quantidade",
            "qtd_bloqueada": "s.qtd_bloqueada",
            "taxa": "s.taxa",
            "principal": "s.valor_aplicado",
            "pu_mercado": "s.pu_mercado",
            "tributos": "s.tributos",
            "data_emissao": "s.data_emissao",
            "data_vencimento": "s.data_vencimento",
        },
        "p.valor_mercado",
        INFO_RF,
        {
            "secao": "'UNKN'",
            "descricao": "s.titulo",
            "taxa": "s.taxa",
            "data_emissao": "s.data_emissao",
            "data_vencimento": "s.data_vencimento",
        },
    ),
)

SOCIEDADE_LIMITADA = Source(
    "Sociedade_Limitada_QORE",
    "pos.pos_rv",
    "one stake of a fund in a company that is not listed, on one day",
    f"{_BY_NAME}; Codigo, else the fund's own words, say which company it is",
    (
        *_QORE,
        _field("id_operacao", _K.CODE, "Id_Operacao"),
        _field("descricao", _K.TEXT, "Descricao"),
        _field("emissor", _K.TEXT, "Emissor"),
        _field("tipo_companhia", _K.TEXT, "Tipo_Companhia"),
        _field("codigo_papel", _K.CODE, "Codigo"),
        _field("data_aquisicao", _K.DATE, "Data_Aquisicao"),
        _field("quantidade", _K.QUANTITY, "Qtde", not_negative=True),
        _field("qtd_bloqueada", _K.QUANTITY, "Qtde_Bloqueada", not_negative=True),
        _field("pu_custo", _K.PRICE, "PU_Custo"),
        _field("valor_custo", _K.MONEY, "Valor_Custo"),
        _field("pu_mercado", _K.PRICE, "Pu_Mercado"),
        _field("valor_mercado", _K.MONEY, "Valor_Mercado", required=True),
        _field("perc_outros_ativos", _K.RATE, "%Outros_Ativos"),
        _field("perc_pl", _K.RATE, "%PL"),
    ),
    System.QORE,
    "valor_mercado",
    Landing(
        {
            "valor_mercado": "s.valor_mercado",
            "secao": "'EQUI'",
            "secao_origem": "'Sociedade_Limitada_QORE'",
            "direcao": "'LONG'",
            "codigo_interno": "s.id_operacao",
            "codigo": "s.codigo_papel",
            "descricao": "s.descricao",
            "nome_emissor": "s.emissor",
            "quantidade": "s.quantidade",
            "qtd_bloqueada": "s.qtd_bloqueada",
            "pu_compra": "s.pu_custo",
            "data_compra": "s.data_aquisicao",
            "pu_mercado": "s.pu_mercado",
        },
        "p.valor_mercado",
        INFO_RV,
        {"secao": "'EQUI'", "codigo": "s.codigo_papel", "descricao": "s.descricao"},
    ),
)

DIREITO_CREDITORIO = Source(
    "Direito_Creditorio_Qore",
    "pos.pos_dir_cred",
    "one credit right of a fund on one day",
    f"{_BY_NAME}; code, description, issue and maturity say which right it is",
    (
        *_QORE,
        _field("codigo_ativo", _K.CODE, "Codigo", "Id_Operacao", "ID"),
        _field("descricao", _K.TEXT, "Descrição", "Titulo"),
        _field("nome_sacado", _K.TEXT, "Sacado", "Nome_Sacado", "Emissor"),
        _field("documento_sacado", _K.CODE, "CNPJ_Sacado", "Doc_Sacado"),
        _field("data_emissao", _K.DATE, "Emissão", "Data_Emissao", "Data_Aquisicao"),
        _field("data_vencimento", _K.DATE, "Vencimento", "Data_Vencimento"),
        _field("quantidade", _K.QUANTITY, "Qtde", "Qtd", not_negative=True),
        _field("taxa", _K.RATE, "Taxa"),
        _field("valor_nominal", _K.MONEY, "Valor_Nominal"),
        _field("valor_presente", _K.MONEY, "Valor_Presente", "Valor_Mercado", "Valor_Bruto", "Valor", required=True),
        _field("situacao", _K.TEXT, "Status", "Situacao"),
    ),
    System.QORE,
    "valor_presente",
    _credit_right_landing("Direito_Creditorio_Qore"),
    documented=False,
)

FIDC_ESTOQUE = Source(
    "FIDC_ESTOQUE",
    "pos.pos_dir_cred",
    "one receivable in the stock of a FIDC on one day",
    "NOME_FUNDO, as FUNDO of the other tables; number of the title, issue and maturity say which right it is",
    (
        _day("DATA_REFERENCIA", "DATA_INPUT", "DATA_FUNDO"),
        _fund("NOME_FUNDO", "FUNDO"),
        _field("codigo_ativo", _K.CODE, "SEU_NUMERO", "NU_DOCUMENTO"),
        _field("descricao", _K.TEXT, "TIPO_RECEBIVEL"),
        _field("nome_cedente", _K.TEXT, "NOME_CEDENTE"),
        _field("nome_sacado", _K.TEXT, "NOME_SACADO"),
        _field("documento_sacado", _K.CODE, "DOC_SACADO"),
        _field("data_emissao", _K.DATE, "DATA_EMISSAO"),
        _field("data_vencimento", _K.DATE, "DATA_VENCIMENTO_AJUSTADA", "DATA_VENCIMENTO", "DATA_VENCIMENTO_ORIGINAL"),
        _field("quantidade", _K.QUANTITY, "QUANTIDADE", not_negative=True),
        _field("taxa", _K.RATE, "TAXA_CESSAO"),
        _field("valor_nominal", _K.MONEY, "VALOR_NOMINAL"),
        _field("valor_presente", _K.MONEY, "VALOR_PRESENTE", required=True),
        _field("valor_aquisicao", _K.MONEY, "VALOR_AQUISICAO"),
        _field("valor_pdd", _K.MONEY, "VALOR_PDD"),
        _field("situacao", _K.TEXT, "SITUACAO_RECEBIVEL", "STATUS"),
    ),
    System.QORE,
    "valor_presente",
    _credit_right_landing("FIDC_ESTOQUE"),
    after=(DIREITO_CREDITORIO.table,),
    documented=False,
)

SOURCES: tuple[Source, ...] = (
    CARTEIRAS,
    DEPARA,
    COTISTAS,
    DIAS_UTEIS,
    HISTORICO_COTA,
    COTAS_PATRIMONIO,
    POSICAO_COTISTA,
    PASSIVO_FUNDOS,
    CAIXA_QORE,
    SALDO_CAIXA,
    CPR,
    RENDA_FIXA,
    SOCIEDADE_LIMITADA,
    DIREITO_CREDITORIO,
    FIDC_ESTOQUE,
)
"""In the order in which they are loaded: names first, then holders, then positions, the preferred source first."""


def source_of(table: str) -> Source | None:
    """The source that a table of the file is; None for one that is not migrated."""
    return next((source for source in SOURCES if folded(source.table) == folded(table)), None)


def sharing_target(source: Source) -> tuple[str, ...]:
    """The marks of this source and of those that yield to it: what goes before it is loaded anew."""
    return (source.mark, *(other.mark for other in SOURCES if source.table in other.after))


BY_TABLE = {source.table: source for source in SOURCES}
"""By name."""
