"""The old tables of cash, and of payables and receivables.

Belongs here: names, kinds, targets and sums of their columns. Does not: how they are loaded (`positions`).
"""

from qore_dagster.migration.fields import Kind, Landing, Source, System
from qore_dagster.migration.source_fields import BRITECH_FUND, BY_CODE, BY_NAME, QORE, day, field
from qore_dagster.warehouse.registers import INFO_CONTAS, INFO_CPR

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

CAIXA_QORE = Source(
    "Caixa_Qore",
    "pos.pos_caixa",
    "one cash account of a fund on one day",
    BY_NAME,
    (
        *QORE,
        field("banco", Kind.TEXT, "Banco"),
        field("descricao", Kind.TEXT, "Descrição"),
        field("moeda", Kind.TEXT, "Moeda_Origem"),
        field("valor", Kind.MONEY, "Valor", required=True),
    ),
    System.QORE,
    "valor",
    _CASH_LANDING,
)

SALDO_CAIXA = Source(
    "BriTech_Saldo_Caixa",
    "pos.pos_caixa",
    "the cash of one portfolio on one day",
    BY_CODE,
    (
        day("DATA", "DATA_HISTORICO", "DATA_INPUT"),
        BRITECH_FUND,
        field("banco", Kind.TEXT, "BANCO"),
        field("descricao", Kind.TEXT, "DESCRICAO", "CONTA"),
        field("moeda", Kind.TEXT, "MOEDA"),
        field("valor", Kind.MONEY, "SALDO", "SALDO_FECHAMENTO", "SALDO_CAIXA", "VALOR", required=True),
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
    f"{BY_NAME}; side, description and due date say which payable it is",
    (
        *QORE,
        field("descricao", Kind.TEXT, "Descrição"),
        field("data_lancamento", Kind.DATE, "Lançamento"),
        field("data_vencimento", Kind.DATE, "Vencimento"),
        field("valor", Kind.MONEY, "Valor", required=True),
        field("perc_valores", Kind.RATE, "%Valores"),
        field("perc_pl", Kind.RATE, "%PL"),
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
