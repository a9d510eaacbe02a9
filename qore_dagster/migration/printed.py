"""A migration on the terminal: a table of the sources, what does not balance, what a person is to map.

Belongs here: how it looks. Does not: any number (`result`).
"""

from collections.abc import Iterator
from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from qore_dagster.migration.reasons import FAULTS, TEXTS, Reason
from qore_dagster.migration.result import Balance, Result, SourceResult

_SHOWN = 20  # names; all are in the JSON
_WIDEST = 1000  # columns


def show(result: Result) -> None:
    """Print a migration: a table where it fits, and in files; lines on a narrow terminal. Nothing is ever cut."""
    console = Console(highlight=False)
    kind = "Ensaio (nada foi gravado) de" if result.rehearsal else "Migração de"
    head = f"{kind} {escape(result.file)}: {_count(result.rows)} linhas em {result.seconds:.0f} s"
    table = _table(result)
    needed = console.measure(table, options=console.options.update(width=_WIDEST)).maximum
    if not console.is_terminal:
        console.width = max(needed, console.width)
    console.print(head, soft_wrap=True)
    if needed <= console.width:
        console.print(table)
    else:
        for line in _lines(result):
            console.print(line, soft_wrap=True)
    for line in (*_faults(result), *_quarantine(result), *_not_migrated(result), *_to_map(result), *_odd(result)):
        console.print(line, soft_wrap=True)


def _table(result: Result) -> Table:
    table = Table("Tabela do Access", "Destino")
    for heading in ("Linhas", "Carregadas", "Quarentena", "Soma", "Diferença"):
        table.add_column(heading, justify="right")
    table.add_column("Confere")
    for one in result.sources:
        table.add_row(one.table, one.target, *_cells(one))
    return table


def _lines(result: Result) -> Iterator[str]:
    for one in result.sources:
        rows, loaded, quarantined, total, difference, verdict = _cells(one)
        yield f"{escape(one.table)} → {one.target}: {escape(verdict)}"
        if rows:
            amounts = f"; soma {total}, diferença {difference}" if total else ""
            yield f"    {rows} linhas, {loaded} carregadas, {quarantined} em quarentena{amounts}"


def _cells(one: SourceResult) -> tuple[str, str, str, str, str, str]:
    if one.overall is None:
        return ("", "", "", "", "", "não está no arquivo" if one.failure is None else "[X] falhou")
    overall = one.overall
    return (
        _count(overall.rows),
        _count(overall.loaded),
        _count(overall.quarantined),
        _money(overall.total),
        _money(overall.difference),
        "sim" if one.balanced else "[X] NÃO",
    )


def _faults(result: Result) -> Iterator[str]:
    for one in result.sources:
        if one.failure is not None:
            yield escape(f"[X] {one.table}: {one.failure}")
        for balance in (*([one.overall] if one.overall else []), *one.funds):
            if not balance.balanced:
                yield escape(f"[X] {one.table}{_of(balance)}: {_account(balance)}")


def _of(balance: Balance) -> str:
    return f", {balance.fund}" if balance.fund else ""


def _account(balance: Balance) -> str:
    rows = f"{balance.rows} linhas no Access, {balance.loaded} no PostgreSQL e {balance.quarantined} em quarentena"
    return rows if balance.difference is None else f"{rows}; diferença de {balance.difference}"


def _quarantine(result: Result) -> Iterator[str]:
    for one in result.sources:
        for reason, rows in one.reasons.items():
            mark = "[X]" if reason in FAULTS else "[!]"  # what makes the exit code a failure is told as one
            yield escape(f"{mark} {one.table}: {_count(rows)} em quarentena: {TEXTS[Reason(reason)]}")
        for notice in one.notices:
            said = f"{_count(notice.rows)} carregadas sem {notice.column}, que não se lê"
            yield escape(f"[!] {one.table}: {said}: {'; '.join(notice.examples)}")
        if one.others:
            yield escape(f"[!] {one.table}: só em {_stage(one)}: {', '.join(one.others)}")


def _stage(one: SourceResult) -> str:
    return f"stage.stg_{one.table.lower()}, coluna outras"


def _not_migrated(result: Result) -> Iterator[str]:
    for name, rows in result.others:
        yield escape(f"[!] não migrada: {name} ({'ilegível' if rows is None else f'{_count(rows)} linhas'})")


def _to_map(result: Result) -> Iterator[str]:
    if not result.unresolved:
        return
    yield escape(
        f"[!] {len(result.unresolved)} nomes a mapear. --names ARQUIVO escreve um CSV com eles: complete fundo com um "
        "slug de `qore funds` (ou britech-<Id_Carteira>), e rode de novo com --depara ARQUIVO"
    )
    for one in result.unresolved[:_SHOWN]:
        between = f" (entre {', '.join(one.candidates)})" if one.candidates else ""
        yield escape(f"    {one.system}  {one.name}  ← {_count(one.rows)} linhas de {', '.join(one.tables)}{between}")
    if len(result.unresolved) > _SHOWN:
        yield f"    … e mais {len(result.unresolved) - _SHOWN}: veja --names ou --json"


def _odd(result: Result) -> Iterator[str]:
    for system, name in result.unheard:
        yield escape(f"[!] nenhuma tabela tem este nome que alguém mapeou, confira a grafia: {system} {name}")
    if result.open_by:
        yield escape(
            f"[!] {result.file} está aberto no Access (existe {result.open_by}): o que ainda não foi salvo não foi lido"
        )


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _money(value: Decimal | None) -> str:
    """As Brazilians write amounts."""
    return "" if value is None else f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
