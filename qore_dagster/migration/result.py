"""What became of a migration, as a record; and its exit code and JSON.

Belongs here: the records, what is balanced, what fails. Does not: counting (`reconciliation`), showing it to people
(`printed`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from qore_dagster.migration.reasons import FAULTS
from qore_dagster.migration.sums import less
from qore_dagster.model.faults import Fault

OK, FAILED, UNRESOLVED_LEFT = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Balance:
    """Rows and sum in three places.

    Attributes:
        fund: slug of the fund, or the name as the file has it where it is of no fund; empty for all.
        known: whether `fund` is a slug.
        rows: rows in the Access file.
        loaded: rows in PostgreSQL that this source brought.
        quarantined: rows in quarantine.
        total: sum in the Access file; None where the source has no sum.
        total_loaded: sum in PostgreSQL.
        total_quarantined: sum in quarantine.
    """

    fund: str
    known: bool
    rows: int
    loaded: int
    quarantined: int
    total: Decimal | None = None
    total_loaded: Decimal | None = None
    total_quarantined: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """Sum in the file minus the sums in PostgreSQL and quarantine."""
        if self.total is None:
            return None
        return less(less(self.total, self.total_loaded), self.total_quarantined)

    @property
    def tolerance(self) -> Decimal:
        """A millionth of a real a row, and half a cent at least: what rounding doubles to 15 digits may cost."""
        return max(Decimal("0.005"), self.rows * Decimal("0.000001"))

    @property
    def balanced(self) -> bool:
        """Whether nothing is lost and nothing is there twice."""
        difference = self.difference
        return self.rows == self.loaded + self.quarantined and (difference is None or abs(difference) <= self.tolerance)


@dataclass(frozen=True, slots=True)
class Notice:
    """A column of which cells do not read, in rows that are loaded without them.

    Attributes:
        column: its name in the file.
        rows: how many.
        examples: what is wrong with some of them.
    """

    column: str
    rows: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceResult:
    """One source.

    Attributes:
        table: its name, as the sources state it.
        target: where its rows went.
        found: whether the file has it.
        overall: all its rows; None where it is not there or failed.
        funds: the same by fund; only for sources of funds.
        reasons: rows in quarantine by reason.
        notices: what is missing in rows that are loaded, for it does not read.
        absent: fields that the file has no column for; all null.
        others: columns of the file that no field names; kept in `stage`.
        failure: why it could not be migrated.
    """

    table: str
    target: str
    found: bool
    overall: Balance | None = None
    funds: tuple[Balance, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict[str, int])
    notices: tuple[Notice, ...] = ()
    absent: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    failure: Fault | None = None

    @property
    def balanced(self) -> bool:
        """Whether every row is accounted for, in all and of each fund."""
        return all(one.balanced for one in (self.overall, *self.funds) if one)

    @property
    def refused(self) -> int:
        """Rows that are not in their table for a fault of theirs; those that are not wanted there are none."""
        return sum(rows for reason, rows in self.reasons.items() if reason in FAULTS)

    @property
    def failed(self) -> bool:
        """Whether a person must look."""
        return self.failure is not None or not self.balanced


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that stands for no fund, or for several.

    Attributes:
        system: who calls it so.
        name: as the file has it.
        rows: rows in quarantine for it.
        tables: where they are.
        candidates: slugs of the funds between which a person must decide; empty where there is none.
    """

    system: str
    name: str
    rows: int
    tables: tuple[str, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A migration.

    Attributes:
        file: the Access file's name.
        sha256: its hash.
        rehearsal: nothing was written.
        sources: the fifteen sources.
        others: tables that are not migrated, with their rows (None where they could not be read).
        unresolved: names for a person to map.
        seconds: how long it took.
        unheard: system and name of what a person has mapped and no table of the file has.
        open_by: the file beside it that says that somebody has it open in Access; empty where nobody has.
    """

    file: str
    sha256: str
    rehearsal: bool
    sources: tuple[SourceResult, ...]
    others: tuple[tuple[str, int | None], ...]
    unresolved: tuple[Unresolved, ...]
    seconds: float
    unheard: tuple[tuple[str, str], ...] = ()
    open_by: str = ""

    @property
    def rows(self) -> int:
        """Rows read of the sources."""
        return sum(one.overall.rows for one in self.sources if one.overall)

    @property
    def exit_code(self) -> int:
        """1 if a source failed, does not balance or had rows refused for a fault; 3 if only names are left to map."""
        if any(one.failed or one.refused for one in self.sources):
            return FAILED
        return UNRESOLVED_LEFT if self.unresolved else OK


def as_json(result: Result) -> dict[str, Any]:
    """The result as `docs/migrate-access.md` states it; sums as text, for JSON's numbers are doubles."""
    return {
        "arquivo": result.file,
        "sha256": result.sha256,
        "aberto": bool(result.open_by),
        "ensaio": result.rehearsal,
        "saida": result.exit_code,
        "segundos": round(result.seconds, 1),
        "fontes": [_source(one) for one in result.sources],
        "nao_migradas": [{"tabela": name, "linhas": rows} for name, rows in result.others],
        "nomes_a_mapear": [
            {
                "sistema": one.system,
                "nome": one.name,
                "linhas": one.rows,
                "tabelas": list(one.tables),
                "candidatos": list(one.candidates),
            }
            for one in result.unresolved
        ],
        "mapeados_sem_linha": [{"sistema": system, "nome": name} for system, name in result.unheard],
    }


def _source(one: SourceResult) -> dict[str, Any]:
    return {
        "tabela": one.table,
        "destino": one.target,
        "encontrada": one.found,
        "confere": None if one.overall is None else one.balanced,
        **({} if one.overall is None else _balance(one.overall)),
        "quarentena_por_motivo": dict(one.reasons),
        "avisos": [
            {"coluna": notice.column, "linhas": notice.rows, "exemplos": list(notice.examples)}
            for notice in one.notices
        ],
        "colunas_ausentes": list(one.absent),
        "colunas_nao_migradas": list(one.others),
        "falha": None
        if one.failure is None
        else {"codigo": one.failure.code, "motivo": one.failure.reason, "acao": one.failure.action},
        "fundos": [
            {"fundo": fund.fund, "conhecido": fund.known, "confere": fund.balanced, **_balance(fund)}
            for fund in one.funds
        ],
    }


def _balance(one: Balance) -> dict[str, Any]:
    def text(value: Decimal | None) -> str | None:
        return None if value is None else f"{value:f}"

    return {
        "linhas": one.rows,
        "carregadas": one.loaded,
        "quarentena": one.quarantined,
        "soma": text(one.total),
        "soma_carregada": text(one.total_loaded),
        "soma_quarentena": text(one.total_quarantined),
        "diferenca": text(one.difference),
        "tolerancia": text(one.tolerance) if one.total is not None else None,
    }
