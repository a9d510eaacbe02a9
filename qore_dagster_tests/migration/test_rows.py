"""What becomes of single rows: precedence, duplicates, conflicts, amounts, documents, registers."""

import random
import string
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.access_writer import DATE, DOUBLE, LONG, MEMO, TEXT
from benchmarks.old_database import cnpj, cpf, name
from qore_dagster.migration.result import Notice, Result
from qore_dagster.migration.sources import SOURCES
from qore_dagster.warehouse.slices import load
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, CARTEIRAS, COTA, DAY, MOMENT, write
from qore_dagster_tests.warehouse.units import fund, unit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is to be."""
    return tmp_path / "antiga.accdb"


def _reasons(result: Result, table: str) -> dict[str, int]:
    (one,) = (one for one in result.sources if one.table == table)
    assert one.failure is None
    assert one.balanced
    return dict(one.reasons)


def test_what_the_platform_has_loaded_stands(warehouse: Warehouse, path: Path) -> None:
    ours = fund("fim-acucena-01", uuid="aaaaaaaa-0000-4000-8000-000000000001", cnpj=cnpj(1))
    assert not load(warehouse.connection, [unit(ours.slug, DAY, fund=ours)]).failed
    before = warehouse.rows("SELECT * FROM pos.pos_caixa WHERE data_pos = %s ORDER BY ordinal", DAY)
    rows = [(MOMENT, name(1), "Conta", "BRL", 1.0), (MOMENT - timedelta(days=1), name(1), "Conta", "BRL", 2.0)]
    result = warehouse.migrate(write(path, Caixa_Qore=(CAIXA, rows)))
    assert _reasons(result, "Caixa_Qore") == {"plataforma": 1}
    assert warehouse.rows("SELECT * FROM pos.pos_caixa WHERE data_pos = %s ORDER BY ordinal", DAY) == before


def test_the_platform_replaces_what_was_migrated(warehouse: Warehouse, path: Path) -> None:
    file = write(path, Caixa_Qore=(CAIXA, [(MOMENT, name(1), "Conta", "BRL", 1.0)]))
    assert _reasons(warehouse.migrate(file), "Caixa_Qore") == {}
    ours = fund("fim-acucena-01", uuid="aaaaaaaa-0000-4000-8000-000000000001", cnpj=cnpj(1))
    assert not load(warehouse.connection, [unit(ours.slug, DAY, fund=ours)]).failed
    assert warehouse.rows("SELECT DISTINCT left(run_id, 8) FROM pos.pos_caixa") != [("migracao",)]
    assert warehouse.rows("SELECT count(*) FROM pos.pos_caixa WHERE run_id LIKE 'migracao%%'") == [(0,)]
    assert _reasons(warehouse.migrate(file), "Caixa_Qore") == {"plataforma": 1}


def test_a_preferred_source_gives_a_day_and_the_other_the_rest(warehouse: Warehouse, path: Path) -> None:
    before = MOMENT - timedelta(days=1)
    cotas = {"DATA_INPUT": DATE, "FUNDO": TEXT, "PL Posição": DOUBLE, "QtdeCota": DOUBLE}
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [(7, "Carteira sete", name(1), "FIM", "M7")]),
        BriTech_Historico_Cota=(COTA, [(MOMENT, 7, 1.5, 150.0, 100.0)]),
        Cotas_Patrimonio_Qore=(cotas, [(MOMENT, name(1), 151.0, 100.0), (before, name(1), 140.0, 100.0)]),
    )
    result = warehouse.migrate(file)
    assert _reasons(result, "Cotas_Patrimonio_Qore") == {"outra_fonte": 1}
    assert warehouse.rows("SELECT data_pos, pl_fechamento, qt_cotas_abert FROM pos.pos_cota ORDER BY 1") == [
        (before.date(), Decimal(140), None),
        (DAY, Decimal(150), None),
    ]
    assert warehouse.rows("SELECT codigo_britech, codigo_maps, tipo_fundo FROM cad.info_fundos WHERE slug = %s",
                          "fim-acucena-01") == [("7", "M7", "FIM")]  # fmt: skip


def test_doubles_lose_their_noise_and_nothing_else(warehouse: Warehouse, path: Path) -> None:
    values = [0.1 + 0.2, 1234567.8900000001, -0.005, 0.0, 123456789012.34, 1e-7]
    rows = [(MOMENT, name(1), f"Conta {n}", "BRL", value) for n, value in enumerate(values)]
    warehouse.migrate(write(path, Caixa_Qore=(CAIXA, rows)))
    kept = warehouse.rows("SELECT saldo_fechamento::text FROM pos.pos_caixa ORDER BY ordinal")
    assert [text for (text,) in kept] == ["0.3", "1234567.89", "-0.005", "0", "123456789012.34", "0.0000001"]


def test_a_number_out_of_bounds_costs_its_row_and_big_ones_are_summed_to_the_cent(
    warehouse: Warehouse, path: Path
) -> None:
    values = [1e60, 1e25, 9e19, 12345678901234.56, 5e-324, 0.01]
    rows = [(MOMENT, name(n), "Conta", "BRL", value) for n, value in enumerate(values, 1)]
    result = warehouse.migrate(write(path, Caixa_Qore=(CAIXA, rows)))
    assert _reasons(result, "Caixa_Qore") == {"celula": 2}
    (cash,) = (one for one in result.sources if one.found)
    assert cash.overall is not None
    assert str(cash.overall.total_loaded) == "90000012345678901234.57"
    assert warehouse.rows("SELECT motivo FROM ctl.migrated_quarantine ORDER BY linha") == [
        ("Valor: 1e+60 é grande demais: cabem 20 dígitos antes da vírgula",),
        ("Valor: 1e+25 é grande demais: cabem 20 dígitos antes da vírgula",),
    ]


def test_text_that_can_be_read_in_two_ways_is_not_guessed(warehouse: Warehouse, path: Path) -> None:
    said = ["1.234", "1.234,56", "1.234.567", "1,1234567890123456789"]
    rows = [(MOMENT, name(n), "Conta", "BRL", value) for n, value in enumerate(said, 1)]
    result = warehouse.migrate(write(path, Caixa_Qore=(CAIXA | {"Valor": TEXT}, rows)))
    assert _reasons(result, "Caixa_Qore") == {"celula": 2}
    assert warehouse.rows("SELECT saldo_fechamento FROM pos.pos_caixa ORDER BY 1") == [
        (Decimal("1234.56"),),
        (Decimal(1234567),),
    ]
    assert warehouse.rows("SELECT motivo FROM ctl.migrated_quarantine ORDER BY linha LIMIT 1") == [
        ("Valor: '1.234' lê-se de dois modos, 1234 ou 1,234",)
    ]


def test_the_same_twice_counts_once_and_different_rows_of_one_quota_not_at_all(
    warehouse: Warehouse, path: Path
) -> None:
    carteiras = [(7, "Carteira sete", name(1), "FIM", None), (8, "Carteira oito", None, "FIM", None)]
    rows = [(MOMENT, 7, 1.5, 150.0, 100.0)] * 3 + [(MOMENT, 8, 1.5, 150.0, 100.0), (MOMENT, 8, 1.6, 160.0, 100.0)]
    file = write(path, BriTech_Carteiras=(CARTEIRAS, carteiras), BriTech_Historico_Cota=(COTA, rows))
    assert _reasons(warehouse.migrate(file), "BriTech_Historico_Cota") == {"conflito": 2, "duplicada": 2}
    assert warehouse.rows("SELECT id_fundo FROM pos.pos_cota") == warehouse.rows(
        "SELECT id_fundo FROM cad.info_fundos WHERE slug = 'fim-acucena-01'"
    )


def test_a_negative_quantity_is_not_clamped_but_put_aside(warehouse: Warehouse, path: Path) -> None:
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [(7, "Carteira sete", name(1), "FIM", None)]),
        BriTech_Historico_Cota=(COTA, [(MOMENT, 7, 1.5, 150.0, -100.0)]),
    )
    assert _reasons(warehouse.migrate(file), "BriTech_Historico_Cota") == {"negativa": 1}
    kept = "SELECT codigo, motivo, valor, conteudo->>'Quantidade_Fechamento' FROM ctl.migrated_quarantine"
    why = "Quantidade_Fechamento: -100 é negativo"
    assert warehouse.rows(kept) == [("negativa", why, Decimal(150), "-100.0")]


def test_a_payable_keeps_its_identity_over_days_and_its_side(warehouse: Warehouse, path: Path) -> None:
    cpr = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Descrição": TEXT, "Vencimento": DATE, "Valor": DOUBLE}
    days = [MOMENT - timedelta(days=back) for back in range(5)]
    rows = [(day, name(1), "Auditoria", MOMENT, -10.0 - back) for back, day in enumerate(days)]
    warehouse.migrate(write(path, CPR_QORE=(cpr, [*rows, (MOMENT, name(1), "Dividendos", None, 7.0)])))
    assert warehouse.rows(
        "SELECT tipo_cpr, descricao, data_vencimento FROM cad.info_cpr ORDER BY 1"
    ) == [("PAGAR", "Auditoria", DAY), ("RECEBER", "Dividendos", None)]  # fmt: skip
    assert warehouse.rows("SELECT valor_presente FROM pos.pos_cpr WHERE data_pos = %s ORDER BY 1", DAY) == [
        (Decimal(7),),
        (Decimal(10),),
    ]


def test_documents_get_their_zeros_back_and_a_wrong_one_does_not_lose_its_holder(
    warehouse: Warehouse, path: Path
) -> None:
    person, company = next(cpf(n) for n in range(1, 99) if cpf(n)[0] == "0"), "01234567000195"
    columns = {"ID_COTISTA": LONG, "NOME": TEXT, "CPF_CNPJ": DOUBLE}
    holders = [(1, "José", float(person)), (2, "Cia", float(company)), (3, "Sem", None), (4, "Errado", 12345.0)]
    stakes = {"DATA_HISTORICO": DATE, "ID_CARTEIRA": LONG, "ID_COTISTA": LONG, "VALOR_BRUTO": DOUBLE}
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [(7, "Carteira sete", name(1), "FIM", None)]),
        BriTech_Cotistas=(columns, holders),
        BriTech_Posicao_Cotista=(stakes, [(MOMENT, 7, n, 10.0 * n) for n in (1, 2, 3, 4, 5)]),
    )
    result = warehouse.migrate(file)
    assert _reasons(result, "BriTech_Posicao_Cotista") == {"cotista_desconhecido": 1}
    assert _reasons(result, "BriTech_Cotistas") == {}
    assert warehouse.rows("SELECT nome_cotista, cpf_cnpj, tipo_pessoa, identidade FROM cad.info_cotistas ORDER BY 1"
                          ) == [
        ("Cia", company, "PJ", f"DOC|{company}"),
        ("Errado", None, None, "BRITECH|4"),
        ("José", person, "PF", f"DOC|{person}"),
        ("Sem", None, None, "BRITECH|3"),
    ]  # fmt: skip
    assert warehouse.rows("SELECT nome, valor_bruto FROM pos.pos_passivo ORDER BY 2") == [
        ("José", 10), ("Cia", 20), ("Sem", 30), ("Errado", 40),
    ]  # fmt: skip
    assert warehouse.rows("SELECT codigo, motivo FROM ctl.migrated_quarantine WHERE carregada") == [
        ("aviso", "CPF_CNPJ: o dígito verificador não confere")
    ]


def test_days_may_be_text_in_either_order_or_dates(warehouse: Warehouse, path: Path) -> None:
    said = ["2025-11-19", "19/11/2025", "2025-11-19 00:00:00", "31/02/2025", "amanhã"]
    rows = [(day, name(n), "Conta", "BRL", 1.0) for n, day in enumerate(said, 1)]
    result = warehouse.migrate(write(path, Caixa_Qore=(CAIXA | {"DATA_INPUT": TEXT}, rows)))
    assert _reasons(result, "Caixa_Qore") == {"celula": 2}
    assert warehouse.rows("SELECT DISTINCT data_pos FROM pos.pos_caixa") == [(date(2025, 11, 19),)]


def test_an_optional_cell_that_does_not_read_is_null_and_told_and_its_row_is_loaded(
    warehouse: Warehouse, path: Path
) -> None:
    bonds = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Titulo": TEXT, "Vencimento": TEXT, "Taxa": TEXT, "Valor_Bruto": DOUBLE}
    said = ["n/a", "-", "31/12/9999", "30/12/1899", "", "31/12/2030"]
    rows = [(MOMENT, name(1), f"CDB {n}", due, "1.234" if n == 0 else "1,5", 100.0) for n, due in enumerate(said)]
    result = warehouse.migrate(write(path, Renda_Fixa_Qore=(bonds, [*rows, (MOMENT, name(1), "X", "n/a", "1", None)])))
    assert _reasons(result, "Renda_Fixa_Qore") == {"celula": 1}
    two_ways = "'1.234' lê-se de dois modos, 1234 ou 1,234"
    assert [one.notices for one in result.sources if one.found] == [
        (
            Notice("Taxa", 1, (two_ways,)),
            Notice("Vencimento", 3, ("'-' não é uma data", "'n/a' não é uma data", "31/12/9999 não pode ser")),
        )
    ]
    assert warehouse.rows("SELECT descricao, data_vencimento, taxa, valor_mercado FROM pos.pos_rf ORDER BY 1") == [
        ("CDB 0", None, None, 100),
        *((f"CDB {n}", None, Decimal("1.5"), 100) for n in range(1, 5)),
        ("CDB 5", date(2030, 12, 31), Decimal("1.5"), 100),
    ]
    assert warehouse.rows(
        "SELECT carregada, motivo, conteudo->>'Vencimento' FROM ctl.migrated_quarantine ORDER BY linha LIMIT 1"
    ) == [(True, f"Vencimento: 'n/a' não é uma data\nTaxa: {two_ways}", "n/a")]


def test_rows_that_differ_only_in_what_does_not_read_are_not_the_same(warehouse: Warehouse, path: Path) -> None:
    cpr = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Descrição": TEXT, "Vencimento": TEXT, "Valor": DOUBLE}
    rows = [(MOMENT, name(1), "Auditoria", due, -10.0) for due in ("1ª parcela", "2ª parcela", "2ª parcela")]
    warehouse.migrate(write(path, CPR_QORE=(cpr, rows)))
    assert warehouse.rows("SELECT count(DISTINCT impressao) FROM stage.stg_cpr_qore") == [(2,)]


def test_the_amount_that_is_summed_is_never_optional() -> None:
    assert [(one.table, column.name) for one in SOURCES for column in one.fields
            if column.name == one.total and not column.required] == []  # fmt: skip


def test_a_yes_or_no_that_does_not_read_costs_its_day(warehouse: Warehouse, path: Path) -> None:
    days = [MOMENT + timedelta(days=n) for n in range(4)]
    rows = list(zip(days, ["U", "N", "Feriado", ""], strict=True))
    result = warehouse.migrate(write(path, DIAS_UTEIS=({"DATA": DATE, "UTIL": TEXT}, rows)))
    assert _reasons(result, "DIAS_UTEIS") == {"celula": 1}
    assert warehouse.rows("SELECT data, dia_util FROM cad.info_calendario ORDER BY 1") == [
        (days[0].date(), True), (days[1].date(), False), (days[3].date(), True),
    ]  # fmt: skip


@pytest.mark.parametrize("column", ["FUNDO", "Descrição"])
def test_a_text_too_long_for_a_key_costs_its_row_and_not_the_table(
    warehouse: Warehouse, path: Path, column: str
) -> None:
    long = "".join(random.Random(1).choices(string.ascii_letters, k=9000))  # noqa: S311 - a text that does not shrink
    fits = long[:1700]
    cpr = {"DATA_INPUT": DATE, "FUNDO": MEMO, "Descrição": MEMO, "Valor": DOUBLE}
    said = {"FUNDO": (long, "x"), "Descrição": (name(1), long)}[column]
    rows = [(MOMENT, *said, -10.0), (MOMENT, name(2), fits, -20.0), (MOMENT, name(1), "|" * 1700, -30.0)]
    result = warehouse.migrate(write(path, CPR_QORE=(cpr, rows)))
    assert _reasons(result, "CPR_QORE") == {"celula": 2}
    assert warehouse.rows("SELECT valor_presente FROM pos.pos_cpr") == [(20,)]
    ((why, kept),) = warehouse.rows("SELECT motivo, conteudo->>%s FROM ctl.migrated_quarantine WHERE linha = 1", column)
    assert (f"{column}: " in why, "longo demais" in why, kept) == (True, True, long)


def test_long_names_of_portfolios_and_of_things_cost_their_row(warehouse: Warehouse, path: Path) -> None:
    long = "".join(random.Random(1).choices(string.ascii_letters, k=9000))  # noqa: S311 - as above
    carteiras = CARTEIRAS | {"Id_Carteira": MEMO, "Nome": MEMO}
    depara = {"TIPO": TEXT, "DE": MEMO, "PARA": MEMO}
    result = warehouse.migrate(
        write(
            path,
            BriTech_Carteiras=(carteiras, [(long, "A", None, None, None), ("7", long, None, None, None)]),
            DEPARA=(depara, [("ATIVO", long, "A"), ("ATIVO", "B", "C")]),
        )
    )
    assert _reasons(result, "BriTech_Carteiras") == {"celula": 2}
    assert _reasons(result, "DEPARA") == {"celula": 1}


def test_of_two_columns_that_differ_by_accents_the_one_spelled_as_known_is_read(
    warehouse: Warehouse, path: Path
) -> None:
    columns = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Descrição": TEXT, "Descricao": TEXT, "Valor": DOUBLE}
    result = warehouse.migrate(write(path, Caixa_Qore=(columns, [(MOMENT, name(1), "com", "sem", 1.0)])))
    assert [one.others for one in result.sources if one.found] == [("Descricao",)]
    assert warehouse.rows("SELECT descricao FROM pos.pos_caixa") == [("com",)]
    assert warehouse.rows("SELECT outras FROM stage.stg_caixa_qore") == [({"Descricao": "sem"},)]


def test_one_source_that_fails_does_not_keep_the_others_from_theirs(warehouse: Warehouse, path: Path) -> None:
    file = write(
        path,
        Caixa_Qore=({"DATA_INPUT": DATE, "Fundo do mês": TEXT}, [(MOMENT, name(1))]),
        DIAS_UTEIS=({"DATA": DATE}, [(MOMENT,)]),
    )
    result = warehouse.migrate(file)
    failures = {one.table: one.failure for one in result.sources if one.failure}
    assert list(failures) == ["Caixa_Qore"]
    assert "Caixa_Qore não tem a coluna FUNDO; tem DATA_INPUT, Fundo do mês" in str(failures["Caixa_Qore"])
    assert result.exit_code == 1
    assert warehouse.rows("SELECT data, dia_util FROM cad.info_calendario") == [(DAY, True)]


def test_columns_that_no_field_names_are_told_and_kept(warehouse: Warehouse, path: Path) -> None:
    file = write(path, Caixa_Qore=(CAIXA | {"Conferido": TEXT}, [(MOMENT, name(1), "Conta", "BRL", 1.0, "Ênio")]))
    (cash,) = (one for one in warehouse.migrate(file).sources if one.table == "Caixa_Qore")
    assert cash.others == ("Conferido",)
    assert warehouse.rows("SELECT outras->>'Conferido' FROM stage.stg_caixa_qore") == [("Ênio",)]


def test_a_row_that_is_lost_on_the_way_does_not_balance(warehouse: Warehouse, path: Path) -> None:
    file = write(path, Caixa_Qore=(CAIXA, [(MOMENT, name(n), "Conta", "BRL", 1.0) for n in (1, 2)]))
    warehouse.migrate(file)
    warehouse.rows("UPDATE ctl.migrated_total SET linhas = linhas + 1 WHERE fundo = %s RETURNING 1", name(1))
    result = warehouse.migrate(file)
    (cash,) = (one for one in result.sources if one.table == "Caixa_Qore")
    assert [fund.fund for fund in cash.funds if not fund.balanced] == ["fim-acucena-01"]
    assert (cash.balanced, result.exit_code) == (False, 1)


def test_companies_of_two_funds_under_one_code_are_two(warehouse: Warehouse, path: Path) -> None:
    columns = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Descricao": TEXT, "Codigo": TEXT, "Valor_Mercado": DOUBLE}
    rows = [(MOMENT, name(1), "PADARIA", "1", 1.0), (MOMENT, name(2), "CLINICA", "1", 2.0)]
    warehouse.migrate(write(path, Sociedade_Limitada_QORE=(columns, rows)))
    assert warehouse.rows(
        "SELECT nome_papel, valor_mercado FROM pos.pos_rv JOIN cad.info_rv USING (id_ativo_rv) ORDER BY 2"
    ) == [("PADARIA", 1), ("CLINICA", 2)]


def test_bonds_of_two_issuers_are_two(warehouse: Warehouse, path: Path) -> None:
    columns = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Titulo": TEXT, "Emissor": TEXT, "Vencimento": DATE,
               "Valor_Bruto": DOUBLE}  # fmt: skip
    issued = [("BANCO A", 1.0), ("BANCO B", 2.0), ("BANCO A", 3.0)]
    rows = [(MOMENT, name(1), "CDB", issuer, MOMENT, value) for issuer, value in issued]
    warehouse.migrate(write(path, Renda_Fixa_Qore=(columns, rows)))
    assert warehouse.rows(
        """SELECT string_agg(DISTINCT nome_emissor, ','), sum(valor_mercado) FROM pos.pos_rf
           GROUP BY id_ativo_rf ORDER BY 1"""
    ) == [("BANCO A", 4), ("BANCO B", 2)]


def test_credit_rights_without_a_number_are_told_apart_by_their_debtors(warehouse: Warehouse, path: Path) -> None:
    columns = {"DATA_INPUT": DATE, "FUNDO": TEXT, "Descrição": TEXT, "Sacado": TEXT, "Vencimento": DATE,
               "Valor": DOUBLE}  # fmt: skip
    rows = [(MOMENT, name(1), "Duplicata", debtor, MOMENT, 1.0) for debtor in ("Zé", "Ana")]
    warehouse.migrate(write(path, Direito_Creditorio_Qore=(columns, rows)))
    assert warehouse.rows("SELECT nome_sacado FROM cad.info_dir_cred ORDER BY 1") == [("Ana",), ("Zé",)]
