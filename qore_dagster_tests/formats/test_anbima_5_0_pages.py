"""Pages of 5.0 reports: one portfolio where all are there, none where one is missing; nothing twice, nothing lost."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.recognition import PAGED, joined
from qore_dagster.formats.report import LoosePages, Outcome, ReportFile, Unread
from qore_dagster.formats.xml_source import XmlElement
from qore_dagster.model.file_type import FileType
from qore_dagster.model.frames import frame
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import Status, reconcile, verdict
from qore_dagster.model.schemas import violations
from qore_dagster.model.tables import TABLES
from qore_dagster.simulator.content.world import World
from qore_dagster_tests.formats.conftest import GALGO, PREFIXED, read
from qore_dagster_tests.formats.pages import NAMES, cut, in_one_file, only, remove

_DAY = date(2026, 1, 7)
_SAMPLE = GALGO.read_bytes()
_OF_THE_FILE = {"arquivo", "sha256"}


@pytest.fixture(scope="module")
def simulated() -> list[bytes]:
    """Files of funds of all kinds, in both envelopes."""
    world = World(seed=7, funds=12, first_day=_DAY, last_day=_DAY)
    return [world.file(fund, _DAY, FileType.XML_5_0).data for fund in world.funds]


def _outcomes(*files: bytes) -> list[Outcome]:
    """What comes of files, with the pages joined that stand in several."""
    reports = [ReportFile.of_bytes(name, data) for name, data in zip(NAMES, files, strict=False)]
    found = list(chain.from_iterable(map(PAGED.parse, reports)))
    loose = [outcome for outcome in found if isinstance(outcome, LoosePages)]
    return [*(outcome for outcome in found if not isinstance(outcome, LoosePages)), *joined(loose)]


def _portfolio(*files: bytes) -> ParsedPortfolio:
    (found,) = _outcomes(*files)
    assert isinstance(found, ParsedPortfolio), found
    return found


def _loose(*files: bytes) -> LoosePages:
    (found,) = _outcomes(*files)
    assert isinstance(found, LoosePages), found
    return found


def _rows(parsed: ParsedPortfolio, table: str) -> list[Row]:
    """A table's rows, but for which file they are from."""
    rows = [
        {column: value for column, value in row.items() if column not in _OF_THE_FILE} for row in parsed.rows(table)
    ]
    return [row for row in rows if row.get("bloco") != "Pgntn"]


def _assert_same(one: ParsedPortfolio, other: ParsedPortfolio) -> None:
    for table in TABLES:
        assert _rows(one, table) == _rows(other, table), table
    assert reconcile(one) == reconcile(other)
    assert one.seen == other.seen
    assert (one.unknown, one.quarantine, one.envelope) == (other.unknown, other.quarantine, other.envelope)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_report_in_pages_is_the_report(simulated: list[bytes], data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(simulated))
    pages = cut(whole, data.draw(st.integers(1, 6)), repeat=data.draw(st.booleans()))
    shuffled: Sequence[bytes] = data.draw(st.permutations(pages))
    files = [in_one_file(shuffled)] if data.draw(st.booleans()) else shuffled
    _assert_same(_portfolio(*files), read(whole))


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_without_one_of_its_pages_it_is_none(simulated: list[bytes], data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 6))
    pages = cut(data.draw(st.sampled_from(simulated)), count, repeat=data.draw(st.booleans()))
    missing = data.draw(st.integers(1, count))
    del pages[missing - 1]
    files = [in_one_file(pages)] if data.draw(st.booleans()) else pages
    reason = _loose(*files).fault.reason
    told = f"faltam as páginas {missing} e seguintes" if missing == count else f"falta a página {missing}"
    assert f"{told} (" in reason


@pytest.mark.parametrize("sample", [GALGO, PREFIXED])
@pytest.mark.parametrize("repeat", [True, False])
def test_class_and_subclasses_are_taken_once(sample: Path, repeat: bool) -> None:
    data = sample.read_bytes()
    parsed = _portfolio(*cut(data, 3, repeat=repeat))
    _assert_same(parsed, read(data))
    assert verdict(reconcile(parsed)) is Status.HOLDS
    assert len(parsed.classes) == 2


