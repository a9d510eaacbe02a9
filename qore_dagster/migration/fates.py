"""What becomes of each staged row: the temporary table `fate`, a row's reason or none, and quarantine.

Belongs here: the rules that tell duplicates and conflicts, platform and other sources apart. Does not: writing the rows
that have no reason against them (`positions`, `lookups`, `holders`).
"""

from collections.abc import Sequence

from psycopg2.extensions import cursor as Cursor

from qore_dagster.migration.fields import Source
from qore_dagster.migration.names import Names
from qore_dagster.migration.reasons import TEXTS, Reason
from qore_dagster.warehouse.set_based import execute_rows
from qore_dagster.warehouse.slice_table import LAST_ORDINAL, SURROGATE
from qore_dagster.warehouse.tables import SINK, SINK_TABLES


def by_key(cursor: Cursor, source: Source, key: Sequence[str]) -> None:
    """Rows that are known by columns of their own: equal ones count once, others of the same key not at all."""
    columns = ", ".join(f"s.{name}" for name in key)
    cursor.execute("DROP TABLE IF EXISTS fate")
    cursor.execute(
        f"""CREATE TEMPORARY TABLE fate AS SELECT s.linha, s.codigo FROM {source.stage} s;
            ALTER TABLE fate ADD PRIMARY KEY (linha);
            UPDATE fate SET codigo = k.codigo
            FROM (SELECT s.linha,
                         CASE WHEN min(s.impressao::text) OVER same <> max(s.impressao::text) OVER same
                                   THEN %(conflict)s
                              WHEN row_number() OVER (PARTITION BY {columns} ORDER BY s.linha) > 1 THEN %(duplicate)s
                         END AS codigo
                  FROM {source.stage} s WHERE s.codigo IS NULL WINDOW same AS (PARTITION BY {columns})) k
            WHERE k.linha = fate.linha AND k.codigo IS NOT NULL""",
        {"conflict": Reason.CONFLICT, "duplicate": Reason.DUPLICATE},
    )


def by_fund_day(cursor: Cursor, source: Source, target: str, names: Names) -> None:
    """Rows of funds and days.

    In this order: a cell that does not read; no fund; what the source itself asks for; the platform has the day; a
    preferred source has it; a copy of another row; at odds with another row; too many rows of the day.

    Args:
        cursor: of the caller's transaction.
        source: the source, staged.
        target: where its rows go.
        names: the funds' names.
    """
    landing = source.landing
    if landing is None:
        raise ValueError(f"{source.table} does not go to a position table")
    _name_funds(cursor, source, names)
    cursor.execute("DROP TABLE IF EXISTS fate")
    cursor.execute(
        f"""CREATE TEMPORARY TABLE fate AS
            SELECT s.linha, s.data_pos, s.fundo, n.grafia, n.id_fundo, s.impressao,
                   CASE WHEN s.codigo IS NOT NULL THEN s.codigo
                        WHEN n.id_fundo IS NULL THEN n.codigo
                        WHEN {landing.missing} THEN %(missing)s
                        WHEN l.fund IS NOT NULL THEN %(platform)s
                        WHEN o.id_fundo IS NOT NULL THEN %(other)s
                   END AS codigo
            FROM {source.stage} s
            LEFT JOIN fund_named n ON n.fundo = s.fundo
            LEFT JOIN cad.info_fundos i ON i.id_fundo = n.id_fundo
            LEFT JOIN ctl.slice_load l ON (l.fund, l.date, l.sink) = (i.slug, s.data_pos, %(sink)s)
            LEFT JOIN (SELECT DISTINCT id_fundo, data_pos FROM {target} WHERE run_id = ANY(%(before)s)) o
                   ON (o.id_fundo, o.data_pos) = (n.id_fundo, s.data_pos)
            {landing.joins};
            ALTER TABLE fate ADD PRIMARY KEY (linha);
            ANALYZE fate""",
        {
            "missing": Reason.UNKNOWN_HOLDER,
            "platform": Reason.PLATFORM,
            "other": Reason.OTHER_SOURCE,
            "sink": SINK,
            "before": list(source.marks_before),
        },
    )
    if landing.one_a_day:
        _one_a_day(cursor)
    else:
        _many_a_day(cursor)
    if numbers_rows(source):
        _too_many(cursor)
    cursor.execute("ANALYZE fate")


