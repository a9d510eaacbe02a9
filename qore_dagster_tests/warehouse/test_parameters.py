"""`aux.parametros`: what holds for one fund instead of a setting, from a day on."""

from contextlib import closing
from datetime import date
from decimal import Decimal

import psycopg2
import pytest
from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.fund_parameters import FundParameter, Parameter
from qore_dagster.registry.store import FundStore
from qore_dagster.warehouse.parameters import FundParameters, ParameterError
from qore_dagster_tests.warehouse.units import fund

JUMP = Parameter.QUOTA_JUMP
JANUARY, MARCH, JUNE = date(2025, 1, 2), date(2025, 3, 5), date(2025, 6, 2)


@pytest.fixture
def parameters(connection: Connection) -> FundParameters:
    with connection:
        FundStore(connection).write([fund("alfa"), fund("beta", cnpj="44555666000109", position=2)])
    return FundParameters(connection)


def _valid(parameters: FundParameters, fund: str, *days: date) -> list[Decimal | None]:
    found = parameters.valid(JUMP, [FundDay(day, fund) for day in days])
    return [found.get(FundDay(day, fund)) for day in days]


def test_a_value_holds_from_its_day_until_the_next_and_for_its_fund_alone(parameters: FundParameters) -> None:
    parameters.put(FundParameter(JUMP, "alfa", JUNE, Decimal(20)))
    parameters.put(FundParameter(JUMP, "alfa", JANUARY, Decimal("12.5")))
    days = (date(2025, 1, 1), JANUARY, MARCH, date(2025, 5, 31), JUNE, date(2026, 1, 1))
    assert _valid(parameters, "alfa", *days) == [None, Decimal("12.5"), Decimal("12.5"), Decimal("12.5"), 20, 20]
    assert _valid(parameters, "beta", *days) == [None] * 6


def test_no_value_means_that_the_setting_holds_again(parameters: FundParameters) -> None:
    parameters.put(FundParameter(JUMP, "alfa", JANUARY, Decimal(12)))
    parameters.put(FundParameter(JUMP, "alfa", JUNE, None))
    assert _valid(parameters, "alfa", MARCH, JUNE) == [12, None]


def test_the_same_day_again_replaces_and_all_are_told_in_order(parameters: FundParameters) -> None:
    for value in (12, 13):
        parameters.put(FundParameter(JUMP, "beta", JANUARY, Decimal(value)))
    parameters.put(FundParameter(JUMP, "alfa", JUNE, None))
    assert parameters.all() == [
        FundParameter(JUMP, "alfa", JUNE, None),
        FundParameter(JUMP, "beta", JANUARY, Decimal(13)),
    ]


def test_a_fund_that_nobody_knows_is_named(parameters: FundParameters) -> None:
    with pytest.raises(ParameterError, match=r"gama.*qore funds"):
        parameters.put(FundParameter(JUMP, "gama", JANUARY, Decimal(12)))


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity"])
def test_what_is_no_bound_is_refused(parameters: FundParameters, value: str) -> None:
    with pytest.raises(ParameterError, match=r"alfa.*maior que zero"):
        parameters.put(FundParameter(JUMP, "alfa", JANUARY, Decimal(value)))


@pytest.mark.parametrize("row", ["'outro', 'alfa', '2025-01-02', 1", "'variacao_cota_maxima', 'alfa', '2025-01-02', 0"])
def test_the_database_refuses_it_too_when_it_is_written_by_hand(
    parameters: FundParameters, warehouse_uri: str, row: str
) -> None:
    assert parameters.all() == []
    with closing(psycopg2.connect(warehouse_uri)) as other, other, other.cursor() as cursor:
        with pytest.raises(errors.CheckViolation):
            cursor.execute(f"INSERT INTO aux.parametros (parametro, fundo, vigente_desde, valor) VALUES ({row})")
        other.rollback()
