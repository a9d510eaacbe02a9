"""Findings for people, on a terminal.

Belongs here: layout and words of one portfolio, and the closing line. Does not: what is found (`findings`).
"""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from qore_dagster.inspection.as_json import kind_of_portfolio
from qore_dagster.inspection.findings import Finding
from qore_dagster.model.parsed import ParsedPortfolio, Row, Value
from qore_dagster.model.reconciliation import Status
from qore_dagster.model.tables import TOTALS

_SAYS = {
    Status.HOLDS: "[green]confere[/]",
    Status.DOES_NOT_HOLD: "[red]NÃO CONFERE[/]",
    Status.CANNOT_BE_CHECKED: "[yellow]não verificável[/]",
}
_CHECK = {
    "total_assets": "posições + caixa = ativos",
    "receivables": "lançamentos a receber",
    "payables": "lançamentos a pagar",
    "net_worth": "patrimônio líquido",
    "quota": "cota × quantidade",
    "row_price": "quantidade × PU por linha",
    "subclasses": "soma das subclasses",
    "rows_read": "linhas sem leitura",
    "formats_agree": "acordo entre os formatos",
}
_HEADER = {
    "patliq": "patrimônio líquido",
    "valorcota": "valor da cota",
    "quantidade": "quantidade de cotas",
    "valorativos": "total de ativos",
    "valorreceber": "a receber",
    "valorpagar": "a pagar",
    "vlcotasemitir": "cotas a emitir",
    "vlcotasresgatar": "cotas a resgatar",
}
_KIND = {"CLASSE": "classe", "SUBCLASSE": "subclasse", "CARTEIRA": "carteira administrada", "FUNDO": "fundo"}
_MOST = 10  # lines of one kind of remark; JSON has them all


def show(findings: Iterable[Finding]) -> bool:
    """Print each finding as it comes, and a closing line.

    Returns:
        Whether any failed.
    """
    console = Console(highlight=False)
    total = failed = 0
    for finding in findings:
        total += 1
        failed += finding.failed
        _show_one(console, finding)
    if not total:
        console.print("[yellow]nenhum arquivo encontrado[/]")
    else:
        well = "todas lidas por inteiro" if not failed else f"[red]{failed} com problema[/]"
        console.print(f"\n[bold]{total} carteira(s)[/]: {well}")
    return failed > 0


def _show_one(console: Console, finding: Finding) -> None:
    console.rule(f"[bold]{escape(finding.file)}", align="left", style="dim")
    if finding.parsed is None:
        what = f"{finding.layout} " if finding.layout else ""
        console.print(f"{what}{escape(finding.subject)}".strip() or "formato não reconhecido")
    else:
        _show_portfolio(console, finding, finding.parsed)
    if finding.fault:
        console.print(f"[red]✗[/] {escape(finding.fault.reason)}", soft_wrap=True)
        console.print(f"  → {escape(finding.fault.action)}", soft_wrap=True)


def _show_portfolio(console: Console, finding: Finding, parsed: ParsedPortfolio) -> None:
    header = parsed.portfolio
    origin = [finding.layout, parsed.envelope and f"envelope {parsed.envelope}", parsed.encoding]
    console.print(escape(" · ".join(filter(None, origin))), style="dim")
    day = f"em {date_of_position:%d/%m/%Y}" if (date_of_position := header.get("data_pos")) else "sem data"
    who = [header.get("nome"), _KIND[kind_of_portfolio(header)], header.get("cnpj") or header.get("documento_titular")]
    console.print(f"[bold]{escape(' · '.join(str(part) for part in who if part))}[/] {day}", soft_wrap=True)
    console.print(_totals(header))
    if finding.sections:
        rows = " · ".join(f"{section} {count}" for section, count in finding.sections.items())
        console.print(f"Linhas por seção: {escape(rows)}", soft_wrap=True)
    else:
        console.print("Linhas por seção: o formato traz só totais" if parsed.section_totals else "Nenhuma linha")
    console.print(_checks(finding))
    _remarks(console, "Valores corrigidos na leitura", [f"{r.place}: {r.text} → {r.value}" for r in parsed.repaired])
    _remarks(console, "Não entendido (mantido como está)", [_place(row) for row in parsed.unknown])
    _remarks(console, "[red]Linhas em quarentena[/]", [f"{_place(row)}: {row['motivo']}" for row in parsed.quarantine])
    _remarks(console, "Avisos", parsed.warnings)


def _totals(header: Row) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    for name in TOTALS:
        if header.get(name) is not None:
            table.add_row(_HEADER[name], _number(header[name]))
    return table


def _checks(finding: Finding) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("conciliação")
    table.add_column("", no_wrap=True)
    table.add_column("diferença", justify="right", no_wrap=True)
    table.add_column("tolerância", justify="right", no_wrap=True)
    for result in filter(lambda result: result.applies, finding.checks):
        name = _CHECK.get(result.check, result.check)
        table.add_row(name, _SAYS[result.status], _number(result.difference), _number(result.tolerance))
    return table


def _remarks(console: Console, title: str, lines: Iterable[str]) -> None:
    said = list(lines)
    if not said:
        return
    console.print(f"{title}: {len(said)}")
    for line in said[:_MOST]:
        console.print(f"  · {escape(line)}", soft_wrap=True)
    if len(said) > _MOST:
        console.print(f"  · e mais {len(said) - _MOST}: veja com --json", style="dim")


def _place(row: Row) -> str:
    line = row.get("linha")
    return f"{row['caminho']}" + (f" (linha {line})" if line is not None else "")


def _number(value: Value) -> str:
    """`1.234,50`: all decimals there are, two at least."""
    if value is None:
        return "—"
    text = f"{value:,f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(2, "0")
    return f"{whole}.{decimals}".translate(str.maketrans(",.", ".,"))
