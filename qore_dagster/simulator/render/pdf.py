"""A portfolio as a PDF for people; the whole layout is assumed, for none was published.

Belongs here: the pages. Does not: figures of its own; all of them are in the portfolio. Standard fonts, drawn directly:
a page of tables through reportlab's layout engine would cost ten times as much.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from io import BytesIO
from math import cos, sin

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from qore_dagster.simulator.content.files import made_at
from qore_dagster.simulator.content.instruments import Kind
from qore_dagster.simulator.content.portfolio import ZERO, Holding, Portfolio
from qore_dagster.simulator.render.assumed import PDF_SEAL_TURNS

_WIDTH, _HEIGHT = landscape(A4)
_LEFT, _TOP, _BOTTOM, _LINE = 36, _HEIGHT - 40, 40, 11
_PLAIN, _BOLD = "Helvetica", "Helvetica-Bold"
_SIZE, _TITLE_SIZE = 7, 13
_TEXT_WIDTH = 62
_SEAL_X, _SEAL_Y, _SEAL_STEP, _SEAL_WAVE = 745, _TOP - 70, 23.7, 0.1931


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, where it stands (points), and whether it is aligned right as numbers are."""

    heading: str
    at: int
    right: bool = False


_HOLDINGS = (
    Column("Código", 36),
    Column("Descrição", 110),
    Column("ISIN", 350),
    Column("Vencimento", 425),
    Column("Quantidade", 570, right=True),
    Column("Preço Unitário", 680, right=True),
    Column("Valor de Mercado", 805, right=True),
)
_CASH = (Column("Conta", 36), Column("Tipo", 350), Column("Saldo", 805, right=True))
_PROVISIONS = (Column("Descrição", 36), Column("Vencimento", 425), Column("Valor", 805, right=True))


def render(portfolio: Portfolio) -> bytes:
    """The file's bytes; without a date of making or an id, so that equal portfolios give equal bytes."""
    target = BytesIO()
    pages = _Pages(Canvas(target, pagesize=(_WIDTH, _HEIGHT), invariant=1, pageCompression=0), portfolio)
    pages.totals()
    for kind in Kind:
        holdings = portfolio.section(kind)
        if holdings:
            total = sum((holding.value for holding in holdings), ZERO)
            pages.table(str(kind), _HOLDINGS, map(_holding, holdings), total)
    cash = (
        (f"{account.bank} {account.number}", account.type, brazilian(account.balance)) for account in portfolio.cash
    )
    pages.table("Caixa", _CASH, cash, sum((account.balance for account in portfolio.cash), ZERO))
    provisions = ((row.account.text, f"{row.due:%d/%m/%Y}", brazilian(row.signed)) for row in portfolio.provisions)
    pages.table("Provisões", _PROVISIONS, provisions, portfolio.receivable - portfolio.payable)
    pages.end()
    return target.getvalue()


def brazilian(value: Decimal) -> str:
    """A number as Brazilians write it: `1.234,56`, with the decimals that it has."""
    return f"{value:,f}".translate(_SEPARATORS)


_SEPARATORS = str.maketrans(",.", ".,")


def _holding(holding: Holding) -> Sequence[str]:
    instrument = holding.instrument
    matures = holding.repo.returns if holding.repo else instrument.matures
    return (
        instrument.code or holding.internal_id,
        instrument.description[:_TEXT_WIDTH],
        instrument.isin or "",
        f"{matures:%d/%m/%Y}" if matures else "",
        brazilian(-holding.quantity if holding.short else holding.quantity),
        brazilian(holding.price),
        brazilian(holding.value),
    )


@cache
def _seal(turns: int) -> PDFPathObject:
    """A rosette beside the totals: it gives the file the size of the portal's, which carry fonts and a logo."""
    path = PDFPathObject()
    points = [
        (_SEAL_X + radius * cos(turn / _SEAL_STEP), _SEAL_Y + radius * sin(turn / _SEAL_STEP))
        for turn in range(turns)
        for radius in (25 + 22 * sin(turn * _SEAL_WAVE),)
    ]
    path.moveTo(*points[0])  # pyright: ignore[reportUnknownMemberType] - reportlab is untyped
    for x, y in points[1:]:
        path.lineTo(x, y)  # pyright: ignore[reportUnknownMemberType] - reportlab is untyped
    return path


