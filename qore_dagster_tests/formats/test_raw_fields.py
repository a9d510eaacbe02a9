"""The fields that columns are said to be read from are those that they are read from."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from lxml import etree

from qore_dagster.formats import anbima_5_0_fields, excel_legacy_fields, excel_new_fields
from qore_dagster.formats.anbima_4_01_fields import HEADER
from qore_dagster.formats.anbima_4_01_rows import SECTIONS
from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.raw_fields import raw_fields
from qore_dagster.formats.recognition import parser_for
from qore_dagster.formats.report import ReportFile
from qore_dagster.model.columns_read import columns_read
from qore_dagster.model.fields import FieldType
from qore_dagster.model.file_type import FileType
from qore_dagster.model.parsed import ParsedPortfolio, Row
from qore_dagster.model.tables import HOLDINGS, TABLES
from qore_dagster.simulator.content.world import World

DAY = date(2026, 1, 7)
OURS = {"fundo", "ordinal", "formato", "arquivo", "sha256"}
READ_FROM_FIELDS = ("portfolio", "holdings", "cash", "provisions", "expenses")


def paths(table: str, column: str, file_type: FileType) -> set[str]:
    """What is said of a column and a format."""
    return {raw.path for raw in raw_fields(table).get(column, ()) if raw.file_type is file_type}


@pytest.mark.parametrize("table", READ_FROM_FIELDS)
def test_every_column_has_a_field_in_5_0_unless_5_0_does_not_tell_it(table: str) -> None:
    not_told = anbima_5_0_fields.NOT_TOLD.get(table, set())
    of_4_01 = {"secao_origem", "operacao"}
    for column in {*TABLES[table].columns} - OURS - of_4_01:
        assert bool(paths(table, column, FileType.XML_5_0)) is (column not in not_told), column


def test_every_heading_that_fills_a_column_is_named() -> None:
    for block in (*excel_legacy_fields.BLOCKS, *excel_new_fields.BLOCKS):
        for heading in block.headings:
            if heading.column:
                told = paths(block.table.name, heading.column, FileType.CARTEIRA_EXCEL)
                assert f"{block.title}/{heading.text}" in told


def test_every_section_of_4_01_that_has_rows_is_named() -> None:
    named = {
        raw.path.split("/")[0]
        for table in READ_FROM_FIELDS
        for fields in raw_fields(table).values()
        for raw in fields
        if raw.file_type is FileType.XML_4_01
    }
    facts_only = {"corretagem", "partplanprev"}
    assert named == {*SECTIONS, HEADER} - facts_only


def test_what_only_the_platform_tells_has_no_field() -> None:
    for table in TABLES:
        assert not {*raw_fields(table)} & OURS
    assert set(raw_fields("details")) == {"data_pos"}, "facts that have no column: what the tables do not name"


def _parsed(tree: Any) -> ParsedPortfolio | None:
    file = ReportFile.of_bytes("a.xml", etree.tostring(tree, xml_declaration=True, encoding="utf-8"))
    (found,) = parser_for(file).parse(file)
    return found if isinstance(found, ParsedPortfolio) else None


def _changed(one: ParsedPortfolio, other: ParsedPortfolio) -> Iterator[tuple[str, str]]:
    """The columns in which two readings of the same rows differ."""
    for table in READ_FROM_FIELDS:
        left, right = ([each.portfolio] if table == "portfolio" else each.rows(table) for each in (one, other))
        if len(left) == len(right):  # otherwise a row is in quarantine
            for before, after in zip(left, right, strict=True):
                yield from ((table, column) for column in before if before[column] != after.get(column))


def test_a_field_of_4_01_that_is_emptied_changes_the_columns_that_name_it_and_no_others() -> None:
    world = World(seed=7, funds=6, first_day=DAY, last_day=DAY)
    found: set[tuple[str, str, str]] = set()
    for fund in world.funds:
        tree = etree.fromstring(world.file(fund, DAY, FileType.XML_4_01).data)
        whole = _parsed(tree)
        assert whole is not None
        [portfolio] = tree
        leaves = [(block, leaf) for block in portfolio for leaf in block.iter() if not len(leaf) and leaf.text]
        for block, leaf in leaves:
            steps = [str(above.tag) for above in (leaf, *leaf.iterancestors())]
            path = "/".join(reversed(steps[: steps.index(str(block.tag)) + 1]))
            text, leaf.text = leaf.text, None
            try:
                changed = _parsed(tree)
            except FormatError:  # a header without it is none
                changed = None
            leaf.text = text
            if changed is not None:
                found |= {(path, table, column) for table, column in _changed(whole, changed) if column not in OURS}
    assert len(found) > 100
    assert {each for each in found if each[0] not in paths(*each[1:], FileType.XML_4_01)} == set()


def test_a_computation_is_known_by_the_columns_that_it_reads() -> None:
    def choose(row: Row) -> object:
        if row.get("isin"):
            return row["codigo"]
        if row["descricao"] is None:
            raise ValueError("nada")
        return row.get("cusip")

    assert columns_read(choose, HOLDINGS) == ("isin", "codigo", "descricao", "cusip")
    columns = {"isin", "codigo", "descricao"}
    assert columns_read(lambda row: row.get("isin") or row.get("cusip"), HOLDINGS, columns) == ("isin",)


def test_a_computation_sees_values_of_each_columns_type() -> None:
    seen: dict[str, object] = {}
    columns_read(lambda row: seen.update({name: row[name] for name in row} if not seen else {}), TABLES["portfolio"])
    for field in TABLES["portfolio"].fields:
        assert seen[field.name] is not None
        assert (field.type is FieldType.DATE) is (type(seen[field.name]) is date)
