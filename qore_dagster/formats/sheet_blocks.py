"""A sheet cut into what stands above all sections, the sections that are known, and the ones that are not.

Belongs here: what makes a row a title, a header, a closing row. Does not: what the columns hold (`sheet_rows`), which
sections there are (the layouts' tables).

A title is exact and stands alone in its row, or has its header right there; a text that only contains it is none. A
section ends where the next one starts, whatever its total says.
"""

from dataclasses import dataclass, field

from qore_dagster.formats.errors import FormatError
from qore_dagster.formats.sheet_fields import Layout, SheetColumn, SheetSection, label_of
from qore_dagster.formats.workbook_cells import Line, Sheet, text_of_cell, text_of_line

_LEAST = 2  # headers of a section that a row must have to be its header row
_SEARCHED = 5  # rows below a title among which its header may stand
_RECOGNISED = 2  # titles that make a sheet one of a layout


@dataclass(slots=True)
class Block:
    """A section as it stands in the sheet.

    Attributes:
        title: the row of its title.
        section: what is known of it; None for an unknown one.
        lines: the rows below the title (with it, where the title is the header's first text).
    """

    title: Line
    section: SheetSection | None
    lines: list[Line] = field(default_factory=list[Line])

    @property
    def name(self) -> str:
        """Its title as the file has it."""
        return first_text(self.title).strip()


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a section, checked both ways.

    Attributes:
        line: the row.
        places: what stands in which column of the sheet.
        unmapped: header texts that no table names, by column of the sheet.
        missing: columns that are known and not there.
        twice: required columns for which more than one header could stand.
    """

    line: Line
    places: dict[int, SheetColumn]
    unmapped: dict[int, str]
    missing: tuple[SheetColumn, ...] = ()
    twice: tuple[str, ...] = ()


def recognised(layout: Layout, sheet: Sheet) -> bool:
    """Whether a sheet has titles of a layout: two different ones at least."""
    found = {label_of(first_text(line)) for line in sheet.lines} & layout.by_title.keys()
    return len(found) >= _RECOGNISED


def blocks_of(layout: Layout, sheet: Sheet) -> tuple[list[Line], list[Block]]:
    """Cut a sheet.

    Returns:
        The rows above the first section, and the sections in order.
    """
    above: list[Line] = []
    blocks: list[Block] = []
    closed = False
    for line, below in zip(sheet.lines, [*sheet.lines[1:], None], strict=True):
        section = _section(layout, line, below)
        if section is not None:
            blocks.append(Block(line, section, [line] if fits(section, line) else []))
            closed = False
        elif not blocks:
            above.append(line)
        elif _unknown_title(line, below, closed=closed):
            blocks.append(Block(line, None))
            closed = False
        else:
            current = blocks[-1].section
            closed = closed or (current is not None and label_of(first_text(line)) in current.closing)
            blocks[-1].lines.append(line)
    return above, blocks


def header_in(block: Block, section: SheetSection, sheet: Sheet, file_name: str) -> Header | None:
    """Find and check a section's header row.

    Returns:
        The header; None for a section with nothing in it.

    Raises:
        FormatError: there are rows and no header, or it lacks a column without which nothing can be read; says what was
            expected and what was found.
    """
    candidates = [line for line in block.lines[:_SEARCHED] if fits(section, line)]
    if candidates:
        header = _checked(section, candidates[0])
        lacking = [column.header for column in header.missing if column.required]
        reasons = [f"falta {', '.join(lacking)}"] if lacking else []
        reasons += [f"mais de uma coluna pode ser {', '.join(header.twice)}"] if header.twice else []
        if not reasons:
            return header
        found, reason = candidates[0], "; ".join(reasons)
    else:
        rows = [line for line in block.lines if len(line.filled) > 1]
        tables = [line for line in rows if label_of(first_text(line)) not in section.closing]
        if not tables:
            return None
        found, reason = tables[0], "não há linha de cabeçalho"
    expected = " | ".join(column.header for column in section.columns) or "uma coluna por período"
    raise FormatError(
        f"seção {block.name!r}: o cabeçalho não é o esperado: {reason}; "
        f"esperado: {expected}; encontrado: {text_of_line(found)}",
        "confira no portal se o layout da carteira mudou; se mudou, abra um chamado com o arquivo",
        file=file_name,
        line=found.number,
        path=sheet.address(found),
    )


def fits(section: SheetSection, line: Line) -> bool:
    """Whether a row is the header row of a section."""
    texts = [cell for place in line.filled if isinstance(cell := line.cells[place], str)]
    if section.periods:
        return len(texts) == len(line.filled) >= _LEAST
    named = {column.header for text in texts if (column := section.named(text) or section.opened(text))}
    return len(named) >= _LEAST


def first_text(line: Line) -> str:
    """The row's first filled cell if it is a text, else nothing."""
    cell = line.cells[line.filled[0]]
    return cell if isinstance(cell, str) else ""


def _section(layout: Layout, line: Line, below: Line | None) -> SheetSection | None:
    section = layout.by_title.get(label_of(first_text(line)))
    if section is None:
        return None
    alone = len(line.filled) == 1
    return section if alone or fits(section, line) or (below is not None and fits(section, below)) else None


def _unknown_title(line: Line, below: Line | None, *, closed: bool) -> bool:
    """A text alone in its row, with a row of texts (its header) below, or behind the end of a section."""
    if len(line.filled) > 1 or not first_text(line):
        return False
    headed = below is not None and len(below.filled) > 1 and all(isinstance(below.at(at), str) for at in below.filled)
    return headed or closed


def _checked(section: SheetSection, line: Line) -> Header:
    if section.periods:
        return Header(line, {}, {})
    texts = {place: text_of_cell(line.cells[place]) for place in line.filled}
    places: dict[int, SheetColumn] = {}
    twice: list[str] = []
    for find in (section.named, section.opened):  # an exact header goes before one that goes on
        before = set(map(_identity, places.values()))
        for place, text in texts.items():
            column = None if place in places else find(text)
            if column is None or column.header in before:
                continue
            if column.header not in map(_identity, places.values()):
                places[place] = column
            elif column.required:
                twice.append(column.header)
    unmapped = {place: text for place, text in texts.items() if place not in places}
    missing = tuple(column for column in section.columns if column.header not in map(_identity, places.values()))
    return Header(line, places, unmapped, missing, tuple(dict.fromkeys(twice)))


def _identity(column: SheetColumn) -> str:
    return column.header
