"""Pages of one 5.0 report: joined only when they are all there and of one report; nothing twice, nothing lost."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.pages import join_pages
from qore_dagster.model.frames import frame
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.reconciliation import Status, reconcile, verdict
from qore_dagster.model.schemas import violations
from qore_dagster.model.tables import TABLES
from qore_dagster_tests.formats.conftest import GALGO, read

_SAMPLE = GALGO.read_text(encoding="utf-8")
_KEYS = {"data_pos", "ordinal", "sha256"}


def _page(number: int, of: int, *, whole_header: bool = True) -> ParsedPortfolio:
    """A page of the sample with every `of`-th position; without the fund's block and net worth, if so wanted."""
    root = etree.fromstring(_SAMPLE.encode())
    report = next(iter(root.iter("{*}SctiesBalAcctgRpt")))
    for path, text in (("PgNb", str(number)), ("LastPgInd", "true" if number == of else "false")):
        _first(report, path).text = text
    positions = list(report.iter("{*}BalForSubAcct"))
    for place, position in enumerate(positions):
        if place * of // len(positions) != number - 1:
            _remove(position)
    if not whole_header:
        for name in ("BalForAcct", "AcctBaseCcyTtlAmts"):
            for block in list(report.iter(f"{{*}}{name}")):
                _remove(block)
    return read(etree.tostring(root))


def _first(report: etree._Element, name: str) -> etree._Element:
    return next(iter(report.iter(f"{{*}}{name}")))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _contents(parsed: ParsedPortfolio, table: str) -> list[dict[str, object]]:
    return [{column: value for column, value in row.items() if column not in _KEYS} for row in parsed.rows(table)]


@pytest.mark.parametrize("of", [2, 3])
@pytest.mark.parametrize("whole_header", [True, False])
def test_all_pages_are_the_portfolio_that_was_split(of: int, whole_header: bool) -> None:
    pages = [_page(number, of, whole_header=whole_header or number == 1) for number in range(1, of + 1)]
    joined = join_pages(list(reversed(pages)))
    whole = read(_SAMPLE)
    for table in ("portfolio", "holdings", "cash", "provisions", "expenses", "classes"):
        assert _contents(joined, table) == _contents(whole, table)
    details = [row for row in _contents(joined, "details") if row["bloco"] != "Pgntn"]
    assert sorted(map(str, details)) == sorted(map(str, _contents(whole, "details")))
    assert (joined.page, joined.last_page, joined.is_part) == (1, True, False)
    assert verdict(reconcile(joined)) is Status.HOLDS
    assert not any("várias páginas" in warning for warning in joined.warnings)


def test_details_follow_their_rows() -> None:
    joined, whole = join_pages([_page(1, 2), _page(2, 2)]), read(_SAMPLE)
    for parsed in (joined, whole):
        row = next(row for row in parsed.details if row["valor"] == "ACOES")
        number = row["linha_tabela"]
        assert isinstance(number, int)
        assert parsed.holdings[number - 1]["secao"] == "EQUI"


def test_the_other_pages_files_are_told() -> None:
    pages = [_page(1, 2), _page(2, 2)]
    pages[1].portfolio["arquivo"] = "outra.xml"
    joined = join_pages(pages)
    assert joined.portfolio["sha256"] == pages[0].portfolio["sha256"]
    facts = {row["campo"]: row["valor"] for row in joined.details if row["bloco"] == "Pgntn"}
    assert facts == {"arquivo[2]": "outra.xml", "sha256[2]": pages[1].portfolio["sha256"]}


def test_a_joined_portfolio_is_valid_and_its_pages_are_untouched() -> None:
    pages = [_page(1, 2), _page(2, 2)]
    before = [_contents(page, table) for page in pages for table in TABLES]
    joined = join_pages(pages).bind("fundo")
    assert [_contents(page, table) for page in pages for table in TABLES] == before
    for name, table in TABLES.items():
        assert violations(table, frame(table, joined.rows(name))) == {}


def test_rows_in_quarantine_stay_there_once() -> None:
    text = _SAMPLE.replace(">1051220.00<", ">x<").replace(">321.00<", ">x<")
    pages = [
        read(text.replace("<LastPgInd>true<", "<LastPgInd>false<")),
        read(text.replace("<PgNb>1<", "<PgNb>2<")),
    ]
    joined = join_pages(pages)
    assert [row["tabela"] for row in joined.quarantine] == ["holdings", "provisions", "holdings"]
    assert len(joined.provisions) == 4


def test_repairs_and_warnings_of_all_pages_are_kept() -> None:
    text = _SAMPLE.replace(">1051.22<", ">1051,22<")
    joined = join_pages(
        [read(text.replace("<LastPgInd>true<", "<LastPgInd>false<")), read(_SAMPLE.replace("<PgNb>1<", "<PgNb>2<"))]
    )
    assert [repair.text for repair in joined.repaired] == ["1051,22"]
    assert any("vírgula decimal" in warning for warning in joined.warnings)


@pytest.mark.parametrize(
    ("numbers", "of", "reason"),
    [
        ([1, 3], 3, r"falta\(m\) a\(s\) página\(s\): 2$"),
        ([2, 3], 3, r"página\(s\): 1$"),
        ([1, 2], 3, r"página\(s\): 3 e seguintes"),
        ([5], 5, r"página\(s\): 1 a 4$"),
        ([2], 4, r"página\(s\): 1, 3 e seguintes"),
        ([1, 1, 2], 2, r"página\(s\) repetida\(s\): 1"),
    ],
)
def test_a_set_that_is_not_complete_names_what_is_missing(numbers: list[int], of: int, reason: str) -> None:
    with pytest.raises(FormatError) as error:
        join_pages([_page(number, of) for number in numbers])

    assert re.search(reason, error.value.fault.reason)
    assert "fundo.xml" in error.value.fault.reason
    assert "todas as páginas" in error.value.fault.action


def test_no_page_at_all_is_no_portfolio() -> None:
    with pytest.raises(FormatError, match="nenhuma página"):
        join_pages([])


def test_a_huge_page_number_costs_nothing() -> None:
    page = _page(1, 1)
    page.page = 10**17
    with pytest.raises(FormatError, match=f"1 a {10**17 - 1}"):
        join_pages([page])


def _other_report(page: ParsedPortfolio) -> None:
    page.report_id = "outro"


def _other_fund(page: ParsedPortfolio) -> None:
    page.portfolio["cnpj"] = "11222333000181"


def _other_day(page: ParsedPortfolio) -> None:
    page.portfolio["data_pos"] = date(2024, 6, 27)


def _other_total(page: ParsedPortfolio) -> None:
    page.portfolio["valorativos"] = Decimal(1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_other_report, "relatórios diferentes"),
        (_other_fund, "divergem em cnpj"),
        (_other_day, "divergem em data_pos"),
        (_other_total, "divergem em valorativos"),
    ],
)
def test_pages_of_different_reports_are_not_joined(change: Callable[[ParsedPortfolio], None], reason: str) -> None:
    pages = [_page(1, 2), _page(2, 2)]
    change(pages[1])
    with pytest.raises(FormatError, match=reason):
        join_pages(pages)


def test_two_last_pages_contradict_each_other() -> None:
    pages = [_page(1, 3), _page(2, 2), _page(3, 3)]
    with pytest.raises(FormatError, match="a página 2 diz ser a última"):
        join_pages(pages)


def test_pages_without_the_fund_are_no_portfolio() -> None:
    pages = [_page(number, 2, whole_header=False) for number in (1, 2)]
    with pytest.raises(FormatError, match="nenhuma página traz patliq nem moeda nem o fundo"):
        join_pages(pages)
