"""The Access file as a sink: fund-days replaced in it over all tables at once, and read back.

Belongs here: the load, who may replace whom, compaction. Does not: how the file is kept whole (`safe_file`), reading an
open file (`contents`), engines (`jackcess`, `odbc`), shaping (`shaping`, `fitting`).

All units of a load share one copy and one rename, but never a fate: when the engine refuses a row, the units are loaded
in halves, and only those that it refuses alone fail.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qore_dagster.access import contents
from qore_dagster.access.columns import AccessTable
from qore_dagster.access.contents import name_of, rows_of
from qore_dagster.access.engine import Engine, OpenFile
from qore_dagster.access.errors import AccessError, AccessFullError, RefusedError
from qore_dagster.access.fitting import Cell, Fit, fit, match
from qore_dagster.access.safe_file import Limits, SafeFile
from qore_dagster.access.shaping import ShapedUnit, columns_of, shape
from qore_dagster.access.tables import TABLES, table_named
from qore_dagster.model.batch import Batch
from qore_dagster.model.edition import source_of
from qore_dagster.model.faults import Fault, fault_of
from qore_dagster.model.fund_day import FundDay
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.records import LoadedSlice

if TYPE_CHECKING:
    import pandas as pd


class AccessDatabase:
    """One Access file and the engine that works on it.

    Args:
        path: `.accdb` or `.mdb`; made by the first load.
        engine: works on it.
        limits: how big it may become.
        patience: seconds to wait for another writer.
    """

    def __init__(self, path: Path, engine: Engine, *, limits: Limits | None = None, patience: float = 600.0) -> None:
        self._file = SafeFile(path, limits or Limits(), patience=patience)
        self._engine = engine

    @property
    def path(self) -> Path:
        """The file."""
        return self._file.path

    @property
    def exists(self) -> bool:
        """Whether there is a file yet that is not empty."""
        return self._file.exists

    def warning(self) -> str | None:
        """What to tell people of the file's size; None while there is nothing to tell."""
        return self._file.warning()

    def load(self, units: Iterable[LoadUnit], *, over_newer: bool = False) -> Batch[int]:
        """Replace the slices of the units' fund-days over all tables, all in one step that readers see at once.

        A version replaces itself and older ones. Where the file holds a newer one the unit is *superseded*: missing,
        with the reason.

        Args:
            units: at most one per fund-day counts; of several, the one with the highest version.
            over_newer: replace newer versions as well: the file is to hold these, whatever it holds.

        Returns:
            Rows written per key, the control table apart; superseded keys as missing; refused ones with the reason.
        """
        batch: Batch[int] = Batch()
        shaped: dict[FundDay, ShapedUnit] = {}
        for unit in sorted(units, key=lambda unit: (unit.key, unit.version)):
            try:
                shaped[unit.key] = shape(unit)
            except Exception as error:  # noqa: BLE001 - the boundary: one unit's fault stays that unit's
                batch.fail(unit.key, fault_of(error, doing=f"preparar a carga de {unit.key} no Access"))
        if shaped:
            self._load(list(shaped.values()), batch, over_newer=over_newer)
        return batch

    def differing(self, units: Iterable[LoadUnit]) -> set[FundDay]:
        """The fund-days of which the file does not hold just the rows that a load of their units would write."""
        different: set[FundDay] = set()
        shaped: list[ShapedUnit] = []
        for unit in units:
            try:
                shaped.append(shape(unit))
            except Exception:  # noqa: BLE001 - its load tells why
                different.add(unit.key)
        if not self._file.exists:
            return different | {one.unit.key for one in shaped}
        with self._engine.open(self.path, read_only=True) as opened:
            return different | contents.differing(opened, shaped)

    def loaded(self, keys: Collection[FundDay]) -> dict[FundDay, LoadedSlice]:
        """What the file holds of fund-days, as its control table tells."""
        if not keys or not self._file.exists:
            return {}
        with self._engine.open(self.path, read_only=True) as opened:
            return contents.loaded(opened, keys)

    def fund_days(self, first: date, last: date) -> set[FundDay]:
        """The fund-days between two dates that the file holds, those that users wrote themselves too."""
        if not self._file.exists:
            return set()
        with self._engine.open(self.path, read_only=True) as opened:
            return contents.fund_days(opened, first, last)

    def read(self, table: str, keys: Collection[FundDay]) -> "pd.DataFrame":
        """The rows of fund-days in a table of ours.

        Args:
            table: one of `access.tables.TABLES`, case and accents apart.
            keys: the fund-days wanted.

        Returns:
            The stated columns under their stated names, by day and fund; numbers as `Decimal` (where the column of
            the file is one), None for null.

        Raises:
            KeyError: no such table.
        """
        stated = table_named(table)
        rows: list[dict[str, Any]] = []
        if self._file.exists:
            with self._engine.open(self.path, read_only=True) as opened:
                rows = list(rows_of(opened, stated, sorted(keys)))
        import pandas as pd  # half a second that a load does without

        return pd.DataFrame(rows, columns=list(stated.names), dtype=object)

    def tables(self) -> tuple[str, ...]:
        """The names of all tables in the file, the users' own too."""
        if not self._file.exists:
            return ()
        with self._engine.open(self.path, read_only=True) as opened:
            return tuple(opened.tables())

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """All rows of any table, one at a time, columns under the names that they have in the file.

        Raises:
            AccessError: there is no such file or table.
        """
        if not self._file.exists:
            raise AccessError(f"não há arquivo {self.path}", "confira o caminho")
        with self._engine.open(self.path, read_only=True) as opened:
            name = name_of(opened, table)
            if name is None:
                raise AccessError(f"{self.path.name} não tem a tabela {table}", "confira o nome")
            yield from opened.rows(name)

    def compact(self) -> tuple[int, int]:
        """Write the file anew without the space of deleted rows.

        Returns:
            Bytes before and after.

        Raises:
            AccessError: there is no file, the engine would lose something of it, or the new file does not have all
                rows; the file stays as it was.
        """
        with self._file.locked():
            if not self._file.exists:
                raise AccessError(f"não há arquivo {self.path}", "confira ACCESS_PATH")
            before = self.path.stat().st_size
            self._compact()
            return before, self.path.stat().st_size

    def _compact(self) -> None:
        with self._file.edited(lambda new: self._engine.compact(self.path, new), grows=False) as new:
            old, compacted = self._counts(self.path), self._counts(new)
            wrong = sorted(table for table in old | compacted if old.get(table) != compacted.get(table))
            if wrong:
                lost = ", ".join(f"{table}: {old.get(table)} e {compacted.get(table)}" for table in wrong)
                raise AccessError(
                    f"a cópia compactada de {self.path.name} não tem as mesmas linhas ({lost}); o arquivo ficou como "
                    "estava",
                    "abra-o no Access e use Ferramentas de Banco de Dados, Compactar e Reparar",
                )

    def _counts(self, path: Path) -> dict[str, int]:
        with self._engine.open(path, read_only=True) as opened:
            return {table: opened.count(table) for table in opened.tables()}

    def _load(self, shaped: Sequence[ShapedUnit], batch: Batch[int], *, over_newer: bool) -> None:
        """Load units in one step, into the batch; in halves when the engine refuses a row."""
        try:
            with self._file.locked():
                newer = {} if over_newer else self._newer(shaped)
                allowed = [one for one in shaped if one.unit.key not in newer]
                refused = self._replace_or_compact(allowed) if allowed else {}
        except RefusedError as error:
            if len(shaped) == 1:
                batch.fail(shaped[0].unit.key, _about(shaped[0], error.fault))
                return
            middle = len(shaped) // 2
            self._load(shaped[:middle], batch, over_newer=over_newer)
            self._load(shaped[middle:], batch, over_newer=over_newer)
            return
        except Exception as error:  # noqa: BLE001 - as in `load`
            for one in shaped:
                batch.fail(one.unit.key, fault_of(error, doing=f"carregar {one.unit.key} no Access"))
            return
        for one in allowed:
            if one.unit.key in refused:
                batch.fail(one.unit.key, refused[one.unit.key])
            else:
                batch.succeed(one.unit.key, one.rows, one.unit.version)
        for key, version in newer.items():
            source, number = source_of(version)
            batch.miss(key, f"substituído pela versão {number} do {source.label}, que já está no Access")

    def _newer(self, shaped: Sequence[ShapedUnit]) -> dict[FundDay, int]:
        given = {one.unit.key: one.unit.version for one in shaped}
        return {key: held.version for key, held in self.loaded(given).items() if held.version > given[key]}

    def _replace_or_compact(self, shaped: Sequence[ShapedUnit]) -> dict[FundDay, Fault]:
        """Write units; where that would make the file too big, compact it and try again."""
        try:
            return self._replace(shaped)
        except AccessFullError as full:
            try:
                self._compact()
            except AccessError:
                raise full from None
            return self._replace(shaped)

    def _replace(self, shaped: Sequence[ShapedUnit]) -> dict[FundDay, Fault]:
        """Write units; tells which ones do not fit into the tables that the file has."""
        with self._file.edited(self._file.copy_or(self._engine.create)) as copy, self._engine.open(copy) as opened:
            fits = [_ensure(opened, table) for table in TABLES.values()]
            refused: dict[FundDay, Fault] = {}
            try:
                cells = _cells(fits, shaped)
            except RefusedError:
                refused = _misfits(fits, shaped)
                shaped = [one for one in shaped if one.unit.key not in refused]
                cells = _cells(fits, shaped)
            for fitted, columns in zip(fits, cells, strict=True):
                names = [found.name for found in fitted.found]
                opened.delete(fitted.name, names[:2], fitted.slices([one.unit.key for one in shaped]))
                if columns[0]:
                    opened.insert(fitted.name, names, columns)
        return refused


