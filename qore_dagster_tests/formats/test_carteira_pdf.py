"""The portfolio's PDF gives the figures of its header and the totals of its sections, or says what it does not give."""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from qore_dagster.formats import carteira_pdf
from qore_dagster.formats.carteira_pdf import CarteiraPdfParser
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio
from qore_dagster.model.tables import PORTFOLIO
from qore_dagster.simulator.content.portfolio import Portfolio
from qore_dagster.simulator.content.world import World
from qore_dagster_tests.formats.workbooks import LEGACY_DAY, NEW_DAY, world

_CNPJ = "11.222.333/0001-81"
_LINES = (
    "FUNDO VIMBONDOR 2",
    f"CNPJ {_CNPJ}   Data da Posição 07/01/2026",
    "Patrimônio Líquido -1.234,50",
    "Valor da Cota 1,23450000",
    "Quantidade de Cotas 1.000",
    "Total de Ativos 2.000,00",
    "Valores a Receber 0,00",
    "Valores a Pagar 3.234,50",
    "Cotas a Emitir 0,00",
    "Cotas a Resgatar 0,00",
    "Título Público",
    "LFT 01032042 BRSTNCLF1964 01/03/2042 124 17.498,06 2.169,72",
    "Total Título Público 2.169,72",
)


def _pdf(lines: Sequence[str], password: str = "") -> bytes:
    target = BytesIO()
    canvas = Canvas(target, invariant=1, encrypt=StandardEncryption(password) if password else None)
    for number, line in enumerate(lines):
        canvas.drawString(40, 800 - 12 * number, line)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _read(data: bytes) -> ParsedPortfolio:
    (outcome,) = CarteiraPdfParser().parse(ReportFile.of_bytes("fundo.pdf", data))
    assert isinstance(outcome, ParsedPortfolio)
    return outcome


def _same(parsed: ParsedPortfolio, portfolio: Portfolio) -> None:
    header, fund = parsed.portfolio, portfolio.fund
    assert (header["data_pos"], header["cnpj"], header["nome"]) == (portfolio.day, fund.cnpj, fund.nome)
    assert [header[column] for column in carteira_pdf.FIGURES.values()] == [
        portfolio.net_worth,
        portfolio.quota,
        fund.quotas,
        portfolio.assets,
        portfolio.receivable,
        portfolio.payable,
        portfolio.to_issue,
        portfolio.to_redeem,
    ]
    assert header["casas_cota"] == 8
    totals = defaultdict[str, Decimal](Decimal)
    for lot in portfolio.holdings:
        totals[str(lot.kind)] += lot.value
    totals["Caixa"] = sum((account.balance for account in portfolio.cash), Decimal(0))
    totals["Provisões"] = portfolio.receivable - portfolio.payable
    assert parsed.section_totals == totals
    assert (parsed.holdings, parsed.warnings) == ([], [])


@pytest.mark.parametrize("day", [LEGACY_DAY, NEW_DAY])
def test_every_fund_has_its_figures_and_totals(day: object) -> None:
    for fund in world().funds:
        assert day in (LEGACY_DAY, NEW_DAY)
        when = LEGACY_DAY if day == LEGACY_DAY else NEW_DAY
        _same(_read(world().file(fund, when, FileType.CARTEIRA_PDF).data), world().portfolio(fund, when))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_any_generated_portfolio_has_its_figures_and_totals(seed: int, data: st.DataObject) -> None:
    some = World(seed=seed, funds=8, first_day=NEW_DAY, last_day=NEW_DAY)
    fund = data.draw(st.sampled_from(some.funds))
    _same(_read(some.file(fund, NEW_DAY, FileType.CARTEIRA_PDF).data), some.portfolio(fund, NEW_DAY))


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(2, 10)))
def test_figures_are_found_in_any_order(order: list[int]) -> None:
    parsed = _read(_pdf([*_LINES[:2], *(_LINES[place] for place in order), *_LINES[10:]]))
    assert (parsed.portfolio["patliq"], parsed.portfolio["quantidade"]) == (Decimal("-1234.50"), Decimal(1000))
    assert (parsed.portfolio["nome"], parsed.warnings) == ("FUNDO VIMBONDOR 2", [])
    assert parsed.section_totals == {"Título Público": Decimal("2169.72")}


@pytest.mark.parametrize(
    "lines",
    [
        ["Patrimônio Líquido:", "R$ -1.234,50"],
        ["PATRIMONIO LIQUIDO R$ -1.234,50"],
        ["Valor da Cota 1,23450000 Patrimônio Líquido -1.234,50"],
    ],
)
def test_a_label_may_stand_above_or_beside_other_figures(lines: list[str]) -> None:
    parsed = _read(_pdf([*_LINES[:2], *lines, *_LINES[3:]]))
    assert (parsed.portfolio["patliq"], parsed.warnings) == (Decimal("-1234.50"), [])


def test_what_is_not_there_is_none_and_said() -> None:
    parsed = _read(_pdf([_LINES[0], "Data da Posição 07/01/2026", *_LINES[2:8]]))
    assert [parsed.portfolio[column] for column in ("cnpj", "nome", "vlcotasemitir")] == [None] * 3
    assert len(parsed.warnings) == 4
    assert all(warning.startswith("fundo.pdf: ") for warning in parsed.warnings)


def test_of_two_values_none_is_taken() -> None:
    parsed = _read(_pdf([*_LINES, "Patrimônio Líquido 99,00", "Data da Posição 08/01/2026"]))
    assert (parsed.portfolio["patliq"], parsed.portfolio["data_pos"]) == (None, None)
    assert any("-1.234,50, 99,00" in warning for warning in parsed.warnings)


def test_a_number_of_another_grammar_is_not_taken() -> None:
    parsed = _read(_pdf([*_LINES[:2], "Patrimônio Líquido 1,234.50", *_LINES[3:]]))
    assert parsed.portfolio["patliq"] is None


def test_a_row_that_starts_with_total_is_no_total() -> None:
    assert _read(_pdf([*_LINES, "Total Energia S.A. 05/02/2026 10,00"])).section_totals.keys() == {"Título Público"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "não é um PDF"),
        (b"<html>login</html>", "não é um PDF"),
        (b"%PDF-1.4\nnada", "danificado"),
        (_pdf([""]), "não tem texto"),
        (_pdf(_LINES, password="segredo"), "protegido por senha"),  # pragma: allowlist secret
        (_pdf(["Boletim de ocorrências", "Página 1"]), "não parece uma carteira"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason) as caught:
        _read(data)
    assert caught.value.fault.reason.startswith("fundo.pdf: ")
    assert caught.value.fault.action


def test_threads_do_not_meet_in_pdfium() -> None:
    funds = world().funds[:8] * 4
    files = [world().file(fund, NEW_DAY, FileType.CARTEIRA_PDF).data for fund in funds]
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(_read, files))
    assert [parsed.portfolio["cnpj"] for parsed in read] == [fund.cnpj for fund in funds]


def test_only_pdfs_are_recognised() -> None:
    parser = CarteiraPdfParser()
    assert parser.can_parse(ReportFile.of_bytes("planilha.xlsx", _pdf(_LINES)))
    assert not parser.can_parse(ReportFile.of_bytes("carteira.pdf", b"PK\x03\x04"))


def test_the_figures_are_columns_of_the_portfolio_each_once() -> None:
    columns = list(carteira_pdf.FIGURES.values())
    assert len(columns) == len(set(columns))
    assert set(columns) <= set(PORTFOLIO.columns)
