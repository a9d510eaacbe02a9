"""Whether a download is what was asked for, before it is kept: never an HTML page, an empty body or another format.

Belongs here: a quick look at the first bytes and, for workbooks, the archive's directory. Does not: whether the content
is right; a whole parse (`anbima_5_0`) says that.
"""

import re
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Callable
from pathlib import Path

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.signatures import OFFICE_PARTS, OLE, PDF, ZIP
from qore_dagster.formats.xml_source import opening_elements
from qore_dagster.model.file_type import FileType

_HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile(rb"[^\t\n\f\r\x20-\xff]")
_SHOWN = 8  # letters or bytes
_ROOT_4_01 = "arquivoposicao_4_01"
_DOCUMENT_5_0 = "Document"  # at any depth: in Galgo's envelope, in ANBIMA's, or as the root
_TRY_AGAIN = "rode de novo; se persistir, abra o arquivo no portal e avise o administrador"


def verify_content(path: Path, file_type: FileType) -> None:
    """Look at a downloaded file.

    Args:
        path: the file.
        file_type: what it should be.

    Raises:
        FormatError: it is something else; the reason says what was found, the code is `not_the_file`.
    """
    file = ReportFile.of_path(path)
    if not file.size:
        found = "um arquivo vazio"
    elif _HTML.match(file.head.removeprefix(b"\xef\xbb\xbf")):
        found = "uma página HTML"
    else:
        found = _FOUND[file_type](file)
    if found:
        raise FormatError(
            f"o portal devolveu {found} em vez de {file_type.label}", _TRY_AGAIN, file=file.name, code="not_the_file"
        )


def _instead_of_pdf(file: ReportFile) -> str:
    return "" if file.head.startswith(PDF) else kind_of(file.head)


def _instead_of_workbook(file: ReportFile) -> str:
    if not file.head.startswith(ZIP):
        return "" if file.head.startswith(OLE) else kind_of(file.head)
    try:
        with file.opened() as opened, zipfile.ZipFile(opened) as archive:
            is_document = not OFFICE_PARTS.isdisjoint(archive.namelist())
    except zipfile.BadZipFile:
        return "um arquivo compactado incompleto"
    return "" if is_document else "um arquivo compactado que não é planilha"


def _instead_of_4_01(file: ReportFile) -> str:
    root = next(opening_elements(file.head), None)
    if root is None:
        return kind_of(file.head)
    return "" if root == _ROOT_4_01 else f"um XML de raiz {root}"


def _instead_of_5_0(file: ReportFile) -> str:
    names = tuple(opening_elements(file.head))
    if not names:
        return kind_of(file.head)
    return "" if _DOCUMENT_5_0 in names else f"um XML de raiz {names[0]}, sem {_DOCUMENT_5_0}"


def kind_of(head: bytes) -> str:
    """What a file seems to be by its first bytes, in Portuguese with its article."""
    if head.startswith(PDF):
        return "um PDF"
    if head.startswith(ZIP):
        return "um arquivo compactado (planilha ou ZIP)"
    if head.startswith(OLE):
        return "um documento antigo do Office (.xls)"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "um XML"
    if head.lstrip().startswith((b"{", b"[")):
        return "uma resposta JSON"
    return _text_or_data(head)


def _text_or_data(head: bytes) -> str:
    """What nobody knows, by its beginning: a text's first letters, else its first bytes."""
    if _CONTROL.search(head):
        return f"dados que não são texto (bytes {head[:_SHOWN].hex(' ')})"
    lines = head.decode("utf-8-sig" if _is_utf_8(head) else "cp1252", errors="replace").split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    return f'um texto que começa por "{first[:_SHOWN]}"' if first else "um arquivo em branco"


def _is_utf_8(head: bytes) -> bool:
    try:
        getincrementaldecoder("utf-8")().decode(head)  # the last letter may be cut
    except UnicodeDecodeError:
        return False
    return True


_FOUND: dict[FileType, Callable[[ReportFile], str]] = {
    FileType.CARTEIRA_PDF: _instead_of_pdf,
    FileType.CARTEIRA_EXCEL: _instead_of_workbook,
    FileType.XML_4_01: _instead_of_4_01,
    FileType.XML_5_0: _instead_of_5_0,
}
"""What a file is in place of each type; empty where it is of the type."""
