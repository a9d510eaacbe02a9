"""Whether a download is what was asked for, before it is kept: never an HTML page, an empty body or another format.

Belongs here: a quick look at the first bytes and, for workbooks, the archive's directory. Does not: whether the content
is right; a whole parse (`anbima_5_0`) says that.
"""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.xml_source import opening_elements
from qore_dagster.model.file_type import FileType

_HEAD = 65_536
_HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what an .xls is, and other Office documents of its time
_WORKBOOK_PARTS = frozenset({"xl/workbook.xml", "[Content_Types].xml"})
_ROOT_4_01 = "arquivoposicao_4_01"
_DOCUMENT_5_0 = "Document"  # at any depth: in Galgo's envelope, in ANBIMA's, or as the root
_TRY_AGAIN = "rode de novo; se persistir, abra o arquivo no portal e avise o administrador"


def verify_content(head: bytes, path: Path, file_type: FileType) -> None:
    """Look at a downloaded file.

    Args:
        head: its first bytes.
        path: the file itself.
        file_type: what it should be.

    Raises:
        FormatError: it is something else; the reason says what was found, the code is `not_the_file`.
    """
    if path.stat().st_size == 0:
        raise _not_the_file(path, file_type, "um arquivo vazio")
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise _not_the_file(path, file_type, "uma página HTML")
    _CHECKS[file_type](head, path, file_type)


def _pdf(head: bytes, path: Path, file_type: FileType) -> None:
    if not head.startswith(_PDF):
        raise _not_the_file(path, file_type, kind_of(head))


def _workbook(head: bytes, path: Path, file_type: FileType) -> None:
    if head.startswith(_OLE):
        return
    if not head.startswith(_ZIP):
        raise _not_the_file(path, file_type, kind_of(head))
    try:
        with zipfile.ZipFile(path) as archive:
            parts = set(archive.namelist())
    except zipfile.BadZipFile:
        raise _not_the_file(path, file_type, "um arquivo compactado incompleto") from None
    if not parts & _WORKBOOK_PARTS:
        raise _not_the_file(path, file_type, "um arquivo compactado que não é planilha")


def _xml_4_01(head: bytes, path: Path, file_type: FileType) -> None:
    names = _names(head, path, file_type)
    if names[0] != _ROOT_4_01:
        raise _not_the_file(path, file_type, f"um XML de raiz {names[0]}")


def _xml_5_0(head: bytes, path: Path, file_type: FileType) -> None:
    names = _names(head, path, file_type)
    if _DOCUMENT_5_0 not in names:
        raise _not_the_file(path, file_type, f"um XML de raiz {names[0]}, sem {_DOCUMENT_5_0}")


def _names(head: bytes, path: Path, file_type: FileType) -> tuple[str, ...]:
    with path.open("rb") as file:
        names = tuple(opening_elements(file.read(_HEAD)))
    if not names:
        raise _not_the_file(path, file_type, kind_of(head))
    return names


def kind_of(head: bytes) -> str:
    """What a file seems to be by its first bytes, in Portuguese with its article."""
    if head.startswith(_PDF):
        return "um PDF"
    if head.startswith(_ZIP):
        return "um arquivo compactado (planilha ou ZIP)"
    if head.startswith(_OLE):
        return "um documento antigo do Office (.xls)"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "um XML"
    if head.lstrip().startswith((b"{", b"[")):
        return "uma resposta JSON"
    return f"bytes que começam por {head[:8]!r}"


_CHECKS: dict[FileType, Callable[[bytes, Path, FileType], None]] = {
    FileType.CARTEIRA_PDF: _pdf,
    FileType.CARTEIRA_EXCEL: _workbook,
    FileType.XML_4_01: _xml_4_01,
    FileType.XML_5_0: _xml_5_0,
}


def _not_the_file(path: Path, file_type: FileType, found: str) -> FormatError:
    return FormatError(
        f"o portal devolveu {found} em vez de {file_type.label}", _TRY_AGAIN, file=path.name, code="not_the_file"
    )
