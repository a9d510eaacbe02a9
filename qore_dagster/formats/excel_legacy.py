"""The reader of the portal's legacy Excel layout (to December 2025).

Belongs here: the parser as the registry of readers sees it. Does not: the layout's tables (`excel_legacy_fields`),
reading (`excel_layout`).
"""

from collections.abc import Iterator

from qore_dagster.formats.excel_layout import is_of, parse_workbook
from qore_dagster.formats.excel_legacy_fields import LAYOUT
from qore_dagster.formats.report import Outcome, ReportFile


class ExcelLegacyParser:
    """Workbooks of the legacy layout, recognised by their sections' titles."""

    file_type = LAYOUT.file_type
    layout = LAYOUT.name

    def can_parse(self, file: ReportFile) -> bool:
        """Whether the file is a workbook with titles of this layout."""
        return is_of(LAYOUT, file)

    def parse(self, file: ReportFile) -> Iterator[Outcome]:
        """Read the one portfolio of the file.

        Raises:
            FormatError: see `parse_workbook`.
        """
        yield parse_workbook(LAYOUT, file)