def test_accounts_may_be_spread_over_pages_too() -> None:
    def change(root: XmlElement, number: int) -> None:
        for place, account in enumerate(list(root.iter("{*}BalForAcct")), start=1):
            if place != number:
                only(root, "SctiesBalAcctgRpt").remove(account)

    parsed = _portfolio(*cut(_SAMPLE, 3, change=change))
    _assert_same(parsed, read(_SAMPLE))


def test_an_account_s_provisions_may_go_on_on_the_next_page() -> None:
    _assert_same(_portfolio(*cut(_SAMPLE, 2, change=_one_provision_a_page)), read(_SAMPLE))


def _one_provision_a_page(root: XmlElement, number: int) -> None:
    group = next(
        element for element in root.iter("{*}BalBrkdwn") if element.findtext("{*}SubBalTp/{*}Prtry/{*}Id") == "PAYA"
    )
    for place, detail in enumerate(list(group.iter("{*}AddtlBalBrkdwnDtls")), start=1):
        if place != number:
            group.remove(detail)


def test_provisions_that_a_page_repeats_in_another_order_are_taken_once() -> None:
    def change(root: XmlElement, number: int) -> None:
        if number > 1:
            for group in root.iter("{*}BalBrkdwn"):
                group[:] = reversed(group)

    pages = cut(_SAMPLE, 3, change=change)
    assert any(
        [detail.text for detail in one.iter()] != [detail.text for detail in other.iter()]
        for one, other in zip(*(etree.fromstring(page).iter("{*}BalForAcct") for page in pages[:2]), strict=True)
    )
    parsed = _portfolio(*pages)
    _assert_same(parsed, read(_SAMPLE))
    assert verdict(reconcile(parsed)) is Status.HOLDS


def test_of_a_page_that_came_twice_the_order_of_its_elements_is_no_matter() -> None:
    first, last = cut(_SAMPLE, 2)
    other = etree.fromstring(first)
    for group in other.iter("{*}BalBrkdwn"):
        group[:] = reversed(group)
    _assert_same(_portfolio(first, last, etree.tostring(other)), read(_SAMPLE))


def test_lots_that_are_alike_are_rows_of_their_own_on_whatever_page() -> None:
    first, last = cut(_SAMPLE, 2)
    parsed = _portfolio(
        first,
        last.replace(b"<LastPgInd>true<", b"<LastPgInd>false<"),
        last.replace(b"<PgNb>2<", b"<PgNb>3<"),
    )
    whole = read(_SAMPLE)
    repeated = last.count(b"<BalForSubAcct>")
    assert repeated
    assert len(parsed.holdings) + len(parsed.cash) == len(whole.holdings) + len(whole.cash) + repeated


def test_every_file_is_told_with_its_hash() -> None:
    pages = cut(_SAMPLE, 2)
    parsed = _portfolio(*reversed(pages))
    first, second = (hashlib.sha256(page).hexdigest() for page in pages)
    assert (parsed.portfolio["arquivo"], parsed.portfolio["sha256"]) == ("pagina2.xml, pagina1.xml", first)
    told = {row["campo"]: row["valor"] for row in parsed.details if row["bloco"] == "Pgntn"}
    assert told == {"pagina2.xml/sha256": first, "pagina1.xml/sha256": second}
    for name, table in TABLES.items():
        assert violations(table, frame(table, parsed.bind("fundo").rows(name))) == {}


def test_a_page_that_came_twice_counts_once() -> None:
    pages = cut(_SAMPLE, 2)
    _assert_same(_portfolio(*pages, pages[0]), read(_SAMPLE))
    _assert_same(_portfolio(in_one_file([_SAMPLE, _SAMPLE])), read(_SAMPLE))


def test_pages_may_be_counted_from_zero() -> None:
    pages = [
        page.replace(f"<PgNb>{number}<".encode(), f"<PgNb>{number - 1}<".encode()) for number, page in _numbered(3)
    ]
    _assert_same(_portfolio(*pages), read(_SAMPLE))


