"""The text of a PDF, line by line.

Belongs here: opening, limits, and what pdfium makes of lines. Does not: what the lines mean (`carteira_pdf`).
"""

from collections.abc import Iterator
from threading import Lock

import pypdfium2  # pyright: ignore[reportMissingTypeStubs] - it has annotations of its own

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile

_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1024  # bytes; ISO 32000-1 asks for the first, readers accept it a little later
_PAGES = 300  # a portfolio of a hundred rows has three
_LETTERS = 3_000_000
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0x00AD: "-", 0x2212: "-", 0x00A0: " "}  # what pdfium and fonts have for - and blank
_PDFIUM = Lock()  # the library keeps global state: one thread at a time


def is_pdf(file: ReportFile) -> bool:
    """Whether the first bytes are those of a PDF."""
    return _MAGIC in file.head[:_MAGIC_WITHIN]


def lines_of(file: ReportFile) -> list[str]:
    """All lines that are not blank, page by page, in the order in which they were drawn.

    Raises:
        FormatError: no PDF, damaged, locked by a password, without text, or beyond a limit.
    """
    if not is_pdf(file):
        raise FormatError(f"não é um PDF: começa por {file.head[:8]!r}", file=file.name)
    data = file.read()
    with _PDFIUM:
        lines = list(_lines(data, file.name))
    if not lines:
        raise FormatError(
            "o PDF não tem texto (deve ser uma imagem digitalizada)",
            "use o XML ou o Excel deste dia, ou peça ao administrador o PDF original",
            file=file.name,
        )
    return lines


def _lines(data: bytes, file_name: str) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error, file_name) from None
    try:
        if len(document) > _PAGES:
            raise FormatError(
                f"o PDF tem {len(document)} páginas, mais do que as {_PAGES} aceitas",
                "confira se é mesmo um relatório de carteira",
                file=file_name,
            )
        left = _LETTERS
        for page in document:
            text = page.get_textpage().get_text_range()
            left -= len(text)
            if left < 0:
                raise FormatError(f"o PDF passa de {_LETTERS} letras", file=file_name)
            lines = (" ".join(line.translate(_HYPHENS).split()) for line in text.splitlines())
            yield from filter(None, lines)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error, file_name) from None
    finally:
        document.close()


def _unreadable(error: pypdfium2.PdfiumError, file_name: str) -> FormatError:
    if "password" in str(error).lower():
        return FormatError(
            "o PDF está protegido por senha", "peça ao administrador um arquivo sem senha", file=file_name
        )
    return FormatError(f"PDF danificado ou incompleto ({error})", file=file_name)
