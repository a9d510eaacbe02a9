"""What is one instrument and what are two: codes of the market, a fund's own codes, words and issuers."""

from datetime import date
from typing import Any

import pytest

from qore_dagster.model.parsed import Row
from qore_dagster.model.tables import HOLDINGS
from qore_dagster.warehouse.identity import credit_right, instrument

_DUE = date(2030, 1, 1)


def _lot(**told: Any) -> Row:
    return dict.fromkeys(HOLDINGS.columns) | {"secao": "CORP"} | told


@pytest.mark.parametrize(
    "told",
    [
        {"codigo": "CRA0230", "tipo_codigo": "CETI"},
        {"isin": "BRXYZ1", "codigo": "1"},
        {"codigo": "PETR4", "tipo_codigo": "TICKER", "secao": "EQUI"},
        {"codigo": "210100", "tipo_codigo": "SELC", "data_vencimento": _DUE},
    ],
)
def test_a_code_of_the_market_is_one_thing_in_all_funds(told: dict[str, Any]) -> None:
    assert instrument("alfa", _lot(**told)) == instrument("beta", _lot(**told, descricao="x", nome_emissor="y"))


def test_a_code_of_no_known_market_is_the_funds_own() -> None:
    one = _lot(secao="EQUI", codigo="1", descricao="PADARIA")
    assert instrument("alfa", one) != instrument("beta", one)
    assert instrument("alfa", one) == instrument("alfa", one | {"descricao": "PADARIA LTDA"})
    assert instrument("alfa", one) != instrument("alfa", one | {"codigo": "2"})


@pytest.mark.parametrize(
    "other",
    [
        {"nome_emissor": "BANCO B"},
        {"cnpj_emissor": "11222333000181"},
        {"descricao": "LCA"},
        {"data_vencimento": date(2031, 1, 1)},
        {"data_emissao": date(2020, 1, 1)},
    ],
)
def test_what_has_no_code_is_known_by_its_words_and_its_issuer(other: dict[str, Any]) -> None:
    one = _lot(descricao="CDB", nome_emissor="BANCO A", data_vencimento=_DUE)
    assert instrument("alfa", one) != instrument("alfa", one | other)
    assert credit_right("alfa", one) != credit_right("alfa", one | other)
    assert instrument("alfa", one) != instrument("beta", one)


def test_an_issuer_whose_number_is_known_is_known_by_it_however_it_is_spelled() -> None:
    one = _lot(descricao="CDB", cnpj_emissor="11222333000181", nome_emissor="BANCO A")
    assert instrument("alfa", one) == instrument("alfa", one | {"nome_emissor": "Banco A S.A."})


def test_no_part_can_pass_for_another() -> None:
    told = [
        {"codigo": "beta", "tipo_codigo": "alfa"},
        {"codigo": "beta"},
        {"descricao": "beta"},
        {"descricao": "beta", "nome_emissor": "x"},
        {"isin": "beta"},
        {"codigo": "beta", "tipo_codigo": "CETI"},
    ]
    assert len({instrument("alfa", _lot(**one)) for one in told}) == len(told)
