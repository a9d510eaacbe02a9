"""A warehouse with years of many funds, made in the database by set-based SQL: what the views are measured on.

Belongs here: the rows. Does not: the queries (`dashboard`), measuring (`views`).

Nothing is random: a figure follows from fund, day and place, so that two databases of one size hold the same.
Portfolios do not reconcile; what counts is how many rows there are, how wide, and where they lie: a fund's day
together, the days one after the other, as loads write them.
"""

from collections.abc import Sequence
from datetime import date

from psycopg2.extensions import connection as Connection

from qore_dagster.warehouse.years import ensure_years

ROWS = {
    "pos_cota": 1,
    "pos_caixa": 2,
    "pos_cpr": 8,
    "pos_rf": 8,
    "pos_rv": 5,
    "pos_cotas_fundos": 2,
    "pos_dir_cred": 1,
    "pos_derivativos": 2,
}
"""Rows of a fund's day by table: 29, as a middling fund has them."""

BONDS, SHARES = 400, 200
"""Instruments of the market, which all funds hold some of."""

_CNPJ = "lpad((10000000000000 + {fund})::text, 14, '0')"
_LOT = ("secao", "isin", "codigo", "tipo_codigo", "descricao", "direcao", "quantidade", "pu_mercado", "pu_compra",
        "moeda", "data_vencimento")  # fmt: skip
_FILE = "'ok', 1, 'carteira_' || f || '.xml', md5(f::text) || md5(d.day::text), 'benchmark'"
_FILE_COLUMNS = ("situacao_conciliacao", "version", "arquivo", "sha256", "run_id")
_PRICE = "round(10 + (f * 31 + n * 17 + d.place) % 1000 / 7.0, 8)"
_QUANTITY = "1000 + (f * 7919 + n * 104729) % 50000 + (d.place + f) / 10 * 10"

_REGISTERS = (
    f"""INSERT INTO cad.info_fundos (id_fundo, slug, nome_fundo, nome_curto, cnpj, is_active, fonte)
        OVERRIDING SYSTEM VALUE
        SELECT f, 'fundo-' || f, 'FUNDO ' || f, 'F' || f, {_CNPJ.format(fund="f")}, true, 'benchmark'
        FROM generate_series(1, %(funds)s) f""",  # noqa: S608 - names of our own, as below
    """INSERT INTO cad.info_contas (id_conta, id_fundo, identidade, banco, fonte)
       OVERRIDING SYSTEM VALUE
       SELECT f * 2 + n, f, 'conta ' || f || ' ' || n, 'BRBANK', 'benchmark'
       FROM generate_series(1, %(funds)s) f, generate_series(1, 2) n""",
    """INSERT INTO cad.info_rf (id_ativo_rf, identidade, tipo_titulo, cod_ativo, fonte)
       OVERRIDING SYSTEM VALUE SELECT n, 'rf ' || n, 'GOVE', 'TIT' || n, 'benchmark'
       FROM generate_series(1, %(bonds)s) n""",
    """INSERT INTO cad.info_rv (id_ativo_rv, identidade, categoria, cod_papel, fonte)
       OVERRIDING SYSTEM VALUE SELECT n, 'rv ' || n, 'EQUI', 'ACAO' || n, 'benchmark'
       FROM generate_series(1, %(shares)s) n""",
    """INSERT INTO cad.info_dir_cred (id_ativo_dc, id_fundo, identidade, tipo_recebivel, fonte)
       OVERRIDING SYSTEM VALUE SELECT f, f, 'dc ' || f, 'RECE', 'benchmark' FROM generate_series(1, %(funds)s) f""",
    """INSERT INTO cad.info_cpr (id_cpr, id_fundo, identidade, tipo_cpr, fonte)
       OVERRIDING SYSTEM VALUE
       SELECT (m * 100000 + f) * 10 + n, f, 'cpr ' || f || ' ' || n || ' ' || m,
              CASE WHEN n > 5 THEN 'RECEBER' ELSE 'PAGAR' END, 'benchmark'
       FROM generate_series(0, %(months)s) m, generate_series(1, %(funds)s) f, generate_series(1, 8) n""",
)


def _lot(section: str, paper: str, name: str) -> str:
    return f"""'{section}', 'BR' || '{name}' || {paper}, '{name}' || {paper}, 'CETI', '{name} ' || {paper}, 'LONG',
               {_QUANTITY}, {_PRICE}, {_PRICE}, 'BRL', d.day + 400"""


_BOND, _SHARE = "1 + (f * 13 + n * 29) % %(bonds)s", "1 + (f * 7 + n * 31) % %(shares)s"
_HELD = """CASE WHEN f * 5 <= %(funds)s THEN %(funds)s / 5 + 1 + (f * 3 + n * 11) % (%(funds)s / 5)
                WHEN f * 5 <= %(funds)s * 2 THEN %(funds)s * 2 / 5 + 1 + (f * 3 + n * 11) % (%(funds)s * 3 / 5)
                ELSE 100000 + n END"""  # a fifth of the funds hold the next fifth, which holds the rest; these, others'
