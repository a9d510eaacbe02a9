"""The migration: names, then holders, then positions; then what became of every row.

Belongs here: the order, and that one source's failure is not another's. Does not: any source's own way (`lookups`,
`holders`, `positions`).
"""

import hashlib
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from qore_dagster.access.engine import Engine, OpenFile
from qore_dagster.access.errors import AccessError
from qore_dagster.access.safe_file import beside_open_file
from qore_dagster.migration import holders, lookups, names, positions
from qore_dagster.migration.errors import MigrationError
from qore_dagster.migration.fates import by_key, quarantine, replaced_meanwhile
from qore_dagster.migration.fields import Source
from qore_dagster.migration.name_sources import CARTEIRAS, COTISTAS, DEPARA, DIAS_UTEIS
from qore_dagster.migration.names import Names
from qore_dagster.migration.pruning import prune
from qore_dagster.migration.reconciliation import Reconciliation
from qore_dagster.migration.result import Result, SourceResult, Unresolved
from qore_dagster.migration.session import Session
from qore_dagster.migration.sources import SOURCES, source_of
from qore_dagster.migration.staging import AccessFile, Columns, Placed, stage
from qore_dagster.model.faults import Fault, fault_of

Listener = Callable[[str, str, int], None]
"""Told as it goes: what is done (`ler`, `carregar`, `contar`), the table, the rows so far; first `passos`, how many."""

