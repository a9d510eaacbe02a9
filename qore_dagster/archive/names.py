"""What an archived file is called, and in which folders it lies: pure functions over the tables of this module.

    <root>/<fund's folder>/06. Carteiras/2026/11 - Novembro/19.11 - Carteira Diaria - FIP ZED.pdf
    <monitoring>/2026/19.11 - Carteira Diaria - FIP ZED.pdf
    <Excel folder>/2026/19.11 - Carteira Excel - FIP ZED.xlsx
    <XML folder>/2026/19.11 - Carteira XML - FIP ZED.xml
    <XML folder>/2026/19.11 - Carteira XML 4.01 - FIP ZED (1).xml

These are the names that people know, with two changes: every destination has a folder of the year, as the names tell
the day and month only; and XML 4.01 says so, as it would else take the name of the 5.0 file of the same day.
"""

import re
from collections.abc import Callable
from datetime import date

from qore_dagster.archive.errors import ArchiveError
from qore_dagster.model.file_names import is_safe
from qore_dagster.model.file_type import FileType
from qore_dagster.registry.funds import Fund

KINDS = {
    FileType.CARTEIRA_PDF: "Carteira Diaria",
    FileType.CARTEIRA_EXCEL: "Carteira Excel",
    FileType.XML_5_0: "Carteira XML",
    FileType.XML_4_01: "Carteira XML 4.01",
}
MONTHS = (
    "Janeiro",
    "Fevereiro",
    "Marco",
    "Abril",
    "Maio",
    "Junho",
    "Julho",
    "Agosto",
    "Setembro",
    "Outubro",
    "Novembro",
    "Dezembro",
)
_PORTFOLIOS = "06. Carteiras"
_FILE = re.compile(r"(?P<base>.+?)(?: \((?P<version>[1-9][0-9]*)\))?(?P<extension>\.[^.]+)", re.DOTALL)

Layout = Callable[[date, Fund], tuple[str, ...]]
"""From a day and a fund to the folders below a destination."""


def fund_folders(day: date, fund: Fund) -> tuple[str, ...]:
    """`FIPs`, `FIP ZED`, `06. Carteiras`, `2026`, `11 - Novembro`.

    Raises:
        ArchiveError: the fund's folder would lie outside the root, or cannot be a folder everywhere.
    """
    own = (fund.filing_folder or _name(fund)).split("/")
    month = f"{day.month:02} - {MONTHS[day.month - 1]}"
    return (*(_safe(part, fund) for part in own), _PORTFOLIOS, *year_folder(day, fund), month)


def year_folder(day: date, _: Fund) -> tuple[str, ...]:
    """`2026`."""
    return (f"{day.year:04}",)


def base_name(day: date, file_type: FileType, fund: Fund) -> str:
    """`19.11 - Carteira XML - FIP ZED`: the name without version and extension.

    Raises:
        ArchiveError: the fund's name cannot be part of a file's.
    """
    return f"{day.day:02}.{day.month:02} - {KINDS[file_type]} - {_safe(_name(fund), fund)}"


def versioned(base: str, version: int, extension: str) -> str:
    """The name of a version: 0 is the first and has no suffix, the first correction is ` (1)`."""
    return f"{base} ({version}){extension}" if version else f"{base}{extension}"


def split_version(name: str) -> tuple[str, int, str] | None:
    """Base name, version and extension of a file's name; None if it has no extension."""
    match = _FILE.fullmatch(name)
    return None if match is None else (match["base"], int(match["version"] or 0), match["extension"])


def _name(fund: Fund) -> str:
    return fund.filing_name or fund.slug  # the slug until the next synchronisation of an older registry


def _safe(part: str, fund: Fund) -> str:
    if not is_safe(part):
        raise ArchiveError(
            f"{part!r} não pode ser nome de pasta ou de arquivo do fundo {fund.slug}",
            "corrija pasta ou nome_arquivo do fundo com `qore funds import`",
            code="bad_name",
        )
    return part
