"""The views for people: what they show of a real day, that they add up, and that a date prunes them."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.batch import Batch
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.reconciliation import CheckResult, Status, reconcile, verdict
from qore_dagster.model.tables import TABLES
from qore_dagster.simulator.content.world import World
from qore_dagster.warehouse.columns import Register
from qore_dagster.warehouse.ledger import Ledger
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.registers import INFO_FUNDOS, REGISTERS
from qore_dagster.warehouse.slices import load
from qore_dagster_tests.postgres_fixture import fresh_database
from qore_dagster_tests.warehouse.units import NOTHING, fund, holding, unit

VIEWS = (
    "pos.vw_linhas_carteira",
    "pos.vw_carteira_diaria",
    "pos.vw_cota_rentabilidade",
    "pos.vw_composicao_por_classe",
    "pos.vw_contas_pagar_receber",
    "pos.vw_caixa",
    "pos.vw_posicao_por_ativo",
    "pos.vw_carteira_explodida",
    "pos.vw_variacao_diaria",
    "mov.vw_movimento_cotas",
    "ctl.vw_pendencias",
)
PERIODS = tuple(f"cad.{register.name.replace('info', 'vw_vigencia')}" for register in REGISTERS)
"""Views over all days; `test_effective_dates` has their tests."""
BEFORE, DAY, LATER = date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 2)
DAYS = (BEFORE, DAY, LATER)
FUNDS = 12
CENTS = Decimal("0.05")


def simulated(world: World, place: int, day: date, file_type: FileType = FileType.XML_4_01) -> LoadUnit:
    """A fund's day as the simulated portal tells it, read and judged."""
    made = world.funds[place]
    file = ReportFile.of_bytes(f"{made.slug}.xml", world.file(made, day, file_type).data)
    (parsed,) = parser_for(file).parse(file)
    assert isinstance(parsed, ParsedPortfolio)
    parsed.bind(made.slug)
    return LoadUnit(
        key=FundDay(day, made.slug),
        version=1,
        fund=fund(made.slug, cnpj=made.cnpj, nome=made.nome),
        portfolio=parsed.portfolio,
        rows={name: parsed.rows(name) for name in TABLES if name != "portfolio"},
        verdict=verdict(reconcile(parsed)),
        sha256=file.sha256,
        guid=None,
        run_id="run-1",
    )


@pytest.fixture(scope="module")
def days(postgres: Any, migrated_template: str) -> Iterator[Connection]:
    """A warehouse with three simulated days, the last of them in another year; only read from."""
    world = World(seed=7, funds=FUNDS, first_day=BEFORE, last_day=LATER)
    units = [simulated(world, place, day) for day in DAYS for place in range(FUNDS)]
    with fresh_database(postgres, template=migrated_template) as uri, closing(psycopg2.connect(uri)) as connection:
        assert len(load(connection, units).good) == len(units)
        with connection, connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield connection