_KEYS = {
    CARTEIRAS.table: ("id_carteira",),
    DEPARA.table: ("tipo", "de"),
    COTISTAS.table: ("id_cotista",),
    DIAS_UTEIS.table: ("data",),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be migrated, and how.

    Attributes:
        path: the Access file; it is only read.
        mapping: a CSV in which a person says which fund a name is (`names.import_names`), taken over before.
        rehearsal: do it all, and leave nothing behind.
        patience: seconds to wait for another migration to end.
    """

    path: Path
    mapping: Path | None = None
    rehearsal: bool = False
    patience: float = 30.0


def migrate(connection: Connection, engine: Engine, asked: Asked, told: Listener) -> Result:
    """Bring an Access file into the warehouse; again, it gives the same.

    Args:
        connection: to the warehouse, its migrations applied, with no transaction under way.
        engine: reads the file.
        asked: what is to be migrated.
        told: what is shown meanwhile.

    Raises:
        AccessError: the file cannot be opened.
        MigrationError: another migration is under way, the file has none of the tables or changed meanwhile, or a line
            of the mapping names no known fund.
        RegistryError: the mapping cannot be read.
    """
    started = time.monotonic()
    file = AccessFile(asked.path.name, _hash(asked.path))
    beside = beside_open_file(asked.path)
    open_by = beside.name if beside.exists() else ""  # asked before we open it: Microsoft's driver makes one, too
    session = Session(connection, rehearsal=asked.rehearsal)
    with session.alone(patience=asked.patience), engine.open(asked.path, read_only=True) as opened:
        there = opened.tables()
        known = {source.table: table for table in there if (source := source_of(table))}
        _refuse_another_file(file, known, there)
        if asked.mapping is not None:
            with session.step() as cursor:
                names.import_names(cursor, asked.mapping)
        foreign = sorted({*there} - {*known.values()})
        told("passos", "", len(foreign) + 2 * len(known))
        others = tuple((table, _count(opened, table, told)) for table in foreign)
        one = _Migration(session, opened, file, known, told)
        one.stage()
        if _hash(asked.path) != file.sha256:
            one.forget()
            raise MigrationError(
                f"{file.name} mudou enquanto era lido; nada foi carregado",
                "feche-o em todas as máquinas, ou copie-o para outro lugar, e rode de novo",
            )
        one.load()
        results, unresolved = one.reconcile()
        unheard = one.unheard()
        if not asked.rehearsal:
            prune(session, one.staged.keys() - one.failures.keys())
    return Result(
        file.name,
        file.sha256,
        asked.rehearsal,
        results,
        others,
        unresolved,
        time.monotonic() - started,
        unheard=unheard,
        open_by=open_by,
    )


def _refuse_another_file(file: AccessFile, known: Collection[str], there: Collection[str]) -> None:
    """Raise for a file that has none of the tables, before anything is written."""
    if not known:
        raise MigrationError(
            f"{file.name} não tem nenhuma das {len(SOURCES)} tabelas da base antiga; tem "
            f"{', '.join(sorted(there)) or 'nenhuma'}",
            "confira se é o arquivo certo: as tabelas estão em docs/migrate-access.md",
        )


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise AccessError(f"não foi possível ler {path}: {error.strerror}", "confira o caminho") from None


def _count(opened: OpenFile, table: str, told: Listener) -> int | None:
    """The rows of a table that is not migrated; None for one that cannot be read."""
    told("contar", table, 0)
    try:
        return opened.count(table)
    except Exception:  # noqa: BLE001 - whatever is in it, it is not migrated, and is told all the same
        return None


@dataclass
class _Migration:
    """One file's way through the three phases, each over all sources."""

    session: Session
    opened: OpenFile
    file: AccessFile
    known: dict[str, str]
    told: Listener
    staged: dict[str, Columns] = field(default_factory=dict[str, Columns])
    failures: dict[str, Fault] = field(default_factory=dict[str, Fault])

    def stage(self) -> None:
        """All sources that the file has into `stage`."""
        for source in SOURCES:
            if source.table in self.known:
                placed = Placed(source, self.known[source.table])
                try:
                    self.staged[source.table] = stage(
                        self.session, self.opened, placed, self.file, self._reader_of(source)
                    )
                except Exception as error:  # noqa: BLE001 - the boundary: one source's fault stays that source's
                    self._fail(source, error, "ler")

    def load(self) -> None:
        """What is staged into `cad`, `aux` and `pos`."""
        with self.session.step() as cursor:
            names.begin(cursor)
        for source in SOURCES:
            if source.table in self.staged:
                self.told("carregar", source.table, 0)
                try:
                    self._load(source)
                except Exception as error:  # noqa: BLE001 - as above
                    self._fail(source, error, "carregar")

    def reconcile(self) -> tuple[tuple[SourceResult, ...], tuple[Unresolved, ...]]:
        """What became of every row, as one moment sees it: a daily load may replace rows at any time."""
        self.session.commit()
        if not self.session.rehearsal:
            with self.session.connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with self.session.step() as cursor:
            good = [source for source in SOURCES if source.table in self.staged and source.table not in self.failures]
            if not self.session.rehearsal:  # whose rows nobody replaces, for nobody sees them
                known = Names.read(cursor)
                for source in good:
                    if source.landing is not None:
                        replaced_meanwhile(cursor, source, known)
            counted = Reconciliation(cursor, self.session.target)
            results = tuple(self._result(source, counted) for source in SOURCES)
            return results, counted.unresolved(good)

    def forget(self) -> None:
        """Do not go on with what is staged: it may be of another file than its mark says."""
        with self.session.step() as cursor:
            cursor.execute("DELETE FROM ctl.migrated_source WHERE source = ANY(%s)", (list(self.known),))

    def unheard(self) -> tuple[tuple[str, str], ...]:
        """The names that a person has mapped, and that no table of the file has."""
        with self.session.step() as cursor:
            return tuple(names.unheard(cursor, [source for source in SOURCES if source.table in self.staged]))

    def _load(self, source: Source) -> None:
        table = source.target.partition(",")[0]
        if not self.session.exists(table):
            raise MigrationError(f"o banco não tem a tabela {table}", "aplique as migrações que a criam e rode de novo")
        if source.landing is not None:
            self._require(source, source.landing.needs)
            positions.load(self.session, source, source.landing, self.file)
            return
        with self.session.step() as cursor:
            by_key(cursor, source, _KEYS[source.table])
            _LOADS[source.table](cursor, source)
            quarantine(cursor, source)

    def _require(self, source: Source, needed: str) -> None:
        """See that what a source is joined with was loaded from this file, too."""
        if not needed or (needed in self.staged and needed not in self.failures):
            return
        why = "que falhou" if needed in self.known else "que este arquivo não tem"
        raise MigrationError(
            f"a tabela {source.table} precisa de {needed}, {why}; nada dela mudou no PostgreSQL",
            f"corrija {needed}, ou migre um arquivo que a tenha, e rode de novo",
        )

    def _result(self, source: Source, counted: Reconciliation) -> SourceResult:
        failure = self.failures.get(source.table)
        if source.table not in self.known or failure:
            return SourceResult(source.table, source.target, source.table in self.known, failure=failure)
        reasons, notices = counted.reasons(source)
        columns = self.staged[source.table]
        return SourceResult(
            source.table,
            source.target,
            found=True,
            overall=counted.overall(source),
            funds=counted.funds(source),
            reasons=reasons,
            notices=notices,
            absent=columns.absent,
            others=columns.others,
        )

    def _reader_of(self, source: Source) -> Callable[[int], None]:
        return lambda rows: self.told("ler", source.table, rows)

    def _fail(self, source: Source, error: Exception, doing: str) -> None:
        if self.session.connection.closed:
            raise error
        self.failures[source.table] = _refusal(source, error) or fault_of(error, doing=f"{doing} {source.table}")


def _refusal(source: Source, error: Exception) -> Fault | None:
    """What the database said, without the row that it said it of; None for an error that is not the database's."""
    if not isinstance(error, psycopg2.Error) or error.diag.message_primary is None:
        return None
    return Fault(
        f"sql_{error.pgcode}",
        f"{source.table}: o PostgreSQL recusou a carga em {source.target}: {error.diag.message_primary}",
        "nada desta tabela mudou e as outras não foram afetadas; rode de novo e, se continuar, abra um chamado com "
        "esta mensagem",
    )


_LOADS: dict[str, Callable[[Cursor, Source], None]] = {
    CARTEIRAS.table: lookups.load_portfolios,
    DEPARA.table: lookups.load_names,
    COTISTAS.table: holders.load,
    DIAS_UTEIS.table: lookups.load_days,
}
