"""From which fields of a raw file each column of the canonical model is read, format by format.

Belongs here: bringing the field tables of all formats together, for lineage and documentation. Does not: the fields
themselves (`anbima_5_0_fields`, `anbima_4_01_fields`, `excel_legacy_fields`, `excel_new_fields`), what Dagster makes of
them (`assets.column_lineage`).

What code computes from other columns is told by a trial of that code (`model.columns_read`). A PDF is compared and
never loaded: nothing comes from it. No field has what the platform itself adds: the fund's slug, the row's order, the
file's name, type and hash.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qore_dagster.formats import anbima_4_01_fields as v4
from qore_dagster.formats import anbima_5_0_fields as v5
from qore_dagster.formats import excel_legacy_fields, excel_new_fields
from qore_dagster.formats.anbima_4_01_holdings import HOLDING_SECTIONS
from qore_dagster.formats.anbima_4_01_rows import PLAIN
from qore_dagster.formats.anbima_4_01_values import direction_of, total_quantity, value_of
from qore_dagster.formats.excel_blocks import Block
from qore_dagster.formats.excel_rows import holding
from qore_dagster.formats.flat_rows import Tag
from qore_dagster.model.columns_read import columns_read
from qore_dagster.model.fields import Table
from qore_dagster.model.file_type import FileType
from qore_dagster.model.tables import CASH, CLASSES, EXPENSES, HOLDINGS, PORTFOLIO, PROVISIONS, RETURNS, TABLES

if TYPE_CHECKING:
    from qore_dagster.model.parsed import Row

TOP = "(acima das seções)"
"""Where a workbook has what stands in no section."""


@dataclass(frozen=True, slots=True, order=True)
class RawField:
    """A field of the files of one type.

    Attributes:
        file_type: the type.
        path: where it stands: below `SctiesBalAcctgRpt` in ANBIMA 5.0; section and tag in 4.01; title and heading in a
            workbook. A section alone where its being there tells the value.
    """

    file_type: FileType
    path: str

    @property
    def in_sections(self) -> bool:
        """Whether the path is that of a section and a field in it: in ANBIMA 5.0 it is one path of blocks."""
        return self.file_type is not FileType.XML_5_0


_OURS = frozenset({"fundo", "ordinal", "formato", "arquivo", "sha256"})
_COMPUTED = {
    (PROVISIONS.name, "conta"): "codigo",  # ANBIMA's account of a code: `account_of`
    (EXPENSES.name, "conta"): "codigo",
    (HOLDINGS.name, "tipo_codigo"): "codigo",  # null where there is none
    (PORTFOLIO.name, "casas_cota"): "valorcota",
    (CLASSES.name, "casas_cota"): "valorcota",
}
"""What follows, in every format, from how another column is written."""
_MADE_OF_4_01 = {"nivel_3": ("compromisso_operacao",), "codigo": ("ativo_objeto", "serie")}
"""What a lot of 4.01 is told by other columns than its own, in sections that have all of these."""

Found = Iterator[tuple[str, str, RawField]]
"""Canonical table, column, and a field that it is read from."""


def raw_fields(table: str) -> Mapping[str, tuple[RawField, ...]]:
    """Per column of a canonical table the fields that it may be read from; those of one format together.

    A column that no field tells (see the module's heading) has no entry.
    """
    return _of_every_table()[table]


@cache
def _of_every_table() -> Mapping[str, Mapping[str, tuple[RawField, ...]]]:
    found: dict[tuple[str, str], set[RawField]] = {}
    for table, column, raw in (*_in_5_0(), *_in_4_01(), *_in_excel()):
        if column not in _OURS:
            found.setdefault((table, column), set()).add(raw)
    for (table, column), source in _COMPUTED.items():
        found.setdefault((table, column), set()).update(found[table, source])
    for table in TABLES:
        found[table, "data_pos"] = found[PORTFOLIO.name, "data_pos"]  # a portfolio's day is that of its rows
    order = list(FileType)
    return {
        name: {
            column: tuple(sorted(found[name, column], key=lambda raw: (order.index(raw.file_type), raw.path)))
            for column in table.columns
            if (name, column) in found
        }
        for name, table in TABLES.items()
    }


def _in_5_0() -> Found:
    position, account = f"{v5.POSITIONS}/", f"{v5.ACCOUNTS}/"
    blocks = (
        (PORTFOLIO, "", v5.REPORT_COLUMNS),
        (PORTFOLIO, account, v5.ACCOUNT_COLUMNS),
        (CLASSES, account, v5.ACCOUNT_COLUMNS),
        (HOLDINGS, account, (*v5.CREDIT_RIGHTS_COLUMNS, *v5.MARGIN_COLUMNS)),
        (HOLDINGS, position, v5.HOLDING_COLUMNS),
        (CASH, position, v5.CASH_COLUMNS),
        *((PROVISIONS, f"{account}{side}/", v5.PROVISION_COLUMNS) for side in v5.SIDES),
        (EXPENSES, f"{account}{v5.EXPENSES_BLOCK}/", v5.EXPENSE_COLUMNS),
    )
    told: set[tuple[str, str]] = set()
    for table, prefix, columns in blocks:
        for column in columns:
            told.add((table.name, column.name))
            for path in (*column.paths, *filter(None, [column.sign])):
                yield table.name, column.name, RawField(FileType.XML_5_0, prefix + path)
    for table in (PORTFOLIO, HOLDINGS, CASH, PROVISIONS):  # what is read by code of its own: as the model states it
        below = position if table in {HOLDINGS, CASH} else "" if table is PORTFOLIO else account
        for field in table.fields:
            if field.source and (table.name, field.name) not in told and field.name not in _not_told(table):
                prefix = "" if field.name in {"data_pos", "criado_em"} or field.source.startswith(account) else below
                yield table.name, field.name, RawField(FileType.XML_5_0, prefix + field.source)


def _not_told(table: Table) -> set[str]:
    return v5.NOT_TOLD.get(table.name, set())


def _in_4_01() -> Found:
    def tags(table: Table, place: str, given: Iterable[Tag]) -> Found:
        for tag in given:
            if tag.column:
                yield table.name, tag.column, RawField(FileType.XML_4_01, f"{place}/{tag.name}")

    yield from tags(PORTFOLIO, v4.HEADER, (*v4.FUND_HEADER, *v4.ACCOUNT_HEADER))
    for place, (table, reader) in PLAIN.items():
        for tag, (column, _) in reader.columns.items():
            yield table, column, RawField(FileType.XML_4_01, f"{place}/{tag}")
    for fee in v4.FEES:
        yield from tags(EXPENSES, "despesas", fee.tags)
        yield EXPENSES.name, "codigo", RawField(FileType.XML_4_01, f"despesas/{fee.code}")
    for name, section in HOLDING_SECTIONS.items():
        own = [*tags(HOLDINGS, name, section.tags)]
        for block, within in section.blocks.items():
            own += tags(HOLDINGS, f"{name}/{block}", within)
        for column in section.constant:
            own.append((HOLDINGS.name, column, RawField(FileType.XML_4_01, name)))
        yield from own
        yield from _computed_4_01(name, {column: raw for _, column, raw in own})


def _computed_4_01(section: str, fields: Mapping[str, RawField]) -> Found:
    """What other columns of its row make up: value, quantity and side of a lot, a future's code, a repo's detail."""
    computations: dict[str, Callable[[Row], object]] = {
        "valor_mercado": lambda row: value_of(section, row),
        "quantidade": total_quantity,
        "direcao": direction_of,
    }
    for column, compute in computations.items():
        for read in columns_read(compute, HOLDINGS, fields):
            yield HOLDINGS.name, column, fields[read]
    for column, parts in _MADE_OF_4_01.items():
        if all(part in fields for part in parts):
            yield from ((HOLDINGS.name, column, fields[part]) for part in parts)


def _in_excel() -> Found:
    def raw(path: str) -> RawField:
        return RawField(FileType.CARTEIRA_EXCEL, path)

    for block in (*excel_legacy_fields.BLOCKS, *excel_new_fields.BLOCKS):
        fields = {head.column: raw(f"{block.title}/{head.text}") for head in block.headings if head.column}
        yield from ((block.table.name, column, field) for column, field in fields.items())
        yield from _completed(block, fields, raw(block.title))
    yield from ((RETURNS.name, column, raw(excel_legacy_fields.RETURNS_TITLE)) for column in RETURNS.columns[3:])
    yield from ((PORTFOLIO.name, column, raw(TOP)) for column in ("data_pos", "nome", "cnpj"))


def _completed(block: Block, fields: Mapping[str, RawField], section: RawField) -> Found:
    """What follows from a row of a section: a lot's side from its quantity, a provision's from its amount."""
    read = columns_read(block.complete, block.table, fields)
    if block.table is HOLDINGS:
        side = columns_read(holding(""), HOLDINGS, fields)
        yield from ((HOLDINGS.name, "direcao", fields[column]) for column in side)
        yield from ((HOLDINGS.name, "secao", fields[column]) for column in read if column not in side)
        yield HOLDINGS.name, "secao", section
    if block.table is PROVISIONS:
        yield from ((PROVISIONS.name, "tipo_cpr", fields[column]) for column in read)