def _numbered(into: int) -> list[tuple[int, bytes]]:
    return list(enumerate(cut(_SAMPLE, into), start=1))


@pytest.mark.parametrize(
    ("kept", "of", "reason"),
    [
        ([1, 3], 3, "falta a página 2 (há 1, 3)"),
        ([2, 4], 4, "faltam as páginas 1, 3 (há 2, 4)"),
        ([2, 3], 3, "falta a página 1 (há 2, 3)"),
        ([1, 2], 3, "faltam as páginas 3 e seguintes (há 1, 2)"),
        ([5], 5, "faltam as páginas 1 a 4 (há 5)"),
        ([2], 4, "faltam as páginas 1, 3 e seguintes (há 2)"),
        ([1], 2, "faltam as páginas 2 e seguintes (há 1)"),
    ],
)
def test_what_is_missing_is_named(kept: list[int], of: int, reason: str) -> None:
    pages = [page for number, page in _numbered(of) if number in kept]
    for files in (pages, [in_one_file(pages)]):
        loose = _loose(*files)
        assert reason in loose.fault.reason
        assert loose.fault.code == "incomplete_pages"
        assert "todas as páginas" in loose.fault.action
        assert all(file.name in loose.fault.reason for file in loose.files)
        assert loose.subject == "44555666000109 · relatório SINTETICO"


def _with(pages: Sequence[bytes], old: str, new: str, count: int = 1) -> list[bytes]:
    """The same pages, the last one changed."""
    assert old.encode() in pages[-1]
    return [*pages[:-1], pages[-1].replace(old.encode(), new.encode(), count)]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (">1860414.48<", ">1860414.49<", "TtlHldgsValOfStmt/Amt (página 1: 1860414.48 BRL; página 2: 1860414.49 BRL)"),
        (">1863501.67<", ">1.00<", "HldgVal/Amt (página 1: 1863501.67 BRL; página 2: 1.00 BRL)"),
        (">370.64<", ">0.64<", "FaceAmt"),
        ("<PgNb>2<", "<PgNb>1<", "há mais de uma página 1 do mesmo relatório, e não são iguais"),
        ("<PgNb>2<", "<PgNb>-2<", "não há página -2"),
    ],
)
def test_pages_that_contradict_each_other_are_no_report(old: str, new: str, reason: str) -> None:
    found = _loose(in_one_file(_with(cut(_SAMPLE, 2), old, new)))
    assert reason in found.fault.reason


def test_two_last_pages_contradict_each_other() -> None:
    pages = [page.replace(b"<LastPgInd>false<", b"<LastPgInd>true<") for _, page in _numbered(2)]
    (found,) = _outcomes(in_one_file(pages))
    assert isinstance(found, LoosePages)
    assert "a página 1 diz ser a última (LastPgInd), e há outras depois" in found.fault.reason
    pages = [page.replace(b"<LastPgInd>false<", b"<LastPgInd>true<") for _, page in _numbered(3)]
    assert (
        "as páginas 1, 2 dizem ser a última (LastPgInd), e há outras depois" in _loose(in_one_file(pages)).fault.reason
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<StmtId>SINTETICO<", "<StmtId>OUTRO<"),
        ("<QryRef>1<", "<QryRef>2<"),
        ("<Dt>2024-06-28<", "<Dt>2024-06-27<"),
        ("<Id>44555666000109</Id>\n              <Tp>", "<Id>11222333000181</Id>\n              <Tp>"),
    ],
)
def test_pages_of_different_reports_are_never_one(old: str, new: str) -> None:
    found = _outcomes(*_with(cut(_SAMPLE, 2), old, new, count=99))
    assert [type(outcome) for outcome in found] == [LoosePages, LoosePages]


def test_without_a_reference_pages_of_one_file_only_are_joined() -> None:
    def change(root: XmlElement, number: int) -> None:
        remove(root, "StmtId")
        remove(root, "QryRef")

    pages = cut(_SAMPLE, 2, change=change)
    assert [type(outcome) for outcome in _outcomes(*pages)] == [LoosePages, LoosePages]
    _assert_same(_portfolio(in_one_file(pages)), read(_SAMPLE))


