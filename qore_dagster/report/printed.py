"""The day's report as a person reads it on a terminal.

Belongs here: tables and their words. Does not: figures (`day`).
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from qore_dagster.model.file_type import FileType
from qore_dagster.model.reconciliation import Status
from qore_dagster.registry.funds import Fund
from qore_dagster.report.day import DayReport, FundLine
from qore_dagster.warehouse.ledger import FileState

_STATE = {
    FileState.RECEIVED: "[green]✓[/]",
    FileState.MISSING: "[yellow]—[/]",
    FileState.FAILED: "[red]✗[/]",
}
_NOT_ARCHIVED = "[yellow]![/]"
_VERDICT = {
    Status.HOLDS: "[green]confere[/]",
    Status.DOES_NOT_HOLD: "[red]NÃO CONFERE[/]",
    Status.CANNOT_BE_CHECKED: "[yellow]não verificável[/]",
    None: "—",
}
_SHORT = {
    FileType.XML_5_0: "5.0",
    FileType.XML_4_01: "4.01",
    FileType.CARTEIRA_EXCEL: "XLS",
    FileType.CARTEIRA_PDF: "PDF",
}
CHECK_LABELS = {
    "total_assets": "posições e caixa somam os ativos",
    "receivables": "lançamentos somam o total a receber",
    "payables": "lançamentos somam o total a pagar",
    "net_worth": "ativos, a receber e a pagar dão o PL",
    "quota": "cota × quantidade = PL",
    "row_price": "quantidade × PU = valor",
    "subclasses": "subclasses somam o PL da classe",
    "rows_read": "todas as linhas lidas",
    "formats_agree": "os arquivos do dia concordam",
    "portal_quota": "cota do portal = a do arquivo",
    "portal_net_worth": "PL do portal = o do arquivo",
    "held_quotas": "cotas de fundos da casa pelo valor deles",
    "quota_jump": "cota sem salto desde o dia anterior",
}
"""What each check is called in the table, in their order."""

_MOST_WARNINGS = 10
_STAGES = {
    "list": "listar o portal",
    "raw": "baixar",
    "parse": "ler e conciliar",
    "load": "carregar",
    "check": "conferir",
    "archive": "arquivar",
    "total": "total",
}


def show(report: DayReport, seconds: Mapping[str, float], next_steps: Sequence[str] = ()) -> None:
    """Print the report on standard output."""
    console = Console(highlight=False)
    several = len(report.days) > 1
    console.print(_files(report))
    console.print(_funds(report, several=several))
    if report.unarchived:
        console.print(f"{_NOT_ARCHIVED} recebido, e não arquivado\n")
    if report.checks:
        console.print(_checks(report))
    if report.warnings:
        _print_warnings(console, report)
    if report.errors:
        console.print("[bold red]O que falhou[/]")
        for error in report.errors:
            what, mark = error.file_type.label if error.file_type else "conferência", _STATE[FileState.FAILED]
            if (error.key, error.file_type) in report.unarchived:
                what, mark = f"{what} não arquivado", _NOT_ARCHIVED
            reason = error.key.unnamed(error.fault.reason)
            console.print(f"  {mark} {error.key} {what}: {escape(reason)}", soft_wrap=True)
            console.print(f"    → {escape(error.fault.action)}", soft_wrap=True)
    console.print(
        "Segundos por etapa: "
        + " · ".join(
            f"{name} {seconds[stage]:.1f}".replace(".", ",") for stage, name in _STAGES.items() if stage in seconds
        ),
        "(etapas se sobrepõem)",
        soft_wrap=True,
    )
    console.print(_summary(report), soft_wrap=True)
    if next_steps:
        console.print("\n[bold]Onde olhar agora[/]")
        for line in next_steps:
            console.print(f"  {escape(line)}", soft_wrap=True)


def show_funds(funds: Sequence[Fund], *, as_json: bool) -> None:
    """Print the registry."""
    if as_json:
        rows = [
            {"slug": f.slug, "uuid": f.uuid, "cnpj": f.cnpj, "nome": f.nome, "nome_curto": f.nome_curto,
             "ativo": f.active, "situacao": _situation(f), "tipos": [t.slug for t in f.types],
             "pasta": f.filing_folder or f.filing_name, "nome_arquivo": f.filing_name}
            for f in funds
        ]  # fmt: skip
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(box=box.SIMPLE_HEAD, title="Cadastro de fundos", title_justify="left")
    for name in ("fundo", "nome", "CNPJ", "tipos", "situação"):
        table.add_column(name, no_wrap=name != "nome")
    for fund in funds:
        types = "todos" if set(fund.types) == set(FileType) else ", ".join(_SHORT[t] for t in fund.types)
        situation = _situation(fund)
        shown = situation if fund.active else f"[yellow]{situation}[/]"
        table.add_row(fund.slug, escape(fund.nome), fund.cnpj or "", types, shown)
    Console(highlight=False).print(table)


def _situation(fund: Fund) -> str:
    if not fund.wanted:
        return "desligado"
    return "ativo" if fund.listed else "fora da lista"


def money(value: Decimal | None) -> str:
    """`-1.234.567,89`; a dash for nothing."""
    if value is None:
        return "—"
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def _files(report: DayReport) -> Table:
    days = f"{report.days[0]:%d/%m/%Y}" + (f" a {report.days[-1]:%d/%m/%Y}" if len(report.days) > 1 else "")
    table = Table(box=box.SIMPLE_HEAD, title=f"Arquivos de {days}", title_justify="left")
    table.add_column("tipo")
    unarchived = Counter(file_type for _, file_type in report.unarchived)
    for name in ("recebidos", "atrasados", "com falha", *(["não arquivados"] if unarchived else [])):
        table.add_column(name, justify="right")
    for file_type in report.types:
        counts = Counter(line.types.get(file_type) for line in report.funds)
        table.add_row(
            file_type.label,
            str(counts[FileState.RECEIVED] + unarchived[file_type]),
            _coloured(counts[FileState.MISSING], "yellow"),
            _coloured(counts[FileState.FAILED] - unarchived[file_type], "red"),
            *([_coloured(unarchived[file_type], "yellow")] if unarchived else []),
        )
    return table


def _funds(report: DayReport, *, several: bool) -> Table:
    gap = 1 if several else 2  # eighty columns hold the whole line
    table = Table(box=box.SIMPLE_HEAD, title="Fundos", title_justify="left", padding=(0, gap, 0, 0), pad_edge=False)
    if several:
        table.add_column("data", no_wrap=True)
    table.add_column("fundo")  # the only one that may wrap: no figure is ever cut
    table.add_column("PL (R$)", justify="right", no_wrap=True)
    table.add_column("conciliação", no_wrap=True, min_width=11)
    for file_type in report.types:
        table.add_column(_SHORT[file_type], justify="center", no_wrap=True)
    for line in report.funds:
        table.add_row(*([f"{line.key.date:%d/%m}"] if several else []), *_cells(line, report))
    return table


def _cells(line: FundLine, report: DayReport) -> list[str]:
    pl = money(line.pl)
    return [
        escape(line.fund.nome_curto),
        f"[red]{pl}[/]" if line.pl is not None and line.pl < 0 else pl,
        _VERDICT[line.reconciles],
        *(_mark(line, file_type, report) for file_type in report.types),
    ]


def _mark(line: FundLine, file_type: FileType, report: DayReport) -> str:
    if file_type not in line.types:
        return ""
    return _NOT_ARCHIVED if (line.key, file_type) in report.unarchived else _STATE[line.types[file_type]]


def _checks(report: DayReport) -> Table:
    """How many portfolios each check holds for; a check that no portfolio is about is left out."""
    table = Table(
        box=box.SIMPLE_HEAD, title="Conferências", title_justify="left", padding=(0, 2, 0, 0), pad_edge=False
    )  # eighty columns hold the whole line
    table.add_column("o que se confere", no_wrap=True)
    for name in ("confere", "não confere", "não verificável"):
        table.add_column(name, justify="right")
    counts = Counter((line.result.check, line.result.status) for line in report.checks if line.result.applies)
    for check, label in CHECK_LABELS.items():
        holds, differs, unknown = (counts[check, status] for status in Status)
        if holds or differs or unknown:
            table.add_row(label, str(holds), _coloured(differs, "red"), _coloured(unknown, "yellow"))
    return table


def _print_warnings(console: Console, report: DayReport) -> None:
    console.print("[bold yellow]O que não confere e só avisa[/]")
    for line in report.warnings[:_MOST_WARNINGS]:
        console.print(f"  [yellow]![/] {escape(line.result.explanation)}", soft_wrap=True)
    if len(report.warnings) > _MOST_WARNINGS:
        console.print(f"  … e mais {len(report.warnings) - _MOST_WARNINGS}; todos com --json", soft_wrap=True)


def _coloured(count: int, colour: str) -> str:
    return f"[{colour}]{count}[/]" if count else "0"


def _summary(report: DayReport) -> str:
    missing, unarchived = report.count(FileState.MISSING), len(report.unarchived)
    text = (
        f"[bold]{report.tasks_total} tarefas[/]: {report.processed} processadas "
        f"({report.already_present} já estavam), {report.failed - unarchived} com falha, "
        + (f"{unarchived} não arquivadas, " if unarchived else "")
        + f"{missing} ainda sem arquivo"
    )
    if report.unreconciled:
        text += f"; [red]{len(report.unreconciled)} carteira(s) não conferem[/]"
    return text
