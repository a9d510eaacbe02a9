"""An `.xls`, read in a process of its own.

Belongs here: the process, its limits, and what passes between the two. Does not: reading (`workbook_xls`).

The format is a file system within a file. Damaged, its chains may run in circles, and its reader with them; a process
apart can be stopped. An `.xlsx` is measured while it is read, and needs none. The portal is not known to publish an
`.xls`, so the tenth of a second that a process takes costs nothing.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.workbook_cells import Cell, CellError, Cells, Sheet
from qore_dagster.model.faults import Fault

_SECONDS_A_MEGABYTE = 2
_START = 2  # seconds of the processor, whatever the size
_PATIENCE = 60  # seconds of the clock: the machine may be busy
_MOST_SAID = 500  # characters: a traceback ends with the error
_MEMORY = 1 << 30  # bytes of address space; where the system can limit it

_READ: dict[str, Callable[[str], Cell]] = {
    "str": str,
    "Decimal": Decimal,
    "date": date.fromisoformat,
    "bool": "True".__eq__,
    "CellError": CellError,
}


def read_xls_apart(data: bytes, file_name: str) -> tuple[Sheet, ...]:
    """All worksheets of an `.xls`, in order.

    Raises:
        FormatError: damaged, no workbook, locked by a password, or beyond the bounds.
        ChildProcessError: the process failed for another reason, which is no fault of the file; says what it said.
    """
    command = [sys.executable, "-P", "-m", __name__, file_name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise _damaged(file_name) from None
    if done.returncode < 0:  # a signal: it was too slow, or its memory did not suffice
        raise _damaged(file_name)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise ChildProcessError(f"o leitor de .xls terminou com {done.returncode}: {said[-_MOST_SAID:]}")
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise FormatError.of_fault(Fault(**answer["fault"]))
    return tuple(
        Sheet(name, hidden, tuple((number, _decoded(cells)) for number, cells in lines), date.fromisoformat(epoch))
        for name, hidden, lines, epoch in answer["sheets"]
    )


def _decoded(cells: list[list[str] | None]) -> Cells:
    return tuple(None if pair is None else _READ[pair[0]](pair[1]) for pair in cells)


def _encoded_sheet(sheet: Sheet) -> list[Any]:
    lines = [(number, _encoded(cells)) for number, cells in sheet.lines]
    return [sheet.name, sheet.hidden, lines, sheet.epoch.isoformat()]


def _encoded(cells: Cells) -> list[list[str] | None]:
    return [None if cell is None else [type(cell).__name__, _plain(cell)] for cell in cells]


def _plain(cell: Cell) -> str:
    return cell.reason if isinstance(cell, CellError) else str(cell)


def _damaged(file_name: str) -> FormatError:
    return FormatError(
        "a planilha .xls está danificada: não se chega ao fim dela", "baixe o arquivo de novo", file=file_name
    )


def _limit(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows, where patience is the only limit
        return
    seconds = _START + _SECONDS_A_MEGABYTE * (size // 1_000_000)
    for kind, limit in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):  # a lower one is set already, or the system has no such limit
            resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))


def main() -> None:
    """Read the `.xls` on standard input, and write its cells, or the fault, to standard output."""
    from qore_dagster.formats.workbook_xls import read_xls

    data, file_name = sys.stdin.buffer.read(), sys.argv[1]
    _limit(len(data))
    try:
        written = json.dumps({"sheets": list(map(_encoded_sheet, read_xls(data, file_name)))})
    except FormatError as error:
        written = json.dumps({"fault": asdict(error.fault)})
    except Exception:  # noqa: BLE001 - xlrd raises whatever its parts raise on a damaged file
        written = json.dumps({"fault": asdict(_damaged(file_name).fault)})
    sys.stdout.write(written)


if __name__ == "__main__":
    main()
