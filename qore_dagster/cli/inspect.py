"""`qore inspect`: read files as the platform reads them, and say everything about them.

Belongs here: options and the exit code. Does not: what is found and how it is shown (`inspection`).
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qore_dagster.cli.dates import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from qore_dagster.inspection.findings import Finding


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="ARQUIVO...")
@click.option(
    "--date",
    "day",
    type=DAY,
    help="Dia da posição, só para arquivos que não o trazem (AAAA-MM-DD ou DD/MM/AAAA).",
)
@click.option("--json", "as_json", is_flag=True, help="Em JSON: uma entrada por carteira.")
def inspect(files: tuple[Path, ...], day: "datetime | None", *, as_json: bool) -> None:
    """Diz o que há em arquivos de carteira, pastas ou ZIPs.

    Formato, fundo e data, totais, linhas por seção, o que não foi entendido, e se a carteira confere e por quanto. Nada
    é gravado. Sai com 1 se alguma carteira não puder ser lida por inteiro ou não conferir.
    """
    from qore_dagster.inspection import findings, printed

    found = findings.inspect(files, day.date() if day else None)
    failed = _write_json(found) if as_json else printed.show(found)
    sys.exit(1 if failed else 0)


def _write_json(found: "Iterator[Finding]") -> bool:
    """Write each entry when it is there: a lot of a thousand funds is never held as a whole."""
    from qore_dagster.inspection.as_json import as_json

    failed, opening = False, "["
    for finding in found:
        failed = failed or finding.failed
        click.echo(f"{opening}\n{json.dumps(as_json(finding), ensure_ascii=False, indent=1)}", nl=False)
        opening = ","
    click.echo("[]" if opening == "[" else "\n]")
    return failed
