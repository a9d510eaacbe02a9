"""The position tables `pos.*`: every column stated once; and the list of all tables that a load replaces.

Belongs here: names, types, sources and meanings of the quota, accounts, payables and lots. They drive the load,
`docs/tables.md` and the test of the DDL. Does not: the other rows of a portfolio (`row_tables`), the registers that
they refer to (`registers`), which section of a portfolio goes to which table (`routing`).

Names are those of the users' code where it has one; what the seed's DDL calls otherwise is generated from them. What no
source tells is null: an opening quota is not the closing one, a due date is not the position date.
"""

from qore_dagster.model.tables import CASH, HOLDINGS, PORTFOLIO, PROVISIONS
from qore_dagster.warehouse.columns import Column, Origin, PositionTable, alias_of, from_canonical, unknown
from qore_dagster.warehouse.registers import INFO_CONTAS, INFO_CPR, INFO_DIR_CRED, INFO_RF, INFO_RV
from qore_dagster.warehouse.row_tables import ROW_TABLES
from qore_dagster.warehouse.slice_table import slice_table, surrogate

SINK = "postgres"
"""The name of this sink in the ledger."""

_USERS = Origin.USERS

POS_COTA = slice_table(
    "pos.pos_cota",
    PORTFOLIO,
    (
        surrogate("id_pos_cota"),
        unknown("id_serie", "integer", "Series of the quota."),
        unknown("cota_abertura", "numeric", "Quota at the opening."),
        from_canonical(PORTFOLIO, "valorcota", called="cota_fechamento", origin=_USERS),
        unknown("qt_cotas_abert", "numeric", "Units at the opening."),
        from_canonical(PORTFOLIO, "quantidade", called="qt_cotas_fech", origin=_USERS),
        unknown("pl_abertura", "numeric", "Net worth at the opening."),
        from_canonical(PORTFOLIO, "patliq", called="pl_fechamento", origin=_USERS),
        unknown("pl_contabil", "numeric", "Net worth in the books."),
        unknown("valor_entrada", "numeric", "Subscriptions of the day."),
        unknown("valor_saida", "numeric", "Redemptions of the day."),
        unknown("rentab_dia", "numeric", "Return of the day, per cent."),
        unknown("rentab_mes", "numeric", "Return of the month, per cent."),
        unknown("rentab_ano", "numeric", "Return of the year, per cent."),
        alias_of("pl_posicao", "numeric", "pl_fechamento"),
        alias_of("qtde_cota", "numeric", "qt_cotas_fech"),
        alias_of("valor_cota", "numeric", "cota_fechamento"),
        from_canonical(PORTFOLIO, "valorcota_bruta", called="cota_bruta"),
        from_canonical(PORTFOLIO, "valorativos", called="valor_ativos"),
        from_canonical(PORTFOLIO, "valorreceber", called="valor_receber"),
        from_canonical(PORTFOLIO, "valorpagar", called="valor_pagar"),
        from_canonical(PORTFOLIO, "vlcotasemitir", called="cotas_emitir"),
        from_canonical(PORTFOLIO, "vlcotasresgatar", called="cotas_resgatar"),
    ),
)

POS_CAIXA = slice_table(
    "pos.pos_caixa",
    CASH,
    (
        surrogate("id_pos_caixa"),
        from_canonical(CASH, "instituicao", called="banco", origin=_USERS),
        from_canonical(CASH, "descricao", origin=_USERS),
        from_canonical(CASH, "moeda", origin=_USERS),
        from_canonical(CASH, "saldo", called="saldo_fechamento", origin=_USERS),
        alias_of("valor", "numeric", "saldo_fechamento"),
    ),
    INFO_CONTAS,
)

POS_CPR = slice_table(
    "pos.pos_cpr",
    PROVISIONS,
    (
        surrogate("id_pos_cpr"),
        from_canonical(PROVISIONS, "valor", called="valor_presente", origin=_USERS),
        unknown("status", "text", "Whether it was paid."),
    ),
    INFO_CPR,
)

_MARKET_VALUE = from_canonical(HOLDINGS, "valor_mercado", origin=_USERS)

POS_RF = slice_table(
    "pos.pos_rf",
    HOLDINGS,
    (
        surrogate("id_pos_rf"),
        _MARKET_VALUE,
        Column("valor_custo", "numeric", "", "Quantity times purchase unit price; null where the file lacks either.",
               _USERS, generated="quantidade * pu_compra"),
    ),
    INFO_RF,
    grain="one lot of a bond, private or government, or a repo",
)  # fmt: skip

POS_RV = slice_table(
    "pos.pos_rv",
    HOLDINGS,
    (
        surrogate("id_pos_rv"),
        Column("qt_pos", "numeric", "", "Quantity, negative when short.", _USERS,
               generated="CASE direcao WHEN 'SHOR' THEN -quantidade ELSE quantidade END"),
        _MARKET_VALUE,
    ),
    INFO_RV,
    grain="one lot of shares",
)  # fmt: skip

POS_DIR_CRED = slice_table(
    "pos.pos_dir_cred",
    HOLDINGS,
    (
        surrogate("id_pos_dc"),
        from_canonical(HOLDINGS, "valor_mercado", called="valor_presente", origin=_USERS),
        unknown("status", "text", "NORMAL or ATRASO."),
    ),
    INFO_DIR_CRED,
    grain="one lot of credit rights",
)

POS_COTAS_FUNDOS = slice_table(
    "pos.pos_cotas_fundos",
    HOLDINGS,
    (surrogate("id_pos_cotas_fundos"), _MARKET_VALUE),
    grain="one lot of quotas of a fund",
)
POS_DERIVATIVOS = slice_table(
    "pos.pos_derivativos",
    HOLDINGS,
    (surrogate("id_pos_derivativos"), _MARKET_VALUE),
    grain="one lot of futures, options, forwards or swaps",
)
POS_OUTROS = slice_table(
    "pos.pos_outros",
    HOLDINGS,
    (surrogate("id_pos_outros"), _MARKET_VALUE),
    grain="one lot of anything else: real estate, loans of no known paper, unknown",
)

POSITION_TABLES: dict[str, PositionTable] = {
    table.name: table
    for table in (
        POS_COTA,
        POS_CAIXA,
        POS_CPR,
        POS_RF,
        POS_RV,
        POS_DIR_CRED,
        POS_COTAS_FUNDOS,
        POS_DERIVATIVOS,
        POS_OUTROS,
        *ROW_TABLES,
    )
}
"""By name, without the schema."""

SINK_TABLES: dict[str, PositionTable] = {table.qualified: table for table in POSITION_TABLES.values()}
"""By qualified name, `pos.pos_rf`: all that a load replaces of a fund's day."""
