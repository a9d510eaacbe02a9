"""Which fund a name is: equal letters, what a person says, and nothing guessed."""

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.access_writer import LONG, TEXT
from benchmarks.old_database import cnpj, name, registered
from qore_dagster.migration.errors import MigrationError
from qore_dagster.migration.names import unheard
from qore_dagster.migration.sources import SOURCES
from qore_dagster.registry.store import FundStore
from qore_dagster_tests.migration.conftest import Warehouse
from qore_dagster_tests.migration.small_file import CAIXA, CARTEIRAS, COTA, MOMENT, write

BEFORE = MOMENT - timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is to be."""
    return tmp_path / "antiga.accdb"


def _csv(folder: Path, *lines: str) -> Path:
    file = folder / "depara.csv"
    file.write_text("\n".join(lines), encoding="cp1252")
    return file


def _funds(warehouse: Warehouse, table: str) -> set[str]:
    return {slug for (slug,) in warehouse.rows(f"SELECT slug FROM {table} JOIN cad.info_fundos USING (id_fundo)")}


def test_case_accents_and_blanks_do_not_count_and_anything_else_does(warehouse: Warehouse, path: Path) -> None:
    said = [f"  {name(1).lower()}  ", name(2).replace("Ç", "C"), f"{name(4)} (1)", name(5).removeprefix("FIM ")]
    rows = [(MOMENT, one, f"Conta {n}", "BRL", 1.0) for n, one in enumerate(said)]
    result = warehouse.migrate(write(path, Caixa_Qore=(CAIXA, rows)))
    assert _funds(warehouse, "pos.pos_caixa") == {"fim-acucena-01", "fim-acucena-02"}
    assert {one.name for one in result.unresolved} == {f"{name(4)} (1)", name(5).removeprefix("FIM ")}
    assert result.exit_code == 3


def test_a_person_maps_a_name_and_the_next_migration_finds_its_fund(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    file = write(path, Caixa_Qore=(CAIXA, [(MOMENT, f"{name(4)} (1)", "Conta", "BRL", 1.0)]))
    assert warehouse.migrate(file).exit_code == 3
    result = warehouse.migrate(file, _csv(tmp_path, "nome;fundo", f"{name(4)} (1);fim-acucena-04"))
    assert (result.exit_code, result.unresolved) == (0, ())
    assert _funds(warehouse, "pos.pos_caixa") == {"fim-acucena-04"}
    assert warehouse.migrate(file).exit_code == 0  # what a person said stays
    moved = warehouse.migrate(file, _csv(tmp_path, "nome;fundo", f"{name(4)} (1);fim-acucena-05"))
    assert moved.exit_code == 0
    assert _funds(warehouse, "pos.pos_caixa") == _funds(warehouse, "cad.info_contas") == {"fim-acucena-05"}


def test_a_mapping_with_an_unknown_fund_changes_nothing(warehouse: Warehouse, path: Path, tmp_path: Path) -> None:
    file = write(path, Caixa_Qore=(CAIXA, [(MOMENT, "X", "Conta", "BRL", 1.0)]))
    with pytest.raises(MigrationError, match="linha 3: 'nenhum' não é um fundo conhecido"):
        warehouse.migrate(file, _csv(tmp_path, "nome;fundo", "X;fim-acucena-04", "Y;nenhum"))
    assert warehouse.rows("SELECT count(*) FROM aux.depara_fundos") == [(0,)]


def test_two_spellings_of_one_fund_on_one_day_are_not_added_up(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    copy = f"{name(4)} (1)"
    mapping = _csv(tmp_path, "nome;fundo", f"{copy};fim-acucena-04")
    same = [(MOMENT, one, "Conta", "BRL", 1.0) for one in (name(4), copy)]
    first = warehouse.migrate(write(path, Caixa_Qore=(CAIXA, same)), mapping)
    assert [dict(one.reasons) for one in first.sources if one.found] == [{"duplicada": 1}]
    path.unlink()
    differing = [(MOMENT, name(4), "Conta", "BRL", 1.0), (MOMENT, copy, "Conta", "BRL", 2.0)]
    second = warehouse.migrate(write(path, Caixa_Qore=(CAIXA, differing)))
    assert [dict(one.reasons) for one in second.sources if one.found] == [{"conflito": 2}]
    assert warehouse.rows("SELECT count(*) FROM pos.pos_caixa") == [(0,)]
    assert (second.exit_code, second.sources[8].balanced) == (1, True)


def test_a_portfolio_of_no_known_fund_is_a_fund_of_its_own_until_it_is_mapped(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [(7, "Carteira antiga", None, "FIM", None)]),
        BriTech_Historico_Cota=(COTA, [(MOMENT, 7, 1.5, 150.0, 100.0)]),
    )
    assert warehouse.migrate(file).exit_code == 0
    assert _funds(warehouse, "pos.pos_cota") == {"britech-7"}
    warehouse.migrate(file, _csv(tmp_path, "sistema;nome;fundo", "BRITECH;7;fim-acucena-04"))
    assert _funds(warehouse, "pos.pos_cota") == {"fim-acucena-04"}
    assert warehouse.rows("SELECT count(*) FROM cad.info_fundos WHERE slug = 'britech-7'") == [(0,)]


def test_two_portfolios_of_one_name_are_for_a_person_to_tell_apart(warehouse: Warehouse, path: Path) -> None:
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [(7, "A", name(1), None, None), (8, "B", name(1), None, None)]),
        BriTech_Historico_Cota=(COTA, [(MOMENT, 7, 1.5, 150.0, 100.0), (MOMENT, 8, 1.5, 150.0, 100.0)]),
    )
    result = warehouse.migrate(file)
    assert result.exit_code == 3
    assert {(one.system, one.name) for one in result.unresolved} == {("BRITECH", "7"), ("BRITECH", "8")}
    assert warehouse.rows("SELECT count(*) FROM pos.pos_cota") == [(0,)]


def _said(warehouse: Warehouse) -> set[tuple[str, str, str]]:
    return set(warehouse.rows("SELECT sistema, codigo, fonte FROM aux.depara_fundos WHERE fonte <> 'cadastro'"))


def test_a_file_without_the_tables_of_names_leaves_the_names_that_another_told(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    depara = {"TIPO": TEXT, "DE": TEXT, "PARA": TEXT}
    portfolios = [(7, "Carteira sete", name(1), "FIM", None), (8, "Carteira oito", None, "FIM", None)]
    both = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, portfolios),
        DEPARA=(depara, [("FUNDO", "Um", name(1)), ("FUNDO", "Oito", "Carteira oito")]),
        BriTech_Historico_Cota=(COTA, [(MOMENT, 8, 1.5, 150.0, 100.0)]),
    )
    warehouse.migrate(both)
    said, dump = _said(warehouse), warehouse.dump()
    assert {("BRITECH", "8", "BriTech_Carteiras"), ("QORE", "Um", "DEPARA")} <= said
    wrong = write(tmp_path / "outra.accdb", Qualquer=({"N": LONG}, [(1,)]))
    with pytest.raises(MigrationError, match="não tem nenhuma das 15 tabelas da base antiga; tem Qualquer"):
        warehouse.migrate(wrong, _csv(tmp_path, "nome;fundo", "Dois;fim-acucena-02"))
    assert (_said(warehouse), warehouse.dump()) == (said, dump)
    cash = write(tmp_path / "caixa.accdb", Caixa_Qore=(CAIXA, [(MOMENT, "Um", "Conta", "BRL", 1.0)]))
    assert warehouse.migrate(cash).exit_code == 0
    assert (_said(warehouse), _funds(warehouse, "pos.pos_caixa")) == (said, {"fim-acucena-01"})
    fewer = write(tmp_path / "menos.accdb", DEPARA=(depara, [("FUNDO", "Uma", name(1))]))
    warehouse.migrate(fewer)
    assert _said(warehouse) == {one for one in said if one[2] != "DEPARA"} | {("QORE", "Uma", "DEPARA")}


def test_a_name_that_several_tell_is_the_first_ones_and_stays_when_another_tells_it_no_more(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    depara = {"TIPO": TEXT, "DE": TEXT, "PARA": TEXT}
    portfolio = (CARTEIRAS, [(7, "Carteira sete", name(1), "FIM", None)])
    warehouse.migrate(write(path, DEPARA=(depara, [("FUNDO", "Carteira sete", name(1))])))
    assert ("QORE", "Carteira sete", "DEPARA") in _said(warehouse)
    warehouse.migrate(write(tmp_path / "b.accdb", BriTech_Carteiras=portfolio))
    assert ("QORE", "Carteira sete", "BriTech_Carteiras") in _said(warehouse)
    warehouse.migrate(write(tmp_path / "c.accdb", DEPARA=(depara, [])))
    assert ("QORE", "Carteira sete", "BriTech_Carteiras") in _said(warehouse)
    told = warehouse.rows("SELECT codigo FROM aux.depara_fundos WHERE fonte = 'cadastro' AND codigo = %s", name(1))
    assert told == [(name(1),)]


def test_what_a_person_says_is_not_taken_over_by_a_table(warehouse: Warehouse, path: Path, tmp_path: Path) -> None:
    file = write(path, BriTech_Carteiras=(CARTEIRAS, [(7, "Carteira sete", name(1), "FIM", None)]))
    warehouse.migrate(file, _csv(tmp_path, "nome;fundo", "Carteira sete;fim-acucena-01", f"{name(1)};fim-acucena-01"))
    assert {("QORE", "Carteira sete", "pessoa"), ("QORE", name(1), "pessoa")} <= _said(warehouse)


def test_portfolios_whose_codes_differ_by_case_are_put_aside_and_the_others_are_loaded(
    warehouse: Warehouse, path: Path
) -> None:
    carteiras = CARTEIRAS | {"Id_Carteira": TEXT}
    rows = [("A1", "Um", None, None, None), ("a1", "Dois", None, None, None), ("B", "Três", None, None, None)]
    result = warehouse.migrate(write(path, BriTech_Carteiras=(carteiras, rows)))
    assert [(one.failure, dict(one.reasons)) for one in result.sources if one.found] == [(None, {"conflito": 2})]
    assert warehouse.rows("SELECT slug FROM cad.info_fundos WHERE slug LIKE 'britech%%'") == [("britech-b",)]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("X;fim-acucena-04",), "não tem nenhuma linha abaixo do cabeçalho"),
        (("X;fim-acucena-04", "Y;fim-acucena-05"), "linha 2: faltam as colunas nome e fundo"),
        (("nome;slug", "Y;fim-acucena-05"), "linha 2: falta a coluna fundo"),
        (("nome;fundo", "X;", "Y;"), "nenhuma linha diz um fundo"),
        (("nome;fundo",), "não tem nenhuma linha abaixo do cabeçalho"),
        ((), "não tem nenhuma linha abaixo do cabeçalho"),
    ],
)
def test_a_mapping_that_says_nothing_is_told(
    warehouse: Warehouse, path: Path, tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    file = write(path, Caixa_Qore=(CAIXA, [(MOMENT, "X", "Conta", "BRL", 1.0)]))
    with pytest.raises(MigrationError, match=said):
        warehouse.migrate(file, _csv(tmp_path, *lines))


def test_a_line_of_a_mapping_without_a_fund_is_still_to_be_filled_in(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    file = write(path, Caixa_Qore=(CAIXA, [(MOMENT, one, "Conta", "BRL", 1.0) for one in ("X", "Y")]))
    result = warehouse.migrate(file, _csv(tmp_path, "nome;fundo", "X;fim-acucena-04", "Y;"))
    assert [one.name for one in result.unresolved] == ["Y"]


def test_a_portfolio_that_may_be_several_funds_says_which(warehouse: Warehouse, path: Path) -> None:
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [(7, name(2), name(1), None, None), (8, "B", name(4), None, None)]),
        BriTech_Historico_Cota=(COTA, [(MOMENT, 7, 1.5, 150.0, 100.0)]),
    )
    (one,) = warehouse.migrate(file).unresolved
    assert (one.name, one.rows, one.candidates) == ("7", 2, ("fim-acucena-01", "fim-acucena-02"))


def test_names_that_a_person_mapped_and_no_table_has(warehouse: Warehouse, path: Path, tmp_path: Path) -> None:
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [(7, "Sete", name(1), None, "M7")]),
        Caixa_Qore=(CAIXA, [(MOMENT, "X", "Conta", "BRL", 1.0)]),
        DEPARA=({"TIPO": TEXT, "DE": TEXT, "PARA": TEXT}, [("FUNDO", "D", "E")]),
    )
    said = ["QORE;x", "BRITECH;7", "MAPS;m7", "QORE;E", "QORE;Sete", "BRITECH;70", "MAPS;7", "QORE;7"]
    result = warehouse.migrate(file, _csv(tmp_path, "sistema;nome;fundo", *(f"{one};fim-acucena-01" for one in said)))
    assert result.unheard == (("BRITECH", "70"), ("MAPS", "7"), ("QORE", "7"))
    with warehouse.connection, warehouse.connection.cursor() as cursor:
        assert unheard(cursor, SOURCES) == [("BRITECH", "70"), ("MAPS", "7"), ("QORE", "7")]
        assert unheard(cursor, [one for one in SOURCES if one.table == "Caixa_Qore"])[1:3] == [
            ("BRITECH", "70"), ("MAPS", "7"),
        ]  # fmt: skip


def _registered_later(warehouse: Warehouse) -> None:
    """The registry gets the fund of portfolio seven."""
    new = dataclasses.replace(
        registered()[0], slug="fim-novo-99", uuid="bbbbbbbb-0000-4000-8000-000000000099", cnpj=cnpj(99),
        nome="NOVO 99 FUNDO", nome_curto="FIM NOVO 99", position=99,
    )  # fmt: skip
    with warehouse.connection:
        FundStore(warehouse.connection).write([new])


_SEVEN = (7, "Carteira nova", "FIM NOVO 99", "FIM", None)


def test_what_a_person_says_of_a_portfolio_follows_it_to_its_fund(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [_SEVEN]),
        BriTech_Historico_Cota=(COTA, [(MOMENT, 7, 1.5, 150.0, 100.0)]),
        Caixa_Qore=(CAIXA, [(MOMENT, "NOVO (1)", "Conta", "BRL", 1.0)]),
    )
    mapping = _csv(tmp_path, "nome;fundo", "NOVO (1);britech-7")
    warehouse.migrate(file)
    assert warehouse.migrate(file, mapping).exit_code == 0
    assert _funds(warehouse, "pos.pos_caixa") == {"britech-7"}
    _registered_later(warehouse)
    for again in (None, mapping, mapping, None):  # also the same command again, when the portfolio is no fund any more
        assert warehouse.migrate(file, again).exit_code == 0
        assert _funds(warehouse, "pos.pos_caixa") == _funds(warehouse, "pos.pos_cota") == {"fim-novo-99"}
        assert warehouse.rows("SELECT count(*) FROM cad.info_fundos WHERE slug LIKE 'britech%%'") == [(0,)]


def test_a_portfolio_that_a_person_keeps_apart_stays_with_what_is_said_of_it(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [_SEVEN]),
        Caixa_Qore=(CAIXA, [(MOMENT, "NOVO (1)", "Conta", "BRL", 1.0)]),
    )
    warehouse.migrate(file)
    said = _csv(tmp_path, "sistema;nome;fundo", "QORE;NOVO (1);britech-7", "BRITECH;7;britech-7")
    warehouse.migrate(file, said)
    _registered_later(warehouse)
    assert warehouse.migrate(file).exit_code == 0
    assert _funds(warehouse, "pos.pos_caixa") == {"britech-7"}


def test_a_portfolio_said_to_be_another_follows_that_one_and_again_is_the_same(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, [_SEVEN, (8, "Carteira velha", None, "FIM", None)]),
        BriTech_Historico_Cota=(COTA, [(MOMENT, 7, 1.5, 150.0, 100.0), (BEFORE, 8, 1.5, 150.0, 100.0)]),
    )
    warehouse.migrate(file)
    said = "BRITECH;8;britech-7", "BRITECH;7;fim-acucena-04"
    warehouse.migrate(file, _csv(tmp_path, "sistema;nome;fundo", said[0]))
    assert _funds(warehouse, "pos.pos_cota") == {"britech-7"}
    for mapping in (_csv(tmp_path, "sistema;nome;fundo", said[1]), None):
        assert warehouse.migrate(file, mapping).exit_code == 0
        assert _funds(warehouse, "pos.pos_cota") == {"fim-acucena-04"}
        assert warehouse.rows("SELECT count(*) FROM pos.pos_cota") == [(2,)]


def test_two_portfolios_that_are_said_to_be_each_other_stay_so(
    warehouse: Warehouse, path: Path, tmp_path: Path
) -> None:
    carteiras = [(7, "Sete", None, "FIM", None), (8, "Oito", None, "FIM", None)]
    file = write(
        path,
        BriTech_Carteiras=(CARTEIRAS, carteiras),
        BriTech_Historico_Cota=(COTA, [(MOMENT, 7, 1.5, 7.0, 100.0), (MOMENT, 8, 1.5, 8.0, 100.0)]),
    )
    warehouse.migrate(file)
    for mapping in (_csv(tmp_path, "sistema;nome;fundo", "BRITECH;8;britech-7", "BRITECH;7;britech-8"), None):
        warehouse.migrate(file, mapping)
        assert warehouse.rows(
            "SELECT slug, pl_fechamento FROM pos.pos_cota JOIN cad.info_fundos USING (id_fundo) ORDER BY 1"
        ) == [("britech-7", 8), ("britech-8", 7)]
