"""An .xls, read in a process of its own.

Belongs here: the process, its limits and what passes between the two. Does not: cells (`workbook_cells`).

The reader trusts what a compound file says of itself: damaged, it may ask for any memory, and a refusal ends the whole
process (some 2 in 100 of files with a few bytes changed). An .xlsx is taken apart and measured first
(`workbook_guard`); for an .xls that would mean to read it here. The portal publishes
none, so a process a file costs nothing.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.workbook_cells import Cell, CellError, Line, Sheet, sheets_of
from qore_dagster.model.faults import Fault

_SECONDS = 30
_MEMORY = 1 << 30  # bytes of address space; where the system can limit it
_TOO_MUCH = "a planilha .xls está danificada: o leitor não chegou ao fim dela"

_READ: dict[str, Callable[[str], Cell]] = {
    "text": str,
    "number": Decimal,
    "date": date.fromisoformat,
    "flag": "True".__eq__,
    "error": CellError,
}


def read_apart(data: bytes, file_name: str) -> list[Sheet]:
    """All worksheets of an .xls, in order.

    Raises:
        FormatError: broken, locked by a password, too large, or the reader did not survive it.
    """
    command = [sys.executable, "-m", __name__, file_name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise FormatError(f"{_TOO_MUCH} em {_SECONDS} s", file=file_name) from None
    if done.returncode:
        raise FormatError(_TOO_MUCH, file=file_name)
    answer = json.loads(done.stdout)
    if "fault" in answer:
        error = FormatError("", "")
        error.fault = Fault(**answer["fault"])
        raise error
    return [
        Sheet(name, tuple(Line(number, tuple(map(_decoded, row))) for number, row in lines))
        for name, lines in answer["sheets"]
    ]


def _encoded_line(line: Line) -> tuple[int, list[list[str] | None]]:
    return line.number, list(map(_encoded, line.cells))


def _encoded(cell: Cell) -> list[str] | None:
    if cell is None:
        return None
    if isinstance(cell, CellError):
        return ["error", cell.reason]
    kind = {str: "text", Decimal: "number", date: "date", bool: "flag"}[type(cell)]
    return [kind, str(cell)]


def _decoded(pair: list[str] | None) -> Cell:
    return None if pair is None else _READ[pair[0]](pair[1])


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the .xls on standard input, and write its cells, or the fault, to standard output."""
    _limit_memory()
    try:
        sheets = sheets_of(sys.stdin.buffer.read(), {}, sys.argv[1])
    except FormatError as error:
        fault = error.fault
        answer: dict[str, Any] = {"fault": {"code": fault.code, "reason": fault.reason, "action": fault.action}}
    else:
        answer = {"sheets": [(sheet.name, list(map(_encoded_line, sheet.lines))) for sheet in sheets]}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
