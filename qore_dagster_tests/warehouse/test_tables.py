"""The tables as stated are the tables as they are: in the database, in the canonical model and in the docs."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from qore_dagster.model.tables import HOLDINGS
from qore_dagster.warehouse.columns import Origin, PositionTable, Register
from qore_dagster.warehouse.lookups import LOOKUPS, Lookup
from qore_dagster.warehouse.registers import REGISTERS
from qore_dagster.warehouse.routing import LENT, SECTIONS
from qore_dagster.warehouse.tables import POSITION_TABLES, SINK_TABLES
from qore_dagster.warehouse.years import ensure_years

ROOT = Path(__file__).parents[2]
STATED: dict[str, PositionTable | Register | Lookup] = {
    **SINK_TABLES,
    **{f"cad.{register.name}": register for register in REGISTERS},
    **{table.name: table for table in LOOKUPS},
}

USERS_COLUMNS = {
    "cad.info_fundos": "id_fundo codigo_britech codigo_qore codigo_maps nome_fundo nome_curto tipo_fundo cnpj "
    "is_active data_criacao status data_inicio data_fim",
    "cad.info_contas": "id_conta id_fundo banco agencia conta tipo_conta",
    "cad.info_rf": "id_ativo_rf cod_ativo nome_ativo tipo_titulo indexador data_vencimento codigo "
    "emissor taxa vencimento",
    "cad.info_rv": "id_ativo_rv cod_papel nome_papel categoria tipo_papel ticker nome setor tipo",
    "cad.info_cotistas": "id_cotista codigo_britech nome_cotista nome_curto cpf_cnpj tipo_pessoa tipo_cotista "
    "is_active",
    "pos.pos_passivo": "id_fundo id_cotista id_serie data_pos qt_cotas qt_cotas_bloqueadas cota_aplicacao cota_dia "
    "valor_aplicado valor_bruto valor_liquido valor_rendimento valor_ir valor_iof valor_performance data_aplicacao "
    "is_active",
    "cad.info_dir_cred": "id_ativo_dc id_fundo cod_ativo_dc nome_sacado tipo_recebivel cnpj_sacado",
    "cad.info_cpr": "id_cpr id_fundo tipo_cpr descricao contraparte data_vencimento valor_original status",
    "pos.pos_cota": "id_pos_cota id_fundo id_serie data_pos cota_abertura cota_fechamento qt_cotas_abert qt_cotas_fech "
    "pl_abertura pl_fechamento pl_contabil valor_entrada valor_saida rentab_dia rentab_mes rentab_ano pl_posicao "
    "qtde_cota valor_cota",
    "pos.pos_caixa": "id_pos_caixa id_fundo id_conta data_pos banco descricao moeda saldo_fechamento valor",
    "pos.pos_rf": "id_pos_rf id_fundo id_ativo_rf data_pos valor_mercado valor_custo",
    "pos.pos_rv": "id_pos_rv id_fundo id_ativo_rv data_pos qt_pos valor_mercado",
    "pos.pos_dir_cred": "id_pos_dc id_fundo id_ativo_dc data_pos valor_presente status",
    "pos.pos_cpr": "id_pos_cpr id_fundo id_cpr data_pos valor_presente status",
}
"""Names that people's queries use: of their code and of the old architecture document."""