def test_two_funds_of_one_careless_reference_are_two() -> None:
    pages = cut(_SAMPLE, 2)
    others = [page.replace(b"44555666000109", b"11222333000181") for page in pages]
    found = _outcomes(*pages, *others)
    assert [outcome.portfolio["cnpj"] for outcome in found if isinstance(outcome, ParsedPortfolio)] == [
        "44555666000109",
        "11222333000181",
    ]


def test_reports_of_one_file_are_read_each_whatever_becomes_of_the_others(simulated: list[bytes]) -> None:
    spoilt = _SAMPLE.replace(b">1860414.48<", b">x<")
    half = cut(_SAMPLE.replace(b"SINTETICO<", b"OUTRO<"), 2)[0]
    found = list(_outcomes(in_one_file([_SAMPLE.replace(b"SINTETICO<", b"BOM<"), spoilt, half])))
    assert [type(outcome) for outcome in found] == [ParsedPortfolio, Unread, LoosePages]
    assert isinstance(found[1], Unread)
    assert "'x' não é um número" in found[1].fault.reason


def test_a_row_that_cannot_be_read_is_in_quarantine_once() -> None:
    spoilt = _SAMPLE.replace(b">1051220.00<", b">x<").replace(b">321.00<", b">x<")
    parsed = _portfolio(*cut(spoilt, 3))
    assert [row["tabela"] for row in parsed.quarantine] == [row["tabela"] for row in read(spoilt).quarantine]


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_row_in_quarantine_says_the_file_of_its_page(page: int) -> None:
    def change(root: XmlElement, number: int) -> None:
        if number == page:
            only(only(only(root, "BalForSubAcct"), "HldgVal"), "Amt").text = "x"

    pages = cut(_SAMPLE, 3, change=change)
    (row,) = _portfolio(*pages).quarantine
    assert str(row["motivo"]).startswith(f"pagina{page}.xml, linha {_line_of(b'>x<', pages[page - 1])}, ")


def test_a_provision_in_quarantine_says_the_file_on_which_its_block_went_on() -> None:
    pages = cut(_SAMPLE, 2, change=_one_provision_a_page)
    pages[1] = pages[1].replace(b">49.64<", b">x<")
    (row,) = _portfolio(*pages).quarantine
    assert str(row["motivo"]).startswith(f"pagina2.xml, linha {_line_of(b'>x<', pages[1])}, ")


def test_a_warning_says_the_file_of_its_page() -> None:
    pages = cut(_SAMPLE, 2)
    pages[1] = pages[1].replace(b"<ShrtLngInd>SHOR<", b"<ShrtLngInd>SHORT<", 1)
    said = f"pagina2.xml, linha {_line_of(b'>SHORT<', pages[1])}, "
    assert [warning.startswith(said) for warning in _portfolio(*pages).warnings if "SHORT" in warning] == [True]


def _line_of(text: bytes, page: bytes) -> int:
    return page[: page.index(text)].count(b"\n") + 1


def test_a_page_number_that_is_none_is_a_fault_with_its_place() -> None:
    with pytest.raises(FormatError, match=r"linha \d+, .*SctiesBalAcctgRpt: página \(Pgntn\): 'um' não é"):
        read(_SAMPLE.replace(b"<PgNb>1<", b"<PgNb>um<"))


def test_a_huge_page_number_costs_nothing() -> None:
    loose = _loose(_SAMPLE.replace(b"<PgNb>1<", b"<PgNb>99999999999999999<"))
    assert "faltam as páginas 1 a 99999999999999998" in loose.fault.reason


def test_each_report_has_the_date_of_its_own_message() -> None:
    later = _SAMPLE.replace(b"SINTETICO<", b"OUTRO<").replace(b"2024-07-01T12:00", b"2024-07-02T12:00")
    found = _outcomes(in_one_file([_SAMPLE, later]))
    assert [outcome.portfolio["criado_em"] for outcome in found if isinstance(outcome, ParsedPortfolio)] == [
        datetime(2024, 7, day, 12, tzinfo=UTC) for day in (1, 2)
    ]
