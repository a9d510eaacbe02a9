"""What every reader of a report is given and gives back, whatever the format.

Belongs here: the file as readers see it, the outcome per portfolio, the protocol. Does not: the readers, nor which of
them a file is for (`recognition`).
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

from qore_dagster.formats.errors import FormatError
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio

HEAD = 65_536
_LARGEST = 256_000_000  # bytes: formats that are read at once (5.0, Excel, PDF); a fund's file has a few MB at most
_CHUNK = 1 << 20


@dataclass(frozen=True)
class ReportFile:
    """A file to read, as often as a reader needs; kept on disk unless its bytes were given.

    Attributes:
        name: for messages and provenance; never to recognise the file by.
        opened: opens it anew.
        size: bytes.
        expected_date: the day of the position that whoever asks for the file knows it to be of; used, and said, only
            where the content has no date, as a workbook may.
    """

    name: str
    opened: Callable[[], BinaryIO]
    size: int
    expected_date: date | None = None

    @classmethod
    def of_bytes(cls, name: str, data: bytes, expected_date: date | None = None) -> "ReportFile":
        """A file that is in memory."""
        return cls(name, lambda: io.BytesIO(data), len(data), expected_date)

    @classmethod
    def of_path(cls, path: Path, name: str | None = None, expected_date: date | None = None) -> "ReportFile":
        """A file on disk."""
        return cls(name or path.name, lambda: path.open("rb"), path.stat().st_size, expected_date)

    @cached_property
    def sha256(self) -> str:
        """Hash of its bytes, lower-case hex."""
        digest = hashlib.sha256()
        with self.opened() as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    @cached_property
    def head(self) -> bytes:
        """Its first bytes, `HEAD` at most: what recognition looks at."""
        with self.opened() as file:
            return file.read(HEAD)

    def read(self) -> bytes:
        """All its bytes.

        Raises:
            FormatError: it is larger than any report read at once may be.
        """
        if self.size > _LARGEST:
            raise FormatError(
                f"o arquivo tem {self.size // 1_000_000} MB, mais do que os {_LARGEST // 1_000_000} MB aceitos",
                "confira se é mesmo um relatório de carteira",
                file=self.name,
            )
        with self.opened() as file:
            return file.read()


@dataclass(frozen=True, slots=True)
class Unread:
    """One portfolio of a file that could not be read; the others of the file were.

    Attributes:
        subject: which portfolio: its CNPJ and name, as far as they are known, or its place in the file.
        fault: why not, and what to do.
        parsed: what of it there is all the same, to look at and not to load: a portfolio without its date.
        files: the files that it stands in, of a layout whose portfolios may stand in several.
    """

    subject: str
    fault: Fault
    parsed: ParsedPortfolio | None = None
    files: tuple[ReportFile, ...] = ()


@dataclass(frozen=True, slots=True)
class LoosePages(Unread):
    """Pages of a report that are not the whole of it; with those of other files they may be (`recognition.joined`)."""


Outcome: TypeAlias = ParsedPortfolio | Unread


class ReportParser(Protocol):
    """One layout."""

    @property
    def file_type(self) -> FileType:
        """What the portal calls files of this layout."""
        ...

    @property
    def layout(self) -> str:
        """The layout's name for people: `ANBIMA 4.01`, `Excel legado`."""
        ...

    def can_parse(self, file: ReportFile) -> bool:
        """Whether the content (never the name) is of this layout; never raises for bad content."""
        ...

    def parse(self, file: ReportFile) -> Iterator[Outcome]:
        """Read every portfolio of the file, one after the other, each finished (`ParsedPortfolio.finish`).

        Raises:
            FormatError: the file as a whole cannot be read; says line and path.
        """
        ...
