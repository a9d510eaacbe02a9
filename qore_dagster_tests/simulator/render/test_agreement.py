"""The four files of a portfolio say the same, fund by fund, in both eras of the portal."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_DOWN, Decimal

import pytest

from qore_dagster.model.file_type import FileType
from qore_dagster.simulator.content.variant import Variant
from qore_dagster_tests.simulator.render.summary import (
    Summary,
    of_legacy_excel,
    of_new_excel,
    of_pdf,
    of_xml_4_01,
    of_xml_5_0,
)
from qore_dagster_tests.simulator.worlds import LEGACY_DAY, NEW_DAY, world

# All funds on one day; of the other era the odd ones, each type of fund, and the largest.
CASES = [(NEW_DAY, index) for index in range(34)] + [(LEGACY_DAY, index) for index in (0, 1, 2, 3, 4, 5, 7, 8, 16)]


def _read(day: date, index: int, file_type: FileType, reader: Callable[[bytes], Summary]) -> Summary:
    return reader(world().file(world().funds[index], day, file_type).data)


@pytest.mark.parametrize(("day", "index"), CASES)
def test_same_net_worth_quota_rows_and_section_totals_in_all_four(day: date, index: int) -> None:
    """To the cent; the quota of 5.0 is cut to the decimals that it shows."""
    excel = of_new_excel if day == NEW_DAY else of_legacy_excel
    portfolio = world().portfolio(world().funds[index], day)
    five = _read(day, index, FileType.XML_5_0, of_xml_5_0)
    others = [
        _read(day, index, FileType.XML_4_01, of_xml_4_01),
        _read(day, index, FileType.CARTEIRA_EXCEL, excel),
        _read(day, index, FileType.CARTEIRA_PDF, of_pdf),
    ]
    for other in others:
        assert other.net_worth == five.net_worth == portfolio.net_worth
        assert other.units == five.units == portfolio.fund.quotas
        assert other.quota == portfolio.quota
        assert other.sections == five.sections
    shown = Decimal(1).scaleb(-portfolio.fund.quota_places)
    assert five.quota == portfolio.quota.quantize(shown, ROUND_DOWN)
    assert sum(rows for rows, _ in five.sections.values()) == (
        len(portfolio.holdings) + len(portfolio.cash) + len(portfolio.provisions)
    )
    assets = sum(total for section, (_, total) in five.sections.items() if section != "provisões")
    assert assets == portfolio.assets


def test_a_file_that_lacks_a_position_shows_one_row_less_and_does_not_add_up() -> None:
    """In both XML layouts: header totals of the whole, rows of a part."""
    fund = world().funds[2]
    portfolio = world().portfolio(fund, NEW_DAY)
    for file_type, reader in ((FileType.XML_5_0, of_xml_5_0), (FileType.XML_4_01, of_xml_4_01)):
        found = reader(world().file(fund, NEW_DAY, file_type, Variant(lacking_a_position=True)).data)
        assert found.net_worth == portfolio.net_worth
        assets = sum(total for section, (_, total) in found.sections.items() if section != "provisões")
        assert assets < portfolio.assets


def test_a_corrected_file_shows_the_new_net_worth() -> None:
    """All four of them."""
    fund = world().funds[8]
    corrected = world().portfolio(fund, NEW_DAY).corrected()
    readers = (of_xml_5_0, of_xml_4_01, of_new_excel, of_pdf)
    for file_type, reader in zip((*FileType,), readers, strict=True):
        found = reader(world().file(fund, NEW_DAY, file_type, Variant(corrected=True)).data)
        assert found.net_worth == corrected.net_worth
