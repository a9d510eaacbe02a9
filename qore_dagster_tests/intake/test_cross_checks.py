"""The checks beyond one portfolio over a real warehouse: what is compared with what, whichever run loaded it."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.intake.cross_checks import NOT_LOADED, CrossChecks
from qore_dagster.intake.portal_figures import Answers
from qore_dagster.migration.origin import ORIGIN, VERDICT, VERSION
from qore_dagster.model.cross_checks import CROSS_CHECKS, HELD_QUOTAS, QUOTA_JUMP, Unchecked
from qore_dagster.model.edition import edition_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.fund_parameters import FundParameter, Parameter
from qore_dagster.model.reconciliation import CheckResult, Status
from qore_dagster.registry.store import FundStore
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.loaded_quotas import LoadedQuotas
from qore_dagster.warehouse.parameters import FundParameters
from qore_dagster.warehouse.slices import load
from qore_dagster.warehouse.years import ensure_years
from qore_dagster_tests.warehouse.units import fund, holding, provision, unit

TUESDAY, WEDNESDAY, LONG_AGO = date(2025, 11, 18), date(2025, 11, 19), date(2025, 11, 5)
KEY = FundDay(WEDNESDAY, "alfa")
CNPJ = "99100000000105"
ALFA, MASTER = fund("alfa"), fund("mestre", cnpj=CNPJ)


def _unit(slug: str, day: date, quota: str, **changes: Any) -> LoadUnit:
    made = unit(slug, day, **{"holdings": [], "fund": {"alfa": ALFA, "mestre": MASTER}[slug], **changes})
    net_worth = Decimal(quota) * 1000
    cnpj = made.fund.cnpj
    made.portfolio.update(valorcota=Decimal(quota), quantidade=Decimal(1000), patliq=net_worth, cnpj=cnpj)
    return made


def _no_portal(keys: Collection[FundDay]) -> Answers:
    return dict.fromkeys(keys, Unchecked("ninguém perguntou"))


def _check(connection: Connection, *keys: FundDay, jump: str = "5") -> dict[FundDay, dict[str, CheckResult]]:
    funds = {"alfa": ALFA, "mestre": MASTER}
    checks = CrossChecks(LoadedQuotas(connection), funds, _no_portal, FundParameters(connection), Decimal(jump))
    results = checks.run(keys)
    assert set(results.keys()) == set(keys)
    for good in results.good.values():
        assert [result.check for result in good.value] == [check.name for check in CROSS_CHECKS]
    return {key: {result.check: result for result in good.value} for key, good in results.good.items()}


@pytest.mark.parametrize("source", [FileType.XML_5_0, FileType.XML_4_01, FileType.CARTEIRA_EXCEL])
def test_what_is_not_loaded_is_missing_and_the_edition_is_the_loaded_one(
    connection: Connection, source: FileType
) -> None:
    made = _unit("alfa", WEDNESDAY, "1.5", version=edition_of(source, 3))
    made.portfolio["formato"] = source.value
    load(connection, [made])
    parameters = FundParameters(connection)
    checks = CrossChecks(LoadedQuotas(connection), {"alfa": ALFA}, _no_portal, parameters, Decimal(5))
    results = checks.run([KEY, FundDay(TUESDAY, "alfa")])
    assert results.missing == {FundDay(TUESDAY, "alfa"): NOT_LOADED}
    assert {key: good.version for key, good in results.good.items()} == {KEY: edition_of(source, 3)}


@pytest.mark.parametrize(("before", "status"), [("1.49", Status.HOLDS), ("1.40", Status.DOES_NOT_HOLD)])
def test_the_quota_is_compared_with_the_day_before(connection: Connection, before: str, status: Status) -> None:
    load(connection, [_unit("alfa", TUESDAY, before), _unit("alfa", WEDNESDAY, "1.5")])
    found = _check(connection, KEY)[KEY][QUOTA_JUMP]
    assert found.status is status
    assert "em 18/11/2025" in found.explanation
    assert _check(connection, KEY, jump="10")[KEY][QUOTA_JUMP].status is Status.HOLDS


@pytest.mark.parametrize(
    ("since", "bound", "status"),
    [
        (WEDNESDAY, "10", Status.HOLDS),
        (TUESDAY, "1", Status.DOES_NOT_HOLD),
        (TUESDAY, None, Status.DOES_NOT_HOLD),
        (date(2025, 11, 20), "10", Status.DOES_NOT_HOLD),
    ],
)
def test_a_fund_may_have_a_bound_of_its_own_from_a_day_on(
    connection: Connection, since: date, bound: str | None, status: Status
) -> None:
    with connection:
        FundStore(connection).write([ALFA])
    load(connection, [_unit("alfa", TUESDAY, "1.40"), _unit("alfa", WEDNESDAY, "1.5")])
    own = FundParameter(Parameter.QUOTA_JUMP, "alfa", since, Decimal(bound) if bound else None)
    FundParameters(connection).put(own)
    found = _check(connection, KEY)[KEY][QUOTA_JUMP]
    assert (found.status, found.tolerance) == (status, Decimal(bound if bound and since <= WEDNESDAY else 5))


def _migrate(connection: Connection, slug: str, day: date, quota: str) -> None:
    """A quota as the migration of the old Access database writes it: no file of the portal, no entry in the ledger."""
    with connection, connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO cad.info_fundos (slug, nome_fundo, is_active, fonte) VALUES (%s, 'FUNDO', true, %s)
               ON CONFLICT DO NOTHING""",
            (slug, ORIGIN),
        )
        cursor.execute(
            """INSERT INTO pos.pos_cota (data_pos, id_fundo, ordinal, cota_fechamento, qt_cotas_fech, pl_fechamento,
                                         moeda, formato, situacao_conciliacao, version, arquivo, sha256, run_id)
               SELECT %s, id_fundo, 1, %s, 1000, %s, 'BRL', 'ACCESS', %s, %s, 'velho.accdb', '', 'migracao:teste'
               FROM cad.info_fundos WHERE slug = %s""",
            (day, Decimal(quota), Decimal(quota) * 1000, VERDICT, VERSION, slug),
        )


