"""The tables of ANBIMA 4.01: complete by the schema, consistent with the canonical model, and each field is read."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from qore_dagster.formats import anbima_4_01_fields as fields
from qore_dagster.formats.anbima_4_01_holdings import HOLDING_SECTIONS
from qore_dagster.formats.anbima_4_01_rows import SECTIONS
from qore_dagster.formats.flat_rows import Tag
from qore_dagster.model.fields import FieldType, Table
from qore_dagster.model.parsed import Row
from qore_dagster.model.tables import CASH, EXPENSES, HOLDINGS, PORTFOLIO, PROVISIONS
from qore_dagster_tests.formats.lots import CNPJ, Fields, block, fund, lot, portfolios, read

_XSD = Path(__file__).parents[1] / "data" / "xsd" / "sPosicao_401.xsd"
_NAMESPACE = {"xs": "http://www.w3.org/2001/XMLSchema"}
_FEE_TAGS = (*(tag for fee in fields.FEES for tag in fee.tags), *fields.FEE_FACTS)
_TAGS: dict[str, Sequence[Tag]] = {
    **{name: section.tags for name, section in HOLDING_SECTIONS.items()},
    **fields.DETAIL_SECTIONS,
    "caixa": fields.CASH_TAGS,
    "provisao": fields.PROVISION_TAGS,
    "outrasdespesas": fields.OTHER_EXPENSE_TAGS,
    "despesas": _FEE_TAGS,
}
_BLOCKS = {name: section.blocks for name, section in HOLDING_SECTIONS.items() if section.blocks}
_TABLES: list[tuple[str, Table, Sequence[Tag]]] = [
    ("fundo", PORTFOLIO, fields.FUND_HEADER),
    ("carteira", PORTFOLIO, fields.ACCOUNT_HEADER),
    ("caixa", CASH, fields.CASH_TAGS),
    ("provisao", PROVISIONS, fields.PROVISION_TAGS),
    ("outrasdespesas", EXPENSES, fields.OTHER_EXPENSE_TAGS),
    *((fee.code, EXPENSES, fee.tags) for fee in fields.FEES),
    *(
        (name, HOLDINGS, [*section.tags, *(tag for tags in section.blocks.values() for tag in tags)])
        for name, section in HOLDING_SECTIONS.items()
    ),
]


def _schema() -> dict[str, dict[str, str]]:
    """Type by element, of every complex type of the schema."""
    root = etree.parse(str(_XSD)).getroot()
    return {
        str(kind.get("name")): {
            str(element.get("name")): str(element.get("type"))
            for element in kind.iterfind("xs:sequence/xs:element", _NAMESPACE)
        }
        for kind in root.iterfind("xs:complexType", _NAMESPACE)
    }


_SCHEMA = _schema()


def _elements(section: str) -> dict[str, str]:
    return _SCHEMA[_SCHEMA["Fundo_type"][section]]


def test_every_section_of_the_schema_is_read() -> None:
    assert len(SECTIONS) == 23  # and the header
    for kind in ("Fundo_type", "Carteira_type"):
        assert set(_SCHEMA[kind]) == {*SECTIONS, fields.HEADER}


@pytest.mark.parametrize("section", list(_TAGS))
def test_every_field_of_the_schema_is_in_the_tables(section: str) -> None:
    names = [tag.name for tag in _TAGS[section]]
    assert len(names) == len(set(names))
    assert {*names, *_BLOCKS.get(section, {})} == set(_elements(section))


@pytest.mark.parametrize("section", list(_BLOCKS))
def test_every_field_of_a_block_is_in_the_tables(section: str) -> None:
    for name, tags in _BLOCKS[section].items():
        assert [tag.name for tag in tags] == list(_SCHEMA[_elements(section)[name]])


@pytest.mark.parametrize(
    ("kind", "tags"), [("Fundo_type", fields.FUND_HEADER), ("Carteira_type", fields.ACCOUNT_HEADER)]
)
def test_every_field_of_a_header_is_in_the_tables(kind: str, tags: Sequence[Tag]) -> None:
    assert {tag.name for tag in tags} == set(_SCHEMA[_SCHEMA[kind]["header"]])


@pytest.mark.parametrize(("name", "table", "tags"), _TABLES)
def test_every_column_is_of_the_model_and_filled_once(name: str, table: Table, tags: Sequence[Tag]) -> None:
    columns = [tag.column for tag in tags if tag.column]
    assert len(columns) == len(set(columns))
    assert set(columns) <= set(table.columns)


# What a field that is read in a way of its own may say, and what that means.
_SPECIAL: dict[str, tuple[str, object]] = {
    "isin": ("BRSYNTACNPR1", "BRSYNTACNPR1"),
    "cusip": ("US0000000001", "US0000000001"),
    "codigo": ("CODIGO1", "CODIGO1"),
    "codigo_anbima": ("700123", "700123"),
    "instituicao": ("BRSYNT", "BRSYNT"),
    "documento_titular": ("12345678909", "12345678909"),
    "tipo_opcao": ("P", "PUTO"),
    "estilo_opcao": ("E", "EURO"),
    "operacao": ("C", "C"),
    "tipo_cpr": ("C", "RECEBER"),
    "caracteristica": ("V", "V"),
    "compromisso_operacao": ("V", "V"),
}
_FACT = {"cep": ("01000000", "01000000")}


def _sample(table: Table, tag: Tag, number: int) -> tuple[str, object]:
    """A text for a field, and the value that it is; another one for each field of a section."""
    if not tag.column:
        return _FACT.get(tag.name, (f"fato {number}", f"fato {number}"))
    if "cnpj" in tag.column:
        return CNPJ, CNPJ
    kind = next(column.type for column in table.fields if column.name == tag.column)
    by_type: dict[FieldType, tuple[str, object]] = {
        FieldType.FLAG: ("S", True),
        FieldType.DATE: (f"202406{number:02}", date(2024, 6, number)),
        FieldType.INTEGER: (str(number), number),
        FieldType.TEXT: (f"texto {number}", f"texto {number}"),
    }
    of_type = by_type.get(kind, (f"{number}.25", Decimal(f"{number}.25")))
    return _SPECIAL.get(tag.column, of_type)


def _filled(table: Table, tags: Sequence[Tag], start: int = 1) -> tuple[dict[str, str], dict[str, object]]:
    """Texts by field, and the values expected, by column (or by field, of facts)."""
    samples = {tag: _sample(table, tag, number) for number, tag in enumerate(tags, start=start)}
    written = {tag.name: text for tag, (text, _) in samples.items()}
    return written, {tag.column or tag.name: value for tag, (_, value) in samples.items()}


def _facts(tags: Sequence[Tag]) -> set[str]:
    return {tag.name for tag in tags if not tag.column}


def _told(details: Sequence[Row]) -> dict[object, object]:
    return {row["campo"]: row["valor"] for row in details}


@pytest.mark.parametrize("section", list(HOLDING_SECTIONS))
def test_every_field_of_a_position_is_found_in_its_column(section: str) -> None:
    known = HOLDING_SECTIONS[section]
    written, expected = _filled(HOLDINGS, known.tags)
    blocks: dict[str, Fields] = {}
    for name, tags in known.blocks.items():
        blocks[name], inner = _filled(HOLDINGS, tags, start=3)
        expected |= inner
    parsed = read(block(section, {**written, **blocks}))
    (row,) = parsed.holdings
    facts = _facts(known.tags)
    assert {column: row[column] for column in expected if column not in facts} == {
        column: value for column, value in expected.items() if column not in facts
    }
    assert _told(parsed.details) == {name: expected[name] for name in facts}
    assert all((detail["tabela"], detail["linha_tabela"]) == ("holdings", 1) for detail in parsed.details)
    assert (row["secao"], row["secao_origem"], row["direcao"]) == (known.constant["secao"], section, "LONG")
    assert not parsed.unknown
    assert parsed.seen["holdings", section] == 1


@pytest.mark.parametrize(
    ("section", "table", "tags"),
    [
        ("caixa", CASH, fields.CASH_TAGS),
        ("provisao", PROVISIONS, fields.PROVISION_TAGS),
        ("outrasdespesas", EXPENSES, fields.OTHER_EXPENSE_TAGS),
    ],
)
def test_every_field_of_another_section_is_found_in_its_column(section: str, table: Table, tags: Sequence[Tag]) -> None:
    written, expected = _filled(table, tags)
    parsed = read(block(section, written))
    (row,) = parsed.rows(table.name)
    assert {column: row[column] for column in expected} == expected
    assert not parsed.unknown
    assert parsed.seen[table.name, section] == 1


def test_every_field_of_the_fees_is_found_in_its_column() -> None:
    written: dict[str, str] = {}
    expected: dict[str, Mapping[str, object]] = {}
    for number, fee in enumerate(fields.FEES, start=1):
        texts, expected[fee.code] = _filled(EXPENSES, fee.tags, start=number * 5)
        written |= texts
    parsed = read(block("despesas", {**written, "txperf": "S"}))
    assert {
        row["codigo"]: {column: row[column] for column in expected[str(row["codigo"])]} for row in parsed.expenses
    } == (expected)
    assert [row["conta"] for row in parsed.expenses] == ["ADMF", None, "PERF", None]
    assert _told(parsed.details) == {"txperf": "S"}
    assert not parsed.unknown
    assert parsed.seen["expenses", "despesas"] == 1


@pytest.mark.parametrize("section", list(fields.DETAIL_SECTIONS))
def test_every_field_of_a_section_without_a_table_is_a_detail(section: str) -> None:
    tags = fields.DETAIL_SECTIONS[section]
    written = {tag.name: f"fato {number}" for number, tag in enumerate(tags)}
    parsed = read(block(section, written), block(section, written))
    assert [(row["tabela"], row["bloco"], row["campo"], row["valor"]) for row in parsed.details] == [
        ("portfolio", name, tag, text) for name in (section, f"{section}[2]") for tag, text in written.items()
    ]
    assert parsed.seen["details", section] == 2


@pytest.mark.parametrize(("kind", "tags"), [("fundo", fields.FUND_HEADER), ("carteira", fields.ACCOUNT_HEADER)])
def test_every_field_of_a_header_is_found_in_its_column(kind: str, tags: Sequence[Tag]) -> None:
    written, expected = _filled(PORTFOLIO, tags)
    (parsed,) = portfolios(lot(fund(kind=kind, header=written)))
    facts = _facts(tags)
    assert {column: parsed.portfolio[column] for column in expected if column not in facts} == {
        column: value for column, value in expected.items() if column not in facts
    }
    assert _told(parsed.details) == {name: expected[name] for name in facts}
    assert parsed.portfolio["moeda"] == "BRL"


@pytest.mark.parametrize("section", list(_TAGS))
def test_tricky_06_an_empty_field_is_null_and_never_zero(section: str) -> None:
    needed = {"classeoperacao": "C", "credeb": "C", "coddesp": "1"}
    values = {
        tag.name: "1"
        for tag in _TAGS[section]
        if tag.name.startswith(("valor", "vl")) or tag.name in {"saldo", "puposicao", "qtdisponivel"}
    }
    kept = {**values, **{tag.name: needed[tag.name] for tag in _TAGS[section] if tag.name in needed}}
    absent = read(block(section, kept))
    empty = read(block(section, {**{tag.name: "" for tag in _TAGS[section]}, **kept}))
    blank = read(block(section, {**{tag.name: "  " for tag in _TAGS[section]}, **kept}))
    for name in ("holdings", "cash", "provisions", "expenses", "details"):
        assert absent.rows(name) == empty.rows(name) == blank.rows(name)
    assert not absent.quarantine
    for row in absent.holdings:
        for tag in _TAGS[section]:
            if tag.column and tag.name not in kept:
                assert row[tag.column] is None
