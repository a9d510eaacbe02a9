"""Whether every row is accounted for: the file against PostgreSQL and quarantine, per table and per fund.

Belongs here: counting and summing in the three places. Does not: what is balanced (`result`).

The file's side was counted while it was read, from the cells as they are and by the name that stands there; the other
side is counted in the tables themselves, whatever the migration thinks it wrote.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from psycopg2.extensions import cursor as Cursor

from qore_dagster.migration.fields import Source, System
from qore_dagster.migration.holders import HOLDER_IDENTITY
from qore_dagster.migration.name_sources import CARTEIRAS, COTISTAS, DEPARA, DIAS_UTEIS
from qore_dagster.migration.names import Names
from qore_dagster.migration.reasons import UNRESOLVED, Reason
from qore_dagster.migration.result import Balance, Notice, Unresolved
from qore_dagster.migration.sources import BY_TABLE
from qore_dagster.migration.sums import added

_EXAMPLES = 3


@dataclass(slots=True)
class _Side:
    """Rows and sum of one place."""

    rows: int = 0
    total: Decimal = Decimal(0)

    def add(self, rows: int, total: Decimal | None) -> None:
        self.rows += rows
        self.total = added(self.total, total)


class Reconciliation:
    """The count of one database, once all sources are in.

    Args:
        cursor: of a transaction.
        target: where the rows of a position table were written.
    """

    def __init__(self, cursor: Cursor, target: Callable[[str], str]) -> None:
        self._cursor = cursor
        self._target = target
        self._names = Names.read(cursor)
        cursor.execute("SELECT id_fundo, slug FROM cad.info_fundos")
        self._slugs: dict[int, str] = dict(cursor.fetchall())

    def overall(self, source: Source) -> Balance:
        """A source as a whole."""
        funds = list(self._by_fund(source).values()) if source.has_fund else [self._lookup(source)]
        summed = [_sum(side[place] for side in funds) for place in range(3)]
        return _balance("", summed, known=False, has_total=bool(source.total))

    def funds(self, source: Source) -> tuple[Balance, ...]:
        """A source by fund; by the name in the file, where that is of no fund."""
        if not source.has_fund:
            return ()
        return tuple(
            _balance(fund, sides, known=known, has_total=bool(source.total))
            for (known, fund), sides in sorted(self._by_fund(source).items())
        )

    def reasons(self, source: Source) -> tuple[dict[str, int], tuple[Notice, ...]]:
        """Rows in quarantine by reason, and what is missing in rows that are loaded."""
        self._cursor.execute(
            """SELECT codigo, count(*) FROM ctl.migrated_quarantine WHERE source = %s AND NOT carregada
               GROUP BY codigo ORDER BY codigo""",
            (source.table,),
        )
        reasons: dict[str, int] = dict(self._cursor.fetchall())
        self._cursor.execute(
            """SELECT said[1], count(*), (array_agg(DISTINCT said[2] COLLATE "C"))[1:%(shown)s]
               FROM (SELECT regexp_match(one, '^(.*?): (.*)$') AS said
                     FROM ctl.migrated_quarantine, string_to_table(motivo, E'\\n') one
                     WHERE source = %(source)s AND carregada) n
               GROUP BY 1 ORDER BY 1""",
            {"source": source.table, "shown": _EXAMPLES},
        )
        return reasons, tuple(Notice(name, rows, tuple(said)) for name, rows, said in self._cursor.fetchall())

    def unresolved(self, sources: Iterable[Source]) -> tuple[Unresolved, ...]:
        """The names for a person to map, those of most rows first."""
        self._cursor.execute(
            """SELECT fundo, source, count(*) FROM ctl.migrated_quarantine WHERE codigo = ANY(%s) AND source = ANY(%s)
               GROUP BY fundo, source ORDER BY fundo, source""",
            ([str(reason) for reason in UNRESOLVED], [source.table for source in sources]),
        )
        found: dict[tuple[str, str], list[tuple[str, int]]] = {}
        portfolios: set[str] = set()
        for name, table, rows in self._cursor.fetchall():
            source = BY_TABLE[table]
            system = {CARTEIRAS.table: System.BRITECH, DEPARA.table: System.QORE}.get(table, source.system)
            found.setdefault((system, name), []).append((table, rows))
            portfolios |= {name} if table == CARTEIRAS.table else set()
        funds = {key: self._names.funds(*key) for key in found} | self._claimed(portfolios)
        return tuple(
            Unresolved(
                system,
                name,
                sum(rows for _, rows in tables),
                tuple(table for table, _ in tables),
                tuple(sorted(self._slugs[fund] for fund in funds[system, name])),
            )
            for (system, name), tables in sorted(found.items(), key=lambda one: (-sum(n for _, n in one[1]), one[0]))
        )

    def _claimed(self, portfolios: set[str]) -> dict[tuple[str, str], set[int]]:
        """The funds that portfolios may be, which are not told by their codes but by the names that they bear."""
        if not portfolios:
            return {}
        self._cursor.execute(
            f"SELECT id_carteira, nome, de_para_qore FROM {CARTEIRAS.stage} WHERE id_carteira = ANY(%s)",
            (sorted(portfolios),),
        )
        claimed: dict[tuple[str, str], set[int]] = {}
        for code, *names in self._cursor.fetchall():
            of = claimed.setdefault((System.BRITECH, code), set())
            of |= {fund for name in names if name for fund in self._names.funds(System.QORE, name)}
        return claimed

    def _by_fund(self, source: Source) -> dict[tuple[bool, str], tuple[_Side, _Side, _Side]]:
        """Per fund: the file, PostgreSQL, quarantine."""
        sides: dict[tuple[bool, str], tuple[_Side, _Side, _Side]] = {}

        def of(key: tuple[bool, str]) -> tuple[_Side, _Side, _Side]:
            return sides.setdefault(key, (_Side(), _Side(), _Side()))

        self._cursor.execute("SELECT fundo, linhas, soma FROM ctl.migrated_total WHERE source = %s", (source.table,))
        for name, rows, total in self._cursor.fetchall():
            of(self._fund(source, name))[0].add(rows, total)
        landing = source.landing
        if landing is not None:
            self._cursor.execute(
                f"""SELECT p.id_fundo, count(*), sum({landing.total}) FROM {self._target(source.target)} p
                    WHERE p.run_id = %s GROUP BY p.id_fundo""",
                (source.mark,),
            )
            for fund, rows, total in self._cursor.fetchall():
                of((True, self._slugs[fund]))[1].add(rows, total)
        self._cursor.execute(
            """SELECT fundo, count(*), sum(valor) FROM ctl.migrated_quarantine
               WHERE source = %s AND NOT carregada GROUP BY fundo""",
            (source.table,),
        )
        for name, rows, total in self._cursor.fetchall():
            of(self._fund(source, name))[2].add(rows, total)
        return sides

    def _fund(self, source: Source, name: str) -> tuple[bool, str]:
        fund = self._names.resolve(source.system, name) if name else Reason.UNKNOWN_FUND
        return (False, name) if isinstance(fund, Reason) else (True, self._slugs[fund])

    def _lookup(self, source: Source) -> tuple[_Side, _Side, _Side]:
        """A source that is of no funds: the file, the tables that it went to, quarantine."""
        counts: list[int] = []
        for query in (
            "SELECT coalesce(sum(linhas), 0)::bigint FROM ctl.migrated_total WHERE source = %(source)s",
            _LOADED[source.table].format(stage=source.stage),
            "SELECT count(*) FROM ctl.migrated_quarantine WHERE source = %(source)s AND NOT carregada",
        ):
            self._cursor.execute(query, {"source": source.table})
            counts.append(int((self._cursor.fetchone() or (0,))[0]))
        return _Side(counts[0]), _Side(counts[1]), _Side(counts[2])


_NOT_REFUSED = """NOT EXISTS (SELECT FROM ctl.migrated_quarantine q
                              WHERE q.source = %(source)s AND q.linha = s.linha AND NOT q.carregada)"""

_LOADED = {
    CARTEIRAS.table: f"""SELECT count(*) FROM {{stage}} s WHERE {_NOT_REFUSED} AND EXISTS (
        SELECT FROM aux.depara_fundos d JOIN cad.info_fundos USING (id_fundo)
        WHERE d.sistema = 'BRITECH' AND d.codigo = s.id_carteira)""",
    COTISTAS.table: f"""SELECT count(*) FROM {{stage}} h WHERE {_NOT_REFUSED.replace("s.linha", "h.linha")} AND EXISTS (
        SELECT FROM cad.info_cotistas c WHERE c.identidade = {HOLDER_IDENTITY})""",
    DEPARA.table: f"""SELECT count(*) FROM {{stage}} s WHERE {_NOT_REFUSED} AND (
        EXISTS (SELECT FROM aux.depara_ativos a WHERE (a.de, a.para) = (s.de, s.para))
        OR EXISTS (SELECT FROM aux.depara_emissores e WHERE (e.de, e.para) = (s.de, s.para))
        OR EXISTS (SELECT FROM aux.depara_fundos f WHERE f.sistema = 'QORE' AND f.codigo = s.de))""",
    DIAS_UTEIS.table: "SELECT count(*) FROM cad.info_calendario WHERE fonte = %(source)s",
}
"""By source: the rows of the file that are found again where they went."""


def _sum(sides: Iterable[_Side]) -> _Side:
    made = _Side()
    for side in sides:
        made.add(side.rows, side.total)
    return made


def _balance(fund: str, sides: "Iterable[_Side]", *, known: bool, has_total: bool) -> Balance:
    file, loaded, quarantined = sides
    totals = (file.total, loaded.total, quarantined.total) if has_total else (None, None, None)
    return Balance(fund, known, file.rows, loaded.rows, quarantined.rows, *totals)