def _cells(fits: Iterable[Fit], units: Sequence[ShapedUnit]) -> list[list[list[Cell]]]:
    """Per table, in the order of `fits`, the columns of its rows over all units."""
    return [fitted.cells(columns_of(fitted.table, units)) for fitted in fits]


def _misfits(fits: Sequence[Fit], units: Sequence[ShapedUnit]) -> dict[FundDay, Fault]:
    """Which units have a value that the tables of the file cannot hold, and why."""
    found: dict[FundDay, Fault] = {}
    for one in units:
        try:
            _cells(fits, [one])
        except RefusedError as error:
            found[one.unit.key] = _about(one, error.fault)
    return found


def _ensure(opened: OpenFile, table: AccessTable) -> Fit:
    """The table as the file has it: made if it is not there, completed if columns or the index are not."""
    name = name_of(opened, table.name)
    if name is None:
        opened.create(table)
        name = table.name
    there = match(table, opened.columns(name))
    lacking = [column for column in table.columns if column.name not in there]
    if lacking:
        opened.add(name, lacking)
    fitted = fit(table, name, opened.columns(name))
    opened.index(name, [found.name for found in fitted.found[:2]])
    return fitted


def _about(one: ShapedUnit, fault: Fault) -> Fault:
    return Fault(fault.code, f"{one.unit.key}: {one.unit.portfolio.get('arquivo')}: {fault.reason}", fault.action)
