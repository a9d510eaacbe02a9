"""Totals of PDFs: read by their labels, and what cannot be read is said."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from qore_dagster.formats.carteira_pdf import CarteiraPdfParser
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.parsed import IncompleteHeaderError, ParsedPortfolio
from qore_dagster.model.reconciliation import Status, reconcile, verdict

LINES = ("FUNDO A", "CNPJ 11.222.333/0001-81   Data da Posição 07/01/2026", "Patrimônio Líquido 1.234,56")


def pdf(*lines: str, password: str = "") -> bytes:
    """A PDF of these lines."""
    target = io.BytesIO()
    canvas = Canvas(target, encrypt=password or None)
    for number, line in enumerate(lines):
        canvas.drawString(40, 800 - 14 * number, line)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def read(data: bytes) -> ParsedPortfolio:
    """Its totals."""
    (parsed,) = CarteiraPdfParser().parse(ReportFile.of_bytes("carteira.pdf", data))
    assert isinstance(parsed, ParsedPortfolio)
    return parsed


def test_what_the_pdf_does_not_say_is_null_and_said() -> None:
    parsed = read(pdf(*LINES, "Total Caixa -12,00", "linha qualquer 3"))
    assert str(parsed.portfolio["patliq"]) == "1234.56"
    assert parsed.portfolio["cnpj"] == "11222333000181"
    assert parsed.portfolio.get("valorcota") is None
    assert {name: str(total) for name, total in parsed.section_totals.items()} == {"Caixa": "-12.00"}
    assert any("não diz valorcota" in warning for warning in parsed.warnings)
    assert verdict(reconcile(parsed)) is Status.CANNOT_BE_CHECKED


@pytest.mark.parametrize("lacking", [1, 2])
def test_without_date_or_net_worth_there_is_no_portfolio(lacking: int) -> None:
    with pytest.raises(IncompleteHeaderError, match=r"carteira.pdf: a carteira não traz (data_pos|patliq)"):
        read(pdf(*(line for number, line in enumerate(LINES) if number != lacking)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 quebrado", "incompleto ou tem senha"),
        (pdf(*LINES, password="segredo"), "incompleto ou tem senha"),  # pragma: allowlist secret
        (pdf(), "não tem texto"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(data)
