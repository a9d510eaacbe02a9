"""Numbers and dates by strict grammars."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qore_dagster.formats.numbers import (
    boolean_of,
    date_of,
    decimal_of,
    places_of,
    repaired_decimal_of,
    timestamp_of,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", "0"), ("16997", "16997"), (".5", "0.5"), ("-733029.00", "-733029.00"), (" 1.50 ", "1.50"), ("5.", "5")],
)
def test_a_number_is_read_with_the_decimals_printed(text: str, number: str) -> None:
    assert str(decimal_of(text)) == number


@pytest.mark.parametrize("text", [None, "", "   "])
def test_an_empty_number_is_null_and_not_zero(text: str | None) -> None:
    assert decimal_of(text) is None


@pytest.mark.parametrize(
    "text", ["1,5", "1.234,56", "1,234.56", "1e5", "NaN", "Infinity", "0x10", "1 000", "--1", "١٢"]
)
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="não é um número"):
        decimal_of(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=1 - 10**20, max_value=10**20 - 1))
def test_defect_28_numbers_keep_every_digit(number: Decimal) -> None:
    read = decimal_of(f"{number:f}")
    assert read == number
    assert isinstance(read, Decimal)


@given(st.text(alphabet="0123456789.,+-eE ", max_size=12))
def test_no_text_is_read_in_two_ways(text: str) -> None:
    try:
        read = decimal_of(text)
    except ValueError:
        read = None
    assert read is None or repaired_decimal_of(text) is None


@pytest.mark.parametrize(("text", "number"), [("1234,56", "1234.56"), ("-0,5", "-0.5"), (",5", "0.5")])
def test_one_decimal_comma_can_be_repaired(text: str, number: str) -> None:
    assert repaired_decimal_of(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234,56", "1,234,567", "abc", "", None])
def test_an_ambiguous_comma_is_not_repaired(text: str | None) -> None:
    assert repaired_decimal_of(text) is None


@pytest.mark.parametrize(
    "text",
    ["2024-06-28", "20240628", " 2024-06-28 ", "2024-06-28T00:00:00Z", "2024-06-28T23:59:59-03:00", "2024-06-28Z"],
)
def test_a_date_is_the_day_written(text: str) -> None:
    assert date_of(text) == date(2024, 6, 28)


@pytest.mark.parametrize("text", [None, "", "00000000", "0000-00-00"])
def test_an_absent_date_is_null(text: str | None) -> None:
    assert date_of(text) is None


@pytest.mark.parametrize("text", ["2024-02-30", "20230229", "2024-13-01"])
def test_an_impossible_date_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="não existe no calendário"):
        date_of(text)


@pytest.mark.parametrize("text", ["28/06/2024", "2024-6-28", "tomorrow", "2024-06-28 12:00"])
def test_another_form_of_date_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="não é uma data"):
        date_of(text)


def test_an_instant_is_in_utc() -> None:
    noon = datetime(2024, 7, 1, 12, tzinfo=UTC)
    assert timestamp_of("2024-07-01T12:00:00Z") == noon
    assert timestamp_of("2024-07-01T09:00:00-03:00") == noon
    assert timestamp_of("2024-07-01T12:00:00") == noon
    assert timestamp_of("") is None
    with pytest.raises(ValueError, match="não é data e hora"):
        timestamp_of("ontem")


def test_a_boolean_is_one_of_four_words() -> None:
    assert [boolean_of(text) for text in ("true", "1", "false", "0")] == [True, True, False, False]
    with pytest.raises(ValueError, match="não é true nem false"):
        boolean_of("sim")


def test_places_are_those_printed() -> None:
    assert [places_of(text) for text in ("1.24027632", "1.50", "2", None)] == [8, 2, 0, 0]
