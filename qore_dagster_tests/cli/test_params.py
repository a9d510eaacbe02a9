"""`qore params`: a person gives one fund a bound of its own."""

from contextlib import closing
from datetime import date
from decimal import Decimal

import psycopg2
import pytest

from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.fund_parameters import Parameter
from qore_dagster.registry.store import FundStore
from qore_dagster.warehouse.parameters import FundParameters
from qore_dagster_tests.cli.conftest import Start
from qore_dagster_tests.warehouse.units import fund

KEY = FundDay(date(2025, 3, 5), "alfa")


@pytest.fixture
def params(start: Start, warehouse_uri: str) -> "Params":
    """The command over a registry of one fund."""
    with closing(psycopg2.connect(warehouse_uri)) as connection, connection:
        FundStore(connection).write([fund("alfa")])
    return Params(start, warehouse_uri)


class Params:
    """The command over one database."""

    def __init__(self, start: Start, uri: str) -> None:
        self._start, self._uri = start, uri

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, output and errors of `qore params …`."""
        process = self._start("params", *arguments, POSTGRES_URI=self._uri, DAGSTER_POSTGRES_URL=self._uri)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def valid(self) -> Decimal | None:
        """What holds on the day."""
        with closing(psycopg2.connect(self._uri)) as connection:
            return FundParameters(connection).valid(Parameter.QUOTA_JUMP, [KEY]).get(KEY)


def test_a_bound_is_given_shown_and_taken_back(params: Params) -> None:
    assert "vale a configuração (QORE_QUOTA_JUMP)" in params()[1]
    code, _, err = params("set", "variacao_cota_maxima", "alfa", "12,5", "--since", "02/01/2025")
    assert (code, params.valid()) == (0, Decimal("12.5")), err
    assert "alfa: variacao_cota_maxima 12,5 % por dia útil, desde 02/01/2025" in err
    assert params("set", "variacao_cota_maxima", "alfa", "padrao", "--since", "2025-03-05")[0] == 0
    assert params.valid() is None
    assert params()[1].splitlines() == [
        "alfa: variacao_cota_maxima 12,5 % por dia útil, desde 02/01/2025",
        "alfa: variacao_cota_maxima vale QORE_QUOTA_JUMP, desde 05/03/2025",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1.234,5", "1234.5"), ("12.5", "12.5"), ("0.125", "0.125"), ("1,234", "1.234"), ("1.234.567", "1234567")],
)
def test_a_number_is_read_as_it_is_written_in_brazil(params: Params, written: str, meant: str) -> None:
    code, _, err = params("set", "variacao_cota_maxima", "alfa", written)
    assert (code, params.valid()) == (0, Decimal(meant)), err


@pytest.mark.parametrize(
    ("fund", "value", "said"),
    [
        ("gama", "1", "gama não está no cadastro"),
        ("alfa", "muito", "não é um número"),
        ("alfa", "0", "maior que zero"),
        ("alfa", "-1", "maior que zero"),
        ("alfa", "-1.234,5", "maior que zero"),
        ("alfa", "1.234", "'1.234' lê-se de dois modos, 1234 ou 1,234"),
        ("alfa", "1.23,4", "não é um número"),
        ("alfa", "--sinse=2025-01-02", "--sinse=2025-01-02"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(params: Params, fund: str, value: str, said: str) -> None:
    ended, _, err = params("set", "variacao_cota_maxima", fund, value, "--since", "2025-01-02")
    assert ended == 2
    assert said in err
    assert params.valid() is None