def numbers_rows(source: Source) -> bool:
    """Whether a source's table makes a key of its rows' numbers, so that a fund's day has a last one."""
    return any(column.generated == SURROGATE for column in SINK_TABLES[source.target].columns)


def _one_a_day(cursor: Cursor) -> None:
    """Of equal rows of a fund's day one counts; of different ones none, for nobody knows which is right."""
    cursor.execute(
        """UPDATE fate SET codigo = %(duplicate)s
           FROM (SELECT linha, row_number() OVER (PARTITION BY id_fundo, data_pos, impressao ORDER BY fundo, linha) AS n
                 FROM fate WHERE codigo IS NULL) d
           WHERE d.linha = fate.linha AND d.n > 1""",
        {"duplicate": Reason.DUPLICATE},
    )
    cursor.execute(
        """UPDATE fate SET codigo = %(conflict)s
           FROM (SELECT id_fundo, data_pos FROM fate WHERE codigo IS NULL GROUP BY id_fundo, data_pos
                 HAVING count(*) > 1) c
           WHERE (c.id_fundo, c.data_pos) = (fate.id_fundo, fate.data_pos) AND fate.codigo IS NULL""",
        {"conflict": Reason.CONFLICT},
    )


def _many_a_day(cursor: Cursor) -> None:
    """Equal rows under one name of a fund are lines of their own; under another name they are copies.

    Whoever wrote the old tables deleted a name's day before writing it anew, so nothing was written twice under one
    name. The name with the most rows of a day stands for it, and each row of another name that it has too, as many
    times, is a copy. Where another name has a row besides, no name tells the whole day, and nothing is added up.
    """
    cursor.execute(
        """WITH several AS (
               SELECT id_fundo, data_pos FROM fate WHERE codigo IS NULL
               GROUP BY id_fundo, data_pos HAVING min(grafia COLLATE "C") <> max(grafia COLLATE "C")),
           counted AS (
               SELECT linha, id_fundo, data_pos, grafia, impressao,
                      row_number() OVER (PARTITION BY id_fundo, data_pos, grafia, impressao ORDER BY linha) AS copy,
                      count(*) OVER (PARTITION BY id_fundo, data_pos, grafia) AS rows
               FROM fate JOIN several USING (id_fundo, data_pos) WHERE codigo IS NULL),
           told AS (
               SELECT *, grafia = first_value(grafia) OVER (PARTITION BY id_fundo, data_pos
                                                            ORDER BY rows DESC, grafia COLLATE "C") AS is_fullest
               FROM counted)
           UPDATE fate SET codigo = %(duplicate)s
           FROM told JOIN told AS full_day USING (id_fundo, data_pos, impressao, copy)
           WHERE full_day.is_fullest AND NOT told.is_fullest AND told.linha = fate.linha""",
        {"duplicate": Reason.DUPLICATE},
    )
    cursor.execute(
        """UPDATE fate SET codigo = %(conflict)s
           FROM (SELECT id_fundo, data_pos FROM fate WHERE codigo IS NULL GROUP BY id_fundo, data_pos
                 HAVING min(grafia COLLATE "C") <> max(grafia COLLATE "C")) c
           WHERE (c.id_fundo, c.data_pos) = (fate.id_fundo, fate.data_pos) AND fate.codigo IS NULL""",
        {"conflict": Reason.CONFLICT},
    )


def _too_many(cursor: Cursor) -> None:
    """More rows of a fund's day than its table can number; the other days are not affected."""
    cursor.execute(
        """UPDATE fate SET codigo = %(too_many)s
           FROM (SELECT id_fundo, data_pos FROM fate WHERE codigo IS NULL GROUP BY id_fundo, data_pos
                 HAVING count(*) > %(most)s) c
           WHERE (c.id_fundo, c.data_pos) = (fate.id_fundo, fate.data_pos) AND fate.codigo IS NULL""",
        {"too_many": Reason.TOO_MANY, "most": LAST_ORDINAL},
    )


