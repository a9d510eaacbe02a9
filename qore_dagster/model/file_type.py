"""The four forms in which the portal publishes a portfolio.

Belongs here: their names and what distinguishes their bytes. Does not: how each is read (`formats`) or fetched
(`portal`).
"""

from enum import StrEnum


class FileType(StrEnum):
    """A form of the daily portfolio file; the value is the portal's own `tipo`, which is case-sensitive."""

    XML_5_0 = "XML_5_0"
    XML_4_01 = "XML_4_01"
    CARTEIRA_EXCEL = "CARTEIRA_EXCEL"
    CARTEIRA_PDF = "CARTEIRA_PDF"

    @property
    def slug(self) -> str:
        """The name in asset keys, paths and JSON: `xml_5_0`."""
        return self.value.lower()

    @property
    def extension(self) -> str:
        """The file-name extension with its dot."""
        return _EXTENSION[self]

    @property
    def label(self) -> str:
        """What an end user reads: `XML 5.0`."""
        return _LABEL[self]


_EXTENSION = {
    FileType.XML_5_0: ".xml",
    FileType.XML_4_01: ".xml",
    FileType.CARTEIRA_EXCEL: ".xlsx",
    FileType.CARTEIRA_PDF: ".pdf",
}
_LABEL = {
    FileType.XML_5_0: "XML 5.0",
    FileType.XML_4_01: "XML 4.01",
    FileType.CARTEIRA_EXCEL: "EXCEL",
    FileType.CARTEIRA_PDF: "PDF",
}