def rows(connection: Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with connection, connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def test_these_are_the_views_and_each_column_says_in_words_what_it_is(connection: Connection) -> None:
    found = rows(
        connection,
        """SELECT n.nspname || '.' || c.relname, obj_description(c.oid, 'pg_class'), bool_and(d.description IS NOT NULL)
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
           LEFT JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = a.attnum
           WHERE c.relkind = 'v' AND n.nspname IN ('pos', 'ctl', 'mov', 'cad', 'hist') GROUP BY 1, 2""",
    )
    assert {name for name, *_ in found} == {*VIEWS, *PERIODS}
    assert all(comment and columns for _, comment, columns in found)


@pytest.mark.parametrize("register", [one for one in REGISTERS if one is not INFO_FUNDOS], ids=lambda one: one.name)
def test_the_last_period_of_a_thing_describes_it_as_its_register_does(days: Connection, register: Register) -> None:
    columns = ", ".join(column.name for column in register.copied if column.name != "fonte")
    view = register.name.replace("info", "vw_vigencia")
    told = rows(days, f"SELECT {columns} FROM cad.{register.name} ORDER BY {register.id}")
    last = f"SELECT {columns} FROM cad.{view} WHERE vigente_ate IS NULL ORDER BY {register.id}"
    assert rows(days, last) == told
    assert told or register.name == "info_cotistas"  # ANBIMA 4.01 tells no holders


def _scanned(plan: dict[str, Any]) -> Iterator[str]:
    """The tables that an executed plan has really looked at."""
    if plan.get("Actual Loops") and "Relation Name" in plan:
        yield plan["Relation Name"]
    for child in plan.get("Plans", ()):
        yield from _scanned(child)


@pytest.mark.parametrize("view", VIEWS)
def test_a_date_prunes_the_other_years(days: Connection, view: str) -> None:
    [([explained],)] = rows(days, f"EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM {view} WHERE data_pos = %s", DAY)
    scanned = set(_scanned(explained["Plan"]))
    assert any(name.endswith("_2025") for name in scanned)
    assert not {name for name in scanned if name.endswith("_2026")}


@pytest.mark.parametrize(
    "view", ["pos.vw_carteira_diaria", "pos.vw_composicao_por_classe", "pos.vw_carteira_explodida"]
)
def test_the_lines_of_a_fund_add_up_to_its_net_worth(days: Connection, view: str) -> None:
    found = rows(
        days,
        f"""SELECT data_pos, fundo, sum(valor), sum(perc_pl),
                   (SELECT pl_fechamento FROM pos.pos_cota c WHERE (c.data_pos, c.id_fundo) = (v.data_pos, v.id_fundo))
            FROM {view} v GROUP BY data_pos, id_fundo, fundo""",
    )
    assert len(found) == FUNDS * len(DAYS)
    for day, slug, total, share, net_worth in found:
        assert abs(total - net_worth) <= CENTS, (day, slug)
        assert abs(share - 100) < Decimal("0.0001")


def test_cash_and_payables_are_those_of_the_tables(days: Connection) -> None:
    [(cash, of_table)] = rows(days, "SELECT (SELECT sum(saldo) FROM pos.vw_caixa), sum(valor) FROM pos.pos_caixa")
    assert cash == of_table
    by_side = dict(rows(days, "SELECT tipo_cpr, sum(valor) FROM pos.vw_contas_pagar_receber GROUP BY 1"))
    signed = dict(rows(days, "SELECT classe, sum(valor) FROM pos.vw_carteira_diaria GROUP BY 1"))
    assert (signed["Contas a Pagar"], signed["Contas a Receber"]) == (-by_side["PAGAR"], by_side["RECEBER"])


def test_the_quota_is_compared_with_the_last_day_loaded(days: Connection) -> None:
    found = rows(
        days, "SELECT data_pos, data_anterior, cota, cota_anterior, variacao_cota FROM pos.vw_cota_rentabilidade"
    )
    assert {(day, before) for day, before, *_ in found} == {(BEFORE, None), (DAY, BEFORE), (LATER, DAY)}
    for _, before, quota, earlier, change in found:
        if before is None:
            assert (earlier, change) == (None, None)
        else:
            assert abs(earlier * (1 + change / 100) - quota) < Decimal("1e-9")


def test_who_holds_an_instrument(days: Connection) -> None:
    isin, holders = rows(
        days,
        """SELECT isin, count(DISTINCT id_fundo) FROM pos.vw_linhas_carteira
           WHERE data_pos = %s AND isin IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 1""",
        DAY,
    )[0]
    assert holders > 1
    found = rows(
        days, "SELECT fundo, valor, lotes FROM pos.vw_posicao_por_ativo WHERE data_pos = %s AND isin = %s", DAY, isin
    )
    assert len({slug for slug, *_ in found}) == holders
    [(total, lots)] = rows(
        days, "SELECT sum(valor), count(*) FROM pos.vw_carteira_diaria WHERE data_pos = %s AND isin = %s", DAY, isin
    )
    assert (sum(value for _, value, _ in found), sum(count for *_, count in found)) == (total, lots)


def test_what_changed_explains_the_change_of_the_net_worth(days: Connection) -> None:
    found = rows(
        days,
        """SELECT fundo, sum(diferenca),
                  (SELECT pl_fechamento FROM pos.pos_cota c WHERE (c.data_pos, c.id_fundo) = (v.data_pos, v.id_fundo))
                  - (SELECT pl_fechamento FROM pos.pos_cota c
                     WHERE (c.data_pos, c.id_fundo) = (v.data_anterior, v.id_fundo))
           FROM pos.vw_variacao_diaria v WHERE data_pos = %s GROUP BY data_pos, data_anterior, id_fundo, fundo""",
        LATER,
    )
    assert len(found) == FUNDS
    assert all(abs(told - change) <= 2 * CENTS for _, told, change in found)


def _held(cnpj: str, quantity: str, value: str, ordinal: int = 1) -> Row:
    return holding(
        ordinal, "SHAR", cnpj_emissor=cnpj, quantidade=Decimal(quantity), valor_mercado=Decimal(value), isin=None,
        codigo=None,
    )  # fmt: skip


def _fund_with(slug: str, cnpj: str, units: str, *lots: Row, day: date = DAY, version: int = 1) -> LoadUnit:
    net_worth = sum((Decimal(str(lot["valor_mercado"])) for lot in lots), Decimal(0))
    one = unit(slug, day, version, **{**NOTHING, "holdings": list(lots)}, fund=fund(slug, cnpj=cnpj))
    one.portfolio.update(patliq=net_worth, quantidade=Decimal(units))
    return one


CNPJS = ("11222333000181", "44555666000109", "77888999000153")


def _bond(value: str) -> Row:
    return holding(9, "GOVE", valor_mercado=Decimal(value))


def test_a_fund_of_funds_shows_its_share_of_what_they_hold_through_all_levels(connection: Connection) -> None:
    load(
        connection,
        [
            _fund_with("cima", CNPJS[0], "10", _held(CNPJS[1], "50", "200"), _bond("800")),
            _fund_with("meio", CNPJS[1], "100", _held(CNPJS[2], "25", "250"), _bond("150")),
            _fund_with("base", CNPJS[2], "100", _bond("1000")),
        ],
    )

    found = rows(
        connection,
        """SELECT nivel, detentor, fracao, valor, quantidade FROM pos.vw_carteira_explodida
           WHERE data_pos = %s AND fundo = 'cima' ORDER BY nivel""",
        DAY,
    )
    assert [(level, slug, round(part, 6), round(value, 6)) for level, slug, part, value, _ in found] == [
        (1, "cima", 1, 800),
        (2, "meio", Decimal("0.5"), 75),
        (3, "base", Decimal("0.125"), 125),
    ]
    assert found[2][4] == Decimal("0.125") * 1000


def test_funds_that_hold_each_other_end(connection: Connection) -> None:
    load(
        connection,
        [
            _fund_with("ovo", CNPJS[0], "100", _held(CNPJS[1], "10", "30"), _bond("70")),
            _fund_with("galinha", CNPJS[1], "100", _held(CNPJS[0], "20", "20"), _bond("280")),
        ],
    )

    found = rows(
        connection,
        "SELECT nivel, detentor, classe, valor FROM pos.vw_carteira_explodida WHERE fundo = 'ovo' ORDER BY 1, 3",
    )
    assert [(level, slug, kind, round(value, 6)) for level, slug, kind, value in found] == [
        (1, "ovo", "Renda Fixa", 70),
        (2, "galinha", "Cotas de Fundos", 2),  # its part of the first one stays what it is
        (2, "galinha", "Renda Fixa", 28),
    ]


def test_below_the_sixth_level_quotas_stay_quotas_and_nothing_is_lost(connection: Connection) -> None:
    cnpjs = [f"{place:014d}" for place in range(1, 9)]
    below = {place: _held(cnpjs[place + 1], "100", "400") for place in range(7)}  # each holds all quotas of the next
    load(
        connection, [_fund_with(f"f{place}", cnpjs[place], "100", below.get(place, _bond("400"))) for place in range(8)]
    )
    found = rows(connection, "SELECT nivel, detentor, classe, valor FROM pos.vw_carteira_explodida WHERE fundo = 'f0'")
    assert found == [(6, "f5", "Cotas de Fundos", 400)]


def test_a_fund_that_is_not_loaded_on_the_day_stays_quotas(connection: Connection) -> None:
    load(
        connection,
        [
            _fund_with("cima", CNPJS[0], "10", _held(CNPJS[1], "50", "200")),
            _fund_with("meio", CNPJS[1], "100", _bond("400"), day=LATER),
        ],
    )

    found = rows(connection, "SELECT nivel, classe, valor FROM pos.vw_carteira_explodida WHERE fundo = 'cima'")
    assert found == [(1, "Cotas de Fundos", 200)]


def test_what_came_what_went_and_what_changed(connection: Connection) -> None:
    same, more = holding(1, "CORP"), holding(2, "CORP")
    grown = {**more, "quantidade": Decimal(1500), "valor_mercado": Decimal("15000.00")}
    load(connection, [
        unit(day=BEFORE, **{**NOTHING, "holdings": [same, more, holding(3, "EQUI")]}),
        unit(day=DAY, **{**NOTHING, "holdings": [dict(same), grown, holding(4, "EQUI")]}),
    ])  # fmt: skip

    found = rows(
        connection,
        """SELECT mudanca, isin, quantidade_anterior, quantidade, diferenca FROM pos.vw_variacao_diaria
           WHERE data_pos = %s ORDER BY isin""",
        DAY,
    )
    value = Decimal("10123.46")
    assert found == [
        ("MUDOU", "BRXYZ0000021", 1000, 1500, 15000 - value),
        ("SAIU", "BRXYZ0000031", 1000, None, -value),
        ("ENTROU", "BRXYZ0000041", None, 1000, value),
    ]


def test_movements_are_told_from_the_quotas(connection: Connection) -> None:
    units = {BEFORE: "100", DAY: "130", LATER: "90"}
    load(connection, [_fund_with("alfa", CNPJS[0], held, _bond("1"), day=day) for day, held in units.items()])

    found = rows(
        connection,
        """SELECT data_pos, cotas_emitidas, cotas_resgatadas, valor_entrada, valor_saida, valor_liquido
           FROM mov.vw_movimento_cotas ORDER BY 1""",
    )
    quota = Decimal("1.23456789")
    assert found == [(DAY, 30, 0, 30 * quota, 0, 30 * quota), (LATER, 0, 40, 0, 40 * quota, -40 * quota)]


def test_a_day_that_comes_late_or_corrected_moves_the_next_day_as_well(connection: Connection) -> None:
    def load_day(day: date, held: str, version: int = 1) -> list[tuple[Any, ...]]:
        load(connection, [_fund_with("alfa", CNPJS[0], held, _bond("1"), day=day, version=version)])
        return rows(
            connection,
            """SELECT data_pos, data_anterior, cotas_emitidas - cotas_resgatadas
               FROM mov.vw_movimento_cotas ORDER BY 1""",
        )

    assert load_day(BEFORE, "100") == []
    assert load_day(LATER, "90") == [(LATER, BEFORE, -10)]
    assert load_day(DAY, "130") == [(DAY, BEFORE, 30), (LATER, DAY, -40)]
    assert load_day(DAY, "95", version=2) == [(DAY, BEFORE, -5), (LATER, DAY, -5)]


def test_returns_that_the_workbook_tells_stand_beside_the_quota(connection: Connection) -> None:
    told: list[Row] = [
        {"ordinal": place, "descricao": what, "periodo": period, "rentabilidade": Decimal(value),
         "formato": "CARTEIRA_EXCEL", "arquivo": "c.xlsx", "sha256": "0" * 64}
        for place, (what, period, value) in enumerate(
            [("Fundo (%)", "Dia", "0.1"), ("Fundo (%)", "Mês", "1.2"), ("(%) CDI", "Dia", "110")], start=1)
    ]  # fmt: skip
    load(connection, [unit(day=DAY, returns=told)])

    found = rows(
        connection,
        "SELECT rentab_dia_informada, rentab_mes_informada, rentab_ano_informada FROM pos.vw_cota_rentabilidade",
    )
    assert found == [(Decimal("0.1"), Decimal("1.2"), None)]


def test_what_is_late_failed_or_does_not_reconcile_stands_in_one_list(connection: Connection) -> None:
    late, failed, wrong = (FundDay(DAY, slug) for slug in ("atrasado", "falho", "torto"))
    ledger = Ledger(connection)
    ledger.set_status(
        FileType.XML_5_0,
        "run-1",
        Batch[object](
            failed={failed: Fault("html", "veio uma página", "rode de novo")}, missing={late: "ainda não há"}
        ),
    )
    results: Batch[Sequence[CheckResult]] = Batch()
    results.succeed(
        wrong,
        [
            CheckResult("net_worth", Status.DOES_NOT_HOLD, Decimal(1), Decimal(0), "o patrimônio não fecha"),
            CheckResult("quota", Status.HOLDS, Decimal(0), Decimal(0), "a cota fecha"),
        ],
        1,
    )
    ledger.record_reconciliations("run-1", results)
    load(connection, [unit("torto", DAY, verdict=Status.DOES_NOT_HOLD), unit("certo", DAY, quarantine=[])])

    found = rows(
        connection, "SELECT fundo, pendencia, tipo_arquivo, motivo, o_que_fazer FROM ctl.vw_pendencias ORDER BY 1, 2"
    )
    assert found == [
        ("atrasado", "ARQUIVO ATRASADO", "XML_5_0", "ainda não há", None),
        ("falho", "ARQUIVO COM FALHA", "XML_5_0", "veio uma página", "rode de novo"),
        ("torto", "LINHA NÃO LIDA", "XML_4_01", "alfa.xml, acoes, linha 40: 'x' não é um número", None),
        ("torto", "NÃO CONCILIA", None, "o patrimônio não fecha", None),
    ]
