"""Which reader a file is for, by its content alone.

Belongs here: the readers there are, in the order they are asked, and which of them joins pages. Does not: how each
knows its own (`can_parse`), nor what a download is looked at for before it is kept (`verify`).
"""

from collections.abc import Iterable, Iterator

from qore_dagster.formats.anbima_4_01 import Anbima401Parser
from qore_dagster.formats.anbima_5_0 import Anbima50Parser
from qore_dagster.formats.carteira_pdf import CarteiraPdfParser
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.excel import EXCEL_LEGACY, EXCEL_NEW
from qore_dagster.formats.report import LoosePages, Outcome, ReportFile, ReportParser
from qore_dagster.formats.verify import kind_of

PAGED = Anbima50Parser()
"""The only layout whose reports may be spread over files."""
PARSERS: tuple[ReportParser, ...] = (
    Anbima401Parser(),  # knows its files by their first element, and so is asked first
    PAGED,
    EXCEL_NEW,
    EXCEL_LEGACY,
    CarteiraPdfParser(),
)
"""Every reader; at most one says of a file that it can read it."""


def parser_for(file: ReportFile) -> ReportParser:
    """The reader of a file.

    Raises:
        FormatError: none of them knows it; says what it seems to be.
    """
    for parser in PARSERS:
        if parser.can_parse(file):
            return parser
    known = ", ".join(parser.layout for parser in PARSERS)
    raise FormatError(
        f"não é um arquivo de carteira que se saiba ler ({known}): parece {kind_of(file.head)}",
        "confira se é o arquivo certo; se for um layout novo, abra um chamado com o arquivo",
        file=file.name,
        code="unknown_format",
    )


def joined(loose: Iterable[LoosePages]) -> Iterator[Outcome]:
    """The reports of pages that stand in several files; pages that lack others still are `LoosePages` again."""
    files = dict.fromkeys(file for pages in loose for file in pages.files)
    return PAGED.join(files)