@pytest.mark.parametrize(("before", "status"), [("1.49", Status.HOLDS), ("1.40", Status.DOES_NOT_HOLD)])
def test_the_day_before_may_be_one_of_the_old_access_database(
    connection: Connection, before: str, status: Status
) -> None:
    ensure_years(connection, [TUESDAY.year])
    _migrate(connection, "alfa", TUESDAY, before)
    load(connection, [_unit("alfa", WEDNESDAY, "1.5")])
    found = _check(connection, KEY)[KEY][QUOTA_JUMP]
    assert found.status is status
    assert "em 18/11/2025" in found.explanation


@pytest.mark.parametrize("day", [date(2025, 11, 22), date(2025, 11, 23)])  # Saturday and Sunday
def test_a_day_before_that_is_no_business_day_counts_as_one(connection: Connection, day: date) -> None:
    ensure_years(connection, [day.year])
    _migrate(connection, "alfa", day, "1.49")
    monday = FundDay(date(2025, 11, 24), "alfa")
    load(connection, [_unit("alfa", monday.date, "1.5")])
    found = _check(connection, monday)[monday][QUOTA_JUMP]
    assert (found.status, found.tolerance) == (Status.HOLDS, 5)


def test_a_day_before_the_calendar_begins_is_a_day_long_ago(connection: Connection) -> None:
    long_ago = date(1999, 12, 30)
    ensure_years(connection, [long_ago.year])
    _migrate(connection, "alfa", long_ago, "1.49")
    load(connection, [_unit("alfa", WEDNESDAY, "1.5")])
    found = _check(connection, KEY)[KEY][QUOTA_JUMP]
    assert (found.status, found.applies) == (Status.CANNOT_BE_CHECKED, True)
    assert "30/12/1999" in found.explanation


def test_what_only_the_old_access_database_has_is_not_loaded(connection: Connection) -> None:
    ensure_years(connection, [TUESDAY.year])
    _migrate(connection, "alfa", WEDNESDAY, "1.5")
    checks = CrossChecks(LoadedQuotas(connection), {"alfa": ALFA}, _no_portal, FundParameters(connection), Decimal(5))
    assert checks.run([KEY]).missing == {KEY: NOT_LOADED}


def test_of_a_range_each_day_is_compared_with_its_own_day_before(connection: Connection) -> None:
    keys = [FundDay(TUESDAY, "alfa"), KEY]
    load(connection, [_unit("alfa", TUESDAY, "1"), _unit("alfa", WEDNESDAY, "2")])
    found = _check(connection, *keys)
    assert found[keys[0]][QUOTA_JUMP].applies is False
    assert found[KEY][QUOTA_JUMP].difference == 100


def test_a_day_loaded_long_ago_is_named_and_not_compared(connection: Connection) -> None:
    load(connection, [_unit("alfa", LONG_AGO, "1"), _unit("alfa", WEDNESDAY, "2")])
    found = _check(connection, KEY)[KEY][QUOTA_JUMP]
    assert (found.status, found.applies) == (Status.CANNOT_BE_CHECKED, True)
    assert "05/11/2025, 10 dias úteis antes" in found.explanation


