"""The tables as they are stated: the users' names and order, and sources that exist."""

import runpy
from pathlib import Path

import pytest

from qore_dagster.access.columns import AccessTable, Kind
from qore_dagster.access.derived import DERIVED
from qore_dagster.access.routing import NAMES, STAKES
from qore_dagster.access.tables import CONTROL, DATA_TABLES, TABLES
from qore_dagster.model import tables as canonical
from qore_dagster.warehouse.routing import LENT, OTHERS, SECTIONS

ROOT = Path(__file__).resolve().parents[2]

USERS = {
    "Cotas_Patrimonio_Qore": "DATA_INPUT, FUNDO, PL Posição, QtdeCota_antes, QtdeCota, Valor da Cota Bruta, "
    "Valor da Cota Líquida, Valor da Cota Rendimento",
    "Caixa_Qore": "DATA_INPUT, FUNDO, Descrição, Moeda_Origem, Valor",
    "CPR_QORE": "DATA_INPUT, FUNDO, Descrição, Lançamento, Vencimento, Valor, %Valores, %PL",
    "Sociedade_Limitada_QORE": "DATA_INPUT, FUNDO, Id_Operacao, Descricao, Emissor, Tipo_Companhia, Codigo, "
    "Data_Aquisicao, Qtde, Qtde_Bloqueada, PU_Custo, Valor_Custo, Pu_Mercado, Valor_Mercado, %Outros_Ativos, %PL",
    "Renda_Fixa_Qore": "DATA_INPUT, FUNDO, ID, Operação, Emissão, Vencimento, Titulo, Emissor, Qtd, QtdBloq, Taxa, "
    "Valor_Aplic, PU_Mercado, Valor_Bruto, Tributos, Valor_Liquido, %RF, %PL",
}
"""The columns that the users' own code goes by, some of it by position."""


@pytest.mark.parametrize("name", USERS)
def test_columns_that_users_have_stand_in_their_order(name: str) -> None:
    assert ", ".join(TABLES[name].names) == USERS[name]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_can_be(table: AccessTable) -> None:
    assert table.names[:2] == ("DATA_INPUT", "FUNDO")
    assert len({name.casefold() for name in table.names}) == len(table.names) < 255
    assert not set("".join(table.names)) & set(".!`[]")  # what Access allows in no name
    assert max(map(len, (table.name, *table.names))) <= 64
    assert {column.kind for column in table.columns} <= {Kind.DATE, Kind.TEXT, Kind.MEMO, Kind.INTEGER, Kind.DECIMAL}


@pytest.mark.parametrize("table", DATA_TABLES.values(), ids=DATA_TABLES)
def test_sources_exist(table: AccessTable) -> None:
    for column in table.columns[2:]:
        for source in column.sources:
            room, _, name = source.partition(".")
            known = DERIVED if room == "derived" else canonical.TABLES[room].columns
            assert name in known
            assert room in {"derived", table.canonical}


def test_every_section_has_a_table() -> None:
    assert {*SECTIONS.values(), *LENT.values(), OTHERS} == set(NAMES)
    assert {*NAMES.values(), STAKES} == {name for name, one in DATA_TABLES.items() if one.canonical == "holdings"}


def test_the_control_table_is_no_table_of_data() -> None:
    assert CONTROL.name not in DATA_TABLES


def test_the_page_about_the_file_is_current() -> None:
    markdown = runpy.run_path(str(ROOT / "tools" / "access_doc.py"))["markdown"]
    assert (ROOT / "docs" / "access.md").read_text(encoding="utf-8") == markdown(), "run `make docs`"
