"""What a file is called and known by in the portal.

Belongs here: names and guids. Does not: bytes (`render`). Names of PDF and Excel are as seen in the portal, before and
after its change of 19 December 2025; those of XML were never seen and follow ANBIMA (see `render.assumed`).
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.content.draw import Draw
from qore_dagster.simulator.content.funds import slug
from qore_dagster.simulator.content.identifiers import uuid
from qore_dagster.simulator.content.portfolio import Portfolio


def made_at(portfolio: Portfolio) -> datetime:
    """When the administrator made the files: early next morning, a corrected version some hours later (UTC)."""
    draw = Draw("made", portfolio.fund.uuid, portfolio.day.toordinal())
    midnight = datetime.combine(portfolio.day + timedelta(days=1), datetime.min.time(), UTC)
    return midnight + timedelta(hours=8 + 5 * (portfolio.version - 1), seconds=draw.below(7200))


def guid_of(seed: int, portfolio: Portfolio, file_type: FileType) -> str:
    """The portal's id of the file."""
    day = portfolio.day.toordinal()
    return uuid(seed, "file", portfolio.fund.index, day, file_type.value, portfolio.version)


def name_of(portfolio: Portfolio, file_type: FileType, guid: str) -> str:
    """The name under which the portal offers the file."""
    return _NAMES[file_type](portfolio, guid)


def _xml_5_0(portfolio: Portfolio, guid: str) -> str:
    prefix = "FC" if portfolio.fund.shell_cnpj else "FD"
    return f"{prefix}{portfolio.fund.cnpj}_{portfolio.day:%Y%m%d}_{made_at(portfolio):%Y%m%d%H%M%S}_{guid[:8]}.xml"


def _xml_4_01(portfolio: Portfolio, guid: str) -> str:
    return f"FD{portfolio.fund.cnpj}_{portfolio.day:%Y%m%d}_{made_at(portfolio):%Y%m%d%H%M%S}_{guid[:8]}.xml"


def _excel(portfolio: Portfolio, guid: str) -> str:
    fund, day = portfolio.fund, portfolio.day
    if fund.has_new_layout(day):
        return f"CARTEIRA_DIARIA_{fund.cnpj[:8]}_{day:%d-%m-%Y}-{guid}.xlsx"
    return f"carteira-{slug(fund.nome, '-')}-{day:%Y%m%d}.xlsx"


def _pdf(portfolio: Portfolio, guid: str) -> str:
    fund, day = portfolio.fund, portfolio.day
    if fund.has_new_layout(day):
        return f"{fund.slug}_{day:%Y-%m-%d}.pdf"
    return f"carteira-{slug(fund.nome, '-')}-{day:%Y%m%d}.pdf"


_NAMES: dict[FileType, Callable[[Portfolio, str], str]] = {
    FileType.XML_5_0: _xml_5_0,
    FileType.XML_4_01: _xml_4_01,
    FileType.CARTEIRA_EXCEL: _excel,
    FileType.CARTEIRA_PDF: _pdf,
}
