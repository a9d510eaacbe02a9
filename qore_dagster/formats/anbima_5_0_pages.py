"""The pages of ANBIMA 5.0 reports: which belong together, whether all are there, and the one report that they are.

Belongs here: pages of one file and of several, and the joining of their elements. Does not: paths
(`anbima_5_0_fields`), how a report becomes a portfolio (`anbima_5_0`), which files are looked at together (the caller).

Pages are of one report if they name the same statement (`StmtId`, `QryRef`), date and accounts, and no other fund;
without any reference, those of one file are. What each page repeats, such as the fund's block and the totals of the
statement, is taken once; where pages contradict each other there is no telling which is right.

Source: semt.003.001.04, `Pgntn`; manual of XML 5.0, p. 4-6.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from qore_dagster.formats import anbima_5_0_fields as fields
from qore_dagster.formats.element_map import Found
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.identifiers import cnpj_of, identifier_of, text_of
from qore_dagster.formats.numbers import boolean_of, integer_of
from qore_dagster.formats.reading import Reading
from qore_dagster.formats.report import ReportFile
from qore_dagster.formats.xml_source import XmlElement, XmlSource, local_name, path_of, read_xml

REPORT = "SctiesBalAcctgRpt"
_SEND_ALL = "junte os arquivos de todas as páginas, de uma mesma publicação, ou peça-os ao administrador"
_OF_THE_PAGE = frozenset({fields.PAGE, fields.LAST_PAGE})
_POSITIONS, _PAGINATION = "SubAcctDtls", "Pgntn"
_FUND_IDS = ("CNPJCLASSE", "CNPJ", "CNPJCASCA", "CNPJTITULAR", "CPFTITULAR")

# What an element says: name, text, attributes, what the elements below it say; these in one order.
Content: TypeAlias = "tuple[str, str, tuple[tuple[str, str], ...], tuple[Content, ...]]"


class NotWholeError(FormatError):
    """Pages that do not make up one report."""

    code = "incomplete_pages"


@dataclass(frozen=True, slots=True)
class Page:
    """One `SctiesBalAcctgRpt`: a page, which mostly is the whole report.

    Attributes:
        file: where it stands.
        source: that file, parsed.
        element: the page itself.
        found: what was taken from it.
        unknown: what no table names in it.
        number: of the page; 1 where it has none.
        last: it says that none follows.
        statement: what its report goes by, and the date and accounts.
        fund: CNPJ or other number of its fund; empty where the page does not have the fund's block.
        origins: names of files by the elements that stood in them; what stands below an element stood there too. Empty
            for a page as it came.
    """

    file: ReportFile
    source: XmlSource
    element: XmlElement
    found: Found
    unknown: list[XmlElement]
    number: int
    last: bool
    statement: tuple[str, ...]
    fund: str
    origins: Mapping[XmlElement, str] = field(default_factory=dict[XmlElement, str])


def pages_of(file: ReportFile) -> list[Page]:
    """Every page in a file, in its order; one at least.

    Raises:
        FormatError: not well-formed, no report in it, or a page number that is none; says line and path.
    """
    source = read_xml(file.read(), file_name=file.name)
    pages = [_page(file, source, element) for element in source.root.iter(f"{{*}}{REPORT}")]
    if not pages:
        raise FormatError(
            f"não é um XML ANBIMA 5.0: tem a raiz {local_name(source.root)}, sem relatório (Document/{REPORT})",
            file=file.name,
            line=source.root.sourceline,
        )
    return pages


def by_report(pages: Iterable[Page]) -> list[list[Page]]:
    """The pages of each report, by their number; reports in the order in which they came.

    A page without the fund's block belongs to the only fund that its statement has pages of.
    """
    pages = list(pages)
    funds: dict[tuple[str, ...], set[str]] = {}
    for page in pages:
        funds.setdefault(page.statement, set()).update(filter(None, [page.fund]))
    found: dict[tuple[tuple[str, ...], str], list[Page]] = {}
    for page in pages:
        known = funds[page.statement]
        fund = page.fund or (next(iter(known)) if len(known) == 1 else "")
        found.setdefault((page.statement, fund), []).append(page)
    return [sorted(report, key=lambda page: page.number) for report in found.values()]


def whole(pages: Sequence[Page]) -> Page:
    """One report of its pages.

    Args:
        pages: of one report, as `by_report` gives them. Their elements are moved together, so that none can be used
            by itself afterwards.

    Returns:
        The first page with everything that the others have beside it.

    Raises:
        NotWholeError: pages are missing (says which), two have one number, or they contradict each other.
    """
    ordered = _without_twins(pages)
    _demand_all(ordered)
    if len(ordered) == 1:
        return ordered[0]
    _demand_agreement(ordered)
    unknown: list[XmlElement] = []
    origins = _join(ordered)
    found = fields.REPORT_MAP.walk(ordered[0].element, unknown)
    return replace(ordered[0], found=found, unknown=unknown, origins=origins)


def files_of(pages: Iterable[Page]) -> tuple[ReportFile, ...]:
    """The files that pages stand in, each once."""
    return tuple(dict.fromkeys(page.file for page in pages))


def names_of(pages: Iterable[Page]) -> str:
    """Their names, for messages and provenance."""
    return ", ".join(file.name for file in files_of(pages))


def subject_of(pages: Sequence[Page]) -> str:
    """Whose report it is, as far as its pages say."""
    fund = next((page.fund for page in pages if page.fund), "")
    reference = next(filter(None, pages[0].statement), "")
    return " · ".join(filter(None, (fund, reference and f"relatório {reference}")))


def _page(file: ReportFile, source: XmlSource, element: XmlElement) -> Page:
    unknown: list[XmlElement] = []
    found = fields.REPORT_MAP.walk(element, unknown)
    try:
        number, last = integer_of(found.text(fields.PAGE)), text_of(found.text(fields.LAST_PAGE))
        is_last = last is None or boolean_of(last)
    except ValueError as error:
        raise Reading(file.name).fault(element, f"página (Pgntn): {error}") from None
    number = 1 if number is None else number
    return Page(file, source, element, found, unknown, number, is_last, _statement(found, file.name), _fund(found))


def _statement(found: Found, file_name: str) -> tuple[str, ...]:
    reference = [text_of(found.text(path)) or "" for path in fields.REFERENCES]
    accounts = [text_of(found.text(path)) or "" for path in fields.SAME_ON_ALL_PAGES]
    return *reference, *accounts, "" if any(reference) else file_name


def _fund(found: Found) -> str:
    for account in found.rows.get(fields.ACCOUNTS, []):
        for kind in _FUND_IDS:
            if number := cnpj_of(account.text(f"FinInstrmId/OthrId[{kind}]/Id")):
                return number
    return ""


def _without_twins(ordered: Sequence[Page]) -> list[Page]:
    """A page that is there twice counts once."""
    contents: dict[int, Content] = {}
    kept: list[Page] = []
    twice = Counter(page.number for page in ordered)
    for page in ordered:
        if twice[page.number] > 1:
            content = _content(page.element)
            if page.number in contents and contents[page.number] != content:
                reason = f"há mais de uma página {page.number} do mesmo relatório, e não são iguais"
                raise _not_whole(ordered, reason)
            if page.number in contents:
                continue
            contents[page.number] = content
        kept.append(page)
    return kept


def _demand_all(ordered: Sequence[Page]) -> None:
    """All pages from the first (some writers count from 0) to the last."""
    numbers = [page.number for page in ordered]
    if numbers[0] < 0:
        raise _not_whole(ordered, f"não há página {numbers[0]}")
    before = -1 if numbers[0] == 0 else 0
    gaps = [(one + 1, other - 1) for one, other in pairwise((before, *numbers)) if other - one > 1]
    lacking = [f"{first}" if first == last else f"{first} a {last}" for first, last in gaps]
    if not ordered[-1].last:
        lacking.append(f"{numbers[-1] + 1} e seguintes")
    if lacking:
        told = (
            f"faltam as páginas {', '.join(lacking)}"
            if lacking[1:] or " " in lacking[0]
            else f"falta a página {lacking[0]}"
        )
        raise _not_whole(ordered, f"o relatório está incompleto: {told} (há {', '.join(map(str, numbers))})")
    early = [str(page.number) for page in ordered[:-1] if page.last]
    if early:
        told = f"as páginas {', '.join(early)} dizem" if early[1:] else f"a página {early[0]} diz"
        raise _not_whole(ordered, f"{told} ser a última (LastPgInd), e há outras depois")


def _demand_agreement(ordered: Sequence[Page]) -> None:
    """What several pages say of the report or of an account, they must all say alike."""
    said: dict[tuple[str, str], tuple[str, int]] = {}
    for page in ordered:
        for place, element in _said(page):
            text = " ".join([(element.text or "").strip(), *element.attrib.values()])
            before, number = said.setdefault(place, (text, page.number))
            if before != text:
                told = f"página {number}: {before}; página {page.number}: {text}"
                raise _not_whole(ordered, f"as páginas divergem em {path_of(element)} ({told})")


def _said(page: Page) -> Iterator[tuple[tuple[str, str], XmlElement]]:
    for path, element in page.found.values.items():
        if path not in _OF_THE_PAGE:
            yield ("", path), element
    for identity, account in _accounts(page).items():
        for path, element in account.values.items():
            yield (identity, path), element


def _join(ordered: Sequence[Page]) -> dict[XmlElement, str]:
    """Put everything into the first page's element: each account and each text once, every position.

    Returns:
        Which file each element came from that was moved, and the first page's.
    """
    report, accounts = ordered[0].element, {identity: it.element for identity, it in _accounts(ordered[0]).items()}
    origins = {report: ordered[0].file.name}
    for page in ordered[1:]:
        moved: list[XmlElement] = []
        for identity, account in _accounts(page).items():
            if identity in accounts:
                moved += _add_news(account.element, accounts[identity])
                page.element.remove(account.element)
            else:
                accounts[identity] = account.element
        moved += _add_news(page.element, report)
        origins.update(dict.fromkeys(moved, page.file.name))
    return origins


def _accounts(page: Page) -> dict[str, Found]:
    """The page's accounts by what tells them from each other, for pages may repeat them."""
    times = Counter[str]()
    found: dict[str, Found] = {}
    for account in page.found.rows.get(fields.ACCOUNTS, []):
        ids = [child for child in account.element if local_name(child) == "FinInstrmId"]
        identity = identifier_of(account.text("FinInstrmId/ISIN")) or str([_content(child) for child in ids])
        times[identity] += 1
        found[f"{identity} {times[identity]}"] = account
    return found


def _add_news(source: XmlElement, target: XmlElement) -> list[XmlElement]:
    """Move what stands below one element and not below the other yet; what was moved."""
    known = {_content(child) for child in target if local_name(child) != _POSITIONS}
    news = [
        child
        for child in source
        if local_name(child) == _POSITIONS or (local_name(child) != _PAGINATION and _content(child) not in known)
    ]
    target.extend(news)
    return news


def _content(element: XmlElement) -> Content:
    """What an element says, whatever its prefixes and blanks, and in whatever order."""
    attributes = tuple(sorted((str(name), str(value)) for name, value in element.attrib.items()))
    return local_name(element), (element.text or "").strip(), attributes, tuple(sorted(map(_content, element)))


def _not_whole(pages: Sequence[Page], reason: str) -> NotWholeError:
    return NotWholeError(reason, _SEND_ALL, file=names_of(pages))
