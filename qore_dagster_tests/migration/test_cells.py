"""Cells and documents, one by one."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.old_database import cnpj, cpf
from qore_dagster.migration.cells import READERS, code_of, date_of, exact_of, flag_of, number_of, text_of
from qore_dagster.migration.documents import document_of
from qore_dagster.migration.fields import SCALES, Kind


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, "0.3"),
        (1e19, "10000000000000000000"),
        (12345678901234.56, "12345678901234.56"),  # 16 digits: money keeps its cents
        (12345678901234.562, "12345678901234.56"),
        (-0.0, "0"),
        (1.10, "1.1"),
        (2.5e-9, "0"),
        (3, "3"),
        (Decimal("1.2300"), "1.2300"),
        ("1234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1.234.567,8", "1234567.8"),
        ("-12.345.678", "-12345678"),
        ("0.125", "0.125"),
        ("1.2345", "1.2345"),
        ("1234.567", "1234.567"),
        ("-7.5", "-7.5"),
        ("  ", None),
        (None, None),
    ],
)
def test_numbers(value: Any, expected: str | None) -> None:
    found = READERS[Kind.MONEY](value)
    assert (None if found is None else f"{found:f}".replace("-0", "0") if found == 0 else f"{found:f}") == expected


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (float("nan"), "não é um número"),
        (float("inf"), "não é um número"),
        ("doze", "não é um número"),
        (True, "sim ou não"),
        ("1.234", "de dois modos"),
        ("1,1234567890123456789", "dígitos demais"),
        ("1.234,1234567890123456789", "dígitos demais"),
        (1e20, "grande demais"),
        (-1e60, "grande demais"),
        (10**20, "grande demais"),
        (Decimal("-1e27"), "grande demais"),
    ],
)
def test_what_is_no_number(value: Any, why: str) -> None:
    for kind in SCALES:
        with pytest.raises(ValueError, match=why):
            READERS[kind](value)
    assert exact_of(value) is None


def test_a_number_near_nothing_is_nothing() -> None:
    assert [number_of(5e-324, kind) for kind in SCALES] == [0] * len(SCALES)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_of_cents_goes_through_a_double_unchanged(amount: Decimal) -> None:
    assert number_of(float(amount), Kind.MONEY) == amount


@given(st.decimals(min_value=0, max_value=9999, places=10), st.sampled_from(sorted(SCALES)))
def test_a_quota_of_ten_places_goes_through_a_double_unchanged(quota: Decimal, kind: Kind) -> None:
    assert number_of(float(quota), kind) == round(quota, SCALES[kind])


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (text_of, " a \0 b\t c ", "a b c"),
        (text_of, "   ", None),
        (code_of, 12.0, "12"),
        (code_of, 7, "7"),
        (code_of, " 7 ", "7"),
        (date_of, datetime(2025, 1, 2, 3, 4), date(2025, 1, 2)),  # noqa: DTZ001 - Access keeps no zone
        (date_of, "2025-01-02T00:00:00", date(2025, 1, 2)),
        (date_of, "2/1/2025", date(2025, 1, 2)),
        (date_of, None, None),
        (date_of, datetime(1899, 12, 30), None),  # noqa: DTZ001 - Access's zero
        (date_of, datetime(1899, 12, 30, 14, 5), None),  # noqa: DTZ001 - a time of no day
        (date_of, "30/12/1899", None),
        (flag_of, True, True),
        (flag_of, -1, True),
        (flag_of, -1.0, True),
        (flag_of, 0, False),
        (flag_of, "-1", True),
        (flag_of, " útil ", True),
        (flag_of, "U", True),
        (flag_of, "Não", False),
        (flag_of, "", None),
        (flag_of, "  ", None),
        (flag_of, None, None),
    ],
)
def test_texts_codes_and_days(read: Callable[[Any], Any], value: Any, expected: Any) -> None:
    assert read(value) == expected


@pytest.mark.parametrize("value", ["2025", "32/01/2025", "01/13/2025", "-", "n/a", "00/00/0000",
                         datetime(1899, 12, 29), "31/12/9999"])  # fmt: skip # noqa: DTZ001
def test_what_is_no_day(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        date_of(value)


@pytest.mark.parametrize("value", [2, "Feriado", "talvez", -2])
def test_what_is_neither_yes_nor_no(value: Any) -> None:
    with pytest.raises(ValueError, match="não é sim nem não"):
        flag_of(value)


@given(st.integers(min_value=1, max_value=90_000_000))
def test_documents_that_lost_their_zeros_are_found_again(number: int) -> None:
    company, person = cnpj(number), cpf(number % 90)
    assert document_of(company) == company
    assert document_of(str(int(person) or "0")) in {person, None}


@pytest.mark.parametrize(("text", "expected"), [("529.982.247-25", "52998224725"), ("11.222.333/0001-81",
                         "11222333000181"), ("0", None), ("", None)])  # fmt: skip
def test_punctuation_of_documents_is_dropped(text: str, expected: str | None) -> None:
    assert document_of(text) == expected


@pytest.mark.parametrize("text", ["52998224724", "11222333000180", "123", "11111111111"])
def test_wrong_check_digits_are_no_document(text: str) -> None:
    with pytest.raises(ValueError, match="não confere"):
        document_of(text)


def test_a_number_that_is_a_person_and_a_company_is_neither() -> None:
    both = next(cpf(n) for n in range(1, 3_000_000) if _is_company(cpf(n)))
    with pytest.raises(ValueError, match="tanto um CPF como um CNPJ"):
        document_of(both)


def _is_company(text: str) -> bool:
    padded = text.zfill(14)
    from qore_dagster.model.cnpj import check_digits

    return padded[12:] == check_digits(padded[:12])
