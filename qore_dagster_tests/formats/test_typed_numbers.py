"""Numbers as people type them."""

from decimal import Decimal

import pytest

from qore_dagster.formats.typed_numbers import typed_decimal_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,56", "1234.56"),
        ("-1.234.567,8", "-1234567.8"),
        ("1.234.567", "1234567"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1,234", "1.234"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        (" 7 ", "7"),
    ],
)
def test_what_a_person_means(text: str, number: str) -> None:
    assert typed_decimal_of(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.234", "'1.234' lê-se de dois modos, 1234 ou 1,234"),
        ("-12.345", "de dois modos"),
        ("1,2,3", "não é um número"),
        ("1.23,4", "não é um número"),
        ("1e5", "não é um número"),
        ("NaN", "não é um número"),
        ("1,1234567890123456789", "dígitos demais"),
        ("", "falta"),
    ],
)
def test_what_is_no_number_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        typed_decimal_of(text)
