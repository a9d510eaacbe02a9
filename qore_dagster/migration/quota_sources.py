"""The old tables of quotas, and of those who hold them.

Belongs here: names, kinds, targets and sums of their columns. Does not: which of two tables goes first and how
(`sources`, `positions`).
"""

from qore_dagster.migration.fields import Kind, Landing, Source, System
from qore_dagster.migration.holders import ACCEPTED
from qore_dagster.migration.name_sources import COTISTAS
from qore_dagster.migration.source_fields import BRITECH_FUND, BY_CODE, BY_NAME, QORE, day, field

HISTORICO_COTA = Source(
    "BriTech_Historico_Cota",
    "pos.pos_cota",
    "the quota of one portfolio on one day",
    BY_CODE,
    (
        day("Data"),
        BRITECH_FUND,
        field("cota_abertura", Kind.PRICE, "Cota_Abertura"),
        field("cota_fechamento", Kind.PRICE, "Cota_Fechamento"),
        field("pl_abertura", Kind.MONEY, "PL _Abertura", "PL_Abertura"),
        field("pl_fechamento", Kind.MONEY, "PL_Fechamento", required=True),
        field("quantidade", Kind.QUANTITY, "Quantidade_Fechamento", not_negative=True),
        field("valor_entrada", Kind.MONEY, "Valor_Entrada"),
        field("valor_saida", Kind.MONEY, "Valor_Saida"),
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
    BY_NAME,
    (
        *QORE,
        field("pl_posicao", Kind.MONEY, "PL Posição", "PL_Posicao", required=True),
        field("quantidade_antes", Kind.QUANTITY, "QtdeCota_antes", not_negative=True),
        field("quantidade", Kind.QUANTITY, "QtdeCota", not_negative=True),
        field("cota_bruta", Kind.PRICE, "Valor da Cota Bruta"),
        field("cota_liquida", Kind.PRICE, "Valor da Cota Líquida"),
        field("cota_rendimento", Kind.PRICE, "Valor da Cota Rendimento"),
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


_HOLDER_FIELDS = (
    day("DATA_HISTORICO", "DATA", "DATA_INPUT"),
    BRITECH_FUND,
    field("id_cotista", Kind.CODE, "ID_COTISTA", required=True),
    field("valor_bruto", Kind.MONEY, "VALOR_BRUTO", required=True),
    field("valor_liquido", Kind.MONEY, "VALOR_LIQUIDO"),
    field("quantidade", Kind.QUANTITY, "QUANTIDADE", "QT_COTAS", not_negative=True),
    field("cota_dia", Kind.PRICE, "COTA_DIA"),
    field("valor_aplicado", Kind.MONEY, "VALOR_APLICADO"),
    field("data_aplicacao", Kind.DATE, "DATA_APLICACAO"),
    field("cota_aplicacao", Kind.PRICE, "COTA_APLICACAO"),
    field("quantidade_bloqueada", Kind.QUANTITY, "QUANTIDADE_BLOQUEADA", not_negative=True),
    field("valor_ir", Kind.MONEY, "VALOR_IR"),
    field("valor_iof", Kind.MONEY, "VALOR_IOF"),
    field("valor_performance", Kind.MONEY, "VALOR_PERFORMACE", "VALOR_PERFORMANCE"),
    field("valor_rendimento", Kind.MONEY, "VALOR_RENDIMENTO"),
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
    joins=f"""LEFT JOIN {ACCEPTED} h ON h.id_cotista = s.id_cotista
              LEFT JOIN cad.info_cotistas c ON c.identidade = h.identidade""",
    missing="c.id_cotista IS NULL",
    needs=COTISTAS.table,
)

POSICAO_COTISTA = Source(
    "BriTech_Posicao_Cotista",
    "pos.pos_passivo",
    "one subscription of a holder on one day",
    f"{BY_CODE}; ID_COTISTA of BriTech_Cotistas",
    _HOLDER_FIELDS,
    System.BRITECH,
    "valor_bruto",
    _HOLDER_LANDING,
)

PASSIVO_FUNDOS = Source(
    "BriTech_Passivo_Fundos",
    "pos.pos_passivo",
    "one holder of a portfolio on one day",
    f"{BY_CODE}; ID_COTISTA of BriTech_Cotistas",
    _HOLDER_FIELDS,
    System.BRITECH,
    "valor_bruto",
    _HOLDER_LANDING,
    after=(POSICAO_COTISTA.table,),
    documented=False,
)