def test_what_is_paid_out_is_told_beside_a_fall(connection: Connection) -> None:
    owed = [provision(1, descricao="Amortização a pagar", valor=Decimal("500.00"))]
    load(connection, [_unit("alfa", TUESDAY, "2"), _unit("alfa", WEDNESDAY, "1.5", provisions=owed)])
    found = _check(connection, KEY)[KEY][QUOTA_JUMP]
    assert found.status is Status.DOES_NOT_HOLD
    assert "há 500,00 a pagar de amortização" in found.explanation


@pytest.mark.parametrize(
    ("price", "loaded_on", "status"),
    [
        ("1.5", WEDNESDAY, Status.HOLDS),
        ("1.6", WEDNESDAY, Status.DOES_NOT_HOLD),
        ("1.5", TUESDAY, Status.CANNOT_BE_CHECKED),
    ],
)
def test_the_fund_held_may_have_been_loaded_by_anybody(
    connection: Connection, price: str, loaded_on: date, status: Status
) -> None:
    load(connection, [_unit("mestre", loaded_on, "1.50", run_id="another run")])
    lot = holding(1, "SHAR", cnpj_emissor=CNPJ, isin=None, pu_mercado=Decimal(price))
    load(connection, [_unit("alfa", WEDNESDAY, "1", holdings=[lot])])
    assert _check(connection, KEY)[KEY][HELD_QUOTAS].status is status


def test_a_fund_of_the_registry_that_was_never_loaded_is_known_all_the_same(connection: Connection) -> None:
    lot = holding(1, "SHAR", cnpj_emissor=CNPJ, isin=None)
    load(connection, [_unit("alfa", WEDNESDAY, "1", holdings=[lot])])
    found = _check(connection, KEY)[KEY][HELD_QUOTAS]
    assert (found.status, found.applies) == (Status.CANNOT_BE_CHECKED, True)
    assert "mestre não está carregado nesse dia" in found.explanation


def _again(connection: Connection, *keys: FundDay) -> dict[str, dict[FundDay, Status]]:
    checks = CrossChecks(
        LoadedQuotas(connection), {"alfa": ALFA, "mestre": MASTER}, _no_portal, FundParameters(connection), Decimal(5)
    )
    made = checks.again(keys)
    assert all(result.check == name for name, batch in made.items() for good in batch.good.values()
               for result in good.value)  # fmt: skip
    return {name: {key: good.value[0].status for key, good in batch.good.items()} for name, batch in made.items()}


@pytest.mark.parametrize("by", [{"cnpj_emissor": CNPJ, "isin": None}, {"cnpj_emissor": None, "isin": "BRMESTRE0001"}])
def test_who_holds_a_fund_that_comes_late_is_checked_again(connection: Connection, by: dict[str, Any]) -> None:
    lot = holding(1, "SHAR", **by, pu_mercado=Decimal("1.5"))
    load(connection, [_unit("alfa", TUESDAY, "1", holdings=[dict(lot)]), _unit("alfa", WEDNESDAY, "1", holdings=[lot])])
    late = _unit("mestre", WEDNESDAY, "1.50")
    late.portfolio["isin"] = "BRMESTRE0001"
    load(connection, [late])
    assert _again(connection, late.key) == {HELD_QUOTAS: {KEY: Status.HOLDS}, QUOTA_JUMP: {}}
    assert _again(connection, late.key, KEY) == {HELD_QUOTAS: {}, QUOTA_JUMP: {}}, "it is of the run itself"
    assert _again(connection, FundDay(TUESDAY, "mestre")) == {HELD_QUOTAS: {}, QUOTA_JUMP: {}}, "nothing is loaded"


def test_the_day_after_one_that_comes_late_is_compared_with_it(connection: Connection) -> None:
    load(connection, [_unit("alfa", LONG_AGO, "1.5"), _unit("alfa", WEDNESDAY, "1.5"), _unit("alfa", TUESDAY, "1")])
    assert _again(connection, FundDay(TUESDAY, "alfa")) == {HELD_QUOTAS: {}, QUOTA_JUMP: {KEY: Status.DOES_NOT_HOLD}}
    assert _again(connection, FundDay(LONG_AGO, "alfa"))[QUOTA_JUMP] == {
        FundDay(TUESDAY, "alfa"): Status.CANNOT_BE_CHECKED
    }
    assert _again(connection, KEY)[QUOTA_JUMP] == {}
