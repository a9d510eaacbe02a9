"""An `.xlsx` as an archive of XML parts, each walked within bounds and never held as a whole.

Belongs here: the archive, its bounds, how a part is parsed. Does not: what the parts hold (`workbook_xlsx`).

No tree is built, for one takes thirty times its text; a DOCTYPE is refused before anything of it is read.
"""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import NoReturn, TypeVar

from lxml import etree

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.workbook_cells import CHECK_IT

MOST_UNPACKED = 40_000_000  # bytes of all parts that are walked
_MOST_RATIO = 100  # a sheet shrinks to a tenth; a bomb to a thousandth
_SMALL = 4_000_000  # bytes: no bomb, whatever its ratio
_CHUNK = 1 << 16
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class Walk:
    """What happens at each piece of a part; nothing, unless a subclass says so."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""

    def data(self, text: str) -> None:
        """Text, maybe in pieces."""

    def end(self, tag: str) -> None:
        """An element closes."""

    def doctype(self, *_: str | None) -> NoReturn:
        """Refuse it."""
        raise DoctypeError

    def close(self) -> None:
        """The part ends."""


class DoctypeError(ValueError):
    """A part has a DOCTYPE, which no workbook needs."""


WalkT = TypeVar("WalkT", bound=Walk)


class Package:
    """An archive that is open.

    Args:
        data: its bytes.
        file_name: for messages.

    Raises:
        FormatError: it is no archive.
    """

    def __init__(self, data: bytes, file_name: str) -> None:
        self._file_name = file_name
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _DAMAGED:
            raise FormatError(
                "não é uma planilha do Excel (.xlsx), ou está incompleta", "baixe o arquivo de novo", file=file_name
            ) from None
        self._parts = {member.filename: member for member in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        """Whether it has a part of this name."""
        return name in self._parts

    def walk(self, name: str, walk: WalkT) -> WalkT:
        """Walk over a part from its begin to its end; one that is not there has nothing in it.

        Returns:
            The same walk.

        Raises:
            FormatError: the part is damaged, no XML, or beyond the bounds.
        """
        if name not in self._parts:
            return walk
        self._count(self._parts[name])
        parser = etree.XMLParser(
            target=walk,  # pyright: ignore[reportArgumentType] - all that lxml calls is there
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        try:
            with self._archive.open(name) as part:
                while chunk := part.read(_CHUNK):
                    parser.feed(chunk)
            parser.close()
        except FormatError:
            raise
        except DoctypeError:
            told = "a planilha traz DOCTYPE ou entidades no XML, que são recusados por segurança"
            raise FormatError(told, file=self._file_name, path=name) from None
        except etree.XMLSyntaxError as error:
            raise self._damaged(f"a planilha tem XML malformado: {error.msg}", name) from None
        except _DAMAGED as error:
            raise self._damaged(f"a planilha está danificada ({error})", name) from None
        return walk

    def _damaged(self, reason: str, part: str) -> FormatError:
        return FormatError(reason, "baixe o arquivo de novo", file=self._file_name, path=part)

    def _count(self, part: zipfile.ZipInfo) -> None:
        """Refuse what would grow too much; of a part no more is unpacked than the archive says."""
        self._unpacked += part.file_size
        if self._unpacked > MOST_UNPACKED or part.file_size > max(_SMALL, _MOST_RATIO * part.compress_size):
            raise FormatError(
                f"a planilha cresceria para {max(1, self._unpacked // 1_000_000)} MB ao ser aberta",
                CHECK_IT,
                file=self._file_name,
            )