_TABLES: dict[str, tuple[tuple[str, ...], str]] = {
    "pos_cota": (
        ("cota_fechamento", "qt_cotas_fech", "pl_fechamento", "cotas_emitir", "moeda", "formato"),
        """round(1 + d.place * 0.0004 + f % 7 * 0.001, 8), 1000000 + (d.place + f) / 20 * 1000, 5000000 + f,
           CASE WHEN (d.place + f) % 20 = 0 THEN 1000 END, 'BRL', 'XML_5_0'""",
    ),
    "pos_caixa": (
        ("id_conta", "banco", "descricao", "moeda", "saldo_fechamento"),
        "f * 2 + n, 'BRBANK', 'CONTA ' || n, 'BRL', 1000 + (f * 17 + d.place) % 5000",
    ),
    "pos_cpr": (
        ("id_cpr", "valor_presente", "tipo_cpr", "codigo", "descricao", "data_vencimento"),
        """(d.place / 21 * 100000 + f) * 10 + n, 100 + (f + n + d.place) % 900,
           CASE WHEN n > 5 THEN 'RECEBER' ELSE 'PAGAR' END, n::text, 'TAXA ' || n, d.day + 20""",
    ),
    "pos_rf": (("id_ativo_rf", "valor_mercado", *_LOT), f"{_BOND}, {_QUANTITY}, {_lot('GOVE', f'({_BOND})', 'TIT')}"),
    "pos_rv": (
        ("id_ativo_rv", "valor_mercado", *_LOT),
        f"{_SHARE}, {_QUANTITY}, {_lot('EQUI', f'({_SHARE})', 'ACAO')}",
    ),
    "pos_cotas_fundos": (
        ("valor_mercado", "cnpj_emissor", *_LOT),
        f"{_QUANTITY}, {_CNPJ.format(fund=f'({_HELD})')}, {_lot('SHAR', f'({_HELD})', 'FUNDO')}",
    ),
    "pos_dir_cred": (("id_ativo_dc", "valor_presente", *_LOT), f"f, {_QUANTITY}, {_lot('RECE', 'f', 'DC')}"),
    "pos_derivativos": (("valor_mercado", *_LOT), f"{_QUANTITY} - 5000, {_lot('FUTU', 'n', 'DI1F')}"),
}
"""Columns of their own, and the values of fund `f`, day `d.day`, `d.place` among the days, and row `n` of the day."""

_LEDGER = (
    """INSERT INTO ctl.slice_load (fund, date, sink, version, sha256, verdict, patliq, rows, run_id)
       SELECT 'fundo-' || f, d.day, 'postgres', 1, md5(f::text),
              CASE (f + d.place) % 100 WHEN 0 THEN 'fail' WHEN 1 THEN 'not_verifiable' ELSE 'ok' END, 5000000, 29,
              'benchmark'
       FROM generate_series(1, %(funds)s) f, days d""",
    """INSERT INTO ctl.file_status (fund, date, type, state, reason, run_id)
       SELECT 'fundo-' || f, d.day, t, CASE WHEN (f * 7 + d.place) % 20 = 0 THEN 'missing' ELSE 'received' END, '',
              'benchmark'
       FROM generate_series(1, %(funds)s) f, days d, unnest(ARRAY['XML_5_0', 'XML_4_01', 'CARTEIRA_EXCEL',
            'CARTEIRA_PDF']) t""",
    """INSERT INTO ctl.quarantine (data_pos, id_fundo, ordinal, tabela, secao_origem, caminho, motivo, formato,
                                   situacao_conciliacao, version, arquivo, sha256, run_id)
       SELECT d.day, f, 1, 'holdings', 'acoes', 'fundo/acoes', 'valor ausente', 'XML_4_01', 'ok', 1, 'a.xml', md5('a'),
              'benchmark'
       FROM generate_series(1, %(funds)s) f, days d WHERE (f + d.place) % 200 = 0""",
)


def fill(connection: Connection, funds: int, days: Sequence[date]) -> int:
    """Fill a migrated, empty warehouse.

    Foreign keys are not looked up one by one while it is filled, which needs a superuser: all refer to what is there.

    Args:
        connection: to the warehouse, as a superuser, with no transaction of the caller's under way.
        funds: how many, five at least: some hold quotas of others, through three levels.
        days: business days, ascending.

    Returns:
        Rows of the position tables.
    """
    ensure_years(connection, {day.year for day in days})
    given = {"funds": funds, "bonds": BONDS, "shares": SHARES, "months": len(days) // 21}
    rows = 0
    with connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("CREATE TEMP TABLE days (day date, place integer) ON COMMIT DROP")
        cursor.execute(
            "INSERT INTO days SELECT * FROM unnest(%s::date[], %s::integer[])", (list(days), list(range(len(days))))
        )
        for statement in (*_REGISTERS, *_LEDGER):
            cursor.execute(_formatted(statement), given)
        for table, (columns, values) in _TABLES.items():
            named = ", ".join(("data_pos", "id_fundo", "ordinal", *columns, *_FILE_COLUMNS))
            cursor.execute(
                _formatted(
                    f"""INSERT INTO pos.{table} ({named})
                        SELECT d.day, f, n, {values}, {_FILE}
                        FROM days d, generate_series(1, %(funds)s) f, generate_series(1, {ROWS[table]}) n
                        ORDER BY 1, 2, 3"""  # noqa: S608
                ),
                given,
            )
            rows += cursor.rowcount
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.autocommit = False
    return rows


def _formatted(statement: str) -> str:
    """A remainder's sign doubled, as psycopg2 wants it beside named values."""
    return statement.replace(" % ", " %% ")