class _Pages:
    """Pages that fill from the top and follow one another."""

    def __init__(self, canvas: Canvas, portfolio: Portfolio) -> None:
        self._canvas = canvas
        self._portfolio = portfolio
        canvas.setTitle(f"Carteira Diária {portfolio.fund.nome_curto}")
        canvas.setAuthor(portfolio.fund.administrator.name)
        canvas.setLineWidth(0.1)
        canvas.setStrokeGray(0.8)
        turns = PDF_SEAL_TURNS[portfolio.fund.has_new_layout(portfolio.day)]
        canvas.drawPath(_seal(turns))  # pyright: ignore[reportUnknownMemberType] - reportlab is untyped
        self._begin()

    def totals(self) -> None:
        """The fund's totals."""
        portfolio = self._portfolio
        for label, value in (
            ("Patrimônio Líquido", portfolio.net_worth),
            ("Valor da Cota", portfolio.quota),
            ("Quantidade de Cotas", portfolio.fund.quotas),
            ("Total de Ativos", portfolio.assets),
            ("Valores a Receber", portfolio.receivable),
            ("Valores a Pagar", portfolio.payable),
            ("Cotas a Emitir", portfolio.to_issue),
            ("Cotas a Resgatar", portfolio.to_redeem),
        ):
            self._line((Column("", _LEFT), Column("", 300, right=True)), (label, brazilian(value)))

    def table(self, title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], total: Decimal) -> None:
        """A section with its rows and its total; a heading never stands alone at the end of a page."""
        self._room_for(4)
        self._skip()
        self._line((Column("", _LEFT),), (title,), _BOLD)
        self._line(columns, [column.heading for column in columns], _BOLD)
        for row in rows:
            self._line(columns, row)
        self._line((Column("", _LEFT), columns[-1]), (f"Total {title}", brazilian(total)), _BOLD)

    def end(self) -> None:
        """Close the last page and the file."""
        self._finish()
        self._canvas.save()

    def _begin(self) -> None:
        fund, canvas = self._portfolio.fund, self._canvas
        canvas.setFont(_BOLD, _TITLE_SIZE)
        canvas.drawString(_LEFT, _TOP, fund.nome)
        self._y = _TOP - _TITLE_SIZE
        cnpj = f"{fund.cnpj[:2]}.{fund.cnpj[2:5]}.{fund.cnpj[5:8]}/{fund.cnpj[8:12]}-{fund.cnpj[12:]}"
        self._line((Column("", _LEFT),), (f"CNPJ {cnpj}   Data da Posição {self._portfolio.day:%d/%m/%Y}",))
        self._skip()

    def _finish(self) -> None:
        made = made_at(self._portfolio)
        self._canvas.setFont(_PLAIN, _SIZE)
        page = f"Página {self._canvas.getPageNumber()}"
        self._canvas.drawString(_LEFT, _BOTTOM - _LINE, f"{page}   Emitido em {made:%d/%m/%Y %H:%M} UTC")
        self._canvas.showPage()

    def _room_for(self, lines: int) -> None:
        if self._y < _BOTTOM + lines * _LINE:
            self._finish()
            self._begin()

    def _skip(self) -> None:
        self._y -= _LINE

    def _line(self, columns: Sequence[Column], texts: Sequence[str], font: str = _PLAIN) -> None:
        self._room_for(1)
        self._canvas.setFont(font, _SIZE)
        for column, text in zip(columns, texts, strict=True):
            if column.right:
                self._canvas.drawRightString(column.at, self._y, text)
            else:
                self._canvas.drawString(column.at, self._y, text)
        self._skip()
