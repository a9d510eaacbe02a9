"""What is read of quotas for the checks beyond one portfolio, from a real warehouse."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.held_quotas import HeldLot
from qore_dagster.model.loaded_quota import LoadedQuota
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.loaded_quotas import LOOKED_BACK, LoadedQuotas
from qore_dagster.warehouse.slices import load
from qore_dagster_tests.warehouse.units import DAY, fund, holding, provision, unit

KEY = FundDay(DAY, "alfa")


def _unit(slug: str = "alfa", day: date = DAY, **changes: Any) -> LoadUnit:
    """A fund's day; changes of the header by its columns."""
    header = {name: changes.pop(name) for name in list(changes) if name in {"isin", "cnpj", "cnpj_casca", "valorcota"}}
    made = unit(slug, day, **changes)
    made.portfolio.update(header)
    return made


@pytest.fixture
def quotas(connection: Connection) -> LoadedQuotas:
    """Over the warehouse, empty."""
    return LoadedQuotas(connection)


def test_a_quota_is_read_as_it_was_loaded(connection: Connection, quotas: LoadedQuotas) -> None:
    load(connection, [_unit(isin="BRAAAACTF000", cnpj_casca="11222333000262")])
    assert quotas.quotas([KEY], {}) == {
        KEY: LoadedQuota(
            KEY, 1, FileType.XML_5_0, Decimal("1.23456789"), 8, Decimal("1000000.5"), Decimal("1234568.51"),
            isin="BRAAAACTF000", cnpjs=frozenset({"11222333000181", "11222333000262"}),
        )
    }  # fmt: skip


def test_lots_of_funds_are_read_with_the_digits_of_their_price(connection: Connection, quotas: LoadedQuotas) -> None:
    lots = [
        holding(1, "SHAR", cnpj_emissor="99100000000105", pu_mercado=Decimal("1.50000000")),
        holding(2, "EQUI"),
        holding(3, "SHAR", isin=None, pu_mercado=None),
    ]
    load(connection, [_unit(holdings=lots), _unit("outro")])
    (found,) = quotas.held_lots([KEY]).values()
    assert found == [HeldLot(1, "99100000000105", "BRXYZ0000011", Decimal("1.5")), HeldLot(3, None, None, None)]
    assert str(found[0].price) == "1.50000000"
    assert quotas.held_lots([FundDay(DAY, "nenhum")]) == {}


@pytest.mark.parametrize(
    "lot",
    [
        HeldLot(1, "99100000000105", None, None),
        HeldLot(1, None, "BRAAAACTF000", None),
        HeldLot(1, "99300000000150", None, None),
        HeldLot(1, "11222333000181", None, None),  # as the registry has it
    ],
    ids=["cnpj", "isin", "shell", "registry"],
)
def test_the_funds_held_are_read_too_and_no_others(connection: Connection, quotas: LoadedQuotas, lot: HeldLot) -> None:
    held = _unit("mestre", isin="BRAAAACTF000", cnpj="99100000000105", cnpj_casca="99300000000150")
    other = _unit("outro", cnpj="99100000000296", fund=fund("outro", cnpj="99100000000296"))
    mine = _unit(cnpj="99100000000377", fund=fund("alfa", cnpj="99100000000377"))
    load(connection, [mine, held, other])
    assert {key.fund for key in quotas.quotas([KEY], {KEY: [lot]})} == {"alfa", "mestre"}


def test_a_fortnight_before_is_read_too_and_nothing_older_or_newer(
    connection: Connection, quotas: LoadedQuotas
) -> None:
    days = [DAY + timedelta(days=n) for n in (1, 0, -1)] + [DAY - LOOKED_BACK, DAY - LOOKED_BACK - timedelta(days=1)]
    load(connection, [_unit(day=day) for day in days])
    assert sorted(key.date for key in quotas.quotas([KEY], {})) == sorted(days[1:4])
    assert quotas.quotas([], {}) == {}


def test_the_day_loaded_last_before_is_the_funds_own(connection: Connection, quotas: LoadedQuotas) -> None:
    days = [DAY - timedelta(days=n) for n in (0, 40, 300)]
    load(connection, [*(_unit(day=day) for day in days), _unit("outro", day=DAY - timedelta(days=1))])
    keys = [FundDay(day, "alfa") for day in days]
    assert quotas.loaded_before([*keys, FundDay(DAY, "nenhum")]) == {keys[0]: days[1], keys[1]: days[2]}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Amortização de cotas a pagar", True),
        ("AMORTIZACAO", True),
        ("Rendimentos a distribuir", True),
        ("Dividendos", True),
        ("Taxa de administração", False),
        (None, False),
    ],
)
def test_what_is_due_to_the_holders_is_known_by_its_text(
    connection: Connection, quotas: LoadedQuotas, text: str | None, *, counts: bool
) -> None:
    rows = [
        provision(1, descricao=text, valor=Decimal("10.50")),
        provision(2, descricao="Taxa", valor=Decimal(7)),
        provision(3, descricao=text, valor=Decimal(5), tipo_cpr="RECEBER"),
    ]
    load(connection, [_unit(provisions=rows)])
    assert quotas.paid_out([KEY]) == ({KEY: Decimal("10.50")} if counts else {})
    assert quotas.paid_out([]) == {}