def quarantine(cursor: Cursor, source: Source) -> None:
    """Write down the rows that have a reason against them, in place of an earlier run's."""
    cursor.execute("DELETE FROM ctl.migrated_quarantine WHERE source = %s", (source.table,))
    _put_aside(cursor, source)


def replaced_meanwhile(cursor: Cursor, source: Source, names: Names) -> None:
    """Put aside, too, what a daily load has replaced since the source was loaded, by which the platform has the day.

    Args:
        cursor: of a transaction that sees one moment, in which the rows are then counted.
        source: the source, loaded.
        names: the funds' names.
    """
    _name_funds(cursor, source, names)
    cursor.execute("DROP TABLE IF EXISTS fate")
    cursor.execute(
        f"""CREATE TEMPORARY TABLE fate AS
            SELECT s.linha, %(platform)s AS codigo
            FROM {source.stage} s
            JOIN fund_named n ON n.fundo = s.fundo
            JOIN cad.info_fundos i ON i.id_fundo = n.id_fundo
            JOIN ctl.slice_load l ON (l.fund, l.date, l.sink) = (i.slug, s.data_pos, %(sink)s)
            WHERE NOT EXISTS (SELECT FROM ctl.migrated_quarantine q
                              WHERE q.source = %(source)s AND q.linha = s.linha)""",
        {"platform": Reason.PLATFORM, "sink": SINK, "source": source.table},
    )
    _put_aside(cursor, source)


def _put_aside(cursor: Cursor, source: Source) -> None:
    kept = {one.name for one in source.fields}
    fund = f"coalesce(s.{next((name for name in ('fundo', 'id_carteira', 'para') if name in kept), 'linha')}::text, '')"
    day = "s.data_pos" if "data_pos" in kept else "NULL"
    value = f"s.{source.total}" if source.total else "NULL"
    cursor.execute(
        f"""INSERT INTO ctl.migrated_quarantine
                (source, linha, codigo, motivo, carregada, fundo, data, valor, conteudo)
            SELECT %(source)s, s.linha, coalesce(f.codigo, %(notice)s),
                   CASE WHEN f.codigo IS NULL THEN s.aviso WHEN f.codigo = s.codigo THEN s.motivo
                        ELSE t.motivo END,
                   f.codigo IS NULL, {fund}, {day}, {value},
                   coalesce(s.original, jsonb_strip_nulls(to_jsonb(s) - 'linha' - 'impressao' - 'original'))
            FROM {source.stage} s JOIN fate f USING (linha)
            LEFT JOIN unnest(%(codes)s::text[], %(texts)s::text[]) AS t(codigo, motivo) ON t.codigo = f.codigo
            WHERE f.codigo IS NOT NULL OR s.aviso IS NOT NULL""",
        {
            "source": source.table,
            "notice": Reason.NOTICE,
            "codes": [str(reason) for reason in TEXTS],
            "texts": list(TEXTS.values()),
        },
    )


def _name_funds(cursor: Cursor, source: Source, names: Names) -> None:
    """The temporary table `fund_named`: each name of the source, its fund or why there is none, and its spelling.

    Two names are spelled alike if Access takes one for the other: capitals do not count there, accents do.
    """
    cursor.execute("SELECT fundo FROM ctl.migrated_total WHERE source = %s AND fundo <> ''", (source.table,))
    found = [(name, names.resolve(source.system, name)) for (name,) in cursor.fetchall()]
    cursor.execute("DROP TABLE IF EXISTS fund_named")
    cursor.execute(
        "CREATE TEMPORARY TABLE fund_named (fundo text PRIMARY KEY, id_fundo integer, codigo text, grafia text)"
    )
    execute_rows(
        cursor,
        "INSERT INTO fund_named VALUES %s",
        [
            (name, *((None, str(fund)) if isinstance(fund, Reason) else (fund, None)), name.casefold())
            for name, fund in found
        ],
        template="(%s, %s::integer, %s, %s)",
    )
