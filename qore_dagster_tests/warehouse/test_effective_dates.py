"""Since when, and until when, a thing of the registers was described as it was: `cad.vw_vigencia_*`."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.warehouse.columns import Register
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.registers import INFO_FUNDOS, REGISTERS
from qore_dagster.warehouse.slices import load
from qore_dagster_tests.warehouse.units import cash, holder, holding, provision, unit

MONDAY = date(2025, 12, 29)
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(n) for n in (1, 2, 4))  # Friday is in another year
PERIOD = "vigente_desde, vigente_ate, visto_ate"


def rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _day(day: date, name: str, slug: str = "alfa", **changes: Any) -> LoadUnit:
    """A fund's day with one bond, called so."""
    return unit(slug, day, holdings=[holding(1, "GOVE", descricao=name)], **changes)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_periods_follow_from_the_days_in_whatever_order_they_are_loaded(
    connection: Connection, order: tuple[int, ...]
) -> None:
    days = [_day(MONDAY, "NTN-B"), _day(TUESDAY, "NTN-B"), _day(WEDNESDAY, "NTN-B 2030"), _day(FRIDAY, "NTN-B")]
    for place in order:
        load(connection, [days[place]])
    assert rows(connection, f"SELECT nome_ativo, {PERIOD} FROM cad.vw_vigencia_rf ORDER BY vigente_desde") == [
        ("NTN-B", MONDAY, TUESDAY, TUESDAY),
        ("NTN-B 2030", WEDNESDAY, FRIDAY - timedelta(1), WEDNESDAY),
        ("NTN-B", FRIDAY, None, FRIDAY),
    ]


def test_a_corrected_file_corrects_the_periods(connection: Connection) -> None:
    load(connection, [_day(MONDAY, "NTN-B"), _day(TUESDAY, "NTN-X"), _day(WEDNESDAY, "NTN-B")])
    assert len(rows(connection, "SELECT FROM cad.vw_vigencia_rf")) == 3
    load(connection, [_day(TUESDAY, "NTN-B", version=2)])
    assert rows(connection, f"SELECT {PERIOD} FROM cad.vw_vigencia_rf") == [(MONDAY, None, WEDNESDAY)]


def test_where_funds_disagree_the_one_counts_that_tells_the_register(connection: Connection) -> None:
    for day in (MONDAY, TUESDAY):
        load(connection, [_day(day, "de alfa"), _day(day, "de beta", "beta")])
    told = rows(connection, "SELECT nome_ativo FROM cad.info_rf")
    assert rows(connection, "SELECT nome_ativo FROM cad.vw_vigencia_rf") == told == [("de beta",)]


def test_the_question_of_a_day_has_one_answer(connection: Connection) -> None:
    load(connection, [_day(MONDAY, "antes"), _day(WEDNESDAY, "depois")])
    for day, name in ((MONDAY, "antes"), (TUESDAY, "antes"), (WEDNESDAY, "depois"), (date(2030, 1, 1), "depois")):
        asked = f"vigente_desde <= '{day}' AND coalesce(vigente_ate, 'infinity') >= '{day}'"
        assert rows(connection, f"SELECT nome_ativo FROM cad.vw_vigencia_rf WHERE {asked}") == [(name,)]


def test_a_fund_that_changes_its_name_and_everything_else_has_periods_too(connection: Connection) -> None:
    made = []
    for day, name in ((MONDAY, "FUNDO ALFA"), (TUESDAY, "FUNDO ALFA PRIME"), (WEDNESDAY, "FUNDO ALFA PRIME")):
        one = unit("alfa", day, holdings=[], cash=[cash(1, saldo=Decimal(day.day))], provisions=[provision(1)],
                   holders=[holder(1)])  # fmt: skip
        one.portfolio["nome"] = name
        made.append(one)
    load(connection, made)
    assert rows(connection, f"SELECT fundo, nome, {PERIOD} FROM cad.vw_vigencia_fundos ORDER BY vigente_desde") == [
        ("alfa", "FUNDO ALFA", MONDAY, MONDAY, MONDAY),
        ("alfa", "FUNDO ALFA PRIME", TUESDAY, None, WEDNESDAY),
    ]
    for view in ("contas", "cpr", "cotistas"):
        assert rows(connection, f"SELECT {PERIOD} FROM cad.vw_vigencia_{view}") == [(MONDAY, None, WEDNESDAY)], view


@pytest.mark.parametrize(
    "register", [each for each in REGISTERS if each is not INFO_FUNDOS], ids=lambda each: each.name
)
def test_each_register_has_a_view_with_what_describes_it(connection: Connection, register: Register) -> None:
    found = rows(
        connection,
        f"""SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
            WHERE attrelid = 'cad.{register.name.replace("info", "vw_vigencia")}'::regclass AND attnum > 0""",
    )
    described = {column.name: column.type for column in register.copied if column.name != "fonte"}
    own = {register.id: "bigint", "vigente_desde": "date", "vigente_ate": "date", "visto_ate": "date"}
    slug = {"fundo": "text"} if "id_fundo" in described else {}
    assert dict(found) == described | own | slug
