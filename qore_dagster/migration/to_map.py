"""The names that a person is to map, as a CSV to be filled in and given back.

Belongs here: the file. Does not: reading it (`names.import_names`), which names those are (`reconciliation`).
"""

import csv
from collections.abc import Iterable
from pathlib import Path

from qore_dagster.migration.result import Unresolved

_HEADER = ("sistema", "nome", "fundo", "candidatos", "linhas", "tabelas")


def write_names(path: Path, names: Iterable[Unresolved]) -> None:
    """Write them, `fundo` left blank; for Excel, with `;` and a mark of UTF-8.

    Raises:
        FileExistsError: there is such a file, which may be one that was filled in.
    """
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_HEADER)
        for one in names:
            writer.writerow((one.system, one.name, "", ", ".join(one.candidates), one.rows, ", ".join(one.tables)))
