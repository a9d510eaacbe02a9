"""Files, folders and ZIP archives to the reports in them.

Belongs here: finding them, and the bounds of an archive. Does not: what a report is (`recognition`). An archive is read
in place: nothing is extracted, and a name in it is text to show, never a path to write to.
"""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.signatures import OFFICE_PARTS, ZIP

_MOST_MEMBERS = 10_000
_MOST_BYTES = 2_000_000_000
_MOST_RATIO = 200  # XML of positions shrinks to a fifteenth; a bomb to a thousandth
_SMALL = 1_000_000  # bytes: no bomb, whatever its ratio
_CHECK_IT = "confira o arquivo; se for legítimo, extraia-o e informe a pasta"

Entry: TypeAlias = ReportFile | FormatError
"""A report to read, or why there is none at that place."""


def reports_in(path: Path, expected_date: date | None = None) -> Iterator[Entry]:
    """All reports of a file, a folder (with its subfolders, hidden ones apart) or a ZIP, by name.

    Args:
        path: it exists.
        expected_date: the day of reports whose content has none.
    """
    if path.is_dir():
        for below in sorted(path.rglob("*")):
            inside = below.relative_to(path)
            if below.is_file() and not any(part.startswith(".") for part in inside.parts):
                yield from _file(below, str(inside), expected_date)
    else:
        yield from _file(path, path.name, expected_date)


def _file(path: Path, name: str, expected_date: date | None) -> Iterator[Entry]:
    try:
        file = ReportFile.of_path(path, name, expected_date)
        archive = file.head.startswith(ZIP)
    except OSError as error:
        yield FormatError(f"não pode ser lido: {error.strerror}", "confira as permissões do arquivo", file=name)
        return
    if not archive:
        yield file
        return
    try:
        with zipfile.ZipFile(path) as opened:
            members = [member for member in opened.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        yield FormatError("o ZIP está incompleto ou corrompido", "copie o arquivo de novo", file=name)
        return
    if OFFICE_PARTS & {member.filename for member in members}:
        yield file
        return
    yield from _members(path, name, members, expected_date)


def _members(path: Path, name: str, members: list[zipfile.ZipInfo], expected_date: date | None) -> Iterator[Entry]:
    total = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or total > _MOST_BYTES:
        yield FormatError(
            f"o ZIP traz {len(members)} arquivos e {total // 1_000_000} MB, mais do que se aceita", _CHECK_IT, file=name
        )
        return
    for member in sorted(members, key=lambda member: member.filename):
        shown = f"{name}!{_printable(member.filename)}"
        if member.flag_bits & 0x1:
            yield FormatError("o arquivo no ZIP tem senha", "extraia-o e informe a pasta", file=shown)
        elif member.file_size > max(_SMALL, _MOST_RATIO * member.compress_size):
            yield FormatError(
                f"o arquivo no ZIP cresceria de {member.compress_size} para {member.file_size} bytes",
                _CHECK_IT,
                file=shown,
            )
        else:
            yield _member(path, member, shown, expected_date)


def _member(path: Path, member: zipfile.ZipInfo, shown: str, expected_date: date | None) -> Entry:
    """One member, in memory and with its checksum verified."""
    try:
        with zipfile.ZipFile(path) as archive:
            return ReportFile.of_bytes(shown, archive.read(member), expected_date)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        return FormatError(f"não pode ser lido do ZIP: {error}", "copie o ZIP de novo", file=shown)


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)
