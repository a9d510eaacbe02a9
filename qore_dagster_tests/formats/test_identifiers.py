"""CNPJs, ISINs and fillers."""

import pytest

from qore_dagster.formats.identifiers import cnpj_of, document_of, identifier_of, is_valid_cnpj, text_of


@pytest.mark.parametrize(
    ("text", "cnpj"),
    [
        ("11222333000181", "11222333000181"),
        ("11.222.333/0001-81", "11222333000181"),
        ("191", "00000000000191"),  # leading zeros lost by a typed writer
        ("12abc34501de35", "12ABC34501DE35"),  # alphanumeric, issued since July 2026
        ("  11222333000181 ", "11222333000181"),
    ],
)
def test_a_cnpj_has_14_characters_of_text(text: str, cnpj: str) -> None:
    assert cnpj_of(text) == cnpj


@pytest.mark.parametrize("text", [None, "", "   ", "00000000000000", "0", "**************"])
def test_no_cnpj_is_null(text: str | None) -> None:
    assert cnpj_of(text) is None


@pytest.mark.parametrize("cnpj", ["11222333000181", "00000000000191", "12ABC34501DE35"])
def test_right_check_digits(cnpj: str) -> None:
    assert is_valid_cnpj(cnpj)


@pytest.mark.parametrize(
    "cnpj", ["11222333000182", "12ABC34501DE36", "0000000000001", "112223330001AA", "1122233300018\u0661"]
)
def test_wrong_check_digits(cnpj: str) -> None:
    assert not is_valid_cnpj(cnpj)


@pytest.mark.parametrize("filler", ["************", "******", "BR0000000000", "XX0000000000", "000000", "", "  ", None])
def test_a_filler_is_no_identifier(filler: str | None) -> None:
    assert identifier_of(filler) is None


@pytest.mark.parametrize(
    ("text", "document"),
    [("123.456.789-09", "12345678909"), ("11222333000181", "11222333000181"), ("00000000000", None), (None, None)],
)
def test_a_document_is_a_cpf_or_a_cnpj_and_is_not_padded(text: str | None, document: str | None) -> None:
    assert document_of(text) == document


def test_an_identifier_is_stripped() -> None:
    assert identifier_of(" BRSTNCLF1SY1 ") == "BRSTNCLF1SY1"
    assert text_of("  ") is None
