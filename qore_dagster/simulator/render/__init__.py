"""One portfolio in the four forms in which the portal publishes it, agreeing to the cent."""

from importlib import import_module

from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.content.portfolio import Portfolio

_MODULES = {
    FileType.XML_5_0: "anbima_5_0",
    FileType.XML_4_01: "anbima_4_01",
    FileType.CARTEIRA_EXCEL: "excel",
    FileType.CARTEIRA_PDF: "pdf",
}


def render(portfolio: Portfolio, file_type: FileType) -> bytes:
    """The portfolio's file of one type; the same bytes every time."""
    # Imported when first asked for: openpyxl (with numpy) and reportlab cost a portal 0.6 s of its start.
    return import_module(f"{__name__}.{_MODULES[file_type]}").render(portfolio)
