"""Whether the files of one fund's day, each in its own format, tell the same portfolio.

Belongs here: what is compared, within which tolerance, and the words. Does not: reading the other files (`intake`), nor
whether one file's figures agree with each other (`reconciliation`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row

CENTS = Decimal("0.05")
_ZERO = Decimal(0)


@dataclass(slots=True)
class OtherFiles:
    """The other files of a fund's day.

    Attributes:
        portfolios: the same portfolio, as each of them tells it.
        unread: why some could not be read (Portuguese).
    """

    portfolios: list[ParsedPortfolio] = field(default_factory=list[ParsedPortfolio])
    unread: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One figure that another file tells otherwise.

    Attributes:
        file_type: the other file's.
        figure: which figure (Portuguese).
        difference: the other's minus the first's.
        tolerance: the largest difference that counts as agreement.
    """

    file_type: FileType
    figure: str
    difference: Decimal
    tolerance: Decimal

    def __str__(self) -> str:
        """In words."""
        return f"{self.file_type.label}: {self.figure} difere em {self.difference:f} (tolerância {self.tolerance:f})"


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure that several formats tell."""

    name: str
    of: Callable[[ParsedPortfolio], Decimal | None]
    tolerance: Callable[[ParsedPortfolio, ParsedPortfolio], Decimal]


def disagreements(read: ParsedPortfolio, others: Sequence[ParsedPortfolio]) -> list[Disagreement]:
    """What other files of the same fund and day tell otherwise; a figure that a file does not tell is not compared.

    Args:
        read: the portfolio that is loaded.
        others: the same portfolio from the other files.
    """
    return [found for other in others for found in _between(read, other)]


def _between(read: ParsedPortfolio, other: ParsedPortfolio) -> Iterator[Disagreement]:
    for figure in _FIGURES:
        mine, its = figure.of(read), figure.of(other)
        if mine is None or its is None:
            continue
        tolerance = figure.tolerance(read, other)
        if abs(its - mine) > tolerance:
            yield Disagreement(FileType(str(other.portfolio["formato"])), figure.name, its - mine, tolerance)


def _told(column: str) -> Callable[[ParsedPortfolio], Decimal | None]:
    def of(parsed: ParsedPortfolio) -> Decimal | None:
        return _number(parsed.portfolio, column)

    return of


def _magnitude(column: str) -> Callable[[ParsedPortfolio], Decimal | None]:
    """ISO 20022 prices have no sign: the quota of a negative net worth is told without one in 5.0."""

    def of(parsed: ParsedPortfolio) -> Decimal | None:
        value = _number(parsed.portfolio, column)
        return None if value is None else abs(value)

    return of


def _sum(rows: str, column: str) -> Callable[[ParsedPortfolio], Decimal | None]:
    """Of a format that tells rows; a PDF tells totals only."""

    def of(parsed: ParsedPortfolio) -> Decimal | None:
        if parsed.portfolio.get("formato") == FileType.CARTEIRA_PDF:
            return None
        return sum((value for row in parsed.rows(rows) if (value := _number(row, column)) is not None), _ZERO)

    return of


def _cents(_: ParsedPortfolio, __: ParsedPortfolio) -> Decimal:
    return CENTS


def _last_place(column: str) -> Callable[[ParsedPortfolio, ParsedPortfolio], Decimal]:
    """One unit of the last place of the one that prints fewer: administrators cut, they do not round."""

    def tolerance(read: ParsedPortfolio, other: ParsedPortfolio) -> Decimal:
        return max(_unit(_number(parsed.portfolio, column)) for parsed in (read, other))

    return tolerance


def _quota_place(read: ParsedPortfolio, other: ParsedPortfolio) -> Decimal:
    places = [p for parsed in (read, other) if isinstance(p := parsed.portfolio.get("casas_cota"), int)]
    return Decimal(1).scaleb(-min(places, default=2))


def _unit(value: Decimal | None) -> Decimal:
    exponent = value.as_tuple().exponent if value is not None else 0
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else _ZERO


def _number(row: Row, column: str) -> Decimal | None:
    value = row.get(column)
    return value if isinstance(value, Decimal) else None


_FIGURES = (
    _Figure("patrimônio líquido", _told("patliq"), _cents),
    _Figure("total de ativos", _told("valorativos"), _cents),
    _Figure("total a receber", _told("valorreceber"), _cents),
    _Figure("total a pagar", _told("valorpagar"), _cents),
    _Figure("valor da cota", _magnitude("valorcota"), _quota_place),
    _Figure("quantidade de cotas", _told("quantidade"), _last_place("quantidade")),
    _Figure("soma das posições", _sum("holdings", "valor_mercado"), _cents),
    _Figure("soma do caixa", _sum("cash", "saldo"), _cents),
)
