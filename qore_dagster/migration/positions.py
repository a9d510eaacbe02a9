"""The sources that go to position tables: staged rows into `pos`, with the registers that they refer to.

Belongs here: the transaction of one source. Does not: which rows may go (`fates`), where each column comes from
(`sources`), what makes two register rows the same (`warehouse.identity`).

Rows of an earlier migration are replaced; those of the daily platform never are.
"""

from collections.abc import Mapping
from typing import Any

from psycopg2.extensions import cursor as Cursor

from qore_dagster.migration.fates import by_fund_day, quarantine
from qore_dagster.migration.fields import Landing, Source
from qore_dagster.migration.names import Names
from qore_dagster.migration.origin import ORIGIN, VERDICT, VERSION
from qore_dagster.migration.session import Session
from qore_dagster.migration.sources import yielding_to
from qore_dagster.migration.staging import AccessFile
from qore_dagster.model.parsed import Row, Value
from qore_dagster.warehouse.columns import Register
from qore_dagster.warehouse.identity import IDENTITY
from qore_dagster.warehouse.register_rows import upsert
from qore_dagster.warehouse.routing import type_of
from qore_dagster.warehouse.set_based import execute_rows


def load(session: Session, source: Source, landing: Landing, file: AccessFile) -> None:
    """Bring a staged source into its table, all of it or nothing."""
    with session.step() as cursor:
        cursor.execute(f"SELECT DISTINCT extract(year FROM data_pos)::int FROM {source.stage} WHERE codigo IS NULL")
        years = [year for (year,) in cursor.fetchall()]
    target = session.prepare(source.target, years)
    with session.step() as cursor:
        session.keep_loads_out(cursor)
        cursor.execute(f"DELETE FROM {target} WHERE run_id = %s", (source.mark,))
        by_fund_day(cursor, source, target, Names.read(cursor))
        _take_over(cursor, source, target)
        if landing.register:
            _refer(cursor, source, landing, landing.register)
        _insert(cursor, source, landing, target, file)
        cursor.execute(f"ANALYZE {target}")  # what follows reads all of it, before the server's own round comes by
        quarantine(cursor, source)


def _take_over(cursor: Cursor, source: Source, target: str) -> None:
    """Take the days that this source has out of those that give way to it.

    Their other days stay, for they may not come again: the table may be missing in this file, or fail.
    """
    yielding = yielding_to(source)
    if yielding:
        cursor.execute(
            f"""DELETE FROM {target} p USING (SELECT DISTINCT id_fundo, data_pos FROM fate WHERE codigo IS NULL) f
                WHERE (p.id_fundo, p.data_pos) = (f.id_fundo, f.data_pos) AND p.run_id = ANY(%s)""",
            (list(yielding),),
        )


def _refer(cursor: Cursor, source: Source, landing: Landing, register: Register) -> None:
    """The temporary table `referred`: each row and the id of the thing that it is of; new things are registered."""
    described = list(landing.described)
    told = list(landing.told)
    selected = [f"{landing.described[name]} AS {name}" for name in described]
    selected += [f"{landing.told[name]} AS told_{name}" for name in told]
    cursor.execute("DROP TABLE IF EXISTS thing, referred")
    cursor.execute(
        f"""CREATE TEMPORARY TABLE thing AS
            SELECT g.*, dense_rank() OVER (ORDER BY id_fundo, {", ".join(described)}) AS thing
            FROM (SELECT f.linha, f.id_fundo, {", ".join(selected)}
                  FROM {source.stage} s JOIN fate f USING (linha) WHERE f.codigo IS NULL) g;
            ANALYZE thing"""
    )
    read = ", ".join([*described, *(f"told_{name}" for name in told)])
    cursor.execute(
        f"""SELECT DISTINCT ON (thing) thing, t.id_fundo, i.slug, {read}
            FROM thing t JOIN cad.info_fundos i USING (id_fundo) ORDER BY thing, linha"""
    )
    things: dict[int, str] = {}
    rows: dict[str, Row] = {}
    extra: dict[str, tuple[Value, ...]] = {}
    for number, fund, slug, *values in cursor.fetchall():
        canonical: Row = dict(zip(described, values, strict=False))
        identity = IDENTITY[register.name](slug, canonical)
        things[number] = identity
        rows.setdefault(identity, _register_row(register, identity, canonical, fund))
        extra.setdefault(identity, tuple(values[len(described) :]))
    ids = upsert(cursor, register, rows)
    # Else the checks of foreign keys go by a plan that this session made when the register was empty: row by row.
    cursor.execute(f"ANALYZE cad.{register.name}")
    cursor.execute("CREATE TEMPORARY TABLE referred (thing bigint PRIMARY KEY, id bigint)")
    execute_rows(cursor, "INSERT INTO referred VALUES %s", [(number, ids[known]) for number, known in things.items()])
    cursor.execute("ANALYZE referred")
    if told:
        _tell(
            cursor, register, {ids[identity]: dict(zip(told, cells, strict=True)) for identity, cells in extra.items()}
        )


def _register_row(register: Register, identity: str, canonical: Row, fund: int) -> Row:
    facts: dict[str, Any] = {
        "identity": identity,
        "unit.fonte": ORIGIN,
        "routing.tipo": type_of(canonical) if "secao" in canonical else None,
        "cad.info_fundos": fund,
    }
    return {
        column.name: facts[column.source] if column.source in facts else canonical.get(column.source.partition(".")[2])
        for column in register.copied
    }


def _tell(cursor: Cursor, register: Register, rows: Mapping[int, Mapping[str, Value]]) -> None:
    """Write further columns of register rows where nobody has told them."""
    names = list(dict.fromkeys(name for cells in rows.values() for name in cells))
    if not names:
        return
    execute_rows(
        cursor,
        f"""UPDATE cad.{register.name} r
            SET {", ".join(f"{name} = coalesce(r.{name}, g.{name})" for name in names)}
            FROM (VALUES %s) AS g({", ".join([register.id, *names])})
            WHERE g.{register.id} = r.{register.id}
              AND ({" OR ".join(f"r.{name} IS NULL AND g.{name} IS NOT NULL" for name in names)})""",
        [(id_, *cells.values()) for id_, cells in rows.items()],
        template=f"(%s, {', '.join('%s::text' for _ in names)})",
    )


def _insert(cursor: Cursor, source: Source, landing: Landing, target: str, file: AccessFile) -> None:
    columns = list(landing.columns)
    values = [landing.columns[name] for name in columns]
    joins = landing.joins
    if landing.register:
        columns.append(landing.register.id)
        values.append("r.id")
        joins += " JOIN thing t ON t.linha = s.linha JOIN referred r ON r.thing = t.thing"
    cursor.execute(
        f"""INSERT INTO {target} (data_pos, id_fundo, ordinal, {", ".join(columns)}, situacao_conciliacao, version,
                                  arquivo, sha256, run_id)
            SELECT f.data_pos, f.id_fundo,
                   row_number() OVER (PARTITION BY f.data_pos, f.id_fundo ORDER BY f.linha),
                   {", ".join(values)}, %(verdict)s, %(version)s, %(name)s, %(sha256)s, %(mark)s
            FROM {source.stage} s JOIN fate f ON f.linha = s.linha {joins}
            WHERE f.codigo IS NULL""",
        {"verdict": VERDICT, "version": VERSION, "name": file.name, "sha256": file.sha256, "mark": source.mark},
    )
