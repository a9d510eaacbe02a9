"""The position tables `pos.*`: every column stated once.

Belongs here: names, types, sources and meanings. They drive the load, `docs/tables.md` and the test of the DDL. Does
not: the registers that they refer to (`registers`), which section of a portfolio goes to which table (`routing`).

Names are those of the users' code where it has one; what the seed's DDL calls otherwise is generated from them. What no
source tells is null: an opening quota is not the closing one, a due date is not the position date.
"""

from qore_dagster.model.fields import Table
from qore_dagster.model.tables import CASH, HOLDINGS, PORTFOLIO, PROVISIONS
from qore_dagster.warehouse.columns import Column, Origin, PositionTable, Register, alias_of, from_canonical, unknown
from qore_dagster.warehouse.registers import INFO_CONTAS, INFO_CPR, INFO_DIR_CRED, INFO_RF, INFO_RV

SINK = "postgres"
"""The name of this sink in the ledger."""

_USERS = Origin.USERS


def _position_table(
    name: str,
    grain: str,
    canonical: Table,
    columns: tuple[Column, ...],
    register: Register | None = None,
) -> PositionTable:
    """A position table: key, ids, its own columns, the rest of the canonical ones, provenance."""
    ordinal = "unit.ordinal" if canonical is PORTFOLIO else f"{canonical.name}.ordinal"  # a portfolio is one row
    kept = {column.source for column in columns}
    rest = [
        from_canonical(canonical, field.name)
        for field in canonical.fields
        if field.name not in {"data_pos", "fundo", "ordinal", "arquivo", "sha256"}
        and f"{canonical.name}.{field.name}" not in kept
    ]
    referred = (
        (Column(register.id, "bigint", f"cad.{register.name}", f"Which it is: `cad.{register.name}`.", _USERS,
                required=True),)
        if register
        else ()
    )  # fmt: skip
    suffix = name.removeprefix("pos_").replace("dir_cred", "dc")
    return PositionTable(
        name,
        grain,
        canonical,
        register,
        (
            Column("data_pos", "date", "unit.data_pos", "Position date.", _USERS, required=True),
            Column("id_fundo", "integer", "cad.info_fundos", "The fund.", _USERS, required=True),
            Column("ordinal", "integer", ordinal, "Order of the row in its file, from 1.", required=True),
            Column(f"id_pos_{suffix}", "bigint", "", "Surrogate key, made of date, fund and ordinal: the same after "
                   "every load.", _USERS,
                   generated="((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal"),
            *referred,
            *columns,
            *rest,
            Column("situacao_conciliacao", "text", "unit.situacao_conciliacao",
                   "Whether the portfolio reconciles: ok, fail, not_verifiable.", required=True),
            Column("version", "integer", "unit.version", "Version of the raw file.", required=True),
            Column("arquivo", "text", "unit.arquivo", "The file's name as the portal gave it.", required=True),
            Column("sha256", "text", "unit.sha256", "Hash of the file's bytes, lower-case hex.", required=True),
            Column("guid", "text", "unit.guid", "The portal's id of the file."),
            Column("run_id", "text", "unit.run_id", "The run that loaded the row.", required=True),
            Column("carregado_em", "timestamptz", "database", "When the row was loaded.", required=True),
        ),
    )  # fmt: skip


POS_COTA = _position_table(
    "pos_cota",
    PORTFOLIO.grain,
    PORTFOLIO,
    (
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

POS_CAIXA = _position_table(
    "pos_caixa",
    CASH.grain,
    CASH,
    (
        from_canonical(CASH, "instituicao", called="banco", origin=_USERS),
        from_canonical(CASH, "descricao", origin=_USERS),
        from_canonical(CASH, "moeda", origin=_USERS),
        from_canonical(CASH, "saldo", called="saldo_fechamento", origin=_USERS),
        alias_of("valor", "numeric", "saldo_fechamento"),
    ),
    INFO_CONTAS,
)

POS_CPR = _position_table(
    "pos_cpr",
    PROVISIONS.grain,
    PROVISIONS,
    (
        from_canonical(PROVISIONS, "valor", called="valor_presente", origin=_USERS),
        unknown("status", "text", "Whether it was paid."),
    ),
    INFO_CPR,
)

_MARKET_VALUE = from_canonical(HOLDINGS, "valor_mercado", origin=_USERS)

POS_RF = _position_table(
    "pos_rf",
    "one lot of a bond, private or government, or a repo",
    HOLDINGS,
    (
        _MARKET_VALUE,
        Column("valor_custo", "numeric", "", "Quantity times purchase unit price; null where the file lacks either.",
               _USERS, generated="quantidade * pu_compra"),
    ),
    INFO_RF,
)  # fmt: skip

POS_RV = _position_table(
    "pos_rv",
    "one lot of shares",
    HOLDINGS,
    (
        Column("qt_pos", "numeric", "", "Quantity, negative when short.", _USERS,
               generated="CASE direcao WHEN 'SHOR' THEN -quantidade ELSE quantidade END"),
        _MARKET_VALUE,
    ),
    INFO_RV,
)  # fmt: skip

POS_DIR_CRED = _position_table(
    "pos_dir_cred",
    "one lot of credit rights",
    HOLDINGS,
    (
        from_canonical(HOLDINGS, "valor_mercado", called="valor_presente", origin=_USERS),
        unknown("status", "text", "NORMAL or ATRASO."),
    ),
    INFO_DIR_CRED,
)

POS_COTAS_FUNDOS = _position_table("pos_cotas_fundos", "one lot of quotas of a fund", HOLDINGS, (_MARKET_VALUE,))
POS_DERIVATIVOS = _position_table(
    "pos_derivativos", "one lot of futures, options, forwards or swaps", HOLDINGS, (_MARKET_VALUE,)
)
POS_OUTROS = _position_table(
    "pos_outros", "one lot of anything else: real estate, loans of no known paper, unknown", HOLDINGS, (_MARKET_VALUE,)
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
    )
}
SINK_TABLES: tuple[str, ...] = tuple(POSITION_TABLES)
