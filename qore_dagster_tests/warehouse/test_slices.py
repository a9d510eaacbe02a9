"""Loading slices: a fund's day over all tables, whole or not at all, and the same however often."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.model.edition import edition_of
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay
from qore_dagster.model.reconciliation import Status
from qore_dagster.warehouse.dump import canonical_dump
from qore_dagster.warehouse.ledger import Ledger
from qore_dagster.warehouse.load_unit import LoadUnit
from qore_dagster.warehouse.slices import SINK, SINK_TABLES, load, read
from qore_dagster_tests.warehouse.units import DAY, NOTHING, SECTIONS, cash, fund, holder, holding, provision, unit


def rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_a_unit_lands_in_all_tables_and_in_the_ledger(connection: Connection) -> None:
    one = unit()
    batch = load(connection, [one])

    assert batch.good[one.key].value == 1 + len(SECTIONS) + 2 + 3 + 2 + 6
    counts = {table: len(read(connection, table, [one.key])) for table in SINK_TABLES}
    assert counts == {
        "pos.pos_cota": 1,
        "pos.pos_caixa": 2,
        "pos.pos_cpr": 3,
        "pos.pos_rf": 4,
        "pos.pos_rv": 1,
        "pos.pos_dir_cred": 2,
        "pos.pos_cotas_fundos": 1,
        "pos.pos_derivativos": 4,
        "pos.pos_outros": 2,
        "pos.pos_passivo": 2,
        "pos.pos_rentabilidade": 1,
        "pos.pos_despesas": 1,
        "pos.pos_classes": 1,
        "pos.pos_detalhes": 1,
        "ctl.unknown_element": 1,
        "ctl.quarantine": 1,
    }
    loaded = Ledger(connection).loaded([one.key], SINK)[one.key]
    assert (loaded.version, loaded.sha256, loaded.guid, loaded.run_id) == (1, one.sha256, one.guid, "run-1")
    assert (loaded.verdict, loaded.patliq, loaded.rows) == (Status.HOLDS, Decimal("1234568.51"), 28)


def test_loading_twice_leaves_the_same_rows_and_ids(connection: Connection) -> None:
    units = [unit("alfa"), unit("beta"), unit("alfa", date(2025, 11, 20))]
    load(connection, units)
    first = canonical_dump(connection)
    ids = rows(connection, "SELECT id_fundo, data_pos, ordinal, id_pos_rf, id_ativo_rf FROM pos.pos_rf ORDER BY 4")

    load(connection, [replace(one, run_id="run-2") for one in units])

    assert canonical_dump(connection) == first
    again = rows(connection, "SELECT id_fundo, data_pos, ordinal, id_pos_rf, id_ativo_rf FROM pos.pos_rf ORDER BY 4")
    assert again == ids
    assert rows(connection, "SELECT DISTINCT run_id FROM pos.pos_rf") == [("run-2",)]


def test_the_order_of_loads_does_not_show(connection: Connection) -> None:
    words = [unit(name, holdings=[holding(1, "GOVE", descricao=f"TESOURO, DIZ {name}")]) for name in ("alfa", "beta")]
    load(connection, [words[0]])
    load(connection, [words[1]])
    forward = canonical_dump(connection)
    with connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE cad.info_fundos, ctl.slice_load CASCADE; TRUNCATE cad.info_rf CASCADE")

    load(connection, [words[1]])
    load(connection, [words[0]])

    assert canonical_dump(connection) == forward
    assert rows(connection, "SELECT nome_ativo FROM cad.info_rf") == [("TESOURO, DIZ beta",)]


def test_defect_10_a_correction_removes_the_rows_that_disappeared(connection: Connection) -> None:
    load(connection, [unit(), unit("beta")])
    other = canonical_dump(connection, [unit("beta").key])
    corrected = unit(version=2, **{**NOTHING, "holdings": [holding(1, "EQUI")], "provisions": [provision(1)]})

    batch = load(connection, [corrected])

    assert batch.good[corrected.key].version == 2
    left = {table: len(read(connection, table, [corrected.key])) for table in SINK_TABLES}
    assert left == dict.fromkeys(SINK_TABLES, 0) | {"pos.pos_cota": 1, "pos.pos_rv": 1, "pos.pos_cpr": 1}
    assert canonical_dump(connection, [unit("beta").key]) == other


def test_an_older_version_is_superseded(connection: Connection) -> None:
    load(connection, [unit(version=2)])
    before = canonical_dump(connection, [unit().key])

    batch = load(connection, [unit(version=1), unit("beta")])

    assert batch.missing == {unit().key: "substituído pela versão 2 do XML 5.0, que já está carregada"}
    assert set(batch.good) == {unit("beta").key}
    assert not batch.failed
    assert canonical_dump(connection, [unit().key]) == before
    assert set(read(connection, "pos.pos_rf", [unit().key])["version"]) == {2}


def test_a_better_source_replaces_a_lesser_one_and_never_the_other_way_round(connection: Connection) -> None:
    lesser, better = edition_of(FileType.XML_4_01, 7), edition_of(FileType.XML_5_0, 1)
    load(connection, [unit(version=lesser)])
    assert set(read(connection, "pos.pos_rf", [unit().key])["version"]) == {7}

    load(connection, [unit(version=better)])
    assert set(read(connection, "pos.pos_rf", [unit().key])["version"]) == {1}
    batch = load(connection, [unit(version=edition_of(FileType.XML_4_01, 8))])

    assert batch.missing == {unit().key: "substituído pela versão 1 do XML 5.0, que já está carregada"}
    assert Ledger(connection).loaded([unit().key], SINK)[unit().key].version == better


def test_of_two_versions_in_one_call_the_newer_stays(connection: Connection) -> None:
    batch = load(connection, [unit(version=2), unit(version=1), unit("beta")])

    assert batch.good[unit().key].version == 2
    assert Ledger(connection).loaded([unit().key], SINK)[unit().key].version == 2
    assert unit("beta").key in batch.good


def _null_market_value(one: LoadUnit) -> None:
    one.rows["holdings"][3]["valor_mercado"] = None


def _not_a_number(one: LoadUnit) -> None:
    one.portfolio["patliq"] = Decimal("NaN")


def _infinite(one: LoadUnit) -> None:
    one.rows["cash"][0]["saldo"] = Decimal("Infinity")


def _float(one: LoadUnit) -> None:
    one.rows["holdings"][0]["quantidade"] = 1.5  # pyright: ignore[reportArgumentType]


def _other_fund(one: LoadUnit) -> None:
    one.rows["provisions"][0]["fundo"] = "outro"


def _nul_character(one: LoadUnit) -> None:
    one.rows["holdings"][0]["descricao"] = "A\0B"


def _half_a_character(one: LoadUnit) -> None:
    one.rows["holdings"][0]["descricao"] = "\ud83d"


def _same_ordinal(one: LoadUnit) -> None:
    one.rows["holdings"][1]["ordinal"] = one.rows["holdings"][0]["ordinal"]


def _no_file_name(one: LoadUnit) -> None:
    one.portfolio["arquivo"] = None


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_null_market_value, "valor_mercado"),
        (_not_a_number, "pos_cota.pl_fechamento espera numeric e recebeu NaN"),
        (_infinite, "pos_caixa.saldo_fechamento espera numeric e recebeu Infinity"),
        (_float, "pos_rf.quantidade espera numeric e recebeu float"),
        (_other_fund, "provisions é de outro"),
        (_nul_character, "pos_rf.descricao"),
        (_half_a_character, "UnicodeEncodeError"),
        (_same_ordinal, "pos_rf"),
        (_no_file_name, "arquivo"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_defects_11_29_30_one_bad_unit_costs_the_others_nothing(
    connection: Connection, spoil: Callable[[LoadUnit], None], named: str
) -> None:
    units = [unit(f"fundo-{place:02}") for place in range(30)]
    spoil(units[17])

    batch = load(connection, units)

    assert set(batch.failed) == {units[17].key}
    assert set(batch.good) == {one.key for one in units} - {units[17].key}
    fault = batch.failed[units[17].key]
    assert named in fault.reason
    assert str(units[17].key) in fault.reason
    assert fault.action
    dump = canonical_dump(connection)
    assert "fundo-17" not in dump
    assert dump.count("fundo-16,") > 0


def test_a_bad_correction_leaves_the_loaded_day_as_it_is(connection: Connection) -> None:
    load(connection, [unit()])
    before = canonical_dump(connection)
    bad = unit(version=2)
    _null_market_value(bad)

    assert set(load(connection, [bad]).failed) == {bad.key}
    assert canonical_dump(connection) == before


def test_without_a_database_every_unit_fails_with_the_reason(connection: Connection) -> None:
    connection.close()

    batch = load(connection, [unit("alfa"), unit("beta")])

    assert set(batch.failed) == {unit("alfa").key, unit("beta").key}
    assert not batch.good


def test_defect_28_long_decimals_come_back_exactly(connection: Connection) -> None:
    exact = {
        "quantidade": Decimal("123456789012345678.123456789012345678"),
        "pu_mercado": Decimal("0.000000000000000001"),
        "pu_compra": Decimal("1E+3"),
        "valor_mercado": Decimal("-99999999999999999999.999999999999999999"),
        "taxa": Decimal(0),
        "perc_indexador": Decimal("100.00"),
    }
    one = unit(holdings=[holding(1, "CORP", **exact)])
    load(connection, [one])

    (row,) = read(connection, "pos.pos_rf", [one.key]).to_dict("records")
    for name, value in exact.items():
        assert isinstance(row[name], Decimal)
        assert row[name] == value, name
    assert str(row["perc_indexador"]) == "100.00"


def test_defects_12_32_what_the_file_does_not_tell_is_null_and_zero_is_zero(connection: Connection) -> None:
    one = unit(cash=[cash(1, saldo=Decimal("0.00"))])
    load(connection, [one])

    (quota,) = read(connection, "pos.pos_cota", [one.key]).to_dict("records")
    untold = ("cota_abertura", "qt_cotas_abert", "pl_abertura", "pl_contabil", "valor_entrada", "valor_saida",
              "rentab_dia", "rentab_mes", "rentab_ano", "cota_bruta", "valor_pagar")  # fmt: skip
    assert {name: quota[name] for name in untold} == dict.fromkeys(untold)
    assert quota["cota_fechamento"] == quota["valor_cota"] == Decimal("1.23456789")
    assert quota["qt_cotas_fech"] == quota["qtde_cota"] == Decimal("1000000.5")
    assert quota["pl_fechamento"] == quota["pl_posicao"] == Decimal("1234568.51")
    (account,) = read(connection, "pos.pos_caixa", [one.key]).to_dict("records")
    assert account["saldo_fechamento"] == account["valor"] == 0
    bond = read(connection, "pos.pos_rf", [one.key]).to_dict("records")[0]
    assert bond["taxa"] is None
    assert bond["data_emissao"] is None


def test_defect_13_ids_documents_and_provenance_are_kept(connection: Connection) -> None:
    one = unit(holdings=[holding(1, "DEBE", cnpj_emissor="44555666000109", cfi="DBVUFR", taxa=Decimal("2.5"))])
    load(connection, [one])

    (row,) = read(connection, "pos.pos_rf", [one.key]).to_dict("records")
    assert (row["isin"], row["codigo"], row["cnpj_emissor"], row["cfi"]) == (
        "BRXYZ0000011", "XYZ1", "44555666000109", "DBVUFR",
    )  # fmt: skip
    assert (row["version"], row["arquivo"], row["sha256"], row["guid"], row["run_id"]) == (
        1, "alfa_v1.xml", one.sha256, "guid-alfa-1", "run-1",
    )  # fmt: skip
    assert row["data_vencimento"] == date(2030, 1, 1)


def test_defect_14_shorts_stay_short(connection: Connection) -> None:
    short = holding(1, "EQUI", direcao="SHOR", quantidade=Decimal(50), valor_mercado=Decimal("-500.00"))
    load(connection, [unit(holdings=[short])])

    (row,) = read(connection, "pos.pos_rv", [unit().key]).to_dict("records")
    assert (row["quantidade"], row["qt_pos"], row["valor_mercado"]) == (50, -50, Decimal("-500.00"))


def test_defect_30_a_payable_keeps_its_identity_over_days(connection: Connection) -> None:
    days = [date(2025, 11, day) for day in (17, 18, 19)]
    for day in days:
        fee = provision(1, descricao="TAXA|DE\\GESTAO", valor=Decimal(day.day))
        load(connection, [unit(day=day, provisions=[fee, provision(2, data_vencimento=None)])])

    assert rows(connection, "SELECT count(*) FROM cad.info_cpr") == [(2,)]
    found = rows(connection, "SELECT valor_presente FROM pos.pos_cpr JOIN cad.info_cpr USING (id_cpr) "
                             "WHERE info_cpr.codigo = '1' ORDER BY data_pos")  # fmt: skip
    assert found == [(17,), (18,), (19,)]


def test_defect_27_a_fund_is_its_slug_whatever_it_is_called(connection: Connection) -> None:
    load(connection, [unit()])
    renamed = fund("alfa", nome="FUNDO ALFA RENOMEADO", nome_curto="ALFA (1)", listed=False)
    load(connection, [unit(day=date(2025, 11, 18), fund=renamed)])

    found = rows(connection, "SELECT slug, nome_fundo, nome_curto, is_active, status FROM cad.info_fundos")
    assert found == [("alfa", "FUNDO ALFA RENOMEADO", "ALFA (1)", False, "INATIVO")]
    assert len(read(connection, "pos.pos_cota", [unit().key, FundDay(date(2025, 11, 18), "alfa")])) == 2


def test_a_portfolio_that_does_not_reconcile_is_loaded_and_flagged(connection: Connection) -> None:
    one = unit(verdict=Status.DOES_NOT_HOLD)

    assert one.key in load(connection, [one]).good

    for table in SINK_TABLES:
        assert set(read(connection, table, [one.key])["situacao_conciliacao"]) == {"fail"}
    assert Ledger(connection).loaded([one.key], SINK)[one.key].verdict is Status.DOES_NOT_HOLD


def test_defects_8_9_every_section_goes_to_its_own_table(connection: Connection) -> None:
    lots = [holding(place, secao) for place, secao in enumerate(SECTIONS, 1)]
    lots += [holding(20 + place, "LOAN", nivel_2=kind) for place, kind in enumerate(("EQUI", "GOVE", "DERI", None))]
    lots.append(holding(30, "NOVA"))
    one = unit(holdings=lots)
    load(connection, [one])

    held = {
        table: sorted((row["secao"], row["nivel_2"] or "") for row in frame.to_dict("records"))
        for table in SINK_TABLES
        if "secao" in (frame := read(connection, table, [one.key])).columns
    }
    assert held == {
        "pos.pos_rf": [("CORP", ""), ("DEBE", ""), ("GOVE", ""), ("LOAN", "GOVE"), ("REPO", "")],
        "pos.pos_rv": [("EQUI", ""), ("LOAN", "EQUI")],
        "pos.pos_dir_cred": [("RECE", ""), ("STRU", "")],
        "pos.pos_cotas_fundos": [("SHAR", "")],
        "pos.pos_derivativos": [("FUTU", ""), ("FWRD", ""), ("OPTN", ""), ("SWAP", "")],
        "pos.pos_outros": [("LOAN", ""), ("LOAN", "DERI"), ("NOVA", ""), ("REAL", ""), ("UNKN", "")],
    }


def test_text_that_copy_could_misread_comes_back(connection: Connection) -> None:
    text = "tab\there\nnova linha\r\\N \\. \"aspas\" 'simples' ação €"
    load(connection, [unit(holdings=[holding(1, "GOVE", descricao=text)])])

    (row,) = read(connection, "pos.pos_rf", [unit().key]).to_dict("records")
    assert row["descricao"] == text


def test_defect_34_any_year_can_be_loaded_and_read(connection: Connection) -> None:
    days = [date(2000, 1, 3), DAY, date(2026, 1, 2), date(2099, 12, 31)]
    load(connection, [unit(day=day) for day in days])

    found = read(connection, "pos.pos_cota", [FundDay(day, "alfa") for day in days])
    assert list(found["data_pos"]) == days
    assert list(found["fundo"]) == ["alfa"] * 4
    assert rows(connection, "SELECT to_regclass('pos.pos_caixa_2026') IS NOT NULL") == [(True,)]


def test_reading_nothing_gives_the_columns(connection: Connection) -> None:
    found = read(connection, "pos.pos_rf", [unit().key])
    assert found.empty
    assert {"fundo", "data_pos", "valor_mercado", "sha256"} <= set(found.columns)
    with pytest.raises(KeyError):
        read(connection, "pos.nada", [])


def test_a_fund_with_nothing_but_a_header_loads(connection: Connection) -> None:
    one = unit(**NOTHING)
    assert load(connection, [one]).good[one.key].value == 1
    assert load(connection, []).keys() == set()


def test_holders_are_known_by_document_and_without_one_within_their_fund(connection: Connection) -> None:
    known, nameless = holder(1, documento="11222333000181", nome="FUNDO MESTRE"), holder(2, nome="JOAO DA SILVA")
    load(connection, [unit("alfa", holders=[known, nameless]), unit("beta", holders=[dict(known), dict(nameless)])])

    found = rows(connection, "SELECT identidade, nome_cotista, tipo_pessoa FROM cad.info_cotistas ORDER BY 1")
    assert found == [
        ("DOC|11222333000181", "FUNDO MESTRE", "PJ"),
        ("NOME|alfa|JOAO DA SILVA", "JOAO DA SILVA", None),
        ("NOME|beta|JOAO DA SILVA", "JOAO DA SILVA", None),
    ]


def test_a_negative_number_of_quotas_stays_what_the_file_tells(connection: Connection) -> None:
    load(connection, [unit(holders=[holder(1, quantidade=Decimal("-3.5"))])])

    assert rows(connection, "SELECT qt_cotas FROM pos.pos_passivo") == [(Decimal("-3.5"),)]


def test_a_row_of_another_file_of_the_day_says_which(connection: Connection) -> None:
    load(connection, [unit()])

    (held, *_), (quota,) = (read(connection, f"pos.{name}", [unit().key]).to_dict("records")
                            for name in ("pos_passivo", "pos_cota"))  # fmt: skip
    assert (held["formato"], held["arquivo"], held["sha256"]) == ("CARTEIRA_EXCEL", "carteira.xlsx", f"{7:064x}")
    assert (quota["formato"], quota["arquivo"], quota["sha256"]) == ("XML_5_0", "alfa_v1.xml", f"{1:064x}")


def test_what_was_not_read_can_be_asked_for(connection: Connection) -> None:
    load(connection, [unit("alfa"), unit("beta", quarantine=[])])

    assert rows(
        connection,
        """SELECT slug, data_pos, version, tabela, secao_origem, linha, motivo, conteudo
           FROM ctl.quarantine JOIN cad.info_fundos USING (id_fundo)""",
    ) == [("alfa", DAY, 1, "holdings", "acoes", 40, "'x' não é um número", "<acoes/>")]
