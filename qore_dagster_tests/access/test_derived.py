"""Signs and percentages, computed over a fund's day."""

from decimal import Decimal

import pytest

from qore_dagster.access.derived import DERIVED, Totals
from qore_dagster.model.parsed import Row, Value

THREE: list[Row] = [{"valor_mercado": Decimal(value)} for value in ("50", "-10", "60")]


@pytest.mark.parametrize(
    ("net_worth", "expected"),
    [
        (Decimal(200), [25, -5, 30]),
        (Decimal(-200), [-25, 5, -30]),  # a fund may owe more than it has
        (Decimal(0), [None] * 3),
        (None, [None] * 3),
    ],
)
def test_share_of_the_net_worth(net_worth: Value, expected: list[int | None]) -> None:
    all_ = Totals(net_worth, THREE)
    assert [DERIVED["perc_pl"](row, all_) for row in THREE] == expected


def test_share_of_the_table() -> None:
    all_ = Totals(None, THREE)
    assert [DERIVED["perc_tabela"](row, all_) for row in THREE] == [50, -10, 60]
    nothing: list[Row] = [{"valor_mercado": Decimal(5)}, {"valor_mercado": Decimal(-5)}]
    assert DERIVED["perc_tabela"](nothing[0], Totals(None, nothing)) is None
    assert DERIVED["perc_tabela"]({"valor_mercado": None}, all_) is None


def test_payables_and_receivables_are_shares_of_their_own_side() -> None:
    rows: list[Row] = [
        {"tipo_cpr": "PAGAR", "valor": Decimal(30)},
        {"tipo_cpr": "PAGAR", "valor": Decimal(10)},
        {"tipo_cpr": "RECEBER", "valor": Decimal(7)},
    ]
    all_ = Totals(Decimal(100), rows)
    assert [DERIVED["perc_lado"](row, all_) for row in rows] == [75, 25, 100]
    assert [DERIVED["perc_pl_cpr"](row, all_) for row in rows] == [-30, -10, 7]
    assert [DERIVED["valor_cpr"](row, all_) for row in rows] == [-30, -10, 7]


@pytest.mark.parametrize(("direction", "expected"), [("LONG", Decimal(3)), ("SHOR", Decimal(-3)), (None, Decimal(3))])
def test_what_is_short_is_negative(direction: str | None, expected: Decimal) -> None:
    row: Row = {"direcao": direction, "quantidade": Decimal(3)}
    assert DERIVED["quantidade"](row, Totals(None, [])) == expected
    assert DERIVED["quantidade"]({"direcao": "SHOR", "quantidade": None}, Totals(None, [])) is None