def _rows(connection: Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_the_database_has_the_columns_as_stated(connection: Connection) -> None:
    for name, table in STATED.items():
        found = _rows(
            connection,
            """SELECT attname, replace(format_type(atttypid, atttypmod), 'timestamp with time zone', 'timestamptz'),
                      attnotnull, attgenerated = 's', col_description(attrelid, attnum)
               FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped""",
            name,
        )
        assert sorted(found) == sorted(  # a column of a later migration stands last
            (column.name, column.type, column.required, bool(column.generated), column.meaning)
            for column in table.columns
        ), name
        comment = _rows(connection, "SELECT obj_description(%s::regclass, 'pg_class')", name)
        assert comment == [(f"One row: {table.grain}.",)]


def test_position_tables_are_partitioned_by_date_and_refer_to_registers(connection: Connection) -> None:
    for name, table in SINK_TABLES.items():
        key = _rows(
            connection,
            """SELECT pg_get_partkeydef(conrelid), pg_get_constraintdef(oid) FROM pg_constraint
               WHERE conrelid = %s::regclass AND contype = 'p'""",
            name,
        )
        assert key == [("RANGE (data_pos)", "PRIMARY KEY (data_pos, id_fundo, ordinal)")], name
        referred = _rows(
            connection,
            "SELECT confrelid::regclass::text FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'",
            name,
        )
        registers = {"cad.info_fundos"} | ({f"cad.{table.register.name}"} if table.register else set())
        assert {register for (register,) in referred} == registers, name


def test_lookups_have_the_keys_as_stated(connection: Connection) -> None:
    for table in LOOKUPS:
        key = _rows(
            connection,
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'p'",
            table.name,
        )
        assert key == [(f"PRIMARY KEY ({', '.join(table.key)})",)], table.name


def test_no_table_is_there_that_is_not_stated(connection: Connection) -> None:
    found = _rows(
        connection,
        """SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE (c.relkind = 'p' OR c.relkind = 'r' AND n.nspname IN ('cad', 'pos', 'aux'))
             AND NOT c.relispartition""",
    )
    assert {name for (name,) in found} == set(STATED)


@pytest.mark.parametrize("name", USERS_COLUMNS)
def test_names_that_people_use_are_there(name: str) -> None:
    known = {column.name for column in STATED[name].columns if column.origin is not Origin.OURS}
    assert set(USERS_COLUMNS[name].split()) <= known


@pytest.mark.parametrize("name", SINK_TABLES)
def test_every_canonical_column_is_kept(name: str) -> None:
    table = SINK_TABLES[name]
    sources = {column.source for column in table.columns}
    elsewhere = {"data_pos", "fundo", "ordinal", "arquivo", "sha256"}  # the key and the provenance
    assert {
        f"{table.canonical.name}.{column}" for column in table.canonical.columns if column not in elsewhere
    } <= sources
    assert {"data_pos", "id_fundo", "ordinal", "arquivo", "sha256"} <= {column.name for column in table.columns}


def test_every_section_has_a_table() -> None:
    (secao,) = (field for field in HOLDINGS.fields if field.name == "secao")
    assert {*SECTIONS, "LOAN"} == set(secao.allowed)
    assert {*SECTIONS.values(), *LENT.values()} <= set(POSITION_TABLES)


def test_the_page_of_tables_is_current() -> None:
    markdown = runpy.run_path(str(ROOT / "tools" / "tables_doc.py"))["markdown"]
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert page == markdown(), "run `python tools/tables_doc.py`"


def test_the_page_of_the_schema_is_drawn_from_the_database_as_it_is(connection: Connection) -> None:
    markdown = runpy.run_path(str(ROOT / "tools" / "schema_doc.py"))["markdown"]
    drawn = markdown(connection)
    assert drawn == (ROOT / "docs" / "schema.md").read_text(encoding="utf-8"), "run `python tools/schema_doc.py`"
    assert all(f'"{name}" {{' in drawn for name in STATED)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE cad.nova (id integer PRIMARY KEY, id_fundo integer UNIQUE REFERENCES cad.info_fundos)"
        )
    anew = markdown(connection)
    assert (
        """    "cad.nova" {
        integer id PK "not null"
        integer id_fundo FK, UK
    }"""
        in anew
    )
    assert '"cad.info_fundos" |o--o| "cad.nova" : "id_fundo"' in anew


def test_a_year_of_partitions_changes_nothing_in_the_page(connection: Connection) -> None:
    markdown = runpy.run_path(str(ROOT / "tools" / "schema_doc.py"))["markdown"]
    before = markdown(connection)
    ensure_years(connection, [2031])
    assert markdown(connection) == before
