"""Thousands of drawn values come back as they went, read by other code than wrote them."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from qore_dagster.access.database import AccessDatabase
from qore_dagster_tests.access.conftest import Played
from qore_dagster_tests.access.units import holding, unit

_LETTERS = "aãáâçéêíóôõúüÇÃÉ€–“”'\"\\,;|\t\n ßЖ漢 Z9%"
_ROWS = 400
_NULL = 0.05


def draw(seed: int) -> tuple[str | None, Decimal | None, date | None, Decimal]:
    """A text, an 18-digit number of 8 decimals, a date of 1990 to 2049, an 18-digit price of 14 decimals."""
    dice = random.Random(seed)  # noqa: S311 - draws that a seed repeats
    text = "".join(dice.choices(_LETTERS, k=dice.randint(1, 300)))
    number = Decimal(dice.randint(-(10**18), 10**18)).scaleb(-8)
    day = date(1990, 1, 1) + timedelta(days=dice.randint(0, 21914))
    price = Decimal(dice.randint(0, 10**18)).scaleb(-14)
    return (
        None if dice.random() < _NULL else text,
        None if dice.random() < _NULL else number,
        None if dice.random() < _NULL else day,
        price,
    )


@pytest.mark.parametrize("seed", range(3))
def test_drawn_values(database: AccessDatabase, played: Played, seed: int) -> None:
    drawn = [draw(seed * _ROWS + place) for place in range(_ROWS)]
    lots = [
        holding(place, "CORP", codigo_interno=str(place), descricao=text, principal=number, data_compra=day,
                pu_mercado=price, codigo=None, isin=None)
        for place, (text, number, day, price) in enumerate(drawn)
    ]  # fmt: skip
    assert database.load([unit(holdings=lots)]).failed == {}
    found = {int(row["ID"]): row for row in played.read(database.path, "Renda_Fixa_Qore")}
    assert len(found) == _ROWS
    for place, (text, number, day, price) in enumerate(drawn):
        row = found[place]
        moment = None if day is None else datetime.combine(day, time())
        assert (row["Titulo"], row["Valor_Aplic"], row["Operação"], row["PU_Mercado"]) == (text, number, moment, price)
